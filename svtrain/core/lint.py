"""Checks on a map: three levels, one rule a function."""

from __future__ import annotations


def lint(value_map, found, result, *, today=None):
    """Every finding."""
    return ()
