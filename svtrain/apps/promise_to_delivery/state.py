"""What is true while delivery is followed. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from traitlets import Dict, HasTraits, Int, List, Unicode

from svtrain.apps.promise_to_delivery.files import Opened, as_kept, from_kept, opened_practice, opened_tables, table_from
from svtrain.apps.promise_to_delivery.handing_on import nameless, nameless_next
from svtrain.core.delivery_gaps import Gap, NextTime, gaps, next_time
from svtrain.core.monitoring import Delivery, Progress, counted, counts_years
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.typed_days import day_from, day_words
from svtrain.data.commitments import last_day, monitor
from svtrain.data.delivery_tables import DeliveryRecord, Table
from svtrain.data.evidence_files import EvidenceFile, evidence_csv, hand_over, next_csv

TIME, SPEND = "time", "spend"
FIRST = "PC01"


@dataclass(frozen=True)
class Row:
    """One promise on the day looked at: by time, by spend where that can be told, and the one that is shown."""

    by_time: Progress
    by_spend: Progress | None
    shown: Progress


class Delivering(HasTraits):
    """Promises being followed.

    ``files`` keeps a person's own tables as text; without promises of their own, the practice contracts are open. `recalc` alone
    reads what was typed, and leaves ``problems`` (a sentence by field) and what `rows` shows.

    Examples
    --------
    >>> app = Delivering()
    >>> [row.shown.rating for row in app.rows()][:2]
    ['Good', 'Requires improvement']
    >>> app.look_on("soon")
    >>> app.problems["as_of"]
    'Type a day, such as 1 October 2026 or 01/10/2026.'
    """

    version = 1

    files = Dict(help="own tables by kind: name and packed text")
    contract = Unicode(FIRST)
    by = Unicode(TIME)
    as_of = Unicode("", help="the day to look at, as typed; empty for the last that was reported for")
    promise = Unicode("", help="whose evidence is open")
    left = List(help="promises not taken along to the next specification")
    problems = Dict()
    refused = Dict(help="by kind of file, why it was not opened")
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.opened: Opened = opened_practice()
        self._tables: dict[str, Table] = {}
        self.recalc()

    # -- opening

    @property
    def own(self) -> bool:
        """Whether a person's own promises are open."""
        return "commitments" in self.files

    def open_practice(self) -> None:
        """Go back to the practice contracts."""
        with self.hold_trait_notifications():
            self.files, self.refused, self.contract, self.promise, self.left = {}, {}, FIRST, "", []
            self.opened, self._tables = opened_practice(), {}
            self.recalc()

    def take(self, kind: str, name: str, content: bytes) -> bool:
        """Open a person's own file; if it cannot be read, say why and keep what was open."""
        try:
            if kind != "commitments" and not self.own:
                raise CannotDo(Problem("Give the promises first; the other tables point to them.", place=name))
            tables = {**self._tables, kind: table_from(kind, name, content)}
            opened = opened_tables(tables)
            if not opened.record.commitments:
                reasons = [f"Row {each['row']}, {each['field']}: {each['reason']}" for each in opened.record.problems[:3]]
                raise CannotDo(Problem(" ".join(["No promise in it can be read.", *reasons]), place=name))
        except CannotDo as error:
            self.refused = {**self.refused, kind: " ".join(str(problem) for problem in error.problems[:4])}
            return False
        with self.hold_trait_notifications():
            self.files, self.opened, self._tables = {**self.files, kind: as_kept(tables[kind])}, opened, tables
            self.refused = {one: said for one, said in self.refused.items() if one != kind}
            self.recalc()
        return True

    # -- choosing

    def look_at(self, contract: str) -> None:
        """Which contract is shown."""
        if contract != self.contract and contract in dict(self.contracts()):
            self.contract = contract
            self.recalc()

    def phase(self, by: str) -> None:
        """What is due by now follows time, or spend."""
        if by in (TIME, SPEND) and by != self.by:
            self.by = by
            self.recalc()

    def look_on(self, text: str) -> None:
        """The day to look at, as typed."""
        if text != self.as_of:
            self.as_of = text
            self.recalc()

    def open_evidence(self, promise: str) -> None:
        """Whose evidence is shown."""
        if promise != self.promise and promise in self.record.commitments:
            self.promise = promise
            self.recalc()

    def take_along(self, promise: str, along: bool) -> None:
        """Whether a promise goes into the next specification."""
        left = [one for one in self.left if one != promise] + ([] if along else [promise])
        if left != self.left:
            self.left = left
            self.recalc()

    # -- working out

    def recalc(self) -> None:
        """Read the day, and rate every promise of the contract by time and by spend."""
        known = [one for one, _ in self.contracts()]
        contract = self.contract if self.contract in known else known[0]
        record = _of_contract(self.opened.record, contract)
        problems, day = {}, last_day(record) or date.today()
        if self.as_of.strip():
            try:
                day = day_from(self.as_of)
            except ValueError as error:
                problems["as_of"] = str(error)
        self.day, self.record = day, record
        self.timely, self.spent = monitor(record, day), monitor(record, day, by_spend=True) if record.has_spend else None
        with self.hold_trait_notifications():
            self.problems, self.contract = problems, contract
            if self.promise not in record.commitments:
                self.promise = next(iter(record.commitments))
            self.revision += 1

    def contracts(self) -> list[tuple[str, str]]:
        """Every contract with promises, as (reference, what it is called)."""
        found = dict.fromkeys(one.contract_ref for one in self.opened.record.commitments.values())
        return [(one, f"{one}: {self.opened.titles[one]}" if one in self.opened.titles else one or "No reference") for one in found]

    def rows(self) -> list[Row]:
        """Every promise of the contract, by time and by spend."""
        spent = {each.commitment.id: each for each in self.spent.found if each.phased_by == SPEND} if self.spent else {}
        found = []
        for each in self.timely.found:
            other = spent.get(each.commitment.id)
            found.append(Row(each, other, other if self.by == SPEND and other else each))
        return found

    def orders(self) -> float | None:
        """The share of the contract's value that was spent by the day looked at."""
        known = (self.spent or self.timely).contracts[self.contract]
        return known.spent / known.value if known.value and known.spent is not None else None

    def reports(self, promise: str) -> list[Delivery]:
        """What was reported towards one promise by the day looked at."""
        return [each for each in self.record.deliveries if each.period_end <= self.day and each.commitment_id == promise]

    def gaps_of(self, row: Row) -> list[Gap]:
        """What is missing behind one promise, and what to ask; evidence is compared with all contracts in the files."""
        name = row.shown.commitment.id
        own = self.reports(name)
        shared = {each.evidence_ref for each in own} & self.opened.by_evidence.keys()
        people = {each.person.casefold() for each in own} & self.opened.by_person.keys()
        others = dict.fromkeys(each for one in (*(self.opened.by_evidence[one] for one in sorted(shared)), *(self.opened.by_person[one] for one in sorted(people)))
                               for each in one if each.commitment_id != name)
        return gaps(row.shown, own, self.day, orders=self.orders(), others=list(others), contract=self.opened.record.contracts.get(self.contract))

    def evidence(self) -> EvidenceFile:
        """All that there is about the promise that is open."""
        row = next(each for each in self.rows() if each.shown.commitment.id == self.promise)
        lines, _ = counted(self.reports(self.promise), counts_years(row.shown.commitment))
        return EvidenceFile(row.shown, tuple(lines), tuple(self.gaps_of(row)), self.opened.suppliers.get(self.contract, ""), self.opened.titles.get(self.contract, ""))

    def asked(self) -> list[tuple[str, str, NextTime]]:
        """What to ask for next time: (promise, contract, how), without those that were left out."""
        return [(row.shown.commitment.id, self.contract, next_time(row.shown, self.gaps_of(row))) for row in self.rows()
                if row.shown.commitment.id not in self.left]

    # -- handing on

    def evidence_table(self) -> str:
        """The evidence file as CSV."""
        return evidence_csv(nameless(self.evidence()))

    def evidence_page(self) -> str:
        """The evidence file as a page."""
        from svtrain.report.evidence_page import evidence_page

        return evidence_page(nameless(self.evidence()), day_words(self.day))

    def next_table(self) -> str:
        """What to ask for next time, as a commitments file.

        Raises
        ------
        CannotDo
            When nothing is taken along.
        """
        return next_csv(self._some_asked())

    def hand_over(self) -> str:
        """Keep it for the person's other pages; says what happened."""
        try:
            asked = self._some_asked()
            hand_over(asked, dict(self.contracts())[self.contract])
        except CannotDo as error:
            return error.problems[0].message
        return f"Kept: {len(asked)} {'requirement' if len(asked) == 1 else 'requirements'} for the next specification."

    def _some_asked(self) -> list[tuple[str, str, NextTime]]:
        asked = nameless_next(self.asked())
        if not asked:
            raise CannotDo(Problem("Tick at least one promise to take along."))
        return asked

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {name: getattr(self, name) for name in ("files", "contract", "by", "as_of", "promise", "left")}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        tables = {one: from_kept(one, kept) for one, kept in saved["files"].items()}
        opened = opened_tables(tables) if "commitments" in tables else opened_practice()
        if saved["by"] not in (TIME, SPEND):
            raise ValueError("an unknown way to phase")
        with self.hold_trait_notifications():
            for name in self.to_dict():
                setattr(self, name, saved[name])
            self.opened, self._tables = opened, tables
            self.recalc()


def _of_contract(record: DeliveryRecord, contract: str) -> DeliveryRecord:
    """One contract's part of a record."""
    promises = {name: one for name, one in record.commitments.items() if one.contract_ref == contract}
    return replace(record, commitments=promises, deliveries=tuple(each for each in record.deliveries if each.commitment_id in promises),
                   spend=tuple(each for each in record.spend if each.contract_ref == contract))
