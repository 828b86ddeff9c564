"""From a value map to a number that says how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from svtrain.core.conventions import Conventions
from svtrain.core.estimate import due_to_others
from svtrain.core.findings import Finding
from svtrain.core.found_proxies import FoundProxy, find_proxies
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference, Schedule, Vintage
from svtrain.core.sentences import convention_sentences
from svtrain.core.unpriced import Unpriced
from svtrain.core.value_map import DEDUCTIONS, Outcome, ValueMap
from svtrain.core.years import HAIR, counted_years, discount_factors, yearly_parts


LAST_BITS = 1e-12  # a sum that misses the inputs by less has reached them: computers add in binary


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the sum: what it is, the factor it multiplies by, the value after it, and whose numbers it used."""

    key: str
    label: str
    factor: float
    value: float
    inputs: tuple[str, ...] = ()

    def as_dict(self) -> dict:
        """Plain values."""
        return {"key": self.key, "label": self.label, "factor": self.factor, "value": self.value,
                "inputs": list(self.inputs)}


@dataclass(frozen=True, slots=True)
class OutcomeValue:
    """What one outcome is worth.

    ``gross`` is quantity x proxy at the map's prices; ``first_year`` is what is left of it after the four
    deductions; ``by_year`` holds the map's years 1, 2, 3, ... before discounting.
    """

    id: str
    gross: float
    first_year: float
    present_value: float
    by_year: tuple[float, ...]
    steps: tuple[Step, ...]
    stakeholder: str = ""
    outcome: str = ""

    def as_dict(self) -> dict:
        """Plain values."""
        return {"id": self.id, "stakeholder": self.stakeholder, "outcome": self.outcome, "gross": self.gross,
                "first_year": self.first_year, "present_value": self.present_value, "by_year": list(self.by_year),
                "steps": [step.as_dict() for step in self.steps]}


@dataclass(frozen=True, slots=True)
class YearValue:
    """One year of the map: all outcomes together, what the year is worth today, and what was put in."""

    year: int
    value: float
    discount_factor: float
    present_value: float
    inputs: float

    def as_dict(self) -> dict:
        """Plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Valuation:
    """A valued map. Money is in ``currency`` at the map's prices; nothing is rounded.

    ``sroi_ratio`` and ``net_ratio`` are None where there is nothing to divide by; ``note`` then says why.
    ``payback_years`` is None when the value never reaches the inputs. ``unpriced`` outcomes are in none of these numbers.
    """

    title: str
    conventions: Conventions
    currency: str
    price_year: str | None
    total_inputs: float
    present_value: float
    net_present_value: float
    sroi_ratio: float | None
    net_ratio: float | None
    payback_years: float | None
    by_outcome: tuple[OutcomeValue, ...]
    by_year: tuple[YearValue, ...]
    lint: tuple[Finding, ...]
    vintage: tuple[Vintage, ...]
    note: str = ""
    sentences: tuple[str, ...] = field(default=())
    unpriced: tuple[Unpriced, ...] = ()

    def as_dict(self) -> dict:
        """Everything, in plain values that JSON can hold; the names are a contract."""
        return {
            "title": self.title, "conventions": self.conventions.as_dict(), "currency": self.currency,
            "price_year": self.price_year, "total_inputs": self.total_inputs, "present_value": self.present_value,
            "net_present_value": self.net_present_value, "sroi_ratio": self.sroi_ratio, "net_ratio": self.net_ratio,
            "payback_years": self.payback_years, "note": self.note, "sentences": list(self.sentences),
            "by_outcome": [outcome.as_dict() for outcome in self.by_outcome],
            "by_year": [year.as_dict() for year in self.by_year],
            "unpriced": [item.as_row() for item in self.unpriced],
            "lint": [finding.as_dict() for finding in self.lint],
            "vintage": [{"dataset": used.dataset, "version": used.version, "sha256": used.sha256}
                        for used in self.vintage],
        }


@dataclass(frozen=True, slots=True)
class Axis:
    """The years of a map and what each is worth today, for outcomes and for inputs."""

    conventions: Conventions
    schedule: Schedule | None
    factors: np.ndarray

    def input_factor(self, year: int) -> float:
        """Discount factor of an input; before the first year, and where inputs are not discounted, it is 1."""
        return float(self.factors[year - 1]) if self.conventions.discount_inputs and year >= 1 else 1.0


def axis_of(value_map: ValueMap, reference: Reference, longest: int) -> Axis:
    """The map's discount factors for years 1..`longest`.

    Raises
    ------
    CannotDo
        When the schedule is not known.
    """
    conventions = value_map.conventions.resolved()
    schedule = None
    if conventions.schedule is not None:
        schedule = reference.schedules.get(conventions.schedule)
        if schedule is None:
            hint = did_you_mean(conventions.schedule, reference.schedules)
            raise CannotDo(Problem(f"There is no discount schedule '{conventions.schedule}'.{hint}",
                                   "conventions.schedule"))
    return Axis(conventions, schedule, discount_factors(conventions, schedule, longest))


def last_year(value_map: ValueMap) -> int:
    """The last year in which anything in the map can happen, at the high end of every range.

    Examples
    --------
    >>> last_year(ValueMap())
    1
    """
    ends = [outcome.starts_year + int(np.ceil(outcome.duration_years.ends[1] - HAIR)) - 1
            for outcome in value_map.outcomes]
    return max([1, *ends, *(item.year for item in value_map.inputs)])


@np.errstate(over="ignore", invalid="ignore")  # what is too large is said at the end
def value(value_map: ValueMap, reference: Reference, *, today: str | None = None, check: bool = True) -> Valuation:
    """Value a map at the likely value of every number.

    Parameters
    ----------
    value_map : ValueMap
        What changed, for whom, by how much.
    reference : Reference
        Proxies, schedules and indices to look up.
    today : str, optional
        ISO date for the check of how long ago a proxy was looked at; now by default.
    check : bool
        Whether to run the checks that fill ``lint``.

    Returns
    -------
    Valuation
        Totals, outcomes with their steps, years, conventions, findings and vintage.

    Raises
    ------
    CannotDo
        With a sentence for every number that cannot be looked up or that is too large.

    Notes
    -----
    A Guide to Social Return on Investment (2012); HM Treasury, The Green Book (2026).

    Examples
    --------
    >>> from svtrain.core.conventions import Conventions
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "inputs": [{"name": "Price", "value": 100}],
    ...     "outcomes": [{"id": "jobs", "quantity": 2, "proxy": {"value": 90}, "deadweight": 0.5}]})
    >>> value(example, Reference()).sroi_ratio
    0.9
    """
    from svtrain.core.lint import lint

    found = find_proxies(value_map, reference)
    axis = axis_of(value_map, reference, last_year(value_map))
    table = outcome_table(value_map, found, axis)
    by_outcome = tuple(_outcome_value(outcome, proxy, row, axis)
                       for outcome, proxy, row in zip(value_map.outcomes, found, table, strict=True))
    by_year = _years(value_map, by_outcome, axis)
    total_inputs = sum(year.inputs for year in by_year) + _before_the_start(value_map)
    present_value = float(sum(outcome.present_value for outcome in by_outcome))
    if not np.isfinite(present_value) or not np.isfinite(total_inputs):
        raise CannotDo(Problem("The numbers are too large to add up; check quantities, proxies and inputs."))
    ratio = present_value / total_inputs if total_inputs > 0 else None
    result = Valuation(
        title=value_map.title, conventions=axis.conventions, currency=value_map.currency,
        price_year=value_map.price_year, total_inputs=total_inputs, present_value=present_value,
        net_present_value=present_value - total_inputs, sroi_ratio=ratio,
        net_ratio=None if ratio is None else ratio - 1, payback_years=payback(by_year, total_inputs),
        by_outcome=by_outcome, by_year=by_year, lint=(), vintage=vintage_of(value_map, found, axis, reference),
        note=_note(value_map, total_inputs), sentences=convention_sentences(value_map, found, axis),
        unpriced=value_map.unpriced)
    return replace(result, lint=lint(value_map, found, result, reference, today=today)) if check else result


@dataclass(frozen=True, slots=True)
class _Row:
    quantity: float
    rates: tuple[float, ...]
    gross: float
    first_year: float
    by_year: np.ndarray


def outcome_table(value_map: ValueMap, found: Sequence[FoundProxy], axis: Axis) -> list[_Row]:
    """Gross, first-year and yearly values of every outcome, all outcomes in one pass."""
    outcomes = value_map.outcomes
    quantity = np.array([outcome.quantity.likely for outcome in outcomes], float)
    proxy = np.array([each.at_map_prices for each in found], float)
    rates = np.array([deductions_of(outcome) for outcome in outcomes], float).reshape(len(outcomes), len(DEDUCTIONS))
    gross = quantity * proxy
    first = gross * np.prod(1 - rates, axis=1)
    years = counted_years([outcome.duration_years.likely for outcome in outcomes], axis.conventions.part_year)
    drop = np.array([outcome.drop_off.likely for outcome in outcomes], float)
    from_year = np.array([outcome.drop_off_from_year for outcome in outcomes], int)
    parts = list(yearly_parts(years, drop, from_year))
    table = np.zeros((len(outcomes), axis.factors.size))
    rows = np.arange(len(outcomes))
    begin = np.array([outcome.starts_year for outcome in outcomes], int) - 1
    for year, part in enumerate(parts):
        column = begin + year
        inside = column < axis.factors.size
        table[rows[inside], column[inside]] = (first * part)[inside]
    return [_Row(float(quantity[i]), tuple(map(float, rates[i])), float(gross[i]), float(first[i]), table[i])
            for i in range(len(outcomes))]


def deductions_of(outcome: Outcome) -> tuple[float, ...]:
    """Deadweight, displacement, attribution (all others together) and leakage, as shares taken away."""
    return (outcome.deadweight.likely, outcome.displacement.likely, due_to_others(outcome.attribution),
            outcome.leakage.likely)


def _outcome_value(outcome: Outcome, proxy: FoundProxy, row: _Row, axis: Axis) -> OutcomeValue:
    present_value = float(row.by_year @ axis.factors)
    return OutcomeValue(outcome.id, row.gross, row.first_year, present_value, tuple(map(float, row.by_year)),
                        tuple(_steps(outcome, proxy, row, present_value)), outcome.stakeholder, outcome.outcome)


_LABELS = {"deadweight": "Deadweight: it would have happened anyway", "displacement": "Displacement: moved, not new",
           "attribution": "Attribution: due to others", "leakage": "Leakage: felt elsewhere"}


def _steps(outcome: Outcome, proxy: FoundProxy, row: _Row, present_value: float):
    price = proxy.value.likely
    yield Step("proxy", f"Proxy, per {proxy.passport.unit or outcome.unit or 'unit'}", price, price,
               (f"{outcome.id}.proxy", proxy.passport.id))
    if proxy.rebased.sentence:
        price = proxy.at_map_prices
        yield Step("rebase", proxy.rebased.sentence, proxy.rebased.factor, price, ("conventions.price_index",))
    yield Step("quantity", "Quantity", row.quantity, row.gross, (f"{outcome.id}.quantity",))
    left = row.gross
    for name, rate in zip(DEDUCTIONS, row.rates, strict=True):
        left *= 1 - rate
        yield Step(name, _LABELS[name], 1 - rate, left, (f"{outcome.id}.{name}",))
    whole = float(row.by_year.sum())
    yield Step("years", "All years, with drop-off", _over(whole, row.first_year), whole,
               (f"{outcome.id}.duration_years", f"{outcome.id}.drop_off", f"{outcome.id}.starts_year"))
    yield Step("discount", "Discounted to today", _over(present_value, whole), present_value, ("conventions",))


def _over(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _years(value_map: ValueMap, by_outcome: Sequence[OutcomeValue], axis: Axis) -> tuple[YearValue, ...]:
    totals = np.sum([outcome.by_year for outcome in by_outcome], axis=0) if by_outcome else np.zeros(axis.factors.size)
    paid = np.zeros(axis.factors.size)
    for item in value_map.inputs:
        if item.year >= 1:
            paid[item.year - 1] += item.value.likely * axis.input_factor(item.year)
    return tuple(YearValue(year, float(total), float(factor), float(total * factor), float(inputs))
                 for year, (total, factor, inputs) in enumerate(zip(totals, axis.factors, paid, strict=True), 1))


def _before_the_start(value_map: ValueMap) -> float:
    return sum(item.value.likely for item in value_map.inputs if item.year == 0)


def payback(by_year: Sequence[YearValue], total_inputs: float) -> float | None:
    """Years until the discounted value first reaches the inputs, part-way through its year; None when never.

    Examples
    --------
    >>> payback([YearValue(1, 60, 1, 60, 0), YearValue(2, 80, 1, 80, 0)], 100)
    1.5
    """
    if total_inputs <= 0:
        return None
    reached, enough = 0.0, total_inputs * (1 - LAST_BITS)
    for year in by_year:
        if reached + year.present_value >= enough:
            return year.year - 1 + min(1.0, (total_inputs - reached) / year.present_value)
        reached += year.present_value
    return None


def _note(value_map: ValueMap, total_inputs: float) -> str:
    if total_inputs <= 0:
        return "Nothing is put in, so there is nothing to divide by: the map has a present value but no ratio."
    if not value_map.outcomes:
        return "The map has no outcomes yet, so nothing is valued."
    return ""


def vintage_of(value_map: ValueMap, found: Sequence[FoundProxy], axis: Axis, reference: Reference) -> tuple[Vintage, ...]:
    """Which editions of which datasets the result used, each once."""
    used = [proxy.passport.dataset for proxy in found if proxy.in_bank]
    if axis.schedule is not None:
        used.append(axis.schedule.dataset)
    if value_map.price_year is not None and value_map.conventions.price_index in reference.indices:
        used.append(reference.indices[value_map.conventions.price_index].dataset)
    return tuple(reference.vintages[name] for name in dict.fromkeys(used) if name in reference.vintages)
