"""After a hunt: what the checks say of the map, and who finds each planted error."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.core.lint import RULES
from svtrain.core.valuation import value
from svtrain.data import reference
from svtrain.learn.library import exercise, map_of
from svtrain.ui.words import paragraph, table

PERSON = "only a person who asks"


def what_the_checks_find(exercise_id: str, *, today: str | None = None) -> Markup:
    """The findings for an exercise's map, and beside each wrong claim whether a check finds it.

    Examples
    --------
    >>> "only a person who asks" in what_the_checks_find("hunt-the-training-bid")
    True
    """
    one = exercise(exercise_id).exercise
    findings = value(map_of(one), reference(), today=today).lint
    said = Markup("").join(Markup("<li><strong>{}.</strong> {}</li>").format(each.level.capitalize(), each.message) for each in findings)
    rows = [(claim.text, f"a check: {RULES[claim.caught_by].looks_for.lower()}" if claim.caught_by else PERSON)
            for claim in one.claims if claim.wrong]
    caught = sum(who != PERSON for _, who in rows)
    return (paragraph("The checks read the map and nothing else. They say:") + Markup("<ul>{}</ul>").format(said)
            + paragraph(f"They find {caught} of the {len(rows)} planted errors.")
            + table("Who finds each planted error", ("The statement", "Who finds it"), rows))
