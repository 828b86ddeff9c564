"""A number that somebody is more or less sure of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from svtrain.core.typed_numbers import NotANumber, number_from

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


def refuse(sentence: str) -> PydanticCustomError:
    """An error whose message is one whole sentence, ready to be shown."""
    return PydanticCustomError("said", "{sentence}", {"sentence": sentence})


class Estimate(BaseModel):
    """A point, or the ends and the most likely value of a range.

    A bare number and ``{value: 6}`` are points. ``{low: 4, likely: 6, high: 8}`` is a range: a PERT
    distribution unless ``distribution`` says ``triangular`` or ``uniform`` (a uniform one needs no
    ``likely``). Two estimates with the same ``shared`` name rise and fall together in a simulation.

    Parameters
    ----------
    likely : float
        The value used in the sum; in the unit of the field that holds it.
    low, high : float, optional
        The ends of the range, in the same unit.
    distribution : {"pert", "triangular", "uniform"}
        How likely the values between the ends are.
    shared : str
        The name of a judgement that several fields have in common.
    grade, reason, evidence : str
        How good the evidence is, why this number, and where it comes from.

    Raises
    ------
    pydantic.ValidationError
        When an end is missing, the order is not low, likely, high, or a number is not finite.

    Examples
    --------
    >>> Estimate.model_validate({"low": 4, "likely": 6, "high": 8}).likely
    6.0
    >>> Estimate.model_validate(0.25).model_dump()
    0.25
    >>> Estimate.model_validate({"value": 0.25, "reason": "asked 40 leavers"}).model_dump()
    {'value': 0.25, 'reason': 'asked 40 leavers'}
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    likely: Number
    low: Number | None = None
    high: Number | None = None
    distribution: Literal["pert", "triangular", "uniform"] = "pert"
    shared: str = ""
    grade: str = ""
    reason: str = ""
    evidence: str = ""

    @model_validator(mode="before")
    @classmethod
    def _accept_short_forms(cls, given: Any) -> Any:
        if isinstance(given, int | float) and not isinstance(given, bool):
            return {"likely": given}
        if given is None:
            raise refuse("Nothing is given here: write a number.")
        if isinstance(given, list):
            raise refuse("This must be one number, or low, likely and high; not a list.")
        if isinstance(given, str | bool):
            raise refuse(f"This must be a number, not {_shown(given)}{as_digits(given)}.")
        if not isinstance(given, Mapping):
            return given
        given = dict(given)
        if "value" in given:
            if "likely" in given:
                raise refuse("Give either value or likely, not both.")
            given["likely"] = given.pop("value")
        if "likely" not in given and not given.keys() - cls.model_fields:
            ends = given.get("low"), given.get("high")
            if given.get("distribution") == "uniform" and all(isinstance(end, int | float) for end in ends):
                given["likely"] = (ends[0] + ends[1]) / 2
            elif {"low", "high"} & given.keys():
                raise refuse("A range needs low, likely and high.")
            else:
                raise refuse("Nothing is given here: write a number.")
        return given

    @model_validator(mode="after")
    def _ends_in_order(self) -> Estimate:
        if (self.low is None) != (self.high is None):
            raise refuse("A range needs both low and high.")
        if self.low is not None and not self.low <= self.likely <= self.high:
            raise refuse(f"Low, likely and high must rise: {self.low:g}, {self.likely:g}, {self.high:g} do not.")
        return self

    @model_serializer
    def _shortest_form(self) -> Any:
        said = {key: getattr(self, key) for key in ("shared", "grade", "reason", "evidence") if getattr(self, key)}
        if self.low is None:
            return {"value": self.likely, **said} if said else self.likely
        spread = {"low": self.low, "likely": self.likely, "high": self.high}
        if self.distribution != "pert":
            spread["distribution"] = self.distribution
        return {**spread, **said}

    @property
    def uncertain(self) -> bool:
        """Whether there is any width between the ends."""
        return self.low is not None and self.low < self.high

    @property
    def ends(self) -> tuple[float, float]:
        """Low and high; the point twice when it has no range."""
        return (self.likely, self.likely) if self.low is None else (self.low, self.high)

    def at(self, value: float) -> Estimate:
        """The same judgement as a point at another value; its reason stays, its range goes."""
        return self.model_copy(update={"likely": float(value), "low": None, "high": None})


def as_digits(given: object) -> str:
    """How what a person wrote as text is written as a number, or nothing where it is none.

    Examples
    --------
    >>> as_digits("25%"), as_digits("£1,200"), as_digits("seven")
    ('; 25% is written 0.25', '; £1,200 is written 1200', '')
    """
    if not isinstance(given, str):
        return ""
    try:
        written = f"{number_from(given):.15g}"
    except NotANumber:
        return ""
    return "; write it without quotes" if written == given.strip() else f"; {given.strip()} is written {written}"


def _shown(given: object) -> str:
    text = str(given)
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"


def _share(estimate: Estimate) -> Estimate:
    for number in (*estimate.ends, estimate.likely):
        if not 0 <= number <= 1:
            hint = f": {number:g}% is written {number / 100:g}" if 2 <= number <= 100 else ""
            raise refuse(f"This is a share from 0 to 1; {number:g} is not{hint}.")
    return estimate


def _amount(estimate: Estimate) -> Estimate:
    if estimate.ends[0] < 0:
        raise refuse("This cannot be below zero; for a loss, give the proxy a minus sign.")
    return estimate


LONGEST = 1000  # years; the published discount schedules say nothing about longer


def _duration(estimate: Estimate) -> Estimate:
    low, high = estimate.ends
    if low <= 0:
        raise refuse("A duration must be above 0 years; an effect felt only during the activity lasts 1 year.")
    if high > LONGEST:
        raise refuse(f"A duration of more than {LONGEST} years cannot be valued here.")
    return estimate


def due_to_others(shares: list[Estimate]) -> float:
    """Combine several shares due to others: 1 - (1-a)(1-b).

    Examples
    --------
    >>> round(due_to_others([Estimate(likely=0.5), Estimate(likely=0.2)]), 10)
    0.6
    """
    kept = 1.0
    for share in shares:
        kept *= 1 - share.likely
    return 1 - kept


def _one_or_many(given: Any) -> Any:
    return given if isinstance(given, list) else [given]


Share = Annotated[Estimate, AfterValidator(_share)]
Amount = Annotated[Estimate, AfterValidator(_amount)]
Duration = Annotated[Estimate, AfterValidator(_duration)]
Shares = Annotated[tuple[Share, ...], BeforeValidator(_one_or_many), Field(min_length=1)]
