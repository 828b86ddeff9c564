"""Fills a `Reference` from ``datasets/``: proxies, price indices, discount schedules, each with its edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import PriceIndex, Proxy, Reference, Schedule
from svtrain.data.packages import Package, packages
from svtrain.data.private import PATTERN, private_files, private_folder

Thing = TypeVar("Thing")

UNCLEAR = "unclear"


def reference() -> Reference:
    """Everything that a valuation may look up: what is shipped, and the organisation's own private values if it has any.

    Read once, then kept until the private files change. A private value carries ``private=True``; `svtrain.data.held_back`
    names those that must stay out of an export.

    Raises
    ------
    CannotDo
        When a collection cannot be read or a reviewed correction no longer fits.

    Examples
    --------
    >>> reference().schedules["green-book-standard"].bands[0]
    (0, 0.035)
    >>> round(reference().indices["uk-gdp-deflator"].calendar["2019"], 4)
    81.1085
    """
    folder = private_folder()
    if folder is None:
        return shipped()
    return _with_private(folder, _stamps(folder))


@lru_cache(maxsize=1)
def shipped() -> Reference:
    """Only what is shipped, whatever private folder there is."""
    return build(packages())


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.glob(PATTERN)))


@lru_cache(maxsize=1)
def _with_private(folder: Path, _: tuple[tuple[str, int, int], ...]) -> Reference:
    known = shipped()
    proxies, vintages = dict(known.proxies), dict(known.vintages)
    for file in private_files(folder):
        _add(proxies, file.proxies, str(folder))
        vintages[file.vintage.dataset] = file.vintage
    return replace(known, proxies=proxies, vintages=vintages)


def build(collections: Iterable[Package]) -> Reference:
    """A `Reference` from the collections given; the same id in two of them is refused."""
    proxies: dict[str, Proxy] = {}
    schedules: dict[str, Schedule] = {}
    indices: dict[str, PriceIndex] = {}
    percentiles: dict[str, dict[int, float]] = {}
    vintages = {}
    for collection in collections:
        place = str(collection.folder)
        vintages[collection.name] = collection.vintage
        if collection.kind == "proxies":
            _add(proxies, proxies_of(collection), place)
        elif collection.kind == "schedules":
            _add(schedules, schedules_of(collection), place)
        elif collection.name == "price-indices":
            _add(indices, indices_of(collection), place)
        elif collection.name == "base-rates":
            percentiles = percentiles_of(collection)
    return Reference(proxies=proxies, schedules=schedules, indices=indices, vintages=vintages, percentiles=percentiles)


def _add(known: dict[str, Thing], new: Iterable[Thing], place: str) -> None:
    for item in new:
        if item.id in known:
            raise CannotDo(Problem("This id is used twice; every id must be unique.", item.id, place))
        known[item.id] = item


def proxies_of(collection: Package) -> list[Proxy]:
    """The proxies of one collection, each with the passport of its source."""
    sources = {row["source_id"]: row for row in collection.rows("sources")}
    place = str(collection.resources["values"])
    return [_proxy(row, sources, collection, place) for row in collection.rows("values")]


def _proxy(row: Mapping[str, str], sources: Mapping[str, Mapping[str, str]], collection: Package, place: str) -> Proxy:
    source = sources.get(row["source_id"])
    if source is None:
        raise CannotDo(Problem(f'The source "{row["source_id"]}" is not in sources.csv.', row["proxy_id"], place))
    year = row["price_year"]
    return Proxy(
        id=row["proxy_id"],
        value=_number(row["value"], f"{row['proxy_id']}.value", place),
        low=_number(row["low"], f"{row['proxy_id']}.low", place) if row.get("low") else None,
        high=_number(row["high"], f"{row['proxy_id']}.high", place) if row.get("high") else None,
        price_year=None if year in ("", UNCLEAR) else year,
        price_year_note=row.get("price_year_note", ""),
        source=f"{source['publisher']}, {source['title']}",
        url=source.get("path", ""),
        licence=source["licence"],
        last_checked=source["last_checked"],
        confidence=row.get("confidence") or source.get("confidence", ""),
        dataset=collection.name,
        **{name: row.get(name, "") for name in (
            "unit", "outcome", "theme", "contested_group", "currency", "perspective", "beneficiary", "geography",
            "value_basis", "source_id", "locator", "caveat", "question", "status")},
    )


def schedules_of(collection: Package) -> list[Schedule]:
    """Discount schedules, rates as shares."""
    bands: dict[str, list[tuple[int, float]]] = {}
    for row in collection.rows("values"):
        bands.setdefault(row["schedule_id"], []).append((int(row["first_year"]), float(Decimal(row["rate"]) / 100)))
    sources = {row["source_id"]: row for row in collection.rows("sources")}
    return [Schedule(id=row["schedule_id"], title=row["title"], bands=tuple(sorted(bands[row["schedule_id"]])),
                     source=sources[row["source_id"]]["citation"], status=row["status"],
                     effective_from="" if row["effective_from"] == UNCLEAR else row["effective_from"],
                     dataset=collection.name)
            for row in collection.rows("schedules")]


def indices_of(collection: Package) -> list[PriceIndex]:
    """Price indices.

    ``uk-gdp-deflator`` joins two editions on one base (2024 = 100): calendar years of December 2025 as printed, and the
    outturn financial years of March 2015 multiplied by one factor, so that any two of those years keep the ratio that was
    printed. The factor comes from 2013/14, their last outturn: three quarters of calendar 2013 and one quarter of 2014.
    Financial years from 2014/15 were forecasts in that edition and are left out; ``uk-gdp-deflator-2015-03`` keeps all as
    printed, for anybody who must reproduce sums of that time. ``uk-cpi`` is as printed.
    """
    printed: dict[str, dict[str, float]] = {}
    outturn: dict[str, float] = {}
    origin: dict[str, tuple[str, str]] = {}
    for row in collection.rows("values"):
        name, period = row["series_id"], row["period"]
        value = _number(row["value"], f"{name}.{period}", str(collection.folder))
        printed.setdefault(name, {})[period] = value
        origin.setdefault(name, (row["source_id"], row["status"]))
        if name == "hmt-2015-03-fy" and row["status"] != "provisional":
            outturn[period] = value
    calendar, financial, cpi = (printed[name] for name in ("hmt-2025-12-cy", "hmt-2015-03-fy", "ons-cpi-d7bt"))
    link = max(outturn)
    first = int(link[:4])
    factor = (0.75 * calendar[str(first)] + 0.25 * calendar[str(first + 1)]) / outturn[link]
    citations = {row["source_id"]: row["citation"] for row in collection.rows("sources")}
    cited = {name: citations[source] for name, (source, _) in origin.items()}
    status = {name: found for name, (_, found) in origin.items()}
    return [
        PriceIndex("uk-gdp-deflator", "UK GDP deflator, 2024 = 100", calendar,
                   {year: value * factor for year, value in outturn.items()},
                   f"{cited['hmt-2025-12-cy']} {cited['hmt-2015-03-fy']}", status["hmt-2025-12-cy"], collection.name),
        PriceIndex("uk-gdp-deflator-2015-03", "UK GDP deflator as printed in March 2015, 1989/90 = 100", {}, financial,
                   cited["hmt-2015-03-fy"], "superseded", collection.name),
        PriceIndex("uk-cpi", "UK Consumer Prices Index, 2015 = 100", cpi, {},
                   cited["ons-cpi-d7bt"], status["ons-cpi-d7bt"], collection.name),
    ]


def percentiles_of(collection: Package) -> dict[str, dict[int, float]]:
    """What published reports have, by factor and percentile: only what a check compares with."""
    columns = {10: "p10", 25: "p25", 50: "median", 75: "p75", 90: "p90"}
    return {row["factor"]: {rank: float(row[name]) for rank, name in columns.items()} for row in collection.rows("values")}


def _number(text: str, field: str, place: str) -> float:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise CannotDo(Problem(f'"{text}" is not a number; type digits, such as 1200 or 0.4.', field, place))
    return float(value)


def nearest(name: str, known: Mapping[str, Thing], noun: str) -> Thing:
    """Look an id up.

    Raises
    ------
    CannotDo
        When it is unknown; the sentence offers the nearest known id.

    Examples
    --------
    >>> nearest("green-book-standart", {"green-book-standard": 1}, "discount schedule")
    Traceback (most recent call last):
    svtrain.core.problems.CannotDo: There is no discount schedule "green-book-standart". Did you mean "green-book-standard"?
    """
    try:
        return known[name]
    except KeyError:
        from rapidfuzz import fuzz, process

        found = process.extractOne(name, list(known), scorer=fuzz.WRatio, score_cutoff=60)
        hint = f' Did you mean "{found[0]}"?' if found else ""
        raise CannotDo(Problem(f'There is no {noun} "{name}".{hint}')) from None


def schedule(name: str, known: Reference | None = None) -> Schedule:
    """The discount schedule called `name`; an unknown one is refused with the nearest known.

    Examples
    --------
    >>> schedule("green-book-health").bands[-1]
    (301, 0.0043)
    """
    return nearest(name, (known or reference()).schedules, "discount schedule")


def price_index(name: str, known: Reference | None = None) -> PriceIndex:
    """The price index called `name`; an unknown one is refused with the nearest known.

    Examples
    --------
    >>> price_index("uk-cpi").calendar["2024"]
    133.9
    """
    return nearest(name, (known or reference()).indices, "price index")


def proxy(name: str, known: Reference | None = None) -> Proxy:
    """The proxy called `name`; an unknown one is refused with the nearest known."""
    return nearest(name, (known or reference()).proxies, "proxy")
