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
        self._pieces: list[bytes] = []
        self.on_msg(self._heard)

    def take(self, name: str, data: bytes) -> None:
        """Act as if a person had given this file."""
        self.problem = ""
        self._call(name, data)

    def _heard(self, _widget, message, buffers):
        if message.get("did") == "too large":
            self.problem = f"That file is {message['size'] / 1e6:.1f} MB; the most that can be read here is {self.limit / 1e6:g} MB."
        elif message.get("did") == "file" and buffers:
            self._piece(message, bytes(buffers[0]))

    def _piece(self, message: dict, data: bytes) -> None:
        """Put a file together from its pieces, which come in order; a piece that does not fit begins nothing."""
        piece, pieces = message.get("piece", 0), message.get("pieces", 1)
        if piece == 0:
            self._pieces = []
        if piece != len(self._pieces) or sum(map(len, self._pieces)) + len(data) > self.limit:
            return
        self._pieces.append(data)
        if len(self._pieces) == pieces:
            whole, self._pieces = b"".join(self._pieces), []
            self.take(str(message.get("name", ""))[:200], whole)
