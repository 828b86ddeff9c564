"""Makes a run sheet that fits the minutes there are.

Each step asked for gets its most needed lesson first, cut down to its first exercise; then come further lessons; then
the exercises that were left out come back. So a short plan touches every step, and a long one goes deep.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.learn.contents import STEPS
from svtrain.learn.plan.fitting import QUESTIONS, blocks_of, longest_stretch, with_breaks
from svtrain.learn.plan.lesson_notes import Lesson, lessons, notes
from svtrain.learn.plan.minutes_taken import MinutesTaken
from svtrain.learn.plan.nouns import Block, RunSheet, Session

NAMES = ("60", "90", "180", "day", "4x-half-day")
LEAST, MOST = 30, 600
TALK = 5  # minutes of telling and talking that a lesson needs beside its first exercise
DEEP = 25  # minutes a lesson at the least, on average: fewer lessons, gone into, teach more than many skimmed
STRETCH = 95  # minutes between two pauses, about an hour and a half; people who sit longer hear nothing
MORE_PAUSES = 4
DAY = 360
HALF_DAYS = (("explore",), ("challenge",), ("challenge", "apply"), ("apply",))


@dataclass
class Choice:
    """A lesson in the making of a plan: how many of its exercises are in, and its minutes with them."""

    lesson: Lesson
    stretch: float = 1.0
    runs: int = 0
    taken: int = field(init=False)

    def __post_init__(self) -> None:
        self.taken = min(1, len(self.lesson.parts))

    @property
    def whole(self) -> bool:
        return self.taken == len(self.lesson.parts)

    @property
    def minutes(self) -> int:
        """With the talk in proportion, stretched by past runs, in fives."""
        if self.whole:
            plain = self.lesson.minutes
        else:
            plain = min(self.lesson.minutes, TALK + sum(part.minutes for part in self.lesson.parts[: self.taken]))
        return max(TALK, 5 * round(plain * self.stretch / 5))


def assemble(
    minutes: int, steps: Iterable[str] = STEPS, *, taken: MinutesTaken | None = None, without: Iterable[str] = (), title: str = "",
) -> RunSheet:
    """A plan of one session.

    Parameters
    ----------
    minutes
        From the welcome to the end, from 30 to 600.
    steps
        Which of explore, challenge and apply.
    taken
        What blocks took before.
    without
        Ids of lessons that are not to be in it.

    Raises
    ------
    CannotDo
        When the minutes or a step make no sense.

    Examples
    --------
    >>> sheet = assemble(90, ["explore"])
    >>> sheet.minutes, sheet.sessions[0].blocks[0].kind, sheet.sessions[0].blocks[-1].kind
    (90, 'opening', 'closing')
    """
    steps = _checked(minutes, tuple(steps))
    session = _session(minutes, steps, taken or MinutesTaken(), frozenset(without), title or f"{minutes} minutes")
    return RunSheet(title=title or f"{minutes} minutes: {', '.join(steps)}", steps=steps, sessions=(session,))


def named_plan(name: str, folder: Path | None = None) -> RunSheet:
    """One of the plans that come with the toolkit.

    Parameters
    ----------
    name
        ``60``, ``90``, ``180``, ``day`` or ``4x-half-day``.
    folder
        The work folder, for the minutes that blocks took before.

    Raises
    ------
    CannotDo
        When there is no such plan.
    """
    taken = MinutesTaken.read(folder) if folder else MinutesTaken()
    if name == "4x-half-day":
        return _half_days(taken)
    if name not in NAMES:
        raise CannotDo(Problem(f'There is no plan "{name}".{did_you_mean(name, NAMES)} Plans are {", ".join(NAMES)}.', "plan"))
    minutes, title = (DAY, "A day") if name == "day" else (int(name), f"{name} minutes")
    return assemble(minutes, taken=taken, title=title).model_copy(update={"name": name})


def _half_days(taken: MinutesTaken) -> RunSheet:
    done: set[str] = set()
    sessions = []
    for number, steps in enumerate(HALF_DAYS, start=1):
        title = f"Half day {number}: {' and '.join(step.capitalize() for step in steps)}"
        session = _session(180, steps, taken, frozenset(done), title)
        done |= {block.id for block in session.blocks}
        homework = tuple(block.homework for block in session.blocks if block.homework)
        sessions.append(session.model_copy(update={"homework": homework}))
    return RunSheet(title="Four half days", name="4x-half-day", steps=STEPS, sessions=tuple(sessions))


def _checked(minutes: int, steps: tuple[str, ...]) -> tuple[str, ...]:
    if not LEAST <= minutes <= MOST:
        raise CannotDo(Problem(f"A plan has from {LEAST} to {MOST} minutes.", "minutes"))
    for step in steps:
        if step not in STEPS:
            raise CannotDo(Problem(f'There is no step "{step}".{did_you_mean(step, STEPS)} Steps are {", ".join(STEPS)}.', "steps"))
    if not steps:
        raise CannotDo(Problem(f"Name at least one step: {', '.join(STEPS)}.", "steps"))
    return tuple(step for step in STEPS if step in steps)


def _session(minutes: int, steps: tuple[str, ...], taken: MinutesTaken, without: frozenset[str], title: str) -> Session:
    """With as many pauses as it takes that nobody sits too long, where the lessons allow it."""
    tried = []
    for more in range(MORE_PAUSES + 1):
        tried.append(_laid_out(minutes, steps, taken, without, more))
        if longest_stretch(tried[-1]) <= STRETCH:
            break
    blocks = min(tried, key=lambda blocks: (-_ends(blocks), longest_stretch(blocks)))  # a pause is not paid for with a lesson
    return Session(title=title, minutes=_ends(blocks), blocks=blocks)


def _ends(blocks: tuple[Block, ...]) -> int:
    return blocks[-1].starts + blocks[-1].minutes


def _laid_out(minutes: int, steps: tuple[str, ...], taken: MinutesTaken, without: frozenset[str], more_pauses: int) -> tuple[Block, ...]:
    frame = _frame(minutes, more_pauses, taken)
    room = minutes - sum(block.minutes for block in frame)
    choices = _chosen(room, steps, taken, without)
    spare = room - sum(choice.minutes for choice in choices)
    ordered = sorted(choices, key=lambda choice: (STEPS.index(choice.lesson.step), choice.lesson.page))
    return with_breaks(frame, blocks_of(ordered), spare)


def _frame(minutes: int, more_pauses: int, taken: MinutesTaken) -> list[Block]:
    """The welcome, the pauses and the end; an hour has short ones. The welcome and the end are stretched by past runs."""
    said = notes()
    pauses = [("lunch", said.lunch)] if minutes >= 300 else []
    pauses += [("break", said.pause)] * (more_pauses + (2 if minutes >= 300 else 1 if minutes >= 110 else 0))
    kinds = [("opening", said.opening), *pauses, ("closing", said.closing)]
    stretch = {kind: taken.stretch(kind) for kind in ("opening", "closing")}
    return [
        Block(id=kind, kind=kind, title=note.title, starts=0, minutes=_in_fives(note.minutes, stretch.get(kind, 1.0), short=minutes < 90), purpose=note.purpose,
              checkpoint=note.checkpoint, in_room=note.in_room, online=note.online, cut_first=(note.cut_first,) if note.cut_first else (),
              planned_from=_source(taken, kind) if stretch.get(kind, 1.0) != 1.0 else "")
        for kind, note in kinds
    ]


def _in_fives(minutes: int, stretch: float, *, short: bool) -> int:
    return max(TALK, 5 * round((minutes // 10 * 5 if short else minutes) * stretch / 5))


def _source(taken: MinutesTaken, block: str) -> str:
    return f"the middle of {taken.count(block)} earlier runs"


def _chosen(room: int, steps: tuple[str, ...], taken: MinutesTaken, without: frozenset[str]) -> list[Choice]:
    """Each step's most needed lesson, then more lessons in turn, then more of each: as long as the minutes last."""
    all_of_them = sum(lesson.step in steps and lesson.id not in without for lesson in lessons())
    most = max(len(steps), room // DEEP)
    while True:
        chosen = _picked(room, steps, taken, without, most)
        _grow(chosen, room)
        if most >= all_of_them or room - _used(chosen) <= QUESTIONS:
            return chosen
        most += 1  # all of these are whole and minutes are left


def _picked(room: int, steps: tuple[str, ...], taken: MinutesTaken, without: frozenset[str], most: int) -> list[Choice]:
    waiting = {step: [Choice(lesson, taken.stretch(lesson.id), taken.count(lesson.id)) for lesson in lessons()
                      if lesson.step == step and lesson.id not in without] for step in steps}
    chosen: list[Choice] = []
    before = -1
    while before < len(chosen) < most:
        before = len(chosen)
        for step in steps:
            fits = next((choice for choice in waiting[step] if choice.minutes <= room - _used(chosen)), None)
            if fits is not None and len(chosen) < most:
                waiting[step].remove(fits)
                chosen.append(fits)
    return chosen


def _used(chosen: list[Choice]) -> int:
    return sum(choice.minutes for choice in chosen)


def _grow(chosen: list[Choice], room: int) -> None:
    """Give back exercises, one to each lesson in turn, the most needed lessons first."""
    growing = sorted((choice for choice in chosen if not choice.whole), key=lambda choice: choice.lesson.note.need)
    while growing:
        for choice in list(growing):
            choice.taken += 1
            if _used(chosen) > room:
                choice.taken -= 1
                growing.remove(choice)
            elif choice.whole:
                growing.remove(choice)
