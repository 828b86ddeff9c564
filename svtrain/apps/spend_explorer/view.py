"""What is seen of the spend explorer. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.spend_explorer import downloads, words
from svtrain.apps.spend_explorer.choosing_view import ChoosingView
from svtrain.apps.spend_explorer.state import SpendExplorer
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button, Download
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField, TextField, TickField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, results, row, section, steps
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph

ALL_SHEETS = "The one with the best headings, and all that have the same"
LIMIT = 30_000_000  # bytes; larger files go through `svtrain register read FILE --out contracts.csv`


class View:
    """The screen of one `SpendExplorer`."""

    def __init__(self, app: SpendExplorer):
        self.app = app
        self.file = FileField("Your contract register or spend file", accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods,.xml,.html,.htm,.json,.jsonl,.geojson", on_file=self._take, limit=LIMIT,
                              hint="CSV, a workbook, JSON or a table in a web page, up to 30 MB. The guide on registers says how to bring a larger one.")
        self.told, self.columns = Words(live=True, name="read"), Words(name="columns")
        self.heading = ChoiceField("A heading in the file", "", [("", "Choose")], name="heading")
        self.meaning = ChoiceField("What it means", "", words.field_options(), name="meaning")
        self.header_row = TextField("Row that holds the headings", name="header_row", hint="Only where it was not found, or not the right one.")
        self.sheet = ChoiceField("Sheet, table or list to read", "", [("", ALL_SHEETS)], name="sheet")
        self.sheet_box = Stack([self.sheet])
        self.corrected = Words(live=True, name="corrected")
        self.buyer = ChoiceField("Whose contracts", "", [("", "All buyers")], name="buyer")
        self.once = TickField("Leave out exact repeats", "no", name="once")
        self.whole, self.aside = Words(name="whole"), Words(name="aside")
        self.tree, self.pareto, self.sizes = Chart(name="tree"), Chart(name="pareto"), Chart(name="sizes")
        self.local = TextField("What local means to you", name="local", hint="Towns or postcode districts with commas between, such as: Truro, TR4, PL.")
        self.share, self.small = Words(live=True, name="local-share"), Words(name="small")
        self.as_of = TextField("Counted from", name="as_of", hint="A day, such as 1 October 2026. Empty means today.")
        self.ends = Words(live=True, name="ending")
        self.choosing = ChoosingView(app)

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        self.kept = keep(self.app, "spend-explorer", on_loaded=self._show)
        self._listen()
        self.steps = steps([("Your register", self._reading), ("Where it goes", self._pictures), ("Who gets it, what ends", self._who_and_when),
                            ("Choose three", self.choosing.sections)], "Steps of the spend explorer")
        self._show()
        if not whole:
            return Stack([self.steps, self.kept], _dom_classes=("sv-section",))
        return page("Spend explorer", words.INTRO, self.steps, your_work(self.kept))

    # -- the parts of the page

    def _reading(self) -> Stack:
        fix = section("If a column was taken for something else", columns(self.heading, self.meaning), row(
            Button("Take it so", on_click=self._correct, name="correct"), Button("Forget my corrections", on_click=self._forget, name="forget")),
            self.corrected, self.sheet_box, row(self.header_row, Button("Read the file again", on_click=self.app.read_again, name="again")), intro="Your correction is remembered for files with the same headings.")
        return section("Your register", self.file, row(Button("Take the practice register", on_click=self._practise, name="practice")), results(self.told),
                       row(Download("Download what could not be read", "not-read.csv", lambda: downloads.faults(self.app), mime="text/csv", name="faults")),
                       self.columns, fix, intro=words.STAYS)

    def _pictures(self) -> Stack:
        return section("Where the money goes", columns(self.buyer, self.once), results(self.whole), self.tree, self.pareto, self.aside, self.sizes)

    def _who(self) -> Stack:
        return section("Who gets it", self.local, Words(paragraph(words.LOCAL_MEANING, "note")), results(self.share), self.small)

    def _who_and_when(self) -> Stack:
        ends = section("What ends soon", self.as_of, results(self.ends), row(
            Download("Download all that end soon", "ending-soon.csv", lambda: downloads.ending(self.app), mime="text/csv", name="ending")))
        return Stack([self._who(), ends], _dom_classes=("sv-section",))

    # -- from the screen to the state

    def _listen(self) -> None:
        app = self.app
        for name in ("as_of", "local", "header_row"):
            getattr(self, name).on_value(lambda text, name=name: app.type(name, text))
        self.sheet.on_value(lambda name: self._filling or app.type("sheet", name))
        self.buyer.on_value(lambda name: self._filling or app.choose_part(buyer=name))
        self.once.on_value(lambda text: self._filling or app.choose_part(once=text == "yes"))
        app.observe(lambda _: self._show(), "revision")

    def _take(self, name: str, data: bytes) -> None:
        self.told.say(paragraph(f"Reading {name}.", "note"))
        self.app.take(name, data)

    def _practise(self) -> None:
        self.app.practise()

    def _correct(self) -> None:
        if not self.heading.value or not self.meaning.value:
            self.corrected.say(paragraph("Choose a heading and what it means.", "problem"))
            return
        heading = self.heading.value
        if self.app.correct(heading, self.meaning.value):
            self.corrected.say(paragraph(f"Taken so, and remembered: {heading}.", "good"))
        else:
            self.corrected.say(paragraph(self.app.problems.get("column", ""), "problem"))

    def _forget(self) -> None:
        there = self.app.forget_corrections()
        self.corrected.say(paragraph("Forgotten; the file was read afresh." if there else "Nothing was remembered for files of this shape.", "note"))

    # -- from the state to the screen

    _filling = False
    _shown_for: object = None

    def _show(self) -> None:
        app = self.app
        self._filling = True
        self.file.problem = " ".join(filter(None, (app.problems.get("file"), app.problems.get("kept"))))
        for name in ("as_of", "local", "header_row"):
            field = getattr(self, name)
            field.value, field.problem = app.typed.get(name, ""), app.problems.get(name, "")
        if app.sums is not self._shown_for or not app.account:
            self._show_sums()
            self._shown_for = app.sums
        self.share.say(words.local_words(app))
        self.ends.say(words.ending_words(app))
        self.choosing.show()
        self._filling = False

    def _show_sums(self) -> None:
        """What changes only with the register, the buyer or the repeats."""
        app = self.app
        self.told.say(words.read_words(app))
        self.columns.say(words.columns_words(app))
        self.heading.options = [("", "Choose"), *((one[0], one[0]) for one in app.account.get("columns", ()))]
        sheets = app.account.get("sheet_names", [])
        self.sheet.options = [("", ALL_SHEETS), *((name, name) for name in sheets)]
        self.sheet.value = app.typed.get("sheet", "")
        hide(self.sheet_box, len(sheets) < 2)
        self.buyer.options = [("", "All buyers"), *((name, name) for name in app.buyers())]
        self.buyer.value, self.once.value = app.buyer, "yes" if app.once else "no"
        self.whole.say(words.whole_words(app))
        self.aside.say(words.aside_words(app))
        for chart, made in ((self.tree, words.tree(app)), (self.pareto, words.pareto(app)), (self.sizes, words.sizes(app))):
            if made is None:
                chart.show(None, sentence=words.NOTHING_YET)
            else:
                chart.show(made)
        self.small.say(words.small_words(app))


def explorer(whole: bool = True, practice: bool = False) -> Stack:
    """The explorer, where this person left off.

    ``whole=False`` is for a place inside a lesson; ``practice`` opens the practice register where nothing was read before.
    """
    app = SpendExplorer()
    view = View(app)
    made = view.render(whole)
    if practice and not app.source:
        app.practise()
        view.steps.bar.current = 1
    return made


def show() -> None:
    """Show the explorer on a page of its own."""
    display(explorer())
