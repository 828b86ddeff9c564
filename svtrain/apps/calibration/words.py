"""The sentences of ten ranges."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.calibration.state import Ranges
from svtrain.ui.words import paragraph, table

INTRO = "Give a range for each that you are nine tenths sure of. About one of the ten may then miss."
ASKED = "The room has asked for everybody's score, without names. Commit your ten ranges; then you can send yours."
NO_SEARCH = "Do not look anything up. Not knowing is the point: make the range as wide as your doubt."


def progress(ranges: Ranges) -> Markup:
    """How many ranges are still to come, or that they are committed."""
    if ranges.committed:
        return Markup("")
    left, all_of = ranges.left(), len(ranges.questions)
    if ranges.tried and left:
        return paragraph(f"{left} of {all_of} ranges still need something. Look at the fields.", "problem")
    return paragraph(f"{all_of - left} of {all_of} ranges are given. The true values are shown when you commit all of them.", "note")


def score(ranges: Ranges) -> Markup:
    """The score, then each range beside its truth."""
    found = ranges.score()
    if found is None:
        return Markup("")
    rows = [(row.truth.question.text, f"{row.truth.shown(row.low)} to {row.truth.shown(row.high)}", row.truth.shown(), "yes" if row.held else "no", row.truth.source)
            for row in ranges.marked()]
    return paragraph(found.sentence, "headline") + table("Your ranges and the true values", ["Question", "Your range", "True value", "Held", "Source"], rows)


def room_scores(payloads: list[dict]) -> Markup:
    """How the room's ranges did together; what makes no sense is left out.

    Examples
    --------
    >>> room_scores([{"hits": 4, "n": 10}, {"hits": 6, "n": 10}, {"hits": "x"}])
    Markup('<p>Of 2 people, 5 in ten ranges held on average. Nine in ten would be right.</p>')
    """
    shares = [each["hits"] / each["n"] for each in payloads if all(isinstance(each.get(key), int) for key in ("hits", "n")) and 0 <= each["hits"] <= each["n"] > 0]
    if not shares:
        return paragraph("No score can be read.", "note")
    return paragraph(f"Of {len(shares)} people, {10 * sum(shares) / len(shares):.2g} in ten ranges held on average. Nine in ten would be right.")
