"""How days, results and origins are said, the same on the page and in Word."""

from __future__ import annotations

from datetime import date

from svtrain.core.approach import Approach, Figure, Taken

TITLE = "Our approach to social value"
NO_RANGE = "no range yet"


def day_said(day: date) -> str:
    """A day in words.

    Examples
    --------
    >>> day_said(date(2026, 4, 1))
    '1 April 2026'
    """
    return f"{day.day} {day:%B %Y}"


def pounds_each(ratio: float) -> str:
    """Pounds of value for each pound.

    Examples
    --------
    >>> pounds_each(5.8), pounds_each(-0.4)
    ('£5.80', '−£0.40')
    """
    return f"{'−' if round(ratio, 2) < 0 else ''}£{abs(ratio):,.2f}"


def range_said(figure: Figure) -> str:
    """The range of a result, or that it has none.

    Examples
    --------
    >>> range_said(Figure(of="A", likely=3.1, low=2, high=4.4)), range_said(Figure(of="A", likely=3.1))
    ('£2.00 to £4.40', 'no range yet')
    """
    return NO_RANGE if figure.low is None else f"{pounds_each(figure.low)} to {pounds_each(figure.high)}"


def figure_said(figure: Figure) -> str:
    """A result and its range in one line.

    Examples
    --------
    >>> figure_said(Figure(of="Grounds", likely=3.1, low=2, high=4.4))
    'Grounds: £3.10 for each £1 (£2.00 to £4.40)'
    """
    return f"{figure.of}: {pounds_each(figure.likely)} for each £1 ({range_said(figure)})"


def origins(approach: Approach) -> list[Taken]:
    """Everything that words or results were taken from, each once, in the order of the page."""
    boxes = (getattr(approach.boxes, name) for name in type(approach.boxes).model_fields)
    found = [*(one for box in boxes for one in box.taken), *(figure.taken for figure in approach.figures if figure.taken)]
    return list(dict.fromkeys(found))
