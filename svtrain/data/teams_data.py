"""The seven teams of the Social Value Project 2020, and the report's key learnings."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from svtrain.data.packages import package
from svtrain.data.passports import Passport, number, passports, split

HEADINGS = {"team": "About the team", "organisation": "About the organisation",
            "practice": "Procurement process and practice", "learning": "Key learning"}


@dataclass(frozen=True, slots=True)
class SystemUse:
    """One system that a team uses, tested, bought, wrote or knows."""

    system_id: str
    use: str
    text: str
    page: int
    passport: Passport


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence about a team under one of the report's headings, in our words."""

    heading: str
    text: str
    page: int
    passport: Passport


@dataclass(frozen=True, slots=True)
class Team:
    """What the report says about one team. Money in pounds a year; ``None`` where the page does not say.

    ``threshold`` is the value above which a procurement is the team's; 0 means all. Read ``threshold_status`` before
    comparing: one printed figure is doubtful.
    """

    id: str
    name: str
    short_name: str
    kind: str
    place: str
    staff: float
    staff_basis: str
    spend: float
    spend_year: str
    spend_note: str
    threshold: float | None
    threshold_works: float | None
    threshold_status: str
    threshold_note: str
    flexible_framework_level: int | None
    flexible_framework_date: str
    flexible_framework_note: str
    iso_14001: bool | None
    focus_since: str
    page: int
    passport: Passport
    statements: tuple[Statement, ...] = field(default=())
    uses: tuple[SystemUse, ...] = field(default=())

    def about(self, heading: str) -> tuple[str, ...]:
        """The sentences under one heading: ``team``, ``organisation``, ``practice`` or ``learning``."""
        return tuple(statement.text for statement in self.statements if statement.heading == heading)


@dataclass(frozen=True, slots=True)
class Learning:
    """One key learning of the report, tied to a step and to the lessons that teach it (``step/slug``)."""

    id: str
    step: str
    part: str
    text: str
    lessons: tuple[str, ...]
    page: int
    passport: Passport


@lru_cache(maxsize=1)
def teams() -> tuple[Team, ...]:
    """The seven teams, in the report's order.

    Examples
    --------
    >>> [team.short_name for team in teams()][:3]
    ['Anglia Ruskin', 'Barnsley', 'Durham']
    >>> teams()[3].staff, teams()[3].flexible_framework_level
    (8.6, 4)
    """
    collection = package("teams")
    passport = passports(collection)
    statements: dict[str, list[Statement]] = {}
    for row in collection.rows("statements"):
        statements.setdefault(row["team_id"], []).append(Statement(row["heading"], row["text"], int(row["page"]), passport(row)))
    uses: dict[str, list[SystemUse]] = {}
    for row in collection.rows("uses"):
        uses.setdefault(row["team_id"], []).append(
            SystemUse(row["system_id"], row["use"], row["text"], int(row["page"]), passport(row)))
    return tuple(
        Team(id=row["team_id"], staff=float(row["staff"]), spend=float(row["spend_gbp"]), threshold=number(row["threshold_gbp"]),
             threshold_works=number(row["threshold_works_gbp"]),
             flexible_framework_level=int(row["flexible_framework_level"]) if row["flexible_framework_level"] else None,
             iso_14001=True if row["iso_14001"] == "true" else None, page=int(row["page"]), passport=passport(row),
             statements=tuple(statements.get(row["team_id"], ())), uses=tuple(uses.get(row["team_id"], ())),
             **{name: row[name] for name in ("name", "short_name", "kind", "place", "staff_basis", "spend_year", "spend_note",
                                             "threshold_status", "threshold_note", "flexible_framework_date",
                                             "flexible_framework_note", "focus_since")})
        for row in collection.rows("teams"))


@lru_cache(maxsize=1)
def learnings() -> tuple[Learning, ...]:
    """The report's key learnings.

    Examples
    --------
    >>> [learning.id for learning in learnings() if "apply/04-follow-delivery" in learning.lessons]
    ['monitor-and-feed-back']
    """
    collection = package("teams")
    passport = passports(collection)
    return tuple(Learning(row["learning_id"], row["step"], row["part"], row["text"], split(row["lessons"]), int(row["page"]),
                          passport(row)) for row in collection.rows("learnings"))
