"""How results spread when every uncertain number is drawn from its range."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from svtrain.ui.amounts import ratio
from svtrain.ui.figures.picture import BLUE, GREY, ORANGE, Picture, bars, layout, table_of

PIECES = 14


def density(
    results: Sequence[float] | np.ndarray, *, target: float | None = 1.0, shown: Callable[[float], str] = ratio,
    title: str = "How results spread, in 100 draws", sentence: str = "",
) -> Picture:
    """One bar for each stretch of results, as high as the number of draws in a hundred that fall there.

    Nine draws in ten lie in the blue bars; grey ones hold what is rarer; orange ones lie below the target.

    Parameters
    ----------
    results : array
        A result for each draw.
    target : float or None
        A stretch that lies wholly below it has a colour of its own.

    Examples
    --------
    >>> picture = density([1.2, 2.0, 2.1, 2.2, 3.4])
    >>> picture.sentence
    'Nine times in ten the result lies between 1.36 and 3.16; 100 in 100 are above 1.00.'
    """
    drawn = np.asarray(results, float)
    drawn = drawn[np.isfinite(drawn)]
    if drawn.size < 2 or drawn.min() == drawn.max():
        return Picture({"data": [], "layout": {}}, sentence or "There is nothing to show yet.", {}, title)
    low, high = np.percentile(drawn, [5, 95])
    # A few far-off draws would press all others into one bar, so the ends gather whatever lies beyond.
    first, last = np.percentile(drawn, [0.5, 99.5])
    edges = _edges(first, last)
    counts, _ = np.histogram(np.clip(drawn, edges[0], edges[-1]), edges)
    shares = 100 * counts / drawn.size
    colours = [_colour(edges[i], edges[i + 1], low, high, target) for i in range(len(counts))]
    names = [f"{shown(edges[i])} to {shown(edges[i + 1])}" for i in range(len(counts))]
    said = [f"{share:.0f} in 100" if share >= 1 or not share else "fewer than 1 in 100" for share in shares]
    trace = bars([shown(edge) for edge in edges[:-1]], [float(share) for share in shares], colours, ["" for _ in shares], sideways=False,
                 customdata=[f"{name}, {share}" for name, share in zip(names, said, strict=True)],
                 hovertemplate="%{customdata}<extra></extra>", name="from")
    made = layout(other_axis="x", bargap=0.05)
    made["yaxis"] = {"ticksuffix": "%", "rangemode": "tozero"}
    rows = [(name, share, _where(edges[i], edges[i + 1], low, high)) for i, (name, share) in enumerate(zip(names, said, strict=True))]
    table = table_of(title, ["Result", "Draws", "Where"], rows)
    return Picture({"data": [trace], "layout": made}, sentence or _sentence(drawn, low, high, target, shown), table, title)


def _edges(low: float, high: float) -> np.ndarray:
    """Round edges, about `PIECES` stretches.

    Examples
    --------
    >>> _edges(0.9, 3.4)[:3].tolist()
    [0.8, 1.0, 1.2]
    """
    rough = (high - low) / PIECES
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * 0.9999)
    begin, end = np.floor(low / step + 1e-9), np.ceil(high / step - 1e-9)
    return np.round(np.arange(begin, end + 1) * step, 10)


def _colour(begin: float, end: float, low: float, high: float, target: float | None) -> str:
    if target is not None and end <= target:
        return ORANGE
    return BLUE if end > low and begin < high else GREY


def _where(begin: float, end: float, low: float, high: float) -> str:
    return "among the nine in ten" if end > low and begin < high else "rarer"


def _sentence(drawn: np.ndarray, low: float, high: float, target: float | None, shown: Callable[[float], str]) -> str:
    above = "" if target is None else f"; {100 * np.mean(drawn > target):.0f} in 100 are above {shown(target)}"
    return f"Nine times in ten the result lies between {shown(low)} and {shown(high)}{above}."
