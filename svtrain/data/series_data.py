"""Published series beside the price indices: carbon values, wages, Landfill Tax, optimism bias; each dated, with its status."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.packages import Package, package, packages
from svtrain.data.passports import Passport, passports
from svtrain.data.reference_data import nearest

CENTRAL = "central"


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series. ``scenario`` is empty unless the source prints several."""

    period: str
    value: float
    scenario: str
    status: str
    note: str
    passport: Passport


@dataclass(frozen=True, slots=True)
class Series:
    """A published series: what one figure is, whose view it takes, and its figures by period.

    ``price_year`` is a year, ``each period`` where every figure is in its own period's money, or ``not a price``.
    """

    id: str
    title: str
    unit: str
    price_year: str
    geography: str
    perspective: str
    edition: str
    standing: str
    note: str
    question: str
    dataset: str
    points: tuple[Point, ...] = field(default=())

    def at(self, period: str | int, scenario: str = CENTRAL) -> float:
        """The figure of one period; `scenario` counts only where the source prints several.

        Raises
        ------
        CannotDo
            When the series has no such figure: it is never guessed from its neighbours.

        Examples
        --------
        >>> series("desnz-2023-appraisal").at(2030), series("desnz-2023-appraisal").at(2030, "low")
        (294.5, 147.25)
        >>> series("landfill-tax-standard").at("2023/24")
        Traceback (most recent call last):
        svtrain.core.problems.CannotDo: The series "landfill-tax-standard" has no figure for 2023/24.
        """
        for point in self.points:
            if point.period == str(period) and point.scenario in ("", "market", scenario):
                return point.value
        also = f" ({scenario})" if any(point.scenario not in ("", "market") for point in self.points) else ""
        raise CannotDo(Problem(f'The series "{self.id}" has no figure for {period}{also}.'))


@dataclass(frozen=True, slots=True)
class Overrun:
    """How far public works of one kind overran: upper bounds in percent, before any mitigation."""

    category: str
    title: str
    capital_cost_upper: float
    works_duration_upper: float
    status: str
    note: str
    question: str
    passport: Passport


@lru_cache(maxsize=1)
def all_series() -> dict[str, Series]:
    """Every series by its id."""
    return {item.id: item for collection in packages() if collection.kind == "series" for item in _of(collection)}


def series(name: str) -> Series:
    """One series by its id; an unknown one is refused with the nearest known.

    Examples
    --------
    >>> series("national-living-wage").at("2025/26")
    12.21
    """
    return nearest(name, all_series(), "series")


def _of(collection: Package) -> list[Series]:
    passport = passports(collection)
    points: dict[str, list[Point]] = {}
    for row in collection.rows("values"):
        points.setdefault(row["series_id"], []).append(
            Point(row["period"], float(row["value"]), row.get("scenario", ""), row["status"], row["note"], passport(row)))
    return [Series(id=row["series_id"], dataset=collection.name, points=tuple(points.get(row["series_id"], ())),
                   **{name: row[name] for name in ("title", "unit", "price_year", "geography", "perspective", "edition",
                                                   "standing", "note", "question")})
            for row in collection.rows("series")]


@lru_cache(maxsize=1)
def optimism_bias() -> tuple[Overrun, ...]:
    """Upper bounds of overrun by kind of public works.

    Examples
    --------
    >>> optimism_bias()[0].capital_cost_upper
    24.0
    """
    collection = package("optimism-bias")
    passport = passports(collection)
    return tuple(Overrun(row["category"], row["title"], float(row["capital_cost_upper"]), float(row["works_duration_upper"]),
                         row["status"], row["note"], row["question"], passport(row)) for row in collection.rows("values"))
