"""The part of the explorer where three contracts are chosen: first alone, then with marks, then in the end."""

from __future__ import annotations

from svtrain.apps.spend_explorer import choice_words as words
from svtrain.apps.spend_explorer import downloads
from svtrain.apps.spend_explorer.choice import FACTORS, MEANINGS, WANTED
from svtrain.apps.spend_explorer.state import SpendExplorer
from svtrain.ui.button import Button, Download
from svtrain.ui.field import ChoiceField, LongTextField, TextField
from svtrain.ui.layout import columns, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph

NAMES = {"influence": "Influence", "relevance": "Relevance"}


class ChoosingView:
    """See the module."""

    def __init__(self, app: SpendExplorer):
        self.app = app
        self.search = TextField("Find a contract", name="search", hint="Words from its title, supplier, reference or category.")
        self.found = ChoiceField("What was found", "", words.found_options(app), name="found")
        self.picked = Words(live=True, name="picked")
        self.mine = [Words(name=f"mine-{place}") for place in range(WANTED)]
        self.reasons = [LongTextField("Why this one?", rows=2, name=f"mine-{place}.reason") for place in range(WANTED)]
        self.takes = [Button("Take it back", on_click=lambda place=place: app.unpick(place), name=f"unpick-{place}") for place in range(WANTED)]
        self.told = Words(live=True, name="committed")
        self.marks = Stack(_dom_classes=("sv-section",))
        self.fields: dict[tuple[str, str], ChoiceField] = {}
        self.ranking = Words(live=True, name="ranking")
        self.last = [ChoiceField(f"{name} contract", "", [("", "Choose")], name=f"chosen-{place}") for place, name in enumerate(("First", "Second", "Third"))]
        self.why = [LongTextField("Why is it worth the effort?", rows=2, name=f"chosen-{place}.reason") for place in range(WANTED)]
        self.handed = Words(live=True, name="handed")
        self._listen()

    def sections(self) -> Stack:
        """The sections, in order."""
        picked = columns(*(Stack([self.mine[place], self.reasons[place], self.takes[place]]) for place in range(WANTED)), narrowest="16rem")
        last = columns(*(Stack([self.last[place], self.why[place]]) for place in range(WANTED)), narrowest="16rem")
        return Stack([
            section("Choose three yourself first", columns(self.search, self.found), row(Button("Take this one", on_click=self._pick, name="pick")), self.picked, picked,
                    row(Button("These are my three", kind="main", on_click=self._commit, name="commit")), self.told, intro=words.FIRST),
            section("Give marks to the candidates", self.marks, intro="Your three, the largest that end soon, and the largest of the rest. Find others above to add them."),
            section("What follows from the marks", results(self.ranking)),
            section("Your three in the end", last, row(
                Button("Keep these three for the next steps", kind="main", on_click=self._hand_over, name="hand-over"),
                Download("Download these three", "three-contracts.csv", lambda: self._download(), mime="text/csv", name="three")), self.handed),
        ], _dom_classes=("sv-section",))

    # -- from the screen to the state

    _filling = False

    def _listen(self) -> None:
        app = self.app
        self.search.on_value(lambda text: app.type("search", text))
        for place in range(WANTED):
            self.reasons[place].on_value(lambda text, place=place: self._filling or app.say_why(place, text))
            self.last[place].on_value(lambda key, place=place: self._filling or app.choose(place, key=key))
            self.why[place].on_value(lambda text, place=place: self._filling or app.choose(place, reason=text))

    def _pick(self) -> None:
        why_not = self.app.pick(self.found.value)
        self.picked.say(paragraph(why_not, "problem") if why_not else "")

    def _commit(self) -> None:
        if self.app.commit():
            self.told.say(paragraph("Your three are recorded. Now give each candidate its marks.", "good"))
        else:
            self.told.say(paragraph(self.app.problems.get("mine", ""), "problem"))

    def _hand_over(self) -> None:
        if self.app.hand_over():
            self.handed.say(paragraph(words.HANDED, "good"))
        else:
            self.handed.say(paragraph(self.app.problems.get("chosen", ""), "problem"))

    def _download(self) -> str:
        made = downloads.three(self.app)
        self.handed.say(paragraph("The file holds the three with your reasons.", "good") if made else paragraph("Choose three and write why for each first.", "problem"))
        return made

    # -- from the state to the screen

    def show(self) -> None:
        """Show the state again."""
        app = self.app
        self._filling = True
        self.search.value = app.typed.get("search", "")
        options = words.found_options(app)
        if [list(one) for one in options] != self.found.options:
            with self.found.hold_sync():  # in one message, so that a quick choice from the new list is not undone
                self.found.value, self.found.options = "", options
        for place in range(WANTED):
            self.mine[place].say(words.mine_words(app, place))
            self.reasons[place].value = app.mine[place]["reason"] if place < len(app.mine) else ""
            self.reasons[place].disabled = self.takes[place].disabled = app.committed or place >= len(app.mine)
        self._show_marks()
        self.ranking.say(words.ranking_words(app))
        self._show_last()
        self._filling = False

    def _show_marks(self) -> None:
        app = self.app
        if not app.committed or app.things is None:
            self.fields, self.marks.children = {}, [Words(paragraph("They are shown once your own three are committed.", "note"))]
            return
        keys = [key for key in app.candidates if app.row(key) is not None]
        if [key for key, factor in self.fields if factor == FACTORS[0]] != keys:
            self.fields = {(key, factor): self._mark_field(key, factor) for key in keys for factor in FACTORS}
            self.marks.children = [Stack([Words(paragraph(words.one_line(app.row(key)))), columns(*(self.fields[key, factor] for factor in FACTORS))])
                                   for key in keys]
        for (key, factor), field in self.fields.items():
            field.value = app.marks.get(key, {}).get(factor, "")

    def _mark_field(self, key: str, factor: str) -> ChoiceField:
        options = [("", "No mark yet"), *((text[0], text) for text in MEANINGS[factor][1:])]
        field = ChoiceField(f"{NAMES[factor]}: {self.app.row(key)['title'][:60] or 'no title'}", "", options, name=f"{factor}.{key}")
        field.on_value(lambda mark: self._filling or self.app.give_mark(key, factor, mark))
        return field

    def _show_last(self) -> None:
        app = self.app
        options = words.candidate_options(app)
        for place in range(WANTED):
            here = app.chosen[place] if place < len(app.chosen) else {"key": "", "reason": ""}
            field = self.last[place]
            if [list(one) for one in options] != field.options:
                field.options = options
            field.value, self.why[place].value = here["key"], here["reason"]
            field.disabled = self.why[place].disabled = not app.committed
