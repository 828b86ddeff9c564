"""OpenDocument workbooks (.ods), looked through before they are opened: a repeated row of one line can unfold into a flood."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from svtrain.core.problems import CannotDo, Problem

BLOCK = 1 << 20
_CELLS = ("table:table-cell", "table:covered-table-cell")


@dataclass(slots=True)
class Found:
    """``cells`` of the rectangles that hold every filled cell of each sheet; formulas ``without`` their result."""

    cells: int = 0
    without: int = 0


class _Counter:
    """Counts what the repeats of rows and cells unfold into, sheet by sheet."""

    def __init__(self) -> None:
        self.found = Found()
        self._rows = self._widest = self._filled_rows = 0   # of this sheet
        self._repeat = self._column = self._filled = 0      # of this row

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._column += _times(attributes.get("table:number-columns-repeated"))
            if "office:value-type" in attributes:
                self._filled = self._column
            elif "table:formula" in attributes:
                self.found.without += 1
        elif name == "text:p":
            self._filled = self._column
        elif name == "table:table-row":
            self._repeat, self._column, self._filled = _times(attributes.get("table:number-rows-repeated")), 0, 0
        elif name == "table:table":
            self._rows = self._widest = self._filled_rows = 0

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self._rows += self._repeat
            if self._filled:
                self._filled_rows, self._widest = self._rows, max(self._widest, self._filled)
        elif name == "table:table":
            self.found.cells += self._filled_rows * self._widest


def _times(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 15 else 10 ** 15 if text else 1


def look_through(blocks: Iterator[bytes], most: int) -> Found:
    """Count the cells of ``content.xml``, and stop when there are more than `most`.

    Raises
    ------
    ValueError
        When it is no well-formed XML, or declares a document type of its own, which no workbook does.

    Examples
    --------
    >>> row = b'<table:table-row table:number-rows-repeated="1000"><table:table-cell office:value-type="float"/></table:table-row>'
    >>> look_through(iter([b"<table:table>", row, b"</table:table>"]), 10).cells
    1000
    """
    counter, parser = _Counter(), expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ValueError("a document type")

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = counter.start, counter.end, refuse
    try:
        for block in blocks:
            parser.Parse(block, False)
            if counter.found.cells > most:
                return counter.found
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return counter.found


def refuse_if_locked(archive: zipfile.ZipFile, place: str) -> None:
    """Say so when the workbook is locked: its parts are then no archive's, but a cipher's.

    Raises
    ------
    CannotDo
        When it is.
    """
    name = next((name for name in archive.namelist() if name.lower() == "meta-inf/manifest.xml"), None)
    if name is None:
        return
    with archive.open(name) as part:
        if b"encryption-data" in part.read(BLOCK):
            raise CannotDo(Problem("The workbook is locked with a password; save it without one.", place=place))
