"""What is seen of the assumption lab. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from IPython.display import display

from svtrain.apps.assumption_lab.judgement import EVERY, INPUT, NUMBERS
from svtrain.apps.assumption_lab.names import key_label
from svtrain.apps.assumption_lab.start import first_ranges
from svtrain.apps.assumption_lab.state import AssumptionLab
from svtrain.apps.assumption_lab.words import (
    GUESS_FIRST, INTRO, REASON_FIRST, about_place, comparison, density_picture, find_out_first, guess_options, headline, judgements, number_hint, presets,
    title, tornado_picture, verdict)
from svtrain.core.challenge import QUESTIONS
from svtrain.core.proxy_policy import GRADES
from svtrain.core.value_map import ASSUMPTIONS
from svtrain.data.starts import starts
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button, Download, made_or_told
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField, Field, LongTextField, NumberField, TextField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.valuation_words import findings_note
from svtrain.ui.words import Words, paragraph

START = "case:lwtc-westbank-2015"
PAUSE = 0.4  # seconds without a change before the longer sums begin
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAPS = ".yaml,.yml,.json,.xlsx"
DECISIONS = (("", "Not yet (counted)"), ("accept", "Accept (counted)"), ("adapt", "Adapt (counted)"), ("reject", "Reject (not counted)"),
             ("park", "Park (not counted)"))
SEP = "\x1f"  # between the edition and the place that a box is about
ENDS = {"low": "Low", "likely": "Likely", "high": "High"}


class View:
    """The screen of one `AssumptionLab`."""

    def __init__(self, lab: AssumptionLab):
        self.lab = lab
        self._timer: asyncio.TimerHandle | None = None

    def render(self, whole: bool = True, work: str = "assumption-lab") -> Stack:
        """Build the page and keep it true to the state; ``work`` names what is kept between visits."""
        self._results()
        self._form()
        top = [self.title, columns(self._questioning(), section("What comes of it", results(self.headline), self.density), narrowest="24rem"),
               self._drivers()]
        rest = self._rest() if whole else []
        self.kept = keep(self.lab, work, on_loaded=self._opened)
        shown = page("Assumption lab", INTRO, *top, *rest, your_work(self.kept)) if whole else Stack([*top, self.kept])
        self._listen()
        self._opened()
        return shown

    # -- the parts

    def _results(self) -> None:
        self.title, self.headline = Words(name="title"), Words(live=True, name="headline")
        self.density, self.tornado = Chart(name="density"), Chart(name="tornado")
        self.verdict, self.first = Words(live=True, name="verdict"), Words(name="first")
        self.presets, self.judgements = Words(name="presets"), Words(name="judgements")
        self.comparison, self.findings = Words(live=True, name="comparison"), Words(name="findings")
        self.said = Words(live=True, name="said")

    def _form(self) -> None:
        self.line = ChoiceField("Line of the map", name="line", turns=True)
        self.key = ChoiceField("Assumption", term="assumption", value=self.lab.key, options=[(key, key_label(key)) for key in ASSUMPTIONS], name="key", turns=True)
        self.about, self.lock = Words(name="about"), Words(name="lock")
        grades = [("", "Not graded yet"), *((grade, f"{grade}: {meaning}") for grade, meaning in GRADES.items())]
        self.parts = {
            "reason": LongTextField("Your reason, before any number", rows=3, name="reason"),
            "grade": ChoiceField("How good is the evidence?", options=grades, name="grade"),
            **{part: NumberField(label, name=part) for part, label in ENDS.items()},
            "question": ChoiceField("What do you ask of it?", options=[("", "Choose a question"), *QUESTIONS.items()], name="question"),
            "evidence": TextField("Where the evidence is", name="evidence"),
            "would_change_if": TextField("What would change your mind?", name="would_change_if"),
            "decision": ChoiceField("What was decided?", options=DECISIONS, name="decision"),
        }

    def _questioning(self) -> Stack:
        parts = self.parts
        return section(
            "Question a number", columns(self.line, self.key, narrowest="13rem"), self.about, parts["reason"], parts["grade"],
            self.lock, columns(*(parts[part] for part in NUMBERS), narrowest="6rem"),
            columns(*(parts[part] for part in ("question", "decision", "evidence", "would_change_if")), narrowest="15rem"),
            row(Button("Take it back", on_click=self.lab.forget, name="forget")))

    def _drivers(self) -> Stack:
        self.guess = ChoiceField("Before you look: which of them drives the spread most?", name="guess")
        ask = Button("This is my guess", kind="main", on_click=lambda: self.lab.commit_guess(self.guess.value), name="commit")
        self.asking = Stack([row(self.guess, ask)])
        return section("What moves it, and what to find out first", self.asking, self.verdict, columns(self.tornado, self.first, narrowest="26rem"))

    def _rest(self) -> list[Stack]:
        self.by = TextField("Who judges", hint="A team's name will do; it stands in the file.", name="by")
        records = FileField("Challenges from a file", accept=".yaml,.yml,.json", on_file=self._taker(self.lab.open_records),
                            hint="A file of challenge records, such as this page saves.")
        other = FileField("The other team's map", accept=MAPS, on_file=self._taker(self.lab.open_other), hint="It stays on this machine.")
        mine = FileField("A value map of your own", accept=MAPS, on_file=self._taker(self.lab.open_file),
                         hint="A YAML or JSON file, or the workbook from here; it stays on this machine.")
        self.cases = ChoiceField("A contract to start from", START, starts(), name="case")
        self.files = {records: "records", other: "other", mine: "map"}
        saves = row(Download("Save the challenges", "challenges.yaml", lambda: made_or_told(self.lab.records_text, self.said), mime="application/yaml", kind="main", name="records"),
                    Download("Save the map as judged", "value-map.yaml", lambda: made_or_told(self.lab.text, self.said), mime="application/yaml", name="download"),
                    Download("Save it as a workbook", "value-map.xlsx", lambda: made_or_told(self.lab.workbook, self.said), mime=XLSX, name="workbook"))
        return [
            section("What you have questioned", self.judgements, self.by, saves, self.said, records,
                    row(Button("Take back all challenges from files", on_click=self.lab.forget_records, name="forget-records"))),
            columns(section("What published reports try", self.presets), section("What the checks say", self.findings), narrowest="24rem"),
            section("Beside another team's map", other, self.comparison),
            section("Open another contract", row(self.cases, Button("Open it", on_click=self._open, name="open-case")),
                    row(Button("Give this contract our first ranges", on_click=self._give_ranges, name="ranges")), mine),
        ]

    # -- from the screen to the state

    def _listen(self) -> None:
        lab = self.lab
        self.line.on_value(lambda line: lab.go(line) if line and line != lab.line else None)
        self.key.on_value(lambda key: lab.go(lab.line, key) if key and key != lab.key else None)
        for part, field in self.parts.items():
            field.on_value(lambda text, part=part, field=field: self._type(field, part, text))
        if hasattr(self, "by"):
            self.by.on_value(lambda text: setattr(lab, "by", text))
        lab.observe(lambda _: self._show_place(), ["line", "key"])
        lab.observe(lambda _: self._opened(), "plain")
        lab.observe(lambda _: self._changed(), "revision")
        lab.observe(lambda _: self._deepened(), "depth")

    _filling = False

    def _type(self, field: Field, part: str, text: str) -> None:
        """Take text to the place that it was typed for, which may be looked at no more when it comes."""
        if self._filling:
            return
        edition, _, place = (field.typed_about or self._about()).partition(SEP)
        if edition == str(self.lab.edition):
            self.lab.type(part, text, place)
        if field.typed_about not in ("", self._about()):
            self._show_form()

    def _about(self) -> str:
        return f"{self.lab.edition}{SEP}{self.lab.place}"

    def _open(self) -> None:
        self.lab.open_start(self.cases.value)

    def _give_ranges(self) -> None:
        given = first_ranges(self.lab.plain)
        if given:
            self.lab.take_judgements(given)
        self.said.say("" if given else paragraph("We have first ranges for the Westbank contract only; for this one, start with your own.", "note"))

    def _taker(self, take: Callable[[str, bytes], bool]) -> Callable[[str, bytes], None]:
        def taken(name: str, content: bytes) -> None:
            problem = "" if take(name, content) else " ".join(self.lab.refused[:5])
            for field, kind in self.files.items():
                field.problem = problem if take.__name__ == f"open_{kind}" or (kind, take.__name__) == ("map", "open_file") else ""
        return taken

    # -- from the state to the screen

    def _opened(self) -> None:
        lab = self.lab
        self.title.say(paragraph(title(lab)))
        self.line.options = lab.lines()
        if hasattr(self, "by"):
            self.by.value = lab.by
        self._show_place()
        self._changed()

    def _show_place(self) -> None:
        """Another assumption in the fields: its own words, or empty ones."""
        lab = self.lab
        self.line.value = lab.line
        self.key.value = lab.key
        self.key.disabled = lab.line.startswith(INPUT)
        for part in NUMBERS:
            self.parts[part].label = f"{ENDS[part]}, added to each line" if lab.line == EVERY else ENDS[part]
        self._show_form()

    def _show_form(self) -> None:
        lab, about, self._filling = self.lab, self._about(), True
        self.about.say(about_place(lab))
        self.lock.say(paragraph(REASON_FIRST, "note") if lab.locked else "")
        for part, field in self.parts.items():
            field.fill(lab.typed(part), about)
            field.problem = lab.problem(part)
            if part in NUMBERS:
                field.disabled, field.hint = lab.locked, number_hint(lab, part)
        self._filling = False

    def _changed(self) -> None:
        """What follows a keystroke at once; the rest comes when typing has paused."""
        lab = self.lab
        self._show_headline()
        self._show_form()
        picture = density_picture(lab)
        self.density.show(picture, sentence="" if picture else "No picture until a number has a range.")
        self._show_drivers()
        self.findings.say(findings_note(lab.result))
        self.judgements.say(judgements(lab))
        self._pause()

    def _show_headline(self) -> None:
        self.headline.say(headline(self.lab))

    def _show_drivers(self) -> None:
        lab = self.lab
        asks = not lab.revealed
        hide(self.asking, not asks)
        if asks:
            self.guess.options = guess_options(lab)
        picture = tornado_picture(lab)
        self.tornado.show(picture, sentence="" if picture or asks else "No chart until a number has a range.")
        self.verdict.say(verdict(lab))
        self.first.say(find_out_first(lab) if not asks else paragraph(GUESS_FIRST, "note"))

    def _pause(self) -> None:
        """The longer sums wait until nobody types; where no event loop runs, they are done at once."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.lab.deepen()
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(PAUSE, self.lab.deepen)

    def _deepened(self) -> None:
        lab = self.lab
        self._show_headline()
        self._show_drivers()
        self.presets.say(presets(lab))
        self.judgements.say(judgements(lab))
        self.comparison.say(comparison(lab))


def assumption_lab(whole: bool = True, ranges: bool = False, work: str = "assumption-lab") -> Stack:
    """The assumption lab, where this person left off, or at the real case.

    Parameters
    ----------
    whole : bool
        False for a place inside a lesson.
    ranges : bool
        Start with our first ranges of the case.
    work : str
        The name under which what is typed is kept.
    """
    lab = AssumptionLab()
    lab.open_start(START)
    if ranges:
        lab.take_judgements(first_ranges(lab.plain))
    return View(lab).render(whole, work)


def show(whole: bool = True) -> None:
    """Show the assumption lab; ``whole=False`` for a place inside a lesson."""
    display(assumption_lab(whole))
