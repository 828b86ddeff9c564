"""What is seen of the contract valuer. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.contract_valuer import words
from svtrain.apps.contract_valuer.numbers_panel import NumbersPanel
from svtrain.apps.contract_valuer.panels import ContractPanel, OffersPanel
from svtrain.apps.contract_valuer.result_panel import ResultPanel, TakePanel
from svtrain.apps.contract_valuer.saved import APP
from svtrain.apps.contract_valuer.state import ContractValuer
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.field import ChoiceField
from svtrain.ui.layout import page, steps
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph

STEPS = (("Contract", ContractPanel), ("What it changes", OffersPanel), ("Numbers and reasons", NumbersPanel), ("Result", ResultPanel), ("Take along", TakePanel))


class View:
    """The screen of one `ContractValuer`; a step is built when it is first opened."""

    def __init__(self, app: ContractValuer):
        self.app = app
        self.built: dict[int, object] = {}

    def render(self, whole: bool = True) -> Stack:
        """Build the page and keep it true to the state; ``whole`` is False for a place inside a lesson."""
        app = self.app
        self.summary, self.notice = Words(name="summary"), Words(live=True, name="notice")
        self.place = ChoiceField("Contract in hand", name="in-hand", turns=True)
        self.place.on_value(lambda text: app.go(int(text)) if text.isdecimal() else None)
        self.place_box = Stack([self.place])
        self.kept = keep(app, APP, on_loaded=self._show)
        self.steps = steps([(title, self._builder(number, panel)) for number, (title, panel) in enumerate(STEPS)], "Steps from a contract to its report")
        self.steps.bar.observe(lambda change: self.built[change["new"]].show(), "current")
        app.observe(lambda _: self._show(), ["revision", "line", "key", "notice"])
        self._show()
        top = [self.summary, self.place_box, self.notice, self.steps]
        return page("Contract valuer", words.INTRO, *top, your_work(self.kept)) if whole else Stack([*top, self.kept])

    def _builder(self, number: int, panel: type):
        def build() -> Stack:
            self.built[number] = panel(self.app)
            return self.built[number].build()
        return build

    def _show(self) -> None:
        """The step in view follows at once; another one when it is opened."""
        app = self.app
        self.summary.say(words.summary(app))
        self.notice.say(paragraph(app.notice, "problem") if app.notice else "")
        options = [[str(place), app.name(place)] for place in range(len(app.contracts))]
        if options != self.place.options:
            self.place.options = options
        self.place.value = str(app.current) if app.contracts else ""
        hide(self.place_box, not app.contracts)
        if hasattr(self, "steps"):
            self.built[self.steps.bar.current].show()


def show(whole: bool = True) -> None:
    """Show the contract valuer, where this person left off.

    Parameters
    ----------
    whole : bool
        False for a place inside a lesson.
    """
    display(View(ContractValuer()).render(whole))
