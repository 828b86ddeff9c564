"""Slides to show or to change: one module for the house's style, one for each kind of deck."""
