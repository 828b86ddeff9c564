"""Puts chosen lessons, pauses and spare minutes in order, each with its minute of the session."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo
from svtrain.learn.facilitator_notes import facilitator_notes
from svtrain.learn.plan.nouns import Block

if TYPE_CHECKING:
    from svtrain.learn.plan.assemble import Choice

QUESTIONS = 20  # minutes; more than this left over means that there is not enough to do, and the session ends early


def blocks_of(choices: Iterable[Choice]) -> list[Block]:
    """A block for each chosen lesson."""
    return [_block(choice) for choice in choices]


def _block(choice: Choice) -> Block:
    lesson, parts = choice.lesson, choice.lesson.parts[: choice.taken]
    cuts = [f"Leave out “{part.title}” ({part.minutes} minutes)." for part in reversed(parts[1:])]
    if parts and (first := _cut_first(parts[0].exercise)):
        cuts.append(f"In “{parts[0].title}”: {first[:1].lower()}{first[1:]}")
    source = f"the middle of {choice.runs} earlier runs" if choice.stretch != 1.0 else "the lesson's own minutes"
    return Block(
        id=lesson.id, kind="lesson", title=lesson.title, starts=0, minutes=choice.minutes, step=lesson.step, page=lesson.page, purpose=lesson.purpose,
        checkpoint=lesson.note.checkpoint, parts=parts, cut_first=tuple(cuts), in_room=lesson.note.in_room, online=lesson.note.online,
        homework=lesson.note.homework, planned_from=source,
    )


def _cut_first(exercise: str) -> str:
    try:
        return " ".join(facilitator_notes(exercise).cut_first.split())
    except CannotDo:
        return ""


def with_breaks(frame: list[Block], work: list[Block], spare: int) -> tuple[Block, ...]:
    """One list in order: the pauses divide the work as evenly as its blocks allow; spare minutes go to questions at the end.

    Parameters
    ----------
    frame
        The opening, the pauses and the closing.
    work
        The lessons' blocks.
    spare
        Minutes that nothing uses.
    """
    opening, *pauses, closing = frame
    ordered = [opening, *work]
    pauses.sort(key=lambda block: block.kind == "lunch")
    middle = [pauses[0], pauses[-1], *pauses[1:-1]] if len(pauses) > 2 else pauses  # lunch stands between two breaks
    places = _places([block.minutes for block in work], len(middle))
    for pause, at in sorted(zip(middle, places, strict=False), key=lambda pair: -pair[1]):
        ordered.insert(at + 1, pause)
    closing = closing.model_copy(update={"minutes": closing.minutes + max(0, min(spare, QUESTIONS))})
    return _timed([*ordered, closing])


def _places(minutes: list[int], pauses: int) -> list[int]:
    """After how many blocks each pause comes."""
    ends = list(accumulate(minutes))
    if not ends:
        return []
    wanted = [ends[-1] * (number + 1) / (pauses + 1) for number in range(pauses)]
    inner = range(1, len(ends))
    return sorted({min(inner, key=lambda at: abs(ends[at - 1] - goal)) for goal in wanted}) if len(ends) > 1 else []


def _timed(blocks: list[Block]) -> tuple[Block, ...]:
    starts = [0, *accumulate(block.minutes for block in blocks)]
    again: dict[str, int] = {}
    timed = []
    for block, start in zip(blocks, starts, strict=False):
        again[block.id] = again.get(block.id, 0) + 1
        name = block.id if again[block.id] == 1 else f"{block.id}-{again[block.id]}"
        timed.append(block.model_copy(update={"starts": start, "id": name}))
    return tuple(timed)
