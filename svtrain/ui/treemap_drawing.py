"""Draws a treemap as SVG: areas in proportion, each as near to a square as it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

# White words on each read at 4.5:1 or more; neighbours are told apart by lightness, by the gap and by their names.
COLOURS = ("#075E93", "#A34700", "#00664A", "#5B5B5B", "#7A3E85", "#8A5A00")
LETTER, LINE, HEAD, GAP = 7.2, 15.0, 20.0, 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px."""

    x: float
    y: float
    width: float
    height: float


def squarified(values: Sequence[float], box: Box) -> list[Box]:
    """Part a rectangle in proportion to values, which come largest first, keeping each part near a square.

    After Bruls, Huizing and van Wijk, "Squarified treemaps" (2000): parts are laid along the shorter side, row by row,
    as long as the worst of a row gets no longer.

    Examples
    --------
    >>> parts = squarified([6, 6, 4, 3, 2, 2, 1], Box(0, 0, 6, 4))
    >>> [round(part.width * part.height, 6) for part in parts]
    [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0]
    """
    whole = sum(values)
    if not whole or box.width <= 0 or box.height <= 0:
        return [Box(box.x, box.y, 0, 0) for _ in values]
    areas = [value / whole * box.width * box.height for value in values]
    found: list[Box] = []
    at = 0
    while at < len(areas):
        side = min(box.width, box.height)
        end = at + 1
        while end < len(areas) and _worst(areas[at:end + 1], side) <= _worst(areas[at:end], side):
            end += 1
        placed, box = _row(areas[at:end], box)
        found += placed
        at = end
    return found


def _worst(row: Sequence[float], side: float) -> float:
    whole = sum(row)
    return max(max(side * side * area / (whole * whole), whole * whole / (side * side * area)) for area in row) if side and min(row) else float("inf")


def _row(row: Sequence[float], box: Box) -> tuple[list[Box], Box]:
    whole = sum(row)
    placed = []
    if box.width >= box.height:
        deep, at = whole / box.height, box.y
        for area in row:
            placed.append(Box(box.x, at, deep, area / deep if deep else 0))
            at += placed[-1].height
        return placed, Box(box.x + deep, box.y, max(box.width - deep, 0), box.height)
    deep, at = whole / box.width, box.x
    for area in row:
        placed.append(Box(at, box.y, area / deep if deep else 0, deep))
        at += placed[-1].width
    return placed, Box(box.x, box.y + deep, box.width, max(box.height - deep, 0))


def draw_treemap(figure: dict, width: int) -> str:
    """The figure as an SVG element; "" when it is not one treemap of groups and parts with room for each."""
    data = figure.get("data", [])
    if len(data) != 1 or data[0].get("type") != "treemap":
        return ""
    trace = data[0]
    rows = list(zip(trace["ids"], trace["labels"], trace["parents"], trace["values"], trace["text"], strict=True))
    groups = [row for row in rows if not row[2]]
    if not groups or not all(isinstance(row[3], (int, float)) and 0 < row[3] < 1e300 for row in rows):
        return ""
    height = 620.0 if width < 480 else float(figure.get("layout", {}).get("height", 460))
    parts = []
    for number, (group, box) in enumerate(zip(groups, squarified([row[3] for row in groups], Box(0, 0, width, height)), strict=True)):
        parts += _group(group, [row for row in rows if row[2] == group[0]], box, COLOURS[number % len(COLOURS)])
    kind = "sv-wide" if width >= 480 else "sv-narrow"
    return f'<svg class="sv-drawing {kind}" viewBox="0 0 {width} {height:.0f}" aria-hidden="true">{"".join(parts)}</svg>'


def _group(group: tuple, inside: list[tuple], box: Box, colour: str) -> list[str]:
    box = _inset(box, GAP)
    head = HEAD if box.height > HEAD * 2 and box.width > 40 else 0.0
    room = Box(box.x, box.y + head, box.width, box.height - head)
    parts = [f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" fill="{colour}" fill-opacity="0.35"/>']
    if head:
        parts.append(f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{head:.1f}" fill="{colour}"/>')
        parts.append(_words(box.x + 4, box.y + 14, _fit(group[1], box.width - 8), "sv-on-mark sv-strong"))
    inside = sorted(inside, key=lambda row: -row[3])
    for (_, name, _, _, shown), place in zip(inside, squarified([row[3] for row in inside], room), strict=True):
        one = _inset(place, 0.75)
        parts.append(f'<rect class="sv-mark" x="{one.x:.1f}" y="{one.y:.1f}" width="{max(one.width, 1):.1f}" height="{max(one.height, 1):.1f}" '
                     f'fill="{colour}"><title>{escape(group[1])}, {escape(name)}: {escape(shown)}</title></rect>')
        parts += _label(name, shown.split(",")[0], one)
    return parts


def _label(name: str, shown: str, box: Box) -> list[str]:
    """The name in as many lines as fit, and the amount; nothing where not even a short word fits."""
    room = int((box.width - 8) / LETTER)
    lines = int((box.height - 4) / LINE)
    if room < 5 or lines < 1:
        return []
    found, words = [""], name.split()
    for at, word in enumerate(words):
        joined = f"{found[-1]} {word}".strip()
        if len(joined) <= room:
            found[-1] = joined
        elif found[-1] and len(word) <= room and len(found) < lines:
            found.append(word)
        else:
            found[-1] = _fit(joined, box.width - 8) if not at else f"{found[-1][: room - 1]}…"
            break
    if len(found) < lines and len(shown) <= room:
        found.append(shown)
    return [_words(box.x + 4, box.y + 13 + LINE * at, line, "sv-on-mark") for at, line in enumerate(found)]


def _fit(text: str, width: float) -> str:
    room = max(1, int(width / LETTER))
    return text if len(text) <= room else text[: room - 1] + "…"


def _words(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(text)}</text>'


def _inset(box: Box, by: float) -> Box:
    return Box(box.x + by / 2, box.y + by / 2, max(box.width - by, 0), max(box.height - by, 0))
