"""A workbook that the toolkit wrote, opened to be read back: its sheets, its tables by their hidden keys, what could not be read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.whole_file import refuse_what_is_no_file
from svtrain.data.workbook_layout import ABOUT, KEY_ROW_MARK

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST = 20_000_000  # bytes of the file
UNREADABLE = "This is not an Excel workbook that can be read."
UNPACKED = 300_000_000  # bytes inside it
TOTALLED = ("=present_value", "=counted")
_REFERENCE = re.compile(r"=(?:'?([^'!]+)'?!)?\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|FFF[EF])_")  # how a workbook holds characters that XML cannot
_YES_OR_NO = {"=TRUE()": True, "=FALSE()": False}
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


class Pages:
    """The sheets of a workbook, the cell that each field was read from, and what could not be read."""

    def __init__(self, path: Path, form: str, otherwise: str):
        """``form`` is what the sheet About says of itself; ``otherwise`` is the sentence for a workbook that says something else."""
        self.place = str(path)
        self.path = path
        self.formulas = _open(path, self.place)
        self.cells: dict[str, str] = {}
        self.problems: list[Problem] = []
        if ABOUT not in self.formulas.sheetnames or self.formulas[ABOUT]["A2"].value != form:
            raise CannotDo(Problem(otherwise, place=self.place))

    @cached_property
    def results(self) -> Workbook:
        """The stored results of formulas; opened only when a box that is typed in holds a formula."""
        return _open(self.path, self.place, results=True)

    def sheet(self, name: str) -> Worksheet:
        if name not in self.formulas.sheetnames:
            raise CannotDo(Problem(f"The workbook has no sheet '{name}'.", place=self.place))
        return self.formulas[name]

    def say(self, sentence: str, cell: Cell, field: str = "") -> None:
        self.problems.append(Problem(sentence, field, f"{self.place}, {address_of(cell)}"))

    def table(self, name: str) -> Iterator[dict[str, Cell]]:
        """Each row of a table by the keys of its hidden row, until the row of totals; rows without a word are left out."""
        for row in self.rows(name):
            if any(str(cell.value).upper().startswith("=SUM(") for key, cell in row.items() if key in TOTALLED):
                return  # the row of totals
            first = [cell for key, cell in row.items() if not key.startswith("=")]
            if any(cell.value not in (None, "") and not _is_result(cell) for cell in first):
                yield row

    def rows(self, name: str) -> Iterator[dict[str, Cell]]:
        """Each row under the headings, by the keys of the hidden row above them."""
        sheet = self.sheet(name)
        head = next((row for row in sheet.iter_rows(max_row=20) if str(row[0].value).startswith(KEY_ROW_MARK)), None)
        if head is None:
            raise CannotDo(Problem("The hidden row of keys above the headings is gone.", place=f"{self.place}, {name}"))
        keys = {str(cell.value).removeprefix(KEY_ROW_MARK): cell.column - 1 for cell in head if cell.value not in (None, "")}
        for cells in sheet.iter_rows(min_row=head[0].row + 2):
            yield {key: cells[column] for key, column in keys.items() if column < len(cells)}

    def value(self, cell: Cell, depth: int = 0) -> Any:
        """What a cell comes to: a constant, the cell that it points at, or the stored result of its formula."""
        given = cell.value
        if not (isinstance(given, str) and cell.data_type == "f"):
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), given) if isinstance(given, str) else given
        if given.upper() in _YES_OR_NO:  # how LibreOffice saves a box that says yes or no
            return _YES_OR_NO[given.upper()]
        pointed = _REFERENCE.fullmatch(given)
        if pointed and depth < 20 and (pointed[1] or cell.parent.title) in self.formulas.sheetnames:
            return self.value(self.formulas[pointed[1] or cell.parent.title][f"{pointed[2]}{pointed[3]}"], depth + 1)
        stored = self.results[cell.parent.title][cell.coordinate].value
        if stored is None:
            self.say("This holds a formula without a stored result; save the workbook in a spreadsheet program first.", cell)
        return stored

    def text(self, cell: Cell | None) -> str:
        """Text; a number typed where text belongs keeps its digits, a date is written as ISO 8601 has it."""
        given = None if cell is None else self.value(cell)
        if isinstance(given, datetime):
            return given.date().isoformat() if given.time() == datetime.min.time() else given.isoformat()
        if isinstance(given, float) and given.is_integer():
            return str(int(given))
        return "" if given is None else str(given)

    def number(self, cell: Cell | None, field: str) -> float | int | None:
        """A number, also one that was typed as text; None for an empty cell, and for one that is noted as unreadable."""
        given = None if cell is None else self.value(cell)
        if given is None or given == "":
            return None
        if isinstance(given, str) and given in _ERRORS:
            self.say(f"The cell shows the error {given}; type a number.", cell, field)
            return None
        if isinstance(given, bool | date):
            self.say("This must be a number.", cell, field)
            return None
        try:
            return number_from(given)
        except NotANumber as error:
            self.say(str(error), cell, field)
            return None


def placed(problem: Problem, pages: Pages) -> Problem:
    """The same problem with the cell it came from, found by the longest name that was read from one."""
    parts = problem.field.split(".")
    for length in range(len(parts), 0, -1):
        cell = pages.cells.get(".".join(parts[:length]))
        if cell:
            return Problem(problem.message, problem.field, f"{pages.place}, {cell}")
    return problem


def _is_result(cell: Cell) -> bool:
    return cell.data_type == "f"


def address_of(cell: Cell) -> str:
    return f"{cell.parent.title}!{cell.coordinate}"


def _open(path: Path, place: str, *, results: bool = False) -> Workbook:
    """The workbook with its formulas, or with their stored results."""
    from openpyxl import load_workbook

    refuse_what_is_no_file(path, LARGEST)
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise CannotDo(Problem("The workbook unpacks to more than can be read here.", place=place))
        return load_workbook(path, data_only=results)
    except CannotDo:
        raise
    except OSError as error:
        raise CannotDo(Problem(f"The file cannot be read: {error.strerror or error}.", place=place)) from None
    except Exception:  # a damaged file fails in as many ways as there are parts in it
        raise CannotDo(Problem(UNREADABLE, place=place)) from None
