"""What goes in and out of a room: checked words, and the small objects that a seat gives back."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from svtrain.core.problems import CannotDo, Problem
from svtrain.room.rules import SECOND_ROUND
from svtrain.room.tables import LONGEST_PAYLOAD

PERSON = re.compile(r"[A-Za-z0-9_-]{1,64}")
SHEET = re.compile(r"[A-Za-z0-9_-]{1,40}")
ITEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}")
KIND = re.compile(r"[a-z][a-z_]{0,39}")
KEY = re.compile(r"[\x21-\x7e]{1,80}")
PAGE = re.compile(r"[a-z0-9][a-z0-9/-]{0,79}")
LONGEST_TITLE, LONGEST_NAME, LONGEST_TEAM = 200, 60, 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody sits. ``people`` have a seat as participants; ``last`` is the number of the newest event."""

    room: str
    title: str
    person: str
    team: str
    role: str
    people: int
    last: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as one's seat may see it. ``at`` is in seconds since 1970."""

    n: int
    kind: str
    item: str
    round: int
    payload: dict
    at: float
    mine: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was committed: its number and round; ``again`` when it had been recorded before."""

    n: int
    round: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity's state: ``opened``, ``closed`` or ``revealed``, in which round, and how many people answered in it."""

    item: str
    state: str
    round: int
    answered: int
    payload: dict = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What people read: ``title`` of the opening event, else the item."""
        said = self.payload.get("title")
        return said[:LONGEST_TITLE] if isinstance(said, str) and said.strip() else self.item

    @property
    def page(self) -> str:
        """Which page it belongs to: ``page`` of the opening event, else what stands before the item's first colon, else nothing.

        A page is an app's name, ``value-builder``, or a lesson's place without its ending, ``2-challenge/03-deadweight``.

        Examples
        --------
        >>> Activity("value-builder:jobs", "opened", 1, 0).page, Activity("jobs", "opened", 1, 0, {"page": "team-mirror"}).page
        ('value-builder', 'team-mirror')
        """
        said, (head, colon, _) = self.payload.get("page"), self.item.partition(":")
        said = said if isinstance(said, str) else head if colon else ""
        return said if PAGE.fullmatch(said) else ""


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """One answer after the reveal, without a name. ``team`` is empty where its team is too small to be named."""

    payload: dict
    team: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the room may see of an activity's round; ``why_not`` is a sentence when it is nothing."""

    item: str
    round: int
    answered: int
    answers: tuple[SharedAnswer, ...] = ()
    why_not: str = ""

    def by_team(self) -> dict[str, tuple[SharedAnswer, ...]]:
        """Answers of each team that is large enough to be named."""
        teams = sorted({answer.team for answer in self.answers if answer.team})
        return {team: tuple(answer for answer in self.answers if answer.team == team) for team in teams}


def packed(payload: Mapping) -> str:
    """A payload as ASCII JSON, so that every character that people can type comes back as it was.

    Raises
    ------
    CannotDo
        When it is too long, or holds something other than text, numbers, lists and mappings.

    Examples
    --------
    >>> packed({"reason": "half of leavers"})
    '{"reason":"half of leavers"}'
    """
    try:
        words = json.dumps(dict(payload), allow_nan=False, separators=(",", ":"), sort_keys=True)
    except (TypeError, ValueError, RecursionError):
        raise CannotDo(Problem("This answer cannot be recorded: it holds something that is neither text nor a finite number.")) from None
    if len(words) > LONGEST_PAYLOAD:
        raise CannotDo(Problem(f"This answer is too long to be recorded: write at most about {LONGEST_PAYLOAD // 2:,} characters."))
    return words


def unpacked(words: str) -> dict:
    """A payload as stored. One that cannot be read is empty: a bad record must not stop the room.

    Examples
    --------
    >>> unpacked('{"likely":4}'), unpacked("[")
    ({'likely': 4}, {})
    """
    try:
        found = json.loads(words)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def checked(pattern: re.Pattern, given: str, what: str) -> str:
    """A name that the store can hold; anything else is a fault of the program that asks."""
    if not isinstance(given, str) or not pattern.fullmatch(given):
        raise ValueError(f"{given!r} cannot be {what}")
    return given


def checked_team(team: str) -> str:
    """A team's name as people write it.

    Raises
    ------
    CannotDo
        When it is too long or holds control characters.
    """
    team = " ".join(team.split())
    if len(team) > LONGEST_TEAM or not all(letter.isprintable() for letter in team):
        raise CannotDo(Problem(f"A team's name has at most {LONGEST_TEAM} ordinary characters.", "team"))
    return team


def room_name(typed: str) -> str:
    """The short name of a room, from whatever was typed as its title.

    Accents are taken off. Where letters of another script, or the end of a long title, would be lost, a few letters made of the
    whole title stand for them: two titles that differ there are two rooms.

    Raises
    ------
    CannotDo
        When there is no letter and no digit.

    Examples
    --------
    >>> room_name("North team, 3 March"), room_name("Équipe Nord")
    ('north-team-3-march', 'equipe-nord')
    >>> room_name("東京 2026") != room_name("大阪 2026")
    True
    """
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", typed).casefold() if not unicodedata.combining(letter))
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not any(map(str.isalnum, plain)):
        raise CannotDo(Problem("A room's name needs at least one letter or digit.", "NAME"))
    if len(name) <= LONGEST_NAME and not any(letter.isalnum() and not letter.isascii() for letter in plain):
        return name
    words = " ".join(unicodedata.normalize("NFKC", typed).casefold().split())
    return f"{name[:LONGEST_NAME - 9].strip('-') or 'room'}-{hashlib.sha256(words.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def activities_from(states: list[Event], answered: Mapping[tuple[str, int], int]) -> dict[str, Activity]:
    """The state of each activity from its events in order, in the order in which they were first opened."""
    found: dict[str, Activity] = {}
    for event in states:
        before = found.get(event.item)
        payload = {**(before.payload if before else {}), **event.payload}
        state = "opened" if event.kind == SECOND_ROUND else event.kind
        found[event.item] = Activity(event.item, state, event.round, answered.get((event.item, event.round), 0), payload)
    return found
