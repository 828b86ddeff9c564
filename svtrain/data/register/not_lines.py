"""Rows that are no lines of a register: totals, notes, headings said again, another table below the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from svtrain.data.register.aliases import match, normal
from svtrain.data.register.columns import CONTACT, IGNORED, ColumnUse
from svtrain.data.register.words import BETWEEN_CELLS

NO_ROW = "it has no supplier, no title and no amount"
NOTE = "only one cell is filled: a note, not a line"
TOTAL = "it is a total of other rows"
ONLY_AN_AMOUNT = "it has an amount and nothing else, as a total has"
HEADINGS = "it repeats the headings"
BELOW = "another table begins on row {}; only the first is read"

_BARE = re.compile(r"\W*(?:(?:(?:grand|sub|overall|report|page|running|net|gross|column|sheet)[\s-]*)?totals?"
                   r"|(?:(?:sub)?[\s-]*totals?|balance|amount)?\s*(?:carried|brought)[\s-]*(?:forward|fwd)|(?:balance\s*)?[bc]/f(?:wd)?)\W*", re.IGNORECASE)
_WORDED = re.compile(r"\W*(?:grand|sub|overall|report|page)?[\s-]*totals?\b[\s\w:£,.&/()'-]{0,60}", re.IGNORECASE)
_OF_A_GROUP = re.compile(r"(?:sub[\s-]*)?totals?\s*(?:for|of)?\s*[:-]?\s*(.{1,80})|(.{1,80}?)\s*[:-]?\s*(?:sub[\s-]*)?totals?\W*", re.IGNORECASE | re.DOTALL)
_HINTS = ("total", "forward", "fwd", "b/f", "c/f")
LONGEST = 100


def may_be_total(cell: object) -> bool:
    """Whether a cell could label a total: a quick look."""
    if not isinstance(cell, str) or len(cell) > LONGEST:
        return False
    low = cell.lower()
    return any(hint in low for hint in _HINTS)


def is_total(label: str, names: Iterable[str], empty: bool) -> bool:
    """Whether a label says that its row adds up others.

    Parameters
    ----------
    label : str
        A cell.
    names : collection of str
        What else stands in its column, in small letters: a group's total names the group.
    empty : bool
        Whether the row has neither a day nor a reference, as totals have none.

    Examples
    --------
    >>> is_total("Grand Total:", (), False), is_total("Acme Ltd Total", {"acme ltd"}, True), is_total("Total spend April", (), True)
    (True, True, True)
    >>> is_total("Total Produce Ltd", (), False), is_total("TotalEnergies", (), True), is_total("Acme Ltd Total", (), True)
    (False, False, False)
    """
    if _BARE.fullmatch(label):
        return True
    if not empty:
        return False
    group = _OF_A_GROUP.fullmatch(" ".join(label.split()))
    return bool(group and (group[1] or group[2]).casefold() in names) or _WORDED.fullmatch(label) is not None


class NotLines:
    """Finds such rows in one file, piece by piece.

    Parameters
    ----------
    uses : mapping
        Field to the columns that fill it.
    """

    def __init__(self, uses: dict[str, list[ColumnUse]]):
        self.uses = uses
        self._labels = next((name for name in ("supplier", "title", "description") if uses[name]), None)
        self._headings = {use.index: normal(use.header) for found in uses.values() for use in found if use.header}
        self._last: dict[int, str] = {}  # the last text of each column of the piece before
        self._below: object = None       # the row where another table began

    def mark(self, numbers: Sequence, texts: list[Sequence], out: dict, odd: Iterable[int], left_out: dict[int, str]) -> None:
        """Add rows to `left_out`, each with its reason; `odd` are rows in which an amount or a day could not be read."""
        self._totals(texts, out, left_out)
        self._repeated_headings(texts, odd, left_out)
        self._other_table(numbers, texts, odd, left_out)

    def _totals(self, texts: list[Sequence], out: dict, left_out: dict[int, str]) -> None:
        name = self._labels
        if name is None:
            return
        words = {text for text in set(out[name]) if may_be_total(text)} | {""}
        names: dict[int, set[str]] = {}
        for at, text in enumerate(out[name]):
            if text in words and at not in left_out:
                reason = self._total(texts, out, at, names)
                if reason:
                    left_out[at] = reason
        self._last = {use.index: str(texts[use.index][-1]) for use in self.uses[name] if len(texts[use.index])}

    def _total(self, texts: list[Sequence], out: dict, at: int, names: dict[int, set[str]]) -> str:
        filled = [index for index, cells in enumerate(texts) if _filled(cells[at])]
        empty = not (out["start"][at] or out["end"][at] or out["reference"][at])
        for index in filled:
            if may_be_total(texts[index][at]):
                if index not in names:
                    names[index] = {str(cell).strip().casefold() for cell in {*texts[index], self._last.get(index, "")}} - {""}
                if is_total(str(texts[index][at]).strip(), names[index], empty):
                    return TOTAL
        only = len(filled) == 1 and any(use.index == filled[0] for use in self.uses["value"])
        return ONLY_AN_AMOUNT if only and len(self._headings) > 2 else ""

    def _repeated_headings(self, texts: list[Sequence], odd: Iterable[int], left_out: dict[int, str]) -> None:
        if len(self._headings) < 2:
            return
        first = next(iter(self._headings))
        header = next(use.header for found in self.uses.values() for use in found if use.index == first)
        rows = {at for at, cell in enumerate(texts[first]) if cell == header} | {at for at in odd if at not in left_out}
        for at in rows:
            same = sum(1 for index, name in self._headings.items() if isinstance(texts[index][at], str) and normal(texts[index][at]) == name)
            if same >= max(2, len(self._headings) // 2):
                left_out[at] = HEADINGS

    def _other_table(self, numbers: Sequence, texts: list[Sequence], odd: Iterable[int], left_out: dict[int, str]) -> None:
        """A second table below the first has other headings; its rows are none of ours until our headings come again."""
        starts = sorted(at for at in odd if at not in left_out and self._are_headings([cells[at] for cells in texts]))
        if self._below is not None and len(numbers) and _sheet(numbers[0]) != _sheet(self._below):
            self._below = None
        if self._below is None and not starts:
            return
        at = 0 if self._below is not None else starts[0]
        for row in range(at, len(numbers)):
            if left_out.get(row) == HEADINGS:
                self._below = None
            elif row in starts:
                self._below = numbers[row]
            if self._below is not None and left_out.get(row) != HEADINGS and left_out.get(row) != "":
                left_out[row] = BELOW.format(self._below)

    def _are_headings(self, cells: Sequence) -> bool:
        """Whether a row holds nothing but headings that are in the list, two of them at least for a register's fields."""
        filled = [cell for cell in cells if _filled(cell)]
        if len(filled) < 2 or not all(isinstance(cell, str) and len(cell) <= LONGEST and BETWEEN_CELLS not in cell for cell in filled):
            return False
        found = [match(cell) for cell in filled]
        return all(one is not None and one.score == 100 for one in found) and len(
            {one.alias.field for one in found if one is not None} - {CONTACT, IGNORED}) >= 2


def _sheet(number: object) -> str:
    """The sheet in the number of a row, as in ``April!12``."""
    return number.rpartition("!")[0] if isinstance(number, str) else ""


def _filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None and cell == cell
