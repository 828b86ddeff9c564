"""The last two steps of the contract valuer: the result from several sides, and files to take along."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from svtrain.apps.contract_valuer import words
from svtrain.apps.contract_valuer.state import ContractValuer
from svtrain.core.methods import side_by_side
from svtrain.core.problems import CannotDo
from svtrain.data import reference
from svtrain.ui.button import Download
from svtrain.ui.chart import Chart
from svtrain.ui.layout import columns, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.valuation_pictures import waterfall_picture
from svtrain.ui.valuation_words import conventions_note, findings_note, unpriced_note
from svtrain.ui.words import Words, paragraph

OFFICE = "application/vnd.openxmlformats-officedocument"


class ResultPanel:
    """Range and driver first, then the waterfall, the checks, how it was counted, and other methods."""

    def __init__(self, app: ContractValuer):
        self.app = app

    def build(self) -> Stack:
        """The step's widgets."""
        self.headline, self.waterfall = Words(live=True, name="headline"), Chart(name="waterfall")
        self.findings, self.conventions, self.unpriced, self.methods = Words(name="findings"), Words(), Words(name="unpriced"), Words(name="methods")
        return Stack([columns(section("What comes of it", results(self.headline), self.unpriced), section("From gross to present value", self.waterfall), narrowest="22rem"),
                     section("Method side by side", self.methods),
                     columns(section("What the checks say", self.findings), section("How it was counted", self.conventions), narrowest="22rem")],
                    _dom_classes=("sv-section",))

    def show(self) -> None:
        """Show the state again."""
        app, result = self.app, self.app.result
        self.headline.say(words.headline(app))
        self.waterfall.show(waterfall_picture(result) if result else None, sentence="" if result else "No chart while there is no result.")
        self.findings.say(findings_note(result))
        self.conventions.say(conventions_note(result))
        self.unpriced.say(unpriced_note(result))
        self.methods.say(words.methods_table(side_by_side(app.found.map, reference()) if result else None))


class TakePanel:
    """The files; what cannot be made says why."""

    def __init__(self, app: ContractValuer):
        self.app = app

    def build(self) -> Stack:
        """The step's widgets."""
        files = self.app.files
        self.said = Words(live=True, name="said")
        self.buttons = {
            ".xlsx": Download("Workbook with live formulas", "", lambda: self._made(files.workbook), mime=f"{OFFICE}.spreadsheetml.sheet", kind="main", name="workbook"),
            "-report.html": Download("Report, one page to print or keep as a PDF", "", lambda: self._made(files.page), mime="text/html", name="report"),
            ".pptx": Download("Slides with the waterfall", "", lambda: self._made(files.deck), mime=f"{OFFICE}.presentationml.presentation", name="deck"),
            ".yaml": Download("Value map, for yourself", "", lambda: self._made(files.map), mime="application/yaml", name="map"),
        }
        return section("Take it along", row(*self.buttons.values()), self.said, intro=words.HELD_BACK)

    def _made(self, make: Callable[[], str | bytes]) -> str | bytes:
        try:
            made = make()
        except CannotDo as error:
            self.said.say(paragraph(" ".join(problem.message for problem in error.problems), "problem"))
            raise
        out = self.app.files.taken_out() if make in (self.app.files.page, self.app.files.deck) else ()
        self.said.say(paragraph(words.MADE, "good") + (paragraph(" ".join(out), "note") if out else Markup("")))
        return made

    def show(self) -> None:
        """Name the files after the contract in hand."""
        for ending, button in self.buttons.items():
            button.filename = self.app.files.name(ending)
