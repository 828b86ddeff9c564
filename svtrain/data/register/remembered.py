"""Corrections of a mapping, kept for files of the same shape: headings only, nothing that stands below them."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.mapping import LOOK_AT, Header, find_header, shape_of, trimmed
from svtrain.data.saved_work import work_folder

FOLDER = "register-columns"
FORM = "register-columns/1"


def _path(header: Sequence[str], folder: Path | None) -> Path:
    return (folder or work_folder()) / FOLDER / f"{shape_of(header)}.json"


def recall(header: Sequence[str], folder: Path | None = None) -> dict[str, str]:
    """What was said before about files of this shape; nothing when the note is missing or damaged."""
    try:
        note = json.loads(_path(header, folder).read_text(encoding="utf-8"))
        return {str(name): str(target) for name, target in note["columns"].items()} if note["svtrain"] == FORM else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def header_kept(rows: Sequence[Sequence], folder: Path | None = None) -> Header | None:
    """The first row whose headings a person corrected before: they know it, whatever it looks like."""
    if not _path((), folder).parent.is_dir():
        return None
    for number in range(min(len(rows), LOOK_AT)):
        header = find_header(rows, number)
        if header is not None and recall(trimmed(header.cells), folder):
            return header
    return None


def remember_columns(header: Sequence[str], columns: Mapping[str, str], folder: Path | None = None) -> Path:
    """Keep corrections, added to what was said before.

    Raises
    ------
    CannotDo
        When the work folder cannot be written.
    """
    path = _path(header, folder)
    note = {"svtrain": FORM, "columns": {**recall(header, folder), **columns}}
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(note, file, ensure_ascii=False, indent=1)
        os.replace(beside, path)
    except OSError as error:
        raise CannotDo(Problem(f"The correction could not be kept: {error.strerror or error}.", place=str(path.parent))) from None
    return path


def forget_columns(header: Sequence[str], folder: Path | None = None) -> bool:
    """Drop what was kept; say whether there was anything."""
    path = _path(header, folder)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there
