"""What the pack says beside the plan and the exercises: ground rules, what a spread means, data, checklists, roles."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from svtrain.data.documents import read_document

FILE = "words.yaml"


class _Noun(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Noun):
    """A rule for talking with each other, and why."""

    rule: str
    why: str


class SpreadRule(_Noun):
    """What the answers of a room look like, and what to do then."""

    seen: str
    do: str


class DataSheet(_Noun):
    """What is kept of people, what is not, what is shown, and how to have it erased."""

    what: tuple[str, ...]
    not_kept: tuple[str, ...]
    shown: tuple[str, ...]
    erase: tuple[str, ...]


class Checklist(_Noun):
    """What to do by a certain time."""

    title: str
    items: tuple[str, ...]


class Role(_Noun):
    """Somebody whose side a participant takes in a talk."""

    role: str
    stands: str
    asks: tuple[str, ...]


class Words(_Noun):
    """The whole file."""

    ground_rules: tuple[Rule, ...]
    spread_rules: tuple[SpreadRule, ...]
    data: DataSheet
    checklists: tuple[Checklist, ...]
    roles: tuple[Role, ...]


@cache
def words() -> Words:
    """The words of the pack, checked.

    Examples
    --------
    >>> [each.title for each in words().checklists]
    ['Four weeks before', 'One week before', 'On the day', 'Afterwards']
    """
    return Words.model_validate(read_document(Path(__file__).with_name(FILE)))
