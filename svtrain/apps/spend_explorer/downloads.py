"""Files that a person takes away from the explorer; no cell in them begins a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from svtrain.apps.spend_explorer.state import SpendExplorer
from svtrain.core.problems import CannotDo
from svtrain.data.formula_cells import as_text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV text.

    Examples
    --------
    >>> as_csv(["a"], [["=1+1"]])
    "a\\n'=1+1\\n"
    """
    words = io.StringIO()
    writer = csv.writer(words, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([as_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return words.getvalue()


def faults(app: SpendExplorer) -> str | None:
    """What could not be read, row by row; nothing before a file was read."""
    return as_csv(("row", "field", "reason"), app.faults()) if app.can_correct else None


def ending(app: SpendExplorer) -> str | None:
    """All contracts that end soon."""
    if app.ending is None:
        return None
    names = ("reference", "title", "buyer", "supplier", "value", "start", "end", "what", "source_row")
    found = app.ending.soon[list(names)].assign(
        **{day: app.ending.soon[day].dt.strftime("%Y-%m-%d").fillna("") for day in ("start", "end")}, value=app.ending.soon["value"].map(_number))
    return as_csv(("reference", "title", "buyer", "supplier", "value", "start", "end", "category", "row in the file"), found.itertuples(index=False))


def three(app: SpendExplorer) -> str | None:
    """The three that were chosen, with reasons and marks; nothing before they are chosen."""
    try:
        contracts = app.chosen_contracts()
    except CannotDo:
        return None
    names = ("reference", "title", "buyer", "supplier", "value", "start", "end", "category", "place", "sme", "vcse", "reason")
    return as_csv((*names, "value mark", "influence", "relevance"),
                  [(*(_number(one.value) if name == "value" else getattr(one, name) for name in names), *(one.marks or {}).values()) for one in contracts])


def _number(value: float | None) -> object:
    if value is None or value != value:
        return ""
    return int(value) if float(value).is_integer() else float(value)
