"""The sentences on the wall."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.cockpit.block import exercise_of
from svtrain.apps.cockpit.spread import spread_words
from svtrain.apps.estimate_room.question import question_in
from svtrain.apps.projector.state import Wall
from svtrain.room import conducting as at
from svtrain.room.rules import CLOSED, OPENED, REVEALED
from svtrain.ui.words import bullets, heading, paragraph

ALONE = (
    "This page is for the screen at the front of a room. You opened it without a room, so there is nothing to show.",
    "Open the projector's link, which svtrain workshop prints, in the browser that the projector shows.",
)
SOON = "The first question comes soon."
OPEN_IT = "Open it on your own screen. Each answers alone."
STANDS = {OPENED: "Open for answers", CLOSED: "Closed; the answers are shown soon", REVEALED: "These are the answers"}
LATER = "Parked for later"


def top(state: Wall) -> Markup:
    """Why there is nothing, or what block goes on."""
    if state.lost:
        return paragraph(state.lost, "problem")
    return Markup("")


def middle(state: Wall) -> Markup:
    """What the facilitator chose."""
    if state.what == at.BREAK:
        return paragraph(state.words or "Break", "huge")
    if state.what == at.WORDS:
        return paragraph(state.words or SOON, "huge")
    return Markup("") if state.what == at.JOIN else asked(state)


def asked(state: Wall) -> Markup:
    """The question, how many have answered, and after the reveal the spread."""
    one = state.activity
    if one is None:
        return paragraph(SOON, "huge")
    return heading(one.title, 2) + _question(state) + _count(state) + _spread(state)


def _question(state: Wall) -> Markup:
    one = state.activity
    task, estimate = exercise_of(one.item), question_in(one.payload)
    if task is not None:
        return paragraph(task.prompt)
    return paragraph(estimate.asks) + paragraph(estimate.about) if estimate else Markup("")


def _count(state: Wall) -> Markup:
    one, people = state.activity, state.place.people if state.place else 0
    of = f" of {people}" if people >= one.answered else ""
    later = f", round {one.round}" if one.round > 1 else ""
    said = paragraph(f"{one.answered}{of} {'has' if one.answered == 1 and not of else 'have'} answered", "huge" if one.state != REVEALED else "headline")
    return said + paragraph(f"{STANDS[one.state]}{later}.")


def _spread(state: Wall) -> Markup:
    one = state.activity
    found = state.revealed(one.item)
    if one.state != REVEALED or found is None:
        return Markup("")
    return spread_words(one, found)


def sent(state: Wall) -> Markup:
    """The page that everybody is asked to open."""
    page = at.sent_page(state.events)
    return paragraph(f"Please open “{page.title}”.", "headline") if page else Markup("")


def later(state: Wall) -> Markup:
    """The parking list, while there is a break."""
    questions = state.parked()
    if state.what != at.BREAK or not questions:
        return Markup("")
    return heading(LATER, 2) + bullets(questions[:6])
