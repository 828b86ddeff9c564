"""A scale to mark a range on with a pen."""

from __future__ import annotations

from markupsafe import Markup

WIDTH, HEIGHT, MARGIN = 640, 74, 24


def scale(unit: str) -> Markup:
    """A line with eleven marks: from 0 to 100 for a share; otherwise its ends are left open, so that they give nothing away.

    Examples
    --------
    >>> "100%" in scale("%"), "100" in scale("GBP")
    (True, False)
    """
    step = (WIDTH - 2 * MARGIN) / 10
    marks = []
    for number in range(11):
        x, tall = MARGIN + number * step, 14 if number % 5 == 0 else 8
        marks.append(Markup('<line x1="{0:.0f}" y1="{1}" x2="{0:.0f}" y2="{2}"/>').format(x, 36 - tall, 36 + tall))
        if unit == "%":
            marks.append(Markup('<text x="{:.0f}" y="68">{}%</text>').format(x, number * 10))
    ends = Markup("") if unit == "%" else Markup("").join(
        Markup('<rect x="{:.0f}" y="54" width="70" height="18"/>').format(x) for x in (1, WIDTH - 71))
    return Markup('<svg class="scale" viewBox="0 0 {0} {1}" aria-hidden="true"><line x1="{2}" y1="36" x2="{3}" y2="36"/>{4}{5}</svg>').format(
        WIDTH, HEIGHT, MARGIN, WIDTH - MARGIN, Markup("").join(marks), ends)
