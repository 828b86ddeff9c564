"""Workbooks saved as XML, as Excel wrote them in 2003 and reporting systems still do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svtrain.data.register.cell_text import CellText
from svtrain.data.register.grid import Flood, Grid

SPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_HIDDEN = "{urn:schemas-microsoft-com:office:excel}Visible"
MOST_SHEETS = 2_000


class Spreadsheet:
    """Told of every tag and text in turn, it keeps the values of cells: no formula, no style, no comment."""

    def __init__(self):
        self.sheets: dict[str, Grid] = {}
        self.hidden: set[str] = set()
        self._name = ""
        self._grid: Grid | None = None
        self._cell: Mapping[str, str] = {}
        self._kind = ""
        self._heard: CellText | None = None
        self._comment = 0
        self._value: Any = None
        self._visible: list[str] | None = None

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """An XML spreadsheet has none; one that has may unfold into a flood."""
        raise Flood("The file declares a document type, which no workbook does; it was not opened.")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == _HIDDEN:
            self._visible = []
        kind = tag.removeprefix(SPACE) if tag.startswith(SPACE) else ""
        if kind == "Worksheet":
            self._begin_sheet(attributes.get(f"{SPACE}Name", ""))
        elif self._grid is None:
            return
        elif kind == "Row":
            self._grid.begin_row(_number(attributes.get(f"{SPACE}Index")))
        elif kind == "Cell":
            self._cell, self._value = attributes, ""
        elif kind == "Comment":
            self._comment += 1
        elif kind == "Data" and not self._comment:
            self._kind, self._heard = attributes.get(f"{SPACE}Type", ""), CellText()

    def end(self, tag: str) -> None:
        if tag == _HIDDEN and self._visible is not None:
            if "".join(self._visible).strip() in ("SheetHidden", "SheetVeryHidden"):
                self.hidden.add(self._name)
            self._visible = None
        kind = tag.removeprefix(SPACE) if tag.startswith(SPACE) else ""
        if kind == "Comment":
            self._comment = max(0, self._comment - 1)
        elif kind == "Data" and self._heard is not None:
            self._value, self._heard = _value(self._kind, self._heard.whole()), None
        elif kind == "Cell" and self._grid is not None:
            across, down = (1 + (_number(self._cell.get(f"{SPACE}Merge{way}")) or 0) for way in ("Across", "Down"))
            self._grid.add(self._value, across, down, _number(self._cell.get(f"{SPACE}Index")))
        elif kind == "Table":
            self._grid = None

    def data(self, text: str) -> None:
        if self._visible is not None:
            self._visible.append(text[:20])
        elif self._heard is not None:
            self._heard.hear(text)

    def close(self) -> Spreadsheet:
        return self

    def _begin_sheet(self, name: str) -> None:
        if len(self.sheets) >= MOST_SHEETS:
            raise Flood(f"The workbook has more than {MOST_SHEETS:,} sheets, more than is read.")
        name = name[:100] or f"Sheet {len(self.sheets) + 1}"
        while name in self.sheets:
            name += "'"
        self._name, self._grid = name, Grid()
        self.sheets[name] = self._grid


def _number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text[:9]) if text.isascii() and text.isdigit() else None


def _value(kind: str, text: str) -> Any:
    """A cell's value by its kind; a day stays as it is written, year first.

    Examples
    --------
    >>> _value("Number", "1.2345E3"), _value("Number", "7"), _value("Boolean", "1"), _value("DateTime", "2024-04-01T00:00:00.000"), _value("Number", "x")
    (1234.5, 7, 'TRUE', '2024-04-01', 'x')
    """
    if kind == "Number":
        try:
            number = float(text)
        except ValueError:
            return text
        return (int(number) if number.is_integer() and abs(number) < 1e15 else number) if number - number == 0 else text
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    if kind == "DateTime":
        day, _, time = text.partition("T")
        return day if not time.strip("0:.") else text
    return text
