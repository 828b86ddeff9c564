"""What belongs to a block of a run sheet: its activities, the notes for who runs it, and what to leave out when late."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtrain.core.problems import CannotDo
from svtrain.learn import exercise
from svtrain.learn.facilitator_notes import FacilitatorNotes, facilitator_notes
from svtrain.learn.measuring.measures import AFTER, BEFORE, CALIBRATION_AFTER, CALIBRATION_BEFORE, COMMITMENT, REACTION
from svtrain.learn.plan import Block, RunSheet
from svtrain.learn.tally import PREFIX, item_of
from svtrain.room import Activity

STATEMENTS = {BEFORE: "Five statements, before", AFTER: "Five statements, after", REACTION: "How was it?", COMMITMENT: "What I will do"}
AT = {"opening": (BEFORE,), "closing": (COMMITMENT, AFTER, REACTION)}
RANGES_PAGE = "2-challenge/02-what-would-have-happened-anyway"  # the lesson that has the ten ranges in it
TEN_RANGES = {CALIBRATION_BEFORE: "How well ranges hold, the first ten", CALIBRATION_AFTER: "How well ranges hold, the second ten"}
RANGES_AGAIN_PAGE = "ten-more-ranges"
STATEMENTS_PAGE = "five-statements"
_MINUTES = re.compile(r"\((\d+) minutes?\)")


@dataclass(frozen=True, slots=True)
class Offer:
    """An activity that can be run; ``payload`` opens it."""

    item: str
    title: str
    payload: Mapping


@dataclass(frozen=True, slots=True)
class Cut:
    """Something to leave out; ``minutes`` is 0 where only a little is saved."""

    block: str
    what: str
    minutes: int


def offers(block: Block) -> list[Offer]:
    """The activities of a block, in order."""
    page = block.page.removesuffix(".ipynb")
    found = [_offer(item, STATEMENTS[item], STATEMENTS_PAGE) for item in AT.get(block.kind, ())]
    found += [Offer(item_of(part.exercise), part.title, {"title": part.title, "page": page, "minutes": part.minutes}) for part in block.parts]
    if page == RANGES_PAGE:
        found.append(_offer(CALIBRATION_BEFORE, TEN_RANGES[CALIBRATION_BEFORE], page))
    if block.kind == "closing":
        found.append(_offer(CALIBRATION_AFTER, TEN_RANGES[CALIBRATION_AFTER], RANGES_AGAIN_PAGE))
    return found


def _offer(item: str, title: str, page: str) -> Offer:
    return Offer(item, title, {"title": title, "page": page})


def others(activities: Mapping[str, Activity], here: Sequence[Offer]) -> list[Offer]:
    """Activities that were opened somewhere else, the newest first."""
    known = {offer.item for offer in here}
    return [Offer(item, one.title, one.payload) for item, one in reversed(list(activities.items())) if item not in known]


def exercise_of(item: str):
    """The exercise of an activity; None for an activity of another kind."""
    if not item.startswith(PREFIX):
        return None
    try:
        return exercise(item.removeprefix(PREFIX)).exercise
    except CannotDo:
        return None


def notes_of(item: str) -> FacilitatorNotes | None:
    """The notes beside an exercise, where there are any."""
    if not item.startswith(PREFIX):
        return None
    try:
        return facilitator_notes(item.removeprefix(PREFIX))
    except CannotDo:
        return None


def session_of(sheet: RunSheet, index: int) -> range:
    """The indexes of the blocks that are in one sitting with a block.

    Examples
    --------
    >>> from svtrain.learn.plan import open_plan
    >>> session_of(open_plan("60"), 0).start
    0
    """
    start = 0
    for session in sheet.sessions:
        here = range(start, start + len(session.blocks))
        if index in here:
            return here
        start = here.stop
    return range(start, start)


def minutes_late(sheet: RunSheet, index: int, began: float, ends: float) -> float:
    """By how many minutes a block ends later than the run sheet says; below zero when early.

    Parameters
    ----------
    began
        When the session began, in seconds since 1970.
    ends
        When the block is expected to end.
    """
    block = sheet.blocks()[index]
    return (ends - began) / 60 - (block.starts + block.minutes)


def what_to_cut(sheet: RunSheet, index: int, late: float) -> list[Cut]:
    """What to leave out from this block on, in the order of the run sheet, until the minutes are won back.

    Examples
    --------
    >>> from svtrain.learn.plan import open_plan
    >>> sum(cut.minutes for cut in what_to_cut(open_plan("180"), 1, 8)) >= 8
    True
    """
    found: list[Cut] = []
    won = 0
    for at in session_of(sheet, index):
        for cut in cuts_of(sheet.blocks()[at]) if at >= index else ():
            if won < late and cut.minutes:
                found.append(cut)
                won += cut.minutes
    return found


def cuts_of(block: Block) -> list[Cut]:
    """What a block may lose, first things first."""
    return [Cut(block.title, text, int(minutes[1]) if (minutes := _MINUTES.search(text)) else 0) for text in block.cut_first]
