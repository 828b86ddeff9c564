"""What the facilitator sees. It reads the state and calls its verbs; it holds nothing."""

from __future__ import annotations

from collections.abc import Callable

from svtrain.apps.estimate_room.facilitator import Facilitator
from svtrain.apps.estimate_room.talk import Talk
from svtrain.apps.estimate_room.words import asked, count, matters, standing, told
from svtrain.data.starts import starts
from svtrain.room.rules import CLOSED, OPENED, REVEALED
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button
from svtrain.ui.field import ChoiceField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.live import Live
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, heading, paragraph

INTRO = "You run this room. People estimate alone; you open, close and reveal, and then let them estimate again."
OWN_FILE = "A map from your own file"

PRESSES = {OPENED: ("close", "reveal"), CLOSED: ("again", "reveal"), REVEALED: ("second",)}  # what can be pressed in which state


class FacilitatorView:
    """The screen of one `Facilitator`."""

    def __init__(self, state: Facilitator, live: Live):
        self.state, self.live = state, live
        self.known = starts()  # read once: they lie in files
        self.maps = ChoiceField("The contract", name="map")
        self.file = FileField("Or a value map of your own", accept=".yaml,.yml,.json,.xlsx", on_file=self._take,
                              hint="A YAML or JSON file, or the workbook from the value builder.", limit=5_000_000)
        self.lines = ChoiceField("Line of the contract", name="line")
        self.numbers = ChoiceField("What is estimated", name="number")
        self.preview = Words(name="preview")
        self.opens = Button("Open this estimate", kind="main", on_click=lambda: self._do(state.open_estimate), name="open")
        self.which = ChoiceField("Which estimate", name="which")
        self.which_box, self.presses = Stack([self.which]), row()
        self.question, self.standing, self.count = Words(name="question"), Words(name="standing"), Words(live=True, name="count")
        self.buttons = {
            "close": Button("Close the round", on_click=lambda: self._do(state.close), name="close"),
            "again": Button("Open it again", on_click=lambda: self._do(state.open_again), name="again"),
            "reveal": Button("Reveal the answers", kind="main", on_click=self._reveal, name="reveal"),
            "second": Button("Begin the second round", kind="main", on_click=lambda: self._do(state.second_round), name="second"),
        }
        self.told, self.matters = Words(live=True, name="told"), Words(name="matters")
        self.talk = Talk(state)

    def render(self) -> Stack:
        """Build the page and keep it true to the state."""
        self.kept = keep(self.state, "estimate-room-facilitator", on_loaded=self._show)
        self._listen()
        self._show()
        choose = section("What to estimate", self.maps, self.file, self.lines, self.numbers, results(self.preview), row(self.opens))
        now = section("What is going on", self.which_box, self.question, results(self.count, self.standing), self.presses, self.told)
        return page("Estimate room", INTRO, columns(choose, now, narrowest="22rem"), self.talk.box,
                    section("Which disagreement matters most", results(self.matters)), your_work(self.kept))

    # -- from the screen to the state

    def _listen(self) -> None:
        state = self.state
        self.maps.on_value(lambda map_id: state.open_map(map_id) if map_id != state.map_id else None)
        self.lines.on_value(state.choose_line)
        self.numbers.on_value(state.choose_field)
        self.which.on_value(state.choose)
        state.observe(lambda _: self._show(), "revision")

    def _take(self, name: str, content: bytes) -> None:
        self.file.problem = "" if self.state.open_file(name, content) else " ".join(self.state.refused[:5])

    def _reveal(self) -> None:
        if self.state.may_reveal():
            self._do(self.state.reveal)

    def _do(self, verb: Callable[[], None]) -> None:
        self.live.write(verb, self.state.settle)

    # -- from the state to the screen

    def _show(self) -> None:
        state = self.state
        self._show_map()
        self._show_choice()
        self.which.options, self.which.value = state.titles(), state.now
        hide(self.which_box, len(state.activities) < 2)
        self.question.say(asked(state.question) if state.question else paragraph("Nothing has been opened yet. Choose and open an estimate."))
        self.standing.say(standing(state, counted=False))
        self.count.say(paragraph(count(state), "headline"))
        self._show_buttons()
        self.told.say(told(state))
        self.matters.say(matters(state))
        self.talk.show()

    def _show_map(self) -> None:
        state, own = self.state, []
        if not any(one[0] == state.map_id for one in self.known):
            own = [(state.map_id, f"{OWN_FILE}: {state.map.title}")]
        self.maps.options, self.maps.value = [*own, *self.known], state.map_id

    def _show_choice(self) -> None:
        state, lines = self.state, self.state.lines()
        about = state.next_question.about if state.next_question else ""
        self.lines.options = lines
        self.lines.value = next((field for field, words in lines if words == about), "")
        self.numbers.options, self.numbers.value = state.assumptions(), state.field
        there = state.activities.get(state.next_item()) if state.field else None
        self.preview.say((heading(state.next_question.asks, 3) + paragraph(about) if state.next_question else paragraph("This map has nothing to estimate."))
                         + (paragraph("This one has been opened. See what is going on.", "note") if there else ""))
        self.opens.disabled = state.next_question is None or there is not None

    def _show_buttons(self) -> None:
        wanted = tuple(self.buttons[name] for name in PRESSES[self.state.activity.state]) if self.state.activity else ()
        if self.presses.children != wanted:
            self.presses.children = wanted
        self.buttons["second"].text = "Begin the second round" if self.state.round < 2 else "Begin one more round"
