"""From gross value to present value, one bar a step, for a whole map or one outcome."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.core.terms import label
from svtrain.core.valuation import OutcomeValue, Valuation
from svtrain.core.value_map import DEDUCTIONS

# The glossary's name of each bar, where it is not the bar's own key.
_TERMS = {"gross": "gross_value", "first_year": "first_year_value", "years": "later_years", "discount": "discounting"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: by how much this step changes the value, and the value after it, in the map's currency.

    A ``total`` bar stands on zero and changes nothing.
    """

    key: str
    label: str
    change: float
    value: float
    total: bool = False


def waterfall(valuation: Valuation, outcome_id: str | None = None) -> tuple[Bar, ...]:
    """The bars from gross to present value; the changes add up to the difference exactly.

    Parameters
    ----------
    valuation : Valuation
        A valued map.
    outcome_id : str, optional
        One outcome; without it, all outcomes together.

    Examples
    --------
    >>> from svtrain.core.reference import Reference
    >>> from svtrain.core.valuation import value
    >>> from svtrain.core.value_map import ValueMap
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "outcomes": [
    ...     {"id": "jobs", "quantity": 2, "proxy": {"value": 90}, "deadweight": 0.5}]})
    >>> [(bar.key, bar.value) for bar in waterfall(value(example, Reference())) if bar.change or bar.total]
    [('gross', 180.0), ('deadweight', 90.0), ('first_year', 90.0), ('present_value', 90.0)]
    """
    chosen = [one for one in valuation.by_outcome if outcome_id is None or one.id == outcome_id]
    level = sum(one.gross for one in chosen)
    bars = [Bar("gross", _label("gross"), 0.0, level, total=True)]
    for key in (*DEDUCTIONS, "first_year", "years", "discount", "present_value"):
        if key in {"first_year", "present_value"}:
            bars.append(Bar(key, _label(key), 0.0, level, total=True))
            continue
        after = sum(_value_after(one, key) for one in chosen)
        bars.append(Bar(key, _label(key), after - level, after))
        level = after
    return tuple(bars)


def _value_after(outcome: OutcomeValue, key: str) -> float:
    return next(step.value for step in outcome.steps if step.key == key)


def _label(key: str) -> str:
    return label(_TERMS.get(key, key))
