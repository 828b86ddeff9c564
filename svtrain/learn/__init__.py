"""Exercises, checking and progress."""
