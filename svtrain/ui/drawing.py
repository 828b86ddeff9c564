"""Draws the house's figures as SVG: bars (upright or sideways, with a base), marks and lines beside them, treemaps.

What it cannot draw it refuses whole (`draw` gives ""), so a chart is never half right: lines over a numeric axis,
maps, histograms and the like are plotly.js's work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import escape

from svtrain.ui.amounts import SIGN
from svtrain.ui.treemap_drawing import draw_treemap

CHARACTER = 8.1  # the width of a letter at 14 px in the widest of the usual fonts, so that labels never collide
LINE = 18
WIDE, NARROW = 640, 290  # the two widths that a page shows; the page picks by the room there is
FILE_STYLE = (  # how a drawing looks as a file of its own: dark on white
    "text{fill:#1b1f24;font:14px 'Segoe UI',Roboto,'DejaVu Sans',sans-serif}.sv-tick{fill:#505862}"
    ".sv-grid{stroke:#d5dae1}.sv-zero{stroke:#757d88}.sv-on-mark{fill:#fff;font-size:12px}.sv-strong{font-weight:600}"
)
PALETTE = ("#0878B8", "#D55E00", "#008F68", "#767676")


@dataclass
class _Plan:
    """Everything both kinds of bar chart need to know before a line is drawn."""

    sideways: bool
    labels: list[str]
    bars: list[dict]
    marks: list[dict]
    lines: list[tuple[float, str]]
    legend: list[tuple[str, str]]
    group: bool
    prefix: str
    low: float = 0.0
    high: float = 1.0
    ticks: list[float] = field(default_factory=list)


def draw(figure: dict, width: int = WIDE) -> str:
    """The figure as an SVG element, ``width`` px wide; "" when this module cannot draw it.

    Text follows the page's ink through ``.sv-drawing`` in ``house.css``.

    Examples
    --------
    >>> bar = {"type": "bar", "x": ["A", "B"], "y": [1, 2]}
    >>> draw({"data": [bar], "layout": {}})[:26]
    '<svg class="sv-drawing sv-'
    >>> draw({"data": [{"type": "sankey"}], "layout": {}})
    ''
    """
    plan = _plan(figure)
    if plan is None:
        return draw_treemap(figure, width)
    return _sideways(plan, width) if plan.sideways else _upright(plan, width)


def standalone(figure: dict, width: int = WIDE, title: str = "", sentence: str = "") -> str:
    """The same drawing as a file of its own, dark on white, with its title and description inside."""
    body = draw(figure, width)
    if not body:
        raise ValueError("Only plotly.js can draw this kind of figure; give its table instead.")
    head, rest = body.split(">", 1)
    head = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" role="img" ', 1).replace(' aria-hidden="true"', "")
    return f"{head}><title>{escape(title or 'Chart')}</title><desc>{escape(sentence)}</desc><style>{FILE_STYLE}</style>{rest}"


def height_of(figure: dict) -> int:
    """How tall plotly should draw the figure, so that nothing jumps when it takes over."""
    asked = figure.get("layout", {}).get("height")
    if asked:
        return int(asked)
    plan = _plan(figure)
    if plan is None or not plan.sideways:
        return 320
    return round(_Sizes(plan, WIDE).height)


def _plan(figure: dict) -> _Plan | None:
    data, layout = figure.get("data", []), figure.get("layout", {})
    bars = [trace for trace in data if trace.get("type") == "bar"]
    marks = [trace for trace in data if trace.get("type") == "scatter" and trace.get("mode") == "markers"]
    if not bars or len(bars) + len(marks) < len(data) or layout.get("barmode") in {"stack", "relative"}:
        return None
    kinds = {trace.get("orientation", "v") for trace in bars}
    if len(kinds) != 1:
        return None
    sideways = kinds == {"h"}
    along, across = ("x", "y") if sideways else ("y", "x")
    labels = [str(label) for label in bars[0].get(across, [])]
    if not labels or len(set(labels)) < len(labels) or any([str(one) for one in trace.get(across, [])] != labels for trace in bars):
        return None
    if any(str(at) not in labels for mark in marks for at in mark.get(across, [])) or (marks and not sideways):
        return None
    numbers = [value for trace in bars + marks for value in trace.get(along, [])]
    if not all(isinstance(value, (int, float)) and value == value and abs(value) < 1e300 for value in numbers):
        return None
    lines = _lines(layout, along)
    if lines is None:
        return None
    axis = layout.get(f"{along}axis", {})
    legend = [(trace.get("name", ""), _colour(trace, 0, i)) for i, trace in enumerate(bars)] if layout.get("showlegend") else []
    plan = _Plan(sideways, labels, bars, marks, lines, legend, layout.get("barmode", "group") == "group", axis.get("tickprefix", ""))
    _scale(plan, along, keep_zero=not any("base" in trace for trace in bars) or axis.get("rangemode") == "tozero" or bool(axis.get("tickprefix")))
    if wanted := axis.get("tickvals"):
        plan.ticks = [tick for tick in wanted if plan.low <= tick <= plan.high]
    return plan


def _lines(layout: dict, along: str) -> list[tuple[float, str]] | None:
    """Straight lines across the bars, with their words; None when there is anything else to draw."""
    shapes, notes = layout.get("shapes", []), layout.get("annotations", [])
    if any(shape.get("type") != "line" or shape.get(f"{along}0") != shape.get(f"{along}1") for shape in shapes):
        return None
    words = {note.get(along): note.get("text", "") for note in notes}
    if set(words) - {shape.get(f"{along}0") for shape in shapes}:
        return None
    return [(shape[f"{along}0"], words.get(shape[f"{along}0"], "")) for shape in shapes]


def _scale(plan: _Plan, along: str, keep_zero: bool) -> None:
    values = [0.0] if keep_zero else []
    for trace in plan.bars:
        base = trace.get("base") or [0.0] * len(plan.labels)
        values += list(base) + [start + width for start, width in zip(base, trace[along])]
    values += [value for mark in plan.marks for value in mark[along]] + [at for at, _ in plan.lines]
    low, high = min(values), max(values)
    if low == high:
        high = low + (abs(low) or 1.0)
    plan.ticks = ticks_between(low, high)
    step = plan.ticks[1] - plan.ticks[0]
    plan.low = plan.ticks[0] if plan.ticks[0] <= low else plan.ticks[0] - step
    plan.high = plan.ticks[-1] if plan.ticks[-1] >= high else plan.ticks[-1] + step
    if plan.ticks[0] > plan.low:
        plan.ticks.insert(0, plan.low)
    if plan.ticks[-1] < plan.high:
        plan.ticks.append(plan.high)


def ticks_between(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers within a span, about so many.

    Examples
    --------
    >>> ticks_between(0, 10743)
    [0.0, 2500.0, 5000.0, 7500.0, 10000.0]
    >>> ticks_between(4.2, 7.1)
    [5.0, 6.0, 7.0]
    """
    import math

    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * 0.9999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(number * step, 10) + 0.0 for number in range(first, max(last, first + 1) + 1)]


def _colour(trace: dict, i: int, place: int) -> str:
    given = trace.get("marker", {}).get("color", PALETTE[place % len(PALETTE)])
    return given if isinstance(given, str) else given[i]


def _text(x: float, y: float, text: object, anchor: str = "start", kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}>{escape(text)}</text>'


def _tick_text(value: float, prefix: str) -> str:
    size = abs(value)
    for limit, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if size >= limit:
            shown = f"{size / limit:g}{letter}"
            break
    else:
        shown = f"{size:g}"
    return f"{SIGN if value < 0 else ''}{prefix}{shown}"


def wrapped(text: str, width: float) -> list[str]:
    """A label in lines of at most ``width`` px; at most three, the last one cut with an ellipsis.

    Examples
    --------
    >>> wrapped("Would have happened anyway", 100)
    ['Would have', 'happened', 'anyway']
    """
    room = max(4, int(width / CHARACTER))
    lines: list[str] = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= room or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > 3:
        lines = [*lines[:2], " ".join(lines[2:])]
    return [line if len(line) <= room else line[: room - 1] + "…" for line in lines]


class _Sizes:
    """Where things stand in a sideways chart: labels to the left when wide, above their bars when narrow."""

    def __init__(self, plan: _Plan, width: int):
        self.narrow = width < 480
        longest = max(len(label) for label in plan.labels) * CHARACTER
        texts = [str(text) for trace in plan.bars for text in trace.get("text", [])]
        self.end = min(130, max((len(text) for text in texts), default=0) * CHARACTER + 8)
        self.left = 10.0 if self.narrow else min(220.0, longest + 14)
        self.lines = [wrapped(label, width - 20 if self.narrow else self.left - 14) for label in plan.labels]
        tallest = max(len(lines) for lines in self.lines)
        rows = len(plan.bars) if plan.group and len(plan.bars) > 1 else 1
        self.bar = 22.0
        self.pitch = (tallest * LINE + self.bar * rows + 16) if self.narrow else max(tallest * LINE + 8, self.bar * rows + 14)
        self.legend, legend_height = _legend(plan, 10 if self.narrow else self.left, width)
        self.top = 8.0 + legend_height + (24 if any(words for _, words in plan.lines) else 0)
        self.height = self.top + self.pitch * len(plan.labels) + 30
        before = max((self.end for trace in plan.bars for value in trace["x"] if value < 0), default=0)
        self.start = self.left + before
        self.room = width - self.start - self.end - 8


def _svg(width: int, height: float, parts: list[str]) -> str:
    kind = "sv-wide" if width >= 480 else "sv-narrow"
    return f'<svg class="sv-drawing {kind}" viewBox="0 0 {width} {height:.0f}" aria-hidden="true">{"".join(parts)}</svg>'


def _legend(plan: _Plan, left: float, width: float) -> tuple[list[str], float]:
    """The names of the colours, in as many lines as they need, and the height that they take."""
    parts, x, y = [], left, 16.0
    for name, colour in plan.legend:
        room = 20 + len(name) * CHARACTER
        if x > left and x + room > width:
            x, y = left, y + 24
        parts += [f'<rect x="{x:.1f}" y="{y - 12:.1f}" width="14" height="14" fill="{escape(colour)}"/>', _text(x + 20, y, name)]
        x += room + 14
    return parts, y + 10 if parts else 0.0


def _sideways(plan: _Plan, width: int) -> str:
    size = _Sizes(plan, width)
    at: Callable[[float], float] = lambda value: size.start + (value - plan.low) / (plan.high - plan.low) * size.room
    bottom = size.top + size.pitch * len(plan.labels)
    parts = list(size.legend)
    for tick in plan.ticks[:: 2 if size.narrow and len(plan.ticks) > 4 else 1]:
        kind = "sv-zero" if tick == 0 else "sv-grid"
        parts.append(f'<line class="{kind}" x1="{at(tick):.1f}" x2="{at(tick):.1f}" y1="{size.top:.1f}" y2="{bottom:.1f}"/>')
        parts.append(_text(at(tick), bottom + 20, _tick_text(tick, plan.prefix), "middle", "sv-tick"))
    for i, label in enumerate(plan.labels):
        top = size.top + i * size.pitch
        parts += _row(plan, size, i, top, at)
        first = top + LINE - 3 if size.narrow else top + size.pitch / 2 + 5 - (len(size.lines[i]) - 1) * LINE / 2
        parts += [
            _text(10 if size.narrow else size.left - 12, first + n * LINE, line, "start" if size.narrow else "end")
            for n, line in enumerate(size.lines[i])
        ]
    for value, words in plan.lines:
        parts.append(f'<line x1="{at(value):.1f}" x2="{at(value):.1f}" y1="{size.top - 4:.1f}" y2="{bottom:.1f}" stroke="#767676" stroke-width="2" stroke-dasharray="6 4"/>')
        parts.append(_text(min(max(at(value), 50), width - 50), size.top - 9, words, "middle"))
    return _svg(width, size.height, parts)


def _row(plan: _Plan, size: _Sizes, i: int, top: float, at: Callable[[float], float]) -> list[str]:
    parts = []
    grouped = plan.group and len(plan.bars) > 1
    rows = len(plan.bars) if grouped else 1
    first = top + len(size.lines[i]) * LINE + 4 if size.narrow else top + (size.pitch - size.bar * rows) / 2
    for n, trace in enumerate(plan.bars):
        base = trace.get("base", [0] * len(plan.labels))[i]
        ends = sorted((at(base), at(base + trace["x"][i])))
        y = first + (n * size.bar if grouped else 0)
        shown = trace.get("text", [""] * len(plan.labels))[i]
        said = f"{plan.labels[i]}{', ' + trace['name'].lower() if len(plan.bars) > 1 and trace.get('name') else ''}: {shown}"
        parts.append(
            f'<rect class="sv-mark" x="{ends[0]:.1f}" y="{y:.1f}" width="{max(ends[1] - ends[0], 1):.1f}" height="{size.bar}" '
            f'fill="{escape(_colour(trace, i, n))}">'
            f"<title>{escape(said)}</title></rect>"
        )
        left = trace["x"][i] < 0
        parts.append(_text(ends[0] - 6 if left else ends[1] + 6, y + size.bar / 2 + 5, shown, "end" if left else "start"))
    for mark in plan.marks:
        for value, label in zip(mark["x"], mark["y"]):
            if str(label) == plan.labels[i]:
                edge = mark.get("marker", {}).get("line", {})
                parts.append(
                    f'<circle cx="{at(value):.1f}" cy="{first + size.bar / 2:.1f}" r="6" fill="{escape(_colour(mark, i, 0))}" '
                    f'stroke="{escape(edge.get("color", "none"))}" stroke-width="{edge.get("width", 0)}"/>'
                )
    return parts


def _upright(plan: _Plan, width: int) -> str:
    height = 320.0
    left = 14 + max(len(_tick_text(tick, plan.prefix)) for tick in plan.ticks) * CHARACTER
    parts, legend_height = _legend(plan, 10 if width < 480 else left, width)
    top = 24.0 + legend_height
    room, bottom = width - left - 8, height - 30
    at: Callable[[float], float] = lambda value: bottom - (value - plan.low) / (plan.high - plan.low) * (bottom - top)
    for tick in plan.ticks:
        kind = "sv-zero" if tick == 0 else "sv-grid"
        parts.append(f'<line class="{kind}" x1="{left:.1f}" x2="{width - 8}" y1="{at(tick):.1f}" y2="{at(tick):.1f}"/>')
        parts.append(_text(left - 6, at(tick) + 5, _tick_text(tick, plan.prefix), "end", "sv-tick"))
    pitch = room / len(plan.labels)
    bar = min(pitch * 0.76 / len(plan.bars), 64.0)
    label_room = max(len(label) for label in plan.labels) * CHARACTER + 6
    every = max(1, -(-int(label_room) // max(int(pitch), 1)))
    for i, label in enumerate(plan.labels):
        middle = left + pitch * (i + 0.5)
        for n, trace in enumerate(plan.bars):
            base = (trace.get("base") or [0] * len(plan.labels))[i]
            ends = sorted((at(base), at(base + trace["y"][i])))
            x = middle + (n - len(plan.bars) / 2) * bar
            shown = str((trace.get("text") or [""] * len(plan.labels))[i])
            full = (trace.get("customdata") or [shown] * len(plan.labels))[i]
            parts.append(
                f'<rect class="sv-mark" x="{x:.1f}" y="{ends[0]:.1f}" width="{bar - 1:.1f}" height="{max(ends[1] - ends[0], 1):.1f}" '
                f'fill="{escape(_colour(trace, i, n))}"><title>{escape(label)}, {escape(trace.get("name", "").lower())}: {escape(full)}</title></rect>'
            )
            if shown and len(shown) * CHARACTER <= bar + 4:
                below = trace["y"][i] < 0
                parts.append(_text(x + bar / 2, ends[1] + 16 if below else ends[0] - 6, shown, "middle"))
        if i % every == 0:
            parts.append(_text(middle, height - 8, label, "middle", "sv-tick"))
    return _svg(width, height, parts)
