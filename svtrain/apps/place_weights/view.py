"""What is seen of one contract in two places. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.place_weights.state import PLACES, PlaceWeights, outcomes
from svtrain.apps.place_weights.words import WEIGHTS, outcome_of, picture
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button
from svtrain.ui.chart import Chart
from svtrain.ui.field import NumberField, TextField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, heading, paragraph


class View:
    """The screen of one `PlaceWeights`."""

    def __init__(self, app: PlaceWeights):
        self.app = app
        self.fields = {(place.id, one.id): NumberField(one.words, "1", unit=f"times in {place.name}", step=0.5, name=f"{place.id}.{one.id}")
                       for place in PLACES for one in outcomes()}
        self.said = {place.id: TextField("Who says so?", hint="A survey, a meeting, a plan, or only you.", name=f"{place.id}.said") for place in PLACES}
        self.ranking, self.chart = Words(live=True, name="ranking"), Chart(name="worth")

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        self.kept = keep(self.app, "place-weights", on_loaded=self._show)
        for (place, one), field in self.fields.items():
            field.on_value(lambda text, place=place, one=one: self.app.type(place, one, text))
        for place, field in self.said.items():
            field.on_value(lambda text, place=place: self.app.say(place, text))
        self.app.observe(lambda _: self._show(), "revision")
        self._show()
        parts = [Words(paragraph(WEIGHTS)), columns(*map(self._place, PLACES), narrowest="20rem"),
                 row(Button("Back to 1 everywhere", on_click=self.app.even, name="even")), results(self.ranking), self.chart]
        if not whole:
            return Stack([*parts, self.kept], _dom_classes=("sv-section",))
        return page("One contract, two places", "Weigh each outcome for each place, and see the ranking change.", section("The weights", *parts), your_work(self.kept))

    def _place(self, place) -> Stack:
        head = Words(heading(place.name, 3) + paragraph(f"{place.about} Invented."))
        mine = [field for (one, _), field in self.fields.items() if one == place.id]
        return Stack([head, *mine, self.said[place.id]], _dom_classes=("sv-section",))

    def _show(self) -> None:
        app = self.app
        for (place, one), field in self.fields.items():
            field.value, field.problem = app.shown(place, one), app.problem(place, one)
        for place, field in self.said.items():
            field.value = app.said.get(place, "")
        self.ranking.say(outcome_of(app))
        shown = picture(app)
        if shown is None:
            self.chart.show(None, sentence="No chart while a weight cannot be read.")
        else:
            self.chart.show(shown)


def show(whole: bool = True) -> None:
    """Show the screen, where this person left off; ``whole=False`` for a place inside a lesson."""
    display(View(PlaceWeights()).render(whole))
