"""Which of a file's tables is the register: the one with the best headings, and every other with the same ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from svtrain.data.register.mapping import Header, find_header, shape_of, trimmed

MOST_NAMED = 20


@dataclass(slots=True)
class Choice:
    """``chosen`` is the best table, ``read`` all that have its headings, in the file's order; ``first`` says where the rows of each begin."""

    chosen: str
    read: list[str]
    first: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def choose(tops: Mapping[str, Sequence[Sequence]], header_row: int | None = None) -> Choice:
    """Choose among tables by the rows at their top; `header_row` is where the headings stand when that is known.

    Examples
    --------
    >>> bins, sums = [["Supplier", "Amount", "Date"], ["A", 1, ""]], [["Directorate", "Amount"], ["Place", 1]]
    >>> found = choose({"Sums": sums, "April": bins, "May": [["May"], *bins]})
    >>> found.chosen, found.read, found.first, found.left
    ('April', ['April', 'May'], {'April': 1, 'May': 2}, ['Sums'])
    """
    headers = {name: _header(top, header_row) for name, top in tops.items()}
    best: tuple[str, Header] | None = None
    for name, header in headers.items():
        if header is not None and (best is None or _worth(tops[name], header) > _worth(tops[best[0]], best[1])):
            best = (name, header)
    if best is None:
        first = next(iter(tops))
        return Choice(first, [first], {first: 0}, [name for name in tops if name != first and tops[name]])
    wanted = shape_of(trimmed(best[1].cells))
    first = {name: header.row + 1 for name, header in headers.items() if header is not None and shape_of(trimmed(header.cells)) == wanted}
    return Choice(best[0], list(first), first, [name for name in tops if name not in first and tops[name]])


def _header(top: Sequence[Sequence], header_row: int | None) -> Header | None:
    found = find_header(top, header_row)
    if found is None or header_row is None:
        return found
    scored = find_header(top[header_row: header_row + 1])
    return replace(found, score=scored.score if scored else 0)


def _worth(top: Sequence[Sequence], header: Header) -> tuple[float, bool]:
    """How good a table's headings are; of two as good, the one with rows below them."""
    return header.score, len(top) > header.row + 1


def notes(choice: Choice, kind: str) -> list[str]:
    """Sentences on what was read together and what was not.

    Examples
    --------
    >>> notes(Choice("April", ["April", "May"], {}, ["Sums"]), "Sheets")
    ['Sheets not read, because their headings are others or none: Sums.', 'Sheets read together, because their headings are the same: April, May.']
    """
    said = [f"{kind} not read, because their headings are others or none: {_named(choice.left)}."] if choice.left else []
    return said + ([f"{kind} read together, because their headings are the same: {_named(choice.read)}."] if len(choice.read) > 1 else [])


def _named(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[: MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
