"""Reads commitments, deliveries and spend, and says how each promise stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from svtrain.core.disadvantages import several_disadvantages
from svtrain.core.monitoring import RATINGS, Commitment, Contract, Delivery, Progress, progress, same_evidence
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.small_csv import read_small_csv

COMMITMENTS = ("commitment_id", "contract_ref", "measure", "unit", "target_qty", "proxy_id", "due_date", "owner", "evidence_required",
               "start_date")
DELIVERIES = ("delivery_id", "commitment_id", "period_end", "qty", "evidence_type", "evidence_ref", "verified_by", "verified_on",
              "verification", "note", "share", "person", "disadvantage", "started")
SPEND = ("contract_ref", "period_end", "spent")
VERIFICATIONS = ("", "self", "sample", "third-party")
QUARTER = 91  # days


@dataclass(frozen=True)
class Monitored:
    """Every promise on one day, what could not be read, and what had to be assumed."""

    as_of: date
    found: list[Progress]
    contracts: dict[str, Contract]
    problems: list[dict]
    notes: list[str]

    def as_dict(self) -> dict:
        """Plain values that JSON can hold."""
        counts = {word: sum(each.rating == word for each in self.found) for word in RATINGS}
        return {"as_of": self.as_of.isoformat(), "commitments": [each.as_dict() for each in self.found], "ratings": counts,
                "contracts": [self._contract(contract) for contract in self.contracts.values()],
                "problems": self.problems, "notes": self.notes}

    def _contract(self, contract: Contract) -> dict:
        own = [each for each in self.found if each.commitment.contract_ref == contract.reference]
        share = contract.spent / contract.value if contract.value and contract.spent is not None else None
        return {"contract_ref": contract.reference, "value": contract.value, "spent": contract.spent, "spend_share": share,
                "commitments": len(own), "ratings": {word: sum(each.rating == word for each in own) for word in RATINGS}}


class _Rows:
    """One table being read: its rows as text, and a problem for each that cannot be used."""

    def __init__(self, path: Path, columns: tuple[str, ...], needed: tuple[str, ...]):
        self.path, self.problems = path, []
        header, self.rows = read_small_csv(path)
        wrong = [Problem(f"The file has no column '{name}'.{did_you_mean(name, header)}", name, str(path))
                 for name in needed if name not in header]
        wrong += [Problem(f"There is no column '{name[:80]}'.{hint}", name[:80], str(path)) for name in header
                  if name not in columns and (hint := did_you_mean(name, [each for each in columns if each not in header]))]
        if wrong:
            raise CannotDo(wrong)

    def say(self, row: int, field: str, reason: str) -> None:
        self.problems.append({"file": self.path.name, "row": row, "field": field, "reason": reason})

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
    >>> day_from("2026-03-31"), day_from("31/03/2026"), day_from("31/02/2026")
    (datetime.date(2026, 3, 31), datetime.date(2026, 3, 31), None)
    """
    text = text.strip()
    parts = text.split("/")
    try:
        if len(parts) == 3 and len(parts[2]) == 4:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _commitments(rows: _Rows) -> dict[str, Commitment]:
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
            found[name] = Commitment(name, cells["contract_ref"], cells.get("measure", ""), cells.get("unit", ""), target, due, start)
    return found


def _deliveries(rows: _Rows, known: dict[str, Commitment]) -> list[Delivery]:
    found, seen = [], set()
    for number, cells in rows.rows:
        before = len(rows.problems)
        name, promise = cells["delivery_id"], cells["commitment_id"]
        end, quantity = rows.day(number, cells, "period_end", needed=True), rows.number(number, cells, "qty")
        share = rows.number(number, cells, "share", blank=1.0)
        verification = cells.get("verification", "").lower()
        started = rows.day(number, cells, "started")
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
                                  cells.get("person", ""), cells.get("disadvantage", ""), started))
    return found


def _spend(rows: _Rows) -> list[tuple[str, date, float]]:
    found = []
    for number, cells in rows.rows:
        before = len(rows.problems)
        end, spent = rows.day(number, cells, "period_end", needed=True), rows.number(number, cells, "spent")
        if len(rows.problems) == before:
            found.append((cells["contract_ref"], end, spent))
    return found


def _contracts(path: Path | None, problems: list[dict]) -> dict[str, Contract]:
    if path is None:
        return {}
    header, found_rows = read_small_csv(path)
    if "reference" not in header:
        raise CannotDo(Problem(f"The file has no column 'reference'.{did_you_mean('reference', header)}", "reference", str(path)))
    rows = _Rows(path, tuple(header), ("reference",))
    found = {cells["reference"]: Contract(cells["reference"], rows.day(number, cells, "start"), rows.day(number, cells, "end"),
                                          rows.number(number, cells, "value", blank=0.0) or None)
             for number, cells in found_rows}
    problems += rows.problems
    return found


def monitor_files(commitments: Path, deliveries: Path, spend: Path | None = None, contracts: Path | None = None, *,
                  as_of: date | None = None) -> Monitored:
    """How every promise stands on a day; by default the last day that anything was reported for.

    With spend and the contracts' values, what is due follows the spend; otherwise it follows time. A contract whose start
    is not known is taken to begin one reporting period before its first report.

    Raises
    ------
    CannotDo
        When a file cannot be read or lacks a column. Rows that cannot be read are listed in the result.
    """
    first = _Rows(commitments, COMMITMENTS, ("commitment_id", "contract_ref", "target_qty"))
    promises = _commitments(first)
    second = _Rows(deliveries, DELIVERIES, ("delivery_id", "commitment_id", "period_end", "qty"))
    done = _deliveries(second, promises)
    third = _Rows(spend, SPEND, SPEND) if spend is not None else None
    paid = _spend(third) if third is not None else []
    problems = [*first.problems, *second.problems, *(third.problems if third else [])]
    known = _contracts(contracts, problems)
    reports = [each.period_end for each in done] + [end for _, end, _ in paid]
    notes = []
    if as_of is None:
        as_of = max(reports, default=date.today())
        notes.append(f"As of {as_of.isoformat()}, the last day that anything was reported for.")
    known = _completed(known, promises, done, paid, as_of, notes)
    found = [progress(promise, done, known[promise.contract_ref], as_of, by_spend=spend is not None) for promise in promises.values()]
    if spend is not None and any(each.phased_by == "time" for each in found):
        notes.append("Where a contract's value is not known, what is due follows time and not spend; --contracts gives values.")
    so_far = [each for each in done if each.period_end <= as_of]
    notes += same_evidence(so_far) + several_disadvantages(so_far)
    notes += [sentence for each in found for sentence in each.left_out]
    return Monitored(as_of, found, known, problems, notes)


def _completed(known: dict[str, Contract], promises: dict[str, Commitment], done: Iterable[Delivery],
               paid: list[tuple[str, date, float]], as_of: date, notes: list[str]) -> dict[str, Contract]:
    """Every contract that a promise names, with its spend so far, and a start where one has to be assumed."""
    ends: dict[str, list[date]] = {}
    for each in done:
        ends.setdefault(promises[each.commitment_id].contract_ref, []).append(each.period_end)
    for reference, end, _ in paid:
        ends.setdefault(reference, []).append(end)
    spenders = {reference for reference, _, _ in paid}
    found, assumed = {}, []
    for reference in dict.fromkeys(promise.contract_ref for promise in promises.values()):
        contract = known.get(reference, Contract(reference))
        if reference in spenders:
            contract = replace(contract, spent=sum(spent for name, end, spent in paid if name == reference and end <= as_of))
        needs_start = any(each.start is None for each in promises.values() if each.contract_ref == reference)
        if contract.start is None and needs_start and ends.get(reference):
            contract = replace(contract, start=_begun(ends[reference]))
            assumed.append(f"{reference} from {contract.start.isoformat()}")
        found[reference] = contract
    if assumed:
        more = f" and {len(assumed) - 5} more" if len(assumed) > 5 else ""
        notes.append(f"Starts are taken to be one period before the first report: {', '.join(assumed[:5])}{more}.")
    return found


def _begun(ends: list[date]) -> date:
    """One period before the first report; a quarter where there is only one report.

    Examples
    --------
    >>> _begun([date(2024, 6, 30), date(2024, 9, 30)]), _begun([date(2024, 6, 30)])
    (datetime.date(2024, 4, 1), datetime.date(2024, 4, 1))
    """
    days = sorted(set(ends))
    gaps = sorted((later - sooner).days for sooner, later in zip(days, days[1:], strict=False))
    period = gaps[len(gaps) // 2] if gaps else QUARTER
    after = days[0] + timedelta(days=1)
    months = round(period / 30.4)
    if after.day > 1 or months < 1:  # reports do not follow the calendar's months
        return days[0] - timedelta(days=period)
    years, month = divmod(after.year * 12 + after.month - 1 - months, 12)
    return date(years, month + 1, 1)
