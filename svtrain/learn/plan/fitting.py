"""Puts chosen lessons, pauses and spare minutes in order, each with its minute of the session."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, combinations, pairwise
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo
from svtrain.learn.facilitator_notes import facilitator_notes
from svtrain.learn.plan.nouns import Block

if TYPE_CHECKING:
    from svtrain.learn.plan.assemble import Choice

QUESTIONS = 20  # minutes; more than this left over means that there is not enough to do, and the session ends early
PAUSES = ("break", "lunch")
LONGER_PAUSE = 5  # minutes that a pause may gain before a session ends early


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
    kept = pauses[: max(0, len(work) - 1)]  # a pause stands between two lessons
    spare += sum(pause.minutes for pause in pauses[len(kept):])
    pauses, left = kept, max(0, spare - QUESTIONS)
    gains = [min(LONGER_PAUSE, max(0, left - LONGER_PAUSE * number)) for number in range(len(pauses))]
    middle = [pause.model_copy(update={"minutes": pause.minutes + gain}) for pause, gain in zip(_lunch_in_the_middle(pauses), gains, strict=True)]
    closing = closing.model_copy(update={"minutes": closing.minutes + max(0, min(spare, QUESTIONS))})
    ordered = [opening, *work]
    for pause, at in reversed(list(zip(middle, _places(opening.minutes, [block.minutes for block in work], closing.minutes, len(middle)), strict=False))):
        ordered.insert(at + 1, pause)
    return timed([*ordered, closing])


def longest_stretch(blocks: Iterable[Block]) -> int:
    """The most minutes from one pause to the next."""
    longest = now = 0
    for block in blocks:
        now = 0 if block.kind in PAUSES else now + block.minutes
        longest = max(longest, now)
    return longest


def _lunch_in_the_middle(pauses: list[Block]) -> list[Block]:
    lunch = [pause for pause in pauses if pause.kind == "lunch"]
    breaks = [pause for pause in pauses if pause.kind != "lunch"]
    return [*breaks[: len(breaks) // 2], *lunch, *breaks[len(breaks) // 2:]]


def _places(opening: int, work: list[int], closing: int, pauses: int) -> tuple[int, ...]:
    """After how many blocks of the work each pause comes, so that no stretch is longer than it has to be."""
    ends = [opening + end for end in accumulate(work)]
    whole = opening + sum(work) + closing

    def stretches(places: tuple[int, ...]) -> list[int]:
        return [after - before for before, after in pairwise([0, *(ends[at - 1] for at in places), whole])]

    return min(combinations(range(1, len(work)), pauses),
               key=lambda places: (max(stretches(places)), sum(each * each for each in stretches(places))))


def timed(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks one after another from minute 0, each with an id of its own."""
    blocks = list(blocks)
    starts = [0, *accumulate(block.minutes for block in blocks)]
    again: dict[str, int] = {}
    found = []
    for block, start in zip(blocks, starts, strict=False):
        again[block.id] = again.get(block.id, 0) + 1
        name = block.id if again[block.id] == 1 else f"{block.id}-{again[block.id]}"
        found.append(block.model_copy(update={"starts": start, "id": name}))
    return tuple(found)
