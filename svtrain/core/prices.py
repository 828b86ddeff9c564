"""Moving a proxy from the prices of one year to those of another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import PriceIndex


@dataclass(frozen=True, slots=True)
class Rebase:
    """A price factor with the sentence that says how it was made."""

    factor: float
    sentence: str


def rebase(index: PriceIndex, source: str, target: str, field: str = "") -> Rebase:
    """The factor from the prices of `source` to those of `target`: index[target] / index[source].

    Two financial years inside the published financial series use it. Otherwise a financial year is three
    quarters of its first calendar year's index and one quarter of the second's, and the sentence says so.

    Parameters
    ----------
    index : PriceIndex
        The named index.
    source, target : str
        Calendar (``2019``) or financial (``2012/13``) years.
    field : str
        Where the proxy stands, for the error.

    Raises
    ------
    CannotDo
        When a year is outside the index; never a silent factor of 1.

    Examples
    --------
    >>> index = PriceIndex("demo", "Demo index", calendar={"2019": 80.0, "2020": 84.0, "2024": 100.0})
    >>> rebase(index, "2019", "2024").factor
    1.25
    >>> round(rebase(index, "2019/20", "2024").factor, 6)
    1.234568
    """
    if source == target:
        return Rebase(1.0, f"Already at {target} prices.")
    if source in index.financial and target in index.financial:
        factor = index.financial[target] / index.financial[source]
        return Rebase(factor, f"From {source} to {target} prices by {index.title}: × {factor:.4f}.")
    factor = _level(index, target, field) / _level(index, source, field)
    blended = [year for year in (source, target) if "/" in year]
    note = f" {' and '.join(blended)}: ¾ of the first calendar year, ¼ of the second." if blended else ""
    return Rebase(factor, f"From {source} to {target} prices by {index.title}: × {factor:.4f}.{note}")


def years_on(index: PriceIndex, count: int = 1) -> tuple[PriceIndex, str]:
    """The index with more calendar years, taken to rise like its last one, and the sentence that says so.

    For a price of the financial year in which the index ends. It is an assumption, not data: whoever uses it shows the sentence.

    Examples
    --------
    >>> longer, said = years_on(PriceIndex("demo", "Demo index", calendar={"2023": 80.0, "2024": 100.0}))
    >>> longer.calendar["2025"], said
    (125.0, 'Demo index ends in 2024. For 2025 the same rise as in 2024 is assumed, 25.0%.')
    """
    before, last = sorted(index.calendar)[-2:]
    rise = index.calendar[last] / index.calendar[before]
    following = {str(int(last) + n): index.calendar[last] * rise**n for n in range(1, count + 1)}
    said = f"{index.title.partition(',')[0]} ends in {last}. For {' and '.join(following)} the same rise as in {last} is assumed, {100 * (rise - 1):.1f}%."
    return replace(index, calendar={**index.calendar, **following}), said


def rebase_or_assume(index: PriceIndex, source: str, target: str, most: int = 1) -> tuple[Rebase, str]:
    """As `rebase`; a financial year that runs past the end of the index gets more years, and the sentence that says so.

    Parameters
    ----------
    most : int
        How many years may be assumed; the fewest that do are.

    Returns
    -------
    tuple of Rebase and str
        The factor, and the assumption that had to be made, or nothing.

    Raises
    ------
    CannotDo
        When a year is outside the index by more than that.

    Examples
    --------
    >>> index = PriceIndex("demo", "Demo index", calendar={"2023": 80.0, "2024": 100.0})
    >>> found, said = rebase_or_assume(index, "2024/25", "2024")
    >>> round(found.factor, 4), said[:24]
    (0.9412, 'Demo index ends in 2024.')
    >>> rebase_or_assume(index, "2025/26", "2024", most=2)[1]
    'Demo index ends in 2024. For 2025 and 2026 the same rise as in 2024 is assumed, 25.0%.'
    >>> rebase_or_assume(index, "2023", "2024")
    (Rebase(factor=1.25, sentence='From 2023 to 2024 prices by Demo index: × 1.2500.'), '')
    """
    try:
        return rebase(index, source, target), ""
    except CannotDo:
        last = int(max(index.calendar, default=0))
        wanted = next((n for n in range(most) if any(year.startswith(f"{last + n}/") for year in (source, target))), None)
        if len(index.calendar) < 2 or wanted is None:
            raise
        longer, said = years_on(index, wanted + 1)
        return rebase(longer, source, target), said


def refuse_year(index: PriceIndex, year: str, field: str) -> None:
    """Say so where the index does not reach a year, before anything is moved to it.

    Raises
    ------
    CannotDo
        Naming `field`.
    """
    if year not in index.financial:
        _level(index, year, field)


def _level(index: PriceIndex, year: str, field: str) -> float:
    if "/" not in year:
        if year not in index.calendar:
            raise CannotDo(_outside(index, year, year, field))
        return index.calendar[year]
    first, second = year[:4], str(int(year[:4]) + 1)
    for part in (first, second):
        if part not in index.calendar:
            raise CannotDo(_outside(index, year, part, field))
    return 0.75 * index.calendar[first] + 0.25 * index.calendar[second]


def _outside(index: PriceIndex, year: str, missing: str, field: str) -> Problem:
    span = f"{min(index.calendar)} to {max(index.calendar)}" if index.calendar else "no calendar year"
    because = "" if missing == year else f" (it needs {missing})"
    return Problem(f"{index.title} covers {span}; the price year {year} is outside it{because}.", field)
