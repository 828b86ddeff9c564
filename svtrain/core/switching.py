"""What one number must be for the ratio to reach a target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from svtrain.core.changes import SHARES, fields_named
from svtrain.core.estimate import LONGEST
from svtrain.core.model import Model
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.uncertainty import in_words
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap

RATE = "conventions.discount_rate"
HIGHEST_RATE = 0.999  # a rate of 100% or more leaves the conventions


@dataclass(frozen=True, slots=True)
class Switch:
    """The switching value of one field, or None when no value does; ``sentence`` says it."""

    field: str
    target: float
    value: float | None
    now: float
    ratio_now: float | None
    exact: bool
    sentence: str

    def as_dict(self) -> dict:
        """Plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


def switching_value(value_map: ValueMap, reference: Reference, field: str, target: float = 1.0) -> Switch:
    """What `field` must be for the ratio to reach `target`, all else at likely.

    Parameters
    ----------
    field : str
        One number (``jobs.deadweight``, ``inputs.Price``), or every outcome's (``deadweight``), moved together; or
        ``conventions.discount_rate``, for short ``discount_rate``: one flat rate for all years.
    target : float
        The ratio to reach; 1 is the point at which value equals inputs.

    Raises
    ------
    CannotDo
        When the field is unknown, or nothing is put in, so that there is no ratio.

    Notes
    -----
    HM Treasury, The Green Book (2026), switching values. Where only whole years count a duration moves the ratio in
    steps; the first whole year past the target is given, with ``exact`` false.

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0},
    ...     "inputs": [{"name": "Price", "value": 100}],
    ...     "outcomes": [{"id": "jobs", "quantity": 4, "proxy": {"value": 50}}]})
    >>> switching_value(example, Reference(), "jobs.deadweight").value
    0.5
    """
    if not np.isfinite(target):
        raise CannotDo(Problem("The target must be a finite number.", "--target"))
    if field in (RATE, "discount_rate"):
        return _rate(value_map, reference, target)
    curve = _Curve(value_map, reference, fields_named(value_map, field), target)
    if curve.name == "duration_years":
        found = curve.duration()
    elif curve.name == "drop_off":
        found = curve.between(0.0, 1.0)
    else:
        found = curve.straight()
    found = None if found is None else curve.snapped(found)
    exact = found is not None and abs(curve.ratio(found) - target) <= 1e-9 * max(1, abs(target))
    return Switch(field, target, found, curve.now, curve.ratio_now, exact,
                  _sentence(field, target, found, exact, curve))


class _Curve:
    """Value less target times inputs, as one number moves."""

    def __init__(self, value_map: ValueMap, reference: Reference, fields: list[str], target: float):
        self.model = Model(value_map, reference, fields)
        self.target = target
        self.is_input = fields[:1] != [] and fields[0].startswith("inputs.")
        last = fields[0].rpartition(".")[2] if fields else "quantity"
        self.name = "value" if self.is_input else "attribution" if last.isdecimal() else last
        now = self.model.likely()
        self.now = float(now.mean()) if now.size else 0.0
        same = now.size == 0 or now.min() == now.max()
        self.said_now = f"{self.now:g}" if same else f"{now.min():g} to {now.max():g}"
        if float(self.model.total_inputs(now)[0]) <= 0 and not self.is_input:
            raise CannotDo(Problem("Nothing is put in, so there is no ratio to reach.", "inputs"))
        ratio = float(self.model.ratios(now)[0])
        if np.isinf(ratio) or np.isinf(self.model.present_values(now)[0]):
            raise CannotDo(Problem("The numbers are too large to add up; check quantities, proxies and inputs."))
        self.ratio_now = None if np.isnan(ratio) else ratio

    def matrix(self, at) -> np.ndarray:
        at = np.atleast_1d(np.asarray(at, float))
        return np.broadcast_to(at, (len(self.model.fields), at.size))

    def gap(self, at) -> np.ndarray:
        where = self.matrix(at)
        return self.model.present_values(where) - self.target * self.model.total_inputs(where)

    def ratio(self, at: float) -> float:
        return float(self.model.ratios(self.matrix(at))[0])

    def straight(self) -> float | None:
        """The gap is a straight line in every number but drop-off and duration."""
        size = max(abs(self.now), 1.0)
        begin, end = (0.0, 1.0) if self.name in SHARES else (0.0, 2 * size)
        at_begin, at_end = self.gap([begin, end])
        slope = (at_end - at_begin) / (end - begin)
        if abs(slope) * (end - begin) <= 1e-12 * max(abs(at_begin), abs(at_end)):
            return None
        found = begin - at_begin / slope
        for _ in range(3):  # a little rounding is left where the answer is far away
            found -= float(self.gap(found)[0]) / slope
        if not np.isfinite(found):
            return None
        low, high = self.limits()
        inside = min(max(found, low), high)
        # At the very edge of its limits a number may step over by the last bits of the whole sum.
        missed = abs(self.ratio(inside) - self.target) > 1e-11 * max(1.0, abs(self.target))
        return None if not np.isfinite(self.ratio(inside)) or (inside != found and missed) else inside

    def limits(self) -> tuple[float, float]:
        if self.name in SHARES:
            return 0.0, 1.0
        return (-np.inf, np.inf) if self.name == "proxy" else (0.0, np.inf)

    def between(self, low: float, high: float) -> float | None:
        """The crossing nearest to the value now, found by halving."""
        edges = np.linspace(low, high, 2001)
        found = [self.halved(edges[k], edges[k + 1]) for k in _crossings(self.gap(edges))]
        return min(found, key=lambda each: abs(each - self.now), default=None)

    def halved(self, low: float, high: float) -> float:
        rising = self.gap(low)[0] < self.gap(high)[0]
        for _ in range(200):
            middle = (low + high) / 2
            if middle in (low, high):
                break
            if (self.gap(middle)[0] < 0) == rising:
                low = middle
            else:
                high = middle
        return min((low, high), key=lambda each: abs(float(self.gap(each)[0])))

    def duration(self) -> float | None:
        """Whole years first: between two of them the gap is a straight line, or a step where only whole years count."""
        edges = np.arange(0, LONGEST + 1.0)
        gaps = self.gap(edges)
        found = []
        for year in _crossings(gaps):
            if self.model.part_year == "prorata":
                found.append(self.halved(edges[year], edges[year + 1]))
            else:
                found.append(edges[year + 1])
        found = [each for each in found if each > 0]
        return float(min(found, key=lambda each: abs(each - self.now))) if found else None

    def snapped(self, found: float) -> float:
        """A rounder number where it does exactly as well."""
        rounder = float(f"{found:.12g}")
        low, high = self.limits()
        better = low <= rounder <= high and abs(self.gap(rounder)[0]) <= abs(self.gap(found)[0])
        return rounder if better else float(found)


def _rate(value_map: ValueMap, reference: Reference, target: float) -> Switch:
    """The flat discount rate, from 0, at which the ratio is the target: for a target of 1, the internal rate of return."""
    result, conventions = value(value_map, reference, check=False), value_map.conventions.resolved()
    if result.total_inputs <= 0:
        raise CannotDo(Problem("Nothing is put in, so there is no ratio to reach.", "inputs"))
    late = {"end_of_year": 0.0, "mid_year": 0.5, "start_of_year": 1.0}[conventions.timing]
    years = np.array([year.year for year in result.by_year]) - late
    values = np.array([year.value for year in result.by_year])
    paid = np.array([item.value.likely for item in value_map.inputs])
    waits = np.array([item.year - late if conventions.discount_inputs and item.year >= 1 else 0.0 for item in value_map.inputs])

    def gap(rates) -> np.ndarray:
        pound = 1 / (1 + np.atleast_1d(np.asarray(rates, float)))[:, None]
        return (values * pound**years).sum(axis=1) - target * (paid * pound**waits).sum(axis=1)

    from scipy.optimize import brentq

    edges = np.linspace(0, HIGHEST_RATE, 1000)
    found = next((float(brentq(lambda rate: float(gap(rate)[0]), edges[k], edges[k + 1], xtol=1e-14))
                  for k in _crossings(gap(edges))), None)
    first = reference.schedules[conventions.schedule].bands if conventions.schedule else ()
    now = conventions.discount_rate if not first else min(first)[1]
    said = f"The discount rate: no rate from 0% to 100% brings the ratio to {target:g}." if found is None else (
        f"The discount rate: at {found:.2%} a year the ratio is {target:g}; at {100 * now:.3g}% it is {result.sroi_ratio:.2f}.")
    return Switch(RATE, target, found, now, result.sroi_ratio, found is not None, said)


def _crossings(gaps: np.ndarray) -> list[int]:
    """Where a curve passes or touches zero: the number of the piece."""
    signs = np.sign(gaps)
    touching = (signs[:-1] != signs[1:]) & ((signs[:-1] * signs[1:] < 0) | (signs[1:] == 0) | (signs[:-1] == 0))
    return [int(k) for k in np.flatnonzero(touching)]


_PLAIN = {"drop_off": "drop-off", "duration_years": "duration in years"}


def _sentence(field: str, target: float, found: float | None, exact: bool, curve: _Curve) -> str:
    what = in_words(field) if "." in field else f"the {_PLAIN.get(field, field)} of every outcome"
    what = what[0].upper() + what[1:]
    if found is None:
        return f"{what}: no value does; none brings the ratio to {target:g}."
    if not exact:
        return f"{what}: at {found:g} whole years the ratio first passes {target:g}; it is then {curve.ratio(found):.2f}."
    now = "" if curve.ratio_now is None else f"; with {curve.said_now} it is {curve.ratio_now:.2f}"
    return f"{what}: at {found:.6g} the ratio is {target:g}{now}."
