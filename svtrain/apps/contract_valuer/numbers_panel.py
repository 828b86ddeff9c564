"""The third step of the contract valuer: numbers, ranges and reasons, with the result beside them."""

from __future__ import annotations

from svtrain.apps.contract_valuer import words
from svtrain.apps.contract_valuer.jobs_panel import JobsPanel
from svtrain.apps.contract_valuer.reading import NUMBERS, OWN, PROXY_WORDS
from svtrain.apps.contract_valuer.state import ContractValuer
from svtrain.apps.value_builder.proxies import proxy_options
from svtrain.core.changes import SHARES
from svtrain.core.proxy_policy import GRADES
from svtrain.core.value_map import ASSUMPTIONS
from svtrain.data.outcome_suggestions import suggestions_for
from svtrain.ui.button import Button
from svtrain.ui.field import ChoiceField, Field, LongTextField, NumberField, TextField
from svtrain.ui.layout import columns, results, row, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph

SEP = "\x1f"  # between the contract, the line and the assumption that a box is about


class NumbersPanel:
    """One line, one assumption at a time; what the checks ask stands under it."""

    def __init__(self, app: ContractValuer):
        self.app, self.jobs = app, JobsPanel(app)

    def build(self) -> Stack:
        """The step's widgets."""
        app = self.app
        self.line = ChoiceField("Line", name="line", turns=True)
        self.key = ChoiceField("Assumption", term="assumption", name="key", turns=True, options=[(key, words.assumption(key)) for key in ASSUMPTIONS])
        self.texts = {"outcome": TextField("What changes", name="outcome"), "stakeholder": TextField("For whom", name="stakeholder"),
                      "unit": TextField("Counted in", name="unit", hint="Such as person, hour or tonne.")}
        self.proxy = ChoiceField("Priced with (proxy)", term="proxy", name="proxy")
        self.passport = Words(name="passport")
        self.own = {"source": TextField("Source of your price", name="proxy.source"), "price_year": TextField(term="price_year", name="proxy.price_year")}
        self.own_row = columns(*self.own.values(), narrowest="12rem")
        self.parts = {**{part: NumberField(part.capitalize(), name=part) for part in NUMBERS},
                      "reason": LongTextField("Why this number?", rows=2, name="reason"),
                      "grade": ChoiceField("How good is the evidence?", name="grade",
                                           options=[("", "Not graded yet"), *((grade, f"{grade}: {meaning}") for grade, meaning in GRADES.items())])}
        self.said, self.result_line, self.headline = Words(name="assumed"), Words(live=True, name="line-result"), Words(live=True, name="numbers-headline")
        self.line.on_value(lambda line: app.go_line(line) if line else None)
        self.key.on_value(lambda key: app.go_line(app.line, key) if key else None)
        self.proxy.on_value(lambda choice: self._type(self.proxy, choice, "proxy") if choice else None)
        for name, field in self.texts.items():
            field.on_value(lambda text, field=field, name=name: self._type(field, text, name))
        for name, field in self.own.items():
            field.on_value(lambda text, field=field, name=name: self._type(field, text, f"proxy.{name}"))
        for part, field in self.parts.items():
            field.on_value(lambda text, field=field, part=part: self._type(field, text, part))
        self.none = Stack([Words(paragraph(words.NO_LINE, "note"))])
        numbers = columns(*(self.parts[part] for part in NUMBERS), narrowest="6rem")
        self.form = Stack([
            columns(section("The line", self.line, *self.texts.values(), self.proxy, self.passport, self.own_row,
                            row(Button("Take this line out", on_click=app.drop_line, name="drop-line"))),
                    section("Its numbers", self.key, numbers, self.parts["reason"], self.parts["grade"], self.result_line), narrowest="20rem"),
            self.jobs.build(),
            section("What comes of it", results(self.headline)),
            self.said], _dom_classes=("sv-section",))
        return Stack([self.none, self.form], _dom_classes=("sv-section",))

    _filling = False

    def _type(self, field: Field, text: str, part: str) -> None:
        """Take text to the line and assumption that it was typed for, which may be in hand no more when it comes."""
        if self._filling or not self.app.line:
            return
        place, line, key = field.typed_about.split(SEP) if field.typed_about.count(SEP) == 2 else self._now()
        if field is self.proxy:
            if line == self.app.line and place == str(self.app.current):
                self.app.choose_proxy(text)
        elif place == str(self.app.current):
            self.app.type(line, f"{key}.{part}" if field in self.parts.values() else part, text)
        self.show()

    def _now(self) -> tuple[str, str, str]:
        return str(self.app.current), self.app.line, self.app.key

    def show(self) -> None:
        """Show the state again; equal text is not sent again."""
        app = self.app
        hide(self.form, not app.line)
        hide(self.none, bool(app.line))
        if not app.line:
            return
        self._filling, about = True, SEP.join(self._now())
        lines = [list(one) for one in app.lines()]
        if lines != self.line.options:
            self.line.options = lines
        self.line.value, self.key.value = app.line, app.key
        for name, field in self.texts.items():
            field.fill(app.shown(app.line, name), about)
            field.problem = app.problem(app.line, name)
        options = [list(one) for one in _proxies(app)]
        if options != self.proxy.options:
            self.proxy.options = options
        self.proxy.fill(app.shown(app.line, "proxy"), about)
        self.proxy.problem = app.problem(app.line, "proxy")
        self.passport.say(words.price_note(app))
        hide(self.own_row, app.shown(app.line, "proxy") != OWN)
        for name in PROXY_WORDS:
            self.own[name].fill(app.shown(app.line, f"proxy.{name}"), about)
            self.own[name].problem = app.problem(app.line, f"proxy.{name}")
        for part, field in self.parts.items():
            name = f"{app.key}.{part}"
            field.fill(app.shown(app.line, name), about)
            field.problem = app.problem(app.line, name)
        for part in NUMBERS:
            self.parts[part].step = 0.01 if app.key in SHARES else 1
        self.parts["likely"].hint = words.HINTS[app.key]
        self._filling = False
        self.jobs.show()
        self.result_line.say(words.line_result(app))
        self.headline.say(words.headline(app))
        self.said.say(words.said_of_line(app))


def _proxies(app: ContractValuer) -> list[tuple[str, ...]]:
    """What may price the line: what the suggestion names comes first, then the bank by theme."""
    name = app.line.rstrip("0123456789").rstrip("-")
    first = next((one.proxies for one in suggestions_for(app.shown("", "division")) if one.id == name), ())
    every = proxy_options()
    chosen = {one[0]: one for one in every if one[0] in first}
    return [every[0], *((*chosen[one][:2], "Suggested for this line") for one in first if one in chosen), *(one for one in every[1:] if one[0] not in chosen)]
