"""What is seen of the lifecycle lens. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.lifecycle_lens.state import LifecycleLens
from svtrain.apps.lifecycle_lens.words import (
    BELIEF,
    CHOICES,
    INTRO,
    bid_note,
    chart,
    contract_facts,
    counts,
    day_options,
    details,
    first,
    guess_note,
    headline,
    how,
    lines,
)
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField, LongTextField, TickField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph


class View:
    """The screen of one `LifecycleLens`."""

    def __init__(self, lens: LifecycleLens):
        self.lens = lens
        self.contract = ChoiceField("The contract to look at", lens.contract, lens.contracts(), name="contract", hint="All of them are invented.")
        self.stage = ChoiceField("When will the range be widest?", "", CHOICES, name="guess")
        self.reason = LongTextField("Why do you think so?", rows=2, name="reason")
        self.commit = Button("Keep my guess and show the ranges", kind="main", on_click=lens.commit, name="commit")
        self.promises = ChoiceField("At tender, take promises", lens.promises, BELIEF, name="promises")
        self.carried = TickField("Have the design's judgements at hand when bids are scored", lens.carried, name="carried")
        self.day = ChoiceField("In delivery, look at records up to", name="day")
        self.line = ChoiceField("A line of the map, answer by answer", name="line")
        self.lesson = LongTextField("Before your next tender, what would you ask for earlier, and what would you stop asking bidders?", rows=3, name="lesson")
        self.facts, self.note = Words(name="facts"), Words(live=True, name="guess-note")
        self.headline, self.bids, self.counts = Words(live=True, name="ranges"), Words(name="bids"), Words(name="counts")
        self.details, self.first, self.how = Words(name="details"), Words(name="first"), Words(name="how")
        self.chart = Chart(name="stages")

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        self.shown = Stack(self._shown())  # before saved work is taken up, which may open it
        self.kept = keep(self.lens, "lifecycle-lens", on_loaded=self._show)
        self._listen()
        self._show()
        parts = [section("Guess first", self.contract, self.facts, self.stage, self.reason, row(self.commit), self.note), self.shown]
        if not whole:
            return Stack([*parts, self.kept])
        return page("Lifecycle lens", INTRO, *parts, your_work(self.kept))

    def _shown(self) -> list[Stack]:
        """What a guess opens."""
        return [
            section("Three moments, three ranges", results(self.headline), self.chart, self.bids),
            section("Change what is known", columns(self.promises, self.day), self.carried,
                    intro="Each choice changes one moment. Watch which range moves, and whether anybody knows more."),
            section("Who holds what", self.counts, self.first, self.line, self.details),
            section("How the ranges are made", self.how),
            section("What you take from it", self.lesson, Words(paragraph("Write it before you talk with others.", "note"))),
        ]

    def _listen(self) -> None:
        lens = self.lens
        self.contract.on_value(lambda one: lens.choose(one) if one else None)
        self.stage.on_value(lens.guess)
        self.reason.on_value(lens.give_reason)
        self.promises.on_value(lambda one: lens.take_promises(one) if one != lens.promises else None)
        self.carried.on_value(lambda text: lens.carry(text == "yes") if text != lens.carried else None)
        self.day.on_value(lambda day: lens.look_until(day) if day and day != lens.as_of().isoformat() else None)
        self.line.on_value(lambda _: self._line())
        self.lesson.on_value(lambda text: setattr(lens, "lesson", text))
        lens.observe(lambda _: self._show(), "revision")
        lens.observe(lambda _: self.note.say(guess_note(lens)), "problem")

    def _show(self) -> None:
        lens, draft = self.lens, self.lens.draft()
        self.contract.value, self.lesson.value = lens.contract, lens.lesson
        self.stage.value, self.reason.value = draft.get("stage", ""), draft.get("reason", "")
        self.stage.disabled = self.reason.disabled = self.commit.disabled = lens.locked
        self.facts.say(contract_facts(lens))
        self.note.say(guess_note(lens))
        hide(self.shown, not lens.locked)
        if lens.locked:
            self._ranges()

    def _ranges(self) -> None:
        lens = self.lens
        self.promises.value, self.carried.value = lens.promises, lens.carried
        self.day.options, self.day.value = day_options(lens.report_days()), lens.as_of().isoformat()
        self.headline.say(headline(lens))
        self.chart.show(chart(lens))
        self.bids.say(bid_note(lens))
        self.counts.say(counts(lens))
        self.how.say(how(lens))
        self.first.say(first(lens))
        self._line()

    def _line(self) -> None:
        known = lines(self.lens)
        self.line.options = known
        if self.line.value not in dict(known):
            self.line.value = known[0][0]
        self.details.say(details(self.lens, self.line.value))


def show(whole: bool = True) -> None:
    """Show the lifecycle lens, where this person left off; ``whole=False`` for a place inside a lesson."""
    display(View(LifecycleLens()).render(whole))
