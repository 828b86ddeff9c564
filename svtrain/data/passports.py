"""Where a fact was read: the row's own source and place in it, joined with what the source says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.packages import Package


@dataclass(frozen=True, slots=True)
class Passport:
    """Source, place in it, licence and day of the last check."""

    source_id: str
    citation: str
    locator: str
    url: str
    licence: str
    last_checked: str
    confidence: str


def passports(collection: Package):
    """A function that gives a row its passport.

    Raises
    ------
    CannotDo
        When called with a row whose source is not listed.
    """
    sources = {row["source_id"]: row for row in collection.rows("sources")}

    def passport(row: Mapping[str, str]) -> Passport:
        source = sources.get(row["source_id"])
        if source is None:
            raise CannotDo(Problem(f'The source "{row["source_id"]}" is not in sources.csv.', place=str(collection.folder)))
        return Passport(row["source_id"], source["citation"], row["locator"], source["path"], source["licence"],
                        source["last_checked"], source["confidence"])

    return passport


def split(text: str) -> tuple[str, ...]:
    """Words parted by semicolons.

    Examples
    --------
    >>> split("council; police")
    ('council', 'police')
    >>> split("")
    ()
    """
    return tuple(part.strip() for part in text.split(";") if part.strip())


def number(text: str) -> float | None:
    """A number, or None where the cell is empty."""
    return float(text) if text else None
