"""What is seen of the method lens. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.method_lens.state import ROWS, START, MethodLens
from svtrain.apps.method_lens.words import (
    CHOICES,
    FORMATS,
    INTRO,
    MET,
    NAMES,
    card,
    choice_note,
    kept_apart,
    lines_table,
    questions,
    summary,
    title,
    why,
)
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button
from svtrain.ui.field import ChoiceField, LongTextField, TextField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph


class View:
    """The screen of one `MethodLens`."""

    def __init__(self, lens: MethodLens):
        self.lens = lens
        self.starts = ChoiceField("A contract to look at", START, lens.starts(), name="start")
        self.file = FileField("A value map of your own", accept=".yaml,.yml,.json,.xlsx", on_file=lens.open_file,
                              hint="A YAML or JSON file, or the toolkit's workbook; it stays on this machine.")
        self.title = Words(name="title")
        self.method = ChoiceField("Which one would you take to your board?", "", CHOICES, name="method")
        self.reason = LongTextField("Why that one?", rows=2, name="reason")
        self.commit = Button("Keep my choice and show the figures", kind="main", on_click=lens.commit, name="commit")
        self.note, self.summary = Words(live=True, name="choice-note"), Words(live=True, name="summary")
        self.cards = {method: Words(name=f"card-{method}") for method in NAMES}
        self.apart, self.table, self.why = Words(name="apart"), Words(name="lines"), Words(live=True, name="why")
        self.line = ChoiceField("A line to look at closely", name="line")
        self.named = [TextField(f"Principle {place + 1}", name=f"principle-{place}") for place in range(ROWS)]
        self.met = [ChoiceField(f"Principle {place + 1}: does the contract meet it?", "", MET, name=f"met-{place}") for place in range(ROWS)]
        self.prices = FileField("Your own price list", accept=".csv", on_file=lens.take_prices)
        self.spend = FileField("Who gets the money", accept=".csv", on_file=lens.take_spend)
        self.after = LongTextField("What would you take along now, and what must stand beside it?", rows=3, name="after")

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        self.shown = Stack(self._shown())  # before saved work is taken up, which may open it
        self.kept = keep(self.lens, "method-lens", on_loaded=self._show)
        self._listen()
        self._show()
        parts = [
            section("A contract", row(self.starts, Button("Open it", on_click=self._open, name="open-start")), self.file, self.title),
            section("Before any figure", Words(questions()), self.method, self.reason, row(self.commit), self.note), self.shown,
        ]
        if not whole:
            return Stack([*parts, self.kept])
        return page("Method lens", INTRO, *parts, your_work(self.kept))

    def _shown(self) -> list[Stack]:
        """What a choice opens."""
        principles = columns(*(Stack([named, met]) for named, met in zip(self.named, self.met, strict=True)), narrowest="15rem")
        return [
            section("Four answers", results(self.summary), columns(*self.cards.values(), narrowest="15rem"), self.apart),
            section("Why they differ", self.table, self.line, self.why),
            section("Bring your own", principles, columns(self.prices, self.spend), Words(paragraph(FORMATS, "note")),
                    intro="Name what you stand for, and bring a price list or your spend. Until then the list is invented."),
            section("What you take from it", self.after, Words(paragraph("Write it before you talk with others.", "note"))),
        ]

    def _listen(self) -> None:
        lens = self.lens
        self.method.on_value(lens.choose)
        self.reason.on_value(lens.give_reason)
        self.line.on_value(lambda line: lens.look_at(line) if line and line != lens.line else None)
        for place, (named, met) in enumerate(zip(self.named, self.met, strict=True)):
            named.on_value(lambda text, place=place: self._stand_for(place, "name", text))
            met.on_value(lambda text, place=place: self._stand_for(place, "met", text))
        self.after.on_value(lambda text: setattr(lens, "after", text))
        lens.observe(lambda _: self._show(), "revision")
        lens.observe(lambda _: self.note.say(choice_note(lens)), "problem")
        lens.observe(lambda _: self._refusals(), "refused")

    def _stand_for(self, place: int, key: str, text: str) -> None:
        if text != self.lens.principles[place][key]:
            self.lens.stand_for(place, key, text)

    def _open(self) -> None:
        if self.starts.value:
            self.lens.open_start(self.starts.value)

    def _refusals(self) -> None:
        for name, field in (("map", self.file), ("prices", self.prices), ("spend", self.spend)):
            field.problem = " ".join(self.lens.refused.get(name, ()))

    def _show(self) -> None:
        lens = self.lens
        self.title.say(title(lens))
        self.method.value, self.reason.value = lens.first.get("method", ""), lens.first.get("reason", "")
        self.method.disabled = self.reason.disabled = self.commit.disabled = lens.kept
        self.note.say(choice_note(lens))
        hide(self.shown, not lens.kept)
        if not lens.kept:
            return
        self.summary.say(summary(lens))
        for method, words in self.cards.items():
            words.say(card(lens, method))
        self.apart.say(kept_apart(lens))
        self.table.say(lines_table(lens))
        self.line.options, self.line.value = lens.lines(), lens.line
        self.why.say(why(lens))
        for place, (named, met) in enumerate(zip(self.named, self.met, strict=True)):
            named.value, met.value = lens.principles[place]["name"], lens.principles[place]["met"]
        self.after.value = lens.after


def show(whole: bool = True) -> None:
    """Show the method lens, where this person left off; ``whole=False`` for a place inside a lesson."""
    display(View(MethodLens()).render(whole))
