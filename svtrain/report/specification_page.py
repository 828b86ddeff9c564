"""Outcomes in a specification as one HTML page that stands alone: no script, no picture or style from elsewhere."""

from __future__ import annotations

from svtrain.core.specification import NOT_SIZE, RELEVANCE, Requirement, Specification, marking_guide, question_lines, requirement_words


def specification_page(found: Specification) -> str:
    """The page as text; everything that a person typed is escaped. The same work gives the same bytes.

    Examples
    --------
    >>> page = specification_page(Specification("A & B", requirements=(Requirement("a", "Are in work"),)))
    >>> "A &amp; B" in page, "<script" in page
    (True, False)
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from svtrain.report.word.specification import checked_on, relevance_rows

    pages = Environment(loader=PackageLoader("svtrain.report.page", "."), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
    return pages.get_template("specification.html.j2").render(
        found=found, requirements=[_said(one) for one in found.requirements], question=question_lines(found.requirements), guide=marking_guide(found.scale),
        not_size=NOT_SIZE, relevance=relevance_rows(found), asked=list(RELEVANCE.values()), checked_on=checked_on)


def _said(one: Requirement) -> dict:
    return {"title": one.outcome or "An outcome that is still to be written", "missing": one.missing,
            "parts": [words.partition(". ")[::2] for words in requirement_words(one)]}
