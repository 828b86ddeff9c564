"""Reads a value map back from the workbook that the toolkit wrote, edited or not."""

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
from svtrain.core.value_map import ValueMap
from svtrain.data.value_map import value_map_from
from svtrain.data.workbook_layout import (
    ABOUT,
    CONVENTION_KEYS,
    CONVENTIONS,
    FORMAT,
    INPUTS,
    KEY_ROW_MARK,
    OUTCOMES,
    PROXY_TEXTS,
    REASONS,
    SOURCES,
    SPREAD,
)

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST = 20_000_000  # bytes of the file
UNPACKED = 300_000_000  # bytes inside it
NUMBERS = ("quantity", "deadweight", "displacement", "attribution", "leakage", "drop_off", "duration_years")
TOTALLED = ("=present_value", "=counted")
WHOLE = ("starts_year", "drop_off_from_year")
TEXTS = ("id", "stakeholder", "outcome", "unit", "kind", "perspective", "place", "notes")
_REFERENCE = re.compile(r"=(?:'?([^'!]+)'?!)?\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|FFF[EF])_")  # how a workbook holds characters that XML cannot
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


def read_workbook(path: Path | str) -> ValueMap:
    """The value map in a workbook.

    Raises
    ------
    CannotDo
        One sentence for every cell that cannot be read, naming it: ``map.xlsx, Outcomes!K7``.
    """
    pages = _Pages(Path(path))
    plain = {**_about(pages), "conventions": _conventions(pages), "inputs": _inputs(pages), "outcomes": _outcomes(pages)}
    if pages.problems:
        raise CannotDo(pages.problems)
    found, problems = value_map_from({key: given for key, given in plain.items() if given not in (None, {})}, pages.place)
    if found is None:
        raise CannotDo([_placed(problem, pages) for problem in problems])
    return found


def _placed(problem: Problem, pages: _Pages) -> Problem:
    """The same problem with the cell it came from, found by the longest name that was read from one."""
    parts = problem.field.split(".")
    for length in range(len(parts), 0, -1):
        cell = pages.cells.get(".".join(parts[:length]))
        if cell:
            return Problem(problem.message, problem.field, f"{pages.place}, {cell}")
    return problem


class _Pages:
    """The sheets of a workbook, the cell that each field was read from, and what could not be read."""

    def __init__(self, path: Path):
        self.place = str(path)
        self.path = path
        self.formulas = _open(path, self.place)
        self.cells: dict[str, str] = {}
        self.problems: list[Problem] = []
        if ABOUT not in self.formulas.sheetnames or self.formulas[ABOUT]["A2"].value != FORMAT:
            raise CannotDo(Problem("This is not a value map's workbook: svtrain value MAP --xlsx writes one.", place=self.place))

    @cached_property
    def results(self) -> Workbook:
        """The stored results of formulas; opened only when a box that is typed in holds a formula."""
        return _open(self.path, self.place, results=True)

    def sheet(self, name: str) -> Worksheet:
        if name not in self.formulas.sheetnames:
            raise CannotDo(Problem(f"The workbook has no sheet '{name}'.", place=self.place))
        return self.formulas[name]

    def say(self, sentence: str, cell: Cell, field: str = "") -> None:
        self.problems.append(Problem(sentence, field, f"{self.place}, {_address(cell)}"))

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


def _is_result(cell: Cell) -> bool:
    return cell.data_type == "f"


def _address(cell: Cell) -> str:
    return f"{cell.parent.title}!{cell.coordinate}"


def _open(path: Path, place: str, *, results: bool = False) -> Workbook:
    """The workbook with its formulas, or with their stored results."""
    from openpyxl import load_workbook

    try:
        if path.stat().st_size > LARGEST:
            raise CannotDo(Problem(f"The file is over {LARGEST / 1e6:.0f} MB, the most that is read.", place=place))
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise CannotDo(Problem("The workbook unpacks to more than can be read here.", place=place))
        return load_workbook(path, data_only=results)
    except CannotDo:
        raise
    except OSError as error:
        raise CannotDo(Problem(f"The file cannot be read: {error.strerror or error}.", place=place)) from None
    except Exception:  # a damaged file fails in as many ways as there are parts in it
        raise CannotDo(Problem("This is not an Excel workbook that can be read.", place=place)) from None


def _about(pages: _Pages) -> dict[str, Any]:
    """Title, currency, price year, contract, stakeholders and notes."""
    found: dict[str, Any] = {"contract": {}, "stakeholders": {}}
    notes: list[str] = []
    for key_cell, label, cell in pages.sheet(ABOUT).iter_rows(min_row=3, max_col=3):
        key = str(key_cell.value or "")
        pages.cells.setdefault(key, _address(cell))
        if key in ("title", "currency", "price_year", "notes"):
            found[key] = pages.text(cell)
        elif key == "notes.line":
            notes.append(pages.text(cell))
        elif key == "contract.value":
            found["contract"]["value"] = pages.number(cell, key)
        elif key.startswith("contract."):
            found["contract"][key.removeprefix("contract.")] = pages.text(cell)
        elif key == "stakeholder":
            name, people = pages.text(label), pages.number(cell, f"stakeholders.{label.value}")
            if name or people is not None:
                found["stakeholders"][name] = people
                pages.cells[f"stakeholders.{name}"] = _address(cell)
    found["contract"] = {key: given for key, given in found["contract"].items() if given not in (None, "")}
    if notes:
        found["notes"] = notes
    return {key: given for key, given in found.items() if given not in ("", {})}


def _conventions(pages: _Pages) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in pages.sheet(CONVENTIONS).iter_rows(max_col=3):
        key = str(row[0].value or "")
        if key not in CONVENTION_KEYS:
            continue
        pages.cells[f"conventions.{key}"] = _address(row[2])
        given = pages.value(row[2])
        if given in (None, ""):
            continue
        if key == "discount_rate":
            found[key] = pages.number(row[2], f"conventions.{key}")
        elif key == "discount_inputs":
            found[key] = {"true": True, "false": False}.get(str(given).lower(), given)
        else:
            found[key] = pages.text(row[2])
    return found


def _estimate(pages: _Pages, likely: Cell, spread: dict[str, Cell], field: str) -> Any:
    """A number with its range and reasons, in the shortest form that says it all."""
    pages.cells[field] = _address(likely)
    number = pages.number(likely, field)
    said: dict[str, Any] = {}
    for key in SPREAD:
        if key not in spread:
            continue
        pages.cells[f"{field}.{key}"] = _address(spread[key])
        given = pages.number(spread[key], f"{field}.{key}") if key in ("low", "high") else pages.text(spread[key])
        if given not in (None, ""):
            said[key] = given
    if "low" not in said and "high" not in said:
        said.pop("distribution", None)
    return {"likely": number, **said} if said else number


def _inputs(pages: _Pages) -> list[dict]:
    found = []
    for row in pages.table(INPUTS):
        field = f"inputs.{pages.text(row['name']) or len(found) + 1}"
        pages.cells[field] = _address(row["name"])
        item = {"name": pages.text(row["name"]), "value": _estimate(pages, row["value"], row, f"{field}.value"),
                "year": _whole(pages, row.get("year"), f"{field}.year"), "notes": pages.text(row.get("notes"))}
        found.append({key: given for key, given in item.items() if not _is_blank(given) or key == "name"})
    return found


def _whole(pages: _Pages, cell: Cell | None, field: str) -> float | int | None:
    if cell is not None:
        pages.cells[field] = _address(cell)
    number = pages.number(cell, field)
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _outcomes(pages: _Pages) -> list[dict]:
    reasons = _by_outcome(pages, REASONS, "id", "field")
    sources = {key[0]: row for key, row in _by_outcome(pages, SOURCES, "outcome_id").items()}
    return [_outcome(pages, row, position, reasons, sources) for position, row in enumerate(pages.table(OUTCOMES), 1)]


def _by_outcome(pages: _Pages, name: str, *keys: str) -> dict[tuple[str, ...], dict[str, Cell]]:
    """A table's rows by outcome; the outcome stands in a cell that points at its id, so it follows when the id is changed."""
    found = {}
    for row in pages.rows(name):
        if row[keys[-1]].value not in (None, ""):
            found[tuple(pages.text(row[key]) for key in keys)] = row
    return found


def _outcome(pages: _Pages, row: dict[str, Cell], position: int, reasons: dict, sources: dict) -> dict:
    name = pages.text(row["id"])
    field = f"outcomes.{name or position}"
    pages.cells[field] = _address(row["id"])
    found: dict[str, Any] = {}
    for key in TEXTS:
        pages.cells[f"{field}.{key}"] = _address(row[key])
        found[key] = pages.text(row[key])
    split = _shares(pages, name, reasons, field) if row["attribution"].data_type == "f" else []
    for key in NUMBERS:
        if key == "attribution" and split:
            pages.cells[f"{field}.{key}"], found[key] = _address(row[key]), split
        else:
            found[key] = _estimate(pages, row[key], reasons.get((name, key), {}), f"{field}.{key}")
    for key in WHOLE:
        found[key] = _whole(pages, row[key], f"{field}.{key}")
    found["comparison_group"] = _yes(pages, row["comparison_group"])
    found["includes"] = [part.strip() for part in pages.text(row["includes"]).split(";") if part.strip()]
    found["proxy"] = _proxy(pages, row, sources.get(name), reasons.get((name, "proxy"), {}), f"{field}.proxy")
    return {key: given for key, given in found.items() if not _is_blank(given) or key == "id"}


def _is_blank(given: Any) -> bool:
    return given is None or given is False or (isinstance(given, str | list) and not given)


def _yes(pages: _Pages, cell: Cell) -> Any:
    given = pages.value(cell)
    return {"true": True, "yes": True, "false": False, "no": False, "none": False, "": False}.get(str(given).strip().lower(), given)


def _shares(pages: _Pages, name: str, reasons: dict, field: str) -> list:
    """Several shares due to others stand on the sheet of reasons, one row each."""
    found = []
    while (name, f"attribution.{len(found) + 1}") in reasons:
        row = reasons[name, f"attribution.{len(found) + 1}"]
        found.append(_estimate(pages, row["likely"], row, f"{field}.attribution.{len(found) + 1}"))
    return found


def _proxy(pages: _Pages, row: dict[str, Cell], source: dict[str, Cell] | None, reason: dict, field: str) -> Any:
    """The bank's id alone where nothing of it was changed; otherwise a written proxy with what the map says."""
    wanted = pages.text(row["proxy.id"])
    for key in ("value", "unit", "price_year"):
        pages.cells[f"{field}.{key}"] = _address(row[f"proxy.{key}"])
    pages.cells[field] = _address(row["proxy.id"])
    value = _estimate(pages, row["proxy.value"], reason, f"{field}.value")
    now = {"value": value, "unit": pages.text(row["proxy.unit"]), "price_year": pages.text(row["proxy.price_year"])}
    known = {"value": None, "unit": "", "price_year": ""}
    given: set[str] = set()
    if source is not None:
        known = {"value": pages.number(source["bank_value"], field), "unit": pages.text(source["bank_unit"]),
                 "price_year": pages.text(source["bank_price_year"])}
        # What the map said of its proxy stays said, as long as it is still that proxy.
        if pages.text(source["id"]) == wanted:
            given = set(filter(None, (part.strip() for part in pages.text(source["given"]).split(";"))))
    said = {key: now[key] for key in now if now[key] not in (None, "") and (key in given or now[key] != known[key])}
    bank = source is not None and known["value"] is not None
    for key in PROXY_TEXTS:
        text = pages.text(source[key]) if source is not None else ""
        if text and (key in given or not bank):
            said[key] = text
    alone = source is None or pages.text(source["written_as"]) == "id" or pages.text(source["id"]) != wanted
    if wanted and not said and alone:
        return wanted
    return {**({"id": wanted} if wanted else {}), **said} or None
