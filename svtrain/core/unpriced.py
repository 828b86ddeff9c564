"""Outcomes that are kept without a price: beside the ratio, never in it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from svtrain.core.estimate import Estimate, Number, refuse
from svtrain.core.noun import Name, Noun, Text


class RedLine(Noun):
    """What may not be crossed, whatever the ratio: at least, or at most, so many of the outcome's unit."""

    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _one_side(self) -> RedLine:
        if (self.at_least is None) == (self.at_most is None):
            raise refuse("A red line says at_least or at_most, and only one of them.")
        return self

    def __str__(self) -> str:
        return f"at least {self.at_least:,.10g}" if self.at_most is None else f"at most {self.at_most:,.10g}"

    def holds(self, amount: float) -> bool:
        """Whether an amount is on the right side; the line itself is.

        Examples
        --------
        >>> RedLine(at_least=60).holds(60), RedLine(at_most=0).holds(1)
        (True, False)
        """
        return amount >= self.at_least if self.at_most is None else amount <= self.at_most


class Unpriced(Noun):
    """A change that matters and that nobody here will put a price on.

    ``quantity`` is how it stands or is expected to stand, in ``unit``; left out, nobody knows yet. A ``red_line`` may not
    be crossed, whatever the ratio. A ``weight`` (above 0, to 100) is what share of a decision it is to have beside the
    ratio. It has one of the two, or neither and is only kept in sight. None of it ever enters the sum.

    Examples
    --------
    >>> park = Unpriced(id="safe", outcome="Feels safe after dark", quantity=52, unit="% of residents", red_line={"at_least": 60})
    >>> park.state, park.sentence
    ('not met', 'Feels safe after dark: 52% of residents. The red line is at least 60.')
    """

    id: Name
    stakeholder: Text = ""
    outcome: Text = ""
    quantity: Estimate | None = None
    unit: Text = ""
    reason: Text = ""
    red_line: RedLine | None = None
    weight: Annotated[Number, Field(gt=0, le=100)] | None = None
    notes: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unknown(cls, given: Any) -> Any:
        return {key: value for key, value in given.items() if value is not None} if isinstance(given, dict) else given

    @model_validator(mode="after")
    def _line_or_weight(self) -> Unpriced:
        if self.red_line is not None and self.weight is not None:
            raise refuse("Give a red line or a weight, not both: a weight can be traded, a red line cannot.")
        return self

    @property
    def words(self) -> str:
        """What it is called: the outcome, or the id where it has no words."""
        return self.outcome or self.id

    @property
    def state(self) -> str:
        """``met``, ``not met``, ``in doubt`` (its range lies on both sides) or ``not known``; nothing without a red line.

        Examples
        --------
        >>> Unpriced(id="a", quantity={"low": 40, "likely": 62, "high": 70}, red_line={"at_least": 60}).state
        'in doubt'
        """
        if self.red_line is None:
            return ""
        if self.quantity is None:
            return "not known"
        if not self.red_line.holds(self.quantity.likely):
            return "not met"
        return "met" if all(self.red_line.holds(end) for end in self.quantity.ends) else "in doubt"

    @property
    def amount(self) -> str:
        """How it stands, with its unit and its range."""
        if self.quantity is None:
            return "not known"
        low, high = self.quantity.ends
        spread = f" (between {low:,.10g} and {high:,.10g})" if self.quantity.uncertain else ""
        gap = "" if self.unit.startswith("%") or not self.unit else " "
        return f"{self.quantity.likely:,.10g}{gap}{self.unit}{spread}"

    @property
    def rule(self) -> str:
        """How it counts: its red line, its weight, or neither."""
        if self.red_line is not None:
            return f"The red line is {self.red_line}."
        if self.weight is not None:
            return f"Its weight is {self.weight:,.10g} of 100."
        return "It is kept in sight only."

    @property
    def sentence(self) -> str:
        """How it stands and how it counts."""
        return f"{self.words}: {self.amount}. {self.rule}"

    def as_row(self) -> dict:
        """Plain values for a result: what was said, and how it stands against its red line."""
        return {**self.as_dict(), "state": self.state}
