"""The nouns: what a contract is said to change, for whom, and what that is said to be worth."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, field_validator, model_validator

from svtrain.core.conventions import Conventions
from svtrain.core.estimate import Amount, Duration, Estimate, Number, Share, Shares, refuse
from svtrain.core.noun import Name, Noun, Text, as_text
from svtrain.core.unpriced import Unpriced

FORMAT = "value-map/1"
DEDUCTIONS = ("deadweight", "displacement", "attribution", "leakage")
# Every field of an outcome that may be uncertain, in the order in which it enters the sum.
ASSUMPTIONS = ("quantity", "proxy", *DEDUCTIONS, "drop_off", "duration_years")


def _as_texts(given: Any) -> Any:
    """One note is a list of one."""
    return [] if given in (None, "") else given if isinstance(given, list | tuple) else [given]


def _as_list(given: Any) -> Any:
    """A key with nothing after it is an empty list."""
    return () if given is None else given


def _price_year(given: Any) -> Any:
    given = as_text(given) or None
    if isinstance(given, float):
        raise refuse(f"A price year is written 2019 or 2012/13, not '{given:g}'.")
    if isinstance(given, str) and not is_year(given):
        raise refuse(f"A price year is written 2019 or 2012/13, not '{given[:40]}'{_as_year(given)}.")
    return given


def _as_year(given: str) -> str:
    """How a financial year in another dress is written, or nothing where it is none: 2012-13, FY 2012/2013, 12/13."""
    found = re.fullmatch(r"\s*(?:FY\s*)?(\d{4}|\d{2})\s*(?:[/\-\u2010-\u2015]|to)\s*(\d{4}|\d{2})\s*", given, re.IGNORECASE | re.ASCII)
    if found is None:
        return ""
    first = found[1] if len(found[1]) == 4 else f"{'19' if found[1] > '50' else '20'}{found[1]}"
    year = f"{first}/{found[2][-2:]}"
    return f"; write {year}" if is_year(year) else ""


def is_year(text: str) -> bool:
    """Whether a text is a calendar year (2019) or a financial year (2012/13).

    Examples
    --------
    >>> is_year("2012/13"), is_year("1999/00"), is_year("2012/14"), is_year("19")
    (True, True, False, False)
    """
    first, slash, second = text.partition("/")
    if len(first) != 4 or not first.isascii() or not first.isdigit():
        return False
    return not slash or second == f"{(int(first) + 1) % 100:02d}"


Year = Annotated[str | None, BeforeValidator(_price_year)]


class Contract(Noun):
    """The contract that the map is about. ``value`` is pounds over its life; dates are ISO 8601."""

    reference: Text = ""
    title: Text = ""
    buyer: Text = ""
    supplier: Text = ""
    value: Number | None = Field(default=None, ge=0)
    start: date | None = None
    end: date | None = None
    cpv: Text = ""
    place: Text = ""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Contract:
        if self.start and self.end and self.end < self.start:
            raise refuse(f"The contract ends ({self.end}) before it starts ({self.start}).")
        return self


class Input(Noun):
    """Something put in, in money. ``year`` counts from 1, the first year of the activity."""

    name: Name
    value: Amount
    year: int = Field(default=1, ge=0, le=1000, strict=True)
    notes: Text = ""


class InlineProxy(Noun):
    """A financial proxy written in the map itself, or a bank's proxy (`id`) with something changed.

    With ``id``, every field left out comes from the bank. ``value`` is money per ``unit`` at the prices of
    ``price_year``; a loss is negative.
    """

    id: Text = ""
    value: Estimate | None = None
    unit: Text = ""
    price_year: Year = None
    price_year_note: Text = ""
    source: Text = ""
    perspective: Text = ""
    currency: Text = ""
    outcome: Text = ""
    geography: Text = ""
    beneficiary: Text = ""
    value_basis: Text = ""
    url: Text = ""
    licence: Text = ""
    last_checked: Text = ""
    caveat: Text = ""

    @model_validator(mode="after")
    def _has_a_value(self) -> InlineProxy:
        if self.value is None and not self.id:
            raise refuse("A proxy needs a value, or the id of a proxy in the bank.")
        return self


def _kind_of_proxy(given: Any) -> str:
    return "written" if isinstance(given, dict | InlineProxy) else "id"


def _proxy_id(given: Any) -> Any:
    if isinstance(given, int | float) and not isinstance(given, bool):
        raise refuse(f"A proxy is the id of one in the bank, or {{value: {given:g}, unit: ...}}.")
    return given


ProxyId = Annotated[str, BeforeValidator(_proxy_id), Field(min_length=1, max_length=200)]
ProxyChoice = Annotated[Annotated[ProxyId, Tag("id")] | Annotated[InlineProxy, Tag("written")],
                        Discriminator(_kind_of_proxy)]


class Outcome(Noun):
    """One line of the map: who changes, how, by how much, and what of it is due to this contract.

    Deductions are the share taken away, from 0 to 1. ``attribution`` is the share due to others; several
    shares combine as 1 - (1-a)(1-b). ``drop_off`` is the share lost each year. ``starts_year`` 1 is the
    year of the activity. Drop-off acts from the outcome's second year unless ``drop_off_from_year`` is 1.

    ``kind`` (output or outcome), ``comparison_group``, ``includes`` (ids of lines that this one sums up) and
    ``perspective`` are read by the checks only, never by the sum.
    """

    id: Name
    stakeholder: Text = ""
    outcome: Text = ""
    quantity: Amount
    unit: Text = ""
    proxy: ProxyChoice
    deadweight: Share = Estimate(likely=0)
    displacement: Share = Estimate(likely=0)
    attribution: Shares = (Estimate(likely=0),)
    leakage: Share = Estimate(likely=0)
    drop_off: Share = Estimate(likely=0)
    duration_years: Duration = Estimate(likely=1)
    starts_year: int = Field(default=1, ge=1, le=1000, strict=True)
    drop_off_from_year: int = Field(default=2, ge=1, le=1000, strict=True)
    kind: Literal["output", "outcome"] | None = None
    perspective: Text = ""
    place: Text = ""
    comparison_group: bool = Field(default=False, strict=True)
    includes: tuple[Name, ...] = ()
    notes: Text = ""

    def as_dict(self) -> dict:
        """What a person would write; one share due to others is written without a list."""
        plain = super().as_dict()
        if len(plain.get("attribution", ())) == 1:
            plain["attribution"] = plain["attribution"][0]
        return plain


class ValueMap(Noun):
    """A whole value map: inputs, outcomes and the conventions to read them by.

    ``price_year`` rebases every proxy; without it the map is valued at its proxies' own prices.
    ``stakeholders`` may say how many people are in each group; the checks use it. ``unpriced`` outcomes are shown beside
    the result and never enter the sum.

    Raises
    ------
    pydantic.ValidationError
        Naming every field that is missing, unknown, of the wrong type or out of range.

    Examples
    --------
    >>> found = ValueMap.model_validate({"inputs": [{"name": "Price", "value": 1000}], "outcomes": [
    ...     {"id": "jobs", "quantity": 2, "proxy": {"value": 900, "unit": "person"}, "deadweight": 0.4}]})
    >>> found.outcomes[0].deadweight.likely
    0.4
    """

    svtrain: Literal["value-map/1"] = FORMAT
    title: Text = ""
    contract: Contract | None = None
    currency: Annotated[Text, Field(min_length=1, max_length=12)] = "GBP"
    price_year: Year = None
    conventions: Annotated[Conventions, BeforeValidator(lambda given: {} if given is None else given)] = Conventions()
    stakeholders: dict[Name, Annotated[Number, Field(ge=0)]] = {}
    inputs: Annotated[tuple[Input, ...], BeforeValidator(_as_list)] = ()
    outcomes: Annotated[tuple[Outcome, ...], BeforeValidator(_as_list)] = ()
    unpriced: Annotated[tuple[Unpriced, ...], BeforeValidator(_as_list)] = ()
    notes: Annotated[tuple[Text, ...], BeforeValidator(_as_texts)] = ()

    @field_validator("outcomes", mode="after")
    @classmethod
    def _ids_once(cls, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
        seen: dict[str, int] = {}
        for position, outcome in enumerate(outcomes, 1):
            if outcome.id == "inputs":
                raise refuse("An outcome cannot be called 'inputs'; that word means the map's inputs.")
            if outcome.id in seen:
                raise refuse(f"The id '{outcome.id}' is used twice (outcomes {seen[outcome.id]} and {position}); "
                             "each needs its own.")
            seen[outcome.id] = position
        return outcomes

    @model_validator(mode="after")
    def _unpriced_ids_are_new(self) -> ValueMap:
        seen = {outcome.id for outcome in self.outcomes}
        for item in self.unpriced:
            if item.id in seen:
                raise refuse(f"The id '{item.id}' of an unpriced outcome is used already; each needs its own.")
            seen.add(item.id)
        return self

    def as_dict(self) -> dict:
        """The map as a person would write it, in the order of the format."""
        plain = super().as_dict()
        rest = {key: plain[key] for key in ("price_year", "conventions", "stakeholders") if key in plain}
        if self.contract is not None:
            rest = {"contract": self.contract.as_dict(), **rest}
        if "conventions" in rest:
            rest["conventions"] = self.conventions.as_dict()
        whole = {"svtrain": FORMAT, "title": self.title, "currency": self.currency, **rest,
                 "inputs": [item.as_dict() for item in self.inputs],
                 "outcomes": [outcome.as_dict() for outcome in self.outcomes],
                 **({"unpriced": [item.as_dict() for item in self.unpriced]} if self.unpriced else {})}
        said = list(self.notes)
        return {**whole, "notes": said[0] if len(said) == 1 else said} if said else whole

    def in_mode(self, mode: str) -> ValueMap:
        """The same map read by another mode's conventions.

        Examples
        --------
        >>> ValueMap().in_mode("green_book").conventions.resolved().timing
        'start_of_year'
        """
        return self.model_copy(update={"conventions": self.conventions.in_mode(mode)})
