"""Lays the shipped lessons, exercises and data out in a folder of the user's."""

from __future__ import annotations

import shutil
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.places import content, typed_folder

PARTS = ("notebooks", "exercises", "datasets")


def lay_out(folder: Path | None = None) -> Path:
    """Return a folder that holds the shipped content, copying into ``folder`` what is missing there.

    A file that is already there stays as it is: it may hold somebody's work.

    Raises
    ------
    CannotDo
        When the folder cannot be written, or is a file.
    """
    if folder is None:
        return content("notebooks").parent
    folder = typed_folder(folder)
    if folder.exists() and not folder.is_dir():
        raise CannotDo(Problem("This is a file; name a folder for the lessons.", place=str(folder)))
    try:
        for part in PARTS:
            _copy_missing(content(part), folder / part)
    except OSError as error:
        raise CannotDo(Problem(f"The lessons could not be laid out: {error.strerror or error}.", place=str(folder))) from None
    return folder


def _copy_missing(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")):
        if path.is_dir() or ".ipynb_checkpoints" in path.parts or "__pycache__" in path.parts:
            continue
        copy = target / path.relative_to(source)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            half = copy.with_name(copy.name + ".part")  # a copy cut short must not pass for a whole one
            shutil.copyfile(path, half)
            half.replace(copy)
