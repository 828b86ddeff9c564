"""What is seen of promise to delivery. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from collections.abc import Callable

from IPython.display import display

from svtrain.apps.promise_to_delivery.files import KINDS
from svtrain.apps.promise_to_delivery.reveal import Reveal
from svtrain.apps.promise_to_delivery.reveal_view import RevealView
from svtrain.apps.promise_to_delivery.state import Delivering
from svtrain.apps.promise_to_delivery.words import BOUNDS, COLUMNS, FILES, INTRO, RULES, WAYS, evidence, headline, next_words, opened, picture, questions, standing
from svtrain.core.delivery_gaps import next_time
from svtrain.core.problems import CannotDo
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button, Download
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField, ListField, TextField, TickField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph

LIMIT = 12_000_000  # bytes of one table; packed, what is kept for a person has room for it


class View:
    """The screen of one `Delivering`."""

    def __init__(self, app: Delivering):
        self.app = app
        self.files = {kind: FileField(label if kind == "commitments" else f"{label} (then)", accept=".csv,.xlsx", hint=COLUMNS[kind], limit=LIMIT,
                                      on_file=self._taker(kind)) for kind, label in KINDS.items()}
        self.contract = ChoiceField("Contract", app.contract, app.contracts(), name="contract")
        self.by = ListField("What is due by now", app.by, WAYS, name="by")
        self.as_of = TextField("On which day", app.as_of, hint="Empty means the last day that anything was reported for.", name="as_of")
        self.promise = ChoiceField("Promise", name="promise")
        self.opened, self.headline = Words(live=True, name="opened"), Words(live=True, name="headline")
        self.standing, self.questions, self.evidence = Words(name="standing"), Words(name="questions"), Words(name="evidence")
        self.chart = Chart(name="due-and-delivered")
        self.next, self.told = Stack(_dom_classes=("sv-section",)), Words(live=True, name="told")

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        self.kept = keep(self.app, "promise-to-delivery", on_loaded=self._show)
        self._listen()
        self._show()
        rules = Words(paragraph("How it is counted:") + _listed(RULES), name="rules")
        parts = [section("How the contract stands", columns(self.contract, self.as_of), self.by, results(self.headline), self.standing, Words(paragraph(BOUNDS, "note")),
                         self.chart, rules)]
        if not whole:
            return Stack([*parts, self.kept], _dom_classes=("sv-section",))
        return page(
            "Promise to delivery", INTRO, self._files(), *parts,
            section("What to ask the supplier next", self.questions, intro="Worked out from what is missing, the gravest first."), self._evidence(), self._next(),
            section("Year one: who delivered?", RevealView(Reveal()).render(), intro="Twelve practice contracts. You rank and guess first; then delivery is shown."),
            your_work(self.kept))

    def _files(self) -> Stack:
        back = Button("Back to the practice contracts", on_click=self.app.open_practice, name="practice")
        return section("Where the promises come from", columns(*self.files.values(), narrowest="20rem"), row(back), self.opened, intro=FILES)

    def _evidence(self) -> Stack:
        return section("The evidence file", self.promise, self.evidence, row(
            Download("Download the evidence as a page", "evidence.html", self.app.evidence_page, mime="text/html", kind="main", name="evidence-html"),
            Download("Download the evidence as CSV", "evidence.csv", self.app.evidence_table, mime="text/csv", name="evidence-csv")),
            intro="What is there, who checked it, when, and what is missing.")

    def _next(self) -> Stack:
        return section("The next specification", self.next, row(
            Download("Download as a commitments file", "next-commitments.csv", lambda: self._made(self.app.next_table), mime="text/csv", kind="main", name="next-csv"),
            Button("Keep it for the specification helper", on_click=lambda: self.told.say(paragraph(self.app.hand_over())), name="hand-over")), self.told,
            intro="What to ask for next time, from what was learned. Tick what you take along; change the words in your own file.")

    # -- from the screen to the state

    def _taker(self, kind: str) -> Callable[[str, bytes], None]:
        return lambda name, content: self._took(kind, self.app.take(kind, name, content))

    def _took(self, kind: str, done: bool) -> None:
        self.files[kind].problem = "" if done else self.app.refused[kind]

    def _listen(self) -> None:
        app = self.app
        self.contract.on_value(app.look_at)
        self.by.on_value(app.phase)
        self.as_of.on_value(app.look_on)
        self.promise.on_value(app.open_evidence)
        app.observe(lambda _: self._show(), "revision")

    def _made(self, make: Callable[[], str]) -> str | None:
        try:
            made = make()
        except CannotDo as error:
            self.told.say(paragraph(error.problems[0].message, "problem"))
            return None
        self.told.say("")
        return made

    # -- from the state to the screen

    def _show(self) -> None:
        app = self.app
        self.opened.say(opened(app))
        self.contract.options, self.contract.value = app.contracts(), app.contract
        self.by.value, self.as_of.value, self.as_of.problem = app.by, app.as_of, app.problems.get("as_of", "")
        self.headline.say(headline(app))
        self.standing.say(standing(app))
        shown = picture(app)
        self.chart.show(shown, sentence="" if shown else "No promise has a size yet.")
        self.questions.say(questions(app))
        self.promise.options = [(one.id, f"{one.id}: {one.measure}") for one in app.record.commitments.values()]
        self.promise.value = app.promise
        self.evidence.say(evidence(app))
        self._show_next()

    def _show_next(self) -> None:
        """A tick and the words for each promise; the ticks of one contract stay while it is open."""
        ids = tuple(self.app.record.commitments)
        if getattr(self, "_ticks", {}).keys() != set(ids):
            self._ticks = {one: TickField(self._measure(one), name=f"along.{number}") for number, one in enumerate(ids, 1)}
            self._asked = {one: Words() for one in ids}
            for one, field in self._ticks.items():
                field.on_value(lambda text, one=one: self.app.take_along(one, text == "yes"))
            self.next.children = [widget for one in ids for widget in (self._ticks[one], self._asked[one])]
        for each in self.app.rows():
            one = each.shown.commitment.id
            self._ticks[one].value = "no" if one in self.app.left else "yes"
            self._asked[one].say(next_words(next_time(each.shown, self.app.gaps_of(each))))

    def _measure(self, one: str) -> str:
        measure = self.app.record.commitments[one].measure
        return f"{one}: {measure}" if measure else one


def _listed(sentences):
    from markupsafe import Markup

    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(one) for one in sentences))


def show(whole: bool = True) -> None:
    """Show the page, where this person left off; ``whole=False`` for a place inside a lesson."""
    display(View(Delivering()).render(whole))
