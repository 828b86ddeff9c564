"""Reads challenge records: a YAML or JSON list, or a file that starts with ``svtrain: challenges/1``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from svtrain.core.challenge import DECISIONS, QUESTIONS, Challenge
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.documents import read_document
from svtrain.data.typed_figures import Sheet

FORMAT = "challenges/1"
NAMES = tuple(field.name for field in fields(Challenge))
NEEDED = ("id", "field", "expect", "set")
_TEXT = tuple(name for name in NAMES if name not in ("expect", "set"))


def read_challenges(path: Path | str) -> list[Challenge]:
    """The challenges in a file.

    Raises
    ------
    CannotDo
        One sentence for everything that is missing, unknown or of the wrong kind.
    """
    found, problems = challenges_from(read_document(path), str(path))
    if problems:
        raise CannotDo(problems)
    return found


def challenges_from(given: Any, place: str = "") -> tuple[list[Challenge], list[Problem]]:
    """Challenges from a plain object, or one sentence a field; never raises.

    Examples
    --------
    >>> found, problems = challenges_from([{"id": "c1", "feild": "jobs.deadweight", "expect": 0.4, "set": 0.6}])
    >>> for problem in problems:
    ...     print(problem)
    c1.feild: There is no 'feild' here. Did you mean 'field'?
    c1.field: The field is missing.
    """
    sheet = Sheet(place)
    if isinstance(given, Mapping):
        sheet.known(given, ("svtrain", "title", "challenges", "notes"), "")
        if given.get("svtrain", FORMAT) != FORMAT:
            sheet.say(f"This is written as '{str(given['svtrain'])[:40]}'; challenges start with svtrain: {FORMAT}.", "svtrain")
        given = given.get("challenges")
    if not isinstance(given, list) or not given:
        sheet.say("There are no challenges here: list each with its id, field, expect and set.", "challenges")
        return [], sheet.problems
    found = [_challenge(item, position, sheet) for position, item in enumerate(given, 1)]
    return [one for one in found if one is not None], sheet.problems


def _challenge(given: Any, position: int, sheet: Sheet) -> Challenge | None:
    if not isinstance(given, Mapping):
        sheet.say("A challenge is written as names and values.", f"challenges.{position}")
        return None
    before = len(sheet.problems)
    where = str(given.get("id") or position)[:80]
    sheet.known(given, NAMES, where)
    for name in NEEDED:
        if name not in given or (name in ("id", "field") and given[name] in (None, "")):
            sheet.say(f"The {name} is missing.", f"{where}.{name}")
    read = {name: sheet.text(given.get(name), f"{where}.{name}").strip() for name in _TEXT}
    read["question"] = read["question"].replace("_", " ").lower()
    read["decision"] = read["decision"].lower()
    _one_of(read["question"], QUESTIONS, "question", where, sheet)
    _one_of(read["decision"], DECISIONS, "decision", where, sheet)
    if len(sheet.problems) > before:
        return None
    return Challenge(**read | {"target": read["target"] or "assumption"}, expect=given["expect"], set=given["set"])


def _one_of(given: str, known, name: str, where: str, sheet: Sheet) -> None:
    if given and given not in known:
        hint = did_you_mean(given, known) or f" It is one of {', '.join(known)}."
        sheet.say(f"There is no {name} '{given[:40]}'.{hint}", f"{where}.{name}")
