"""Workbooks: values only, never a formula or a macro; checked before they are opened, because a small one can unfold into a flood."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.choosing import choose, notes
from svtrain.data.register.dates import SHIFT_1904
from svtrain.data.register.opendocument import look_through, refuse_if_locked
from svtrain.data.register.tables import AT_A_TIME, Piece, Progress, from_rows
from svtrain.data.whole_file import refuse_what_is_no_file

MOST_UNPACKED = 3_000_000_000  # bytes
MOST_CELLS = 40_000_000        # of the rectangles that hold every filled cell of each sheet
MOST_OLD = 100_000_000         # bytes of a workbook of the old kind (.xls)
TOP = 400

_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,3}(\d{1,10})""")
_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,3})\d""")


_AS_THEY_ARE = {str, float, int}
_NO_RESULT = (b"</f></c>", b"</f><v/></c>", b"</f><v /></c>", b"</f><v></v></c>")


class WorkbookTable:
    """One workbook: the sheet with the best headings, and every other sheet with the same ones.

    Parameters
    ----------
    source : Path or bytes
        The file.
    sheet : str
        The sheet to read, when a person says so.
    """

    delimiter = ""

    def __init__(self, source: Path | bytes, place: str, sheet: str = ""):
        self.place, self.notes, self.shift, self.beyond = place, [], 0, 0
        self.encoding = "workbook"
        data = self._checked(source)
        with _quiet(place):
            import python_calamine

            self._book = python_calamine.CalamineWorkbook.from_object(data)
            names = list(self._book.sheet_names)
            self._opened: dict[str, Any] = {}  # a sheet is unpacked once
        if not names:
            raise CannotDo(Problem("The workbook has no sheets.", place=place))
        self.all_sheets = names
        if sheet and sheet not in names:
            from svtrain.core.nearest import did_you_mean

            raise CannotDo(Problem(f"There is no sheet '{sheet}'.{did_you_mean(sheet, names)}", "--sheet", place))
        self._choose([sheet] if sheet else self._in_view(names))

    def _checked(self, source: Path | bytes) -> Any:
        """The file, once it is known to be one, and no flood."""
        if isinstance(source, Path):
            refuse_what_is_no_file(source, may_be_piped=False)
        try:
            size = len(source) if isinstance(source, bytes) else source.stat().st_size
            with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
                if file.read(4) == b"\xd0\xcf\x11\xe0":
                    self.encoding = "old workbook"
                    if size > MOST_OLD:
                        raise CannotDo(Problem("The old workbook is too large; save it as .xlsx or CSV.", place=self.place))
                else:
                    self._check_archive(file)
        except OSError as error:
            raise CannotDo(Problem(f"The file cannot be read: {error.strerror or error}.", place=self.place)) from None
        return io.BytesIO(source) if isinstance(source, bytes) else str(source)

    def _check_archive(self, file: io.BufferedIOBase) -> None:
        refuse = CannotDo(Problem("The workbook is damaged and cannot be read.", place=self.place))
        try:
            with zipfile.ZipFile(file) as archive:
                parts = {name.lower() for name in archive.namelist()}
                if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in parts):
                    self.notes.append("The workbook holds macros; they were not run, and only values were read.")
                open_document = "content.xml" in parts
                if "xl/workbook.bin" in parts:
                    raise CannotDo(Problem("Workbooks of this kind are not read; save it as .xlsx or as CSV.", place=self.place))
                if open_document:
                    refuse_if_locked(archive, self.place)
                elif any(name.startswith(("word/", "ppt/")) for name in parts):
                    raise CannotDo(Problem("The file is a document or slides, not a table; copy its table into a workbook.", place=self.place))
                elif not any(name.startswith("xl/") for name in parts):
                    raise CannotDo(Problem("The file is a zip archive, not a workbook; unpack it first.", place=self.place))
                if any(info.flag_bits & 1 for info in archive.infolist()):
                    raise CannotDo(Problem("The workbook is locked with a password; save it without one.", place=self.place))
                total = without = cells = 0
                for info in archive.infolist():
                    if info.filename.lower().endswith((".xml", ".rels", ".bin")):
                        total, more, rectangle = _check_part(archive, info, total, self.place)
                        if open_document and info.filename.lower() == "content.xml":
                            opened = look_through(_blocks(archive, info), MOST_CELLS)
                            more, rectangle = opened.without, opened.cells
                        without, cells = without + more, cells + rectangle
                        if cells > MOST_CELLS:
                            raise CannotDo(Problem("A sheet is too wide and too long to hold; delete stray cells far from the table.", place=self.place))
                    if info.filename.lower() == "xl/workbook.xml":
                        with archive.open(info) as part:
                            if re.search(rb"""date1904\s*=\s*["'](1|true)""", part.read(1 << 20)):
                                self.shift = SHIFT_1904
                if without:
                    self.notes.append(f"{without:,} cells hold a formula without its result, and were read as blank; "
                                      "open the workbook, save it, and read it again.")
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError, KeyError, OverflowError):
            raise refuse from None

    def _in_view(self, names: list[str]) -> list[str]:
        """The sheets that a reader of the workbook sees; all where none is, or where the library cannot tell."""
        from python_calamine import SheetVisibleEnum

        with _quiet(self.place):
            hidden = {one.name for one in self._book.sheets_metadata if one.visible != SheetVisibleEnum.Visible}
        seen = [name for name in names if name not in hidden]
        if hidden and seen:
            self.notes.append(f"Hidden sheets are not read unless you name one: {', '.join(name for name in names if name in hidden)}.")
        return seen or names

    def _choose(self, names: list[str]) -> None:
        tops = {name: self._top_of(name) for name in names}
        found = choose(tops)
        self._chosen, self.sheets, self._first, self._top = found.chosen, found.read, found.first, tops[found.chosen]
        self._opened = {name: sheet for name, sheet in self._opened.items() if name in self.sheets}
        self._note_merged()
        self.notes += notes(found, "Sheets")

    def _note_merged(self) -> None:
        """Say where cells are merged over several rows below the headings: the file holds their text in the first row only."""
        with _quiet(self.place):
            merged = [one for name in self.sheets for one in self._sheet(name).merged_cell_ranges or ()
                      if one[1][0] > one[0][0] >= self._first[name]]
        if merged:
            self.notes.append(f"Cells merged over several rows count for the first of those rows only. Merged cells here: {len(merged):,}.")

    def _sheet(self, name: str) -> Any:
        if name not in self._opened:
            with _quiet(self.place):
                self._opened[name] = self._book.get_sheet_by_name(name)
        return self._opened[name]

    def _rows(self, name: str, at_a_time: int) -> Iterator[list[list]]:
        """The rows of a sheet from its first, blank ones too, some at a time."""
        sheet = self._sheet(name)
        with _quiet(self.place):
            rows = iter(sheet.iter_rows()) if sheet.start is not None else iter(())
            beside = sheet.start[1] if sheet.start is not None else 0  # the library leaves out blank columns on the left
        while True:
            with _quiet(self.place):
                found = list(islice(rows, at_a_time))
            if not found:
                return
            if beside:
                found = [[""] * beside + row for row in found]
            yield [row if set(map(type, row)) <= _AS_THEY_ARE else list(map(_plain, row)) for row in found]

    def _top_of(self, name: str) -> list[list]:
        return next(self._rows(name, TOP), [])

    def top(self) -> list[list]:
        """The first rows of the chosen sheet."""
        return self._top

    def rows(self) -> Iterator[list]:
        """Every row of the chosen sheet, blank ones too."""
        for found in self._rows(self._chosen, AT_A_TIME):
            yield from found

    def pieces(self, width: int, first: int, progress: Progress | None = None) -> Iterator[Piece]:
        """The rows of every sheet that is read; with several, a row's number is ``Sheet!12``."""
        several = len(self.sheets) > 1
        done, wanted = 0, sum(self._sheet(name).total_height for name in self.sheets)
        for name in self.sheets:
            begin = first if name == self._chosen else self._first[name]
            number = 0
            for rows in self._rows(name, AT_A_TIME):
                skip = min(max(0, begin - number), len(rows))
                numbers = range(number + skip + 1, number + len(rows) + 1)
                number += len(rows)
                yield from_rows(self._cut(rows[skip:], width), [f"{name}!{at}" for at in numbers] if several else numbers, width, typed=True)
                if progress:
                    progress(done + number, wanted)
            done += number

    patient_pieces = pieces

    def _cut(self, rows: list[list], width: int) -> list[list]:
        """The rows as far as the headings go: a cell of a workbook stands under its own heading, so what is beyond belongs to none."""
        if not rows or max(map(len, rows)) <= width:
            return rows
        self.beyond += sum(1 for row in rows if any(str(cell).strip() for cell in row[width:] if cell is not None))
        return [row[:width] for row in rows]


def _plain(cell: object) -> object:
    """A cell as text, a number or a day; an error of Excel's is its name, yes and no are words."""
    kind = type(cell)
    if kind is str or kind is float or kind is int:
        return cell
    if kind is bool:
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (datetime, date)):
        return cell
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return "" if cell is None else str(cell)


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, total: int, place: str) -> tuple[int, int, int]:
    """Unpack one part without keeping it; give the new total of bytes, how many formulas have no result, and the cells to hold."""
    top_row = top_column = without = 0
    sheet = "sheets/" in info.filename.lower()
    tail = b""
    for block in _blocks(archive, info):
        total += len(block)
        if total > MOST_UNPACKED:
            raise CannotDo(Problem("The workbook unfolds to more than 3 GB, which no register does; it was not opened.", place=place))
        if not sheet:
            continue
        window = tail + block
        top_row = max([top_row, *map(int, set(_ROW.findall(window)))])
        top_column = max([top_column, *map(_column_number, set(_COLUMN.findall(window)))])
        without += sum(window.count(mark) - tail.count(mark) for mark in _NO_RESULT)
        tail = window[-40:]
    return total, without, top_row * max(top_column, 26) if sheet else 0


def _blocks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """One part, unpacked block by block."""
    with archive.open(info) as part:
        file = _Unfolding(archive, info) if info.compress_type == zipfile.ZIP_DEFLATED else part
        while block := file.read(1 << 20):
            yield block


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


class _Unfolding:
    """Reads a packed part by what is really there, not by the size that the archive declares."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo):
        self._file, self._left = archive.fp, info.compress_size
        self._file.seek(info.header_offset + 26)
        name, extra = int.from_bytes(self._file.read(2), "little"), int.from_bytes(self._file.read(2), "little")
        self._at = info.header_offset + 30 + name + extra
        self._unpack = zlib.decompressobj(-15)

    def read(self, size: int) -> bytes:
        out = self._unpack.decompress(self._unpack.unconsumed_tail, size) if self._unpack.unconsumed_tail else b""
        while not out and self._left > 0 and not self._unpack.eof:
            self._file.seek(self._at)
            packed = self._file.read(min(self._left, 1 << 18))
            if not packed:
                break
            self._at += len(packed)
            self._left -= len(packed)
            out = self._unpack.decompress(packed, size)
        return out


@contextmanager
def _quiet(place: str) -> Iterator[None]:
    """Turn whatever the library says, or shouts, into one sentence."""
    try:
        yield
    except CannotDo:
        raise
    except MemoryError:
        raise CannotDo(Problem("The workbook is too large to hold.", place=place)) from None
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # the library is written in Rust, and its panics are no ordinary exceptions
        locked = "password" in type(error).__name__.lower() or "password" in str(error).lower()
        what = "is locked with a password; save it without one" if locked else "is damaged and cannot be read"
        raise CannotDo(Problem(f"The workbook {what}.", place=place)) from None


