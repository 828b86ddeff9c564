"""What is seen of the value builder. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from collections.abc import Callable

from IPython.display import display

from svtrain.apps.value_builder.document import PRICE_YEAR
from svtrain.core.typed_fields import LINE, PROXY_VALUE
from svtrain.apps.value_builder.proxies import passport, proxy_options
from svtrain.apps.value_builder.state import ValueBuilder
from svtrain.apps.value_builder.words import headline, line_note, title
from svtrain.core.problems import CannotDo
from svtrain.core.value_map import DEDUCTIONS
from svtrain.data.starts import starts
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button, Download
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField, Field, NumberField, TextField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.valuation_pictures import waterfall_picture, years_picture
from svtrain.ui.valuation_words import conventions_note, findings_note, unpriced_note
from svtrain.ui.words import Words, paragraph

START = "case:lwtc-westbank-2015"
TERMS = {"duration_years": "duration", PROXY_VALUE.key: "proxy"}  # where the glossary's name differs from the field's
STEPS = {"quantity": 1, "duration_years": 1, PROXY_VALUE.key: 1}  # what an arrow key adds; 0.01 is one per cent
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE, LINE_ONLY = "whole", "line"
SEP = "\x1f"  # between the edition and the line that a box is about


class View:
    """The screen of one `ValueBuilder`."""

    def __init__(self, app: ValueBuilder):
        self.app = app
        self.fields = {field.key: self._number(field.key) for field in (*LINE, PROXY_VALUE)}

    def render(self) -> Stack:
        """Build the page and keep it true to the state."""
        app = self.app
        self.title = Words(name="title")
        self.headline = Words(live=True, name="headline")
        self.lines = ChoiceField("Line of the map", app.line, app.lines(), name="line", turns=True)
        self.proxy = ChoiceField("Priced with (proxy)", term="proxy", value=app.proxy(app.line) if app.line else "", options=proxy_options(), name="proxy")
        self.passport, self.line_note = Words(), Words()
        self.price_year = TextField(term="price_year", hint="Such as 2024 or 2023/24. Leave it empty to keep each price as it is.", name=PRICE_YEAR)
        self.scope = ChoiceField("Show", WHOLE, ((WHOLE, "the whole map"), (LINE_ONLY, "the line above")), name="scope")
        self.waterfall, self.years = Chart(name="waterfall"), Chart(name="years")
        self.findings, self.conventions, self.unpriced = Words(), Words(), Words(name="unpriced")
        self.kept = keep(app, "value-builder", on_loaded=self._opened)
        self._listen()
        self._opened()
        return self._page()

    def _page(self) -> Stack:
        money = columns(self.fields["quantity"], self.fields[PROXY_VALUE.key], narrowest="11rem")
        shares = columns(*(self.fields[key] for key in (*DEDUCTIONS, "drop_off", "duration_years")), narrowest="11rem")
        undo = row(Button("Undo all changes", on_click=self.app.undo, name="undo"))
        return page(
            "Value builder", "Change one number and see what the ratio rests on.",
            self.title,
            columns(
                section("Change a line", self.lines, self.proxy, money, self.passport, shares, self.line_note, undo),
                section("What comes of it", results(self.headline), self.unpriced, self.scope, self.waterfall),
                narrowest="24rem"),
            columns(
                section("Year by year", self.years),
                Stack([section("What the checks say", self.findings),
                      section("How it was counted", self.price_year, self.conventions)]),
                narrowest="24rem"),
            section("Keep it, or open another", self._files()),
            your_work(self.kept),
        )

    def _files(self) -> Stack:
        self.save_problem = Words(live=True)
        self.cases = ChoiceField("A contract to start from", START, starts(), name="case")
        self.file = FileField("A value map of your own", accept=".yaml,.yml,.json,.xlsx", on_file=self._take,
                              hint="A YAML or JSON file, or the workbook from here; it stays on this machine.", limit=5_000_000)
        return Stack([
            row(Download("Download this map", "value-map.yaml", lambda: self._made(self.app.text), mime="application/yaml", kind="main", name="download"),
                Download("Download as a workbook", "value-map.xlsx", lambda: self._made(self.app.workbook), mime=XLSX, name="workbook")),
            self.save_problem, row(self.cases, Button("Open it", on_click=lambda: self.app.open_start(self.cases.value), name="open-case")), self.file,
        ])

    # -- from the screen to the state

    def _number(self, key: str) -> NumberField:
        field = NumberField(term=TERMS.get(key, key), name=key, step=STEPS.get(key, 0.01))
        field.on_value(lambda text: self._type(field, text, lambda line: self.app.type(line, key, text)))
        return field

    _filling = False

    def _type(self, field: Field, text: str, take: Callable[[str], None]) -> None:
        """Have what was typed or chosen taken to the line that it was meant for, which may be in hand no more when it comes."""
        if self._filling or not self.app.line:
            return
        edition, _, line = (field.typed_about or self._about()).partition(SEP)
        if edition == str(self.app.edition) and (text or field is not self.proxy):
            take(line)
        if field.typed_about not in ("", self._about()):
            self._show_fields()

    def _about(self) -> str:
        return f"{self.app.edition}{SEP}{self.app.line}"

    def _listen(self) -> None:
        app = self.app
        self.lines.on_value(lambda line: setattr(app, "line", line) if line else None)
        self.proxy.on_value(lambda choice: self._type(self.proxy, choice, lambda line: app.choose_proxy(line, choice)))
        self.price_year.on_value(lambda text: app.type("", PRICE_YEAR, text))
        self.scope.on_value(lambda _: self._show_waterfall())
        app.observe(lambda _: self._opened(), "plain")
        app.observe(lambda _: self._show_line(), "line")
        app.observe(lambda _: self._changed(), "revision")

    def _take(self, name: str, content: bytes) -> None:
        self.file.problem = "" if self.app.open_file(name, content) else " ".join(self.app.refused[:5])

    def _made(self, make: Callable[[], str | bytes]) -> str | bytes | None:
        """What is to be downloaded; where there is nothing, sentences say why."""
        try:
            made = make()
        except CannotDo as error:
            said = [problem.message for problem in error.problems] if self.app.map else ["Put the wrong fields right first; until then there is no map."]
            self.save_problem.say(paragraph(" ".join(said), "problem"))
            return None
        self.save_problem.say("")
        return made

    # -- from the state to the screen

    def _opened(self) -> None:
        app = self.app
        self.title.say(paragraph(title(app)))
        self.lines.options = app.lines()
        self.lines.value = app.line
        self._changed()

    def _show_line(self) -> None:
        if self.lines.value != self.app.line:
            self.lines.value = self.app.line
        self._show_fields()
        self._show_waterfall()

    def _show_fields(self) -> None:
        """What stands in each field, its sentence and its range; equal text is not sent again."""
        app, line = self.app, self.app.line
        self.price_year.value, self.price_year.problem = app.shown("", PRICE_YEAR), app.problem("", PRICE_YEAR)
        self.line_note.say(line_note(app))
        if not line:
            return
        self._filling, about = True, self._about()
        self.proxy.fill(app.proxy(line), about)
        self.proxy.problem = app.problem(line, "proxy")
        self.passport.say(passport(app.proxy(line)))
        for key, field in self.fields.items():
            field.fill(app.shown(line, key), about)
            field.problem = app.problem(line, key)
            spread = app.range(line, key)
            field.hint = f"The map gives a range: {spread[0]} to {spread[1]}." if spread else ""
        self._filling = False

    def _changed(self) -> None:
        app = self.app
        self.headline.say(headline(app))
        self._show_fields()
        self._show_waterfall()
        if app.result is not None:
            self.years.show(years_picture(app.result))
        else:
            self.years.show(None, sentence="No chart while a field is wrong.")
        self.findings.say(findings_note(app.result))
        self.unpriced.say(unpriced_note(app.result))
        self.conventions.say(conventions_note(app.result))

    def _show_waterfall(self) -> None:
        app = self.app
        if app.result is None:
            self.waterfall.show(None, sentence="No chart while a field is wrong.")
        else:
            self.waterfall.show(waterfall_picture(app.result, app.line if self.scope.value == LINE_ONLY and app.line else None))


def show() -> None:
    """Show the value builder: where this person left off, or at the real case."""
    app = ValueBuilder()
    app.open_start(START)
    display(View(app).render())
