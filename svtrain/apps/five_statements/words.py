"""The sentences of the five statements."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.five_statements.state import FiveStatements
from svtrain.learn.measuring.measures import AFTER, BEFORE, COMMITMENT, REACTION, measures
from svtrain.room.rules import CLOSED, OPENED, REVEALED
from svtrain.ui.words import paragraph, table

INTRO = "Mark where you stand today, and again at the end. No mark is wrong, and nobody sees whose it is."
ALONE = "You are not in a room, so this is for you alone. It is kept with your work."
WAITING = "Nothing is open yet. This page changes by itself when the facilitator opens a form."
TITLES = {BEFORE: "Five statements, before", COMMITMENT: "What I will do", AFTER: "Five statements, after", REACTION: "How was it?"}
INTROS = {
    BEFORE: "How far is each of these true of you today?",
    AFTER: "How far is each of these true of you now? Do not look up your first marks.",
    COMMITMENT: "One thing that you will do with a contract of your own. You are asked about it after 30 and 90 days.",
    REACTION: "This helps whoever runs the next one.",
}
LABELS = {"what": "What I will do", "contract": "With which contract", "by": "By when"}
HINTS = {"what": "Begin with a verb: ask, check, change, try. No names of people.", "contract": "In your own words; leave it empty if you like.", "by": "A date, such as 31 May."}
WHAT_IS_KEPT = (
    "What you send is kept in this room under a random number, without your name. The room sees it only together with others' answers.",
    "Whoever runs the server can export it under other random names, to see whether the training changed anything. It is kept until they erase the room.",
    "You can have all that you sent to this room erased now. Your place in the room goes with it.",
    "Your commitment also has a code. With it you can answer the questions that come later, and nobody needs your name.",
)
STANDS = {OPENED: "Open.", CLOSED: "Closed for now.", REVEALED: "This is over, and the room has seen the marks together."}


def standing(state: FiveStatements) -> Markup:
    """What there is to do on the page."""
    if state.erased:
        return paragraph(state.erased, "good" if state.seat and not state.lost else "problem")
    if state.alone:
        return paragraph(ALONE, "note")
    if state.lost:
        return paragraph(state.lost, "problem")
    return paragraph(WAITING) if not any(state.is_shown(form) for form in TITLES) else Markup("")


def form_note(state: FiveStatements, form: str) -> Markup:
    """What became of a form."""
    if problem := state.problems.get(form):
        more = " It is tried again by itself." if state.pending.get("item") == form else ""
        return paragraph(f"{problem}{more}", "problem")
    if state.pending.get("item") == form:
        return paragraph("It is on its way.", "note")
    if form not in state.given:
        one = state.activities.get(form)
        return paragraph(STANDS[one.state], "note") if one and one.state != OPENED else Markup("")
    said = "Recorded." if state.alone else "The room has it."
    again = " You may change it and send it again." if state.may_answer(form) and not state.alone else ""
    note = paragraph(f"{said}{again}", "good")
    if form == COMMITMENT and state.code:
        note += paragraph(f"Your follow-up code is {state.code}.", "headline") + paragraph("Write it down now. It is shown this once.")
    return note


def moved(state: FiveStatements) -> Markup:
    """Before and after, side by side."""
    rows = state.moved()
    if not rows:
        return Markup("")
    scale = measures().scale
    up = sum(after > before for _, before, after in rows)
    said = f"{up} of 5 went up. A mark may also go down, because you now see what there is to know."
    return paragraph(said) + table("Your marks", ["Statement", "Before", "After"], [[text, f"{before}, {scale[before].lower()}", f"{after}, {scale[after].lower()}"] for text, before, after in rows])
