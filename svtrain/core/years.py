"""Years: how long a value lasts, how it fades, and what a later year is worth today.

One small set of functions serves a single valuation, a simulation and a register of a million lines; every
argument may be a number or an array, and arrays broadcast.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from svtrain.core.conventions import Conventions
from svtrain.core.reference import Schedule

LAST = 2000  # the last year that can be reached: start by year 1000, last for 1000 years
HAIR = 1e-9  # durations closer than this to a whole number of years are that number


def counted_years(duration_years, part_year: str):
    """How many years count, under the rule for part years.

    Examples
    --------
    >>> [float(counted_years(2.1, rule)) for rule in ("prorata", "round_up", "round_down")]
    [2.1, 3.0, 2.0]
    """
    if part_year == "round_up":
        return np.ceil(np.asarray(duration_years, float) - HAIR)
    if part_year == "round_down":
        return np.floor(np.asarray(duration_years, float) + HAIR)
    return np.asarray(duration_years, float)


def yearly_parts(years, drop_off, drop_off_from_year=2) -> Iterator[np.ndarray]:
    """For each year of an outcome, the part of its first year's value that is felt in it.

    Year k keeps (1 - drop_off) of year k-1, from `drop_off_from_year` on; a part year counts in proportion.

    Parameters
    ----------
    years : float or array
        Years that count (see `counted_years`).
    drop_off : float or array
        Share lost each year, 0 to 1.
    drop_off_from_year : int or array
        The outcome's first year in which the loss is felt.

    Yields
    ------
    numpy.ndarray
        Shares of £1 a year, one array a year, until no outcome lasts longer.

    Examples
    --------
    >>> [round(float(part), 4) for part in yearly_parts(2.1, 0.5)]
    [1.0, 0.5, 0.025]
    """
    years = np.asarray(years, float)
    kept = 1 - np.asarray(drop_off, float)
    longest = int(np.ceil(years.max(initial=0) - HAIR))
    shortest = years.min(initial=longest)
    first, last = np.min(drop_off_from_year, initial=longest), np.max(drop_off_from_year, initial=1)
    left = np.ones(np.broadcast_shapes(years.shape, kept.shape, np.shape(drop_off_from_year)))
    for year in range(1, longest + 1):
        if year >= last:
            left = left * kept
        elif year >= first:
            left = left * np.where(year >= np.asarray(drop_off_from_year), kept, 1.0)
        yield left if year <= shortest else left * np.clip(years - (year - 1), 0, 1)


def present_value_of_a_pound(years, drop_off, factors, starts_year=1, drop_off_from_year=2):
    """Present value of £1 in the first year, over all years of an outcome.

    Parameters
    ----------
    years, drop_off, drop_off_from_year
        As in `yearly_parts`.
    factors : array
        Discount factors of the map's years 1, 2, 3, ...; long enough for the last outcome.
    starts_year : int or array
        The map's year in which the outcome begins.

    Examples
    --------
    >>> round(float(present_value_of_a_pound(2, 0.5, np.array([1 / 1.035, 1 / 1.035**2]))), 6)
    1.432939
    """
    factors = np.asarray(factors, float)
    begin = np.asarray(starts_year) - 1
    total = np.zeros(np.broadcast_shapes(*map(np.shape, (years, drop_off, starts_year, drop_off_from_year))))
    for year, part in enumerate(yearly_parts(years, drop_off, drop_off_from_year)):
        total = total + part * factors[np.minimum(begin + year, factors.size - 1)]
    return np.asarray(total, float)


def discount_factors(conventions: Conventions, schedule: Schedule | None, last_year: int) -> np.ndarray:
    """What £1 in each of the map's years 1..last_year is worth today.

    Rates chain year by year: the factor for 31 is the factor for 30 divided by 1 + the rate of year 31. At the
    start of a year the map's year 1 is the Treasury's year 0; at its end it is year 1; in the middle, half-way.

    Notes
    -----
    HM Treasury, The Green Book (2026), discounting: declining long-term rates.

    Examples
    --------
    >>> flat = Conventions(discount_rate=0.035).resolved()
    >>> [round(float(factor), 6) for factor in discount_factors(flat, None, 2)]
    [0.966184, 0.933511]
    """
    rates = yearly_rates(conventions, schedule, last_year)
    with np.errstate(over="ignore"):  # a negative rate over a thousand years; the total is checked later
        ends = np.cumprod(1 / (1 + rates))
    starts = np.concatenate([[1.0], ends[:-1]])
    if conventions.timing == "start_of_year":
        return starts
    return ends if conventions.timing == "end_of_year" else starts / np.sqrt(1 + rates)


def yearly_rates(conventions: Conventions, schedule: Schedule | None, last_year: int) -> np.ndarray:
    """The yearly rate of years 1..last_year: one flat rate, or a schedule's bands."""
    if schedule is None:
        return np.full(last_year, conventions.discount_rate, float)
    years = np.arange(1, last_year + 1)
    bands = sorted(schedule.bands)
    which = np.searchsorted([first for first, _ in bands], years, side="right") - 1
    return np.array([rate for _, rate in bands], float)[np.maximum(which, 0)]
