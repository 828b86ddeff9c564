"""The waterfall as a native chart of PowerPoint: columns on columns, the lowest of them without a fill."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
from pptx.util import Inches, Pt

from svtrain.core.rounding import SIGNS, amount_in_words, to_figures
from svtrain.core.valuation import Valuation
from svtrain.core.waterfall import Bar, waterfall
from svtrain.report.slides.deck import ACROSS, INK, LEFT

SERIES = {"Held up by": None, "What stands": "0878B8", "Taken away": "D55E00", "Added": "008F68", "Below zero": "767676"}


def columns_of(bars: Sequence[Bar]) -> dict[str, list[float]]:
    """Each series of the stacked chart, a number a bar: what holds it up is not drawn.

    Examples
    --------
    >>> found = columns_of([Bar("gross", "Gross", 0, 100, True), Bar("deadweight", "Anyway", -40, 60)])
    >>> found["Held up by"], found["What stands"], found["Taken away"]
    ([0.0, 60.0], [100.0, 0.0], [0.0, 40.0])
    """
    found: dict[str, list[float]] = {name: [] for name in SERIES}
    for bar in bars:
        ends = (0.0, bar.value) if bar.total else (bar.value - bar.change, bar.value)
        low, high = min(ends), max(ends)
        kind = "What stands" if bar.total else "Taken away" if bar.change < 0 else "Added"
        row = dict.fromkeys(SERIES, 0.0)
        if low >= 0:
            row["Held up by"], row[kind] = low, high - low
        elif high <= 0:
            row["Held up by"], row["Below zero" if bar.total else kind] = high, low - high
        else:  # it crosses zero: one part stands above, one hangs below
            row[kind], row["Below zero"] = high, low
        for name, amount in row.items():
            found[name].append(float(amount))
    return found


def _amount(amount: float, currency: str) -> str:
    rounded = to_figures(amount, 3)
    if abs(rounded) >= 1e6:
        return amount_in_words(rounded, currency, 3)
    return f"{'-' if rounded < 0 else ''}{SIGNS.get(currency, f'{currency} ')}{abs(rounded):,.0f}"


def add_waterfall(slide, result: Valuation) -> None:
    """Put the chart on a slide; the amounts stand under the columns, and a sentence says the same for whoever cannot see it."""
    bars = [bar for bar in waterfall(result) if bar.total or bar.change]
    data = CategoryChartData(number_format="#,##0")
    data.categories = [f"{bar.label}\n{_amount(bar.value if bar.total else bar.change, result.currency)}" for bar in bars]
    for name, amounts in columns_of(bars).items():
        data.add_series(name, amounts)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, Inches(LEFT), Inches(1.45), Inches(ACROSS), Inches(5.4), data)
    frame.name = "Waterfall"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "; ".join(category.replace("\n", ": ") for category in (one.label for one in frame.chart.plots[0].categories)))
    chart, plot = frame.chart, frame.chart.plots[0]
    chart.has_legend, chart.has_title = False, False
    plot.gap_width, plot.overlap = 40, 100
    for series, colour in zip(plot.series, SERIES.values(), strict=True):
        if colour is None:
            series.format.fill.background()
            series.format.line.fill.background()
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = RGBColor.from_string(colour)
    for axis in (chart.category_axis, chart.value_axis):
        axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(12), INK
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = "#,##0", False
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("D5DAE1")
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
