"""A team's approach as one HTML page that stands alone and prints on one A4 page, and the draft of its statement."""

from __future__ import annotations

from datetime import datetime

from svtrain.core.approach import BOXES, DAYS, PARTS, Approach
from svtrain.report.approach_page.statement import statement_of
from svtrain.report.approach_page.words import TITLE, day_said, figure_said, origins

LEFT = ("team", "organisation", "learning")  # the parts in the narrow column; practice has the wide one
QUOTE = "words"


def approach_page(approach: Approach) -> str:
    """The one-page profile as text; everything that a person typed is escaped. The same approach gives the same bytes.

    Boxes without words are named as still open. It holds what the approach holds: licensed values are held back where results
    are taken over.

    Examples
    --------
    >>> page = approach_page(Approach.model_validate({"team": "A & B", "boxes": {"lead": "The category lead"}}))
    >>> "A &amp; B" in page, "The category lead" in page, "Still open" in page, "<script" in page
    (True, True, True, False)
    """
    sources = origins(approach)
    marks = {name: [sources.index(one) + 1 for one in approach.box(name).taken] for name in type(approach.boxes).model_fields}
    results = [(figure_said(one), sources.index(one.taken) + 1 if one.taken else "") for one in approach.figures]
    parts = {part: {"title": title, "boxes": [{"title": box.title, "words": approach.box(box.id).words, "marks": marks[box.id], "figures":
                                               results if box.id == "valuation" else ()}
                                              for box in BOXES if box.part == part and box.id != QUOTE and _filled(approach, box.id)],
                    "open": [box.title for box in BOXES if box.part == part and box.id != QUOTE and not _filled(approach, box.id)]}
             for part, title in PARTS.items()}
    return _template("approach.html.j2").render(
        approach=approach, title=approach.title or TITLE, parts=parts, left=LEFT, quote=approach.box(QUOTE).words, days=DAYS,
        sources=[f"{one.item}, saved {saved}" if (saved := saved_said(one.saved_at)) else one.item for one in sources])


def statement_page(approach: Approach) -> str:
    """The draft of a social value statement as text; see `svtrain.report.approach_page.statement`.

    Examples
    --------
    >>> page = statement_page(Approach(organisation="Our council", decides="the head of procurement"))
    >>> "DRAFT" in page, "To be decided by the head of procurement" in page
    (True, True)
    """
    return _template("statement.html.j2").render(statement=statement_of(approach))


def saved_said(moment: str) -> str:
    """When something was saved, in words; nothing where that cannot be read.

    Examples
    --------
    >>> saved_said("2026-11-22T23:10:00.000+00:00"), saved_said("soon")
    ('22 November 2026', '')
    """
    try:
        return day_said(datetime.fromisoformat(moment).date())
    except ValueError:
        return ""


def _filled(approach: Approach, box: str) -> bool:
    return bool(approach.box(box).words.strip()) or (box == "valuation" and bool(approach.figures))


def _template(name: str):
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(loader=PackageLoader("svtrain.report.approach_page", "."), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
    pages.filters.update(day=day_said, lines=str.splitlines)
    return pages.get_template(name)
