"""Reads a file whole, and only what is a file: a pipe that nobody fills, or a device that never ends, would be read for ever."""

from __future__ import annotations

import stat
import sys
from math import inf
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
        if sys.stdin is None:  # closed by whoever started us
            raise CannotDo(Problem("Nothing is piped in.", place=place))
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


def refuse_what_is_no_file(path: Path | str, largest: float = inf, *, may_be_piped: bool = True) -> None:
    """Say why a path cannot be read as a file, before it is opened: opening a pipe that nobody fills waits for ever.

    Parameters
    ----------
    path : Path or str
        The file.
    largest : float
        Bytes that are read at most; by default any number.
    may_be_piped : bool
        Whether whoever reads it takes ``-`` for what another command prints.

    Raises
    ------
    CannotDo
        One sentence: no such file, a folder, a pipe or a device, too large.
    """
    place = str(path)
    if place == STANDARD_INPUT and not may_be_piped:
        raise CannotDo(Problem("What is piped in is not read here; save it, and name that file.", place=place))
    try:
        found = Path(path).stat()
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        raise CannotDo(_unreadable(error, place)) from None
    if stat.S_ISDIR(found.st_mode):
        raise CannotDo(Problem("This is a folder; name the file.", place=place))
    if not stat.S_ISREG(found.st_mode):
        instead = "to read what another command prints, write - for the file" if may_be_piped else "save what it gives, and name that file"
        raise CannotDo(Problem(f"This is a pipe or a device, not a file; {instead}.", place=place))
    if found.st_size > largest:
        raise CannotDo(_too_large(largest, place))


def refuse_to_replace(path: Path) -> None:
    """Say that a pipe or a device is no place for a file: a file that is moved there would take its place for everybody.

    Raises
    ------
    CannotDo
        One sentence.
    """
    try:
        found = path.stat().st_mode
    except (OSError, ValueError):
        return  # nothing is there, or the writing will say what is wrong
    if not (stat.S_ISREG(found) or stat.S_ISDIR(found)):
        raise CannotDo(Problem("This is a pipe or a device, not a file; name a file.", place=str(path)))


def _unreadable(error: OSError | ValueError, place: str) -> Problem:
    return Problem(f"The file cannot be read: {getattr(error, 'strerror', None) or error}.", place=place)


def _too_large(largest: float, place: str) -> Problem:
    return Problem(f"The file is over {largest / 1e6:.0f} MB, the most that is read.", place=place)
