"""What is seen of "which rule applies". It reads the state and calls its verbs; it holds nothing."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.which_rule.state import WhichRule
from svtrain.apps.which_rule.words import NOT_ADVICE, answer
from svtrain.ui.autosave import Autosave, keep, your_work
from svtrain.ui.button import Button
from svtrain.ui.field import ChoiceField, TextField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph


class View:
    """The screen of one `WhichRule`."""

    def __init__(self, rule: WhichRule):
        self.rule = rule

        def choose(label: str, key: str, hint: str = "") -> ChoiceField:
            return ChoiceField(label, "", rule.choices(key), name=key, hint=hint)

        self.fields = {
            "buyer": choose("Who buys", "buyer"),
            "buyer_name": TextField("Name of the buyer", name="buyer_name", hint="Only councils with a policy of their own need it."),
            "nation": choose("Nation", "nation"),
            "start": TextField("Day the procurement starts", name="start", hint="The first notice, advert or contact. Such as 1 October 2026."),
            "value": TextField("Whole value, including VAT", name="value", unit="£", hint="Such as 250,000 or 1.2m."),
            "kind": choose("What is bought", "kind", hint="By what makes up the larger part."),
            "form": choose("Sort of agreement", "form"),
            "framework_start": TextField("Day the framework started", name="framework_start", hint="Only for a call-off."),
            "light_touch": choose("A light-touch service?", "light_touch", hint="Such as care, health or education."),
        }
        self.answer = Words(live=True, name="rules")

    def render(self, whole: bool = True, beside: Autosave | None = None) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own.

        On a page that keeps more, ``beside`` is what says when all of it was saved.
        """
        self.kept = keep(self.rule, "which-rule", on_loaded=self._show, beside=beside)
        for key, field in self.fields.items():
            field.on_value(lambda text, key=key: self.rule.type(key, text))
        self.rule.observe(lambda _: self._show(), "revision")
        self._show()
        parts = [columns(*self.fields.values(), narrowest="15rem"), row(Button("Forget all of this", on_click=self.rule.clear, name="clear")),
                 results(self.answer), Words(paragraph(NOT_ADVICE, "note"))]
        if not whole:
            return Stack([*parts, self.kept], _dom_classes=("sv-section",))
        return page("Which rule applies?", "Give what you know of a purchase. What you leave empty is never guessed.",
                    section("The purchase", *parts), your_work(self.kept))

    def _show(self) -> None:
        for key, field in self.fields.items():
            field.value, field.problem = self.rule.shown(key), self.rule.problem(key)
        self.answer.say(answer(self.rule))


def show(whole: bool = True) -> None:
    """Show the screen, with what this person last typed; ``whole=False`` for a place inside a lesson."""
    display(View(WhichRule()).render(whole))
