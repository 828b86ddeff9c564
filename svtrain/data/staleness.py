"""What a keeper of the data should look at: figures not checked for two years, passports with a gap, years that are unclear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Proxy
from svtrain.data.packages import Package, packages

MONTHS = 24
SOURCE_NEEDS = ("title", "publisher", "path", "citation", "licence", "last_checked")
VALUE_NEEDS = ("source_id", "locator", "unit", "price_year", "geography", "perspective")
NAMED_IN = {"series_id": "series", "schedule_id": "schedules"}  # a value may leave its passport to the row that it belongs to


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. ``warning`` asks for work; ``note`` is said so that nobody overlooks it."""

    level: str
    rule: str
    dataset: str
    item: str
    message: str


def check_data(as_of: date, collections: Iterable[Package] | None = None) -> list[Finding]:
    """Every finding on the collections given, or on all that are shipped, as on one day.

    Raises
    ------
    CannotDo
        When a collection cannot be read at all.
    """
    found: list[Finding] = []
    for collection in packages() if collections is None else collections:
        if "sources" in collection.tables:
            found += _sources(collection, as_of)
        if "values" in collection.tables:
            found += _values(collection)
    return found


def check_private(proxies: Iterable[Proxy], as_of: date) -> list[Finding]:
    """An organisation's own values that nobody has compared with their source for two years."""
    return [Finding("warning", "stale", item.dataset, item.id, f"Last checked on {item.last_checked}, over {MONTHS} months ago.")
            for item in proxies if is_stale(item.last_checked, as_of)]


def months_since(day: date, as_of: date) -> int:
    """Whole months from one day to another.

    Examples
    --------
    >>> months_since(date(2024, 11, 22), date(2026, 11, 21)), months_since(date(2024, 11, 22), date(2026, 11, 22))
    (23, 24)
    """
    return (as_of.year - day.year) * 12 + as_of.month - day.month - (as_of.day < day.day)


def is_stale(last_checked: str, as_of: date) -> bool:
    """More than 24 months since the last check, or a day that cannot be read.

    Examples
    --------
    >>> is_stale("2024-11-22", date(2026, 11, 22)), is_stale("2024-11-22", date(2026, 11, 23))
    (False, True)
    """
    try:
        day = date.fromisoformat(last_checked)
    except ValueError:
        return True
    months = months_since(day, as_of)
    return months > MONTHS or (months == MONTHS and as_of.day != day.day)


def _sources(collection: Package, as_of: date) -> list[Finding]:
    used = Counter(row.get("source_id", "") for name in collection.tables if name not in ("sources", "corrections")
                   for row in collection.rows(name))
    found = []
    for row in collection.rows("sources"):
        name = row["source_id"]
        gaps = [part for part in SOURCE_NEEDS if not row.get(part)]
        if gaps:
            found.append(Finding("warning", "passport", collection.name, name, f"The source lacks its {_words(gaps)}."))
        if row.get("last_checked") and is_stale(row["last_checked"], as_of):
            found.append(Finding("warning", "stale", collection.name, name,
                                 f"Last checked on {row['last_checked']}, over {MONTHS} months ago; "
                                 f"{used[name]} {'row rests' if used[name] == 1 else 'rows rest'} on it."))
    return found


def _values(collection: Package) -> list[Finding]:
    found, unclear, unverified = [], [], []
    for key, row in passport_rows(collection):
        gaps = [part for part in VALUE_NEEDS if not row.get(part)]
        if gaps:
            found.append(Finding("warning", "passport", collection.name, key, f"The value lacks its {_words(gaps)}."))
        unclear += [key] if row.get("price_year") == "unclear" else []
        unverified += [key] if row.get("status") == "unverified" else []
    for rule, names, sentence in (("price-year-unclear", unclear, "does not state its price year; state one before use"),
                                  ("unverified", unverified, "is weak or conflicting; never make it a default")):
        found += [Finding("note", rule, collection.name, name, f"The source of this value {sentence}."
                          if rule == "price-year-unclear" else f"This value {sentence}.") for name in names]
    return found


def passport_rows(collection: Package) -> list[tuple[str, Mapping[str, str]]]:
    """Each value's key, with its passport: its own columns, and where they are silent those of the row it belongs to.

    Raises
    ------
    CannotDo
        When a value belongs to a row that is not there.
    """
    owners = {column: {row[column]: row for row in collection.rows(table)}
              for column, table in NAMED_IN.items() if table in collection.tables}
    keys = collection.primary_key("values")
    found = []
    for row in collection.rows("values"):
        whole: dict[str, str] = {}
        for column, rows in owners.items():
            if row.get(column) not in rows:
                raise CannotDo(Problem(f'"{row.get(column)}" is not listed.', column, str(collection.folder)))
            whole |= rows[row[column]]
        found.append(("/".join(row[name] for name in keys), whole | {name: cell for name, cell in row.items() if cell}))
    return found


def _words(names: list[str]) -> str:
    return ", ".join(name.replace("_id", "").replace("_", " ") for name in names)
