"""The block that is looked at: its clock, how late it is, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svtrain.apps.cockpit.state import Cockpit
from svtrain.apps.cockpit.words import about_block, block_title, lateness
from svtrain.learn.plan import NAMES
from svtrain.ui.button import Button
from svtrain.ui.clock import Clock
from svtrain.ui.field import ChoiceField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, results, row, section
from svtrain.ui.words import Words

if TYPE_CHECKING:
    from svtrain.apps.cockpit.view import View

PLANS = {"60": "60 minutes", "90": "90 minutes", "180": "180 minutes", "day": "A day", "4x-half-day": "Four half days"}


class BlockPart:
    """Run sheet, block and clock."""

    def __init__(self, state: Cockpit, view: View):
        self.state = state
        self.plan = ChoiceField("Run sheet", name="plan", options=[(name, PLANS.get(name, name)) for name in NAMES])
        self.own = FileField("Or a run sheet of your own", accept=".yaml,.yml,.json", on_file=lambda name, content: view.do(
            lambda: state.take_plan(name, content), "The run sheet is changed."), hint="svtrain plan --out writes one, and you may change it.", limit=200_000)
        self.blocks = ChoiceField("Block", name="block")
        self.clock = Clock(name="block", on_minute=self.tick)
        self.begin = Button("Begin this block", kind="main", on_click=lambda: view.do(state.begin), name="begin")
        self.pause = Button("Pause", on_click=lambda: view.do(state.pause), name="pause")
        self.more = Button("Five more minutes", on_click=lambda: view.do(state.five_more), name="five-more")
        self.next = Button("Next block", on_click=lambda: view.do(state.go_on), name="next")
        self.late, self.about = Words(name="late"), Words(name="about-block")
        self.buttons = row(self.begin)
        self.box = section("Block and clock", self.blocks, results(self.clock, self.buttons, self.late), self.about)
        self.sheet_box = columns(self.plan, self.own)
        self.plan.on_value(lambda name: view.do(lambda: state.choose_plan(name), "The run sheet is changed.") if name != state.plan else None)
        self.blocks.on_value(lambda index: state.look_at(int(index)) if index else None)

    def tick(self) -> None:
        """A minute has passed."""
        self.late.say(lateness(self.state))

    def show(self) -> None:
        state = self.state
        if not any(name == state.plan for name, _ in self.plan.options):
            self.plan.options = [*self.plan.options, [state.plan, state.plan]]
        self.plan.value = state.plan
        options = [[str(index), block_title(state, index)] for index in range(len(state.blocks))]
        if self.blocks.options != options:
            self.blocks.options = options
        self.blocks.value = str(state.index)
        self._clock()
        self.tick()
        self.about.say(about_block(state.block))

    def _clock(self) -> None:
        state, now = self.state, self.state.running
        if now is None:
            self.clock.label = "No block is going on"
            self.clock.blank("The clock begins with a block")
        else:
            self.clock.label = now.title
            left = now.left_at(state.now())
            self.clock.stand(left) if now.paused else self.clock.run(left)
            self.pause.text = "Go on with the clock" if now.paused else "Pause"
        last = now is not None and now.index + 1 >= len(state.blocks)
        self.next.text = "End the session" if last else "Next block"
        wanted = (self.pause, self.more, self.next) if state.is_running else (self.begin, self.pause, self.more, self.next) if now else (self.begin,)
        if self.buttons.children != wanted:
            self.buttons.children = wanted
