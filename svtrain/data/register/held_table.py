"""Tables held in memory as rows: what small formats, such as JSON records and web pages, are turned into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.choosing import choose, notes
from svtrain.data.register.tables import AT_A_TIME, Piece, Progress, from_rows

TOP = 400
MOST_CELLS = 20_000_000


@dataclass(slots=True)
class Held:
    """One table: its rows, blank ones too.

    ``faults`` says why a row, counted from 0, cannot be read; ``merged`` are the rows in which a cell begins that spans several.
    """

    rows: list[Sequence]
    faults: dict[int, str] = field(default_factory=dict)
    merged: list[int] = field(default_factory=list)


class HeldTable:
    """One or several tables of a file; the one with the best headings is read, and every other with the same ones.

    Parameters
    ----------
    tables : dict
        Name to table, in the file's order.
    kind : str
        What the tables are called in a sentence, as in "Sheets".
    sheet : str
        The one to read, when a person says so.
    header_row : int, optional
        0 where the first row of each holds the names of the fields and is no row of the file.
    hidden : set of str
        Tables that are read only when a person names them.
    """

    delimiter = ""
    shift = 0

    def __init__(self, tables: dict[str, Held], kind: str, encoding: str, place: str, sheet: str = "", header_row: int | None = None,
                 hidden: frozenset[str] = frozenset()):
        self.place, self.encoding, self.header_row, self.notes, self.beyond = place, encoding, header_row, [], 0
        self._tables, self.all_sheets = tables, list(tables) if len(tables) > 1 else []
        if sheet and sheet not in tables:
            raise CannotDo(Problem(f"There is no sheet '{sheet}'.{did_you_mean(sheet, list(tables))}", "--sheet", place))
        if hidden and len(hidden) < len(tables) and not sheet:
            self.notes.append(f"Hidden sheets are not read unless you name one: {', '.join(name for name in tables if name in hidden)}.")
            tables = {name: held for name, held in tables.items() if name not in hidden}
        found = choose({name: held.rows[:TOP] for name, held in tables.items() if not sheet or name == sheet}, header_row)
        self._chosen, self.sheets, self._first = found.chosen, found.read, found.first
        merged = sum(1 for name in self.sheets for row in tables[name].merged if row >= self._first[name])
        if merged:
            self.notes.append(f"Cells merged over several rows count for the first of those rows only. Merged cells here: {merged:,}.")
        self.notes += notes(found, kind)

    def top(self) -> list[Sequence]:
        """The first rows of the chosen table."""
        return self._tables[self._chosen].rows[:TOP]

    def pieces(self, width: int, first: int, progress: Progress | None = None) -> Iterator[Piece]:
        """The rows of every table that is read; with several, a row's number is ``Table 2!12``."""
        done, wanted = 0, sum(len(self._tables[name].rows) for name in self.sheets)
        for name in self.sheets:
            held = self._tables[name]
            begin = first if name == self._chosen else self._first[name]
            for at in range(begin, len(held.rows), AT_A_TIME):
                yield self._piece(name, held, at, min(at + AT_A_TIME, len(held.rows)), width)
            done += len(held.rows)
            if progress:
                progress(done, wanted)

    patient_pieces = pieces

    def _piece(self, name: str, held: Held, begin: int, end: int, width: int) -> Piece:
        from_one = 0 if self.header_row == 0 else 1
        numbers = [f"{name}!{at + from_one}" if len(self.sheets) > 1 else at + from_one for at in range(begin, end)]
        rows = [row if at not in held.faults else ["-"] for at, row in enumerate(held.rows[begin:end], start=begin)]  # so that it is not blank
        self.beyond += sum(1 for row in rows if len(row) > width and any(str(cell).strip() for cell in row[width:]))
        piece = from_rows([row[:width] for row in rows], numbers, width, typed=True)
        if held.faults:
            reasons = {numbers[at - begin]: reason for at, reason in held.faults.items() if begin <= at < end}
            piece.faults.update({at: reasons[number] for at, number in enumerate(piece.numbers) if number in reasons})
        return piece
