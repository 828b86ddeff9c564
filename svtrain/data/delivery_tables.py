"""The tables that monitoring reads: commitments, deliveries, spend and contracts, from a CSV or a workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from svtrain.core.monitoring import Commitment, Contract, Delivery, Spent
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.typed_days import day_from as typed_day
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.small_csv import read_small_csv

COMMITMENTS = ("commitment_id", "contract_ref", "measure", "unit", "target_qty", "proxy_id", "due_date", "owner", "evidence_required",
               "start_date")
DELIVERIES = ("delivery_id", "commitment_id", "period_end", "qty", "evidence_type", "evidence_ref", "verified_by", "verified_on",
              "verification", "note", "share", "person", "disadvantage", "started")
SPEND = ("contract_ref", "period_end", "spent")
CONTRACTS = ("reference", "start", "end", "value")
TABLES = {"commitments": (COMMITMENTS, ("commitment_id", "contract_ref", "target_qty")),
          "deliveries": (DELIVERIES, ("delivery_id", "commitment_id", "period_end", "qty")),
          "spend": (SPEND, SPEND), "contracts": (CONTRACTS, ("reference",))}
VERIFICATIONS = ("", "self", "sample", "third-party")


@dataclass(frozen=True)
class Table:
    """One table as text: its name for a person, its header, and each row with its number in the file."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


@dataclass(frozen=True)
class DeliveryRecord:
    """What was promised, done and spent, and the rows that could not be read."""

    commitments: dict[str, Commitment]
    deliveries: tuple[Delivery, ...] = ()
    spend: tuple[Spent, ...] = ()
    contracts: dict[str, Contract] = field(default_factory=dict)
    problems: tuple[dict, ...] = ()
    has_spend: bool = False


def read_table(path: Path, kind: str, name: str = "") -> Table:
    """One table of a CSV, or of a workbook's sheet of that kind's name (else its first), checked for its columns.

    Parameters
    ----------
    kind : {"commitments", "deliveries", "spend", "contracts"}
    name : str
        What a person calls the file; the path where it is not given.

    Raises
    ------
    CannotDo
        When the file cannot be read, or lacks a column; each sentence names it.
    """
    place = name or str(path)
    try:
        header, rows = _from_workbook(path, kind) if path.suffix.lower() == ".xlsx" else read_small_csv(path)
    except CannotDo as error:
        raise CannotDo([Problem(one.message, one.field, one.place.replace(str(path), place)) for one in error.problems]) from None
    return checked_table(Table(place, tuple(header), tuple(rows)), kind)


def checked_table(table: Table, kind: str) -> Table:
    """The table, where it has the columns of its kind.

    Raises
    ------
    CannotDo
        With a sentence for each column that is missing, or nearly right.
    """
    columns, needed = TABLES[kind]
    header = list(table.header)
    wrong = [Problem(f"The file has no column '{name}'.{did_you_mean(name, header)}", name, table.name) for name in needed if name not in header]
    if kind != "contracts":  # a register has columns of its own
        wrong += [Problem(f"There is no column '{name[:80]}'.{hint}", name[:80], table.name) for name in header
                  if name not in columns and (hint := did_you_mean(name, [each for each in columns if each not in header]))]
    if wrong:
        raise CannotDo(wrong)
    return table


def _from_workbook(path: Path, kind: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    from svtrain.data.register.workbook import WorkbookTable

    place = str(path)
    try:
        book = WorkbookTable(path, place, kind.capitalize())
    except CannotDo as error:
        if error.problems[0].field != "--sheet":
            raise
        book = WorkbookTable(path, place)
    rows = [[_text(cell) for cell in row] for row in book.rows()]
    names = [[cell.lower().replace(" ", "_") for cell in row] for row in rows]
    needed = TABLES[kind][1]
    at = max(range(min(len(names), 30)), key=lambda number: len(set(needed) & set(names[number])), default=None)
    if at is None or not any(any(row) for row in rows[at + 1:]):
        raise CannotDo(Problem("The workbook has no rows below its headings.", place=place))
    header = list(names[at])
    while header and not header[-1]:
        header.pop()
    found = [(number, dict(zip(header, [*cells, *[""] * len(header)], strict=False)))
             for number, cells in enumerate(rows[at + 1:], at + 2) if any(cells)]
    return [name for name in header if name], found


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


class _Reading:
    """A table being read: a problem for each cell that cannot be used."""

    def __init__(self, table: Table):
        self.name, self.rows, self.problems = Path(table.name).name, table.rows, []

    def say(self, row: int, field: str, reason: str) -> None:
        self.problems.append({"file": self.name, "row": row, "field": field, "reason": reason})

    def number(self, row: int, cells: dict, field: str, blank: float | None = None) -> float | None:
        text = cells.get(field, "")
        if not text:
            if blank is None:
                self.say(row, field, f"The {field} is blank.")
            return blank
        try:
            return number_from(text)
        except NotANumber as error:
            self.say(row, field, str(error))
            return None

    def day(self, row: int, cells: dict, field: str, needed: bool = False) -> date | None:
        text = cells.get(field, "")
        if not text:
            if needed:
                self.say(row, field, f"The {field} is blank.")
            return None
        found = day_from(text)
        if found is None:
            self.say(row, field, f'"{text[:40]}" is not a date; write 2026-03-31 or 31/03/2026.')
        return found


def day_from(text: str) -> date | None:
    """A date as ISO 8601 or the UK writes it, or None.

    Examples
    --------
    >>> day_from("2026-03-31"), day_from("31 March 2026"), day_from("31/02/2026")
    (datetime.date(2026, 3, 31), datetime.date(2026, 3, 31), None)
    """
    text = text.strip()
    parts = text.split("/")
    try:
        if len(parts) == 3 and len(parts[2]) == 4:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(text[:10])
    except ValueError:
        return _as_said(text)


@lru_cache(maxsize=10_000)
def _as_said(text: str) -> date | None:
    """A day in the other ways that people in the UK write it; the same few days stand in many rows."""
    try:
        return typed_day(text)
    except ValueError:
        return None


def record_from(tables: dict[str, Table]) -> DeliveryRecord:
    """Everything that the tables say, with a problem for each row that cannot be used."""
    promises = _Reading(tables["commitments"])
    commitments = _commitments(promises)
    done = _Reading(tables.get("deliveries", Table("deliveries", (), ())))
    deliveries = _deliveries(done, commitments)
    paid = _Reading(tables.get("spend", Table("spend", (), ())))
    spend = _spend(paid)
    known = _Reading(tables.get("contracts", Table("contracts", (), ())))
    contracts = {cells["reference"]: Contract(cells["reference"], known.day(number, cells, "start"), known.day(number, cells, "end"),
                                              known.number(number, cells, "value", blank=0.0) or None) for number, cells in known.rows}
    problems = [*promises.problems, *done.problems, *paid.problems, *known.problems]
    return DeliveryRecord(commitments, tuple(deliveries), tuple(spend), contracts, tuple(problems), "spend" in tables)


def _commitments(rows: _Reading) -> dict[str, Commitment]:
    found: dict[str, Commitment] = {}
    for number, cells in rows.rows:
        before = len(rows.problems)
        name = cells["commitment_id"]
        target = rows.number(number, cells, "target_qty")
        due, start = rows.day(number, cells, "due_date"), rows.day(number, cells, "start_date")
        if not name:
            rows.say(number, "commitment_id", "The commitment_id is blank.")
        elif name in found:
            rows.say(number, "commitment_id", f"The commitment '{name[:80]}' is there twice.")
        if target is not None and target < 0:
            rows.say(number, "target_qty", "The target_qty is below zero.")
        if len(rows.problems) == before:
            found[name] = Commitment(name, cells["contract_ref"], cells.get("measure", ""), cells.get("unit", ""), target, due, start,
                                     cells.get("proxy_id", ""), cells.get("owner", ""), cells.get("evidence_required", ""))
    return found


def _deliveries(rows: _Reading, known: dict[str, Commitment]) -> list[Delivery]:
    found, seen = [], set()
    for number, cells in rows.rows:
        before = len(rows.problems)
        name, promise = cells["delivery_id"], cells["commitment_id"]
        end, quantity = rows.day(number, cells, "period_end", needed=True), rows.number(number, cells, "qty")
        share = rows.number(number, cells, "share", blank=1.0)
        verification = cells.get("verification", "").lower()
        started, checked = rows.day(number, cells, "started"), rows.day(number, cells, "verified_on")
        if promise not in known:
            rows.say(number, "commitment_id", f"There is no commitment '{promise[:80]}'.{did_you_mean(promise, known)}")
        if name and name in seen:
            rows.say(number, "delivery_id", f"The delivery '{name[:80]}' is there twice.")
        if verification not in VERIFICATIONS:
            rows.say(number, "verification", f"It is self, sample or third-party, not '{verification[:40]}'.")
        if share is not None and not 0 <= share <= 1:
            rows.say(number, "share", "It is a share from 0 to 1.")
        if quantity is not None and quantity < 0:
            rows.say(number, "qty", "The qty is below zero.")
        seen.add(name)
        if len(rows.problems) == before:
            found.append(Delivery(name, promise, end, quantity, verification or "self", cells.get("evidence_ref", ""), share,
                                  cells.get("person", ""), cells.get("disadvantage", ""), started, cells.get("evidence_type", ""),
                                  cells.get("verified_by", ""), checked, cells.get("note", "")))
    return found


def _spend(rows: _Reading) -> list[Spent]:
    found = []
    for number, cells in rows.rows:
        before = len(rows.problems)
        end, spent = rows.day(number, cells, "period_end", needed=True), rows.number(number, cells, "spent")
        if len(rows.problems) == before:
            found.append(Spent(cells["contract_ref"], end, spent))
    return found
