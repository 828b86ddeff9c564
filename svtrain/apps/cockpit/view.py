"""What whoever runs a room sees. It reads the state and calls its verbs; it holds nothing."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.cockpit.activity_view import ActivityPart
from svtrain.apps.cockpit.block_view import BlockPart
from svtrain.apps.cockpit.later_view import LaterPart, PaperPart
from svtrain.apps.cockpit.screen_view import ScreenPart
from svtrain.apps.cockpit.state import Cockpit
from svtrain.apps.cockpit.words import ALONE, DRY, ENDS, INTRO, NOT_YOURS, run_sheet, told, where
from svtrain.room import Seat, my_seat
from svtrain.room.rules import FACILITATOR
from svtrain.ui.autosave import keep
from svtrain.ui.button import Button
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.live import Live
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph, link

TITLE = "Cockpit"
UP = "../../../room/"  # from an app's page to the server's own pages of the room


def show(whole: bool = True) -> None:
    """Show the cockpit of one's room; without a seat, what it is and a dry run."""
    seat = my_seat()
    if seat is None:
        display(alone(whole))
    elif (problem := _not_yours(seat)):
        display(page(TITLE, problem))
    else:
        display(room_page(seat))


def alone(whole: bool = True) -> Stack:
    """What the page is for, and a dry run at a press."""
    holder = Stack(_dom_classes=("sv-section",))

    def dry_run() -> None:
        from svtrain.apps.cockpit.dry_run import DryRun

        run = DryRun()
        answer = Button("Let eight pretend people answer", on_click=lambda: view.do(run.answer, "Eight pretend answers are in."), name="pretend")
        view = View(run.cockpit, Live(run.cockpit))
        holder.children = [paragraph_of(DRY), row(answer), *view.parts()]
        start.disabled = True
        view.live.start()

    start = Button("Begin a dry run", kind="main", on_click=dry_run, name="dry-run")
    words = Words(paragraph(ALONE[0]) + paragraph(ALONE[1]) + paragraph(ALONE[2]))
    return page(TITLE, INTRO, words, row(start), holder) if whole else Stack([words, row(start), holder])


def room_page(seat: Seat) -> Stack:
    """The page of a facilitator's seat, which follows its room from now on."""
    state = Cockpit(seat)
    state.refresh()
    view = View(state, Live(state))
    kept = keep(state, "cockpit", on_loaded=view.show)
    made = page(TITLE, INTRO, *view.parts(), kept)
    view.live.start()
    return made


def _not_yours(seat: Seat) -> str:
    from svtrain.core.problems import CannotDo

    try:
        return "" if seat.place().role == FACILITATOR else NOT_YOURS
    except CannotDo as error:
        return error.problems[0].message


def paragraph_of(text: str) -> Words:
    return Words(paragraph(text, "note"))


class View:
    """The screen of one `Cockpit`."""

    def __init__(self, state: Cockpit, live: Live):
        self.state, self.live = state, live
        self.where, self.told = Words(live=True, name="where"), Words(live=True, name="told")
        self.sheet = Words(name="run-sheet")
        self.block, self.activity = BlockPart(state, self), ActivityPart(state, self)
        self.screen, self.later, self.paper = ScreenPart(state, self), LaterPart(state, self), PaperPart(state, self)

    def parts(self) -> list:
        """The page's parts, true to the state from now on."""
        self.state.observe(lambda _: self.show(), "revision")
        self.show()
        return [
            results(self.where, self.told),
            columns(self.block.box, self.activity.box, narrowest="24rem"),
            columns(self.screen.box, self.later.box, narrowest="24rem"),
            section("The whole run sheet", self.sheet, self.block.sheet_box),
            self.paper.box,
            self._end(),
        ]

    def _end(self) -> Stack:
        catch_up = link("Catch-up page for late-comers", f"{UP}catch-up")
        return section("Late-comers and the end of the day", Words(paragraph("Late-comers see what has happened, and what is open now.") + catch_up, name="catch-up"),
                       Words(paragraph(ENDS) + link("End the day and download everything", f"{UP}end"), name="end"))

    def do(self, verb, said: str = "", then=None) -> None:
        """Run a verb that only writes to the room, and show what became of it."""
        def settle(error: str) -> None:
            if not error and then:
                then()
            self.state.settle(error, said)

        self.live.write(verb, settle)

    def show(self) -> None:
        """Read the state again."""
        state = self.state
        self.where.say(where(state))
        self.told.say(told(state))
        self.sheet.say(run_sheet(state))
        for part in (self.block, self.activity, self.screen, self.later, self.paper):
            part.show()
