"""What is seen of the Flexible Framework with many raters. It reads the state and calls its verbs; it holds nothing."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from IPython.display import display

from svtrain.apps.framework_raters.rating import PARTS, SAID, SURE, cells_of
from svtrain.apps.framework_raters.state import FrameworkRaters, leads
from svtrain.apps.framework_raters.words import BY_FILE, BY_ROOM, CONVENTION, INTRO, LEADING, NAMES, PRIVATE, about_cell, about_theme, actions, history, picture, progress, result
from svtrain.core.framework import TOP_LEVEL
from svtrain.core.problems import CannotDo
from svtrain.room import Seat, my_seat
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button, Download
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField, Field, LongTextField, TextField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph

LEADS = {"open": "Open the rating to the room", "close": "Close the rating", "reveal": "Reveal the map"}


class View:
    """The screen of one `FrameworkRaters`."""

    def __init__(self, app: FrameworkRaters, seat: Seat | None = None):
        self.app, self.seat = app, seat
        self.when = TextField("Month of this rating", hint="Year and month, such as 2026-11.", name="when")
        self.theme = ChoiceField("Theme", app.theme, list(NAMES.items()), name="theme", turns=True)
        self.heads = {level: Words() for level in range(1, TOP_LEVEL + 1)}
        self.fields = {level: _fields(level) for level in range(1, TOP_LEVEL + 1)}
        self.about, self.progress, self.told = Words(), Words(), Words(live=True, name="told")
        self.result, self.actions, self.history = Words(live=True, name="map"), Words(name="actions"), Words(name="history")
        self.room, self.led, self.lead_row = Words(live=True, name="room"), Words(live=True, name="led"), row()
        self.leads = {verb: Button(text, kind="plain" if verb == "close" else "main", on_click=lambda verb=verb: self._lead(verb), name=f"room-{verb}")
                      for verb, text in LEADS.items()}
        self.chart = Chart(name="spread")
        self.file = FileField("Take in a rating that was handed to you", accept=".json", on_file=self._take, hint="One file for each person.", limit=200_000)

    def render(self) -> Stack:
        """Build the page and keep it true to the state."""
        self.kept = keep(self.app, "framework-raters", on_loaded=self._show)
        self._listen()
        self._show()
        self._following = self._follow()
        lead = [section("You lead this room", results(self.room), self.lead_row, self.led, intro=LEADING)] if leads(self.seat) else []
        return page("Flexible Framework, many raters", INTRO, *lead, self._own(), self._map(), self._handing(), your_work(self.kept))

    def _own(self) -> Stack:
        cells = [Stack([self.heads[level], columns(*fields.values(), narrowest="15rem")], _dom_classes=("sv-section",)) for level, fields in self.fields.items()]
        finish = row(Button("This is my rating", kind="main", on_click=self._finish, name="finish"), Button("Change my rating", on_click=self.app.begin_again, name="again"))
        return section("Your own rating", columns(self.when, self.theme), self.about, *cells, self.progress, finish, self.told, intro=PRIVATE)

    def _map(self) -> Stack:
        return section("Where you agree, and where not", results(self.result), self.chart, Words(paragraph(CONVENTION, "note")),
                       section("The next three steps", self.actions), section("Over time", self.history))

    def _handing(self) -> Stack:
        room = [] if self.seat is None else [*([] if leads(self.seat) else [self.room]), row(Button("Hand my rating to the room again", on_click=self._give, name="give"))]
        self.handed = Words(live=True, name="handed")
        return section(
            "Hand it in, or take others in", *room,
            row(Download("Download my rating to hand it in", "rating.json", self._text, mime="application/json", name="download")),
            self.file, self.handed, row(Button("Put away what others handed in", on_click=self.app.forget_others, name="forget")),
            intro=BY_FILE if self.seat is None else BY_ROOM)

    # -- from the screen to the state

    def _listen(self) -> None:
        app = self.app
        self.when.on_value(app.date)
        self.theme.on_value(lambda theme: setattr(app, "theme", theme) if theme else None)
        for level, fields in self.fields.items():
            for part, field in fields.items():
                field.on_value(lambda text, level=level, part=part, field=field: self._rate(field, level, part, text))
        app.observe(lambda _: self._show(), ["revision", "theme"])

    def _rate(self, field: Field, level: int, part: str, text: str) -> None:
        """Take text to the cell that it was typed for, whose theme may be on the screen no more when it comes."""
        if self._filling:
            return
        cell = cells_of(self.app.theme)[level - 1].id
        self.app.rate(field.typed_about or cell, part, text)
        if field.typed_about not in ("", cell):
            self._show_cells()

    def _finish(self) -> None:
        done = self.app.finish()
        if done and self.seat is not None:
            self._tell(self.app.give_to_room(self.seat))
            self._look()
        self.told.say(paragraph("Your rating is finished. See below.", "good") if done else
                      paragraph(self.app.problem("when") or "Rate at least one cell first.", "problem"))

    def _give(self) -> None:
        self._tell(self.app.give_to_room(self.seat))
        self._look()

    def _lead(self, verb: str) -> None:
        self.led.say(paragraph(self.app.lead_room(self.seat, verb)))
        self._look()

    def _look(self) -> None:
        wanted = tuple(self.leads[verb] for verb in self.app.may_do(self.seat))
        if self.lead_row.children != wanted:
            self.lead_row.children = wanted
        self.room.say(paragraph(self.app.look_at_room(self.seat), "headline"))

    def _follow(self) -> asyncio.Task | None:
        """In a room, look again whenever something has happened there."""
        if self.seat is None:
            return None
        self._look()
        with suppress(RuntimeError):  # a script has no event loop
            return asyncio.get_running_loop().create_task(self._look_again())

    async def _look_again(self) -> None:
        with suppress(CannotDo):
            async for _ in self.seat.changes(n=0):  # once at first: something may have happened since the page was drawn
                self._look()

    def _take(self, name: str, content: bytes) -> None:
        taken = self.app.take(name, content)
        self.file.problem = "" if taken else " ".join(self.app.refused)
        if taken:
            self._tell(f"Taken in: {name}.")

    def _tell(self, text: str) -> None:
        self.handed.say(paragraph(text))

    def _text(self) -> str:
        if not self.app.done:
            self._tell("Finish your own rating first; then it can be handed in.")
        return self.app.text()

    # -- from the state to the screen

    _filling = False

    def _show(self) -> None:
        app = self.app
        self.when.value, self.when.problem, self.when.disabled = app.when, app.problem("when"), app.done
        self.theme.value = app.theme
        self.about.say(about_theme(app))
        self._show_cells()
        self.progress.say(paragraph(progress(app), "note"))
        self.result.say(result(app))
        self.actions.say(actions(app))
        self.history.say(history(app))
        shown = picture(app)
        if shown is None:
            self.chart.show(None, sentence="No chart before your own rating is finished.")
        else:
            self.chart.show(shown)

    def _show_cells(self) -> None:
        self._filling = True  # another theme's words must not be taken for this one's
        for cell in cells_of(self.app.theme):
            self.heads[cell.level].say(about_cell(cell))
            for part, field in self.fields[cell.level].items():
                field.fill(self.app.shown(cell.id, part), cell.id)
                field.disabled = self.app.done
            self.fields[cell.level]["evidence"].problem = self.app.problem(cell.id)
        self._filling = False


def _fields(level: int) -> dict[str, Field]:
    made = (
        ChoiceField(f"Is all of level {level} so?", "", list(SAID.items()), name=f"{level}.said"),
        LongTextField("What shows it?", rows=2, name=f"{level}.evidence", hint="In a few words. Without it a yes does not count."),
        TextField("Where it is, and of what date", name=f"{level}.where", hint="A link, a file or a person."),
        ChoiceField("How sure are you?", "", list(SURE.items()), name=f"{level}.sure"),
    )
    return dict(zip(PARTS, made, strict=True))


def show() -> None:
    """Show the grid, where this person left off."""
    display(View(FrameworkRaters(), my_seat()).render())
