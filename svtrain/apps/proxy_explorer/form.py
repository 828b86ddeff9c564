"""The form of a judgement: what to do with a proxy, why, on what evidence, and the own value of whoever adapts it."""

from __future__ import annotations

from svtrain.apps.proxy_explorer.judging import FIRST, OWN
from svtrain.apps.proxy_explorer.state import ProxyExplorer
from svtrain.apps.proxy_explorer.words import DECIDE, GRADE
from svtrain.core.challenge import QUESTIONS
from svtrain.ui.button import Button
from svtrain.ui.field import ChoiceField, Field, ListField, LongTextField, NumberField, TextField
from svtrain.ui.layout import columns, row
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph

FORM = {FIRST: ("Record my first judgement", "Your judgement is recorded."), "now": ("Record a second judgement", "Your second judgement is recorded; the first is kept.")}


class Form(Stack):
    """The fields of one part (``first`` or ``now``) for whichever proxy ``of`` names; it holds nothing itself."""

    def __init__(self, app: ProxyExplorer, part: str, of, mark: str = ""):
        self.app, self.part, self._of, self._filling = app, part, of, False
        named = f"{mark}{part}"
        self.fields = {
            "decision": ListField("What should your team do with it?", "", list(DECIDE.items()), name=f"{named}.decision"),
            "reason": LongTextField("Why?", rows=3, name=f"{named}.reason", hint="In a sentence or two, for somebody who was not there."),
            "grade": ChoiceField("How good is the evidence for your judgement?", "", [("", "Choose"), *GRADE.items()], name=f"{named}.grade"),
            "question": ChoiceField("Which question decided it?", "", [("", "None of these"), *QUESTIONS.items()], name=f"{named}.question"),
            "evidence": TextField("What shows it?", name=f"{named}.evidence", hint="A study, a count of your own, a person. May be empty."),
            "would_change_if": TextField("What would change your mind?", name=f"{named}.would_change_if", hint="May be empty."),
            "value": NumberField("Your own value", unit="£", name=f"{named}.value"),
            "low": NumberField("At the lowest", unit="£", name=f"{named}.low", hint="May be empty."),
            "high": NumberField("At the highest", unit="£", name=f"{named}.high", hint="May be empty."),
            "price_year": TextField("Price year of your value", term="price_year", name=f"{named}.price_year", hint="Empty: the published one's."),
            "source": TextField("Where does your value come from?", name=f"{named}.source"),
        }
        for key, field in self.fields.items():
            field.on_value(lambda text, key=key, field=field: self._type(field, key, text))
        self.own = columns(*(self.fields[key] for key in OWN), narrowest="12rem")
        self.told = Words(live=True, name=f"{named}.told")
        self.button = Button(FORM[part][0], kind="main" if part == FIRST else "plain", on_click=self._record, name=f"{named}.record")
        self._always = (self.fields["decision"], self.fields["reason"],)
        self._rest = (columns(self.fields["grade"], self.fields["question"]), columns(self.fields["evidence"], self.fields["would_change_if"]), row(self.button), self.told)
        super().__init__([*self._always, *self._rest], _dom_classes=("sv-section",))

    def _type(self, field: Field, key: str, text: str) -> None:
        """Take text to the proxy that it was typed for, which may be looked at no more when it comes."""
        if self._filling:
            return
        name = field.typed_about or self._of()
        self.app.type(name, self.part, key, text)
        if name != self._of():
            self.show()

    def show(self) -> None:
        """Fill the fields from the state; equal text is not sent again."""
        name, app = self._of(), self.app
        self._filling = True
        for key, field in self.fields.items():
            field.fill(app.shown(name, self.part, key), name)
            field.problem = app.problem(name, self.part, key)
        self._filling = False
        own = app.shown(name, self.part, "decision") == "adapt"
        wanted = (*self._always, *([self.own] if own else []), *self._rest)
        if self.children != wanted:
            self.children = wanted

    def _record(self) -> None:
        done = self.app.commit(self._of(), self.part)
        said = FORM[self.part][1] if done else " ".join(self.app.problems.get(self._of(), {}).get(self.part, {}).values())
        self.told.say(paragraph(said, "good" if done else "problem"))
