"""Numbers as people in the UK type them."""

from __future__ import annotations

import math
import re

SCALE = {"": 1.0, "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9}

_NUMBER = re.compile(
    r"""^(?P<open>\()?\s*(?P<sign>[-+\u2212])?\s*£?\s*(?P<sign2>[-+\u2212])?
        (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)
        \s*(?P<scale>k|mn|m|bn)?\s*(?P<percent>%)?\s*(?P<close>\))?$""",
    re.VERBOSE | re.IGNORECASE,
)


class NotANumber(ValueError):
    """What was typed cannot be read as one number; the text says what would be."""


def number_from(text: str | int | float) -> float:
    """Read one number from what a person typed.

    Commas may part thousands, a pound sign may lead, ``k``, ``m`` and ``bn`` multiply, ``%`` divides by 100 and
    brackets make a loss. Spaces may part thousands too.

    Raises
    ------
    NotANumber
        With a sentence for the person who typed it.

    Examples
    --------
    >>> number_from("£1,234.50 ")
    1234.5
    >>> number_from("40%"), number_from("1.2m"), number_from("(1,200)")
    (0.4, 1200000.0, -1200.0)
    >>> number_from("about ten")
    Traceback (most recent call last):
    svtrain.core.typed_numbers.NotANumber: "about ten" is not a number; type digits, such as 1200 or 0.4.
    """
    if isinstance(text, bool):
        raise NotANumber("Type a number, not yes or no.")
    if isinstance(text, (int, float)):
        if not math.isfinite(text):
            raise NotANumber("The number must be finite.")
        return float(text)
    shown = text.strip()
    if not shown:
        raise NotANumber("Type a number.")
    squeezed = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?:\D|$))", "", shown)
    match = _NUMBER.match(squeezed)
    if not match or bool(match["open"]) != bool(match["close"]) or (match["sign"] and match["sign2"]):
        short = shown if len(shown) <= 40 else shown[:37] + "..."
        raise NotANumber(f'"{short}" is not a number; type digits, such as 1200 or 0.4.')
    value = float(match["digits"].replace(",", "")) * SCALE[(match["scale"] or "").lower()]
    if match["percent"]:
        value /= 100
    if match["open"] or (match["sign"] or match["sign2"] or "+") != "+":
        value = -value
    if not math.isfinite(value):
        raise NotANumber("The number is too large.")
    return value
