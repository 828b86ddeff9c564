"""Reads commitments, deliveries and spend, and says how each promise stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from svtrain.core.delivery_doubts import doubts, several
from svtrain.core.disadvantages import several_disadvantages
from svtrain.core.monitoring import RATINGS, Contract, Progress, progress, same_evidence
from svtrain.data.delivery_tables import DeliveryRecord, read_table, record_from

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
        of_contract: dict[str, list[Progress]] = {}
        for each in self.found:
            of_contract.setdefault(each.commitment.contract_ref, []).append(each)
        counts = {word: sum(each.rating == word for each in self.found) for word in RATINGS}
        return {"as_of": self.as_of.isoformat(), "commitments": [each.as_dict() for each in self.found], "ratings": counts,
                "contracts": [_contract(contract, of_contract.get(contract.reference, ())) for contract in self.contracts.values()],
                "problems": self.problems, "notes": self.notes}


def _contract(contract: Contract, own: Sequence[Progress]) -> dict:
    share = contract.spent / contract.value if contract.value and contract.spent is not None else None
    return {"contract_ref": contract.reference, "value": contract.value, "spent": contract.spent, "spend_share": share,
            "commitments": len(own), "ratings": {word: sum(each.rating == word for each in own) for word in RATINGS}}


def monitor_files(commitments: Path, deliveries: Path, spend: Path | None = None, contracts: Path | None = None, *,
                  as_of: date | None = None) -> Monitored:
    """How every promise in these files stands on a day; by default the last day that anything was reported for.

    With spend and the contracts' values, what is due follows the spend; otherwise it follows time. A contract whose start
    is not known is taken to begin one reporting period before its first report.

    Raises
    ------
    CannotDo
        When a file cannot be read or lacks a column. Rows that cannot be read are listed in the result.
    """
    given = {"commitments": commitments, "deliveries": deliveries, "spend": spend, "contracts": contracts}
    record = record_from({kind: read_table(path, kind) for kind, path in given.items() if path is not None})
    found = monitor(record, as_of, by_spend=record.has_spend)
    return replace(found, notes=[*found.notes, *left_aside(record, contracts is not None), *record.taken])


def left_aside(record: DeliveryRecord, has_contracts: bool) -> list[str]:
    """Sentences for contracts that stand in one table and not in another."""
    named = dict.fromkeys(each.contract_ref for each in record.commitments.values())
    unpromised = [name for name in dict.fromkeys(each.contract_ref for each in record.spend) if name not in named]
    unknown = [name for name in named if has_contracts and name and name not in record.contracts]
    return [*([f"No promise names {several(unpromised)}, so spend on {'it' if len(unpromised) == 1 else 'them'} is left aside."] if unpromised else []),
            *([f"The contracts do not hold {several(unknown)}, which promises name."] if unknown else [])]


def last_day(record: DeliveryRecord) -> date | None:
    """The last day that anything was reported for."""
    return max([each.period_end for each in (*record.deliveries, *record.spend)], default=None)


def monitor(record: DeliveryRecord, as_of: date | None = None, *, by_spend: bool = False) -> Monitored:
    """How every promise of a record stands on a day; see `monitor_files`."""
    notes = []
    if as_of is None:
        as_of = last_day(record) or date.today()
        notes.append(f"As of {as_of.isoformat()}, the last day that anything was reported for.")
        if as_of > date.today():
            notes.append("That day has not come yet; look at another with --as-of, or in the page's field for the day, if it is a slip.")
    known = _completed(record, as_of, notes)
    done = record.deliveries
    of_promise: dict[str, list] = {}
    for each in done:
        of_promise.setdefault(each.commitment_id, []).append(each)
    found = [progress(promise, of_promise.get(promise.id, ()), known[promise.contract_ref], as_of, by_spend=by_spend)
             for promise in record.commitments.values()]
    if by_spend and any(each.phased_by == "time" for each in found):
        notes.append("Where a contract's value or its spend is not known, what is due follows time; give the contracts for their values.")
    so_far = [each for each in done if each.period_end <= as_of]
    notes += same_evidence(so_far) + several_disadvantages(so_far)
    notes += [sentence for each in found for sentence in each.left_out] + doubts(record.commitments, so_far, record.contracts)
    later = sum(each.period_end > as_of for each in done)
    if later:
        notes.append(f"{later:,} {'report is' if later == 1 else 'reports are'} for a period that ends later, and not counted yet.")
    return Monitored(as_of, found, known, list(record.problems), notes)


def _completed(record: DeliveryRecord, as_of: date, notes: list[str]) -> dict[str, Contract]:
    """Every contract that a promise names, with its spend so far, and a start where one has to be assumed."""
    ends: dict[str, list[date]] = {}
    spent: dict[str, float] = {}
    undated = {each.contract_ref for each in record.commitments.values() if each.start is None}
    for each in record.deliveries:
        ends.setdefault(record.commitments[each.commitment_id].contract_ref, []).append(each.period_end)
    for each in record.spend:
        ends.setdefault(each.contract_ref, []).append(each.period_end)
        spent[each.contract_ref] = spent.get(each.contract_ref, 0.0) + (each.amount if each.period_end <= as_of else 0.0)
    found, assumed = {}, []
    for reference in dict.fromkeys(promise.contract_ref for promise in record.commitments.values()):
        contract = record.contracts.get(reference, Contract(reference))
        if reference in spent:
            contract = replace(contract, spent=spent[reference])
        if contract.start is None and reference in undated and ends.get(reference):
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
