"""Days as UK registers write them: each distinct text is read once, day before month unless the column shows otherwise."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from svtrain.data.register.words import REMEMBER, is_blank, quoted

FIRST_YEAR, LAST_YEAR = 1950, 2150
PIVOT = 69  # two-figure years: 00-68 are 2000-2068, 69-99 are 1969-1999
FIRST_SERIAL, LAST_SERIAL = 18264, 91312  # Excel's day numbers for 1950 and 2149
DAY_NOUGHT = date(1899, 12, 30)
MONTH_FIRST_SHARE = 0.3  # of a column's days; three in five days of a year are past the twelfth of the month
SHIFT_1904 = 1462  # days between Excel's two calendars

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", re.DOTALL)
_NUMBERS = re.compile(r"(\d{1,2})\s*[-/.\\ ]\s*(\d{1,2})\s*[-/.\\ ]\s*(\d{4}|\d{2})(?:[,T ]+\d.*)?", re.DOTALL)
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DAY_WORD = re.compile(r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[-\s/.,]*([a-z]{3,9})\.?[-\s/.,']*(\d{4}|\d{2})(?:[,\s]+\d.*)?", re.DOTALL)
_WORD_DAY = re.compile(r"(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?[-\s/]*(\d{1,2})(?:st|nd|rd|th)?[-\s/,]+(\d{4})(?:[,\s]+\d.*)?", re.DOTALL)
_MONTH_IN_FIGURES = re.compile(r"(\d{1,2})[-/](\d{4})|(\d{4})-(\d{2})")
_MONTH_YEAR = re.compile(r"([a-z]{3,9})\.?[-\s/.,']*(\d{4}|\d{2})")
_MONTHS = {name: number for number, names in enumerate(
    ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep",
     "october oct", "november nov", "december dec"), start=1) for name in names.split()}


@dataclass(frozen=True, slots=True)
class Day:
    """One cell, read: ``iso`` is the day as 2026-04-01 or empty; ``reason`` says what is wrong or was assumed."""

    iso: str = ""
    reason: str = ""


@dataclass(slots=True)
class Days:
    """A column of days and the reasons for the cells that need one."""

    isos: list[str]
    reasons: dict[int, str] = field(default_factory=dict)


class DayReader(dict):
    """Reads one column, remembering each distinct cell.

    Parameters
    ----------
    month_first : bool
        Whether the column writes 06/25/2026; see `is_month_first`.
    last_of_month : bool
        A month without a day ("March 2026") is its last day for an end, else its first; the reason says so.
    shift : int
        Days to add to Excel's numbers: 1462 for a workbook of the 1904 calendar.
    """

    def __init__(self, month_first: bool = False, last_of_month: bool = False, shift: int = 0):
        super().__init__()
        self.month_first, self.last_of_month, self.shift = month_first, last_of_month, shift
        self.odd: dict[object, str] = {}

    def __missing__(self, cell):
        if len(self) >= REMEMBER:
            self.clear()
        found = read_day(cell, self.month_first, self.last_of_month, self.shift)
        if found.reason:
            self.odd[cell] = found.reason
        self[cell] = found.iso
        return found.iso

    def column(self, cells: Sequence) -> Days:
        """Read a column.

        Examples
        --------
        >>> DayReader().column(["31/03/2026", "2026-04-01T00:00:00Z", "TBC", ""])
        Days(isos=['2026-03-31', '2026-04-01', '', ''], reasons={2: '"TBC" is not a day'})
        """
        isos = list(map(self.__getitem__, cells))
        if not self.odd:
            return Days(isos)
        return Days(isos, {index: self.odd[cell] for index, cell in enumerate(cells) if cell in self.odd})


def is_month_first(cells: Sequence) -> bool:
    """Whether a column is written month first: several days can only be read so, and none the other way.

    Examples
    --------
    >>> is_month_first(["06/25/2026", "01/02/2026", "12/31/2026"]), is_month_first(["06/25/2026", "25/06/2026"])
    (True, False)
    """
    pairs = [(int(found[1]), int(found[2])) for cell in cells if isinstance(cell, str) and (found := _NUMBERS.fullmatch(cell.strip()))]
    sure = sum(1 for first, second in pairs if second > 12 >= first)
    return sure >= 2 and sure >= MONTH_FIRST_SHARE * len(pairs) and not any(first > 12 for first, _ in pairs)


def read_day(cell: object, month_first: bool = False, last_of_month: bool = False, shift: int = 0) -> Day:
    """Read one cell: day/month/year, ISO, words, or Excel's day numbers. The time of day is dropped as written.

    Examples
    --------
    >>> read_day("15 June 2015").iso, read_day("1/4/19").iso, read_day(43831).iso, read_day("31-Mar-26 00:00").iso
    ('2015-06-15', '2019-04-01', '2020-01-01', '2026-03-31')
    >>> read_day("31/02/2026")
    Day(iso='', reason='"31/02/2026" is not a day in the calendar')
    """
    if isinstance(cell, datetime):
        return _day(cell.year, cell.month, cell.day, cell)
    if isinstance(cell, date):
        return _day(cell.year, cell.month, cell.day, cell)
    if isinstance(cell, bool):
        return Day(reason="yes or no is not a day")
    if isinstance(cell, (int, float)):
        return _serial(float(cell), cell, shift)
    if not isinstance(cell, str):
        return Day() if cell is None else Day(reason="this is not a day")
    text = cell.strip().strip("'").strip()
    if is_blank(text):
        return Day()
    if len(text) > 60 or not text.isascii():
        return Day(reason=f"{quoted(cell)} is not a day")
    found = _in_figures(text, cell, month_first, shift) or _month_in_figures(text, cell, last_of_month) or _in_words(text.lower(), cell, last_of_month)
    return found or Day(reason=f"{quoted(cell)} is not a day")


def _in_figures(text: str, cell: str, month_first: bool, shift: int) -> Day | None:
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), cell)
    if found := _NUMBERS.fullmatch(text):
        return _two_orders(int(found[1]), int(found[2]), _year(found[3]), cell, month_first)
    if found := _COMPACT.fullmatch(text):
        return _day(int(found[1] + found[2]), int(found[3]), int(found[4]), cell)
    if _SERIAL.fullmatch(text):
        return _serial(float(text), cell, shift)
    return None


def _month_in_figures(text: str, cell: str, last_of_month: bool) -> Day | None:
    """04/2025 or 2025-04; not 2011-12, which may be a financial year."""
    found = _MONTH_IN_FIGURES.fullmatch(text)
    if not found:
        return None
    year, month = (int(found[2]), int(found[1])) if found[2] else (int(found[3]), int(found[4]))
    if not 1 <= month <= 12 or (found[3] and month == (year + 1) % 100):
        return None
    return _whole_month(year, month, cell, last_of_month)


def _whole_month(year: int, month: int, cell: str, last_of_month: bool) -> Day:
    taken = _day(year, month, monthrange(year, month)[1] if last_of_month and year else 1, cell)
    return Day(taken.iso, f"{quoted(cell)} names no day; taken as {taken.iso}") if taken.iso else taken


def _two_orders(first: int, second: int, year: int, cell: str, month_first: bool) -> Day:
    if month_first and first <= 12:
        return _day(year, first, second, cell)
    if not month_first and second > 12 >= first:
        found = _day(year, first, second, cell)
        return Day(found.iso, f"{quoted(cell)} can only be month first; taken as {found.iso}") if found.iso else found
    return _day(year, second, first, cell)


def _in_words(text: str, cell: str, last_of_month: bool) -> Day | None:
    for pattern, order in ((_DAY_WORD, (3, 2, 1)), (_WORD_DAY, (3, 1, 2))):
        found = pattern.fullmatch(text)
        if found and found[order[1]] in _MONTHS:
            return _day(_year(found[order[0]]), _MONTHS[found[order[1]]], int(found[order[2]]), cell)
    found = _MONTH_YEAR.fullmatch(text)
    if found and found[1] in _MONTHS:
        return _whole_month(_year(found[2]), _MONTHS[found[1]], cell, last_of_month)
    return None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= PIVOT else 2000)


def _serial(number: float, cell: object, shift: int) -> Day:
    if number != number:
        return Day()
    number += shift
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return Day(reason=f"{quoted(cell)} is not a day")
    return Day((DAY_NOUGHT + timedelta(days=int(number))).isoformat())


def _day(year: int, month: int, day: int, cell: object) -> Day:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Day(reason=f"{quoted(cell)} is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    try:
        return Day(date(year, month, day).isoformat())
    except ValueError:
        return Day(reason=f"{quoted(cell)} is not a day in the calendar")
