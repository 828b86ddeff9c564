"""Outcomes in a specification as the market and stakeholders read them: each requirement, the question, and how answers are marked."""

from __future__ import annotations

from svtrain.core.specification import NOT_SIZE, Specification, marking_guide, question_lines, requirement_words
from svtrain.report.publish.record import Section, Table

OPEN = "Nothing is required yet."


def specification_content(found: Specification) -> tuple[Section, ...]:
    """Everything that is published of a specification. What is still to be decided says so.

    Examples
    --------
    >>> from svtrain.core.specification import Requirement
    >>> [section.heading for section in specification_content(Specification("Care", requirements=(Requirement("a", "Are in work"),)))]
    ['In short', 'What is required', 'The question to bidders', 'How answers are marked']
    """
    count = len(found.requirements)
    first = f"{count} {'outcome is' if count == 1 else 'outcomes are'} required{f' in contract {found.reference}' if found.reference else ''}." if count else OPEN
    sections = [Section("In short", (first,))]
    if count:
        tables = tuple(Table(f"Requirement {number}: {one.outcome or 'still to be written'}", ("Part", "What it says"),
                             tuple(words.partition(". ")[::2] for words in requirement_words(one))) for number, one in enumerate(found.requirements, 1))
        sections += [Section("What is required", tables=tables), Section("The question to bidders", tuple(question_lines(found.requirements))),
                     Section("How answers are marked", (NOT_SIZE,), tables=(Table("Marks and what earns them", ("Mark", "What earns it"),
                             tuple((str(mark), words) for mark, words in marking_guide(found.scale))),))]
    return tuple(sections)
