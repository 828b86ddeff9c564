"""Writes a register as CSV: whole or not at all, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable
from contextlib import contextmanager, suppress
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.formula_cells import BEGINS_A_FORMULA
from svtrain.data.register.clean import Cleaned
from svtrain.data.register.columns import OUTPUT, SUPPLIER_PLACE, TEXT
from svtrain.data.register.reader import Reading
from svtrain.data.register.tables import Progress
from svtrain.data.whole_file import refuse_to_replace

_RUNS = frozenset(BEGINS_A_FORMULA)  # looked up a million times a file


def write_register(reading: Reading, path: Path, progress: Progress | None = None) -> None:
    """Read what is left of `reading` into a CSV file at `path`, piece by piece.

    Where a column of the file tells where suppliers are, ``supplier_place`` comes last. Text that begins like a formula gets an apostrophe before it, which a spreadsheet shows as text and this reader takes off.

    Raises
    ------
    CannotDo
        When the file cannot be written; an older file there stays as it was.
    """
    extra = (SUPPLIER_PLACE,) if reading.report.mapping.columns(SUPPLIER_PLACE) else ()
    with _whole_or_not(path) as file:
        writer = csv.writer(file, lineterminator="\n")

        def begin() -> None:
            file.seek(0)
            file.truncate()
            writer.writerow((*OUTPUT, *extra))

        begin()
        for piece in reading.pieces(progress, again=begin):
            writer.writerows(rows(piece, *extra))


def rows(piece: Cleaned, *extra: str) -> Iterable[tuple]:
    """A piece as rows of text."""
    columns = {**piece.columns, SUPPLIER_PLACE: piece.supplier_place}
    for name in (*TEXT, *extra):
        columns[name] = [f"'{cell}" if cell and cell[0] in _RUNS else cell for cell in columns[name]]
    columns["value"] = [_pounds(value) for value in columns["value"].tolist()]
    columns["suppliers_count"] = columns["suppliers_count"].tolist()
    return zip(*(columns[name] for name in (*OUTPUT, *extra)), strict=True)


def _pounds(value: float) -> str:
    if value != value:
        return ""
    return str(int(value)) if value.is_integer() else repr(value)


@contextmanager
def _whole_or_not(path: Path):
    refuse_to_replace(path)
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".part")
    except OSError as error:
        raise CannotDo(Problem(f"The file cannot be written: {error.strerror or error}.", "--out", str(path))) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        os.chmod(beside, 0o644 & ~_umask())
        os.replace(beside, path)
    except OSError as error:
        raise CannotDo(Problem(f"The file cannot be written: {error.strerror or error}.", "--out", str(path))) from None
    finally:
        with suppress(OSError):
            os.unlink(beside)


def _umask() -> int:
    now = os.umask(0o022)
    os.umask(now)
    return now
