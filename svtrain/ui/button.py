"""Buttons that do one thing, and buttons that hand over a file."""

from __future__ import annotations

from collections.abc import Callable

import traitlets

from svtrain.core.problems import CannotDo
from svtrain.ui.element import Element
from svtrain.ui.words import Words, paragraph


class Button(Element):
    """A real button.

    ``kind`` is ``plain``, ``main`` or ``danger``. ``long_name`` is for the ear, where the text alone is not enough:
    text ``Remove``, long name ``Remove the outcome "jobs"``; it must contain the text.

    Examples
    --------
    >>> pressed = []
    >>> button = Button("Check", kind="main", on_click=lambda: pressed.append(1))
    >>> button.click()
    >>> pressed
    [1]
    """

    script = "button.js"
    text = traitlets.Unicode().tag(sync=True)
    long_name = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Unicode("plain").tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(self, text: str, *, on_click: Callable[[], None] | None = None, **more):
        super().__init__(text=text, **more)
        self._calls: list[Callable[[], None]] = [on_click] if on_click else []
        self.on_msg(self._heard)

    def on_click(self, call: Callable[[], None]) -> None:
        """Call ``call()`` at each press."""
        self._calls.append(call)

    def click(self) -> None:
        """Press it from code."""
        for call in self._calls:
            call()

    def _heard(self, _widget, message, _buffers):
        if message.get("did") == "click" and not self.disabled:
            self.click()


class Download(Button):
    """Hands over a file that is made when the button is pressed, so it is never stale.

    Parameters
    ----------
    make : callable
        Gives the content, as text or bytes; None when there is nothing to hand over, which the app then says itself. Where it raises `CannotDo` it has said why, and no file is handed over.

    Examples
    --------
    >>> button = Download("Save as a file", "map.yaml", lambda: "title: A")
    >>> button.click()
    """

    def __init__(self, text: str, filename: str, make: Callable[[], str | bytes | None], *, mime: str = "application/octet-stream", **more):
        super().__init__(text, **more)
        self.filename, self._make, self._mime = filename, make, mime
        self.on_click(self._hand_over)

    def _hand_over(self) -> None:
        try:
            content = self._make()
        except CannotDo:
            return
        if content is None:
            return
        data = content.encode("utf-8") if isinstance(content, str) else content
        self.send({"do": "save", "name": self.filename, "type": self._mime}, buffers=[data])


def made_or_told(make: Callable[[], str | bytes], said: Words, *first: str) -> str | bytes | None:
    """What a `Download` is to hand over; where nothing can be made, ``said`` tells why, after the sentences in ``first``."""
    try:
        made = make()
    except CannotDo as error:
        said.say(paragraph(" ".join([*first, *(problem.message for problem in error.problems)]), "problem"))
        return None
    said.say("")
    return made
