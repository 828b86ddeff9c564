"""Labelled fields. The text in the box is the field's value, letter for letter; the app's state reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import traitlets

from svtrain.core import terms
from svtrain.ui.element import Element


class Field(Element):
    """What all fields share; use one of the kinds below.

    The value is always the raw text. A field never corrects, clips or refuses: the app's state parses, and what it
    could not read comes back as ``problem``, which is shown under the box and read out.

    Parameters
    ----------
    label : str
        What the field asks for. Left out, it is the label of ``term``.
    value : str or number
        What stands in the box at first.
    unit : str
        Shown behind the box and read out with it: ``"people"``, ``"£ a year"``.
    term : str
        An id from ``core/terms.py``; its label and meaning are used, the meaning behind a "?" button.
    hint : str
        A line that is always shown under the box.
    problem : str
        What has to be put right, in one sentence; empty when nothing has.
    name : str
        For the page's own use and for tests: the element carries ``data-field="<name>"``.

    Examples
    --------
    >>> field = NumberField(term="deadweight", value="40%")
    >>> field.label, field.value, field.problem
    ('Would have happened anyway (deadweight)', '40%', '')
    >>> heard = []
    >>> field.on_value(heard.append)
    >>> field.value = "-5"
    >>> heard
    ['-5']
    """

    script = "field.js"
    from_page = ("value", "typed_about")
    kind = traitlets.Unicode("text").tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    value = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    term = traitlets.Unicode().tag(sync=True)
    meaning = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)
    step = traitlets.Float(0).tag(sync=True)
    rows = traitlets.Int(3).tag(sync=True)
    options = traitlets.List().tag(sync=True)
    about = traitlets.Unicode(help="what the box is about now, where one box serves several things in turn").tag(sync=True)
    typed_about = traitlets.Unicode(help="what it was about when its text was typed").tag(sync=True)
    turns = traitlets.Bool(False, help="whether other boxes are about something else after a change here").tag(sync=True)

    def __init__(self, label: str = "", value: object = "", *, term: str = "", **more):
        if term:
            known = terms.term(term)
            label = label or known.label
            more.setdefault("meaning", known.meaning)
            more["term"] = known.word
        super().__init__(label=label, value=text_of(value), **more)
        self.on_msg(self._heard)

    def _heard(self, _widget, message, _buffers) -> None:
        """What stands in the box, said ahead of a press; it is not sent back, where more may have been typed meanwhile."""
        if message.get("did") == "typed" and isinstance(text := message.get("text"), str) and not self.disabled:
            about = str(message.get("about") or "")
            with self._lock_property(value=text, typed_about=about), self.hold_trait_notifications():
                self.value, self.typed_about = text, about

    def set_state(self, sync_data: dict) -> None:
        """Take what the page says; after a turn, tell it that every box is filled, those too that the turn left as they were."""
        super().set_state(sync_data)
        if self.turns and "value" in sync_data:
            self.send({"do": "turned"})

    def fill(self, value: str, about: str) -> None:
        """Put in what stands for the thing that the box is about now, from code."""
        with self.hold_sync():
            self.about, self.value = about, value

    def on_value(self, call: Callable[[str], None]) -> None:
        """Call ``call(text)`` at every change, from the screen or from code."""
        self.observe(lambda change: call(change["new"]), "value")


def text_of(value: object) -> str:
    """A number as a person would type it; text as it is.

    Examples
    --------
    >>> text_of(0.1), text_of(237.0), text_of(None), text_of("40%")
    ('0.1', '237', '', '40%')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


class TextField(Field):
    """One line of text."""


class LongTextField(Field):
    """Several lines of text."""

    kind = traitlets.Unicode("long").tag(sync=True)


class NumberField(Field):
    """A number, typed as people type it (``£1,200``, ``40%``, ``1.2m``).

    ``step`` is what the up and down arrow keys add or take; 0 leaves the arrow keys alone.
    """

    kind = traitlets.Unicode("number").tag(sync=True)


class _Options(Field):
    """``options``: ``(id, text)`` or ``(id, text, group)`` each; ``value`` is the id."""

    def __init__(self, label: str = "", value: object = "", options: Iterable = (), **more):
        super().__init__(label, value, options=as_options(options), **more)

    @traitlets.validate("options")
    def _as_lists(self, proposal):
        return as_options(proposal["value"])


class ChoiceField(_Options):
    """One of several, in a drop-down list."""

    kind = traitlets.Unicode("choice").tag(sync=True)


class ListField(_Options):
    """One of a few, all in view (radio buttons)."""

    kind = traitlets.Unicode("list").tag(sync=True)


class TickField(Field):
    """Yes or no; ``value`` is ``"yes"`` or ``"no"``."""

    kind = traitlets.Unicode("tick").tag(sync=True)

    @property
    def ticked(self) -> bool:
        return self.value == "yes"


def as_options(options: Iterable) -> list[list[str]]:
    """Options in the one form that the page reads.

    Examples
    --------
    >>> as_options(["a", ("b", "Bee"), ("c", "Sea", "Group")])
    [['a', 'a'], ['b', 'Bee'], ['c', 'Sea', 'Group']]
    """
    return [[option, option] if isinstance(option, str) else [str(part) for part in option] for option in options]
