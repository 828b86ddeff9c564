"""The tables of a web page, as a parser tells its tags one by one."""

from __future__ import annotations

from collections.abc import Mapping

from svtrain.data.register.cell_text import CellText
from svtrain.data.register.grid import Grid

MOST_TABLES = 2_000
MOST_NESTED = 40
_SILENT = {"script", "style", "select", "textarea", "template", "noscript"}
_BREAKS = {"br", "p", "div", "li", "tr"}


class Page:
    """Told of every tag and text in turn, it keeps the cells of tables and nothing else.

    Tables inside a cell are tables of their own, as pages laid out in tables have them.

    Examples
    --------
    >>> page = Page()
    >>> for tag in ("table", "tr", "td"): page.start(tag, {})
    >>> page.data(" Acme "); page.end("td"); page.end("table"); page.tables()[0].rows
    [['Acme']]
    """

    def __init__(self):
        self._found: list[Grid] = []
        self._open: list[_Open] = []
        self._too_deep = self._silent = 0

    def tables(self) -> list[Grid]:
        """Tables with two columns at least; where none has so many, all that hold something."""
        filled = [grid for grid in self._found if any(map(any, grid.rows))]
        return [grid for grid in filled if max(map(len, grid.rows)) > 1] or filled

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table":
            if len(self._open) >= MOST_NESTED or len(self._found) >= MOST_TABLES:
                self._too_deep += 1
                return
            self._open.append(_Open())
            self._found.append(self._open[-1].grid)
        elif not self._open or self._too_deep:
            return
        elif tag in _SILENT:
            self._silent += 1
        elif tag == "tr":
            self._open[-1].finish()
            self._open[-1].grid.begin_row()
        elif tag in ("td", "th"):
            self._open[-1].begin(_span(attributes.get("colspan")), _span(attributes.get("rowspan")))
        elif tag in _BREAKS:
            self._open[-1].hear("\n")

    def end(self, tag: str) -> None:
        if tag == "table":
            if self._too_deep:
                self._too_deep -= 1
            elif self._open:
                self._open.pop().finish()
        elif tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th") and self._open and not self._too_deep:
            self._open[-1].finish()

    def data(self, text: str) -> None:
        if self._open and not self._silent and not self._too_deep:
            self._open[-1].hear(text)

    def close(self) -> None:
        while self._open:
            self._open.pop().finish()


class _Open:
    """A table whose end has not come, and the cell of it that is being read."""

    def __init__(self):
        self.grid = Grid()
        self._heard: CellText | None = None
        self._spans = (1, 1)

    def begin(self, columns: int, rows: int) -> None:
        self.finish()
        self._heard, self._spans = CellText(), (columns, rows)

    def hear(self, text: str) -> None:
        if self._heard is not None:
            self._heard.hear(text)

    def finish(self) -> None:
        if self._heard is not None:
            lines = (" ".join(line.split()) for line in self._heard.whole().split("\n"))
            self.grid.add("\n".join(filter(None, lines)), *self._spans)
            self._heard = None


def _span(text: str | None) -> int:
    """How many columns or rows a cell spans; what is no number is one.

    Examples
    --------
    >>> _span("3"), _span(None), _span("0"), _span("many"), _span("9" * 50)
    (3, 1, 1, 1, 1000000)
    """
    text = (text or "").strip()
    return min(max(1, int(text[:9])), 1_000_000) if text.isascii() and text.isdigit() else 1
