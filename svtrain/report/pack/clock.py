"""The time of day of each block."""

from __future__ import annotations

import re

from svtrain.core.problems import CannotDo, Problem

DAY = 24 * 60


def minute_of_day(typed: str) -> int:
    """When a session starts, in minutes from midnight.

    Raises
    ------
    CannotDo
        When it is no time of day.

    Examples
    --------
    >>> minute_of_day("09:30"), minute_of_day("9.30")
    (570, 570)
    """
    found = re.fullmatch(r"\s*(\d{1,2})[:.](\d{2})\s*", typed)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise CannotDo(Problem(f'"{typed[:20]}" is not a time of day. Write it like 09:30.', "--start"))
    return int(found[1]) * 60 + int(found[2])


def clock(start: int, minutes: int) -> str:
    """The time so many minutes after a start.

    Examples
    --------
    >>> clock(570, 45)
    '10:15'
    """
    at = (start + minutes) % DAY
    return f"{at // 60:02d}:{at % 60:02d}"
