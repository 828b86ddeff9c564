"""Turns pieces of a file into the columns of a register, and says of each row what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from svtrain.data.register.by_cells import BASES
from svtrain.data.register.columns import CURRENCY, OUTPUT, SUPPLIER_PLACE, ColumnUse, Mapping
from svtrain.data.register.dates import DayReader
from svtrain.data.register.money import Amounts, amounts, in_pounds
from svtrain.data.register.not_lines import NO_ROW, NOTE, NotLines
from svtrain.data.register.scales import scaled
from svtrain.data.register.suppliers import district, suppliers
from svtrain.data.register.tables import Piece
from svtrain.data.register.words import Remembered, column, cpv_codes, free_text, is_blank, quoted, reference, stated, yes_or_no

PLACEHOLDER = 1  # pounds: notices put 0 or 1 where the amount is not known
_MAY_BE_PLACEHOLDER = {"awarded", "value_high", "value_low"}
CREDIT = "credit"  # a column beside the amounts: what was paid back
_WORK = {"reference": reference, "cpv": cpv_codes, "sme": yes_or_no, "vcse": yes_or_no, SUPPLIER_PLACE: district,
         "buyer": stated, "category": stated, "place": stated}
_TELLS_NOTHING = ("value", "value_basis", "suppliers_count", "source_row", CURRENCY)  # of whether a row is a line


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing about one row. ``field`` is empty and ``skipped`` true when the whole row was left out."""

    row: int | str
    field: str
    reason: str
    skipped: bool = False

    def as_json(self) -> dict:
        return {"row": self.row, "field": self.field or None, "reason": self.reason, "skipped": self.skipped}


@dataclass(slots=True)
class Cleaned:
    """A piece of a register; ``supplier_place`` says where each row's supplier is, or nothing where the file does not tell."""

    columns: dict[str, Sequence]
    problems: list[RowProblem] = field(default_factory=list)
    skipped: int = 0
    blanks: int = 0
    end_before_start: int = 0
    supplier_place: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.columns["source_row"])


class Cleaner:
    """Cleans one file, piece by piece; each distinct text is worked on once.

    Parameters
    ----------
    mapping : Mapping
        What each column is taken for.
    decimal_comma : bool
        Whether amounts are written ``1.234,50``.
    month_first : set of int
        Columns whose days are written month first.
    shift : int
        Days to add to a workbook's day numbers.
    """

    def __init__(self, mapping: Mapping, decimal_comma: bool = False, month_first: Iterable[int] = (), shift: int = 0):
        self.mapping, self.decimal_comma = mapping, decimal_comma
        self.uses = {name: mapping.columns(name) for name in (*OUTPUT, SUPPLIER_PLACE, CURRENCY)}
        first = set(month_first)
        self._days = {use.index: DayReader(use.index in first, name == "end", shift) for name in ("start", "end") for use in self.uses[name]}
        self._texts = {use.index: Remembered(_WORK.get(name, free_text)) for name, uses in self.uses.items() for use in uses}
        self._suppliers = Remembered(suppliers)
        self._not_lines = NotLines(self.uses)

    def clean(self, piece: Piece) -> Cleaned:
        """Clean one piece."""
        texts = list(piece.cells)
        if piece.typed:
            for use in self._text_uses():
                if set(map(type, texts[use.index])) != {str}:
                    texts[use.index] = [_as_text(cell) for cell in texts[use.index]]
        found: dict[int, list[tuple[str, str]]] = {}
        out: dict[str, Sequence] = {name: self._text(name, texts, len(piece)) for name in
                                    ("reference", "title", "description", "buyer", "cpv", "category", "place")}
        self._who(texts, len(piece), out, found)
        out["value"], out["value_basis"] = self._value(piece, texts, found)
        for name in ("start", "end"):
            out[name] = self._day(name, piece, found)
        out["source_row"] = piece.numbers
        left_out, blanks = self._left_out(piece, texts, out, found)
        return self._kept(out, piece, found, left_out, blanks + piece.blanks)

    def _text_uses(self) -> list[ColumnUse]:
        return [use for name, uses in self.uses.items() if name not in ("start", "end") for use in uses]

    def _text(self, name: str, texts: list[Sequence], count: int) -> list:
        uses = self.uses[name]
        if not uses:
            return [""] * count
        filled = column(texts[uses[0].index], self._texts[uses[0].index])
        for use in uses[1:]:
            if "" not in filled and not any(map(is_blank, set(filled[:1000]))):
                break
            more = column(texts[use.index], self._texts[use.index])
            filled = [second if not first or is_blank(first) else first for first, second in zip(filled, more, strict=True)]
        return filled

    def _who(self, texts: list, count: int, out: dict, found: dict) -> None:
        """Suppliers, how many and where, and whether they are small or voluntary."""
        uses = self.uses["supplier"]
        who = list(map(self._suppliers.__getitem__, texts[uses[0].index])) if uses else None
        out["supplier"] = [one.names for one in who] if who is not None else [""] * count
        out["suppliers_count"] = np.array([one.count for one in who] if who is not None else [0] * count, dtype=np.int64)
        for name in ("sme", "vcse"):
            said = self.uses[name]
            if said:
                memory = self._texts[said[0].index]
                out[name] = list(map(memory.__getitem__, texts[said[0].index]))
                odd = {text for text, answer in memory.items() if not answer and not is_blank(text)}
                for at, text in enumerate(texts[said[0].index]) if odd else ():
                    if text in odd:
                        found.setdefault(at, []).append((name, f"{quoted(text)} is neither yes nor no"))
            else:
                out[name] = [getattr(one, name) for one in who] if who is not None else [""] * count
        if any(one.reason for one in self._suppliers.values()):
            for at, one in enumerate(who or ()):
                if one.reason:
                    found.setdefault(at, []).append(("supplier", one.reason))
        told = self._text(SUPPLIER_PLACE, texts, count)
        out[SUPPLIER_PLACE] = told if self.uses[SUPPLIER_PLACE] or who is None else [one.place for one in who]

    def _value(self, piece: Piece, texts: list, found: dict) -> tuple[np.ndarray, list]:
        values, basis = np.full(len(piece), np.nan), np.full(len(piece), "", dtype=object)
        other = self._other_currencies(texts)
        wanting = np.ones(len(piece), dtype=bool)
        credited = any(use.basis == CREDIT for use in self.uses["value"])
        for use in self.uses["value"]:
            where = slice(None) if wanting.all() else np.flatnonzero(wanting)
            cells = np.asarray(piece.cells[use.index], dtype=object)
            rows = np.arange(len(piece)) if isinstance(where, slice) else where
            read = self._amounts(use, cells[where], rows, other)
            there = ~np.isnan(read.values)
            doubtful = use.basis.partition(",")[0] in _MAY_BE_PLACEHOLDER
            if doubtful:  # kept only until a better column speaks
                better = there & ((np.abs(read.values) > PLACEHOLDER) | np.isnan(values[where]))
            else:
                better = there
            values[rows[better]], basis[rows[better]] = read.values[better], use.basis or "value"
            done = better & ((np.abs(read.values) > PLACEHOLDER) | (not doubtful))
            if credited:  # nought paid out says nothing of what was paid back
                done &= read.values != 0
            wanting[rows[done]] = False
            for at, reason in read.reasons.items():
                found.setdefault(int(rows[at]), []).append(("value", reason))
            for at, aside in read.asides.items():
                basis[rows[at]] = f"{basis[rows[at]]}, {aside}"
            if not wanting.any():
                break
        if self.uses["value_basis"]:
            told = self._text("value_basis", texts, len(piece))
            return values, [BASES.get(one.lower(), one) for one in told]
        return values, basis.tolist()

    def _amounts(self, use: ColumnUse, cells: np.ndarray, rows: np.ndarray, other: dict[int, str]) -> Amounts:
        """One column's amounts in pounds; `rows` are the rows that the cells stand in."""
        read = amounts(cells, self.decimal_comma)
        if use.scale != 1:
            scaled(read, cells, use.scale)
        if use.basis == CREDIT:
            read.values = -np.abs(read.values)
        if other and not in_pounds(use.header):
            for at in np.flatnonzero(~np.isnan(read.values)).tolist():
                if rows[at] in other:
                    read.values[at], read.reasons[at] = np.nan, f"{quoted(f'{other[rows[at]]} {cells[at]}')} is not in pounds"
        return read

    def _other_currencies(self, texts: list) -> dict[int, str]:
        """The rows whose currency is not the pound, where a column tells it."""
        found: dict[int, str] = {}
        for use in self.uses[CURRENCY][:1]:
            odd = {text for text in set(texts[use.index]) if not is_blank(text) and not in_pounds(text)}
            found = {at: text for at, text in enumerate(texts[use.index]) if text in odd} if odd else {}
        return found

    def _day(self, name: str, piece: Piece, found: dict) -> list[str]:
        filled: list[str] | None = None
        for use in self.uses[name]:
            if filled is not None and "" not in filled:
                break
            days = self._days[use.index].column(piece.cells[use.index])
            for at, reason in days.reasons.items():
                if filled is None or not filled[at]:
                    found.setdefault(at, []).append((name, reason))
            filled = days.isos if filled is None else [first or second for first, second in zip(filled, days.isos, strict=True)]
        return filled if filled is not None else [""] * len(piece)

    def _left_out(self, piece: Piece, texts: list, out: dict, found: dict) -> tuple[dict[int, str], int]:
        """Rows that are no rows of a register, each with its reason; and how many are wholly blank."""
        left_out = dict(piece.faults)
        blanks = 0
        empty = np.isnan(out["value"])
        for at in np.flatnonzero(empty).tolist() if empty.any() else ():
            if at in left_out or (out["supplier"][at] and (out["title"][at] or out["reference"][at])):
                continue
            filled = [name for name, uses in self.uses.items() if uses and name not in _TELLS_NOTHING and out[name][at]]
            if at in found and len(filled) + len(found[at]) > 1:
                continue
            if not filled and at not in found:
                if _cells_filled(texts, at):
                    left_out[at] = NO_ROW
                else:
                    left_out[at], blanks = "", blanks + 1
            elif not (out["supplier"][at] or out["title"][at] or out["description"][at]):
                left_out[at] = NO_ROW
            elif len(filled) == 1 and at not in found and len(texts) > 2 and _cells_filled(texts, at) == 1:
                left_out[at] = NOTE
        self._not_lines.mark(piece.numbers, texts, out, [at for at in found if at not in piece.faults], left_out)
        return left_out, blanks

    def _kept(self, out: dict, piece: Piece, found: dict, left_out: dict[int, str], blanks: int) -> Cleaned:
        numbers = piece.numbers
        problems = [RowProblem(numbers[at], name, reason) for at in sorted(found) if at not in left_out for name, reason in found[at]]
        problems += [RowProblem(numbers[at], "", reason, True) for at, reason in left_out.items() if reason]
        problems.sort(key=lambda problem: _order(problem.row))
        if left_out:
            keep = np.ones(len(piece), dtype=bool)
            keep[list(left_out)] = False
            kept = np.flatnonzero(keep).tolist()
            out = {name: values[keep] if isinstance(values, np.ndarray) else [values[at] for at in kept] for name, values in out.items()}
        wrong = 0
        if self.uses["start"] and self.uses["end"]:
            wrong = sum(1 for start, end in zip(out["start"], out["end"], strict=True) if end and end < start)
        skipped = sum(1 for reason in left_out.values() if reason)
        return Cleaned({name: out[name] for name in OUTPUT}, problems, skipped, blanks, wrong, out[SUPPLIER_PLACE])


def _order(row: int | str) -> tuple:
    return (0, row, "") if isinstance(row, int) else (1, int(row.rpartition("!")[2] or 0), row)


def _cells_filled(texts: list[Sequence], at: int) -> int:
    return sum(1 for cells in texts if (cells[at].strip() if isinstance(cells[at], str) else cells[at] is not None))


def _as_text(cell: object) -> str:
    """A workbook's cell as text: whole numbers without a point, days as 2026-04-01."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float):
        return "" if cell != cell else (str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
