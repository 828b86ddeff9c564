"""What is left for later: the parking list, the minute cards, and answers that were given on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svtrain.apps.cockpit.paper import columns as paper_columns
from svtrain.apps.cockpit.paper import empty_grid
from svtrain.apps.cockpit.state import Cockpit
from svtrain.apps.cockpit.words import paper_help
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.ui.button import Button, Download
from svtrain.ui.field import LongTextField, NumberField, TextField
from svtrain.ui.layout import row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, bullets, heading, paragraph

if TYPE_CHECKING:
    from svtrain.apps.cockpit.view import View
    from svtrain.room.conducting import Parked, Taken

FROM_SOMEBODY = "From somebody in the room, and only you see it."
PAPER = "For people without a screen. They keep their sheet's number all day. Nothing is recorded while any row is wrong."


class LaterPart:
    """Parking list and minute cards."""

    def __init__(self, state: Cockpit, view: View):
        self.state, self.view = state, view
        self.text = TextField("A question for later", name="park")
        self.add = Button("Park it", on_click=lambda: view.do(state.add_parked, then=self._parked), name="park-add")
        self.list, self.cards = Stack(_dom_classes=("sv-section",)), Stack(_dom_classes=("sv-section",))
        self.box = section("Parking list and minutes", row(self.text, self.add), self.list, self.cards)
        self.text.on_value(lambda text: setattr(state, "park", text))
        self._shown: object = None
        self._done: object = None

    def _parked(self) -> None:
        self.text.value = ""

    def show(self) -> None:
        self.text.value = self.state.park
        if (parked := self.state.parked()) != self._shown:
            self._shown = parked
            self.list.children = [self._line(one) for one in parked] or [Words(paragraph("Nothing is parked.", "note"))]
        if (cards := self.state.minute_cards()) != self._done:
            self._done = cards
            self.cards.children = [Words(heading("What blocks took", 3) + paragraph("Keep the minutes, and the next plan is nearer to the truth.", "note")),
                                   *[self._card(card, number) for number, card in enumerate(cards)]] if cards else []

    def _line(self, one: Parked) -> Stack:
        state, do = self.state, self.view.do
        said = Words(paragraph(f"{one.text} (done)" if one.done else one.text, "note" if one.done else "") + (paragraph("" if one.shown else FROM_SOMEBODY, "note")), name=f"parked-{one.n}")
        buttons = [] if one.done else [Button("Done", long_name=f"Done: {one.text}", on_click=lambda: do(lambda: state.done_parked(one.n)), name=f"parked-done-{one.n}")]
        if not one.shown and not one.done:
            buttons.insert(0, Button("Show to everybody", long_name=f"Show to everybody: {one.text}", on_click=lambda: do(lambda: state.show_parked(one.n)), name=f"parked-show-{one.n}"))
        return row(said, *buttons)

    def _card(self, card: Taken, number: int) -> Stack:
        field = NumberField(f"{card.title}: planned {card.planned}, took", f"{max(1, round(card.took))}", unit="minutes", name=f"took-{number}")

        def keep() -> None:
            try:
                took = number_from(field.value)
            except NotANumber as error:
                field.problem = str(error)
                return
            field.problem = ""
            self.view.do(lambda: self.state.keep_minutes(card, took), "The minutes are kept.")

        return row(field, Button("Keep", long_name=f"Keep the minutes of {card.title}", on_click=keep, name=f"keep-minutes-{number}"),
                   Button("Drop", long_name=f"Drop the minutes of {card.title}", on_click=lambda: self.view.do(lambda: self.state.drop_minutes(card)), name=f"drop-minutes-{number}"))


class PaperPart:
    """Answers from paper."""

    def __init__(self, state: Cockpit, view: View):
        self.state, self.view = state, view
        self.rows = LongTextField("Rows from paper, for the activity above", name="paper", rows=6)
        self.problems, self.said = Words(live=True, name="paper-problems"), Words(live=True, name="paper-said")
        self.send = Button("Record these rows", on_click=self._give, name="paper-send")
        self.grid = Download("Download an empty grid", "answers-on-paper.csv", lambda: empty_grid(state.item), mime="text/csv", name="paper-grid")
        self.box = section("Answers from paper", self.rows, row(self.send, self.grid), self.problems, self.said, intro=PAPER)
        self.rows.on_value(lambda text: setattr(state, "paper", text))

    def _give(self) -> None:
        self.said.say("")
        if count := self.state.check_paper():
            self.view.do(self.state.give_paper, then=lambda: self._recorded(count))

    def _recorded(self, count: int) -> None:
        self.state.paper = ""
        self.said.say(paragraph("1 row is recorded." if count == 1 else f"{count} rows are recorded.", "good"))

    def show(self) -> None:
        state = self.state
        self.rows.value, self.rows.hint = state.paper, paper_help(state)
        self.send.disabled = self.grid.disabled = not paper_columns(state.item)
        self.problems.say(paragraph("Nothing is recorded yet.", "problem") + bullets(state.paper_problems) if state.paper_problems else "")

