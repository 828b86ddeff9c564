"""Columns of the portfolio's tables as arrays: text, numbers and days, as people write them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.delivery_tables import day_from
from svtrain.data.register.dates import is_month_first

if TYPE_CHECKING:
    import pandas


def rows_of(names, wanted) -> np.ndarray:
    """The first row that has each wanted name; -1 where none has.

    Examples
    --------
    >>> rows_of(["a", "b", "a"], ["a", "c"]).tolist()
    [0, -1]
    """
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(name, place)
    return np.array([places.get(name, -1) for name in wanted], np.intp)


def spread(column, contract: np.ndarray, otherwise: str) -> list[str]:
    """A contract's text for each of its promises."""
    texts = column.tolist()
    return [texts[at] or otherwise if at >= 0 else otherwise for at in contract.tolist()]


def codes_of(texts: list[str], last: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Texts as codes into their own sorted list; `last` comes last in it.

    Examples
    --------
    >>> codes_of(["b", "none", "a"], "none")
    (array([1, 2, 0]), ('a', 'b', 'none'))
    """
    names = sorted(set(texts), key=lambda name: (name == last, name.casefold()))
    place = {name: n for n, name in enumerate(names)}
    return np.array([place[text] for text in texts], np.intp), tuple(names)


def text(frame: pandas.DataFrame, name: str) -> pandas.Series:
    """A column as stripped text; blank where there is none."""
    import pandas

    if name not in frame:
        return pandas.Series([""] * len(frame), index=frame.index, dtype="str")
    return frame[name].astype("str").where(frame[name].notna(), "").fillna("").str.strip()


def numbers(column) -> np.ndarray:
    """A column as numbers, as people type them; what cannot be read is not a number."""
    import pandas

    found = pandas.to_numeric(column, errors="coerce").to_numpy(float, na_value=np.nan).copy()
    for row in np.flatnonzero(np.isnan(found) & column.notna().to_numpy()):
        try:
            found[row] = number_from(str(column.iloc[row]))
        except NotANumber:
            continue
    return found


def days_of(frame, name: str) -> np.ndarray:
    """A named column of days; none where the table has no such column."""
    return days(frame[name]) if name in frame else np.full(len(frame), np.datetime64("NaT", "D"))


def days(column) -> np.ndarray:
    """A column of days, as ISO or as the UK writes them; what cannot be read is no day."""
    import pandas

    if len(column) == 0 or column.isna().all():
        return np.full(len(column), np.datetime64("NaT", "D"))
    text = column.astype("str").str.strip()
    found = pandas.to_datetime(text, format="%Y-%m-%d", errors="coerce").to_numpy().astype("datetime64[D]")
    rest = np.flatnonzero(np.isnat(found) & column.notna().to_numpy())
    month_first = is_month_first([text.iloc[row] for row in rest])
    for row in rest:
        day = day_from(text.iloc[row], month_first)
        if day is not None:
            found[row] = np.datetime64(day)
    return found


def latest(*columns: np.ndarray | None) -> date:
    """The last day in any of the columns; today where there is none."""
    found = [days[~np.isnat(days)].max() for days in columns if days is not None and (~np.isnat(days)).any()]
    return max(found).item() if found else date.today()
