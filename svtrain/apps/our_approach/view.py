"""What is seen of our approach. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from collections.abc import Callable

from IPython.display import display

from svtrain.apps.our_approach.boxes import BoxView
from svtrain.apps.our_approach.exports import page_of, statement_of, statement_word_of, word_of
from svtrain.apps.our_approach.next_steps import StepsView
from svtrain.apps.our_approach.state import OurApproach
from svtrain.apps.our_approach.words import DECIDES_HINT, HELD_BACK, HOW, INTRO, NAMES_ARE_YOURS, STEPS_INTRO, TAKE_ALONG, standing
from svtrain.core.approach import PARTS
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button, Download
from svtrain.ui.field import TextField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, row, section, steps
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHORT = {"team": "The team", "organisation": "The organisation", "practice": "Practice", "learning": "Learning"}  # as few words as a step has room for
NAMES = (("title", "Title of the page", ""), ("team", "Your team", "As it should stand on the page."), ("organisation", "Your organisation", ""),
         ("decides", "Who decides what is still open?", DECIDES_HINT))


class View:
    """The screen of one `OurApproach`: a step for each part of the page, one for the next steps, one to take it along."""

    def __init__(self, app: OurApproach):
        self.app = app
        self.names = {name: TextField(label, hint=hint, name=name) for name, label, hint in NAMES}
        self.standing = Words(live=True, name="standing")
        self._shown: list[Callable[[], None]] = []

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        app = self.app
        self.kept = keep(app, "our-approach", on_loaded=self._show)
        app.look_again()
        for name, field in self.names.items():
            field.on_value(lambda text, name=name: app.name(name, text))
        self.steps = steps([*((short, lambda part=part: self._part(part)) for part, short in SHORT.items()),
                            ("Next steps", self._next_steps), ("Take it along", self._take_along)], label="Parts of the page")
        app.observe(lambda _: self._show(), "revision")
        self._show()
        again = Button("Look again at my other pages", on_click=app.look_again, name="look-again")
        parts = [Words(paragraph(HOW)), self.steps, row(again)]
        if not whole:
            return Stack([*parts, self.kept], _dom_classes=("sv-exercise",))
        return page("Our approach", INTRO, *parts, your_work(self.kept))

    def _part(self, part: str) -> Stack:
        views = [BoxView(self.app, kind) for kind in self.app.kinds() if kind.part == part]
        self._shown += [view.show for view in views]
        if part != "team":
            return section(PARTS[part], *views)
        named = columns(*(self.names[name] for name in ("title", "team", "organisation")), narrowest="15rem")
        return section(PARTS[part], named, *views, intro=NAMES_ARE_YOURS)

    def _next_steps(self) -> Stack:
        view = StepsView(self.app)
        self._shown.append(view.show)
        return section("Next steps", view, intro=STEPS_INTRO)

    def _take_along(self) -> Stack:
        app, told = self.app, Words(live=True, name="file-told")

        def take(name: str, content: bytes) -> None:
            done = app.take_file(name, content)
            field.problem = "" if done else " ".join(app.refused)
            told.say(paragraph("Taken in. It stands in place of what was here.", "good") if done else "")

        field = FileField("Take in a page from a file", accept=".yaml,.yml,.json", on_file=take, hint="The text file from here. It replaces what stands here now.")
        return section(
            "Take it along", self.standing, self.names["decides"],
            row(Download("The page, to read or print", "our-approach.html", lambda: page_of(app), mime="text/html", kind="main", name="page"),
                Download("The page in Word", "our-approach.docx", lambda: word_of(app), mime=DOCX, name="word")),
            row(Download("Draft statement, to read or print", "social-value-statement-draft.html", lambda: statement_of(app), mime="text/html", name="statement"),
                Download("Draft statement in Word", "social-value-statement-draft.docx", lambda: statement_word_of(app), mime=DOCX, name="statement-word")),
            row(Download("Everything as text, to take in again", "our-approach.yaml", app.text, mime="application/yaml", name="yaml"),
                Download("As JSON", "our-approach.json", lambda: app.text(as_json=True), mime="application/json", name="json")),
            Words(paragraph(HELD_BACK, "note")), field, told, intro=TAKE_ALONG)

    def _show(self) -> None:
        for name, field in self.names.items():
            field.value, field.problem = self.app.shown(name), self.app.problems.get(name, "")
        self.standing.say(standing(self.app))
        for show in self._shown:
            show()


def show(whole: bool = True) -> None:
    """Show our approach, where this person left off; ``whole=False`` for a place inside a lesson."""
    display(View(OurApproach()).render(whole))
