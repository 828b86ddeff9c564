"""What a room estimates: one number of a value map, put as a question that needs no map to be understood."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from svtrain.apps.value_builder.proxies import amount
from svtrain.core.changes import SHARES
from svtrain.core.fields import Spot, spots
from svtrain.core.typed_fields import percent, plain, share_from
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.core.value_map import ValueMap

PREFIX = "estimate-room:"
START = "case:lwtc-westbank-2015"  # the map that stands open at first
LONGEST_FIELD = 50  # letters of a field's name inside an activity's id, which the store keeps short
LONGEST_TEXT = 400
INPUT = "value"  # the name of an input's number

ASKS = {
    "quantity": "How much of this change is there?",
    "proxy": "What is one of this worth, in money?",
    "deadweight": "What share of this change would have happened anyway?",
    "displacement": "What share of this change only pushed something out elsewhere?",
    "attribution": "What share of this change did other people or services bring about?",
    "leakage": "What share of this gain reaches people outside the place or group it was meant for?",
    "drop_off": "What share of last year's value is lost each following year?",
    "duration_years": "For how many years does this change go on having value?",
    INPUT: "What does this cost?",
}
TERMS = {"duration_years": "duration", INPUT: ""}  # where the glossary's name differs
LABELS = {
    "quantity": "How much of it", "proxy": "Price of one (proxy)", "deadweight": "Would have happened anyway (deadweight)",
    "displacement": "Moved from elsewhere (displacement)", "attribution": "Due to others (attribution)",
    "leakage": "Goes to people outside the area (leakage)", "drop_off": "Fades each year (drop-off)",
    "duration_years": "Lasts how many years (duration)", INPUT: "What it costs",
}
MOST_YEARS = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """One number to estimate. ``about`` is the line in words, ``assumption`` a key of `ASKS`, ``map_id`` names the map."""

    field: str
    assumption: str
    about: str
    unit: str = ""
    map_id: str = ""
    map_title: str = ""

    @property
    def asks(self) -> str:
        """The question itself, in one sentence."""
        return ASKS[self.assumption]

    @property
    def label(self) -> str:
        """The assumption's name, as fields are labelled."""
        return LABELS[self.assumption]

    @property
    def is_share(self) -> bool:
        return self.assumption in SHARES

    def shown(self, value: float) -> str:
        """A figure as people read it.

        Examples
        --------
        >>> Question("a.deadweight", "deadweight", "Jobs").shown(0.25), Question("a.duration_years", "duration_years", "Jobs", "years").shown(3)
        ('25%', '3 years')
        """
        if self.is_share:
            return percent(round(value, 4))
        if self.assumption in ("proxy", INPUT):
            return amount(value) if self.unit.startswith("£") else f"{plain(round(value, 2))} {self.unit}".strip()
        return f"{plain(round(value, 2))} {self.unit}".strip()

    def typed(self, value: float) -> str:
        """A figure as a person would type it into a field."""
        return percent(value) if self.is_share else plain(value)

    def read(self, text: str) -> float:
        """Read one figure.

        Raises
        ------
        NotANumber
            With a sentence for the person who typed it.

        Examples
        --------
        >>> Question("a.deadweight", "deadweight", "Jobs").read("40%")
        0.4
        """
        if self.is_share:
            return share_from(text)
        value = number_from(text)
        if self.assumption != "proxy" and value < 0:
            raise NotANumber("This cannot be below zero.")
        if self.assumption == "duration_years" and value > MOST_YEARS:
            raise NotANumber(f"Give at most {MOST_YEARS:,} years.")
        return value

    def holds(self, value: float) -> bool:
        """Whether the field can have this value; what a program stored need not.

        Examples
        --------
        >>> Question("a.deadweight", "deadweight", "Jobs").holds(1.5), Question("a.proxy", "proxy", "Jobs").holds(-20)
        (False, True)
        """
        most = 1.0 if self.is_share else MOST_YEARS if self.assumption == "duration_years" else math.inf
        return self.assumption == "proxy" or 0 <= value <= most

    @property
    def title(self) -> str:
        """What it is called in a list."""
        return f"{self.label}: {self.about}"

    def payload(self) -> dict[str, str]:
        """What everybody in the room is told when it is opened."""
        return {"title": self.title, **{name: getattr(self, name) for name in self.__slots__}}


def question_in(payload: Mapping) -> Question | None:
    """The question that an activity was opened with; None when it is not one of ours.

    Examples
    --------
    >>> question_in(Question("a.deadweight", "deadweight", "Jobs").payload()).asks
    'What share of this change would have happened anyway?'
    >>> question_in({"field": 3}) is None
    True
    """
    found = {name: payload.get(name, "") for name in Question.__slots__}
    if not all(isinstance(text, str) and len(text) <= LONGEST_TEXT for text in found.values()) or found["assumption"] not in ASKS:
        return None
    return Question(**found)


def item_of(field: str, again: int = 1) -> str:
    """The activity's id in the room's store; ``again`` tells two maps with a field of one name apart.

    Examples
    --------
    >>> item_of("jobs.deadweight"), item_of("jobs.deadweight", again=2)
    ('estimate-room:jobs.deadweight', 'estimate-room:jobs.deadweight/2')
    >>> item_of("inputs.Contract price")
    'estimate-room:inputs.Contract-price-a70629e6'
    """
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", field)
    if safe != field or len(field) > LONGEST_FIELD:
        safe = f"{safe[:LONGEST_FIELD]}-{hashlib.sha256(field.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return f"{PREFIX}{safe}{f'/{again}' if again > 1 else ''}"


def questions(value_map: ValueMap, map_id: str) -> dict[str, Question]:
    """Every number of a map that can be estimated, by field, in the map's order."""
    return {spot.field: _question(value_map, spot, map_id) for spot in spots(value_map)}


def _question(value_map: ValueMap, spot: Spot, map_id: str) -> Question:
    sign = "£" if value_map.currency == "GBP" else value_map.currency
    title = value_map.title[:LONGEST_TEXT // 2]
    if spot.is_input:
        return Question(spot.field[:LONGEST_TEXT], INPUT, value_map.inputs[spot.line].name, sign, map_id, title)
    outcome = value_map.outcomes[spot.line]
    words = (outcome.outcome or outcome.id)[:150]
    about = f"{words} ({outcome.stakeholder[:100]})" if outcome.stakeholder else words
    unit = {"quantity": outcome.unit[:60], "proxy": sign, "duration_years": "years"}.get(spot.name, "")
    return Question(spot.field[:LONGEST_TEXT], spot.name, about, unit, map_id, title)
