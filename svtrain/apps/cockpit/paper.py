"""Answers from paper: rows pasted from a spreadsheet or typed, each a sheet's number and what stands on it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from svtrain.apps.cockpit.block import exercise_of
from svtrain.apps.estimate_room.question import PREFIX as ESTIMATE
from svtrain.apps.estimate_room.question import Question, question_in
from svtrain.apps.estimate_room.ranges import read_range
from svtrain.core.problems import Problem
from svtrain.learn.exercise import ChoiceExercise, NumberExercise
from svtrain.learn.list_exercises import BugHuntExercise, TableExercise
from svtrain.learn.marking import mark
from svtrain.learn.measuring.measures import AFTER, BEFORE, COMMITMENT, REACTION, measures
from svtrain.learn.open_exercises import EstimateExercise, JudgementExercise, OwnContractExercise
from svtrain.learn.tally import payload_of
from svtrain.room.events import SHEET

NUMBER_COLUMN = "sheet"
TEAM = "team"
FROM_PAPER = "Given on paper."
MOST_ROWS = 500
LONGEST_ROW = 50_000  # characters
LETTER = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """One sheet's answer, ready for the room; ``key`` is the same each time the same row is read."""

    sheet: str
    team: str
    payload: dict
    key: str


def columns(item: str) -> list[str]:
    """What a row holds after the sheet's number; empty where an activity has no form on paper.

    Examples
    --------
    >>> columns("exercise:take-off-both-shares"), columns("five-statements:before")[:2]
    (['answer'], ['own-words', 'question'])
    """
    one = exercise_of(item)
    if one is not None:
        if isinstance(one, (NumberExercise, ChoiceExercise, BugHuntExercise)):
            return ["answer"]
        if isinstance(one, EstimateExercise):
            return ["low", "high"]
        if isinstance(one, JudgementExercise):
            return ["view", "reason"]
        if isinstance(one, TableExercise):
            return [each.id for each in one.rows]
        if isinstance(one, OwnContractExercise):
            return [each.id for each in one.notes]
    asked = measures()
    return {
        BEFORE: [each.id for each in asked.statements], AFTER: [each.id for each in asked.statements],
        REACTION: [each.id for each in (*asked.reaction, *asked.open_questions)], COMMITMENT: ["what", "contract", "by", "code"],
    }.get(item, ["low", "likely", "high", "reason"] if item.startswith(ESTIMATE) else [])


def choices(item: str) -> str:
    """What may stand in an answer's cell, in words; nothing where it is free."""
    one = exercise_of(item)
    if isinstance(one, ChoiceExercise):
        return f"A letter, A to {chr(64 + len(one.options))} in the order on the sheet, or the option's name."
    if isinstance(one, JudgementExercise):
        return f"The view as a letter, A to {chr(64 + len(one.views))} in the order on the sheet."
    if isinstance(one, TableExercise):
        return "Each place as a letter, in the order on the sheet."
    if isinstance(one, BugHuntExercise):
        return "The numbers or letters of the wrong claims, with spaces between them."
    return "Marks from 1 to 5." if item in (BEFORE, AFTER, REACTION) else ""


def empty_grid(item: str, rows: int = 20) -> str:
    """A CSV file to be filled in: the headings, and a row for each sheet."""
    heads = [NUMBER_COLUMN, *columns(item)]
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(heads)
    writer.writerows([number, *[""] * (len(heads) - 1)] for number in range(1, rows + 1))
    return lines.getvalue()


def read_rows(item: str, text: str, opened: Mapping = MappingProxyType({})) -> tuple[list[PaperAnswer], list[Problem]]:
    """The answers in pasted or typed rows; with any problem, none is to be recorded.

    Cells are parted by tabs, as spreadsheets paste them, by semicolons or by commas. A first row of headings may put them in
    another order; without one they stand as `columns` names them. A row with nothing but a number is an empty sheet.
    ``opened`` is what the activity was opened with.

    Examples
    --------
    >>> found, problems = read_rows("exercise:take-off-both-shares", "1, 8702\\n2, lots")
    >>> [str(problem) for problem in problems]
    ['row 2: "lots" is not a number; type digits, such as 1200 or 0.4.']
    """
    wanted = columns(item)
    if not wanted:
        return [], [Problem("Answers to this activity cannot be typed in from paper.")]
    rows, problems = _rows(text)
    if problems:
        return [], problems
    heads = [NUMBER_COLUMN, *wanted]
    if rows and NUMBER_COLUMN in map(str.casefold, rows[0][1]):
        heads = [cell.casefold() for cell in rows.pop(0)[1]]
        unknown = [head for head in heads if head not in {NUMBER_COLUMN, TEAM, *wanted}]
        if unknown:
            return [], [Problem(f'There is no column "{unknown[0][:40]}" here. The columns are {", ".join([NUMBER_COLUMN, *wanted])}.')]
        if twice := next((head for head in heads if heads.count(head) > 1), None):
            return [], [Problem(f'The column "{twice}" stands here twice.')]
    if not rows:
        return [], [Problem("Type or paste at least one row: the sheet's number, then the answer.")]
    if len(rows) > MOST_ROWS:
        return [], [Problem(f"These are {len(rows)} rows. Type in at most {MOST_ROWS} at a time.")]
    found: dict[str, PaperAnswer] = {}
    codes: set[str] = set()
    for number, row in rows:
        try:
            one = _answer(item, heads, row, opened)
            if one is not None and one.sheet in found:
                raise ValueError(f"Sheet {one.sheet} stands here twice.")
            if one is not None and (code := str(one.payload.get("code", "")).casefold()):
                if code in codes:
                    raise ValueError(f'The code "{one.payload["code"][:20]}" stands here twice. Each commitment has its own.')
                codes.add(code)
        except ValueError as error:
            problems.append(Problem(f"row {number}: {error}"))
            continue
        if one is not None:
            found[one.sheet] = one
    return list(found.values()), problems


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """Every row that is not blank, with its number. A cell in quotes may hold several lines, as spreadsheets paste them."""
    text = text.lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    how = {"delimiter": _delimiter(first), "skipinitialspace": True}
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True, **how))
    except csv.Error:  # a mark of speech in somebody's words: then no cell goes on in the next line
        lines = text.splitlines()
        open_ = [number for number, line in enumerate(lines, start=1) if line.count('"') % 2 or len(line) > LONGEST_ROW]
        if open_:
            return [], [Problem(f"row {number}: A quotation mark is not closed, or the row is too long.") for number in open_]
        rows = [next(csv.reader([line], **how), []) for line in lines]
    numbered = ((number, [cell.strip() for cell in row]) for number, row in enumerate(rows, start=1))
    return [(number, row) for number, row in numbered if any(row)], []


def _delimiter(first: str) -> str:
    """What parts the cells of the first row: a mark behind the sheet's number or a heading, not one inside somebody's words."""
    return next((mark_ for mark_ in "\t;," if mark_ in first and SHEET.fullmatch(first.partition(mark_)[0].strip().strip('"'))), ",")


def _answer(item: str, heads: list[str], row: list[str], opened: Mapping) -> PaperAnswer | None:
    """One row; None for an empty sheet. A ValueError says what is wrong with it."""
    if len(row) > len(heads):
        if heads[-1] not in {"reason", "answer"}:
            raise ValueError(f"It has {len(row)} cells where {len(heads)} are asked for.")
        row = [*row[: len(heads) - 1], ", ".join(row[len(heads) - 1:])]  # commas inside the last words
    cells = dict(zip(heads, row, strict=False))
    sheet = cells.pop(NUMBER_COLUMN, "")
    team = cells.pop(TEAM, "")
    if not SHEET.fullmatch(sheet):
        raise ValueError("It begins with the number on the sheet: digits, letters, - or _.")
    if not any(cells.values()):
        return None
    payload = _payload(item, cells, opened)
    if item == COMMITMENT:
        payload = {"code": sheet, **payload}  # without a code of its own, a commitment is followed up by the sheet's number
    said = json.dumps([item, sheet, team, payload], sort_keys=True, ensure_ascii=True)
    return PaperAnswer(sheet, team, payload, f"paper-{hashlib.sha256(said.encode()).hexdigest()[:32]}")


def _payload(item: str, cells: dict[str, str], opened: Mapping) -> dict:
    if item in (BEFORE, AFTER):
        return {name: _mark(name, cells.get(name, "")) for name in columns(item)}
    if item == REACTION:
        asked = measures()
        marks = {each.id: _mark(each.id, cells[each.id]) for each in asked.reaction if cells.get(each.id)}
        return {**marks, **{each.id: cells[each.id] for each in asked.open_questions if cells.get(each.id)}}
    if item == COMMITMENT:
        if not cells.get("what"):
            raise ValueError("It does not say what will be done.")
        return {name: text for name, text in cells.items() if text}
    if item.startswith(ESTIMATE):
        return _estimate(question_in(opened), cells)
    return _exercise(item, cells)


def _mark(name: str, text: str) -> int:
    if text not in set("12345"):
        raise ValueError(f'"{text[:20]}" for {name} is not a mark from 1 to 5.' if text else f"The mark for {name} is missing.")
    return int(text)


def _estimate(question: Question | None, cells: dict[str, str]) -> dict:
    if question is None:
        raise ValueError("The room has not opened this estimate.")
    given, problems = read_range(question, {"reason": FROM_PAPER, **{name: text for name, text in cells.items() if text}})
    if given is None:
        raise ValueError(" ".join(f"{name}: {sentence}" for name, sentence in problems.items()))
    return given.payload()


def _exercise(item: str, cells: dict[str, str]) -> dict:
    one = exercise_of(item)
    if isinstance(one, ChoiceExercise):
        answer = _named(cells["answer"], [each.id for each in one.options])
    elif isinstance(one, BugHuntExercise):
        known = [each.id for each in one.claims]
        answer = json.dumps([_named(part, known) for part in re.split(r"[\s,;]+", cells["answer"]) if part])
    elif isinstance(one, JudgementExercise):
        answer = json.dumps({**cells, "view": _named(cells.get("view", ""), [each.id for each in one.views])}, ensure_ascii=False)
    elif isinstance(one, TableExercise):
        known = [each.id for each in one.places]
        answer = json.dumps({name: _named(text, known) for name, text in cells.items() if text})
    else:
        answer = cells["answer"] if "answer" in cells else json.dumps({name: text for name, text in cells.items() if text}, ensure_ascii=False)
    feedback = mark(one, answer)
    if feedback.result in {"invalid", "unattempted", "checker_error"}:
        raise ValueError(feedback.message)
    return payload_of(answer)


def _named(text: str, known: list[str]) -> str:
    """An id, from itself, its letter or its number in the order on the sheet."""
    text = text.strip()
    at = ord(text.upper()) - 65 if len(text) == 1 and LETTER.fullmatch(text) else int(text) - 1 if text.isdecimal() and len(text) < 4 else -1
    if text in known:
        return text
    if 0 <= at < len(known):
        return known[at]
    raise ValueError(f'"{text[:20]}" is none of the answers. They are {", ".join(chr(65 + i) for i in range(len(known)))}.')
