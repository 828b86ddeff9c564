"""A team's approach and the draft of its statement, as Word documents that go on being written."""

from __future__ import annotations

from svtrain.core.approach import BOXES, DAYS, PARTS, Approach
from svtrain.report.approach_page import saved_said
from svtrain.report.approach_page.statement import GAP, MARK, statement_of
from svtrain.report.approach_page.words import TITLE, day_said, figure_said, origins
from svtrain.report.word.document import Paper


def approach_word(approach: Approach) -> bytes:
    """The one-page profile as a Word file; the same approach gives the same bytes.

    Examples
    --------
    >>> approach_word(Approach(team="North team"))[:2]
    b'PK'
    """
    title = approach.title or TITLE
    paper = Paper(title, foot=approach.team)
    paper.title(title, under=" · ".join(filter(None, [approach.team, approach.organisation, day_said(approach.made) if approach.made else ""])))
    if approach.boxes.words.words:
        paper.panel(approach.boxes.words.words.splitlines())
    for part, heading in PARTS.items():
        paper.heading(heading)
        still_open = [_box(paper, approach, box.id, box.title) for box in BOXES if box.part == part and box.id != "words"]
        if any(still_open):
            paper.gap(f"Still open: {'; '.join(filter(None, still_open))}")
    _steps(paper, approach)
    _origins(paper, approach)
    return paper.bytes()


def _box(paper: Paper, approach: Approach, name: str, title: str) -> str:
    """Write a box; give its title back where it is empty."""
    words, figures = approach.box(name).words, approach.figures if name == "valuation" else ()
    if words.strip():
        paper.paragraph("\n".join(line for line in words.splitlines() if line.strip()), bold_start=f"{title}.")
    if figures:
        paper.bullets([figure_said(one) for one in figures])
    return "" if words.strip() or figures else title


def _steps(paper: Paper, approach: Approach) -> None:
    paper.heading("Next steps")
    rows = [(f"{days} days", one.step, one.owner or "Still open") for days in DAYS for one in approach.steps_within(days)]
    if rows:
        paper.table(["Within", "What", "Owner"], rows, widths=(1.2, 6, 2.8))
    missing = [f"{days} days" for days in DAYS if not approach.steps_within(days)]
    if missing:
        paper.gap(f"Still open: {' and '.join(missing)}")


def _origins(paper: Paper, approach: Approach) -> None:
    lines = [f"{one.item}, saved {saved}" if (saved := saved_said(one.saved_at)) else one.item for one in origins(approach)]
    if lines:
        paper.note(f"Where our words began: {'; '.join(lines)}.")
    if approach.figures:
        paper.note("A result in pounds is a judgement, not a measurement. The range is what nine in ten simulated results lie between.")
    if approach.used():
        paper.note(f"Data: {'; '.join(f'{one.dataset} {one.version}'.strip() for one in approach.used())}.")


def statement_word(approach: Approach) -> bytes:
    """The draft of a social value statement as a Word file, marked as a draft on every page.

    Examples
    --------
    >>> statement_word(Approach(organisation="Our council"))[:2]
    b'PK'
    """
    found = statement_of(approach)
    paper = Paper(f"Draft: {found.title}", mark=MARK, foot=approach.organisation or approach.team)
    paper.title(found.title, under=found.under)
    paper.paragraph(found.intro)
    if found.gaps:
        paper.gap(f"Points still to be decided: {found.gaps}")
    for section in found.sections:
        paper.heading(section.heading)
        for kind, text in section.sentences:
            (paper.gap if kind == GAP else paper.paragraph)(text)
        if section.rows:
            paper.table(section.columns, section.rows, widths=(4, 2, 2.6, 5), caption="Results that we stand by, each with its range")
        paper.bullets(section.lines)
    return paper.bytes()
