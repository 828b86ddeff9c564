"""What is seen of the specification helper. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from collections.abc import Callable

from IPython.display import display

from svtrain.apps.specification_helper import words
from svtrain.apps.specification_helper.state import FIELDS, SpecificationHelper
from svtrain.apps.which_rule.view import View as RuleView
from svtrain.core.problems import CannotDo
from svtrain.core.specification import MARKETS, RELEVANCE
from svtrain.data import practice
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button, Download
from svtrain.ui.field import ChoiceField, Field, LongTextField, NumberField, TextField
from svtrain.ui.layout import columns, page, results, row, section, steps
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph

VALUED, PRACTICE, LEARNED = "valued:", "practice:", "learned"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLES = ("Contract", "Requirements", "Question and marking", "Proportion and law", "Take along")


class View:
    """The screen of one `SpecificationHelper`; a step is built when it is first opened."""

    def __init__(self, app: SpecificationHelper):
        self.app = app
        self._shows: dict[int, Callable[[], None]] = {}
        self._filling = False

    def render(self, whole: bool = True) -> Stack:
        """Build the page and keep it true to the state; ``whole`` is False for a place inside a lesson."""
        app = self.app
        self.notice = Words(live=True, name="notice")
        self.kept = keep(app, "specification-helper", on_loaded=self._show)
        self.rules = RuleView(app.rule).render(whole=False, beside=self.kept)  # at once: the facts kept on rules belong in the files, whichever step is open
        builders = (self._contract, self._requirements, self._question, self._proportion, self._take_along)
        self.steps = steps(list(zip(TITLES, builders, strict=True)), "Steps from an outcome to the papers")
        self.steps.bar.observe(lambda _: self._show(), "current")
        app.observe(lambda _: self._show(), ["revision", "current", "notice"])
        app.rule.observe(lambda _: self._show(), "revision")
        self._show()
        top = [self.notice, self.steps]
        return page("Specification helper", words.INTRO, *top, your_work(self.kept)) if whole else Stack([*top, self.kept])

    def _show(self) -> None:
        self.notice.say(paragraph(self.app.notice, "problem") if self.app.notice else "")
        show = self._shows.get(self.steps.bar.current) if hasattr(self, "steps") else None
        if show:
            self._filling = True
            show()
            self._filling = False

    def _fact(self, field, name: str):
        field.on_value(lambda text: self._filling or self.app.say(name, text))
        return field

    def _typed(self, field: Field, name: str, text: str) -> None:
        """Take text to the requirement that it was typed for, which may be in hand no more when it comes."""
        if self._filling:
            return
        place = int(field.typed_about) if field.typed_about.isdecimal() else self.app.current
        self.app.type(name, text, place)
        if place != self.app.current:
            self._show()

    # -- the steps

    def _contract(self) -> Stack:
        app = self.app
        start = ChoiceField("Begin with", name="begin")
        self.facts = {"title": TextField("What the contract is called", name="title"), "reference": TextField("Its reference", name="reference"),
                      "value": NumberField("Value over its whole life", unit="£", name="value"), "start": TextField("Starts", name="start", hint="Such as 1 April 2027."),
                      "end": TextField("Ends", name="end")}
        for name, field in self.facts.items():
            self._fact(field, name)
        self.found = Words(name="begun")

        def begin() -> None:
            if start.value.startswith(VALUED):
                app.begin_with(app.maps()[int(start.value.removeprefix(VALUED))])
            elif start.value == LEARNED:
                app.begin_with_learned()
            elif start.value:
                app.begin_with_practice(start.value.removeprefix(PRACTICE))

        def show() -> None:
            maps, learned = app.maps(), app.learned()
            options = [["", "Choose"], *([[LEARNED, f"What was learned from {learned}", "From promise to delivery"]] if learned else []), *([f"{VALUED}{place}", one.title or "A contract without a title", "From the contract valuer"] for place, one in enumerate(maps)),
                       *([f"{PRACTICE}{one.slug}", one.title, "Practice contracts (invented)"] for one in practice().contracts)]
            if options != start.options:
                start.options = options
            self.found.say((paragraph(words.NONE_VALUED, "note") if not maps else "") + words.every(app))
            for name, field in self.facts.items():
                field.value, field.problem = app.facts.get(name, ""), app.problem(f".{name}")

        self._shows[0] = show
        return Stack([section("Take the outcomes of a contract", row(start, Button("Take its outcomes", kind="main", on_click=begin, name="begin-with")),
                             intro="What is here now is replaced."),
                     section("The contract", columns(*self.facts.values(), narrowest="13rem")), self.found], _dom_classes=("sv-section",))

    def _requirements(self) -> Stack:
        app = self.app
        which = ChoiceField("Requirement", name="which", turns=True)
        which.on_value(lambda text: self._filling or not text.isdecimal() or app.go(int(text)))
        self.fields = {"outcome": LongTextField("What changes", rows=2, name="outcome"), "stakeholder": TextField("For whom", name="stakeholder"),
                       "indicator": TextField("How it is counted (indicator)", name="indicator", hint="Such as: starters who stay six months, on the payroll."),
                       "target": NumberField("How many", name="target", hint=words.TARGET), "unit": TextField("Counted in", name="unit"),
                       "evidence": LongTextField("What shows it (evidence)", rows=2, name="evidence", hint="What the supplier keeps anyway is best."),
                       "owner": TextField("Who answers for it", name="owner", hint="A role, such as contract manager."),
                       "due": TextField("By when", name="due")}
        self.relevance = {name: ChoiceField(text, name=name, options=[("", "Not answered"), ("yes", "Yes"), ("no", "No")]) for name, text in RELEVANCE.items()}
        for name, field in {**self.fields, **self.relevance}.items():
            field.on_value(lambda text, field=field, name=name: self._typed(field, name, text))
        flags, written, none = Words(live=True, name="flags"), Words(name="written"), Stack([Words(paragraph(words.NOTHING, "note"))])
        law = Words(name="law")
        form = Stack([which, columns(section("Write it", *self.fields.values()),
                                    Stack([section("As it will stand in the papers", results(written), flags),
                                          section("Is it relevant?", *self.relevance.values(), law)], _dom_classes=("sv-section",)), narrowest="20rem"),
                     row(Button("Take this one out", on_click=app.drop, name="drop"))], _dom_classes=("sv-section",))

        def show() -> None:
            hide(form, not app.rows)
            hide(none, bool(app.rows))
            options = [[str(place), f"{one.id}. {one.outcome[:80] or 'no words yet'}"] for place, one in enumerate(app.requirements)]
            if options != which.options:
                which.options = options
            which.value = str(app.current) if app.rows else ""
            for name in FIELDS:
                self.fields[name].fill(app.shown(name), str(app.current))
                self.fields[name].problem = app.problem(name)
            for name, field in self.relevance.items():
                field.fill(app.shown(name), str(app.current))
            flags.say(words.flags(app))
            law.say(words.relevance_source(app))
            written.say(words.as_written(app.files.printed()[app.current]) if app.current < len(app.requirements) else "")

        self._shows[1] = show
        return Stack([none, row(Button("Add a requirement", on_click=app.add, name="add")), form], _dom_classes=("sv-section",))

    def _question(self) -> Stack:
        scale = self._fact(ChoiceField("Marks from 0 to", name="scale", options=[("", "5"), ("100", "100")]), "scale")
        asked, guide = Words(name="question"), Words(name="guide")

        def show() -> None:
            scale.value = self.app.facts.get("scale", "")
            asked.say(words.question(self.app))
            guide.say(words.guide(self.app))

        self._shows[2] = show
        return columns(section("The question to bidders", results(asked)), section("How answers are marked", scale, guide), narrowest="22rem")

    def _proportion(self) -> Stack:
        market = self._fact(ChoiceField("How many could bid?", name="market", options=list(MARKETS.items())), "market")
        small = self._fact(ChoiceField("Could small firms or charities bid?", name="small", options=[("", "Not known"), ("yes", "Yes"), ("no", "No")]), "small")
        said = Words(live=True, name="prompts")

        def show() -> None:
            market.value, small.value = self.app.facts.get("market", ""), self.app.facts.get("small", "")
            said.say(words.prompts(self.app))

        self._shows[3] = show
        return Stack([section("Is it in proportion?", columns(market, small), said),
                     section("Which rules apply?", self.rules, intro=words.RULES)], _dom_classes=("sv-section",))

    def _take_along(self) -> Stack:
        files, said, gaps = self.app.files, Words(live=True, name="said"), Words(name="gaps")

        def made(make: Callable[[], str | bytes]) -> str | bytes:
            try:
                found = make()
            except CannotDo as error:
                said.say(paragraph(" ".join(problem.message for problem in error.problems), "problem"))
                raise
            said.say(paragraph("The file is made.", "good"))
            return found

        buttons = {".docx": Download("Word document", "", lambda: made(files.word), mime=DOCX, kind="main", name="word"),
                   ".html": Download("Page to print", "", lambda: made(files.page), mime="text/html", name="html"),
                   ".csv": Download("Commitments to follow, as CSV", "", lambda: made(files.commitments), mime="text/csv", name="commitments")}

        def show() -> None:
            for ending, button in buttons.items():
                button.filename = files.name(ending)
            gaps.say(words.gaps(self.app))

        self._shows[4] = show
        return section("Take it along", row(*buttons.values()), said, gaps, intro=words.SAVED)


def show(whole: bool = True) -> None:
    """Show the specification helper, where this person left off.

    Parameters
    ----------
    whole : bool
        False for a place inside a lesson.
    """
    display(View(SpecificationHelper()).render(whole))
