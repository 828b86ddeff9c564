"""Days as people in the UK type them."""

from __future__ import annotations

import re
from datetime import date, datetime

_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d/%m/%y", "%d.%m.%y", "%d-%b-%y")
_ENDS = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b(?: of\b)?|,", re.IGNORECASE)  # 1st October, 1st of October, 1 October, 2026


def day_from(text: str) -> date:
    """Read a day as the UK writes it.

    Raises
    ------
    ValueError
        With a sentence for the person who typed it.

    Examples
    --------
    >>> day_from("1/10/2026"), day_from("1 October 2026"), day_from("2026-10-01")
    (datetime.date(2026, 10, 1), datetime.date(2026, 10, 1), datetime.date(2026, 10, 1))
    >>> day_from("1st Sept 2026"), day_from("1.10.26")
    (datetime.date(2026, 9, 1), datetime.date(2026, 10, 1))
    """
    plain = re.sub(r"\bsept\b", "sep", " ".join(_ENDS.sub("", text).split()), flags=re.IGNORECASE)
    for form in _FORMS:
        try:
            found = datetime.strptime(plain, form).date()
        except ValueError:
            continue
        if 1990 <= found.year <= 2100:
            return found
    raise ValueError("Type a day, such as 1 October 2026 or 01/10/2026.")


def day_words(day: date) -> str:
    """A day as people say it.

    Examples
    --------
    >>> day_words(date(2026, 10, 1))
    '1 October 2026'
    """
    return f"{day.day} {day:%B %Y}"
