"""Small marks on a scale: where a figure was before, and where it is after."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from svtrain.learn.measuring.kirkpatrick import Figure

WIDTH, HEIGHT, EDGE, LINE = 320, 44, 14, 16
GOAL = 0.9  # of ranges that are meant to hold nine times in ten
ENDS = {"marks": (1.0, 5.0, ("1", "2", "3", "4", "5")), "shares": (0.0, 1.0, ("0%", "50%", "100%"))}


def points(figure: Figure) -> tuple[str, tuple[float, ...]]:
    """On which scale a figure stands, and where; no place where too few answered or there is nothing to draw.

    Examples
    --------
    >>> points(Figure("reaction.useful", "", 6, 4.0, ""))
    ('marks', (4.0,))
    >>> points(Figure("calibration", "", 6, 0.3, "", 0.3, 0.6))
    ('shares', (0.3, 0.6))
    """
    kind = figure.id.split(".")[0]
    scale = "marks" if kind in ("reaction", "statement") else "shares" if kind in ("calibration", "done") else ""
    if figure.before is not None and figure.after is not None:
        return scale, (figure.before, figure.after)
    return scale, (figure.value,) if figure.value is not None and kind in ("reaction", "done") else ()


def mark(figure: Figure) -> Markup:
    """The drawing; empty where there is nothing to draw. It says in words what it shows."""
    scale, places = points(figure)
    if not scale or not places:
        return Markup("")
    inner = Markup("").join((*_ruler(scale), *_goal(figure), *_dots(scale, places)))
    return Markup('<svg class="mark" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(WIDTH, HEIGHT, figure.sentence, inner)


def _x(scale: str, value: float) -> float:
    low, high, _ = ENDS[scale]
    return EDGE + (WIDTH - 2 * EDGE) * (value - low) / (high - low)


def _ruler(scale: str) -> Iterator[Markup]:
    low, high, words = ENDS[scale]
    yield Markup('<line class="rule" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(EDGE, LINE, WIDTH - EDGE, LINE)
    for number, word in enumerate(words):
        x = _x(scale, low + (high - low) * number / (len(words) - 1))
        yield Markup('<line class="rule" x1="{0:.1f}" y1="{1}" x2="{0:.1f}" y2="{2}"/>').format(x, LINE - 4, LINE + 4)
        yield Markup('<text x="{:.1f}" y="{}">{}</text>').format(x, HEIGHT - 5, word)


def _goal(figure: Figure) -> Iterator[Markup]:
    if figure.id == "calibration":
        yield Markup('<line class="goal" x1="{0:.1f}" y1="3" x2="{0:.1f}" y2="29"/>').format(_x("shares", GOAL))


def _dots(scale: str, places: tuple[float, ...]) -> Iterator[Markup]:
    where = [_x(scale, value) for value in places]
    if len(where) == 2:
        yield Markup('<line class="way" x1="{:.1f}" y1="{}" x2="{:.1f}" y2="{}"/>').format(where[0], LINE, where[1], LINE)
        yield Markup('<circle class="before" cx="{:.1f}" cy="{}" r="6.5"/>').format(where[0], LINE)
    yield Markup('<circle class="after" cx="{:.1f}" cy="{}" r="8"/>').format(where[-1], LINE)
