"""What an assumption is called on the page, and how its numbers are said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svtrain.apps.assumption_lab.judgement import EVERY, INPUT, is_every, key_of, line_of, place_of, shared_name, shown
from svtrain.core.changes import SHARES
from svtrain.core.conventions import Conventions
from svtrain.core.estimate import Estimate, due_to_others
from svtrain.core.terms import label
from svtrain.core.typed_fields import percent, plain
from svtrain.core.uncertainty import in_words
from svtrain.core.value_map import ASSUMPTIONS, InlineProxy, Input, Outcome

TERM = {"duration_years": "duration"}  # where the glossary's name differs from the field's
EVERY_FIELD = {f"shared.{shared_name(key)}": place_of(EVERY, key) for key in ASSUMPTIONS}
_SETTINGS = {"conventions": "How years are counted", "price_year": "Price year", "inputs": "What was put in", "starts_year": "Year in which it starts",
             "drop_off_from_year": "Year from which it fades", "": "The whole line"}


def key_label(key: str) -> str:
    """The glossary's label of an assumption."""
    return _SETTINGS[key] if key in _SETTINGS else label(TERM.get(key, key))


class Names:
    """The names of one map's assumptions."""

    def __init__(self, lines: Iterable[tuple[str, str]]):
        self.lines = dict(lines)

    def of(self, field: str) -> str:
        """An assumption as a label: what it is, and where.

        Examples
        --------
        >>> Names([("f", "Lower risk")]).of("f.deadweight")
        'Would have happened anyway (deadweight): Lower risk'
        >>> Names([]).of("shared.drop_off of every line")
        'Fades each year (drop-off): every line'
        """
        place = EVERY_FIELD.get(field, field)
        if place.startswith(INPUT):
            return f"Put in: {place.removeprefix(INPUT)}"
        if place.startswith("shared."):
            return place.removeprefix("shared.")
        owner, key = line_of(place), key_of(place)
        if key.isdecimal():  # one of several shares due to others
            owner, key = owner.removesuffix(".attribution"), "attribution"
        return f"{key_label(key)}: {self.line(owner)}"

    def line(self, owner: str) -> str:
        return "every line" if owner == EVERY else self.lines.get(owner, owner)

    def phrase(self, field: str) -> str:
        """An assumption as a phrase that a person would say.

        Examples
        --------
        >>> Names([("f", "Lower risk")]).phrase("f.quantity"), Names([]).phrase("shared.duration_years of every line")
        ("how much there is of 'Lower risk'", 'how long every line lasts')
        """
        place = EVERY_FIELD.get(field, field)
        if is_every(place):
            return in_words(f"{EVERY}.{key_of(place)}").replace(f"'{EVERY}'", "every line")
        return in_words(field, self.lines)


def number(key: str, value: float) -> str:
    """One number of an assumption, as people read it."""
    return (percent if key in SHARES else plain)(round(value, 4))


def between(key: str, low: float, high: float) -> str:
    return number(key, low) if low == high else f"{number(key, low)} to {number(key, high)}"


def said(key: str, given: Any, sign: str = "£") -> str:
    """What a map says in one field, for a table of differences; ``sign`` stands before what was put in."""
    if given is None:
        return "not there"
    if isinstance(given, Estimate):
        texts = shown(f".{key}", given)
        return texts["likely"] if given.low is None else f"{texts['likely']} ({texts['low']} to {texts['high']})"
    if isinstance(given, InlineProxy):
        priced = f"{given.id} {said(key, given.value) if given.value else ''}".strip()
        return f"{priced}, {given.price_year} prices" if given.price_year else priced
    if isinstance(given, Outcome):
        return given.outcome or given.id
    if isinstance(given, Conventions):
        kept = given.resolved()
        rate = percent(kept.discount_rate) if kept.discount_rate is not None else kept.schedule
        return f"{kept.mode}, {kept.timing}, {rate}".replace("_", " ")
    if isinstance(given, tuple) and given and isinstance(given[0], Input):
        return "; ".join(f"{item.name} {sign}{item.value.likely:,.0f}" for item in given)
    if isinstance(given, tuple):
        return said(key, given[0]) if len(given) == 1 else percent(due_to_others(list(given))) if given else "nothing"
    return str(given)
