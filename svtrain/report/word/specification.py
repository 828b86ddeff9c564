"""Outcomes in a specification as a Word document that goes on being written."""

from __future__ import annotations

from datetime import date

from svtrain.core.specification import NOT_SIZE, RELEVANCE, Requirement, Specification, marking_guide, question_lines, requirement_words
from svtrain.core.typed_days import day_words
from svtrain.report.word.document import Paper

ANSWERS = {"yes": "yes", "no": "no"}


def specification_word(found: Specification) -> bytes:
    """The requirements, the question, the marking guide and the checks as a Word file; the same work gives the same bytes.

    Examples
    --------
    >>> specification_word(Specification("Grounds maintenance", requirements=(Requirement("a", "Are in work"),)))[:2]
    b'PK'
    """
    paper = Paper(f"{found.title}: outcomes", foot=found.title)
    paper.title(found.title or "A contract without a title", under=found.reference, over="Outcomes for the specification")
    paper.heading("What we ask for")
    for number, one in enumerate(found.requirements, 1):
        paper.heading(f"{number}. {one.outcome or 'An outcome that is still to be written'}", 2)
        for words in requirement_words(one):
            start, _, rest = words.partition(". ")
            paper.paragraph(rest, bold_start=f"{start}.")
        if one.missing:
            paper.gap(f"Still to be decided: {', '.join(one.missing)}.")
    paper.heading("The question to bidders")
    for line in question_lines(found.requirements):
        paper.paragraph(line)
    paper.heading("How answers are marked")
    paper.paragraph(NOT_SIZE)
    paper.table(["Mark", "What earns it"], [[str(mark), words] for mark, words in marking_guide(found.scale)], widths=(1, 8))
    paper.heading("Before it is published")
    if found.requirements:
        paper.table(["No.", *RELEVANCE.values()], relevance_rows(found), widths=(1, *(4 for _ in RELEVANCE)))
    paper.bullets(list(found.prompts))
    _rules(paper, found)
    return paper.bytes()


def relevance_rows(found: Specification) -> list[list[str]]:
    """Each requirement by its number, and what was answered to each question of relevance; columns keep their width however many there are."""
    return [[str(number), *(ANSWERS.get(dict(one.answers).get(name, ""), "not answered") for name in RELEVANCE)] for number, one in enumerate(found.requirements, 1)]


def checked_on(day: str) -> str:
    """A day that a dataset writes with hyphens, as a person writes it."""
    return day_words(date.fromisoformat(day)) if day else "on a day that is not known"


def _rules(paper: Paper, found: Specification) -> None:
    paper.heading("Rules that apply")
    if not found.rules:
        paper.gap("No rule was found to apply for sure. The facts of the purchase may not all be known.")
    for verdict in found.rules:
        one = verdict.rule
        paper.paragraph(" ".join(filter(None, (one.duty, one.unless))), bold_start=f"{one.instrument}: {one.title}.")
        paper.note(f"Source: {one.source.rstrip('.')}. {one.locator}. Last checked {checked_on(one.last_checked)}.")
    paper.note("This is not legal advice. Your own organisation may have a policy that is not held here.")
