"""A map compiled to arrays: the same sum as `value`, for many draws at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from svtrain.core.estimate import Estimate, due_to_others
from svtrain.core.fields import Spot, estimate_at, find_spots, spots
from svtrain.core.found_proxies import find_proxies
from svtrain.core.reference import Reference
from svtrain.core.valuation import axis_of
from svtrain.core.value_map import Outcome, ValueMap
from svtrain.core.years import LAST, counted_years, present_value_of_a_pound

BLOCK = 8192  # draws at a time: what fits a processor's cache


@dataclass(slots=True)
class _Line:
    """One outcome or input: a constant, the rows that multiply it, and its years."""

    constant: float
    times: list[int]
    kept: list[int]  # rows of shares taken away: the line keeps 1 - share
    drop_off: int | float = 0.0
    years: int | float = 1.0
    starts_year: int = 1
    drop_off_from_year: int = 2
    yearly: float | None = 1.0  # present value of £1 a year, when neither drop-off nor duration varies

    @property
    def rows(self) -> set[int]:
        return {*self.times, *self.kept} | {row for row in (self.drop_off, self.years) if isinstance(row, int)}


class Model:
    """The ratio of a map as a function of some of its numbers.

    Parameters
    ----------
    value_map, reference
        As for `svtrain.core.valuation.value`.
    fields : sequence of str, optional
        Which numbers vary, by name; by default every number that has a range.

    Attributes
    ----------
    fields : tuple of str
        The rows of every matrix, in order.
    estimates : tuple of Estimate
        What the map says of each.
    prices : tuple of float
        Every outcome's proxy as its source gives it.

    Raises
    ------
    CannotDo
        As `value` does; also for a field that the map does not have.

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0},
    ...     "inputs": [{"name": "Price", "value": 100}],
    ...     "outcomes": [{"id": "jobs", "quantity": 2, "proxy": {"value": 90}, "deadweight": 0.5}]})
    >>> Model(example, Reference(), ["jobs.deadweight"]).ratios(np.array([[0.0, 0.5, 1.0]])).tolist()
    [1.8, 0.9, 0.0]
    """

    def __init__(self, value_map: ValueMap, reference: Reference, fields: Sequence[str] | None = None):
        found = find_proxies(value_map, reference)
        axis = axis_of(value_map, reference, LAST)
        self.part_year, self.factors = axis.conventions.part_year, axis.factors
        priced = [proxy.value for proxy in found]
        self.prices = tuple(price.likely for price in priced)
        chosen = (find_spots(value_map, fields) if fields is not None else
                  [spot for spot in spots(value_map) if _said(value_map, spot, priced).uncertain])
        self.fields = tuple(spot.field for spot in chosen)
        self.estimates = tuple(_said(value_map, spot, priced) for spot in chosen)
        row = {(spot.is_input, spot.line, spot.name, spot.share): number for number, spot in enumerate(chosen)}
        yearly = self._pounds_at_likely(value_map)
        self._lines = [self._outcome(outcome, line, proxy.value.likely, proxy.rebased.factor, row, yearly)
                       for line, (outcome, proxy) in enumerate(zip(value_map.outcomes, found, strict=True))]
        self._inputs = [_input(item.value.likely, axis.input_factor(item.year), row.get((True, line, "value", None)))
                        for line, item in enumerate(value_map.inputs)]
        self._fixed_value = sum(line.constant * line.yearly for line in self._lines if not line.rows)
        self._fixed_inputs = sum(line.constant for line in self._inputs if not line.rows)
        self._moving = [line for line in self._lines if line.rows]
        self._moving_inputs = [line for line in self._inputs if line.rows]
        self._by_row: list[list[tuple[_Line, bool]]] = [[] for _ in chosen]
        for lines, is_input in ((self._moving, False), (self._moving_inputs, True)):
            for line in lines:
                for number in line.rows:
                    self._by_row[number].append((line, is_input))

    def _pounds_at_likely(self, value_map: ValueMap) -> np.ndarray:
        """Present value of £1 a year for every outcome, all in one pass."""
        lines = value_map.outcomes
        years = counted_years([line.duration_years.likely for line in lines], self.part_year)
        return present_value_of_a_pound(years, np.array([line.drop_off.likely for line in lines], float), self.factors,
                                        np.array([line.starts_year for line in lines], int),
                                        np.array([line.drop_off_from_year for line in lines], int))

    def _outcome(self, outcome: Outcome, line: int, price: float, rebased: float, row: dict,
                 yearly: np.ndarray) -> _Line:
        at = lambda name, share=None: row.get((False, line, name, share))  # noqa: E731
        constant, times, kept = rebased, [], []
        for name, likely in (("quantity", outcome.quantity.likely), ("proxy", price)):
            constant, _ = (constant, times.append(at(name))) if at(name) is not None else (constant * likely, None)
        for name in ("deadweight", "displacement", "leakage"):
            if at(name) is None:
                constant *= 1 - getattr(outcome, name).likely
            else:
                kept.append(at(name))
        if at("attribution") is not None:
            kept.append(at("attribution"))
        else:
            fixed = [share for number, share in enumerate(outcome.attribution) if at("attribution", number) is None]
            constant *= 1 - due_to_others(fixed)
            kept += [at("attribution", number) for number in range(len(outcome.attribution))
                     if at("attribution", number) is not None]
        drop_off, years = at("drop_off"), at("duration_years")
        found = _Line(constant, times, kept,
                      outcome.drop_off.likely if drop_off is None else drop_off,
                      outcome.duration_years.likely if years is None else years,
                      outcome.starts_year, outcome.drop_off_from_year, None)
        if drop_off is None and years is None:
            found.yearly = float(yearly[line])
        return found

    def _pound(self, years, drop_off, line: _Line):
        return present_value_of_a_pound(counted_years(years, self.part_year), drop_off, self.factors,
                                        line.starts_year, line.drop_off_from_year)

    def likely(self) -> np.ndarray:
        """One column: every varying number at its likely value."""
        return np.array([[estimate.likely] for estimate in self.estimates], float).reshape(len(self.fields), 1)

    @np.errstate(over="ignore", invalid="ignore")
    def line_values(self, line: _Line, matrix: np.ndarray) -> np.ndarray:
        """Present value of one line, a number a draw. What is too large becomes infinite: the caller says so."""
        value = np.full(matrix.shape[1], float(line.constant))
        for number in line.times:
            value *= matrix[number]
        for number in line.kept:
            value *= 1 - matrix[number]
        if line.yearly is not None:
            value *= line.yearly
            return value
        years = matrix[line.years] if isinstance(line.years, int) else line.years
        drop_off = matrix[line.drop_off] if isinstance(line.drop_off, int) else line.drop_off
        value *= self._pound(years, drop_off, line)
        return value

    def present_values(self, matrix: np.ndarray) -> np.ndarray:
        """Present value of all outcomes, a number a draw. Rows are `fields`, columns are draws."""
        return self._sum(self._moving, self._fixed_value, np.asarray(matrix, float))

    def total_inputs(self, matrix: np.ndarray) -> np.ndarray:
        """Total inputs, a number a draw."""
        return self._sum(self._moving_inputs, self._fixed_inputs, np.asarray(matrix, float))

    def _sum(self, lines: Sequence[_Line], fixed: float, matrix: np.ndarray) -> np.ndarray:
        total = np.full(matrix.shape[1], float(fixed))
        for begin in range(0, matrix.shape[1] if lines else 0, BLOCK):
            part = slice(begin, begin + BLOCK)
            for line in lines:
                total[part] += self.line_values(line, matrix[:, part])
        return total

    def ratios(self, matrix: np.ndarray) -> np.ndarray:
        """The ratio, a number a draw; NaN where nothing is put in.

        Parameters
        ----------
        matrix : array, one row for each of `fields`, one column a draw
        """
        return ratio_of(self.present_values(matrix), self.total_inputs(matrix))

    def lines_of(self, rows: Sequence[int]) -> tuple[list[_Line], list[_Line]]:
        """The outcomes and the inputs that any of these rows can change, each once."""
        touched = {id(line): (line, is_input) for row in rows for line, is_input in self._by_row[row]}
        return ([line for line, is_input in touched.values() if not is_input],
                [line for line, is_input in touched.values() if is_input])


def ratio_of(value, inputs) -> np.ndarray:
    """Value over inputs, NaN where inputs are not above 0."""
    value, inputs = np.asarray(value, float), np.asarray(inputs, float)
    return np.divide(value, inputs, out=np.full(np.broadcast_shapes(value.shape, inputs.shape), np.nan),
                     where=inputs > 0)


def _said(value_map: ValueMap, spot: Spot, priced: Sequence[Estimate]) -> Estimate:
    if spot.name == "proxy":
        return priced[spot.line]
    if spot.name == "attribution" and spot.share is None and len(value_map.outcomes[spot.line].attribution) > 1:
        return Estimate(likely=due_to_others(value_map.outcomes[spot.line].attribution))
    return estimate_at(value_map, spot)


def _input(likely: float, factor: float, row: int | None) -> _Line:
    return _Line(likely * factor, [], []) if row is None else _Line(factor, [row], [])
