"""Parts of a whole in two steps: groups, and what is in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from svtrain.ui.amounts import money, share, short_money
from svtrain.ui.figures.picture import Picture, table_of


def treemap(
    groups: Sequence[tuple[str, Sequence[tuple[str, float]]]], *, shown: Callable[[float], str] = short_money, exact: Callable[[float], str] = money,
    names: tuple[str, str] = ("Category", "Supplier"), title: str = "", sentence: str = "",
) -> Picture:
    """An area for each group, parted among what is in it; all areas are in proportion.

    Parameters
    ----------
    groups : sequence of (name, [(name, amount), ...])
        Amounts above zero, the largest group first.
    names : pair of str
        What a group and a part are called.

    Examples
    --------
    >>> picture = treemap([("Waste", [("A Ltd", 60), ("B Ltd", 20)]), ("Care", [("C CIC", 20)])], title="Where it goes")
    >>> picture.sentence
    'Waste is the largest of 2, with 80% of £100; most of it goes to A Ltd.'
    >>> picture.figure["data"][0]["parents"]
    ['', 'Waste', 'Waste', '', 'Care']
    """
    whole = sum(amount for _, parts in groups for _, amount in parts)
    ids, labels, parents, values, texts, rows = [], [], [], [], [], []
    for group, parts in groups:
        amount = sum(value for _, value in parts)
        _add(ids, group, labels, group, parents, "", values, amount, texts, f"{shown(amount)}, {share(amount / whole)}")
        for name, value in parts:
            _add(ids, f"{group}/{name}", labels, name, parents, group, values, value, texts, f"{shown(value)}, {share(value / whole)}")
            rows.append((group, name, exact(value), share(value / whole)))
    trace = {"type": "treemap", "ids": ids, "labels": labels, "parents": parents, "values": values, "text": texts, "branchvalues": "total",
             "textinfo": "label+text", "hovertemplate": "%{label}: %{text}<extra></extra>"}
    table = table_of(title, [*names, "Amount", "Share"], rows)
    return Picture({"data": [trace] if groups else [], "layout": {"height": 460}}, sentence or _sentence(groups, whole, exact), table, title)


def _add(*pairs) -> None:
    for into, one in zip(pairs[::2], pairs[1::2], strict=True):
        into.append(one)


def _sentence(groups, whole: float, exact: Callable[[float], str]) -> str:
    if not groups:
        return "There is nothing to show yet."
    name, parts = groups[0]
    amount = sum(value for _, value in parts)
    top = max(parts, key=lambda part: part[1])
    most = "most of it" if top[1] > amount / 2 else "the largest part of it"
    return f"{name} is the largest of {len(groups)}, with {share(amount / whole)} of {exact(whole)}; {most} goes to {top[0]}."
