"""Reads a register, whatever it comes as."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping as Mapped
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.asking import questions, unheaded_notes
from svtrain.data.register.clean import Cleaned, Cleaner
from svtrain.data.register.columns import MOST_COLUMNS, OUTPUT
from svtrain.data.register.dates import is_month_first
from svtrain.data.register.json_file import is_json, open_json
from svtrain.data.register.mapping import Header, find_header, header_naming, map_columns, refuse_unless_useful, trimmed
from svtrain.data.register.markup import is_markup, open_markup
from svtrain.data.register.period_columns import refuse_periods
from svtrain.data.register.remembered import header_kept, recall
from svtrain.data.register.report import Report
from svtrain.data.register.scales import scale_notes
from svtrain.data.register.tables import Piece, Progress, Table
from svtrain.data.register.text_table import NotPlain, TextTable
from svtrain.data.whole_file import STANDARD_INPUT, refuse_what_is_no_file

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

LARGEST_IN_MEMORY = 700_000_000   # bytes of text; a larger file is only ever streamed to a file
LARGEST = 20_000_000_000

_NO_TABLES = ((b"%PDF", "a PDF"), (b"\x1f\x8b", "a gzip archive; unpack it first"), (b"Rar!", "an archive; unpack it first"),
              (b"7z\xbc\xaf", "an archive; unpack it first"), (b"{\\rtf", "a Word document"),
              *((start, "a picture") for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")))
_COMMA_DECIMAL = re.compile(r"\s*-?£?\s*-?\d{1,3}(?:\.?\d{3})*,\d{1,2}\s*")


@dataclass(slots=True)
class Options:
    """What a person said about a file.

    ``columns`` maps headings to fields; ``header_row`` and ``sheet`` say where the table is, when it was not found.
    ``folder`` is where corrections are kept, when not in the work folder. With ``whatever`` a file is read even when no column
    tells anything, so that a person can say what its columns mean.
    """

    columns: Mapped[str, str] = field(default_factory=dict)
    header_row: int | None = None
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    remember: bool = True
    folder: Path | None = None
    whatever: bool = False


@dataclass(slots=True)
class Register:
    """A whole register in memory, with the account of how it was read.

    ``supplier_place`` says where each row's supplier is, never finer than a town or the first half of a postcode.
    """

    frame: pd.DataFrame
    report: Report
    supplier_place: list[str] = field(default_factory=list)


class Reading:
    """One file being read: the mapping is known before the first row is.

    Examples
    --------
    >>> reading = Reading(b"Supplier,Amount,Date\\nA Ltd,\\"1,200.00\\",31/03/2026\\n", "spend.csv", Options(remember=False))
    >>> reading.report.mapping.fields
    {'supplier': 'Supplier', 'value': 'Amount', 'start': 'Date'}
    >>> [piece.columns["value"].tolist() for piece in reading.pieces()], reading.report.read
    ([[1200.0]], 1)
    """

    def __init__(self, source: Path | bytes, place: str, options: Options | None = None):
        self.options = options or Options()
        self.place = place
        self.table = open_table(source, place, self.options)
        top = self.table.top()
        header = self._find_header(top)
        cells = trimmed(header.cells)
        self._sample = top[header.row + 1:]
        remembered = recall(cells, self.options.folder) if self.options.remember else {}
        fixed = getattr(self.table, "mapping", None)  # JSON names its fields itself
        if fixed is not None and self.options.columns:
            raise CannotDo(Problem("The fields of OCDS JSON are fixed; leave --map out.", "--map", place))
        mapping = fixed or map_columns(cells, self._sample, self.options.columns, remembered, place)
        if header.two and fixed is None:
            mapping.notes.append(f"The headings stand in two rows, {header.row} and {header.row + 1}, and were read together.")
        if not self.options.whatever:
            refuse_unless_useful(mapping, place)
            refuse_periods(mapping, self._sample, place)
        if fixed is None:
            mapping.notes += [*questions(mapping, self._sample), *scale_notes(mapping, top[: header.row - header.two]), *unheaded_notes(mapping, self._sample)]
        self._first_notes = list(mapping.notes)
        self.header, self._width = replace(header, cells=tuple(cells)), self._wide(len(header.cells), len(cells))
        self._beyond = 0  # rows with something to the right of the last heading
        keys_are_headings = getattr(self.table, "header_row", None) is not None  # in JSON, where no row holds them
        self.report = Report(mapping, self.table.encoding, 0 if keys_are_headings else header.row + 1, list(getattr(self.table, "sheets", [])),
                             all_sheets=list(getattr(self.table, "all_sheets", [])))

    def _find_header(self, top: list[list]) -> Header:
        """The row of headings: where a person says, where it looks like one, or where one stands that a person corrected."""
        said = self.options.header_row
        header = find_header(top, said - 1 if said else getattr(self.table, "header_row", None)) or header_naming(top, self.options.columns)
        if header is None and self.options.remember:
            header = header_kept(top, self.options.folder)
        if header is not None and len(header.cells) <= MOST_COLUMNS:
            return header
        if header is not None:
            what = f"The file has {len(header.cells):,} columns, more than a register has."
        elif said:
            what = f"Row {said} holds no headings that can be read."
        elif not any(str(cell).strip() for row in top for cell in row if cell is not None):
            what = "The file holds nothing: every row at its top is blank."
        else:
            what = "No row looks like column headings; say which one with --header-row, or add such a row."
        raise CannotDo(Problem(what, place=self.place))

    def _wide(self, raw: int, headed: int) -> int:
        """How many columns are read: the headed ones, and those to their right where most rows have them and none has more, as exports from Excel do."""
        widths = [len(row) for row in self._sample[:400] if row]
        alike = raw > headed and widths and max(widths) <= raw and 2 * widths.count(raw) > len(widths)
        return raw if alike and not getattr(self.table, "sheets", None) else headed

    def _cleaner(self) -> Cleaner:
        mapping = self.report.mapping
        first = [use.index for name in ("start", "end") for use in mapping.columns(name)
                 if is_month_first([row[use.index] for row in self._sample if use.index < len(row)])]
        for index in first:
            use = next(use for use in mapping.uses if use.index == index)
            mapping.notes.append(f'The days under "{use.header}" are written month first, and were read so.')
        comma = getattr(self.table, "delimiter", "") == ";" and self._comma_decimals()
        if comma:
            mapping.notes.append("Amounts are written with a decimal comma, and were read so.")
        return Cleaner(mapping, comma, first, getattr(self.table, "shift", 0))

    def _comma_decimals(self) -> bool:
        cells = [row[use.index] for use in self.report.mapping.columns("value") for row in self._sample[:500] if use.index < len(row)]
        return any(isinstance(cell, str) and _COMMA_DECIMAL.fullmatch(cell) for cell in cells)

    def pieces(self, progress: Progress | None = None, again: Callable[[], None] | None = None) -> Iterator[Cleaned]:
        """The register, piece by piece; the report fills as they come.

        Parameters
        ----------
        progress : callable, optional
            Told how much is done and how much there is.
        again : callable, optional
            Called when the reading must start afresh, so that what was given before is thrown away.
        """
        try:
            yield from self._pieces(self.table.pieces, progress)
        except NotPlain:
            report = self.report
            self.report.rows = report.read = report.skipped = report.blank_rows = report.end_before_start = 0
            report.problems.clear()
            report.not_listed.clear()
            report.mapping.notes[:] = self._first_notes
            self._beyond = 0
            if again:
                again()
            yield from self._pieces(self.table.patient_pieces, progress)
        beyond = self._beyond + getattr(self.table, "beyond", 0)
        self.report.notes += self.table.notes
        if beyond:
            self.report.notes.append(f"Rows with something to the right of the last heading, which was not used: {beyond:,}.")

    def _pieces(self, give: Callable, progress: Progress | None) -> Iterator[Cleaned]:
        cleaner = self._cleaner()
        for piece in give(self._width, self.header.row + 1, progress):
            self._beyond += _filled_beyond(piece, len(self.header.cells))
            cleaned = cleaner.clean(piece)
            self.report.add(cleaned)
            yield cleaned


def _filled_beyond(piece: Piece, headed: int) -> int:
    return sum(1 for cells in zip(*piece.cells[headed:], strict=True) if any(str(cell).strip() for cell in cells if cell is not None))


def open_table(source: Path | bytes, place: str, options: Options) -> Table:
    """Say what a file is from its first bytes, never from its name.

    Raises
    ------
    CannotDo
        When it is missing, empty, too large, or nothing that holds a register.
    """
    size, head = _look(source, place)
    if size == 0:
        raise CannotDo(Problem("The file is empty.", place=place))
    if size > LARGEST:
        raise CannotDo(Problem(f"The file is over {LARGEST / 1e9:.0f} GB, the most that is read.", place=place))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) or head.startswith(b"\xd0\xcf\x11\xe0"):
        from svtrain.data.register.workbook import WorkbookTable

        return WorkbookTable(source, place, options.sheet)
    for start, what in _NO_TABLES:
        if head.startswith(start):
            raise CannotDo(Problem(f"The file is {what}, not a table.", place=place))
    opening = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:200].lower()  # UTF-16 too
    if is_markup(opening):
        return open_markup(source, place, size, head, options.sheet, options.encoding)
    if opening.startswith((b"mime-version:", b"from: ")):
        raise CannotDo(Problem("The file is a web page saved with its pictures or a message, not a table; save it as CSV or as a workbook.", place=place))
    if is_json(opening):
        return open_json(source, place, size, options.sheet)
    return TextTable(source, place, options.encoding, options.delimiter)


def _look(source: Path | bytes, place: str) -> tuple[int, bytes]:
    try:
        if isinstance(source, bytes):
            return len(source), source[:4096]
        if source.is_dir():
            raise CannotDo(Problem("This is a folder; name a file.", place=place))
        if source.exists() or str(source) == STANDARD_INPUT:
            refuse_what_is_no_file(source, may_be_piped=False)
        with source.open("rb") as file:
            head = file.read(4096)
            return file.seek(0, io.SEEK_END), head
    except FileNotFoundError:
        raise CannotDo(Problem("There is no such file.", place=place)) from None
    except (OSError, ValueError) as error:
        raise CannotDo(Problem(f"The file cannot be read: {getattr(error, 'strerror', None) or error}.", place=place)) from None


def read_register(source: str | Path | bytes, columns: Mapped[str, str] | None = None, *, name: str = "", header_row: int | None = None,
                  sheet: str = "", encoding: str = "", delimiter: str = "", remember: bool = True,
                  progress: Progress | None = None) -> Register:
    """Read a contract register, a notice export or a spend file.

    Parameters
    ----------
    source : path or bytes
        The file, or what is in it. CSV in any dress, a workbook of any age, a table in a web page, OCDS JSON or a list of records.
    columns : mapping, optional
        Corrections, such as ``{"Amt": "value"}``; they are used, not kept (see `remember_columns`).
    name : str, optional
        How to name the file in a sentence, when only its bytes are given.
    header_row, sheet, encoding, delimiter : optional
        What a person knows better than the reader.
    remember : bool
        Whether corrections kept for files of this shape are used.
    progress : callable, optional
        Told how much is done and how much there is.

    Returns
    -------
    Register
        ``frame`` with the columns of `OUTPUT` (value in pounds, start and end as days) and ``report``.

    Raises
    ------
    CannotDo
        When it is not a register, or too large to hold; one sentence a problem.

    Examples
    --------
    >>> found = read_register(b"Supplier,Net Amount\\nA Ltd,\\xa31.2m\\nB Ltd,TBC\\n", name="spend.csv", remember=False)
    >>> found.frame[["supplier", "value", "source_row"]].values.tolist()
    [['A Ltd', 1200000.0, 2], ['B Ltd', nan, 3]]
    >>> [problem.as_json() for problem in found.report.problems]
    [{'row': 3, 'field': 'value', 'reason': '"TBC" is not an amount', 'skipped': False}]
    """
    path = source if isinstance(source, bytes) else Path(source)
    place = name or (path.name if isinstance(path, Path) else "the file")
    if _look(path, place)[0] > LARGEST_IN_MEMORY:
        raise CannotDo(Problem("The file is too large to hold; write it out with `svtrain register read FILE --out contracts.csv`.", place=place))
    reading = Reading(path, place, Options(columns or {}, header_row, sheet, encoding, delimiter, remember))
    pieces: list[Cleaned] = []
    for piece in reading.pieces(progress, again=pieces.clear):
        pieces.append(piece)
    return Register(to_frame(pieces), reading.report, list(chain.from_iterable(piece.supplier_place for piece in pieces)))


def to_frame(pieces: list[Cleaned]) -> pd.DataFrame:
    """Pieces of a register as one frame: text, value as float, start and end as days."""
    import pandas as pd

    whole = {name: _whole_column(name, [piece.columns[name] for piece in pieces]) for name in OUTPUT}
    return pd.DataFrame(whole, columns=list(OUTPUT), copy=False)


def _whole_column(name: str, parts: list) -> np.ndarray | pd.Series:
    import numpy as np
    import pandas as pd

    if name in ("value", "suppliers_count"):
        return np.concatenate(parts) if parts else np.array([], dtype=float if name == "value" else np.int64)
    if name in ("start", "end"):
        days = [np.array(part, dtype="datetime64[D]").astype("datetime64[s]") for part in parts]
        return np.concatenate(days) if days else np.array([], dtype="datetime64[s]")
    if name == "source_row" and all(isinstance(number, int) for part in parts for number in part[:1]):
        return np.concatenate([np.asarray(part, dtype=np.int64) for part in parts]) if parts else np.array([], dtype=np.int64)
    count = sum(map(len, parts))
    if not any(map(any, parts)):
        return pd.Series([""], dtype="str").repeat(count).reset_index(drop=True)
    return pd.Series(list(chain.from_iterable(parts)), dtype="str" if name != "source_row" else None)
