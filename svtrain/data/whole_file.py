"""Reads a file whole, and only what is a file: a pipe that nobody fills, or a device that never ends, would be read for ever."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem

STANDARD_INPUT = "-"
_PIPED = ("/dev/stdin", "/dev/fd/")  # how a shell hands over what another command prints


def read_whole(path: Path | str, largest: int) -> bytes:
    """Everything in a file, or in what a shell pipes in (``-``, ``/dev/stdin``, ``<(...)``).

    Parameters
    ----------
    path : Path or str
        The file.
    largest : int
        Bytes that are read at most.

    Raises
    ------
    CannotDo
        One sentence: no such file, a folder, not a file, too large.
    """
    place = str(path)
    if place == STANDARD_INPUT:
        raw = sys.stdin.buffer.read(largest + 1)
    else:
        if not place.startswith(_PIPED):
            refuse_what_is_no_file(path, largest)
        try:
            with open(path, "rb") as file:
                raw = file.read(largest + 1)
        except OSError as error:
            raise CannotDo(_unreadable(error, place)) from None
    if len(raw) > largest:
        raise CannotDo(_too_large(largest, place))
    return raw


def refuse_what_is_no_file(path: Path | str, largest: int) -> None:
    """Say why a path cannot be read as a file, before it is opened.

    Raises
    ------
    CannotDo
        One sentence: no such file, a folder, a pipe or a device, too large.
    """
    place = str(path)
    try:
        found = Path(path).stat()
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        raise CannotDo(_unreadable(error, place)) from None
    if stat.S_ISDIR(found.st_mode):
        raise CannotDo(Problem("This is a folder; name the file.", place=place))
    if not stat.S_ISREG(found.st_mode):
        raise CannotDo(Problem("This is a pipe or a device, not a file; to read what another command prints, write - for the file.", place=place))
    if found.st_size > largest:
        raise CannotDo(_too_large(largest, place))


def _unreadable(error: OSError | ValueError, place: str) -> Problem:
    return Problem(f"The file cannot be read: {getattr(error, 'strerror', None) or error}.", place=place)


def _too_large(largest: int, place: str) -> Problem:
    return Problem(f"The file is over {largest / 1e6:.0f} MB, the most that is read.", place=place)
