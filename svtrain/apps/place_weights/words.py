"""The sentences and tables of one contract in two places."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.place_weights.state import PLACES, PlaceWeights, outcomes
from svtrain.ui.amounts import money
from svtrain.ui.figures import Picture, pairs
from svtrain.ui.words import paragraph, table

WEIGHTS = (
    "A weight says how much the people of a place want this outcome. 1 leaves the price as it is. 2 says that they want it twice as much as "
    "the price says. 0 says that nobody there asks for it."
)
HONEST = "Weighted pounds are no longer pounds. They help to choose what to ask for; they do not belong in a published ratio."


def outcome_of(app: PlaceWeights) -> Markup:
    """What the weights make of it, in sentences and one table."""
    if app.problems:
        return paragraph("No ranking while a weight cannot be read.", "problem")
    first = outcomes()[0]
    tops = [f"in {place.name}: “{app.ranking(place.id)[0].words}”" for place in PLACES]
    rows = [(number, _price(number), *(app.ranking(place.id)[number - 1].words for place in PLACES)) for number in range(1, len(outcomes()) + 1)]
    totals = ", ".join(f"{place.name} {money(app.total(place.id))}" for place in PLACES)
    return (
        paragraph(f"First by price alone: “{first.words}”. First {'; '.join(tops)}.", "headline")
        + paragraph(_moved(app))
        + table("The same contract, ranked three ways", ["Rank", "By price alone", *(place.name for place in PLACES)], rows)
        + paragraph(f"The whole contract, weighted: {totals}. As priced it is {money(app.total())} in either place.")
        + paragraph(HONEST, "note")
    )


def _price(number: int) -> str:
    one = outcomes()[number - 1]
    return f"{one.words} ({money(one.worth)})"


def _moved(app: PlaceWeights) -> str:
    counts = [(place.name, len(app.moved(place.id))) for place in PLACES]
    if not any(count for _, count in counts):
        return "Neither place has moved anything yet: the price alone decides. Change a weight."
    return " ".join(f"{name} ranks {count} of {len(outcomes())} outcomes otherwise." if count else f"{name} keeps the order of the prices."
                    for name, count in counts)


def picture(app: PlaceWeights) -> Picture | None:
    """Each outcome's weighted worth in both places."""
    if app.problems:
        return None
    east, west = PLACES
    rows = [(one.words, app.worth[east.id][one.id], app.worth[west.id][one.id]) for one in outcomes()]
    return pairs(rows, (east.name, west.name), title="What each outcome is worth there, in weighted pounds")
