"""Rules about what has no price: red lines first, then how it is said to count."""

from __future__ import annotations

from svtrain.core.lint_context import Context, Rule, Said, plain


def red_line_not_met(context: Context) -> Said:
    """Something that may not be crossed is crossed; no ratio makes up for it."""
    for item in context.value_map.unpriced:
        if item.state == "not met":
            yield f"{item.id}.red_line", f"Red line not met: {item.sentence[:160].rstrip('.')}. No ratio makes up for it."


def red_line_in_doubt(context: Context) -> Said:
    """Nobody can say on which side of the red line this will be."""
    for item in context.value_map.unpriced:
        if item.state == "not known":
            yield f"{item.id}.quantity", f"'{item.id}' has a red line ({item.red_line}), but nobody says how it stands."
        elif item.state == "in doubt":
            low, high = item.quantity.ends
            yield f"{item.id}.quantity", f"'{item.id}' may end on the wrong side of its red line ({item.red_line}): its range is {low:g} to {high:g}."


def unpriced_without_reason(context: Context) -> Said:
    """Nobody says why this has no price."""
    for item in context.value_map.unpriced:
        if not item.reason.strip():
            yield f"{item.id}.reason", f"No reason is given why '{item.id}' has no price."


def priced_and_unpriced(context: Context) -> Said:
    """The same change is in the ratio and beside it."""
    priced = {(plain(outcome.stakeholder), plain(outcome.outcome)): outcome.id for outcome in context.value_map.outcomes if outcome.outcome}
    for item in context.value_map.unpriced:
        line = priced.get((plain(item.stakeholder), plain(item.outcome)))
        if line:
            yield f"{item.id}.outcome", f"'{item.id}' has no price, but '{line}' prices the same change for the same people."


def weights_over_100(context: Context) -> Said:
    """Weights that take more than the whole decision."""
    total = sum(item.weight or 0 for item in context.value_map.unpriced)
    if total > 100:
        yield "unpriced", f"The weights of the unpriced outcomes come to {total:g} of 100; nothing is left for the rest."


UNPRICED = {
    "red-line-not-met": Rule("error", "A red line that is not met", red_line_not_met),
    "weights-over-100": Rule("error", "Weights that come to more than 100", weights_over_100),
    "red-line-in-doubt": Rule("warning", "A red line that may be crossed", red_line_in_doubt),
    "unpriced-without-reason": Rule("warning", "No price, and no reason why", unpriced_without_reason),
    "priced-and-unpriced": Rule("warning", "The same change priced and unpriced", priced_and_unpriced),
}
