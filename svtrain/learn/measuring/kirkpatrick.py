"""A training's report in Kirkpatrick's four levels: reaction, learning, behaviour, results. Each figure says of how many, and what it cannot show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import mean

from svtrain.core.small_groups import SMALLEST
from svtrain.learn.measuring.answers import RoomAnswers
from svtrain.learn.measuring.change import Change, change
from svtrain.learn.measuring.followup import FollowUp
from svtrain.learn.measuring.measures import AFTER, BEFORE, CALIBRATION_AFTER, CALIBRATION_BEFORE, REACTION, Measures, measures
from svtrain.learn.measuring.reasons import writers_of

AGREES = 4  # a mark from which a person is said to agree
TOO_FEW = f"Fewer than {SMALLEST} people answered, so no figure is shown."


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its words, what it says, and of how many people. ``value`` is None where too few answered.

    ``before`` and ``after`` are there where the same people answered twice: marks from 1 to 5, or shares.
    """

    id: str
    text: str
    people: int
    value: float | None
    sentence: str
    before: float | None = None
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One of the four levels, with what it cannot show."""

    number: int
    name: str
    question: str
    figures: tuple[Figure, ...]
    cannot_show: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """The whole report of one cohort."""

    room: str
    title: str
    made: str
    people: int
    levels: tuple[Level, ...]

    def as_dict(self) -> dict:
        """Plain values."""
        return asdict(self)

    def figure(self, id: str) -> Figure | None:
        """One figure by its id."""
        return next((each for level in self.levels for each in level.figures if each.id == id), None)


def training_report(room: RoomAnswers, followups: Sequence[FollowUp] = (), reasons: Mapping[str, Sequence[str]] | None = None) -> TrainingReport:
    """Put together what is known of a training.

    Parameters
    ----------
    room
        The answers from a room's export.
    followups
        What came back after 30 and 90 days.
    reasons
        For each reason that was read, the ids of what it does, from the rubric.

    Examples
    --------
    >>> [level.name for level in training_report(RoomAnswers("north", "North team", "", {})).levels]
    ['Reaction', 'Learning', 'Behaviour', 'Results']
    """
    asked = measures()
    levels = (_reaction(room, asked), _learning(room, asked, reasons or {}), _behaviour(room, followups), _results(followups))
    return TrainingReport(room.room, room.title, room.made, room.people, levels)


def _reaction(room: RoomAnswers, asked: Measures) -> Level:
    figures = []
    for each in asked.reaction:
        marks = room.marks(REACTION, each.id)
        shown = len(marks) >= SMALLEST
        agree = sum(mark >= AGREES for mark in marks.values())
        figures.append(Figure(f"reaction.{each.id}", each.text, len(marks), mean(marks.values()) if shown else None,
                              f"{agree} of {len(marks)} mostly or fully agree." if shown else TOO_FEW))
    answered = room.of(REACTION)
    said = sorted(text for answer in answered.values() for each in asked.open_questions if (text := str(answer.get(each.id) or "").strip()))
    return Level(1, "Reaction", "What did people think of it?", tuple(figures), "Liking a day does not show that anything was learned.",
                 tuple(said) if len(answered) >= SMALLEST else ())


def _learning(room: RoomAnswers, asked: Measures, reasons: Mapping[str, Sequence[str]]) -> Level:
    changes = [change(each.id, each.text, room.marks(BEFORE, each.id), room.marks(AFTER, each.id)) for each in asked.statements]
    figures = [Figure(f"statement.{each.id}", each.text, each.people, each.moved, _moved(each), each.before, each.after) for each in changes]
    figures.append(_calibration(room))
    if reasons:
        figures.append(_quality(reasons, writers_of(room, reasons), asked))
    return Level(2, "Learning", "What can people say and do that they could not before?", tuple(figures),
                 "People marked themselves. Some mark lower afterwards, because they have seen what there is to know.")


def _moved(each: Change) -> str:
    if each.moved is None:
        return TOO_FEW
    return f"From {each.before:.1f} to {each.after:.1f} of 5: {each.up} of {each.people} went up, {each.same} stayed, {each.down} went down."


def _calibration(room: RoomAnswers) -> Figure:
    text = "Ranges meant to hold nine times in ten held this often."
    found = change("calibration", text, room.share(CALIBRATION_BEFORE), room.share(CALIBRATION_AFTER))
    if found.moved is not None:
        return Figure("calibration", text, found.people, found.moved, f"From {found.before:.0%} to {found.after:.0%}; 90% would be right.",
                      found.before, found.after)
    once = max(room.share(CALIBRATION_AFTER), room.share(CALIBRATION_BEFORE), key=len)
    if len(once) >= SMALLEST:
        return Figure("calibration", text, len(once), None, f"Measured once: {mean(once.values()):.0%}; 90% would be right.")
    return Figure("calibration", text, len(once), None, TOO_FEW)


def _quality(reasons: Mapping[str, Sequence[str]], writers: int, asked: Measures) -> Figure:
    known = {each.id for each in asked.rubric}
    points = [len(known & set(ticked)) for ticked in reasons.values()]
    text = f"Points of {len(known)} for reasons that a person has read."
    if min(len(points), writers) < SMALLEST:
        return Figure("reasons", text, len(points), None, "Fewer than five reasons, or those of fewer than five people, were read, so no figure is shown.")
    return Figure("reasons", text, len(points), mean(points), f"{mean(points):.1f} of {len(known)} on average, over {len(points)} reasons.")


def _behaviour(room: RoomAnswers, followups: Sequence[FollowUp]) -> Level:
    made = len(room.commitments())
    figures = [Figure("commitments", "Commitments that people made", made, float(made) if made >= SMALLEST else None,
                      f"{made} people wrote down what they will do." if made >= SMALLEST else TOO_FEW)]
    for each in sorted(followups, key=lambda one: one.day):
        counts = each.counts()
        answered = sum(counts.values())
        shown = answered >= SMALLEST
        told = ", ".join(f"{option.lower()} {count}" for option, count in counts.items())
        silent = each.asked - answered
        figures.append(Figure(f"done.{each.day}", f"Done after {each.day} days", answered, counts["Yes"] / each.asked if shown and each.asked else None,
                              f"Of {each.asked} commitments: {told}, no answer {silent}." if shown else TOO_FEW))
    return Level(3, "Behaviour", "What do people do differently at work?", tuple(figures),
                 "People report on themselves, and those who did nothing answer less often. No answer counts as not done.")


def _results(followups: Sequence[FollowUp]) -> Level:
    latest = max(followups, key=lambda one: one.day, default=None)
    said = tuple(latest.said("changed")) if latest and len(latest.rows) >= SMALLEST else ()
    count = len(said)
    sentence = f"{count} {'person' if count == 1 else 'people'} told of something that is different now." if said else "Nothing can be shown yet."
    return Level(4, "Results", "What is different for contracts, suppliers and the people they are for?",
                 (Figure("results", "People who told of something different", len(latest.rows) if latest else 0, float(count) if said else None, sentence),),
                 "A training is one cause among many. Look at deliveries, not at this page, for what really changed.", said)
