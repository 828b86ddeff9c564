"""What a room's export holds of the measures: the latest answer of each pseudonym to each activity."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.documents import read_document
from svtrain.learn.measuring.measures import COMMITMENT

FORM = "room-export/1"
LEAST, MOST = 1, 5
ITEM, PERSON = "item", "person"


@dataclass(frozen=True, slots=True)
class RoomAnswers:
    """One training, one cohort. ``answers`` is by activity, then by pseudonym; ``made`` is an ISO time."""

    room: str
    title: str
    made: str
    answers: Mapping[str, Mapping[str, dict]]

    def of(self, item: str) -> Mapping[str, dict]:
        """Everybody's latest answer to one activity."""
        return self.answers.get(item, {})

    @property
    def people(self) -> int:
        """How many answered anything."""
        return len({person for given in self.answers.values() for person in given})

    def marks(self, item: str, question: str) -> dict[str, int]:
        """Marks from 1 to 5 by pseudonym; whatever is no such mark is left out."""
        found = {person: answer.get(question) for person, answer in self.of(item).items()}
        return {person: mark for person, mark in found.items() if isinstance(mark, int) and not isinstance(mark, bool) and LEAST <= mark <= MOST}

    def share(self, item: str, part: str = "hits", whole: str = "n") -> dict[str, float]:
        """A part of a whole by pseudonym, such as hits of questions."""
        found = {}
        for person, answer in self.of(item).items():
            some, all_ = answer.get(part), answer.get(whole)
            if _count(some) and _count(all_) and 0 < all_ and some <= all_:
                found[person] = some / all_
        return found

    def commitments(self) -> dict[str, dict[str, str]]:
        """What people said that they will do, by the code that each was given; never by person.

        A code that two people wrote on paper gets a number for the second, so that neither commitment is lost.
        """
        found: dict[str, dict[str, str]] = {}
        for answer in self.of(COMMITMENT).values():
            code, what = answer.get("code"), answer.get("what")
            if isinstance(code, str) and isinstance(what, str) and code and what.strip():
                found[_free(code, found)] = {name: str(answer.get(name) or "") for name in ("what", "contract", "by")}
        return found


def _free(code: str, taken: Mapping[str, object]) -> str:
    return code if code not in taken else next(each for number in range(2, len(taken) + 3) if (each := f"{code}-{number}") not in taken)


def _count(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


def read_room(export: Path) -> RoomAnswers:
    """Read a room's export: the folder, or the file ``room.json`` in it.

    Raises
    ------
    CannotDo
        When it is not such an export.
    """
    path = export / "room.json" if export.is_dir() else export
    said = read_document(path)
    if not isinstance(said, dict) or said.get("svtrain") != FORM or not isinstance(said.get("events"), list):
        raise CannotDo(Problem("This is not a room's export. svtrain room export makes one.", place=str(path)))
    return RoomAnswers(str(said.get("room", "")), str(said.get("title", "")), str(said.get("made", "")), _latest(said["events"]))


def _latest(events: Iterable[object]) -> dict[str, dict[str, dict]]:
    found: dict[str, dict[str, dict]] = {}
    for event in events:
        if isinstance(event, dict) and event.get("kind") == "answer" and isinstance(event.get("payload"), dict):
            found.setdefault(str(event.get(ITEM, "")), {})[str(event.get(PERSON, ""))] = event["payload"]
    return found
