"""Many people rate one maturity grid: level, spread and disagreement by theme. A score hides what a spread shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from svtrain.core.framework import TOP_LEVEL, theme_level

DISAGREEMENT = 2  # levels between the lowest and the highest rater: then the spread is the finding

Grid = Mapping[str, Mapping[int, bool]]  # theme -> level -> evidenced; a cell left out was not rated


@dataclass(frozen=True, slots=True)
class ThemeSpread:
    """How raters see one theme.

    ``levels`` is each rater's level, lowest first; ``agreed`` is the level whose cell, and every cell below it, more than half
    of those who rated the theme found evidenced; ``said_yes`` and ``rated`` count raters by level of the grid.
    """

    theme: str
    levels: tuple[int, ...]
    agreed: int
    said_yes: Mapping[int, int]
    rated: Mapping[int, int]

    @property
    def middle(self) -> int | None:
        return median_low(self.levels) if self.levels else None

    @property
    def spread(self) -> int:
        """Levels between the lowest and the highest rater."""
        return self.levels[-1] - self.levels[0] if self.levels else 0

    @property
    def disagreed(self) -> bool:
        return self.spread >= DISAGREEMENT

    @property
    def split_at(self) -> int | None:
        """The level at which raters are most evenly split, lowest first: where to look together."""
        split = {level: min(self.said_yes[level], len(self.levels) - self.said_yes[level]) for level in self.said_yes}
        most = max(split.values(), default=0)
        return min((level for level, count in split.items() if count == most), default=None) if most else None


def spread_of(theme: str, ratings: Sequence[Grid], top: int = TOP_LEVEL) -> ThemeSpread:
    """Gather what several people said of one theme; who rated none of its cells is left out.

    Examples
    --------
    >>> low, high = {"people": {1: True, 2: False}}, {"people": {1: True, 2: True, 3: True}}
    >>> found = spread_of("people", [low, high])
    >>> found.levels, found.spread, found.disagreed, found.agreed
    ((1, 3), 2, True, 1)
    """
    rows = [rating[theme] for rating in ratings if rating.get(theme)]
    levels = sorted(theme_level({level for level, yes in row.items() if yes}, top) for row in rows)
    said_yes = {level: sum(bool(row.get(level)) for row in rows) for level in range(1, top + 1)}
    rated = {level: sum(level in row for row in rows) for level in range(1, top + 1)}
    agreed = theme_level({level for level, yes in said_yes.items() if rows and yes * 2 > len(rows)}, top)
    return ThemeSpread(theme, tuple(levels), agreed, said_yes, rated)


def overall_of(spreads: Sequence[ThemeSpread]) -> int | None:
    """The level of the whole: the lowest agreed level of any theme; None while a theme has no rater.

    Examples
    --------
    >>> overall_of([spread_of("people", [{"people": {1: True}}]), spread_of("policy", [{"policy": {1: True, 2: True}}])])
    1
    >>> overall_of([spread_of("people", [])]) is None
    True
    """
    if not spreads or any(not one.levels for one in spreads):
        return None
    return min(one.agreed for one in spreads)
