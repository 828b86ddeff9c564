"""What is seen when one person estimates alone. It reads the state and calls its verbs; it holds nothing."""

from __future__ import annotations

from svtrain.apps.estimate_room.alone import TWICE, Alone
from svtrain.apps.estimate_room.alone_words import INTRO, done_note, how_in_a_room, in_the_map, mirror_note, mirror_picture, outcome
from svtrain.apps.estimate_room.form import Form
from svtrain.apps.estimate_room.words import asked
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph

TITLES = {1: "Your first estimate", 2: "Your second estimate"}
PRIVATE = "For you alone: what would you say to somebody who doubts it?"


class AloneView:
    """The screen of one `Alone`."""

    def __init__(self, alone: Alone):
        self.alone = alone
        self.lines = ChoiceField("Line of the contract", alone.line, alone.lines(), name="line", turns=True)
        self.numbers = ChoiceField("What is estimated", "", alone.assumptions(), name="number", turns=True)
        self.question = Words(name="question")
        self.forms = {number: Form("Commit", self._typed, alone.commit, name=f"{number}.", reason=PRIVATE) for number in TWICE}
        self.mirror, self.in_the_map, self.outcome, self.done = Words(name="mirror"), Words(name="in-the-map"), Words(live=True, name="outcome"), Words(name="done")
        self.chart = Chart(name="mirror")
        self.chart_box = Stack([self.chart])

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        alone = self.alone
        self.lines.on_value(lambda line: alone.choose(line=line))
        self.numbers.on_value(lambda number: alone.choose(assumption=number))
        alone.observe(lambda _: self._show(), "revision")
        again = row(Button("Take both back", on_click=alone.begin_again, name="again"))
        self.parts = {
            1: section(TITLES[1], self.forms[1]),
            "mirror": section("What others assumed, what was measured", self.in_the_map, self.chart_box, self.mirror),
            2: section(TITLES[2], self.forms[2], intro="Change what you now see differently, and say why. Nothing wrong with staying where you were."),
            "outcome": section("What it moved", results(self.outcome), again),
        }
        self.kept = keep(alone, "estimate-room-alone", on_loaded=self._show)
        self._show()
        start = section("The question", columns(self.lines, self.numbers), self.question)
        if not whole:
            return Stack([start, *self.parts.values(), self.done, self.kept])
        return page("Estimate room", INTRO, start, *self.parts.values(), self.done, section("In a room", Words(how_in_a_room())), your_work(self.kept))

    def _typed(self, part: str, text: str, mark: str) -> None:
        """Take text to the range that it was typed for, which may be on the screen no more when it comes."""
        self.alone.type(part, text, mark)
        if mark not in ("", self.alone.mark()):
            self._show()

    def _show(self) -> None:
        alone, number = self.alone, self.alone.round
        self.lines.value, self.numbers.value = alone.line, alone.question.assumption
        self.question.say(asked(alone.question))
        for each, form in self.forms.items():
            form.fill(alone.question, lambda part, each=each: alone.shown(each, part), lambda part, each=each: alone.problem(each, part), alone.mark(each), still=each != number)
        for part, shown in {1: True, "mirror": number > 1, 2: number > 1, "outcome": number > 2}.items():
            hide(self.parts[part], not shown)
        if number > 1:
            self._show_mirror()
        self.outcome.say(outcome(alone))
        self.done.say(done_note(alone))

    def _show_mirror(self) -> None:
        picture = mirror_picture(self.alone.question, self.alone.range(1))
        hide(self.chart_box, picture is None)
        self.chart.show(picture, **({} if picture else {"sentence": "There is nothing to set beside your range."}))
        self.in_the_map.say(in_the_map(self.alone))
        self.mirror.say(mirror_note(self.alone.question.assumption) or paragraph(""))
