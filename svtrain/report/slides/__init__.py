"""A valuation as a short deck: the range first, then the waterfall, the assumptions in plain words, and the sources."""

from __future__ import annotations

from svtrain.core.reference import Reference
from svtrain.core.uncertainty import Uncertainty
from svtrain.core.valuation import Valuation
from svtrain.core.value_map import ValueMap

ROWS, SENTENCES = 5, 13  # what a slide can bear


def deck_bytes(value_map: ValueMap, result: Valuation, reference: Reference, *, spread: Uncertainty | None = None) -> bytes:
    """The slides of a valued map as a PowerPoint file; its chart is a real chart, and can be edited.

    Parameters
    ----------
    value_map, result, reference
        The map, its valuation, and what it was valued with.
    spread : Uncertainty, optional
        A simulation of the same map; its range then leads.

    Examples
    --------
    >>> from svtrain.core.valuation import value
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "outcomes": [{"id": "jobs", "quantity": 2, "proxy": {"value": 90}}]})
    >>> deck_bytes(example, value(example, Reference()), Reference())[:2]
    b'PK'
    """
    from svtrain.report.slides.deck import Deck
    from svtrain.report.slides.said import assumption_rows, data_lines, headline_lines, source_rows
    from svtrain.report.slides.waterfall import add_waterfall

    deck = Deck(value_map.title or "Value map")
    deck.front(headline_lines(value_map, result, spread), value_map)
    if value_map.outcomes:
        add_waterfall(deck.slide("From everything counted to what is left, in today's money"), result)
    for number, rows in enumerate(_pieces(assumption_rows(value_map, reference, result.currency))):
        deck.table("What it assumes" if not number else "What it assumes, continued", ("Outcome", "In plain words", "Reason given"), rows, (0.24, 0.42, 0.34))
    for number, rows in enumerate(_pieces(source_rows(value_map, reference))):
        deck.table("Where the prices come from" if not number else "Where the prices come from, continued", ("Outcome", "Price of one", "Source and licence"), rows,
                   (0.24, 0.24, 0.52))
    for number, lines in enumerate(_pieces(data_lines(result), SENTENCES)):
        deck.lines("How it was counted, and with which data" if not number else "Data, continued", lines)
    return deck.bytes()


def _pieces(rows: list, most: int = ROWS) -> list[list]:
    return [rows[start:start + most] for start in range(0, len(rows), most)]
