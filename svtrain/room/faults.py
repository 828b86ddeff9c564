"""What a database says, in one sentence for a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, NoSuchModuleError, OperationalError, SQLAlchemyError

from svtrain.core.problems import CannotDo, Problem

FULL = "The room's store is full: its disk has no space left. Nothing that was confirmed is lost."
FULL_AND_IN_USE = "The room's store is full, and a workshop still uses it. Stop that workshop, and then erase again."
BUSY = "The room's store is busy and did not answer in time. Try again in a moment."
GONE = "The room's store cannot be reached. Try again in a moment."
NOT_THERE = "There is no room store at this address yet. Make one with svtrain room new."
NO_FILE = "A room store is one file, and this is a folder or a device. Name a file."
READ_ONLY = "This room store cannot be written to, nor can files be made beside it. Copy it to a folder of your own, and name that."
NOT_A_STORE = "This file is not a room store, or it is damaged. It was left as it is."
MAY_NOT = "This program may not do that in the room's store. Check the address and its rights."

SQLITE = {
    "SQLITE_FULL": FULL, "SQLITE_BUSY": BUSY, "SQLITE_LOCKED": BUSY, "SQLITE_READONLY": MAY_NOT, "SQLITE_PERM": MAY_NOT,
    "SQLITE_AUTH": MAY_NOT, "SQLITE_CANTOPEN": GONE, "SQLITE_NOTADB": NOT_A_STORE, "SQLITE_CORRUPT": NOT_A_STORE,
    "SQLITE_IOERR_SHMSIZE": FULL, "SQLITE_IOERR_SHMMAP": FULL, "SQLITE_IOERR": GONE,
}
POSTGRESQL = {
    "53100": FULL, "53300": "The database takes no more connections. Ask its keeper to allow more than there are people.",
    "28000": MAY_NOT, "28P01": "The database does not accept this name and password.",
    "3D000": "There is no such database at this address.", "42501": MAY_NOT, "42P01": NOT_THERE, "42883": NOT_THERE,
    "25006": MAY_NOT, "40001": BUSY, "40P01": BUSY, "55P03": BUSY, "57014": BUSY,
}


class Transient(CannotDo):
    """It may work when it is tried again."""


class StoreFull(CannotDo):
    """Nothing more can be written where the store lies."""


KINDS = {BUSY: Transient, GONE: Transient, FULL: StoreFull}


@contextmanager
def plain_faults(place: str = "") -> Iterator[None]:
    """Turn the database's errors into sentences; `Transient` for those that may pass, `StoreFull` for a full disk."""
    try:
        yield
    except (NoSuchModuleError, ModuleNotFoundError):
        raise CannotDo(Problem("PostgreSQL needs one more package: install svtrain[postgresql].", place=place)) from None
    except (DBAPIError, sqlite3.Error) as error:  # SQLite's own, where a connection is being set up
        message = _sentence(error)
        raise KINDS.get(message, CannotDo)(Problem(message, place=place)) from None
    except SQLAlchemyError as error:
        if "QueuePool limit" in str(error):
            raise Transient(Problem(BUSY, place=place)) from None
        raise


def _sentence(error: DBAPIError | sqlite3.Error) -> str:
    said = getattr(error, "orig", error)
    if hasattr(said, "sqlite_errorname"):
        name = said.sqlite_errorname
        found = SQLITE.get(name) or SQLITE.get("_".join(name.split("_")[:2]))
        if found is None and "no such table" in str(said):
            found = NOT_THERE
        if found:
            return found
    elif state := getattr(said, "sqlstate", None):
        if state in POSTGRESQL:
            return POSTGRESQL[state]
        if state[:2] in ("08", "57"):
            return GONE
    elif isinstance(error, OperationalError | InterfaceError):
        return _unreached(str(said))
    raise error  # a fault of ours: to be seen, not smoothed over


def _unreached(said: str) -> str:
    """A connection that failed carries its reason as words only."""
    if "password authentication failed" in said or "no password supplied" in said:
        return POSTGRESQL["28P01"]
    if "too many clients" in said or "remaining connection slots" in said:
        return POSTGRESQL["53300"]
    if 'database "' in said and "does not exist" in said:
        return POSTGRESQL["3D000"]
    return GONE
