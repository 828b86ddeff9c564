"""The text of one cell, as a parser tells it piece by piece."""

from __future__ import annotations

LONGEST_CELL = 100_000  # characters; no cell of a register is longer


class CellText:
    """What was heard of a cell; what is beyond the longest is let go.

    Examples
    --------
    >>> text = CellText()
    >>> text.hear("Acme "); text.hear("Ltd"); text.whole()
    'Acme Ltd'
    """

    def __init__(self):
        self._pieces: list[str] = []
        self._length = 0

    def hear(self, text: str) -> None:
        """Take the next piece."""
        if self._length < LONGEST_CELL:
            self._pieces.append(text[: LONGEST_CELL - self._length])
            self._length += len(self._pieces[-1])

    def whole(self) -> str:
        return "".join(self._pieces)
