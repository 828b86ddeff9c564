"""The mirror, and the sentences of who estimates alone."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.estimate_room.alone import TWICE, Alone
from svtrain.apps.estimate_room.mirror import Mirror, mirror
from svtrain.apps.estimate_room.question import Question
from svtrain.apps.estimate_room.words import in_full, scale_of
from svtrain.room import Judgement
from svtrain.ui.amounts import ratio
from svtrain.ui.figures import Picture, ranges
from svtrain.ui.words import heading, paragraph, table

INTRO = "Give a range and a reason first. Then see what others assumed and what was measured, and estimate again."
IN_A_ROOM = (
    "With a group, everybody estimates alone on their own screen before anybody's answer is shown.",
    "The person who runs the room opens it in a terminal with svtrain workshop, and shows its code or hands out links.",
    "Whoever opens this page through such a link sees the room's estimates here.",
    "Answers are shown without names, and never when fewer than five people answered.",
)
NOT_MEASURED = "None of the collections here holds a measured figure for this. So nobody's guess is backed, yours included."
TYPED_NOT_TRUE = "What people typed is not what was true."
READ_BY_MACHINE = "A language model took these figures from the reports, so treat them as indicative."


def mirror_note(assumption: str) -> Markup:
    """What others put there and what was measured, each with its source."""
    found = mirror(assumption)
    if found is None:
        return paragraph("This differs too much from contract to contract for others' figures to help.", "note")
    return _typed(found) + _measured(found)


def _typed(found: Mirror) -> Markup:
    one = found.typed
    if one is None:
        return paragraph("Nobody has counted what reports assume for this.", "note")
    said = (f"{one.reports} reports assumed a share for this. The middle one typed {one.median:g}%; "
            f"eight in ten typed between {one.p10:g}% and {one.p90:g}%.")
    ask = one.question if TYPED_NOT_TRUE in one.question else f"{TYPED_NOT_TRUE} {one.question}"
    return paragraph(said) + paragraph(ask, "note") + _source(one.passport)


def _measured(found: Mirror) -> Markup:
    if not found.measured:
        return paragraph(NOT_MEASURED)
    items = Markup("").join(Markup("<li><strong>{}.</strong> {}; {}. <span class='sv-note'>{}</span></li>").format(
        one.finding, one.kind_of_work.capitalize(), one.basis, one.passport.citation) for one in found.measured)
    return paragraph("What was measured elsewhere:") + Markup("<ul>{}</ul>").format(items)


def _source(passport) -> Markup:
    return Markup("<details><summary>Source of this figure</summary><p>{}</p><p>{}</p><p>{}. Last checked {}.</p></details>").format(
        passport.citation, READ_BY_MACHINE, passport.locator, passport.last_checked)


def mirror_picture(question: Question, mine: Judgement | None = None) -> Picture | None:
    """One's own range, what reports typed and what was measured, on one scale; None where there is nothing to set beside."""
    found = mirror(question.assumption)
    if found is None or not question.is_share or not (found.typed or found.shares()):
        return None
    scale, shown = scale_of(question)
    rows = [("Your range", scale * mine.low, scale * mine.likely, scale * mine.high)] if mine else []
    said = []
    if found.typed:
        rows.append((f"Typed in {found.typed.reports} reports", found.typed.p10, found.typed.median, found.typed.p90))
        said.append(f"The middle report typed {found.typed.median:g}%.")
    measured = [(_short(one), *(scale * one.value,) * 3) for one in found.shares()]
    if measured:
        lowest, highest = min(row[1] for row in measured), max(row[1] for row in measured)
        said.append(f"The {len(measured)} measured figures run from {shown(lowest)} to {shown(highest)}." if len(measured) > 1 else f"One study measured {shown(lowest)}.")
    return ranges([*rows, *measured], yours="Your range", others=[row[0] for row in measured], shown=shown,
                  title="Your range, what was typed, what was measured" if mine else "What was typed, what was measured", sentence=" ".join(said),
                  names=("Figure", "Low (10%)", "Middle", "High (90%)"))


def _short(one) -> str:
    kind = one.kind_of_work.partition(": ")
    return f"Measured: {kind[2] or kind[0]} ({one.passport.citation.partition('(')[2].partition(')')[0]})"


def in_the_map(alone: Alone) -> Markup:
    """What the published evaluation put there."""
    return paragraph(f"The evaluators of this contract put {alone.question.shown(alone.in_the_map())}. "
                     "Their deductions were inferred from the results that they printed.")


def outcome(alone: Alone) -> Markup:
    """How the second range differs from the first, and what either does to the result."""
    first, second = (alone.range(number) for number in TWICE)
    if first is None or second is None:
        return Markup("")
    published, before, after = alone.ratios()
    question = alone.question
    rows = [("First", in_full(question, first), f"£{ratio(before)}"), ("Second", in_full(question, second), f"£{ratio(after)}")]
    return (paragraph(_change(question, first, second), "headline") + table(
        "What it does to the result", ["Estimate", "Range", "Value for each £1"], [*rows, ("As published", question.shown(alone.in_the_map()), f"£{ratio(published)}")]))


def _change(question: Question, first: Judgement, second: Judgement) -> str:
    if first.likely == second.likely:
        middle = "Your likely figure did not move."
    else:
        middle = f"Your likely figure moved from {question.shown(first.likely)} to {question.shown(second.likely)}."
    before, after = first.high - first.low, second.high - second.low
    width = "did not change in width" if abs(after - before) < 1e-12 else "became narrower" if after < before else "became wider"
    return f"{middle} Your range {width}."


def done_note(alone: Alone) -> Markup:
    """Which numbers have been estimated twice."""
    rows = []
    for field in alone.done():
        question, first, second = alone.questions[field], alone.range(1, field), alone.range(2, field)
        rows.append((question.title, question.shown(first.likely), question.shown(second.likely)))
    return table("What you have estimated twice", ["Estimate", "First", "Second"], rows) if rows else Markup("")


def how_in_a_room() -> Markup:
    """How to do this with a group."""
    return heading("With a group", 3) + Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(one) for one in IN_A_ROOM))

