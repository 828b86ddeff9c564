"""Commitments looked at again: the questions as a sheet to send round, and the answers read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.formula_cells import as_text
from svtrain.data.small_table import read_small_table
from svtrain.learn.measuring.answers import RoomAnswers
from svtrain.learn.measuring.measures import measures

LEADING = ("code", "commitment", "contract", "by")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The answers of one follow-up; ``rows`` maps a code to its answers by question. ``asked`` is how many commitments there were."""

    day: int
    asked: int
    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def counts(self, question: str = "done") -> dict[str, int]:
        """How many gave each option of a question, in the order of its options."""
        options = next(each.options for each in measures().followup.questions if each.id == question)
        return {option: sum(row.get(question) == option for row in self.rows.values()) for option in options}

    def said(self, question: str) -> list[str]:
        """What was written under a question, in order of what was written, so that no row can be followed."""
        return sorted(text for row in self.rows.values() if (text := row.get(question, "").strip()))


def questions_csv(room: RoomAnswers, day: int) -> str:
    """The sheet to send round: a row for each commitment, known by its code alone.

    Raises
    ------
    CannotDo
        When nobody made a commitment, or the day is not one on which questions are asked.
    """
    _checked_day(day)
    commitments = room.commitments()
    if not commitments:
        raise CannotDo(Problem("Nobody in this room made a commitment, so there is nothing to follow up.", "room", room.room))
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow([*LEADING, *(each.id for each in measures().followup.questions)])
    for code, said in sorted(commitments.items()):
        writer.writerow([as_text(cell) for cell in (code, said["what"], said["contract"], said["by"], *[""] * len(measures().followup.questions))])
    return sheet.getvalue()


def read_followup(path: Path, room: RoomAnswers, day: int) -> FollowUp:
    """Read a sheet that came back. A row without an answer to "Did you do it?" counts as not answered.

    Raises
    ------
    CannotDo
        A sentence per fault: no such file, a heading missing, a code that nobody has, an answer that is none of the options.
    """
    _checked_day(day)
    header, given = read_small_table(path)
    problems = _headings_missing(header, str(path))
    if problems:
        raise CannotDo(problems)
    commitments, rows = room.commitments(), {}
    for number, row in given:
        code = row["code"]
        answers = {each.id: row[each.id] for each in measures().followup.questions}
        if not any(answers.values()):
            continue
        if code not in commitments:
            problems.append(Problem(f'Nobody in this room has the code "{code[:20]}".{did_you_mean(code, commitments)}', "code", f"{path}, row {number}"))
            continue
        if code in rows:
            problems.append(Problem(f'The code "{code}" is answered twice. Keep one of the rows.', "code", f"{path}, row {number}"))
            continue
        problems += _bad_options(answers, f"{path}, row {number}")
        rows[code] = answers
    if problems:
        raise CannotDo(problems)
    return FollowUp(day, len(commitments), rows)


def _checked_day(day: int) -> None:
    days = measures().followup.days
    if day not in days:
        raise CannotDo(Problem(f"Questions are asked after {' or '.join(map(str, days))} days.", "--day"))


def _headings_missing(found: Sequence[str], place: str) -> list[Problem]:
    wanted = ("code", *(each.id for each in measures().followup.questions))
    return [Problem(f'The heading "{name}" is missing.', "heading", place) for name in wanted if name not in found]


def _bad_options(answers: dict[str, str], place: str) -> list[Problem]:
    faults = []
    for each in measures().followup.questions:
        given = answers[each.id]
        if each.options and given:
            meant = next((option for option in each.options if option.casefold() == given.casefold()), None)
            if meant is None:
                faults.append(Problem(f'"{given[:40]}" is none of the answers: {", ".join(each.options)}.', each.id, place))
            else:
                answers[each.id] = meant
    return faults
