"""The sentences and pictures of a room's estimates."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.estimate_room.facilitator import Facilitator
from svtrain.apps.estimate_room.question import Question, question_in
from svtrain.apps.estimate_room.state import Participant, RoomState
from svtrain.room import SMALLEST, Judgement, outliers, spread
from svtrain.room.rules import CLOSED, OPENED, REVEALED
from svtrain.room.seat import TOO_FEW
from svtrain.ui.amounts import mark, money, ratio, share
from svtrain.ui.figures import Picture, heaps, ranges
from svtrain.ui.words import heading, paragraph, table

INTRO = "Everybody estimates alone, then the room sees the spread and talks, then everybody estimates again."
WAITING = "Nothing is open yet. This page changes by itself when the facilitator opens an estimate."
NOBODY_NAMED = "Nobody is named. Ask the room, not a person: nobody has to say which estimate was theirs."
PROMPTS = ("What would have to be true for the lowest to be right? And for the highest?",
           "What does one end know that the other does not?", "Which fact would settle it, and who could find it out?")
YOURS = "Yours"
EACH_BAR = "Each bar is one person's range, lowest first. The ring is what they found most likely."
ONE_ONLY = "Only one of this map's estimates is revealed so far, so there is nothing to compare it with."
NO_CHART = "No chart before the answers are revealed."


def asked(question: Question | None, level: int = 3) -> Markup:
    """The question as it stands on every page."""
    if question is None:
        return paragraph(WAITING)
    where = f"{question.about}. From: {question.map_title}." if question.map_title else f"{question.about}."
    return heading(question.asks, level) + paragraph(where)


def count(state: RoomState) -> str:
    """How many have answered, in one sentence."""
    activity, people = state.activity, state.place.people if state.place else 0
    if activity is None:
        return ""
    of = f" of {people}" if people >= activity.answered else ""
    return f"{activity.answered}{of} {'person has' if activity.answered == 1 and not of else 'people have'} answered."


def standing(state: RoomState, counted: bool = True) -> Markup:
    """How the activity stands: open or not, in which round, and how many answered where that is not said elsewhere."""
    if state.lost:
        return paragraph(state.lost, "problem")
    activity = state.activity
    if activity is None:
        return Markup("")
    said = {OPENED: f"Round {activity.round} is open.", CLOSED: f"Round {activity.round} is closed for now.",
            REVEALED: f"Round {activity.round} is over."}[activity.state]
    return paragraph(f"{said} {count(state)}" if counted else said)


def sent_note(state: Participant) -> Markup:
    """What became of the person's own answer."""
    if state.pending and state.told:
        return paragraph(f"Not recorded yet. {state.told} It is tried again by itself.", "problem")
    if state.pending:
        return paragraph("Your estimate is on its way.", "note")
    if state.told:
        return paragraph(state.told, "problem")
    if state.mine is None:
        return Markup("")
    said = paragraph(f"The room has your estimate: {in_full(state.question, state.mine)}.", "good")
    if state.is_open and state.changed:
        said += paragraph("You have changed it since. Send it again, or leave it as it was.", "note")
    elif state.is_open:
        said += paragraph("You may change it until the facilitator closes the round.", "note")
    return said


def in_full(question: Question, given: Judgement) -> str:
    """A range in words.

    Examples
    --------
    >>> in_full(Question("a.deadweight", "deadweight", "Jobs"), Judgement(0.1, 0.2, 0.4))
    '10% to 40%, most likely 20%'
    """
    return f"{question.shown(given.low)} to {question.shown(given.high)}, most likely {question.shown(given.likely)}"


# -- after the reveal


def said_by_all(state: RoomState) -> Markup:
    """What came of the newest revealed round, in a sentence or two; why there is nothing to show, where there is not."""
    found = state.revealed()
    if found is None:
        return paragraph("The answers are shown once the facilitator reveals them.", "note") if state.activity else Markup("")
    if not state.judgements():
        return paragraph(TOO_FEW, "problem") + paragraph(f"This protects people: among fewer than {SMALLEST} it is easy to tell who said what.")
    return paragraph(group_sentence(state.question, state.judgements()), "headline")


def group_sentence(question: Question, judgements: tuple[Judgement, ...]) -> str:
    """The middle and the spread.

    Examples
    --------
    >>> group_sentence(Question("a.deadweight", "deadweight", "Jobs"), tuple(Judgement(n / 10, n / 10, n / 10) for n in range(1, 6)))
    'The middle answer is 30%. Half of the 5 lie between 20% and 40%; all lie between 10% and 50%.'
    """
    found, shown = spread(judgements), question.shown
    return (f"The middle answer is {shown(found.likely)}. Half of the {found.people} lie between {shown(found.lower_quartile)} and "
            f"{shown(found.upper_quartile)}; all lie between {shown(found.smallest)} and {shown(found.largest)}.")


def moved(state: RoomState) -> Markup:
    """How the room moved since the first round."""
    found, revealed = state.movement(), state.revealed()
    if revealed is None or revealed.round < 2 or not state.judgements():
        return Markup("")
    if found is None:
        return paragraph(f"Fewer than {SMALLEST} people answered both rounds, so no movement is shown.", "note")
    shown = state.question.shown
    before, after = shown(found.median_before), shown(found.median_after)
    change = "stayed at" if before == after else f"moved from {before} to"
    widths = shown(found.middle_half_before), shown(found.middle_half_after)
    width = "as wide as before" if widths[0] == widths[1] else "narrower than before" if found.middle_half_after < found.middle_half_before else "wider than before"
    people = (f"Of {found.people} people who answered both times, {found.closer} came closer to the first middle, "
              f"{found.further} went further away, and {found.unmoved} stayed.")
    return heading("How the room moved", 3) + paragraph(f"The middle answer {change} {after}. The middle half is {width}.") + paragraph(people)


def to_talk_about(state: RoomState) -> Markup:
    """The two ends with their reasons, and what to ask of them."""
    judgements = state.judgements()
    low, high = outliers(judgements)
    if not low or low[0].likely == high[0].likely:
        return Markup("")
    ends = Markup("").join(
        Markup("<li><strong>{}, {}.</strong> “{}”</li>").format(name, in_full(state.question, end[0]), end[0].reason or "No reason given")
        for name, end in (("Lowest", low), ("Highest", high)))
    asks = Markup("").join(Markup("<li>{}</li>").format(one) for one in PROMPTS)
    return heading("Talk about the two ends", 3) + Markup("<ul>{}</ul>").format(ends) + paragraph(NOBODY_NAMED, "note") + Markup("<ul>{}</ul>").format(asks)


def reasons(state: RoomState) -> Markup:
    """Every revealed estimate with its reason, lowest first."""
    found = sorted(state.judgements(), key=lambda one: (one.likely, one.low, one.high))
    if not found:
        return Markup("")
    shown = state.question.shown
    rows = [(shown(one.likely), f"{shown(one.low)} to {shown(one.high)}", one.reason) for one in found]
    return Markup("<details><summary>All {} estimates with their reasons</summary>{}</details>").format(
        len(rows), table("Lowest first, without names", ["Likely", "Range", "Reason"], rows))


def every_range(state: RoomState) -> Picture | None:
    """Each answer's range, lowest first; one's own is pointed out."""
    judgements = sorted(state.judgements(), key=lambda one: (one.likely, one.low, one.high))
    if not judgements:
        return None
    mine = state.sent.get((state.now, state.revealed().round))
    at = next((i for i, one in enumerate(judgements) if mine and (one.low, one.likely, one.high) == (mine.low, mine.likely, mine.high)), None)
    scale, shown = scale_of(state.question)
    rows = [(YOURS if i == at else str(i + 1), *(scale * end for end in (one.low, one.likely, one.high))) for i, one in enumerate(judgements)]
    return ranges(rows, yours=YOURS, shown=shown, title="Each answer, from low to high", sentence=EACH_BAR)


def piled(state: RoomState) -> Picture | None:
    """How many likely figures lie where: what a projector shows."""
    judgements = state.judgements()
    if not judgements:
        return None
    scale, shown = scale_of(state.question)
    return heaps([scale * one.likely for one in judgements], shown=shown, title="Where the answers lie")


def scale_of(question: Question):
    """By how much figures are multiplied for a chart's axis, and how they are then read: shares are drawn in per cent."""
    return (100.0, lambda value: question.shown(value / 100)) if question.is_share else (1.0, question.shown)


def so_far(state: RoomState) -> Markup:
    """Every estimate of the room in one table."""
    rows = []
    for item, one in state.activities.items():
        asked_for = question_in(one.payload)
        rows.append((asked_for.title, *(_middle(state, item, number) for number in (1, max(2, one.round)))))
    return table("This room's estimates so far", ["Estimate", "Middle of round 1", "Middle of the last round"], rows) if rows else Markup("")


def _middle(state: RoomState, item: str, number: int) -> str:
    revealed = state.shared.get((item, number))
    if revealed is None:
        return "\N{EN DASH}"
    found = spread(state.judgements(item, number))
    return question_in(state.activities[item].payload).shown(found.likely) if found else "too few"


# -- the facilitator's


def told(state: Facilitator) -> Markup:
    """What the last press could not do, or a warning before the next one."""
    if state.trouble:
        return paragraph(state.trouble, "problem")
    if state.asked:
        return (paragraph(f"Fewer than {SMALLEST} people have answered. Nothing would be shown, and the round would be over.", "problem")
                + paragraph("Press once more to reveal all the same."))
    return Markup("")


def matters(state: Facilitator) -> Markup:
    """Which disagreement moves the result most."""
    if state.no_result:
        return paragraph(state.no_result, "problem")
    found = state.matters
    if found is None:
        return paragraph("Reveal an estimate of this map first. With two or more, their effects can be compared.", "note")
    sign = mark(state.map.currency)
    has_ratio = any(item.value.likely > 0 for item in state.map.inputs)
    say, unit = (ratio, f"value for each {sign}1 put in") if has_ratio else (lambda amount: money(amount, sign), "present value; nothing was put in")
    rows = [(one.title, *(one.shown(end) for end in (each.low, each.median, each.high)), share(each.shrinks_by))
            for each in found.disputed for one in (state.questions[each.field],)]
    said = paragraph(_settle_first(state), "headline") + paragraph(
        f"With the room's own figures the result runs from {say(found.low)} to {say(found.high)}, with {say(found.median)} in the middle ({unit}).")
    if len(rows) == 1:
        return said
    return (said + table("If everybody took the middle answer", ["Estimate", "Lowest", "Middle", "Highest", "Spread of results shrinks by"], rows, numbers=[1, 2, 3, 4]))


def _settle_first(state: Facilitator) -> str:
    found = state.matters
    if len(found.disputed) == 1:
        return ONE_ONLY
    top = found.disputed[0]
    if not found.spread or top.shrinks_by <= 0:
        return "Settling any one of them would not bring the results closer."
    return f"Settle this first: {state.questions[top.field].title}. The spread of results would shrink by {share(top.shrinks_by)}."
