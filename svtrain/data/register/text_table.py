"""Text files with cells parted by commas, tabs, semicolons or bars.

Two readers give the same rows. The quick one is pandas' C parser. The patient one is the standard library's: it takes over
when rows have stray quotation marks, NULs or cells of several lines, because it can say which row is which.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

import numpy as np

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.encodings import Encoding, find_encoding
from svtrain.data.register.mapping import find_header
from svtrain.data.register.tables import AT_A_TIME, Piece, Progress, from_rows

if TYPE_CHECKING:
    import pandas as pd

DELIMITERS = (",", "\t", ";", "|")
SAMPLE = 1 << 20          # characters
MOST_COLUMNS = 2000
LONGEST_CELL = 5_000_000  # characters; a longer one is a quotation mark that was never closed
LONGEST_LINE = 4 * LONGEST_CELL
PATIENT_ROWS = 20_000


def _allow_long_cells() -> None:
    """The standard library's limit is one for the whole process; it is only ever raised."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))


class TextTable:
    """One text file.

    Parameters
    ----------
    source : Path or bytes
        The file.
    encoding, delimiter : str, optional
        When a person knows better.
    """

    def __init__(self, source: Path | bytes, place: str, encoding: str = "", delimiter: str = ""):
        self.source, self.place, self.notes = source, place, []
        with self._open() as file:
            self.found: Encoding = find_encoding(file, encoding)
        self.encoding = self.found.name
        self._head = self._sample()
        self.wrapped = _is_wrapped(self._head)
        if self.wrapped:
            self._head = "".join(map(_unwrapped, self._head.splitlines(keepends=True)))
            self.notes.append("Each line stood in quotation marks as one cell; the cells inside it were read.")
        self.delimiter = delimiter or self._find_delimiter()
        if self.found.has_nul and not self.found.codec.startswith(("utf-16", "utf-32")):
            self.notes.append("The file holds bytes of value zero, which stand for no letter; they were left out.")

    def _open(self) -> BinaryIO:
        try:
            return io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")
        except OSError as error:
            raise CannotDo(Problem(f"The file cannot be read: {error.strerror or error}.", place=self.place)) from None

    def _text(self) -> TextIO:
        try:
            return io.TextIOWrapper(self._open(), encoding=self.found.codec, errors=self.found.errors, newline="")
        except LookupError:
            raise CannotDo(Problem(f"There is no encoding '{self.encoding}'.", "--encoding", self.place)) from None

    def _sample(self) -> str:
        with self._text() as file:
            try:
                return file.read(SAMPLE).replace("\0", "")
            except (UnicodeError, OverflowError):
                raise CannotDo(Problem(f"The file is not text in {self.encoding}.", place=self.place)) from None

    def _find_delimiter(self) -> str:
        first = self._head.split("\n", 1)[0].strip().strip('"').lower()
        if first.startswith("sep=") and len(first) == 5:
            return first[4]
        scores = {mark: self._delimiter_score(mark) for mark in DELIMITERS}
        return max(DELIMITERS, key=lambda mark: scores[mark])

    def _delimiter_score(self, delimiter: str) -> tuple[float, float]:
        """How good the headings are when the file is parted so; then how many columns most rows have."""
        rows = self._rows_of(self._head[:200_000], delimiter, 80)
        header = find_header(rows)
        widths = [len(row) for row in rows if len(row) > 1]
        usual = max(set(widths), key=widths.count) if widths else 0
        return (header.score if header else 0), usual * (widths.count(usual) / max(1, len(rows)) if widths else 0)

    def _rows_of(self, text: str, delimiter: str, most: int) -> list[list[str]]:
        _allow_long_cells()
        rows: list[list[str]] = []
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        while len(rows) < most:
            try:
                rows.append(next(reader))
            except StopIteration:
                break
            except csv.Error:
                rows.append([])
        return rows

    def top(self) -> list[list[str]]:
        """The first rows; the last of them may be cut short, so it is left out of a longer file."""
        rows = self._rows_of(self._head, self.delimiter, 5000)
        return rows[:-1] if len(self._head) >= SAMPLE and len(rows) > 1 else rows

    def pieces(self, width: int, first: int, progress: Progress | None = None) -> Iterator[Piece]:
        """The rows, by the quick reader when the file is plain.

        Raises
        ------
        NotPlain
            Part of the way through, when it turns out not to be; then read again with `patient_pieces`.
        """
        if self.wrapped or self.found.has_nul or self.found.long_lines or self.found.size < 50_000 or width > MOST_COLUMNS or self.found.codec.startswith(("utf-16", "utf-32")):
            yield from self.patient_pieces(width, first, progress)
        else:
            yield from self._quick_pieces(width, first, progress)

    def _quick_pieces(self, width: int, first: int, progress: Progress | None) -> Iterator[Piece]:
        import pandas as pd

        before = 0
        with warnings.catch_warnings(), self._open() as file:
            warnings.simplefilter("ignore")
            try:
                # one column more than the headings shows rows that are too long; a row longer still is an error of the parser
                reader = pd.read_csv(file, sep=self.delimiter, header=None, names=list(range(width + 1)), dtype=object,
                                     keep_default_na=False, na_filter=False, skip_blank_lines=False, index_col=False,
                                     encoding=self.found.codec, encoding_errors=self.found.errors, chunksize=AT_A_TIME, low_memory=False, engine="c")
                with reader:
                    for frame in reader:
                        yield _quick_piece(frame, width, before, first)
                        before += len(frame)
                        if progress:
                            progress(min(file.tell(), self.found.size), self.found.size)
            except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeError, OverflowError):
                raise NotPlain from None
        if before < self.found.line_ends:  # a cell holds line breaks: the other reader must look at it
            raise NotPlain

    def patient_pieces(self, width: int, first: int, progress: Progress | None = None) -> Iterator[Piece]:
        """The rows, one by one, with what is wrong with each."""
        _allow_long_cells()
        with self._text() as text:
            lines = _Lines(text, self.wrapped)
            for number, rows, faults in self._patient_rows(lines, width):
                numbers = range(number, number + len(rows))
                if number + len(rows) - 1 <= first:
                    continue
                skip = max(0, first - number + 1)
                piece = from_rows(rows[skip:], numbers[skip:], width)
                for row, reason in faults.items():
                    if row in piece.numbers:
                        piece.faults[piece.numbers.index(row)] = reason
                yield piece
                if progress:
                    progress(min(text.buffer.tell(), self.found.size), self.found.size)

    def _patient_rows(self, lines: _Lines, width: int) -> Iterator[tuple[int, list[list[str]], dict[int, str]]]:
        from svtrain.data.register.stray_quotes import Unclosed

        reader = csv.reader(lines, delimiter=self.delimiter)
        number, done, unclosed = 1, False, Unclosed()
        while not done:
            rows: list[list[str]] = []
            faults: dict[int, str] = {}
            while len(rows) < PATIENT_ROWS:
                lines.kept.clear()
                try:
                    row = next(reader)
                except StopIteration:
                    done = True
                    break
                except csv.Error:
                    row = None
                if row is None and len(lines.kept) == 1:
                    row = ["?"]
                    faults[number + len(rows)] = f"a cell is longer than {LONGEST_CELL:,} characters"
                elif row is None or len(lines.kept) > 1:
                    row, given_back = self._unswallowed(row, lines, width)
                    unclosed.rows += [number + len(rows)] * given_back
                rows.append(row)
            if rows:
                yield number, rows, faults
            number += len(rows)
        self.notes += unclosed.notes()

    def _unswallowed(self, row: list[str] | None, lines: _Lines, width: int) -> tuple[list[str], bool]:
        """The row itself, or its first lines alone where it swallowed the rows after it; those are then read again."""
        from svtrain.data.register.stray_quotes import parted, swallowing

        first = (parted(lines.kept[0], self.delimiter), 1) if row is None else swallowing(row, self.delimiter, width)
        if first is None:
            return row, False
        lines.give_back(first[1])
        return first[0], True


class NotPlain(Exception):
    """The quick reader met something that it cannot number or part rightly."""


class _Lines:
    """Lines of text without NULs; those of the record being read are kept, in case it is none."""

    def __init__(self, text: TextIO, wrapped: bool = False):
        self.text, self.wrapped = text, wrapped
        self.kept: list[str] = []
        self._again: list[str] = []  # lines to be read again, the next one last

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._line()
        if not line:
            raise StopIteration
        if "\0" in line:
            line = line.replace("\0", "")
        self.kept.append(line)
        return line

    def _line(self) -> str:
        """One line; of one too long to hold, its beginning, which is no row of a register."""
        line = self.text.readline(LONGEST_LINE)
        more = line if len(line) == LONGEST_LINE else ""
        while more and not more.endswith(("\n", "\r")):
            more = self.text.readline(LONGEST_LINE)
        return _unwrapped(line) if self.wrapped else line

    def give_back(self, but: int) -> None:
        """Let the lines of this record be read again, but for the first ones."""
        self._again += reversed(self.kept[but:])


def _is_wrapped(head: str) -> bool:
    """Whether each of the first lines is one cell in quotation marks that holds a whole row, as a sheet of one column is saved.

    Examples
    --------
    >>> _is_wrapped('"Supplier,Amount"\\n"A Ltd,""1,200"",x"\\n'), _is_wrapped('"Supplier","Amount"\\n"A, B Ltd","5"\\n')
    (True, False)
    """
    lines = [line for line in head[:20_000].splitlines()[:30] if line.strip()]
    if len(lines) < 2 or not all(line.startswith('"') and line.rstrip().endswith('"') and len(line) > 2 for line in lines):
        return False
    inside = [next(csv.reader([line]), []) for line in lines]
    return all(len(row) == 1 and any(mark in row[0] for mark in DELIMITERS) for row in inside)


def _unwrapped(line: str) -> str:
    """A line without the quotation marks round it."""
    body = line.rstrip("\r\n")
    whole = len(body) > 1 and body.startswith('"') and body.endswith('"')
    return body[1:-1].replace('""', '"') + line[len(body):] if whole else line


def _quick_piece(frame: pd.DataFrame, width: int, before: int, first: int) -> Piece:
    skip = max(0, first - before)
    cells = [frame[index].to_numpy()[skip:] for index in range(width + 1)]
    beyond = cells.pop()
    faults = {at: f"it has {width + 1} values under {width} headings"
              for at in (np.flatnonzero(beyond != "").tolist() if len(beyond) else ()) if beyond[at].strip()}
    return Piece(range(before + skip + 1, before + len(frame) + 1), cells, faults)
