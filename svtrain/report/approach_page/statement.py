"""The draft of a social value statement: plain and honest; what is not known stays a visible gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from svtrain.core.approach import BY_ID, Approach
from svtrain.report.approach_page.words import day_said, pounds_each, range_said

MARK = "DRAFT"
SECTIONS = (
    ("Why we ask", ("priorities", "place")),
    ("What we ask, and when", ("asks",)),
    ("How we value what suppliers promise", ("proxies", "valuation")),
    ("How we score tenders", ("scoring",)),
    ("How we follow delivery", ("delivery",)),
    ("What we do not claim", ("limits",)),
    ("Who answers for this", ("lead", "framework")),
)
NOT_CLAIMED = (
    "A result in pounds is a judgement with a range. It is not money saved, and not money in anybody's account.",
    "We do not add up or compare results that were counted by different rules.",
    "A promise is not a delivery. We say which of the two a figure is about.",
)
SAY, GAP = "say", "gap"


@dataclass(frozen=True, slots=True)
class Section:
    """One part: sentences (kind and text), then lines of a list, then a table of results, each of which may be empty."""

    heading: str
    sentences: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole draft. ``gaps`` counts what is still open in it."""

    title: str
    under: str
    intro: str
    sections: tuple[Section, ...]

    @property
    def gaps(self) -> int:
        """How many things are still to be decided."""
        return sum(kind == GAP for section in self.sections for kind, _ in section.sentences)


def statement_of(approach: Approach) -> Statement:
    """The draft, from what the approach holds and nothing else.

    Examples
    --------
    >>> found = statement_of(Approach(organisation="Our council", decides="the board"))
    >>> found.sections[1].sentences[0]
    ('gap', 'To be decided by the board: What do we put into the need, the specification and the tender?')
    >>> found.gaps
    12
    """
    whose = approach.organisation.strip() or approach.team.strip()
    under = ", ".join(filter(None, [whose, day_said(approach.made) if approach.made else ""]))
    who = f"our {whose[4:]}" if whose.startswith("Our ") else whose or "our organisation"
    intro = f"This draft says what {who} asks of suppliers, how it values what they promise, and what it does not claim."
    return Statement("Social value statement", under, intro, tuple(_sections(approach)))


def gap(approach: Approach, question: str) -> tuple[str, str]:
    """An open question with who decides it, which may be open too."""
    who = approach.decides.strip()
    return GAP, f"To be decided by {who}: {question}" if who else f"To be decided, and by whom is open too: {question}"


def _sections(approach: Approach) -> Iterator[Section]:
    for heading, boxes in SECTIONS:
        sentences = [one for box in boxes for one in _box(approach, box)]
        if "valuation" in boxes:
            yield _valuing(approach, heading, sentences)
        elif "limits" in boxes:
            yield Section(heading, tuple(sentences), NOT_CLAIMED)
        elif "lead" in boxes:
            yield _answering(approach, heading, sentences)
        else:
            yield Section(heading, tuple(sentences))
    yield _data(approach)


def _box(approach: Approach, name: str) -> list[tuple[str, str]]:
    words = approach.box(name).words.strip()
    return [(SAY, line) for line in words.splitlines() if line.strip()] or [gap(approach, BY_ID[name].asks)]


def _valuing(approach: Approach, heading: str, sentences: list[tuple[str, str]]) -> Section:
    if not approach.figures:
        return Section(heading, (*sentences, gap(approach, "Which results do we publish, each with its range?")))
    open_ends = [gap(approach, f"How far may the result of {one.of} be off? It has no range yet.") for one in approach.figures if one.low is None]
    rows = tuple((one.of, pounds_each(one.likely), range_said(one), one.basis or "not said") for one in approach.figures)
    return Section(heading, (*sentences, *open_ends), columns=("Contract", "Value for each £1", "Range", "How it was counted"), rows=rows)


def _answering(approach: Approach, heading: str, sentences: list[tuple[str, str]]) -> Section:
    steps = tuple(f"Within {one.within} days: {one.step.rstrip('.')}. Owner: {one.owner or 'to be decided'}." for one in approach.next_steps)
    open_steps = () if steps else (gap(approach, "What happens within 30 and within 90 days, and who does it?"),)
    return Section(heading, (*sentences, *open_steps), steps)


def _data(approach: Approach) -> Section:
    lines = tuple(" ".join(filter(None, [one.dataset, one.version, f"({one.sha256[:12]})" if one.sha256 else ""])) for one in approach.used())
    if lines:
        return Section("Data behind the figures", ((SAY, "These editions of public data were used. With them the figures can be worked out again."),), lines)
    return Section("Data behind the figures", ((SAY, "No figure in this draft rests on a data collection."),) if not approach.figures else
                   (gap(approach, "Which data are behind these figures, and in which edition?"),))
