"""A valuation in words: how it was counted, what the checks found, and what stands beside it without a price."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.core.valuation import Valuation
from svtrain.ui.words import heading, paragraph, table


def conventions_note(valuation: Valuation | None) -> Markup:
    """How the result was counted, and with which editions of the data."""
    if valuation is None:
        return Markup("")
    items = [*valuation.sentences, *(f"Data: {used.dataset} {used.version} ({used.sha256[:12]})." for used in valuation.vintage)]
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))


LEVELS = {"error": "Error", "warning": "Warning", "note": "Note"}


def findings_note(valuation: Valuation | None) -> Markup:
    """What the checks found in the map."""
    if valuation is None:
        return Markup("")
    if not valuation.lint:
        return Markup("<p>The checks found nothing to question.</p>")
    items = Markup("").join(
        Markup("<li><strong>{}.</strong> {}</li>").format(LEVELS.get(finding.level, finding.level), finding.message)
        for finding in valuation.lint)
    count = len(valuation.lint)
    return Markup("<details><summary>{} to question</summary><ul>{}</ul></details>").format(
        "1 thing" if count == 1 else f"{count} things", items)


def red_lines(valuation: Valuation) -> Markup:
    """Each red line that is not met, loud enough to be seen before the ratio."""
    crossed = [item for item in valuation.unpriced if item.state == "not met"]
    return Markup("").join(paragraph(f"Red line not met. {item.sentence} No ratio makes up for it.", "problem") for item in crossed)


def unpriced_note(valuation: Valuation | None) -> Markup:
    """What stands beside the ratio without a price; nothing where everything has one."""
    if valuation is None or not valuation.unpriced:
        return Markup("")
    rows = [(item.words, item.amount, item.rule, item.state or "none", item.reason or "No reason is given.") for item in valuation.unpriced]
    return heading("Beside the ratio, without a price", 3) + table(
        "Kept out of every sum", ("Outcome", "How it stands", "How it counts", "Red line", "Why it has no price"), rows)
