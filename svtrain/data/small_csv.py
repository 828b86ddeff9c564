"""A CSV that a person saved: a byte-order mark, Windows letters, semicolons and blank lines are taken as they come."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.text_bytes import marked_encoding, text_of
from svtrain.data.whole_file import read_whole

LARGEST = 20_000_000  # bytes
DELIMITERS = ",;\t"


def read_small_csv(path: Path | str, *, may_be_empty: bool = False) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The header, in lower case, and every row that is not blank with its number in the file.

    With `may_be_empty`, a header alone is a table of no rows.

    Raises
    ------
    CannotDo
        When the file is missing, too large, not text, has no rows, a column twice, or a row longer than its header.
    """
    place = str(path)
    text = _text(Path(path), place)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = [(number, [cell.strip() for cell in cells])
                for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)]
    except csv.Error as error:
        raise CannotDo(Problem(f"This is not a CSV: {error}.", place=place)) from None
    return headed(rows, place, may_be_empty)


def headed(rows: list[tuple[int, list[str]]], place: str, may_be_empty: bool = False) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The header, in lower case, and every row below it that is not blank, by its headings.

    With `may_be_empty`, a header alone is a table of no rows.

    Parameters
    ----------
    rows
        Each row's number in the file, and its cells as text.

    Raises
    ------
    CannotDo
        When there are no rows below the header, a column stands there twice, or a row is longer than its header.
    """
    rows = [(number, cells) for number, cells in rows if any(cells)]
    if len(rows) < (1 if may_be_empty else 2):
        raise CannotDo(Problem("The file has no rows below its header.", place=place))
    header = [name.lower().replace(" ", "_") for name in rows[0][1]]
    while header and not header[-1]:
        header.pop()
    _refuse_odd(header, rows[1:], place)
    return header, [(number, dict(zip(header, [*cells, *[""] * len(header)], strict=False))) for number, cells in rows[1:]]


def _text(path: Path, place: str) -> str:
    raw = read_whole(path, LARGEST)
    if b"\0" in raw[:4096] and not marked_encoding(raw):
        raise CannotDo(Problem("The file is not text; save it as CSV UTF-8.", place=place))
    try:
        return text_of(raw, "utf-8", "cp1252")
    except UnicodeDecodeError:
        raise CannotDo(Problem("The file is not UTF-8 text; save it as CSV UTF-8.", place=place)) from None


def _refuse_odd(header: list[str], rows: list[tuple[int, list[str]]], place: str) -> None:
    problems = [Problem(f"The column '{name[:80]}' is there twice.", name[:80], place)
                for name in dict.fromkeys(header) if name and header.count(name) > 1]
    if "" in header:
        problems.append(Problem("A column has no name.", place=place))
    problems += [Problem(f"The row has {len(cells)} cells; the header has {len(header)}. Put text that holds a comma in quotes.",
                         place=f"{place}, row {number}") for number, cells in rows if any(cells[len(header):])]
    if problems:
        raise CannotDo(problems)
