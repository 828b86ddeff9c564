"""Days that JSON gives as milliseconds since 1970, as map services do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from svtrain.data.register.aliases import match

EARLIEST, LATEST = -631_152_000_000, 5_680_281_600_000  # 1950 and 2150
LEAST = 100_000_000_000  # a smaller number under a heading that is only like a day's could be anything


def days_of(columns: Iterable[str], records: Sequence[dict], declared: frozenset[str] = frozenset()) -> list[str]:
    """Turn such numbers into days, in place: in fields that are declared to be days, or whose headings and numbers all say so.

    Examples
    --------
    >>> rows = [{"StartDate": 1711926000000, "Amount": 1711926000000}, {"StartDate": None, "Amount": 5}]
    >>> days_of(["StartDate", "Amount"], rows)
    ['The days under "StartDate" are counted in milliseconds since 1970, and were read so.']
    >>> rows[0]
    {'StartDate': '2024-04-01', 'Amount': 1711926000000}
    """
    said = []
    for name in columns:
        cells = [record[name] for record in records if record.get(name) not in ("", None)]
        if not cells or not all(isinstance(cell, (int, float)) and EARLIEST <= cell <= LATEST for cell in cells):
            continue
        if name in declared or (all(abs(cell) >= LEAST for cell in cells) and _is_a_day(name)):
            for record in records:
                if record.get(name) not in ("", None):
                    record[name] = _day(record[name])
            said.append(f'The days under "{name[:60]}" are counted in milliseconds since 1970, and were read so.')
    return said


def _is_a_day(name: str) -> bool:
    found = match(name)
    return found is not None and (found.alias.field in ("start", "end") or "date" in name.lower())


def _day(milliseconds: float) -> str:
    """The day, in the United Kingdom: an hour before midnight in Greenwich is midnight in summer."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    summer = (moment.hour, moment.minute, moment.second) == (23, 0, 0)
    return (moment + timedelta(hours=1) if summer else moment).date().isoformat()
