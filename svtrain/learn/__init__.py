"""Exercises, checking and the list of lessons."""

from svtrain.learn.library import Task, exercise, exercises

__all__ = ["Task", "exercise", "exercises"]
