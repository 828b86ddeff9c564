"""Numbers as people read them."""

from __future__ import annotations

import math

from svtrain.core.rounding import SIGNS

SIGN = "\N{MINUS SIGN}"


def mark(currency: str) -> str:
    """What stands before an amount: the sign of a well-known currency, or else its name.

    Examples
    --------
    >>> mark("EUR"), mark("GBP"), mark("CHF")
    ('€', '£', 'CHF ')
    """
    return SIGNS.get(currency, f"{currency} ")


def money(value: float, currency: str = "£") -> str:
    """Whole pounds, with commas.

    Examples
    --------
    >>> money(8702.003), money(-1074.3), money(0)
    ('£8,702', '−£1,074', '£0')
    """
    rounded = round(value)
    return f"{SIGN if rounded < 0 else ''}{currency}{abs(rounded):,}"


def short_money(value: float, currency: str = "£") -> str:
    """Pounds in three figures, for the end of a bar.

    Examples
    --------
    >>> short_money(1234567), short_money(8702), short_money(-950), short_money(45.33), short_money(99999)
    ('£1.23m', '£8.7k', '−£950', '£45.33', '£100k')
    """
    size = abs(value)
    for limit, scale, letter in ((999_500_000, 1e9, "bn"), (999_500, 1e6, "m"), (9_995, 1e3, "k"), (999.5, 1e3, "k")):
        if size >= limit:
            shown = f"{float(f'{size / scale:.3g}'):g}{letter}"
            break
    else:
        shown = f"{size:.2f}" if size < 100 and size != int(size) else f"{size:.0f}"
    return f"{SIGN if value < 0 and shown.strip('0.') else ''}{currency}{shown}"


def share(value: float) -> str:
    """A share as a percentage.

    Examples
    --------
    >>> share(0.4), share(0.125), share(-0.05)
    ('40%', '12.5%', '−5%')
    """
    shown = f"{abs(value) * 100:.3g}"
    return f"{SIGN if value < 0 else ''}{shown}%"


def ratio(value: float) -> str:
    """A ratio with two decimals; a value that is not a number is a dash.

    Examples
    --------
    >>> ratio(5.8017), ratio(float("nan"))
    ('5.80', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    return f"{SIGN if round(value, 2) < 0 else ''}{abs(value):.2f}"
