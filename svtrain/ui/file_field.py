"""Takes a file from a person."""

from __future__ import annotations

from collections.abc import Callable

import traitlets

from svtrain.ui.element import Element


class FileField(Element):
    """Asks for one file and gives its name and bytes to ``on_file``.

    A file over ``limit`` bytes is refused in the browser, with a sentence. What is inside is for the reader to judge.

    Examples
    --------
    >>> got = []
    >>> field = FileField("A value map", accept=".yaml,.json", on_file=lambda name, data: got.append((name, data)))
    >>> field.take("map.yaml", b"title: A")
    >>> got
    [('map.yaml', b'title: A')]
    """

    script = "file.js"
    label = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    accept = traitlets.Unicode().tag(sync=True)
    limit = traitlets.Int(5_000_000).tag(sync=True)

    def __init__(self, label: str, *, on_file: Callable[[str, bytes], None], **more):
        super().__init__(label=label, **more)
        self._call = on_file
        self.on_msg(self._heard)

    def take(self, name: str, data: bytes) -> None:
        """Act as if a person had given this file."""
        self.problem = ""
        self._call(name, data)

    def _heard(self, _widget, message, buffers):
        if message.get("did") == "too large":
            self.problem = f"That file is {message['size'] / 1e6:.1f} MB; the most that can be read here is {self.limit / 1e6:g} MB."
        elif message.get("did") == "file" and buffers:
            data = bytes(buffers[0])
            if len(data) <= self.limit:
                self.take(str(message.get("name", ""))[:200], data)
