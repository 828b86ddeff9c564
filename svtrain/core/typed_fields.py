"""What may be changed in one outcome: what it is called in the map, how it is shown, how what was typed is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from svtrain.core.typed_numbers import NotANumber, number_from


def plain(value: float) -> str:
    """A number as it would be typed: no trailing zeros, commas between thousands.

    Examples
    --------
    >>> plain(1062.75), plain(237.0), plain(0.1)
    ('1,062.75', '237', '0.1')
    """
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def percent(value: float) -> str:
    """A share as a percentage.

    Examples
    --------
    >>> percent(0.1), percent(0.225)
    ('10%', '22.5%')
    """
    return f"{plain(round(value * 100, 8))}%"


def share_from(text: str) -> float:
    """Read a share; whoever types 25 is asked, not guessed at.

    Examples
    --------
    >>> share_from("25%"), share_from("0.25")
    (0.25, 0.25)
    """
    value = number_from(text)
    if 1 < value <= 100 and "%" not in str(text):
        raise NotANumber(f"A share lies between 0% and 100%; for {plain(value)} in a hundred type {plain(value)}%.")
    if not 0 <= value <= 1:
        raise NotANumber("A share lies between 0% and 100%.")
    return value


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a person may change. ``key`` is the map's own name for it."""

    key: str
    show: Callable[[float], str] = plain
    read: Callable[[str], float] = number_from


LINE = (
    Field("quantity"),
    Field("deadweight", percent, share_from),
    Field("displacement", percent, share_from),
    Field("attribution", percent, share_from),
    Field("leakage", percent, share_from),
    Field("drop_off", percent, share_from),
    Field("duration_years"),
)
BY_KEY = {field.key: field for field in LINE}
PROXY_VALUE = Field("proxy.value")
