"""Rounding for the eye only: to the figures that the weakest input can bear."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, isfinite, log10

FEWEST, MOST = 2, 4
SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
_SAYS_PER = {"per", "a", "an", "each", "every", "for", "lifetime"}  # first words of a unit that needs no "per" before it


def figures_of(number: float) -> int:
    """How many significant figures a written number has; zeros at its end are not counted.

    Examples
    --------
    >>> [figures_of(number) for number in (9800, 45.33, 0.1, 0)]
    [2, 4, 1, 0]
    """
    digits = f"{abs(number):.15g}".partition("e")[0].replace(".", "").strip("0")
    return len(digits)


def bearable_figures(numbers: Iterable[float]) -> int:
    """The figures that a result of these numbers can bear: those of the weakest, at least 2 and at most 4.

    Examples
    --------
    >>> bearable_figures([9800, 45.33])
    2
    """
    found = [figures_of(number) for number in numbers if number]
    return max(FEWEST, min([MOST, *found]))


def to_figures(number: float, figures: int) -> float:
    """A number rounded to significant figures.

    Examples
    --------
    >>> to_figures(699154.06, 2)
    700000.0
    """
    if not number or not isfinite(number):
        return number
    return float(round(number, figures - 1 - floor(log10(abs(number)))))


def amount_in_words(amount: float, currency: str = "GBP", figures: int = 2) -> str:
    """Money as a sentence says it.

    Examples
    --------
    >>> [amount_in_words(each) for each in (699154, 1260000, -940, 0.5, 2.5e9, 84_400)]
    ['£0.7m', '£1.3m', '-£940', '£0.50', '£2.5bn', '£84,000']
    """
    rounded = to_figures(amount, figures)
    size = abs(rounded)
    sign = "-" if rounded < 0 else ""
    mark = SIGNS.get(currency, f"{currency} ")
    for limit, divisor, word in ((1e9, 1e9, "bn"), (1e5, 1e6, "m")):
        if size >= limit:
            scaled = size / divisor
            places = max(0, figures - 1 - floor(log10(scaled)))
            shown = f"{scaled:,.{places}f}"
            return f"{sign}{mark}{shown.rstrip('0').rstrip('.') if places else shown}{word}"
    return f"{sign}{mark}{size:,.0f}" if size >= 10 or size == 0 else f"{sign}{mark}{size:,.2f}"


def price_in_words(price: float, unit: str = "", currency: str = "GBP") -> str:
    """A price to the penny, with what it is the price of.

    A unit that names its own currency, or is a share of something, is left to speak for itself.

    Examples
    --------
    >>> price_in_words(45.33, "person"), price_in_words(9800, "per claimant per year"), price_in_words(-2.5)
    ('£45.33 per person', '£9,800.00 per claimant per year', '-£2.50')
    >>> price_in_words(1.57, "GBP local income per GBP 1")
    '1.57 GBP local income per GBP 1'
    """
    unit = " ".join(unit.split())
    if unit.startswith((*SIGNS, currency, "share")):
        return f"{price:,.2f} {unit}"
    money = f"{'-' if price < 0 else ''}{SIGNS.get(currency, f'{currency} ')}{abs(price):,.2f}"
    per = "per " if unit and unit.split()[0].lower().rstrip(",") not in _SAYS_PER else ""
    return f"{money} {per}{unit}".strip()
