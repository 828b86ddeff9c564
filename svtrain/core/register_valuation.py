"""Many lines valued in one pass: the same sum as one map's, as a pure function of columns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from svtrain.core.value_map import DEDUCTIONS
from svtrain.core.years import HAIR, counted_years, present_value_of_a_pound

BLOCK = 16_384  # rows at a time: what fits a processor's cache
# What a line is when its table does not say.
USUAL = {**dict.fromkeys(DEDUCTIONS, 0.0), "drop_off": 0.0, "duration_years": 1.0, "starts_year": 1.0, "drop_off_from_year": 2.0}
RESULTS = ("gross", "first_year", "present_value")


def value_lines(lines: Mapping[str, np.ndarray], factors: np.ndarray, part_year: str = "prorata") -> dict[str, np.ndarray]:
    """Gross value, first year and present value of every line.

    Parameters
    ----------
    lines : mapping of str to array
        ``quantity``, ``proxy_value`` (at the prices wanted), and any of deadweight, displacement, attribution, leakage,
        drop_off (shares taken away), duration_years, starts_year and drop_off_from_year; all of one length.
    factors : array
        Discount factors of years 1, 2, 3, ...; long enough for the last line.
    part_year : {"prorata", "round_up", "round_down"}
        What part of a year means.

    Returns
    -------
    dict of str to array
        ``gross``, ``first_year`` and ``present_value``, a number a line.

    Notes
    -----
    Where one discount rate and one drop-off hold for all years of a line, its years are a geometric series and are added up
    at once; lines that outlast a band of the schedule, or whose drop-off starts late, are added up year by year.

    Examples
    --------
    >>> found = value_lines({"quantity": np.array([2.0]), "proxy_value": np.array([90.0]), "deadweight": np.array([0.5]),
    ...                      "duration_years": np.array([2.0])}, np.ones(2))
    >>> {name: column.tolist() for name, column in found.items()}
    {'gross': [180.0], 'first_year': [90.0], 'present_value': [180.0]}
    """
    count = len(lines["quantity"])
    found = {name: np.empty(count) for name in RESULTS}
    series = _Series(np.asarray(factors, float))
    for start in range(0, count, BLOCK):
        rows = slice(start, min(start + BLOCK, count))
        block = {name: np.asarray(column[rows], float) for name, column in lines.items()}
        gross = np.multiply(block["quantity"], block["proxy_value"], out=found["gross"][rows])
        first = found["first_year"][rows]
        first[:] = gross
        for name in DEDUCTIONS:
            if name in block:
                first *= 1 - block[name]
        np.multiply(first, series.worth(block, part_year), out=found["present_value"][rows])
    return found


class _Series:
    """What £1 a year is worth today, for lines of any length."""

    def __init__(self, factors: np.ndarray):
        self.factors = factors
        with np.errstate(divide="ignore", invalid="ignore"):
            self.steps = np.log(factors[1:] / factors[:-1]) if factors.size > 1 else np.zeros(0)
        # From each year (counted from 0), the last year that is reached at one and the same rate.
        self.reach = np.arange(factors.size)
        for year in range(factors.size - 2, -1, -1):
            same = year + 1 == factors.size - 1 or abs(self.steps[year] - self.steps[year + 1]) < 1e-9
            self.reach[year] = self.reach[year + 1] if same else year + 1
        self.steps = np.append(self.steps, 0.0)

    def worth(self, block: Mapping[str, np.ndarray], part_year: str) -> np.ndarray | float:
        count = block["quantity"].size

        def column(name: str) -> np.ndarray:
            return block[name] if name in block else np.full(count, USUAL[name])

        years = counted_years(column("duration_years"), part_year)
        begin = column("starts_year").astype(np.intp) - 1 if "starts_year" in block else np.zeros(count, np.intp)
        since, drop_off = column("drop_off_from_year"), column("drop_off")
        whole = np.floor(years + HAIR)
        last = begin + np.ceil(years - HAIR).astype(np.intp) - 1
        plain = (last <= self.reach[np.minimum(begin, self.reach.size - 1)]) & (since <= 2)
        total = self._at_once(years, whole, drop_off, begin, since)
        odd = np.flatnonzero(~plain)
        if odd.size:
            total[odd] = present_value_of_a_pound(years[odd], drop_off[odd], self.factors, begin[odd] + 1, since[odd])
        return total

    def _at_once(self, years, whole, drop_off, begin, since) -> np.ndarray:
        """First factor x (1 + x + x² + ... + part of the last), with x = (1 - drop-off) / (1 + rate)."""
        begin = np.minimum(begin, self.factors.size - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.log1p(-drop_off)
            step += self.steps[begin]  # logarithm of what is left after one more year
            power = step * whole
            np.expm1(power, out=power)  # x to the number of whole years, less 1
            total = power / np.expm1(step)
        np.copyto(total, whole, where=step == 0)
        part = np.maximum(years - whole, 0)
        np.copyto(part, 0, where=part < HAIR)
        np.add(power, 1, out=power)
        np.copyto(power, 1, where=whole == 0)
        total = np.where(whole == 0, 0, total) + part * power
        total *= self.factors[begin]
        return np.where(since <= 1, total * (1 - drop_off), total)
