"""What is true in the lifecycle lens. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from datetime import date
from typing import Any

from traitlets import Dict, HasTraits, Int, Tuple, Unicode

from svtrain.core.lifecycle import DELIVERY, DESIGN, STAGES, TENDER, StageView, at_design, at_tender, in_delivery, view_of, widest
from svtrain.core.monitoring import Commitment
from svtrain.core.value_map import ValueMap
from svtrain.data import practice, reference
from svtrain.data.lifecycle_data import (
    lens_contracts,
    needs_of,
    promises_of,
    rates,
    record_without,
    report_days,
    standings_of,
)
from svtrain.data.practice_data import PracticeContract

RECORD, WORD = "record", "word"


class LifecycleLens(HasTraits):
    """One practice contract at three moments.

    A guess and its reason come first: until `commit` has taken them for a contract, no range of it is worked out.
    ``views`` then holds a `StageView` for each moment.

    Examples
    --------
    >>> lens = LifecycleLens()
    >>> lens.views
    ()
    >>> lens.guess("delivery")
    >>> lens.give_reason("Much can go wrong there.")
    >>> lens.commit()
    >>> lens.widest().stage, lens.right()
    ('tender', False)
    """

    version = 1

    contract = Unicode(help="the slug of a practice contract")
    drafts = Dict(help="by contract: what is being guessed, and why")
    committed = Dict(help="by contract: the guess that was locked, with its reason")
    promises = Unicode(RECORD, help="what a promise is taken for at tender: what others kept of theirs, or its word")
    carried = Unicode("no", help="yes: what was judged at design is at hand when the bids are scored")
    days = Dict(help="by contract: the day up to which deliveries are looked at")
    lesson = Unicode(help="what the person would ask for at tender, after all this")
    problem = Unicode(help="why the guess could not be locked")
    views = Tuple()
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        if self.contract not in dict(self.contracts()):
            self.contract = self.contracts()[0][0]
        self.recalc()

    # -- reading

    @staticmethod
    def contracts() -> tuple[tuple[str, str], ...]:
        """The contracts that can be looked at, as (id, title)."""
        return tuple((each.slug, each.title) for each in lens_contracts())

    def chosen(self) -> PracticeContract:
        """The contract looked at."""
        return practice().contract(self.contract)

    def value_map(self) -> ValueMap:
        """Its map, as kept today."""
        return self.chosen().value_map()

    def promised(self) -> dict[str, Commitment]:
        """The promise behind each line of the map."""
        return promises_of(self.chosen(), self.value_map())

    def draft(self) -> dict[str, str]:
        """What is being guessed for this contract."""
        return self.committed.get(self.contract) or self.drafts.get(self.contract, {})

    @property
    def locked(self) -> bool:
        """Whether a guess has been made for this contract."""
        return self.contract in self.committed

    def report_days(self) -> tuple[date, ...]:
        """The days to which deliveries can be looked at."""
        return report_days(self.chosen())

    def as_of(self) -> date:
        """The day up to which deliveries are looked at: the last one unless another was chosen."""
        known = self.report_days()
        return next((day for day in known if day.isoformat() == self.days.get(self.contract)), known[-1])

    def view(self, stage: str) -> StageView:
        """One moment; only after the guess."""
        return next(each for each in self.views if each.stage == stage)

    def widest(self) -> StageView:
        """The moment whose range is widest in money."""
        return widest(self.views)

    def right(self) -> bool:
        """Whether the guess names it."""
        return self.draft().get("stage") == self.widest().stage

    # -- changing

    def choose(self, contract: str) -> None:
        """Look at another contract; it wants a guess of its own."""
        if contract in dict(self.contracts()) and contract != self.contract:
            self.contract, self.problem = contract, ""
            self.recalc()

    def guess(self, stage: str) -> None:
        """Say which moment will have the widest range; a locked guess stays."""
        self._draft("stage", stage if stage in STAGES else "")

    def give_reason(self, text: str) -> None:
        """Say why; a locked reason stays."""
        self._draft("reason", text)

    def _draft(self, key: str, text: str) -> None:
        if not self.locked:
            self.drafts = {**self.drafts, self.contract: {**self.drafts.get(self.contract, {}), key: text}}

    def commit(self) -> None:
        """Lock the guess and work out the ranges; where something is missing, ``problem`` says what."""
        draft = self.draft()
        if not draft.get("stage"):
            self.problem = "Choose one of the three moments first."
        elif not draft.get("reason", "").strip():
            self.problem = "Write a reason first; one line will do."
        elif not self.locked:
            self.problem = ""
            self.committed = {**self.committed, self.contract: dict(draft)}
            self.recalc()

    def take_promises(self, how: str) -> None:
        """At tender, take promises for what others kept of theirs (``record``) or at their word (``word``)."""
        self.promises = how if how in {RECORD, WORD} else RECORD
        self.recalc()

    def carry(self, carried: bool) -> None:
        """Have what was judged at design at hand when the bids are scored, or not."""
        self.carried = "yes" if carried else "no"
        self.recalc()

    def look_until(self, day: str) -> None:
        """Look at deliveries up to a day (ISO 8601) that something was reported for."""
        self.days = {**self.days, self.contract: day}
        self.recalc()

    # -- the sum

    def recalc(self) -> None:
        """Work out the three ranges, if the guess has been made."""
        self.views = self._views() if self.locked else ()
        self.revision += 1

    def _views(self) -> tuple[StageView, ...]:
        contract, found = self.chosen(), self.value_map()
        design = at_design(found, needs_of(contract), rates())
        targets = {line: each.target for line, each in promises_of(contract, found).items()}
        record = record_without(contract) if self.promises == RECORD else None
        tender = at_tender(found, targets, record, rates(), design=design[1] if self.carried == "yes" else ())
        delivery = in_delivery(found, standings_of(contract, found, self.as_of()))
        return tuple(view_of(stage, staged, reference()) for stage, staged in ((DESIGN, design), (TENDER, tender), (DELIVERY, delivery)))

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {name: getattr(self, name) for name in ("contract", "drafts", "committed", "promises", "carried", "days", "lesson")}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work; contracts that no longer exist are left out."""
        known = dict(self.contracts())
        with self.hold_trait_notifications():
            for name in ("drafts", "committed", "days"):
                setattr(self, name, {key: kept for key, kept in saved[name].items() if key in known})
            self.contract = saved["contract"] if saved["contract"] in known else self.contracts()[0][0]
            self.promises = saved["promises"] if saved["promises"] in {RECORD, WORD} else RECORD
            self.carried = "yes" if saved["carried"] == "yes" else "no"
            self.lesson = str(saved["lesson"])
            self.recalc()
