"""A team's approach as stakeholders read it: what it says under each heading, the figures it stands by, and what comes next."""

from __future__ import annotations

from svtrain.core.approach import BOXES, DAYS, PARTS, Approach
from svtrain.report.publish.record import Section, Table

OPEN = "Nothing is said here yet."


def approach_content(approach: Approach) -> tuple[Section, ...]:
    """Everything a published approach shows. A box that is empty says so: a gap is shown, and not filled.

    Examples
    --------
    >>> [section.heading for section in approach_content(Approach(team="North team"))][:2]
    ['Who says this', 'About the team']
    """
    who = [f"{name}: {said}." for name, said in (("Team", approach.team), ("Organisation", approach.organisation), ("Still open is decided by", approach.decides)) if said]
    sections = [Section("Who says this", tuple(who) or (OPEN,))]
    for part, heading in PARTS.items():
        rows = tuple((box.title, approach.box(box.id).words.strip() or OPEN) for box in BOXES if box.part == part)
        sections.append(Section(heading, tables=(Table(f"{heading}, in the team's own words", ("About", "What we say"), rows),)))
    if approach.figures:
        rows = tuple((one.of, f"\u00a3{one.low:.2f} to \u00a3{one.high:.2f}" if one.low is not None else f"\u00a3{one.likely:.2f}, with no range", one.basis or "not said")
                     for one in approach.figures)
        sections.append(Section("Figures we stand by", tables=(Table("Value for each \u00a31 put in", ("Contract", "Value", "How it was counted"), rows),)))
    steps = tuple((one.step, f"{days} days", one.owner or "nobody yet") for days in DAYS for one in approach.steps_within(days))
    if steps:
        sections.append(Section("What comes next", tables=(Table("Next steps", ("Step", "Within", "Who does it"), steps),)))
    return tuple(sections)
