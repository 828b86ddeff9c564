"""What a room answered to an exercise: how many gave each answer, and what to do with that spread."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtrain.learn.exercise import ChoiceExercise, NumberExercise
from svtrain.learn.marking import mark
from svtrain.learn.open_exercises import JudgementExercise, OwnContractExercise
from svtrain.learn.parts import Exercise

PREFIX = "exercise:"
ANSWER = "answer"  # the key of an exercise's answer in what is sent to a room
STOP_AT, GO_ON_AT = 0.5, 0.7  # shares of the room, after the practice of The Carpentries
RIGHT, WRONG, MIXED, OPEN = "right", "wrong", "mixed", ""  # mixed: wrong in ways of their own
LONGEST = 4000  # characters of one answer that a room keeps
OTHER = "Something else"
NO_RIGHT = "Nothing here is right or wrong. Ask both ends for their reasons."
STOP = "Stop and correct it: half the room or more gave one wrong answer."
GO_ON = "Explain it shortly and move on: seven in ten or more are right."
GO_BACK = "Go back: answers are spread. Let people explain theirs in pairs, then ask again."


@dataclass(frozen=True, slots=True)
class Line:
    """One answer and how many gave it; ``kind`` is ``right``, ``wrong`` (one wrong answer), ``mixed`` or empty where nothing is right or wrong."""

    text: str
    count: int
    kind: str = OPEN
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """All answers; ``advice`` says what to do with the spread."""

    lines: tuple[Line, ...]
    people: int
    advice: str


def item_of(exercise_id: str) -> str:
    """The activity of an exercise in a room.

    Examples
    --------
    >>> item_of("take-off-both-shares")
    'exercise:take-off-both-shares'
    """
    return f"{PREFIX}{exercise_id}"


def payload_of(answer: str) -> dict:
    """What is sent to a room: an answer as it was given.

    Examples
    --------
    >>> payload_of("8,702")
    {'answer': '8,702'}
    """
    return {ANSWER: answer[:LONGEST]}


def tally(one: Exercise, payloads: Sequence[Mapping]) -> Tally:
    """Count what was answered; what cannot be read as an answer is left out.

    Examples
    --------
    >>> from svtrain.learn import exercise
    >>> found = tally(exercise("take-off-both-shares").exercise, [{"answer": "8702"}] * 3 + [{"answer": "7,252"}])
    >>> found.people, found.lines[0].kind, found.advice == GO_ON
    (4, 'right', True)
    """
    given = [text for each in payloads if isinstance(text := each.get(ANSWER), str) and text]
    lines = [line for line in _lines(one, given) if line.count]
    people = sum(line.count for line in lines)
    return Tally(tuple(lines), people, advice([(line.count, line.kind) for line in lines]) if people else "")


def advice(counts: Sequence[tuple[int, str]]) -> str:
    """What to do with a spread of (how many, right or wrong).

    One wrong answer at half or more: stop and correct it. Right at seven tenths or more: explain and move on. Else go back.

    Examples
    --------
    >>> advice([(7, "right"), (3, "wrong")]) == GO_ON, advice([(5, "right"), (5, "wrong")]) == STOP, advice([(6, "right"), (4, "wrong")]) == GO_BACK
    (True, True, True)
    """
    people = sum(count for count, _ in counts)
    if not people:
        return ""
    if all(kind == OPEN for _, kind in counts):
        return NO_RIGHT
    if max((count for count, kind in counts if kind == WRONG), default=0) / people >= STOP_AT:
        return STOP
    right = sum(count for count, kind in counts if kind == RIGHT)
    return GO_ON if right / people >= GO_ON_AT else GO_BACK


def _lines(one: Exercise, given: list[str]) -> list[Line]:
    if isinstance(one, ChoiceExercise):
        counts = Counter(given)
        return [Line(each.text, counts[each.id], RIGHT if each.correct else WRONG, each.misconception) for each in one.options]
    if isinstance(one, JudgementExercise):
        counts = Counter(_view(text) for text in given)
        return [Line(each.text, counts[each.id]) for each in one.views]
    if isinstance(one, OwnContractExercise):
        return [Line("Have written something of their own", len(given))]
    if isinstance(one, NumberExercise):
        return _numbers(one, given)
    return _marked(one, given)


def _numbers(one: NumberExercise, given: list[str]) -> list[Line]:
    """The right number, each number that a known slip leads to, and all others together."""
    counts: Counter = Counter()
    for text in given:
        feedback = mark(one, text)
        if feedback.result in {"correct", "incorrect"}:
            counts[feedback.result, feedback.misconception] += 1
    lines = [Line(_shown(one.answer.value), counts["correct", ""], RIGHT)]
    lines += [Line(_shown(wrong.value), counts["incorrect", wrong.id], WRONG, wrong.feedback) for wrong in one.misconceptions]
    return [*lines, Line(OTHER, counts["incorrect", ""], MIXED)]


def _marked(one: Exercise, given: list[str]) -> list[Line]:
    """Answers of several parts, by how they are marked; those that are wrong differ, so they are not one wrong answer."""
    names = {"correct": ("All right", RIGHT), "partly": ("Partly right", MIXED), "incorrect": ("Not yet", MIXED), "recorded": ("Recorded", OPEN)}
    feedbacks = [feedback for text in given if (feedback := mark(one, text)).result in names]
    counts = Counter((feedback.result, feedback.misconception) for feedback in feedbacks)
    lines = []
    for (result, slip), count in sorted(counts.items(), key=lambda pair: (list(names).index(pair[0][0]), -pair[1])):
        text, kind = names[result]
        lines.append(Line(slip if slip and " " in slip else text, count, WRONG if slip else kind, slip))
    return lines


def _view(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return ""
    return str(found.get("view", "")) if isinstance(found, dict) else ""


def _shown(value: float) -> str:
    return f"{value:,.10g}"

