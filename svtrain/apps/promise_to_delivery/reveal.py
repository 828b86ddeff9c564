"""Year one on the practice contracts: rank by promise, guess who delivered, then see. No widgets here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from traitlets import HasTraits, Int, List, Unicode

from svtrain.core.monitoring import VERIFIED, counted, counts_years
from svtrain.data import practice
from svtrain.data.promise_prices import price_promises

RANKING, GUESSING, SHOWN = range(3)
PLACES = 3
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class YearOne:
    """One practice contract: pounds promised, and pounds reported and verified in its first year."""

    reference: str
    title: str
    promised: float
    reported: float
    verified: float
    years: float

    @property
    def verified_share(self) -> float:
        """What was verified in year one, as a share of an even year's part of the promise."""
        return self.verified / (self.promised / self.years)


@lru_cache(maxsize=1)
def year_one() -> tuple[YearOne, ...]:
    """The twelve, in the order of their references.

    Examples
    --------
    >>> max(year_one(), key=lambda one: one.promised).title
    'Construction of a teaching block'
    """
    found = []
    for contract in practice().contracts:
        prices = price_promises(contract.commitments).by_promise
        reported = verified = 0.0
        for promise in contract.commitments:
            rows = [each for each in contract.deliveries if each.commitment_id == promise.id and each.period_end < contract.start + YEAR]
            parts, _ = counted(rows, counts_years(promise))
            worth = prices.get(promise.id, 0.0)
            reported += worth * sum(quantity for _, quantity in parts)
            verified += worth * sum(quantity for row, quantity in parts if row.verification in VERIFIED)
        promised = sum(promise.target * prices.get(promise.id, 0.0) for promise in contract.commitments)
        found.append(YearOne(contract.reference, contract.title, promised, reported, verified, (contract.end - contract.start).days / 365))
    return tuple(found)


@lru_cache(maxsize=1)
def assumed() -> tuple[str, ...]:
    """What had to be assumed to price the promises, and what could not be priced."""
    prices = price_promises(promise for contract in practice().contracts for promise in contract.commitments)
    return (*prices.said, *prices.refused.values())


class Reveal(HasTraits):
    """One learner's way: ``ranked`` by promise, then ``guessed`` with a reason, before delivery is shown.

    Examples
    --------
    >>> story = Reveal()
    >>> story.show()
    'Settle your ranking by promise first.'
    >>> story.ranked = ["PC02", "PC08", "PC07"]
    >>> story.rank(), story.step
    ('', 1)
    """

    version = 1

    ranked = List(["", "", ""])
    guessed = List(["", "", ""])
    reason = Unicode()
    step = Int(RANKING)

    def place(self, which: str, number: int, reference: str) -> None:
        """Who stands at a place; ``which`` is ranked or guessed."""
        if (which, self.step) in (("ranked", RANKING), ("guessed", GUESSING)):
            setattr(self, which, [reference if at == number else one for at, one in enumerate(getattr(self, which))])

    def rank(self) -> str:
        """Settle the ranking by promise; what is in the way, or nothing."""
        said = _three(self.ranked)
        if not said and self.step == RANKING:
            self.step = GUESSING
        return said

    def show(self) -> str:
        """Settle the guess; what is in the way, or nothing."""
        if self.step == RANKING:
            return "Settle your ranking by promise first."
        said = _three(self.guessed)
        if not said and not self.reason.strip():
            said = "Write your reason first; you will want it in a moment."
        if not said:
            self.step = SHOWN
        return said

    @staticmethod
    def by_promise() -> list[YearOne]:
        """Most promised first."""
        return sorted(year_one(), key=lambda one: -one.promised)

    @staticmethod
    def by_delivery() -> list[YearOne]:
        """Most verified in year one first."""
        return sorted(year_one(), key=lambda one: -one.verified)

    def hits(self, which: str) -> int:
        """How many of a learner's three are among the true three."""
        true = self.by_promise() if which == "ranked" else self.by_delivery()
        return len({one.reference for one in true[:PLACES]} & set(getattr(self, which)))

    def to_dict(self) -> dict[str, Any]:
        return {"ranked": self.ranked, "guessed": self.guessed, "reason": self.reason, "step": self.step}

    def from_dict(self, saved: dict) -> None:
        step, known = saved["step"], {one.reference for one in year_one()} | {""}
        lists = saved["ranked"], saved["guessed"]
        if step not in (RANKING, GUESSING, SHOWN) or any(len(one) != PLACES or set(one) - known for one in lists) or any(map(_three, lists[:step])):
            raise ValueError("not a ranking")
        with self.hold_trait_notifications():
            self.ranked, self.guessed, self.reason, self.step = lists[0], lists[1], str(saved["reason"]), step


def _three(chosen) -> str:
    if "" in chosen:
        return "Choose a contract for each of the three places."
    return "" if len(set(chosen)) == len(chosen) else "Each place needs another contract."
