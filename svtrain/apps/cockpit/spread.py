"""What a revealed activity shows, whatever its kind: for the cockpit with reasons, for the projector without anybody's words."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from svtrain.apps.calibration.words import room_scores
from svtrain.apps.cockpit.block import TEN_RANGES, exercise_of
from svtrain.apps.estimate_room.question import Question, question_in
from svtrain.apps.estimate_room.words import group_sentence, scale_of
from svtrain.learn.measuring.measures import AFTER, BEFORE, COMMITMENT, REACTION, measures
from svtrain.learn.tally import Line, Tally, tally
from svtrain.room import Activity, Judgement, Shared, judgement
from svtrain.ui.figures import Picture, heaps
from svtrain.ui.tally_words import tally_words
from svtrain.ui.words import paragraph, table

BY = ("decision", "view", "option", "verdict")  # keys of answers that hold one of a few words


def spread_words(activity: Activity, found: Shared, *, mine: bool = False) -> Markup:
    """The spread in words and bars; ``mine`` is for whoever runs the room: with advice and slips."""
    if not found.answers:
        return paragraph(found.why_not, "problem")
    payloads = [answer.payload for answer in found.answers]
    one = exercise_of(activity.item)
    if one is not None:
        return tally_words(tally(one, payloads), advice=mine, why=mine)
    if activity.item in (BEFORE, AFTER, REACTION):
        return _marks(activity.item, payloads)
    if activity.item == COMMITMENT:
        return paragraph(f"{len(payloads)} people wrote down what they will do.", "headline")
    if activity.item in TEN_RANGES:
        return room_scores(payloads)
    asked, given = question_in(activity.payload), estimates(activity, found)
    if asked and given:
        return paragraph(group_sentence(asked, given), "headline")
    return _by_word(payloads)


def spread_picture(activity: Activity, found: Shared | None) -> Picture | None:
    """Where estimates lie; None for what is no estimate."""
    asked, given = question_in(activity.payload), estimates(activity, found)
    if not asked or not given:
        return None
    scale, shown = scale_of(asked)
    return heaps([scale * one.likely for one in given], shown=shown, title="Where the answers lie")


def estimates(activity: Activity, found: Shared | None) -> tuple[Judgement, ...]:
    """The estimates that make sense."""
    asked: Question | None = question_in(activity.payload)
    if asked is None or found is None:
        return ()
    given = (judgement(answer.payload) for answer in found.answers)
    return tuple(one for one in given if one is not None and asked.holds(one.low) and asked.holds(one.high))


def _marks(item: str, payloads: list[dict]) -> Markup:
    """Each statement with its mean, and how many gave each mark."""
    asked = measures()
    rows = []
    for each in asked.reaction if item == REACTION else asked.statements:
        marks = [mark for payload in payloads if isinstance(mark := payload.get(each.id), int) and 1 <= mark <= 5]
        if marks:
            counts = Counter(marks)
            rows.append([each.text, f"{sum(marks) / len(marks):.1f}", *(counts[mark] or "\N{EN DASH}" for mark in asked.scale)])
    return table(f"Marks of {len(payloads)} people, 1 {asked.scale[1].lower()} to 5 {asked.scale[5].lower()}", ["Statement", "Mean", *map(str, asked.scale)],
                 rows, numbers=range(1, 7))


def _by_word(payloads: list[dict]) -> Markup:
    key = next((key for key in BY if all(isinstance(payload.get(key), str) and payload[key] for payload in payloads)), "")
    if not key:
        return paragraph(f"{len(payloads)} answers are shown on the activity's own page.")
    counts = Counter(payload[key][:60] for payload in payloads)
    return tally_words(Tally(tuple(Line(word, count) for word, count in counts.most_common(8)), len(payloads), ""))
