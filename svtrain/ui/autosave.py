"""Keeps an app's state as it changes, and brings it back."""

from __future__ import annotations

import asyncio
import atexit
import logging
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Protocol

import traitlets

from svtrain.core.problems import CannotDo
from svtrain.data.saved_work import Kept, Migration, SavedWork, delete_all, download_all
from svtrain.ui.button import Button, Download
from svtrain.ui.field import TextField
from svtrain.ui.layout import row, section
from svtrain.ui.saved_note import SavedNote
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph

WAIT = 0.3  # seconds without a change before it is saved
AGAIN = 20.0  # seconds before another try where the last one failed

log = logging.getLogger(__name__)


class State(Protocol):
    """What can be kept."""

    version: int

    def to_dict(self) -> dict: ...

    def from_dict(self, saved: dict) -> None: ...


def keep(
    state: State, app: str, *, on_loaded: Callable[[], None] | None = None, migrations: Mapping[int, Migration] | None = None,
    beside: Autosave | None = None,
) -> Autosave:
    """Load what was saved for this person and app, and save from now on.

    A state of traitlets is watched; any other says ``kept.save()`` when it has changed. The widget given back shows in
    one line when it was saved, or what went wrong. A page that keeps a second state ``beside`` its first says when in one line for both.

    Examples
    --------
    >>> kept = keep(ValueBuilder(), "value_builder")  # doctest: +SKIP
    >>> your_work(kept)                               # doctest: +SKIP
    """
    return Autosave(state, SavedWork(app, state.version, migrations), on_loaded, beside)


class Autosave(Stack):
    """See `keep`. ``store`` is the `SavedWork` behind it."""

    def __init__(self, state: State, store: SavedWork, on_loaded: Callable[[], None] | None = None, beside: Autosave | None = None):
        self.state, self.store = state, store
        self._on_loaded = on_loaded or (lambda: None)
        self._timer: asyncio.TimerHandle | None = None
        self._again: asyncio.TimerHandle | None = None
        self._last: dict | None = None
        self._well = True
        self._together: list[Autosave] = beside._together if beside else []  # all that the one line speaks for
        self._together.append(self)
        self.note = beside.note if beside else SavedNote(self._due, name="saved")
        self.warning = Words(live=True, name="not-saved")
        super().__init__([self.warning] if beside else [self.note, self.warning], _dom_classes=("sv-kept",))
        self._load()
        if isinstance(state, traitlets.HasTraits):
            state.observe(lambda _change: self.save())
        atexit.register(_flush, weakref.ref(self))

    def save(self) -> None:
        """Save soon; many changes in a row are one save. Where no event loop runs, save now."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.save_now()
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(WAIT, self.save_now)

    def save_now(self) -> None:
        """Save at once; what went wrong is shown, and tried again at the next change or after a while."""
        self._timer = None
        if self._again is not None:
            self._again.cancel()
            self._again = None
        self._well = self._saved()
        if not self._well:
            self.note.say("")
            self._try_again()
        self.note.over(all(one._well for one in self._together))

    def _due(self) -> bool:
        return any(one._timer is not None for one in self._together)

    def _try_again(self) -> None:
        with suppress(RuntimeError):  # no event loop runs
            self._again = asyncio.get_running_loop().call_later(AGAIN, self.save_now)

    def _saved(self) -> bool:
        try:
            now = self.state.to_dict()
            if now == self._last:
                return True
            told = self.store.save(now)
        except CannotDo as error:
            self._warn(error)
            return False
        except Exception:  # a fault of ours, of which the person has to hear all the same
            log.exception("Work could not be saved")
            self.warning.say(paragraph("Your work could not be saved: this page has a fault. Download it before you leave.", "problem"))
            return False
        self._last = now
        self.note.say(paragraph(f"Saved at {datetime.now():%H:%M}.", "note"))
        if told:
            self.warning.say(paragraph(told, "problem"))
        elif not self.store.apart:
            self.warning.say("")
        return True

    def open_other(self, other: Kept) -> None:
        """Go on with what another tab kept apart."""
        try:
            self._take(self.store.load(other.tab))
        except CannotDo as error:
            self._warn(error)

    def take_up(self, code: str) -> bool:
        """Go on with the work that a resume code stands for."""
        try:
            self._take(self.store.take_up(code))
        except CannotDo as error:
            self._warn(error)
            return False
        return True

    def _load(self) -> None:
        try:
            saved = self.store.load()
        except CannotDo as error:
            self._warn(error)
            return
        if saved is not None:
            self._take(saved)
            self.note.say(paragraph("Your work from last time is here.", "note"))

    def _take(self, saved: dict | None) -> None:
        if saved is None:
            return
        try:
            self.state.from_dict(saved)
        except Exception:  # whatever was in the file, the page must open
            self.store.apart = True
            self.warning.say(paragraph("Your saved work does not fit this page any more; it is kept as it is.", "problem"))
            return
        self._last = self.state.to_dict()
        self._on_loaded()

    def _warn(self, error: CannotDo) -> None:
        self.warning.say(paragraph(" ".join(problem.message for problem in error.problems), "problem"))


def _flush(found: weakref.ref) -> None:
    kept = found()
    if kept is not None and (kept._timer is not None or kept._again is not None):
        kept.save_now()


def your_work(kept: Autosave) -> Stack:
    """The part of a page where a person sees, takes along, takes up and deletes what is kept about them."""
    said = Words(live=True, name="your-work")
    code = TextField("Resume code", hint="Eight letters and digits from the other device.", name="resume-code")

    def give() -> None:
        kept.save_now()
        try:
            said.say(paragraph(f"Your resume code is {kept.store.code()}. Type it on the same page on the other device.", "headline"))
        except CannotDo as error:
            said.say(paragraph(error.problems[0].message, "problem"))

    def take() -> None:
        if kept.take_up(code.value):
            said.say(paragraph("The work under that code is here now.", "good"))

    def delete() -> None:
        try:
            count = delete_all(kept.store.owner, kept.store.root)
        except CannotDo as error:
            said.say(paragraph(error.problems[0].message, "problem"))
            return
        said.say(paragraph(f"Deleted: {count} file{'' if count == 1 else 's'}. What you change from now on is saved anew."))

    sure = Button("Yes, delete it all", kind="danger", on_click=delete, name="delete-sure")
    ask = Button("Delete what is kept about me", name="delete")
    asked = row(ask)
    ask.on_click(lambda: setattr(asked, "children", (ask, sure)))
    sure.on_click(lambda: setattr(asked, "children", (ask,)))
    return section(
        "Your work", kept, _other_copies(kept, said),
        row(
            Button("Get a resume code", on_click=give, name="code"),
            Download("Download what is kept about me", "my-work.zip", lambda: download_all(kept.store.owner, kept.store.root), mime="application/zip"),
            asked,
        ),
        row(code, Button("Take up that work", on_click=take, name="take-up")),
        said,
        intro="It is saved on this server as you type, and nowhere else.",
    )


def _other_copies(kept: Autosave, said: Words) -> Stack:
    def opener(other: Kept) -> Callable[[], None]:
        def go() -> None:
            kept.open_other(other)
            said.say(paragraph(f"This is the version saved at {other.clock}.", "good"))
        return go

    return row(*[Button(f"Open the version of {other.clock}", on_click=opener(other)) for other in kept.store.others()])
