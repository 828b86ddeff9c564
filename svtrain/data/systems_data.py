"""The systems that the Social Value Project 2020 names: what each asks for, gives, hides, and where in the cycle it helps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from svtrain.data.packages import package
from svtrain.data.passports import Passport, passports, split


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the procurement cycle, and what can be known there."""

    id: str
    order: int
    name: str
    question: str
    known: str
    passport: Passport


@dataclass(frozen=True, slots=True)
class System:
    """One system. ``helps_at`` and ``best_at`` are stage ids; ``report_pages`` is empty where the report does not name it."""

    id: str
    name: str
    kind: str
    asks_for: str
    gives: str
    helps_at: tuple[str, ...]
    best_at: str
    why_there: str
    hides: str
    prices: bool
    licence_note: str
    report_pages: tuple[int, ...]
    check: str
    check_note: str
    passport: Passport


@lru_cache(maxsize=1)
def stages() -> tuple[Stage, ...]:
    """The procurement cycle, in order.

    Examples
    --------
    >>> [stage.id for stage in stages()]
    ['need', 'design', 'market', 'specification', 'tender', 'contract', 'delivery', 'review']
    """
    collection = package("systems")
    passport = passports(collection)
    found = (Stage(row["stage_id"], int(row["order"]), row["name"], row["question"], row["known"], passport(row))
             for row in collection.rows("stages"))
    return tuple(sorted(found, key=lambda stage: stage.order))


@lru_cache(maxsize=1)
def systems() -> tuple[System, ...]:
    """Every system, never ranked.

    Examples
    --------
    >>> next(system.best_at for system in systems() if system.id == "social-value-engine")
    'design'
    """
    collection = package("systems")
    passport = passports(collection)
    return tuple(
        System(id=row["system_id"], helps_at=split(row["helps_at"]), prices=row["prices"] == "true",
               report_pages=tuple(int(page) for page in split(row["report_pages"])), passport=passport(row),
               **{name: row[name] for name in ("name", "kind", "asks_for", "gives", "best_at", "why_there", "hides",
                                               "licence_note", "check", "check_note")})
        for row in collection.rows("systems"))
