"""Challenges to a value map: recorded, applied while they still fit, taken back without trace."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from svtrain.core.challenge_fields import MISSING, Place, find_places
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.valuation import Valuation, value
from svtrain.core.value_map import ValueMap

TARGETS = ("proxy", "assumption", "convention")
DECISIONS = ("accept", "adapt", "reject", "park")
# What may be asked of a number; each asks for another kind of evidence.
QUESTIONS = {
    "claim": "Does the source claim this at all?",
    "build": "How was the number built?",
    "unit": "Is it for the same unit?",
    "year": "Is it at the prices of the right year?",
    "population": "Is it about the same people?",
    "place": "Is it about the same place?",
    "perspective": "Whose pound is it?",
    "double count": "Is it counted somewhere else too?",
    "counterfactual": "What would have happened anyway?",
    "why pounds": "Why is this in pounds at all?",
}


@dataclass(frozen=True, slots=True)
class Challenge:
    """One challenge to one number or choice.

    Parameters
    ----------
    id : str
        Its name; each once.
    target : {"proxy", "assumption", "convention"} or str
        What is challenged; or the id of the outcome, or of the bank's proxy, that ``field`` belongs to.
    field : str
        ``jobs.deadweight``, ``jobs.proxy``, ``conventions.discount_rate``, ``price_year``, ``inputs.Contract price``.
    expect : number, text or mapping
        The value when it was challenged. When the map says something else by now, the challenge is stale.
    set : number, text or mapping
        The value to use instead.
    question, reason, evidence, evidence_grade : str
        What was asked (see `QUESTIONS`), the answer, what it rests on and how good that is.
    decision : {"accept", "adapt", "reject", "park"} or ""
        Rejected and parked challenges are shown and not applied; one that nobody has decided is applied, to see its effect.
    by, on, would_change_if : str
        Who challenged, on which ISO date, and what evidence would change their mind.
    """

    id: str
    target: str
    field: str
    expect: Any
    set: Any
    question: str = ""
    reason: str = ""
    evidence: str = ""
    evidence_grade: str = ""
    decision: str = ""
    by: str = ""
    on: str = ""
    would_change_if: str = ""

    def as_dict(self) -> dict:
        """What a person would write; blanks are left out."""
        written = {name: getattr(self, name) for name in self.__slots__}
        return {name: given for name, given in written.items() if given not in ("", None) or name in ("expect", "set")}


@dataclass(frozen=True, slots=True)
class Applied:
    """A challenge in force, and what stood in each place before it."""

    challenge: Challenge
    before: tuple[tuple[Place, Any], ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of one challenge.

    ``status``: applied, stale, rejected or parked. ``difference`` is its own step in present value, in the order of the
    records, so the steps add up; ``alone`` is what it would do without the others. Both are None when it is stale.
    """

    challenge: Challenge
    status: str
    found: Any
    sentence: str
    difference: float | None = None
    ratio_difference: float | None = None
    alone: float | None = None
    ratio_alone: float | None = None

    def as_dict(self) -> dict:
        """Plain values."""
        numbers = {name: getattr(self, name) for name in ("difference", "ratio_difference", "alone", "ratio_alone")}
        return {**self.challenge.as_dict(), "status": self.status, "found": self.found, "sentence": self.sentence, **numbers}


@dataclass(frozen=True, slots=True)
class Challenged:
    """A map before and after its challenges."""

    before: Valuation
    after: Valuation
    value_map: ValueMap
    effects: tuple[Effect, ...]

    def as_dict(self) -> dict:
        """Plain values that JSON can hold."""
        before, after = _totals(self.before), _totals(self.after)
        gap = {name: None if None in (before[name], after[name]) else after[name] - before[name] for name in before}
        return {"title": self.before.title, "currency": self.before.currency, "before": before, "after": after,
                "difference": gap, "challenges": [effect.as_dict() for effect in self.effects]}


def _totals(valuation: Valuation) -> dict:
    return {"total_inputs": valuation.total_inputs, "present_value": valuation.present_value,
            "net_present_value": valuation.net_present_value, "sroi_ratio": valuation.sroi_ratio}


def apply(value_map: ValueMap, challenge: Challenge, reference: Reference) -> tuple[ValueMap, Applied]:
    """The map with one challenge in force, and what to give `revert`.

    Raises
    ------
    CannotDo
        When the field is not there, the challenge is stale, or the new value is refused.

    Examples
    --------
    >>> example = ValueMap.model_validate({"outcomes": [{"id": "jobs", "quantity": 2, "proxy": {"value": 90}}]})
    >>> challenge = Challenge("c1", "assumption", "jobs.deadweight", expect=0, set=0.5, reason="Half leave anyway.")
    >>> changed, applied = apply(example, challenge, Reference())
    >>> changed.outcomes[0].deadweight.likely
    0.5
    >>> revert(changed, applied) == example
    True
    """
    places = find_places(value_map, challenge.target, challenge.field)
    plain = value_map.as_dict()
    for place in places:
        if not place.holds(plain, challenge.expect, value_map, reference):
            raise CannotDo(Problem(_stale(challenge, place.shown(plain, value_map, reference)), f"{challenge.id}.expect"))
    before = tuple((place, copy.deepcopy(place.read(plain))) for place in (each.whole for each in places))
    for place in places:
        place.write(plain, place.wanted(plain, challenge))
    return _checked(plain, challenge), Applied(challenge, before)


def revert(value_map: ValueMap, applied: Applied) -> ValueMap:
    """The map as it was before the challenge; challenges are taken back in the opposite order."""
    plain = value_map.as_dict()
    for place, before in applied.before:
        place.write(plain, before)
    return _checked(plain, applied.challenge)


def _checked(plain: dict, challenge: Challenge) -> ValueMap:
    try:
        return ValueMap.model_validate(plain)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        sentence = detail["ctx"]["sentence"] if detail["type"] == "said" else f"{detail['msg'].rstrip('.')}."
        raise CannotDo(Problem(f"{challenge.field} cannot be set to this. {sentence}", f"{challenge.id}.set")) from None


def _stale(challenge: Challenge, found: Any) -> str:
    return f"Stale: it was written when {challenge.field} was {_say(challenge.expect)}; now it is {_say(found)}."


def _say(given: Any) -> str:
    if isinstance(given, bool) or given is None:
        return {True: "true", False: "false", None: "blank"}[given]
    if isinstance(given, int | float):
        return f"{given:,.10g}"
    if isinstance(given, dict):
        return ", ".join(f"{key} {_say(part)}" for key, part in list(given.items())[:6])
    return "blank" if given is MISSING else f"'{str(given)[:60]}'"


_IDLE = {"reject": "rejected", "park": "parked"}


def challenge_map(value_map: ValueMap, records: Sequence[Challenge], reference: Reference, *,
                  today: str | None = None) -> Challenged:
    """A second valuation with every challenge that still fits, and the difference that each makes.

    Raises
    ------
    CannotDo
        When the map cannot be valued, a field is not there, an id is used twice, or a new value is refused.

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "inputs": [{"name": "Price", "value": 90}],
    ...     "outcomes": [{"id": "jobs", "quantity": 2, "proxy": {"value": 90}, "deadweight": 0.1}]})
    >>> found = challenge_map(example, [
    ...     Challenge("c1", "assumption", "jobs.deadweight", 0.1, 0.5), Challenge("c2", "proxy", "jobs.proxy", 80, 70)],
    ...     Reference())
    >>> [(effect.status, effect.difference) for effect in found.effects]
    [('applied', -72.0), ('stale', None)]
    >>> found.effects[1].sentence
    'Stale: it was written when jobs.proxy was 80; now it is 90.'
    """
    _refuse_twice(records)
    first = value(value_map, reference, today=today)
    now, last, effects = value_map, first, []
    for record in records:
        if record.decision in _IDLE:
            effects.append(_idle(value_map, record, reference, first, today))
            continue
        try:
            changed, _ = apply(now, record, reference)
        except CannotDo as error:
            if not error.problems[0].field.endswith(".expect"):
                raise
            place = find_places(now, record.target, record.field)[0]
            effects.append(Effect(record, "stale", place.shown(now.as_dict(), now, reference), error.problems[0].message))
            continue
        result = value(changed, reference, today=today)
        effects.append(_effect(record, "applied", last, result, _alone(value_map, record, reference, first, today)))
        now, last = changed, result
    return Challenged(first, last, now, tuple(effects))


def _refuse_twice(records: Sequence[Challenge]) -> None:
    names = [record.id for record in records]
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    if twice:
        raise CannotDo([Problem(f"The id '{name[:80]}' is used twice; each challenge needs its own.", name[:80]) for name in twice])


Alone = tuple[float, float | None] | None


def _alone(value_map: ValueMap, record: Challenge, reference: Reference, first: Valuation, today: str | None) -> Alone:
    """What the challenge would do without the others; None when it does not fit the map as it was."""
    try:
        result = value(apply(value_map, record, reference)[0], reference, today=today)
    except CannotDo:
        return None
    return result.present_value - first.present_value, _gap(first.sroi_ratio, result.sroi_ratio)


def _gap(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _idle(value_map: ValueMap, record: Challenge, reference: Reference, first: Valuation, today: str | None) -> Effect:
    plain, place = value_map.as_dict(), find_places(value_map, record.target, record.field)[0]
    found = place.shown(plain, value_map, reference)
    if not place.holds(plain, record.expect, value_map, reference):
        return Effect(record, "stale", found, _stale(record, found))
    status = _IDLE[record.decision]
    alone = _alone(value_map, record, reference, first, today) or (None, None)
    return Effect(record, status, found, f"Not applied: it was {status}.", None, None, *alone)


def _effect(record: Challenge, status: str, last: Valuation, result: Valuation, alone: Alone) -> Effect:
    step = result.present_value - last.present_value
    undecided = "" if record.decision else " Nobody has decided on it yet."
    sentence = f"{record.field} goes from {_say(record.expect)} to {_say(record.set)}: {_pounds(step, result.currency)}.{undecided}"
    return Effect(record, status, record.expect, sentence, step, _gap(last.sroi_ratio, result.sroi_ratio), *(alone or (None, None)))


def _pounds(amount: float, currency: str) -> str:
    sign = "+" if amount >= 0 else "-"
    unit = "£" if currency == "GBP" else f"{currency} "
    return f"{sign}{unit}{abs(amount):,.0f} of present value"
