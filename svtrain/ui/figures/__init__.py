"""The house's charts: plain data in, a `Picture` out. No plotly is imported; a figure is a plain dict."""

from __future__ import annotations

from svtrain.ui.figures.beside import beside
from svtrain.ui.figures.density import density
from svtrain.ui.figures.in_order import in_order
from svtrain.ui.figures.levels import level_spread
from svtrain.ui.figures.pairs import pairs
from svtrain.ui.figures.picture import Picture
from svtrain.ui.figures.ranges import heaps, ranges
from svtrain.ui.figures.spread import range_chart, tornado
from svtrain.ui.figures.treemap import treemap
from svtrain.ui.figures.waterfall import Step, waterfall
from svtrain.ui.figures.yearly import yearly

__all__ = [
    "Picture", "Step", "beside", "density", "heaps", "in_order", "level_spread", "pairs", "range_chart", "ranges", "tornado", "treemap",
    "waterfall", "yearly",
]
