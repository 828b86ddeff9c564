"""The year-one reveal on the page and in the lesson."""

from __future__ import annotations

from IPython.display import display
from markupsafe import Markup

from svtrain.apps.promise_to_delivery.reveal import GUESSING, PLACES, RANKING, SHOWN, Reveal, assumed, year_one
from svtrain.core.monitoring import amount
from svtrain.data import practice
from svtrain.ui.amounts import share, short_money
from svtrain.ui.autosave import keep
from svtrain.ui.button import Button
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField, LongTextField
from svtrain.ui.figures import pairs
from svtrain.ui.layout import columns, results, row
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, heading, paragraph, table

PLACED = ("First", "Second", "Third")
BY_PROMISE = "Which three promise the most, in pounds for a unit times units? Read the promises and choose."
GUESS = "Which three delivered the most in their first year, checked by somebody other than the supplier?"
POUNDS = "Pounds here are units times the price of one, at 2024 prices. Nothing is taken off, and whose money it is differs. They serve to tell large from small."


def promises() -> Markup:
    """What each of the twelve promises, with its price: a list, so that it can be read on a phone."""
    items = [Markup("<li><strong>{}: {}</strong>, {}. {}.</li>").format(
        one.reference, one.title, short_money(one.value), "; ".join(f"{promise.measure}: {amount(promise.target)}" for promise in one.commitments))
        for one in practice().contracts]
    return paragraph("Twelve contracts with their price over the whole life, and what their suppliers promised. All of it is invented.") + Markup("<ul>{}</ul>").format(
        Markup("").join(items))


def ranked(story: Reveal) -> Markup:
    """The true ranking by promise beside the learner's."""
    rows = [(f"{one.reference}: {one.title}", short_money(one.promised), short_money(one.promised / one.years)) for one in story.by_promise()]
    return (heading("By promise", 3) + paragraph(f"{_hits(story.hits('ranked'))} among the three largest promises.", "headline")
            + table("Ranked by what was promised", ["Contract", "Promised", "For each year"], rows, numbers=(1, 2))
            + Markup("").join(paragraph(said, "note") for said in (POUNDS, *assumed())))


def _hits(count: int) -> str:
    return {0: "None of your three is", 1: "One of your three is", PLACES: "All of your three are"}.get(count, f"{count} of your three are")


def delivered(story: Reveal) -> Markup:
    """The ranking by verified delivery, and what moved."""
    by_promise = [one.reference for one in story.by_promise()]
    found = story.by_delivery()
    rows = [(f"{one.reference}: {one.title}", by_promise.index(one.reference) + 1, place, short_money(one.verified), share(round(one.verified_share, 2)))
            for place, one in enumerate(found, 1)]
    moved = sum(one.reference != by_promise[place] for place, one in enumerate(found))
    first = story.by_promise()[0]
    at = next(place for place, one in enumerate(found, 1) if one.reference == first.reference)
    return (heading("By verified delivery in year one", 3)
            + paragraph(f"{_hits(story.hits('guessed'))} among the three that delivered most. {moved} of {len(found)} contracts change their place.", "headline")
            + paragraph(f"{first.title} promised most and comes to place {at}. Of {short_money(first.reported)} that it reported, {short_money(first.verified)} was checked by anybody else.")
            + paragraph(f"You wrote: “{story.reason.strip()}”. What would you need to see at tender to have guessed better?")
            + table("Ranked by what was delivered and verified in the first year; the share is of one even year's promise",
                    ["Contract", "By promise", "By delivery", "Verified", "Share"], rows, numbers=range(1, 5)))


def chart():
    """One year's part of the promise beside what was verified, without the one that would flatten the rest."""
    first, *others = sorted(year_one(), key=lambda one: -one.promised / one.years)
    times = first.promised / first.years / (others[0].promised / others[0].years)
    return pairs([(one.title, one.promised / one.years, one.verified) for one in others], ("One year of the promise", "Verified in year one"),
                 title="One year of the promise, and what was verified",
                 sentence=f"{first.title} is left out: a year of its promise is {times:.0f} times the next one's, and would flatten the others.")


class RevealView:
    """The screen of one `Reveal`: each step stays when the next one comes."""

    def __init__(self, story: Reveal):
        self.story = story
        options = [("", "Choose"), *((one.reference, f"{one.reference}: {one.title}") for one in practice().contracts)]
        self.fields = {which: [ChoiceField(f"{PLACED[place]} by {said}", "", options, name=f"{which}.{place + 1}") for place in range(PLACES)]
                       for which, said in (("ranked", "promise"), ("guessed", "delivery"))}
        self.reason = LongTextField("Why these three?", rows=2, name="reveal.reason")
        self.rank = Button("Settle the ranking by promise", kind="main", on_click=self._rank, name="settle-ranking")
        self.guess = Button("Settle the guess and show delivery", kind="main", on_click=self._guess, name="settle-guess")
        self.told, self.by_promise, self.by_delivery = Words(live=True, name="reveal-told"), Words(live=True, name="by-promise"), Words(live=True, name="by-delivery")
        self.chart = Chart(name="year-one")
        self.holder = Stack(_dom_classes=("sv-section",))

    def render(self) -> Stack:
        """Build it and keep it true to the state."""
        kept = keep(self.story, "year-one-reveal", on_loaded=self._show)
        for which, fields in self.fields.items():
            for number, field in enumerate(fields):
                field.on_value(lambda text, which=which, number=number: self.story.place(which, number, text))
        self.reason.on_value(lambda text: setattr(self.story, "reason", text) if self.story.step < SHOWN else None)
        self.story.observe(lambda _: self._show(), "step")
        self._show()
        return Stack([Words(promises(), name="promises"), Words(paragraph(BY_PROMISE)), columns(*self.fields["ranked"], narrowest="14rem"), row(self.rank), self.told,
                     self.holder, kept], _dom_classes=("sv-section",))

    def _rank(self) -> None:
        said = self.story.rank()
        self.told.say(paragraph(said, "problem") if said else "")

    def _guess(self) -> None:
        said = self.story.show()
        self.told.say(paragraph(said, "problem") if said else "")

    def _show(self) -> None:
        story = self.story
        for which, fields in self.fields.items():
            for field, reference in zip(fields, getattr(story, which), strict=True):
                field.value, field.disabled = reference, story.step > (RANKING if which == "ranked" else GUESSING)
        self.reason.value, self.reason.disabled = story.reason, story.step == SHOWN
        self.rank.disabled, self.guess.disabled = story.step > RANKING, story.step == SHOWN
        parts = []
        if story.step >= GUESSING:
            self.by_promise.say(ranked(story))
            parts = [results(self.by_promise), Words(paragraph(GUESS)), columns(*self.fields["guessed"], narrowest="14rem"), self.reason, row(self.guess)]
        if story.step == SHOWN:
            self.by_delivery.say(delivered(story))
            self.chart.show(chart())
            parts += [results(self.by_delivery), self.chart]
        self.holder.children = parts


def show_reveal() -> None:
    """Show the reveal inside a lesson, where this person left off."""
    display(RevealView(Reveal()).render())
