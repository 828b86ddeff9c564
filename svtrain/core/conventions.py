"""The choices that change the answer though no outcome changes: printed on every result."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from svtrain.core.estimate import Number, refuse

Mode = Literal["sroi_report", "green_book", "custom"]
Timing = Literal["end_of_year", "mid_year", "start_of_year"]
PartYear = Literal["prorata", "round_up", "round_down"]

STANDARD = "green-book-standard"
GREEN_BOOK = (STANDARD, "green-book-health", "green-book-reduced")
DEFLATOR = "uk-gdp-deflator"
# Short names that people write for the three Green Book schedules.
SHORT = {name.removeprefix("green-book-"): name for name in GREEN_BOOK}


def _rate(rate: float) -> float:
    if not -1 < rate < 1:
        hint = f"; {rate:g}% is written {rate / 100:g}" if 1 <= rate <= 100 else ""
        raise refuse(f"A discount rate is a share between -1 and 1, not {rate:g}{hint}.")
    return rate


Rate = Annotated[Number, AfterValidator(_rate)]


class Conventions(BaseModel):
    """How years, prices and rates are read.

    A mode fixes timing, schedule and whether inputs are discounted; ``custom`` leaves them to you. Giving
    one of them without a mode means ``custom``. `resolved` fills in every blank.

    Parameters
    ----------
    mode : {"sroi_report", "green_book", "custom"}
        ``sroi_report`` discounts year 1 once and leaves inputs alone, as most published reports do;
        ``green_book`` leaves year 1 undiscounted (it is the Treasury's year 0) and discounts inputs alike.
    timing : {"end_of_year", "mid_year", "start_of_year"}
        When in its year a value is felt.
    schedule : str
        Id of a discount schedule; in ``green_book`` the standard, health or reduced one.
    discount_rate : float, optional
        One flat rate as a share, instead of a schedule: 0.0105.
    part_year : {"prorata", "round_up", "round_down"}
        What 2.1 years means: two and a tenth, three, or two.
    discount_inputs : bool
        Whether inputs are discounted on the same axis.
    price_index : str
        Id of the index that moves a proxy to the map's price year.

    Raises
    ------
    pydantic.ValidationError
        When a setting contradicts the mode.

    Notes
    -----
    HM Treasury, The Green Book (2026) for ``green_book``; A Guide to Social Return on Investment (2012)
    for ``sroi_report``.

    Examples
    --------
    >>> Conventions().resolved().timing
    'end_of_year'
    >>> Conventions(discount_rate=0.0105).resolved().mode
    'custom'
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Mode | None = None
    timing: Timing | None = None
    schedule: str | None = None
    discount_rate: Rate | None = None
    part_year: PartYear = "prorata"
    discount_inputs: bool | None = Field(default=None, strict=True)
    price_index: str = DEFLATOR

    @model_validator(mode="after")
    def _agrees_with_its_mode(self) -> Conventions:
        if self.discount_rate is not None and self.schedule is not None:
            raise refuse("Give a schedule or a discount_rate, not both.")
        fixed = _FIXED.get(self.mode)
        if fixed is None:
            return self
        for name, wanted in fixed.items():
            given = getattr(self, name)
            if given is not None and given != wanted:
                raise refuse(f"{name} is {_word(wanted)} in {self.mode}; for another, write mode: custom.")
        if self.discount_rate is not None:
            raise refuse(f"{self.mode} uses a schedule; for a flat discount_rate, write mode: custom.")
        allowed = (STANDARD,) if self.mode == "sroi_report" else GREEN_BOOK
        if self.schedule is not None and SHORT.get(self.schedule, self.schedule) not in allowed:
            raise refuse(f"{self.mode} uses {' or '.join(allowed)}; for another schedule, write mode: custom.")
        return self

    def resolved(self) -> Conventions:
        """The same choices with every blank filled in."""
        chosen = self.timing, self.schedule, self.discount_rate, self.discount_inputs
        mode = self.mode or ("sroi_report" if all(choice is None for choice in chosen) else "custom")
        fixed = _FIXED.get(mode) or {"timing": self.timing or "end_of_year",
                                     "discount_inputs": bool(self.discount_inputs)}
        schedule = None if self.discount_rate is not None else SHORT.get(self.schedule, self.schedule) or STANDARD
        return self.model_copy(update={"mode": mode, "schedule": schedule, **fixed})

    def in_mode(self, mode: Mode) -> Conventions:
        """The same map under another mode: what the mode fixes is forgotten, part years and index stay.

        Examples
        --------
        >>> Conventions(discount_rate=0.0105).in_mode("green_book").resolved().schedule
        'green-book-standard'
        """
        if mode == "custom":
            return self.resolved().model_copy(update={"mode": "custom"})
        health = SHORT.get(self.schedule, self.schedule) if mode == "green_book" else None
        return Conventions(mode=mode, part_year=self.part_year, price_index=self.price_index,
                           schedule=health if health in GREEN_BOOK else None)

    def as_dict(self) -> dict:
        """Every choice that was made, without the blanks."""
        return self.model_dump(exclude_none=True)


_FIXED: dict[str | None, dict] = {
    "sroi_report": {"timing": "end_of_year", "discount_inputs": False},
    "green_book": {"timing": "start_of_year", "discount_inputs": True},
}


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
