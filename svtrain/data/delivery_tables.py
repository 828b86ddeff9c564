"""The tables that monitoring reads: commitments, deliveries, spend and contracts, from a CSV or a workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from svtrain.core.monitoring import Commitment, Contract, Delivery, Spent
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.register.dates import is_month_first, read_day
from svtrain.data.small_csv import read_small_csv
from svtrain.data.small_table import cell_text

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
MAY_BE_EMPTY = ("deliveries", "spend")  # nothing has been reported yet


@dataclass(frozen=True)
class Table:
    """One table as text: its name for a person, its header, and each row with its number in the file."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


@dataclass(frozen=True)
class DeliveryRecord:
    """What was promised, done and spent, the rows that could not be read, and a sentence for what was taken to mean something."""

    commitments: dict[str, Commitment]
    deliveries: tuple[Delivery, ...] = ()
    spend: tuple[Spent, ...] = ()
    contracts: dict[str, Contract] = field(default_factory=dict)
    problems: tuple[dict, ...] = ()
    has_spend: bool = False
    taken: tuple[str, ...] = ()


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
        empty = kind in MAY_BE_EMPTY
        header, rows = from_workbook(path, kind) if path.suffix.lower() in (".xlsx", ".xlsm") else read_small_csv(path, may_be_empty=empty)
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


def from_workbook(path: Path, kind: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The header and the rows, each with its number, of a workbook's sheet of that kind's name (else its first); titles above are passed over."""
    from svtrain.data.register.workbook import WorkbookTable

    place = str(path)
    try:
        book = WorkbookTable(path, place, kind.capitalize())
    except CannotDo as error:
        if error.problems[0].field != "--sheet":
            raise
        book = WorkbookTable(path, place)
    rows = [[cell_text(cell) for cell in row] for row in book.rows()]
    names = [[cell.lower().replace(" ", "_") for cell in row] for row in rows]
    needed = TABLES[kind][1]
    at = max(range(min(len(names), 30)), key=lambda number: len(set(needed) & set(names[number])), default=None)
    if at is None or (kind not in MAY_BE_EMPTY and not any(any(row) for row in rows[at + 1:])):
        raise CannotDo(Problem("The workbook has no rows below its headings.", place=place))
    header = list(names[at])
    while header and not header[-1]:
        header.pop()
    found = [(number, dict(zip(header, [*cells, *[""] * len(header)], strict=False)))
             for number, cells in enumerate(rows[at + 1:], at + 2) if any(cells)]
    return [name for name in header if name], found


class _Reading:
    """A table being read: a problem for each cell that cannot be used, and a sentence for each that was taken to mean something."""

    def __init__(self, table: Table):
        self.name, self.rows, self.problems, self.taken = Path(table.name).name, table.rows, [], []
        self._month_first: dict[str, bool] = {}

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

    def day(self, row: int, cells: dict, field: str, needed: bool = False, last_of_month: bool = True) -> date | None:
        """A day; a month without one is its last day, or its first where something begins."""
        text = cells.get(field, "")
        if field not in self._month_first:
            self._month_first[field] = is_month_first([each.get(field, "") for _, each in self.rows])
        found, reason = _read(text, self._month_first[field], last_of_month)
        if found is None and (text and reason):
            self.say(row, field, f'"{text[:40]}" is not a date; write 2026-03-31 or 31/03/2026.')
        elif found is None and needed:
            self.say(row, field, f"The {field} is blank.")
        elif reason:
            self.taken.append(f"{self.name}, row {row}, {field}: {reason}.")
        return found


@lru_cache(maxsize=10_000)
def _read(text: str, month_first: bool, last_of_month: bool) -> tuple[date | None, str]:
    """A day, and what was assumed or is wrong; the same few days stand in many rows."""
    day = read_day(" ".join(text.split()), month_first, last_of_month)
    return (date.fromisoformat(day.iso) if day.iso else None), day.reason


def day_from(text: str, month_first: bool = False) -> date | None:
    """A date in any of the ways in which people in the UK write it, or None; a month without a day is its last one.

    Examples
    --------
    >>> day_from("2026-03-31"), day_from("31 March 2026"), day_from("31/02/2026")
    (datetime.date(2026, 3, 31), datetime.date(2026, 3, 31), None)
    >>> day_from("30 Sept 2026"), day_from("30.06.26"), day_from("March 2026")
    (datetime.date(2026, 9, 30), datetime.date(2026, 6, 30), datetime.date(2026, 3, 31))
    """
    return _read(text, month_first, True)[0]


def verification_from(text: str) -> str:
    """How a report was checked, in the words of `VERIFICATIONS` where it can be told; else the text as it is.

    Examples
    --------
    >>> verification_from("Third party"), verification_from(" SELF "), verification_from("thorough")
    ('third-party', 'self', 'thorough')
    """
    return "-".join(text.lower().replace("-", " ").replace("_", " ").split())


def record_from(tables: dict[str, Table]) -> DeliveryRecord:
    """Everything that the tables say, with a problem for each row that cannot be used."""
    promises = _Reading(tables["commitments"])
    commitments = _commitments(promises)
    done = _Reading(tables.get("deliveries", Table("deliveries", (), ())))
    deliveries = _deliveries(done, commitments)
    paid = _Reading(tables.get("spend", Table("spend", (), ())))
    spend = _spend(paid)
    known = _Reading(tables.get("contracts", Table("contracts", (), ())))
    contracts = _contracts(known, {each.contract_ref for each in commitments.values()})
    tables_read = (promises, done, paid, known)
    problems = tuple(each for table in tables_read for each in table.problems)
    return DeliveryRecord(commitments, tuple(deliveries), tuple(spend), contracts, problems, "spend" in tables,
                          tuple(each for table in tables_read for each in table.taken))


def _contracts(rows: _Reading, wanted: set[str]) -> dict[str, Contract]:
    """The contracts that promises name; a register holds many more, and what is wrong with those is no matter here."""
    found: dict[str, Contract] = {}
    for number, cells in rows.rows:
        name = cells["reference"]
        if name not in wanted:
            continue
        one = Contract(name, rows.day(number, cells, "start", last_of_month=False), rows.day(number, cells, "end"),
                       rows.number(number, cells, "value", blank=0.0) or None)
        if name in found:
            rows.say(number, "reference", f"The contract '{name[:80]}' is there twice; the first counts.")
        else:
            found[name] = one
    return found


def _commitments(rows: _Reading) -> dict[str, Commitment]:
    found: dict[str, Commitment] = {}
    for number, cells in rows.rows:
        before = len(rows.problems)
        name = cells["commitment_id"]
        target = rows.number(number, cells, "target_qty")
        due, start = rows.day(number, cells, "due_date"), rows.day(number, cells, "start_date", last_of_month=False)
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
        verification = verification_from(cells.get("verification", ""))
        started, checked = rows.day(number, cells, "started", last_of_month=False), rows.day(number, cells, "verified_on")
        if promise not in known:
            rows.say(number, "commitment_id", f"There is no commitment '{promise[:80]}'.{did_you_mean(promise, known)}")
        if name and name in seen:
            rows.say(number, "delivery_id", f"The delivery '{name[:80]}' is there twice.")
        if verification not in VERIFICATIONS:
            rows.say(number, "verification", f"It is self, sample or third-party, not '{cells['verification'][:40]}'.")
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
