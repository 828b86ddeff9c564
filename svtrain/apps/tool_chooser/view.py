"""What is seen of the tool chooser. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.tool_chooser.state import ToolChooser
from svtrain.apps.tool_chooser.tools import HAVE, NEEDS
from svtrain.apps.tool_chooser.words import INTRO, NO_WINNER, found, moment, pair, tool_options
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.field import ChoiceField, LongTextField, TickField
from svtrain.ui.layout import columns, page, results, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph

POUNDS = (("", "Either"), ("yes", "Yes, values in pounds"), ("no", "No pounds, please"))


class View:
    """The screen of one `ToolChooser`."""

    def __init__(self, chooser: ToolChooser):
        self.chooser = chooser
        self.need = ChoiceField("What do you need?", "", [("", "Choose"), *NEEDS.items()], name="need")
        self.stage = ChoiceField("When in the cycle?", "", [("", "Any time"), *((one.id, one.name) for one in chooser.stages)], name="stage")
        self.pounds = ChoiceField("Do you want pounds?", "", POUNDS, name="pounds")
        self.ticks = {thing: TickField(name, "no", name=f"have-{thing}") for thing, name in HAVE.items()}
        self.first = ChoiceField("One tool", "", tool_options(chooser.tools), name="first")
        self.second = ChoiceField("Another tool", "", tool_options(chooser.tools), name="second")
        self.reason = LongTextField("Which would you try first, and what do you give up with it?", rows=3, name="reason")
        self.moment, self.found, self.pair = Words(), Words(live=True, name="found"), Words(name="pair")

    def render(self) -> Stack:
        """Build the page and keep it true to the state."""
        self.kept = keep(self.chooser, "tool-chooser", on_loaded=self._show)
        self._listen()
        self._show()
        return page(
            "Tool chooser", INTRO,
            section("What you need", columns(self.need, self.stage, self.pounds), self.moment),
            section("What you have at hand", columns(*self.ticks.values(), narrowest="20rem"),
                    intro="Tick what is really there today. A tool that asks for more is not wrong, but it will cost you that first."),
            section("Tools that could serve", results(self.found), Words(paragraph(NO_WINNER, "note"))),
            section("Two side by side", columns(self.first, self.second), self.pair, self.reason),
            your_work(self.kept),
        )

    def _listen(self) -> None:
        chooser = self.chooser
        for name in ("need", "stage", "pounds", "first", "second", "reason"):
            getattr(self, name).on_value(lambda text, name=name: setattr(chooser, name, text))
        for thing, field in self.ticks.items():
            field.on_value(lambda text, thing=thing: chooser.tick(thing, text == "yes"))
        chooser.observe(lambda _: self._show(), ["revision", "first", "second"])

    def _show(self) -> None:
        chooser = self.chooser
        for name in ("need", "stage", "pounds", "first", "second", "reason"):
            getattr(self, name).value = getattr(chooser, name)
        for thing, field in self.ticks.items():
            field.value = "yes" if thing in chooser.have else "no"
        self.moment.say(moment(chooser))
        self.found.say(found(chooser))
        self.pair.say(pair(chooser))


def show() -> None:
    """Show the tool chooser, where this person left off."""
    display(View(ToolChooser()).render())
