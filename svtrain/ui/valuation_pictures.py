"""A valuation as pictures, in its own currency: its waterfall and its years."""

from __future__ import annotations

from svtrain.core.valuation import Valuation
from svtrain.core.waterfall import waterfall
from svtrain.ui.amounts import mark
from svtrain.ui.figures import Picture, yearly
from svtrain.ui.figures import waterfall as waterfall_figure


def waterfall_picture(valuation: Valuation, outcome_id: str | None = None) -> Picture:
    """From gross value to present value, for the whole map or one outcome; a step that changes nothing is left out."""
    bars = [bar for bar in waterfall(valuation, outcome_id) if bar.total or bar.change]
    return waterfall_figure([(bar.label, bar.value, "total") if bar.total else (bar.label, bar.change) for bar in bars],
                            currency=mark(valuation.currency))


def years_picture(valuation: Valuation) -> Picture:
    """Each year's value, and what it is worth today."""
    years = valuation.by_year
    return yearly([year.year for year in years], [year.value for year in years], [year.present_value for year in years],
                  currency=mark(valuation.currency))
