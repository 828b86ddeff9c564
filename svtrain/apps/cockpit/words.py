"""The sentences of the cockpit."""

from __future__ import annotations

import time

from markupsafe import Markup

from svtrain.apps.cockpit.block import Cut, notes_of
from svtrain.apps.cockpit.paper import choices, columns
from svtrain.apps.cockpit.spread import spread_words
from svtrain.apps.cockpit.state import ON_TIME, Cockpit
from svtrain.learn.plan import Block
from svtrain.room import SMALLEST
from svtrain.room import conducting as at
from svtrain.room.rules import CLOSED, OPENED, REVEALED
from svtrain.ui.words import bullets, heading, paragraph, table

INTRO = "You run this room. Begin a block, open its activities, reveal the answers, and keep an eye on the clock."
ALONE = (
    "This page is for whoever runs a room. You opened it without a room, so there is nothing to run yet.",
    "To run one, type svtrain workshop --room and a name in a terminal. Then follow the facilitator's link that it prints.",
    "A dry run needs no room: everything here works, with eight pretend people. Nothing of it is kept, but for typed notes.",
)
NOT_YOURS = "You take part in this room, but you do not run it. Whoever runs it has a link of their own."
DRY = "This is a dry run with eight pretend people. Their answers are drawn by lot."
NO_NOTES = "There are no notes beside this one."
ENDS = "Ending the day closes the room: nothing more is recorded, and everything can be downloaded under pseudonyms."
STANDS = {OPENED: "Open for answers", CLOSED: "Closed", REVEALED: "Revealed"}
RULE = "One wrong answer at half or more: stop and correct it. Right at seven in ten or more: explain and move on. Otherwise go back."


def where(state: Cockpit) -> Markup:
    """The room, who is in it, and what goes on."""
    if state.lost:
        return paragraph(state.lost, "problem")
    if state.place is None:
        return Markup("")
    people = "1 person is in" if state.place.people == 1 else f"{state.place.people} people are in"
    now = f"Now: “{state.running.title}”." if state.running else "No block is going on."
    over = paragraph("The room is closed. What was recorded can be read.", "problem") if state.place.closed else Markup("")
    return paragraph(f"Room {state.place.title}. {people}. {now}") + over


def run_sheet(state: Cockpit) -> Markup:
    """Every block with its time, and how it stands."""
    began = at.begun(state.events)
    rows = []
    for index, block in enumerate(state.blocks):
        stands = "Now" if state.running and state.running.index == index else f"Begun {clock_time(began[index])}" if index in began else ""
        rows.append((clock_of(block.starts), f"{block.minutes}", block.title, stands))
    return table(state.sheet.title, ["From", "Minutes", "Block", "How it stands"], rows, numbers=[1])


def block_title(state: Cockpit, index: int) -> str:
    """A block in a list: its number, time and title."""
    block = state.blocks[index]
    return f"{index + 1}. {block.title} ({block.minutes} minutes)"


def about_block(block: Block) -> Markup:
    """What a block is for, and how one knows that it is done."""
    said = paragraph(block.purpose)
    if block.checkpoint:
        said += Markup("<p><strong>Go on when:</strong> {}</p>").format(block.checkpoint)
    if block.in_room:
        said += Markup("<p><strong>In the room:</strong> {}</p>").format(block.in_room)
    if block.online:
        said += Markup("<p><strong>Online:</strong> {}</p>").format(block.online)
    return said


def lateness(state: Cockpit) -> Markup:
    """How late it is, and what to leave out first."""
    if state.running is None:
        return Markup("")
    late = round(state.late())
    if late < -ON_TIME:
        return paragraph(f"About {-late} minutes in hand.", "good")
    if late <= ON_TIME:
        return paragraph("On time.", "good")
    return paragraph(f"About {late} minutes late.", "problem") + _cuts(state.cuts(), late, state.running.title)


def _cuts(cuts: list[Cut], late: int, now: str) -> Markup:
    won = sum(cut.minutes for cut in cuts)
    if not cuts:
        return paragraph("The run sheet names nothing more to leave out. Agree with the room to end later, or stop after this block.")
    enough = f"That wins back {won} minutes." if won >= late else f"That wins back {won} minutes only. Agree with the room to end later, or leave out a block."
    return paragraph("Leave out first:") + bullets([cut.what if cut.block == now else f"Later, in “{cut.block}”: {cut.what}" for cut in cuts]) + paragraph(enough)


# -- an activity


def standing(state: Cockpit) -> Markup:
    """How the activity stands, and how many answered; never who."""
    one = state.activity
    if state.offer is None:
        return paragraph("This block has no activity. Choose one that was opened elsewhere, or go on.")
    if one is None:
        return paragraph("Not opened yet.", "headline")
    people = state.place.people if state.place else 0
    of = f" of {people}" if people >= one.answered else ""
    return paragraph(f"{one.answered}{of} {'has' if one.answered == 1 and not of else 'have'} answered.", "headline") + paragraph(f"{STANDS[one.state]}, round {one.round}.")


def told(state: Cockpit) -> Markup:
    """What the last press did, could not do, or a warning before the next one."""
    if state.trouble:
        return paragraph(state.trouble, "problem")
    if state.asked:
        return (paragraph(f"Fewer than {SMALLEST} people have answered. Nothing would be shown, and the round would be over.", "problem")
                + paragraph("Press once more to reveal all the same."))
    return paragraph(state.said, "good") if state.said else Markup("")


def spread(state: Cockpit) -> Markup:
    """What was revealed, with what to do about it."""
    found = state.revealed(state.item)
    if found is None or state.activity is None:
        return paragraph("The spread is shown here once you reveal the answers.", "note")
    return heading(f"The spread of round {found.round}", 3) + spread_words(state.activity, found, mine=True)


def notes(state: Cockpit) -> Markup:
    """Sticky points, and what the spread means."""
    found = notes_of(state.item)
    if found is None:
        return paragraph(RULE, "note")
    said = Markup("")
    for title, text in (("Sticky points", found.sticky_points), ("What the spread means", found.spread), ("Cut first", found.cut_first)):
        if text:
            said += Markup("<details><summary>{}</summary>{}</details>").format(title, from_markdown(text))
    return said + paragraph(RULE, "note")


def from_markdown(text: str) -> Markup:
    """The little Markdown that notes are written in: paragraphs and lists."""
    from svtrain.report.pack.prose import prose

    return prose(text)


# -- everybody's screen


def sent(state: Cockpit) -> Markup:
    """What everybody is asked to open."""
    page = at.sent_page(state.events)
    if page is None:
        return paragraph("Nobody is asked to open a page.", "note")
    return paragraph(f"Since {clock_time(page.at)} everybody is asked to open “{page.title}”.", "good")


def on_the_wall(state: Cockpit) -> str:
    """What the projector shows now."""
    return at.shown(state.events)[0]


# -- paper


def paper_help(state: Cockpit) -> str:
    """What a row holds."""
    wanted = columns(state.item)
    if not wanted:
        return "Answers to this activity cannot be typed in from paper."
    return f"One row a sheet: {', '.join(['sheet', *wanted])}. {choices(state.item)}".strip()


def clock_of(minutes: int) -> str:
    """A minute of a session as hours and minutes.

    Examples
    --------
    >>> clock_of(95)
    '1:35'
    """
    return f"{minutes // 60}:{minutes % 60:02d}"


def clock_time(seconds: float) -> str:
    """A moment as the clock on the wall shows it."""
    return time.strftime("%H:%M", time.localtime(seconds))
