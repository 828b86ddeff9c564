"""A valuation in words: how it was counted, and what the checks found."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.core.valuation import Valuation


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
