"""Slides for the projector: one a block, large, with what to say in the notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svtrain.learn.plan import Block
from svtrain.report.pack.gather import Pack, TimedSession
from svtrain.report.pack.prose import plain

if TYPE_CHECKING:
    from svtrain.report.slides.house import Deck

MOST_RULES = 6


def deck(pack: Pack) -> Deck:
    """The slides of a pack.

    Examples
    --------
    >>> from svtrain.learn.plan import named_plan
    >>> pack = Pack(named_plan("60"), 12, 570)
    >>> len(deck(pack)) == 2 + len(pack.plan.blocks())
    True
    """
    from svtrain.report.slides.house import Deck

    made = Deck(pack.plan.title)
    made.cover("Social value, questioned", f"{pack.plan.title}. We begin at {pack.starts}.", notes="Show this while people come in.")
    rules = pack.words.ground_rules
    made.slide("How we disagree", [one.rule for one in rules[:MOST_RULES]], notes="\n".join(f"{one.rule} {one.why}" for one in rules))
    for session in pack.sessions:
        if len(pack.sessions) > 1:
            made.cover(session.title, f"From {session.starts} to {session.over}")
        for at, block in session.timed:
            rest = block.kind in ("break", "lunch")
            foot = f"{'We are back at' if rest else 'Until'} {session.ends[block.id]}"
            made.slide(block.title, _lines(pack, block), kicker=f"{at}   {block.minutes} minutes", foot=foot, warm=rest,
                       notes="\n".join(_notes(pack, session, block)))
    return made


def _lines(pack: Pack, block: Block) -> list[str]:
    """What people do, then what they do it with."""
    do = block.online if pack.online else block.in_room
    return [*([do] if do else []), *(f"{part.title}  ({part.minutes} min)" for part in block.parts)]


def _notes(pack: Pack, session: TimedSession, block: Block) -> Iterator[str]:
    for name, said in (("Purpose", block.purpose), ("Go on when", block.checkpoint), ("Cut first", " ".join(block.cut_first)), ("Over at", session.ends[block.id])):
        if said:
            yield f"{name}: {said}"
    for part in block.parts:
        note = pack.notes[part.exercise]
        yield f"\n{part.title}, {part.minutes} minutes"
        for name, said in (("Sticky points", note.sticky_points), ("What the spread means", note.spread), ("Cut first", note.cut_first)):
            if said:
                yield f"{name}:\n{plain(said)}"
