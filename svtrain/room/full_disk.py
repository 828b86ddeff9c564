"""Erasing from a SQLite store on a full disk: in memory, and then put where the store was, which takes no more room than it had.

SQLite cannot erase there by itself: it writes each change beside the store before the store shrinks.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from svtrain.core.problems import CannotDo, Problem
from svtrain.room.address import store_words
from svtrain.room.faults import BUSY, FULL_AND_IN_USE, SQLITE, plain_faults

PATIENCE = 2.0  # seconds to wait for others to leave the store


def erase_in_memory(path: Path, erasing: str, change: Callable[[Connection], int]) -> int:
    """Change a store that nobody else has open; what `change` returns.

    Parameters
    ----------
    path : Path
        The SQLite file.
    erasing : str
        The room that is being erased from: the store's guards let go of its events only.
    change : callable
        What erases, given a connection to the copy in memory.

    Raises
    ------
    CannotDo
        When somebody else uses the store.
    """
    path = Path(os.path.realpath(path))  # a link to the store stays one
    with plain_faults(str(path)), closing(_copy(path)) as copy:
        store_words(copy, {"seat": "", "erasing": erasing})
        engine = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool)
        with engine.begin() as connection:
            found = change(connection)
        copy.execute("VACUUM")  # nothing that was erased is left in unused pages, and the store is never larger than before
        _put(path, copy.serialize())
    return found


def _copy(path: Path) -> sqlite3.Connection:
    """The store in memory. Whoever has it open alone needs no file beside it, and so no space."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    with closing(sqlite3.connect(path, timeout=PATIENCE)) as alone:
        alone.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            alone.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if SQLITE.get(error.sqlite_errorname) == BUSY:
                raise CannotDo(Problem(FULL_AND_IN_USE, place=str(path))) from None
            raise
        alone.rollback()
        alone.backup(copy)
    return copy


def _put(path: Path, raw: bytes) -> None:
    """Beside the store first, then moved into its place; over the store itself where there is no space beside it."""
    beside = _beside(path, raw)
    for end in ("-wal", "-shm"):  # the log belongs to the store as it was
        Path(f"{path}{end}").unlink(missing_ok=True)
    if beside:
        os.replace(beside, path)
        return
    with open(path, "r+b") as file:
        file.write(raw)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _beside(path: Path, raw: bytes) -> str | None:
    """The name of a file beside the store that holds these bytes; None where there is no space for it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o777)
    except BaseException as error:
        os.unlink(name)
        if isinstance(error, OSError):
            return None
        raise
    return name
