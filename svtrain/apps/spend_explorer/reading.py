"""Reads a person's register, and gives a short account of it that can be kept."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from svtrain.data.register.columns import CORRECTED, DROPPED, REMEMBERED, TAKEN_FOR, Mapping
from svtrain.data.saved_work import SavedWork, work_folder

if TYPE_CHECKING:
    import pandas as pd

    from svtrain.data.register import Report

LISTED = 12  # reasons kept, by number of rows


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a file. ``account`` is plain data: counts, reasons and columns, no row of the file."""

    table: pd.DataFrame
    account: dict
    report: Report


def corrections_folder() -> Path:
    """Where corrected columns are remembered: with the person on a server for many, else where the command line keeps them."""
    return SavedWork("register").home if os.environ.get("SVTRAIN_PERSON") else work_folder()


def read(source: bytes | Path, name: str, columns: dict[str, str] | None = None, header_row: int | None = None, sheet: str = "") -> Read:
    """Read a file, with the columns as this person corrected them before and as they say now.

    Raises
    ------
    CannotDo
        When it is not a register; one sentence a problem.
    """
    from svtrain.data.register.reader import Options, Reading, to_frame
    from svtrain.data.spend.table import ready

    reading = Reading(source, name, Options(columns or {}, header_row, sheet, folder=corrections_folder(), whatever=True))
    pieces: list = []
    for piece in reading.pieces(again=pieces.clear):
        pieces.append(piece)
    places = [place for piece in pieces for place in piece.supplier_place]
    return Read(ready(to_frame(pieces), places), account_of(reading.report), reading.report)


def remember(account: dict, columns: dict[str, str]) -> None:
    """Keep corrected columns for files of the same shape."""
    from svtrain.data.register import remember_columns

    remember_columns(account["header"], columns, corrections_folder())


def forget(account: dict) -> bool:
    """Drop the corrections kept for files of this shape; say whether there were any."""
    from svtrain.data.register import forget_columns

    return forget_columns(account["header"], corrections_folder())


def account_of(report: Report) -> dict:
    """The report without its rows."""
    left_out, unread = Counter(), Counter()
    first: dict[tuple, object] = {}
    for problem in report.problems:
        (left_out if problem.skipped else unread)[problem.field, problem.reason] += 1
        first.setdefault((problem.field, problem.reason), problem.row)
    for (field, reason), count in report.not_listed.items():
        (unread if field else left_out)[field, reason] += count

    def listed(counts: Counter) -> list[list]:
        return [[field, reason, count, str(first.get((field, reason), ""))] for (field, reason), count in counts.most_common(LISTED)]

    return {
        "rows": report.rows, "read": report.read, "skipped": report.skipped, "blank_rows": report.blank_rows, "findings": report.findings,
        "left_out": listed(left_out), "unread": listed(unread), "kind": report.kind, "encoding": report.encoding, "header_row": report.header_row,
        "sheets": len(report.sheets), "sheet_names": report.all_sheets, "notes": [for_the_page(note) for note in report.all_notes[:LISTED]], "header": [use.header for use in report.mapping.uses],
        "columns": columns_of(report.mapping),
    }


def for_the_page(sentence: str) -> str:
    """What the reader says of its switches, as the page names them."""
    return sentence.replace("say which one with --header-row", "type its number below and read again").replace("--map", "the choices below")


def columns_of(mapping: Mapping) -> list[list]:
    """For each column of the file: its heading, the field it fills (or nothing), how that is known, and why."""
    return [[use.header, use.field, use.how, use.like if use.how == TAKEN_FOR else use.reason] for use in mapping.uses if use.header]


def is_a_guess(how: str) -> bool:
    """Whether a person should look at it."""
    return how == TAKEN_FOR


def is_a_persons(how: str) -> bool:
    return how in (CORRECTED, REMEMBERED)


def is_dropped(how: str) -> bool:
    return how == DROPPED
