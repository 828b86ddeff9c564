"""Reasons for a person to read: a shuffled sheet without pseudonyms, to tick what each reason does, and its way back."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.formula_cells import as_text
from svtrain.data.small_table import read_small_table
from svtrain.learn.measuring.answers import RoomAnswers
from svtrain.learn.measuring.measures import measures

CODE, REASON, NONE = "reason_code", "reason", "none_of_these"
YES, NO = frozenset({"x", "y", "yes", "1", "true", "tick", "✓", "✔"}), frozenset({"", "n", "no", "0", "false", "-"})


def reasons_of(room: RoomAnswers) -> dict[str, str]:
    """Every reason of the room by a code made of its words, in the order of the codes; equal reasons stand once.

    The codes say nothing of who wrote a reason, when, or to which question.

    Examples
    --------
    >>> list(reasons_of(RoomAnswers("north", "North", "", {"a": {"P-1": {"reason": " Half of them would have found work. "}}})).values())
    ['Half of them would have found work.']
    """
    return dict(sorted((_code(room, text), text) for _, text in _said(room)))


def writers_of(room: RoomAnswers, codes: Iterable[str]) -> int:
    """How many people wrote the reasons that have these codes."""
    wanted = set(codes)
    return len({person for person, text in _said(room) if _code(room, text) in wanted})


def _said(room: RoomAnswers) -> set[tuple[str, str]]:
    """Who gave which reason."""
    return {(person, text) for given in room.answers.values() for person, answer in given.items()
            if isinstance(said := answer.get("reason"), str) and (text := " ".join(said.split()))}


def _code(room: RoomAnswers, text: str) -> str:
    return "R-" + hashlib.sha256(f"{room.room}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:8]


def reasons_csv(room: RoomAnswers) -> str:
    """The sheet: a row for each reason, a column for each point to tick, and one for reasons that earn none.

    Raises
    ------
    CannotDo
        When nobody gave a reason.
    """
    found = reasons_of(room)
    if not found:
        raise CannotDo(Problem("Nobody in this room gave a reason, so there is nothing to read.", "room", room.room))
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow([CODE, REASON, *(each.id for each in measures().rubric), NONE])
    writer.writerows([code, as_text(text), *[""] * (len(measures().rubric) + 1)] for code, text in found.items())
    return sheet.getvalue()


def read_reasons(path: Path, room: RoomAnswers) -> dict[str, tuple[str, ...]]:
    """What each reason that was read does, by its code. A row without any tick counts as not read.

    Raises
    ------
    CannotDo
        A sentence per fault, with its row: no such file, a heading missing, a code that no reason has, an odd mark.
    """
    points = [each.id for each in measures().rubric]
    header, rows = read_small_table(path)
    missing = [name for name in (CODE, *points) if name not in header]
    if missing:
        raise CannotDo([Problem(f'The heading "{name}" is missing.', "heading", str(path)) for name in missing])
    known, found, problems = reasons_of(room), {}, []
    for number, row in rows:
        code, place = row[CODE], f"{path}, row {number}"
        if code not in known:
            problems.append(Problem(f'No reason in this room has the code "{code[:20]}".{did_you_mean(code, known)}', CODE, place))
            continue
        ticked, faults = _ticks(row, points, place)
        problems += faults
        if ticked or row.get(NONE, "").casefold() in YES:
            found[code] = ticked
    if problems:
        raise CannotDo(problems)
    return found


def _ticks(row: dict, points: list[str], place: str) -> tuple[tuple[str, ...], list[Problem]]:
    ticked, faults = [], []
    for name in (*points, NONE):
        mark = row.get(name, "").casefold()
        if mark in YES and name in points:
            ticked.append(name)
        elif mark not in YES | NO:
            faults.append(Problem(f'"{mark[:20]}" is no tick. Write x, or leave the cell empty.', name, place))
    if ticked and row.get(NONE, "").casefold() in YES:
        faults.append(Problem("A row has a tick and none_of_these. Take one away.", NONE, place))
    return tuple(ticked), faults
