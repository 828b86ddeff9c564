"""Choosing three contracts: the marks, the candidates, and the ranking that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from svtrain.data.chosen_contracts import ChosenContract
from svtrain.data.spend.contracts import SOON, ending

if TYPE_CHECKING:
    import pandas as pd

WANTED = 3
SUGGESTED, MOST = 9, 12
FACTORS = ("influence", "relevance")
MEANINGS = {
    "influence": ("", "1: signed and fixed; nothing can change", "2: small changes, if the supplier agrees", "3: something can change at a review or extension",
                  "4: a new tender is planned and not yet written", "5: nothing is written yet; all is open"),
    "relevance": ("", "1: no link to what our place needs", "2: a weak link", "3: a link to one of our priorities", "4: a strong link to one priority",
                  "5: it touches several priorities, or the people most in need"),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """One candidate with its marks; ``product`` is None while a mark is missing, ``rank`` counts from 1, equals share one."""

    key: str
    row: pd.Series
    value: int | None
    influence: int | None
    relevance: int | None
    product: int | None
    rank: int | None


def suggested(things: pd.DataFrame, taken: Sequence[str], as_of: date) -> list[str]:
    """What was taken, then the largest that end soon, then the largest of the rest that has not ended; at most `SUGGESTED`."""
    import pandas as pd

    live = things[~(things["end"] < pd.Timestamp(as_of)) & (things["value"] > 0) & ~things["repeat"]] if "repeat" in things else things[things["value"] > 0]
    soon = ending(live, as_of, SOON).soon.nlargest(SUGGESTED, "value")["key"].head(max(0, SUGGESTED - len(taken) - 2))
    return list(dict.fromkeys([*taken, *soon, *live.nlargest(SUGGESTED, "value")["key"]]))[:SUGGESTED]


def ranking(rows: Mapping[str, pd.Series], marks: Mapping[str, Mapping[str, str]], value_marks: Mapping[str, float]) -> list[Marked]:
    """The candidates, the highest product first; those without all marks come last, in the order given."""
    found = []
    for key, row in rows.items():
        given = [_mark(marks.get(key, {}).get(factor, "")) for factor in FACTORS]
        worth = value_marks.get(key)
        value = int(worth) if worth is not None and worth == worth else None
        product = None if None in (value, *given) else value * given[0] * given[1]
        found.append((key, row, value, *given, product))
    products = sorted((one[-1] for one in found if one[-1] is not None), reverse=True)
    marked = [Marked(*one, None if one[-1] is None else products.index(one[-1]) + 1) for one in found]
    return sorted(marked, key=lambda one: (one.rank is None, one.rank or 0))


def _mark(text: str) -> int | None:
    return int(text) if text in ("1", "2", "3", "4", "5") else None


def as_chosen(row: pd.Series, reason: str, marks: dict) -> ChosenContract:
    """A row of the register as the other pages take it."""
    def day(name: str) -> str:
        return "" if row[name] != row[name] or row[name] is None else f"{row[name]:%Y-%m-%d}"

    value = float(row["value"])
    words = {name: str(row[name]) for name in ("title", "reference", "description", "buyer", "value_basis", "cpv", "category", "place", "sme", "vcse")}
    return ChosenContract(**words, supplier=str(row["supplier"]), value=None if value != value else value, start=day("start"), end=day("end"),
                          reason=reason, marks=marks)
