"""Scoring a maturity grid such as the Flexible Framework: the convention that practitioners use, as pure functions."""

from __future__ import annotations

from collections.abc import Collection, Mapping

TOP_LEVEL = 5


def theme_level(evidenced: Collection[int], top: int = TOP_LEVEL) -> int:
    """The level of one theme: the highest for which its cell and every cell below it are evidenced.

    A gap stops the climb, however much stands above it.

    Parameters
    ----------
    evidenced : collection of int
        Levels whose whole cell is evidenced.
    top : int
        The highest level of the grid.

    Returns
    -------
    int
        0 when level 1 itself is not evidenced.

    Raises
    ------
    ValueError
        When a level is not a whole number from 1 to ``top``.

    Examples
    --------
    >>> theme_level({1, 2, 4, 5})
    2
    >>> theme_level([])
    0
    """
    for level in evidenced:
        if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= top:
            raise ValueError(f"A level must be a whole number from 1 to {top}, not {level!r}.")
    reached = 0
    while reached + 1 in evidenced:
        reached += 1
    return reached


def overall_level(by_theme: Mapping[str, Collection[int]], top: int = TOP_LEVEL) -> int:
    """The level of the whole: the lowest theme's level.

    Raises
    ------
    ValueError
        When no theme is given, or a level is out of range.

    Examples
    --------
    >>> overall_level({"people": {1, 2, 3}, "policy": {1}})
    1
    """
    if not by_theme:
        raise ValueError("Give at least one theme.")
    return min(theme_level(levels, top) for levels in by_theme.values())
