"""A tender told in steps: settle the formula first, then open the bids. No widgets here."""

from __future__ import annotations

from typing import Any

from traitlets import HasTraits, Int, Unicode

from svtrain.apps.scoring_lab.rows import FIRST
from svtrain.core.scoring import Bid, Scoring, Tender, score

CHOICES = ("V1", "V2", "V3", "V4", "V5")
ABSURD = Bid("C", 2_000_000, 3_000_000, 20, 30, 0.05)
SETTLE, OPENED, THIRD, TARGET, DELIVERY = range(5)


class Story(HasTraits):
    """One learner's way through it: ``formula`` and ``reason`` are settled before ``step`` can leave 0.

    Examples
    --------
    >>> story = Story(formula="V1")
    >>> story.settle(), story.step
    ('Write your reason first; you will need it when the bids are open.', 0)
    >>> story.reason = "More promise, more points"
    >>> story.settle(), story.scored().winner
    ('', 'B')
    >>> story.go_on(), story.scored().winner
    (2, 'A')
    """

    version = 1

    formula = Unicode()
    reason = Unicode()
    step = Int(SETTLE)

    def settle(self) -> str:
        """Commit the formula; what is in the way, or nothing."""
        if self.formula not in CHOICES:
            return "Choose how social value is scored."
        if not self.reason.strip():
            return "Write your reason first; you will need it when the bids are open."
        self.step = max(self.step, OPENED)
        return ""

    def go_on(self) -> int:
        """The next step; not before the formula is settled."""
        if OPENED <= self.step < DELIVERY:
            self.step += 1
        return self.step

    def tender(self, step: int | None = None) -> Tender:
        """The bids of a step; by default of this one."""
        return FIRST if (self.step if step is None else step) < THIRD else FIRST.with_bid(ABSURD)

    def scored(self, formula: str = "", step: int | None = None) -> Scoring:
        """The bids of a step under the learner's formula, or under another."""
        return score(self.tender(step).using(social_value=formula or self.formula), draws=1)

    def to_dict(self) -> dict[str, Any]:
        return {"formula": self.formula, "reason": self.reason, "step": self.step}

    def from_dict(self, saved: dict) -> None:
        if saved["step"] and (saved["formula"] not in CHOICES or not saved["reason"].strip()) or not SETTLE <= saved["step"] <= DELIVERY:
            raise ValueError("not a story")
        with self.hold_trait_notifications():
            self.formula, self.reason, self.step = saved["formula"], saved["reason"], saved["step"]
