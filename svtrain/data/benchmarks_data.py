"""What others found, assumed or preset for deadweight and its kin: measured figures apart from opinions, and base rates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from svtrain.data.packages import package
from svtrain.data.passports import Passport, number, passports
from svtrain.data.reference_data import nearest

MEASURED, OPINIONS = "benchmarks-measured", "benchmarks-opinions"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One figure of somebody else's.

    ``measured`` tells an evaluation, a record or a model from an assumption, a preset or a rule of counting. A figure that
    is not measured is illustrative, and ``unverified`` ones must never be a default.
    """

    id: str
    factor: str
    basis: str
    measured: bool
    kind_of_work: str
    finding: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    price_year: str
    perspective: str
    geography: str
    status: str
    question: str
    passport: Passport


@dataclass(frozen=True, slots=True)
class BaseRate:
    """What practitioners put into their own reports: percentiles over `reports` figures. What they typed, not what was true."""

    factor: str
    title: str
    reports: int
    p10: float
    p25: float
    median: float
    p75: float
    p90: float
    mean: float
    unit: str
    note: str
    question: str
    passport: Passport


@lru_cache(maxsize=1)
def _all() -> tuple[Benchmark, ...]:
    return tuple(found for name in (MEASURED, OPINIONS) for found in _of(name))


def _of(name: str) -> list[Benchmark]:
    collection = package(name)
    passport = passports(collection)
    return [Benchmark(id=row["benchmark_id"], measured=name == MEASURED, passport=passport(row),
                      **{part: number(row[part]) for part in ("value", "low", "high")},
                      **{part: row[part] for part in ("factor", "basis", "kind_of_work", "finding", "unit", "price_year",
                                                      "perspective", "geography", "status", "question")})
            for row in collection.rows("values")]


def benchmarks(factor: str | None = None, measured: bool | None = True) -> list[Benchmark]:
    """Figures on one factor, or on all.

    Parameters
    ----------
    factor : str or None
        Such as "deadweight", "displacement", "drop-off"; None for all.
    measured : bool or None
        True (the default) for measured figures, False for opinions and presets, None for both.

    Examples
    --------
    >>> [item.value for item in benchmarks("deadweight")][:2]
    [0.5, 0.57]
    """
    if factor is not None:
        factor = nearest(factor, {item.factor: item.factor for item in _all()}, "factor")
    return [item for item in _all() if measured in (None, item.measured) and factor in (None, item.factor)]


@lru_cache(maxsize=1)
def base_rates() -> dict[str, BaseRate]:
    """What practitioners assumed, by factor: percentages for the deductions and the discount rate, a ratio for the last.

    Examples
    --------
    >>> base_rates()["deadweight"].median, base_rates()["sroi ratio"].p90
    (20.0, 10.2)
    """
    collection = package("base-rates")
    passport = passports(collection)
    return {row["factor"]: BaseRate(
        factor=row["factor"], title=row["title"], reports=int(row["reports"]), passport=passport(row),
        **{part: float(row[part]) for part in ("p10", "p25", "median", "p75", "p90", "mean")},
        **{part: row[part] for part in ("unit", "note", "question")}) for row in collection.rows("values")}
