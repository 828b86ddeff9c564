"""What is seen of the proxy explorer. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from IPython.display import display

from svtrain.apps.proxy_explorer.exports import page_of, text_of, workbook_of
from svtrain.apps.proxy_explorer.listing import SIDES, YEARS, bank
from svtrain.apps.proxy_explorer.question import Question
from svtrain.apps.proxy_explorer.state import ProxyExplorer
from svtrain.apps.proxy_explorer.words import BEGIN, FIND, INTRO, POLICY, found_note, option, policy_table
from svtrain.core.problems import CannotDo
from svtrain.room import Seat, my_seat
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button, Download
from svtrain.ui.field import ChoiceField, ListField, TextField, TickField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Desk:
    """One person's explorer on one page: the whole app, or single proxies inside a lesson.

    Examples
    --------
    >>> desk = Desk()                                 # doctest: +SKIP
    >>> desk.show("jrf-living-wage-job-gov")          # doctest: +SKIP
    """

    def __init__(self, app: ProxyExplorer | None = None, seat: Seat | None = None):
        self.app, self.seat = app or ProxyExplorer(), seat or my_seat()
        self.questions: list[Question] = []
        self._shown: list[Callable[[], None]] = []
        self.kept = keep(self.app, "proxy-explorer", on_loaded=self.refresh)
        self.app.observe(lambda _: self.refresh(), "revision")
        self._task = self._watch()

    def refresh(self) -> None:
        """Show the state everywhere on the page."""
        for question in self.questions:
            question.refresh()
        for show in self._shown:
            show()

    def question(self, name: str = "") -> Question:
        """One proxy; without a name, the one that was chosen."""
        made = Question(self.app, (lambda: name) if name else lambda: self.app.chosen, self.seat, f"{name}." if name else "")
        self.questions.append(made)
        return made

    def show(self, name: str) -> None:
        """Show one proxy inside a lesson."""
        first = not self.questions
        display(Stack([self.question(name), *([self.kept] if first else [])], _dom_classes=("sv-exercise",)))

    def policy(self) -> Stack:
        """The policy: what was judged, and how to take it along or take one in."""
        app = self.app
        title, owner = TextField("Name of the policy", app.title, name="title"), TextField("Whose policy is it?", app.owner, name="owner", hint="A team, not a person.")
        keeps = TickField("Keep licensed values in the files: such a file must stay on this machine", "yes" if app.keep_private else "no", name="keep-private")
        told, shown = Words(live=True, name="policy-told"), Words(name="policy")
        title.on_value(lambda text: setattr(app, "title", text))
        owner.on_value(lambda text: setattr(app, "owner", text))
        keeps.on_value(lambda text: setattr(app, "keep_private", text == "yes"))

        def take(name: str, content: bytes) -> None:
            said = app.take(name, content)
            file.problem = "" if said else " ".join(app.refused[:5])
            told.say(paragraph(said, "good") if said else "")

        def make(how: Callable[[ProxyExplorer], tuple[str | bytes, tuple[str, ...]]]) -> Callable[[], str | bytes]:
            def made() -> str | bytes:
                content, left_out = how(app)
                told.say(paragraph(" ".join(left_out), "problem") if left_out else "")
                return content
            return made

        file = FileField("Take in a policy", accept=".xlsx,.yaml,.yml,.json", on_file=take, hint="The workbook from here, or a YAML or JSON file. Its judgements replace yours.")

        def show() -> None:
            title.value, owner.value, keeps.value = app.title, app.owner, "yes" if app.keep_private else "no"
            shown.say(policy_table(app))

        self._shown.append(show)
        show()
        return section(
            "Our proxy policy", shown, columns(title, owner), *([keeps] if any(proxy.private for proxy in bank()) else []),
            row(Download("Download as a workbook", "proxy-policy.xlsx", make(workbook_of), mime=XLSX, kind="main", name="workbook"),
                Download("Download as a page", "proxy-policy.html", make(page_of), mime="text/html", name="page"),
                Download("Download as text", "proxy-policy.yaml", make(text_of), mime="application/yaml", name="yaml")),
            told, file, intro=POLICY)

    def finder(self) -> Stack:
        """Search, filters and a short list."""
        app = self.app
        text = TextField("What are you looking for?", app.text, name="search", hint="Such as volunteer hour, apprenticeship or tonne of carbon.")
        themes = sorted({proxy.theme for proxy in bank() if proxy.theme})
        groups = [(group, f"{group} ({count})") for group, count in bank().groups().items()]
        choices = {"theme": ("Theme", [(one, one) for one in themes]), "group": ("Where answers differ", groups), "side": ("Whose money", list(SIDES.items())),
                   "year": ("Price year", list(YEARS.items()))}
        fields = {name: ChoiceField(label, "", [("", "All"), *options], name=name) for name, (label, options) in choices.items()}
        found = ListField("The proxy to look at", "", [], name="found", turns=True)
        note = Words(live=True, name="found-note")
        filling = []
        text.on_value(lambda typed: filling or app.search(text=typed))
        for name, field in fields.items():
            field.on_value(lambda value, name=name: filling or app.search(**{name: value}))
        found.on_value(lambda name: app.choose(name) if name and not filling else None)
        back, on = Button("Earlier in the list", on_click=lambda: app.turn(-1), name="back"), Button("Further in the list", on_click=lambda: app.turn(1), name="on")

        def show() -> None:
            listed = app.listed()
            filling.append(1)
            text.value = app.text
            for name, field in fields.items():
                field.value = app.filters.get(name, "")
            found.options = [(proxy.id, option(app, proxy)) for proxy in listed.proxies]
            found.value = app.chosen if app.chosen in {proxy.id for proxy in listed.proxies} else ""
            filling.pop()
            note.say(paragraph(found_note(listed), "note"))
            back.disabled, on.disabled = listed.page == 0, listed.page + 1 >= listed.pages

        self._shown.append(show)
        show()
        return section("Find a proxy", text, columns(*fields.values(), narrowest="12rem"), found, row(back, on), note, intro=FIND)

    def render(self, whole: bool = True) -> Stack:
        """The whole app; ``whole`` gives it the heading of a page of its own."""
        begin = row(*(Button(words, on_click=lambda name=name: self.app.choose(name), name=f"begin-{name}") for name, words in BEGIN.items()))
        parts = [self.finder(), section("Look closely", begin, self.question()), self.policy()]
        if not whole:
            return Stack([*parts, self.kept])
        return page("Proxy explorer", INTRO, *parts, your_work(self.kept))

    def _watch(self) -> asyncio.Task | None:
        """In a room, look again whenever something has happened there."""
        if self.seat is None:
            return None
        with suppress(RuntimeError):  # a script has no event loop
            return asyncio.get_running_loop().create_task(self._look_again())

    async def _look_again(self) -> None:
        with suppress(CannotDo):
            async for _ in self.seat.changes(n=0):  # once at first: something may have happened since the page was drawn
                for question in self.questions:
                    question.refresh_room()


def show(whole: bool = True) -> None:
    """Show the proxy explorer, where this person left off; ``whole=False`` for a place inside a lesson."""
    display(Desk().render(whole))
