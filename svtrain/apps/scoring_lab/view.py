"""What is seen of the scoring lab. It reads the state and calls its verbs; it holds nothing."""

from __future__ import annotations

from collections.abc import Callable

from IPython.display import display

from svtrain.apps.scoring_lab.bid_fields import BidFields
from svtrain.apps.scoring_lab.doubt_view import DoubtView
from svtrain.apps.scoring_lab.marking_view import MarkingView
from svtrain.apps.scoring_lab.rows import SETTINGS, WEIGHTS
from svtrain.apps.scoring_lab.state import ScoringLab
from svtrain.apps.scoring_lab.words import BIDS, INTRO, LABELS, SETTLE, decider, delivery, formula_options, formula_words, grid, headline, law_note
from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE
from svtrain.room import Seat, my_seat
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button, Download, made_or_told
from svtrain.ui.field import ChoiceField, LongTextField, NumberField, TextField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, heading, paragraph

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = {"scale_low": 10_000, "scale_high": 10_000, "multiple": 0.5, "willingness_to_pay": 1_000, "split": 0.1, "target": 10_000}

OTHERS = "They change the table above, and not who wins under your own formulae."


class View:
    """The screen of one `ScoringLab`."""

    def __init__(self, app: ScoringLab, seat: Seat | None = None):
        self.app = app
        self.rows: dict[str, BidFields] = {}
        self.holder = Stack(_dom_classes=("sv-section",))
        self.weights = {name: NumberField(LABELS[name], step=5, name=f"weight.{name}") for name in WEIGHTS}
        self.settings = {name: NumberField(LABELS[name], step=STEPS[name], name=f"setting.{name}") for name in SETTINGS}
        self.price = ChoiceField("How price is scored", app.price, formula_options(PRICE_FORMULAE), name="price")
        self.social_value = ChoiceField("How social value is scored", app.social_value, formula_options(SOCIAL_VALUE_FORMULAE), name="social_value")
        self.reason = LongTextField("Why these weights and formulae", rows=2, hint="For the file: what you want to buy, and who settled this when.", name="reason")
        self.title = TextField("What the tender is called", name="title", hint="It stands on the record and in the workbook.")
        self.formulae, self.headline = Words(), Words(live=True, name="headline")
        self.grid, self.decider, self.delivery = Words(name="grid"), Words(name="decider"), Words(name="delivery")
        self.weight_problem, self.told = Words(live=True, name="weights"), Words(live=True, name="file")
        self.needed, self.others = _needs("What your formulae need"), _needs("What the other formulae need", OTHERS)
        self.doubts, self.marking = DoubtView(app), MarkingView(app, seat)
        self.starts = ChoiceField("An invented tender to start from", "", [("", "Two serious bids"), *app.practice()], name="start")
        self.file = FileField("Bids or a tender of your own", accept=".csv,.xlsx,.yaml,.yml,.json", on_file=self._take, limit=5_000_000,
                              hint="CSV or Excel with the headings bidder, price, promised, quality, qualitative, delivery; or a tender as YAML.")

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        self.kept = keep(self.app, "scoring-lab", on_loaded=self._show)
        self._listen()
        self._show()
        parts = [self._bids(), columns(self._rules(), section("Who wins", results(self.headline)), narrowest="24rem"),
                 section("Every formula side by side", self.decider, self.grid, self.others)]
        if not whole:
            return Stack([*parts, self.kept], _dom_classes=("sv-section",))
        return page("Tender scoring lab", INTRO, self._files(), *parts, self.doubts.render(),
                    section("By promise, and by what is likely to be delivered", self.delivery), self.marking.render(), self._exports(), your_work(self.kept))

    def _bids(self) -> Stack:
        buttons = row(Button("Add a bid", on_click=self._add, name="add"), Button("Add a silly bid", on_click=self.app.add_silly, name="add-silly"))
        return section("The bids", self.title, self.holder, buttons, intro=BIDS)

    def _rules(self) -> Stack:
        return section("The rules", Words(heading("Weights, together 100", 3)), columns(*self.weights.values(), narrowest="8rem"), self.weight_problem, self.price, self.social_value, self.formulae,
                       self.needed, self.reason, Words(law_note()), intro=SETTLE)

    def _files(self) -> Stack:
        return section("Where the bids come from", columns(Stack([self.starts, row(Button("Open it", on_click=self._start, name="open"))], _dom_classes=("sv-section",)),
                                                           self.file), self.told)

    def _exports(self) -> Stack:
        self.said = Words(live=True, name="exports")
        return section(
            "For the file", row(
                Download("Download the record as a page", "scoring-record.html", lambda: self._made(_page), mime="text/html", kind="main", name="html"),
                Download("Download the workbook", "scoring.xlsx", lambda: self._made(_workbook), mime=XLSX, name="xlsx"),
                Download("Download the tender", "tender.yaml", lambda: self._made(_yaml), mime="application/yaml", name="yaml")), self.said,
            intro="Formulae, weights, marks, reasons, moderation, warnings and versions, so that anybody can follow the decision.")

    # -- from the screen to the state

    def _listen(self) -> None:
        app = self.app
        self.title.on_value(app.call)
        for name, field in self.weights.items():
            field.on_value(lambda text, name=name: app.weigh(name, text))
        for name, field in self.settings.items():
            field.on_value(lambda text, name=name: app.set(name, text))
        self.price.on_value(lambda chosen: app.choose(price=chosen))
        self.social_value.on_value(lambda chosen: app.choose(social_value=chosen))
        self.reason.on_value(lambda text: setattr(app, "reason", text))
        app.observe(lambda _: self._show(), "revision")

    def _add(self) -> None:
        if self.app.add():
            self.rows[self.app.bids[-1]["id"]].fields["bidder"].send({"do": "focus"})

    def _start(self) -> None:
        self.app.open_practice(self.starts.value) if self.starts.value else self.app.open_first()
        self.told.say("")

    def _take(self, name: str, content: bytes) -> None:
        opened = self.app.open_file(name, content)
        self.file.problem = "" if opened else " ".join(self.app.refused[:5])
        self.told.say(paragraph(" ".join([f"Opened: {name}.", *self.app.notes]), "good") if opened else "")

    def _made(self, make: Callable) -> str | bytes | None:
        return made_or_told(lambda: make(self.app.record()), self.said, "There is no record yet.")

    # -- from the state to the screen

    def _show(self) -> None:
        app = self.app
        self._show_bids()
        self.title.value = app.title
        for name, field in self.weights.items():
            field.value, field.problem = app.weights.get(name, ""), app.problem(f"weights.{name}")
        for name, field in self.settings.items():
            field.value, field.problem = app.settings.get(name, ""), app.problem(f"settings.{name}")
        self.price.value, self.social_value.value, self.reason.value = app.price, app.social_value, app.reason
        self.weight_problem.say(paragraph(app.problem("weights"), "problem") if app.problem("weights") else "")
        self.formulae.say(formula_words(app))
        self._show_needs()
        self.headline.say(headline(app))
        self.grid.say(grid(app))
        self.decider.say(decider(app))
        self.delivery.say(delivery(app))
        self.doubts.show()
        self.marking.show()

    def _show_needs(self) -> None:
        """The numbers that the two chosen formulae need stand beside them; the others' stand below the comparison."""
        chosen = {*PRICE_FORMULAE[self.app.price].needs, *SOCIAL_VALUE_FORMULAE[self.app.social_value].needs}
        for box, wanted in ((self.needed, True), (self.others, False)):
            fields = tuple(field for name, field in self.settings.items() if (name in chosen) is wanted)
            if box.fields.children != fields:
                box.fields.children = fields
                box.children = (box.head, box.fields) if fields else ()

    def _show_bids(self) -> None:
        """A row for each bid; the rows that stay keep their boxes, so that nobody loses their place."""
        ids = [given["id"] for given in self.app.bids]
        self.rows = {one: self.rows.get(one) or BidFields(self.app, one) for one in ids}
        for number, given in enumerate(self.app.bids, 1):
            self.rows[given["id"]].show(given, number)
        wanted = tuple(self.rows[one] for one in ids)
        if self.holder.children != wanted:
            self.holder.children = wanted


def _needs(title: str, intro: str = "") -> Stack:
    """A place for the numbers that formulae need; empty until it is filled."""
    box = Stack(_dom_classes=("sv-section",))
    box.head, box.fields = Words(heading(title, 3) + (paragraph(intro, "note") if intro else "")), columns(narrowest="13rem")
    return box


def _page(record) -> str:
    from svtrain.report.tender_page import tender_page

    return tender_page(record)


def _workbook(record) -> bytes:
    from svtrain.report.tender_workbook import tender_workbook

    return tender_workbook(record)


def _yaml(record) -> str:
    from svtrain.data.tender_writing import tender_text

    return tender_text(record.tender)


def show(whole: bool = True) -> None:
    """Show the lab, where this person left off; ``whole=False`` for a place inside a lesson."""
    display(View(ScoringLab(), my_seat()).render(whole))
