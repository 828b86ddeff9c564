"""What a contract may change beyond the service itself, by kind of purchase, read from ``datasets/outcome-suggestions``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from svtrain.data.packages import package
from svtrain.data.passports import split
from svtrain.data.spend.table import cpv_words


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An outcome to think of, and why. ``proxies`` are ids in the bank that may price one ``unit`` of it."""

    id: str
    theme: str
    stakeholder: str
    outcome: str
    unit: str
    proxies: tuple[str, ...]
    ask: str
    why: str
    source: str


def division_of(cpv: str) -> str:
    """The division of a CPV code, or nothing where the code has none that is known.

    Examples
    --------
    >>> division_of("77310000-6"), division_of("grounds"), division_of("")
    ('77', '', '')
    """
    start = cpv.strip()[:2]
    return start if start in cpv_words() else ""


@lru_cache(maxsize=128)
def suggestions_for(division: str) -> tuple[Suggestion, ...]:
    """What to think of for a division, in the order of the collection; nothing for a division that is not known.

    Examples
    --------
    >>> [one.id for one in suggestions_for("77")][:2]
    ['jobs', 'young-people']
    >>> suggestions_for("")
    ()
    """
    collection = package("outcome-suggestions")
    outcomes = {row["outcome_id"]: row for row in collection.rows("outcomes")}
    sources = {row["source_id"]: row["citation"] for row in collection.rows("sources")}
    return tuple(_suggestion(outcomes[row["outcome_id"]], row["why"], sources[row["source_id"]])
                 for row in collection.rows("suggestions") if division in split(row["divisions"]))


def _suggestion(row, why: str, source: str) -> Suggestion:
    return Suggestion(row["outcome_id"], row["theme"], row["stakeholder"], row["outcome"], row["unit"], split(row["proxies"]), row["ask"], why, source)
