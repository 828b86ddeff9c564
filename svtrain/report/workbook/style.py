"""How the workbook looks, and how a value is put into a cell so that it stays what it is."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from svtrain.data.formula_cells import BEGINS_A_FORMULA

INK, DEEP, PALE, RULE = "#1F2933", "#0F4C5C", "#EEF4F3", "#C9D3D6"
INPUT, INPUT_RULE, RESULT = "#FFF9E5", "#DCC98F", "#DDEFEA"
LEVELS = {"error": "#F8D7DA", "warning": "#FFE8C7", "note": "#E3ECF7"}

MONEY, SHARE, NUMBER, FACTOR, RATIO = '#,##0;[Red]-#,##0', "0.0##%", "#,##0.######", "0.000000", "0.00"
NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class Exact(float):
    """A number that is written with every digit it has; the library would round it to sixteen."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


class Book:
    """A workbook being written: its formats by name, and cells that hold text as text."""

    def __init__(self, book: Workbook):
        self.book = book
        self._formats: dict[tuple, Any] = {}

    def format(self, kind: str = "plain", number: str = "", **more: Any):
        """A named look: plain, input, computed, result, heading, title, quiet, key."""
        key = (kind, number, tuple(sorted(more.items())))
        if key not in self._formats:
            look = {**self._looks[kind], **({"num_format": number} if number else {}), **more}
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    @cached_property
    def _looks(self) -> dict[str, dict]:
        base = {"font_name": "Calibri", "font_size": 10.5, "font_color": INK, "valign": "top"}
        boxed = {"border": 1, "border_color": RULE}
        return {
            "plain": base, "wrapped": {**base, "text_wrap": True}, "quiet": {**base, "font_color": "#5B6B73"},
            "title": {**base, "font_size": 18, "bold": True, "font_color": DEEP},
            "section": {**base, "font_size": 12.5, "bold": True, "font_color": DEEP, "bottom": 2, "bottom_color": DEEP},
            "heading": {**base, **boxed, "bold": True, "font_color": "#FFFFFF", "bg_color": DEEP, "text_wrap": True,
                        "valign": "vcenter"},
            "input": {**base, "bg_color": INPUT, "border": 1, "border_color": INPUT_RULE, "locked": False},
            "computed": {**base, **boxed, "bg_color": PALE},
            "result": {**base, **boxed, "bg_color": RESULT, "bold": True},
            "card": {**base, "font_size": 13, "bold": True, "align": "left", "valign": "vcenter", "bottom": 1, "bottom_color": RULE},
            "big": {**base, "font_size": 24, "bold": True, "font_color": DEEP, "align": "left", "valign": "vcenter", "bottom": 1,
                    "bottom_color": RULE},
            "card label": {**base, "font_color": "#5B6B73", "valign": "vcenter", "bottom": 1, "bottom_color": RULE},
            "alarm": {**base, "font_size": 13, "bold": True, "font_color": "#A32A2A"},
            "label": {**base, "bold": True}, "key": {**base, "font_size": 7, "font_color": "#9AA7AD"},
        }

    def text(self, sheet: Worksheet, row: int, column: int, given: str, kind: str = "plain", **more: Any) -> None:
        """Text as text, whatever it starts with; an input stays a box to type in even when it is empty."""
        if given.startswith("<r>") and given.endswith("</r>"):
            given += " "  # the library would take it for markup of its own
        if given.startswith(BEGINS_A_FORMULA):
            more["quote_prefix"] = True
        if kind in ("input", "computed", "heading"):
            more.setdefault("indent", 0 if "align" in more else 1)
        form = self.format(kind, "@" if kind == "input" else "", **more)
        if given:
            sheet.write_string(row, column, given, form)
        else:
            sheet.write_blank(row, column, None, form)

    def number(self, sheet: Worksheet, row: int, column: int, given: float | None, kind: str = "plain", number: str = NUMBER) -> None:
        """A number with all its digits, or an empty box."""
        form = self.format(kind, number)
        if given is None:
            sheet.write_blank(row, column, None, form)
        else:
            sheet.write_number(row, column, Exact(given), form)

    def day(self, sheet: Worksheet, row: int, column: int, given: date | None) -> None:
        """A date; one that a spreadsheet cannot count from is kept as text."""
        if given is None or given.year < 1901:
            self.text(sheet, row, column, str(given or ""), "input")
        else:
            sheet.write_datetime(row, column, given, self.format("input", "yyyy-mm-dd", align="left"))

    def formula(self, sheet: Worksheet, row: int, column: int, formula: str, value: Any, kind: str = "computed",
                number: str = MONEY) -> None:
        """A live formula with the engine's own result, for programs that do not recalculate."""
        shown = Exact(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        shown = NOT_XML.sub(" ", shown) if isinstance(shown, str) else shown  # a stored result is written as it is
        sheet.write_formula(row, column, formula, self.format(kind, number), "" if shown is None else shown)

    def sheet(self, name: str, colour: str = DEEP, *, landscape: bool = True) -> Worksheet:
        """A sheet set up for print: A4, one page wide, its name and page number at the foot."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 28)
        sheet.set_tab_color(colour)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&L&A&C&F&RPage &P of &N")
        return sheet

    def headings(self, sheet: Worksheet, row: int, columns: tuple[tuple[str, str, int], ...], mark: str) -> None:
        """A hidden row of keys, and the row of headings under it, with the columns' widths."""
        for column, (key, heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            self.text(sheet, row, column, f"{mark}{key}" if column == 0 else key, "key")
            self.text(sheet, row + 1, column, heading, "heading")
        sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_row(row + 1, 32)


def cell(row: int, column: int, *, sheet: str = "", fixed_row: bool = True, fixed_column: bool = True) -> str:
    """The address of a cell, as formulas name it.

    Examples
    --------
    >>> cell(6, 10, sheet="Outcomes"), cell(6, 10, fixed_row=False)
    ('Outcomes!$K$7', '$K7')
    """
    address = xl_rowcol_to_cell(row, column, row_abs=fixed_row, col_abs=fixed_column)
    return f"{sheet}!{address}" if sheet else address
