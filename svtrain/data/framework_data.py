"""The Flexible Framework grid in our own words, cell by cell, and the level words of the LGA scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from svtrain.data.packages import package
from svtrain.data.passports import Passport, passports

FLEXIBLE_FRAMEWORK, LGA = "flexible-framework", "lga"


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the five themes."""

    id: str
    order: int
    name: str
    about: str
    passport: Passport


@dataclass(frozen=True, slots=True)
class Level:
    """One level's name on one scale, and what it means in our words."""

    scale: str
    level: int
    name: str
    meaning: str
    check: str
    passport: Passport


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a cell; each wants its own evidence."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid. ``check`` is ``checked`` or ``needs-checking``."""

    id: str
    theme_id: str
    level: int
    summary: str
    criteria: tuple[Criterion, ...]
    check: str
    check_note: str
    passport: Passport


@lru_cache(maxsize=1)
def framework_themes() -> tuple[Theme, ...]:
    """The five themes, in order.

    Examples
    --------
    >>> [theme.id for theme in framework_themes()]
    ['people', 'policy', 'process', 'suppliers', 'measurement']
    """
    collection = package("flexible-framework")
    passport = passports(collection)
    return tuple(Theme(row["theme_id"], int(row["order"]), row["name"], row["about"], passport(row))
                 for row in collection.rows("themes"))


@lru_cache(maxsize=2)
def framework_levels(scale: str = FLEXIBLE_FRAMEWORK) -> tuple[Level, ...]:
    """Level names of one scale, from 1 to 5.

    Examples
    --------
    >>> [level.name for level in framework_levels("lga")]
    ['Minimum', 'Developing', 'Mature', 'Leader', 'Innovator']
    """
    collection = package("flexible-framework")
    passport = passports(collection)
    return tuple(Level(row["scale"], int(row["level"]), row["name"], row["meaning"], row["check"], passport(row))
                 for row in collection.rows("levels") if row["scale"] == scale)


@lru_cache(maxsize=1)
def framework_cells() -> tuple[Cell, ...]:
    """The twenty-five cells, theme by theme, level by level.

    Examples
    --------
    >>> cells = framework_cells()
    >>> len(cells), sum(cell.check == "checked" for cell in cells)
    (25, 8)
    """
    collection = package("flexible-framework")
    passport = passports(collection)
    criteria: dict[str, list[Criterion]] = {}
    for row in collection.rows("criteria"):
        criteria.setdefault(row["cell_id"], []).append(Criterion(row["criterion_id"], row["text"]))
    return tuple(Cell(row["cell_id"], row["theme_id"], int(row["level"]), row["summary"], tuple(criteria[row["cell_id"]]),
                      row["check"], row["check_note"], passport(row)) for row in collection.rows("cells"))
