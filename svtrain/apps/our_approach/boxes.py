"""One box on the screen: the team's words, and under them what other pages offer."""

from __future__ import annotations

from svtrain.apps.our_approach.state import OurApproach
from svtrain.apps.our_approach.words import LABEL, figures_words, missing_words, offer_words, own_words, take_name
from svtrain.core.approach import BoxKind
from svtrain.ui.button import Button
from svtrain.ui.field import LongTextField
from svtrain.ui.layout import results, row
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph


class BoxView(Stack):
    """A box kept true to the state by `show`; it holds nothing itself."""

    def __init__(self, app: OurApproach, kind: BoxKind):
        self.app, self.kind = app, kind
        self.field = LongTextField(kind.title, app.said(kind.id), rows=3, hint=kind.asks, name=kind.id)
        self.field.on_value(lambda text: app.write(kind.id, text))
        self.told, self.missing, self.figures = Words(live=True, name=f"{kind.id}-told"), Words(name=f"{kind.id}-missing"), Words(name=f"{kind.id}-figures")
        self.offered, self.drops, self._made = Stack(_dom_classes=("sv-section",)), row(), None
        more = [self.figures, self.drops] if kind.id == "valuation" else []
        super().__init__([self.field, self.told, self.offered, self.missing, *more], _dom_classes=("sv-section",))
        self.show()

    def show(self) -> None:
        """Show the state; offers are made anew only when something about them has changed."""
        app, name = self.app, self.kind.id
        self.field.value, self.field.problem = app.said(name), app.problems.get(name, "")
        said = app.told.get(name, "")
        self.told.say(paragraph(said, "problem" if said.startswith("No figure") else "good") if said else "")
        self.missing.say(missing_words(app.missing(name), app.unreadable(name)) or own_words(name))
        now = [(offer, app.state_of(offer)) for offer in app.offers(name)]
        seen = [(offer.key, offer.draft.text, offer.kept.saved_at, state) for offer, state in now]
        if seen != self._made:
            self._made = seen
            self.offered.children = [self._offer(offer, state, number) for number, (offer, state) in enumerate(now)]
        if name == "valuation":
            self._show_figures()

    def _offer(self, offer, state: str, number: int) -> Stack:
        button = Button(LABEL[state], long_name=take_name(offer, state), on_click=lambda: self.app.take(offer), name=f"take-{self.kind.id}-{number}")
        return results(Words(offer_words(offer, state), name=f"offer-{self.kind.id}-{number}"), row(button))

    def _show_figures(self) -> None:
        self.figures.say(figures_words(self.app))
        names = [(one["key"], one["figure"]["of"]) for one in self.app.figures]
        if names != [kept for kept, _ in getattr(self, "_drops", [])]:
            self._drops = [((key, of), Button("Take it out", long_name=f"Take it out: the result of {of}", on_click=lambda key=key: self.app.drop_figure(key),
                                              name=f"drop-figure-{number}")) for number, (key, of) in enumerate(names)]
            self.drops.children = [button for _, button in self._drops]
