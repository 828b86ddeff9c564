"""Contracts in a register: which end soon, and which are worth the effort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from svtrain.data.spend.table import KEPT_BACK, NO_SUPPLIER

if TYPE_CHECKING:
    import pandas as pd

SOON = 18  # months
MARKS = 5
SPEND = "spend"  # the kind of file whose rows are payments


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends within `SOON` months of a day; ``soon`` holds the rows, the earliest first."""

    soon: pd.DataFrame
    ended: int
    later: int
    no_end: int
    value: float
    to: date


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last day of that month.

    Examples
    --------
    >>> months_after(date(2026, 8, 31), 18)
    datetime.date(2028, 2, 29)
    """
    from calendar import monthrange

    whole = day.month - 1 + months
    year, month = day.year + whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def ending(things: pd.DataFrame, as_of: date, months: int = SOON) -> Ending:
    """What ends from a day on, within so many months."""
    import pandas as pd

    first, to = pd.Timestamp(as_of), months_after(as_of, months)
    ends = things["end"]
    soon = things[(ends >= first) & (ends <= pd.Timestamp(to))].sort_values(["end", "value"], ascending=[True, False], kind="stable")
    return Ending(soon, int((ends < first).sum()), int((ends > pd.Timestamp(to)).sum()), int(ends.isna().sum()), float(soon["value"].sum()), to)


def things(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """What a person can choose: a row of a register, or in a spend file all payments to one supplier in one category.

    ``key`` names it, so that a choice is found again when the same file is read again.
    """
    if kind != SPEND:
        return table
    paid = table[~table["who"].isin([NO_SUPPLIER, KEPT_BACK])].sort_values("source_row", kind="stable")
    grouped = paid.groupby(["who", "what"], observed=True, sort=False)
    first = {name: grouped[name].first() for name in ("reference", "buyer", "cpv", "category", "place", "sme", "vcse", "supplier", "supplier_place", "source_row")}
    made = grouped.agg(value=("value", "sum"), payments=("value", "size"), start=("start", "min")).assign(**first).reset_index()
    made["title"] = made["what"]
    made["description"] = made["payments"].map("{:,} payments".format)
    made["value_basis"], made["suppliers_count"] = "payments added up", 1
    made["end"] = _no_day(made)
    made["reference"] = ""  # of many payments no single number speaks for all
    return made.assign(key=made["who"] + " | " + made["what"])


def _no_day(frame: pd.DataFrame) -> pd.Series:
    """A column of days that are not known: payments say when they were made, not when a contract ends."""
    import pandas as pd

    return pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")


def value_marks(values: pd.Series) -> pd.Series:
    """Marks 1 to 5 by value: 5 for the largest fifth, 1 for the smallest; nothing where the value is unknown or not above zero.

    Examples
    --------
    >>> import pandas as pd
    >>> value_marks(pd.Series([10.0, 20, 30, 40, 50, None, -5])).fillna(0).astype(int).tolist()
    [1, 2, 3, 4, 5, 0, 0]
    """
    import numpy as np

    ranked = values.where(values > 0).rank(method="average", pct=True)
    return np.ceil(ranked * MARKS - 1e-9).clip(1, MARKS)


def find(things: pd.DataFrame, words: str, most: int = 30) -> pd.DataFrame:
    """The largest whose title, supplier, reference or category holds every word."""
    text = (things["title"] + " " + things["who"] + " " + things["reference"] + " " + things["what"]).str.casefold()
    keep = None
    for word in words.casefold().split()[:8]:
        here = text.str.contains(word, regex=False)
        keep = here if keep is None else keep & here
    found = things if keep is None else things[keep]
    return found.nlargest(most, "value") if found["value"].notna().any() else found.head(most)
