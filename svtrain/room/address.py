"""Where a room's store lies, and a connection to it: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, Row, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.saved_work import work_folder
from svtrain.room.faults import NO_FILE, NOT_THERE, READ_ONLY, plain_faults

BUSY_SECONDS = 30
LONGEST_NAP = 0.02  # seconds between a writer's tries
CONNECT_SECONDS = 5


def store_address(given: str | os.PathLike | None = None) -> URL:
    """The address of a store.

    Parameters
    ----------
    given
        ``postgresql://...``, ``sqlite:///...`` or the path of a SQLite file. By default ``SVTRAIN_STORE``, else
        ``room/room.sqlite`` in the folder of saved work.

    Raises
    ------
    CannotDo
        When it is neither.

    Examples
    --------
    >>> store_address("postgresql://me@db.example/rooms").drivername
    'postgresql+psycopg'
    >>> store_address("rooms.sqlite").database
    'rooms.sqlite'
    """
    given = os.fspath(given) if given else os.environ.get("SVTRAIN_STORE") or str(work_folder() / "room" / "room.sqlite")
    if "://" not in given:
        return URL.create("sqlite", database=given)
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise CannotDo(_bad_address()) from None
    kind = url.drivername.split("+")[0]
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database and url.database != ":memory:":
        return url.set(drivername="sqlite")
    raise CannotDo(_bad_address())


def _bad_address() -> Problem:
    return Problem("The store's address must begin with postgresql:// or be the path of a SQLite file.", "--store")


def shown(url: URL) -> str:
    """The address without its password."""
    return url.database if url.get_backend_name() == "sqlite" else url.set(drivername="postgresql").render_as_string(hide_password=True)


class Line:
    """Connections to one store, on behalf of one seat or of the store's owner (an empty token).

    Views and functions in the store ask ``svtrain_token()`` who is reading; it is told to SQLite in each transaction, and to
    PostgreSQL once for each connection.
    """

    def __init__(self, address: str | os.PathLike | None = None, token: str = "", *, make: bool = False, connections: int = 4):
        self.url = store_address(address)
        self.token = token
        self.place = shown(self.url)
        self.postgresql = self.url.get_backend_name() == "postgresql"
        if not self.postgresql:
            self._prepare_file(Path(self.url.database), make)
        with plain_faults(self.place):
            self.engine = self._postgresql(connections) if self.postgresql else self._sqlite(connections)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self._transaction(writing=False) as connection:
            yield connection

    @contextmanager
    def writing(self, erasing: str = "") -> Iterator[Connection]:
        """A transaction that writes: committed at the end, and on the disk by then; undone when anything fails."""
        with self._transaction(writing=True, erasing=erasing) as connection:
            yield connection

    def one(self, sql: str, values: Mapping = {}) -> list[Row]:
        """The rows of a single statement that is a transaction by itself: on PostgreSQL one journey there and back."""
        if not self.postgresql:
            with self.reading() as connection:
                return list(connection.execute(text(sql), values))
        with plain_faults(self.place), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return list(connection.execute(text(sql), values))

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _transaction(self, writing: bool, erasing: str = "") -> Iterator[Connection]:
        with plain_faults(self.place), self.engine.connect() as connection:
            if self.postgresql:
                with connection.begin():
                    if erasing:
                        connection.execute(text("SELECT set_config('svtrain.erasing', :erasing, true)"), {"erasing": erasing})
                    yield connection
                return
            told = connection.info["told"]
            told.update(seat=self.token, erasing=erasing)
            connection.execution_options(svtrain_writing=writing)
            try:
                with connection.begin():
                    yield connection
            finally:
                told.update(seat="", erasing="")

    def _postgresql(self, connections: int) -> Engine:
        engine = create_engine(
            self.url, pool_size=1, max_overflow=connections - 1, pool_timeout=BUSY_SECONDS,
            pool_pre_ping=not self.token,  # a seat tries again by itself, and is asked too often to be tried out each time
            connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "svtrain"},
        )
        event.listen(engine, "connect", self._sit_down)
        return engine

    def _sit_down(self, connection, record) -> None:
        """A connection of ours belongs to one seat as long as it lives."""
        if self.token:
            connection.execute("SELECT set_config('svtrain.seat', %s, false)", [self.token])
            connection.commit()

    def _sqlite(self, connections: int) -> Engine:
        engine = create_engine(self.url, pool_size=1, max_overflow=connections - 1, pool_timeout=BUSY_SECONDS)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _prepare_file(self, path: Path, make: bool) -> None:
        """A new file is its owner's only; SQLite gives the files beside it the same rights."""
        if path.exists():
            if not path.is_file():
                raise CannotDo(Problem(NO_FILE, place=self.place))
            if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
                raise CannotDo(Problem(READ_ONLY, place=self.place))
            return
        if not make:
            raise CannotDo(Problem(NOT_THERE, place=self.place))
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except OSError as error:
            why = (error.strerror or "the folder cannot be used").lower()
            raise CannotDo(Problem(f"The room's store cannot be made: {why}.", place=self.place)) from None


def digest(words: str) -> str:
    """SHA-256 in hexadecimal, as the store's own function makes it."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _set_up_sqlite(connection, record) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says
    told = record.info["told"] = {"seat": "", "erasing": ""}
    store_words(connection, told)
    cursor = connection.cursor()
    # FULL: a commit is on the disk before it is confirmed. secure_delete: what is deleted is overwritten.
    for pragma in (f"busy_timeout = {BUSY_SECONDS * 1000}", "synchronous = FULL", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    _switch_to_wal(cursor)
    cursor.close()


def store_words(connection: sqlite3.Connection, told: Mapping[str, str]) -> None:
    """The functions that the store's own views and guards call: who is reading, and which room is being erased."""
    connection.create_function("svtrain_hash", 1, digest, deterministic=True)
    connection.create_function("svtrain_now", 0, time.time)
    connection.create_function("svtrain_token", 0, lambda: told["seat"])
    connection.create_function("svtrain_erasing", 0, lambda: told["erasing"])


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    """Readers then never wait for a writer. SQLite does not wait by itself when two make this switch at once."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname not in ("SQLITE_BUSY", "SQLITE_LOCKED") or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    """Writers take turns. SQLite's own waiting sleeps ever longer, so that a burst of answers takes seconds; ours does not."""
    cursor = connection.connection.driver_connection.cursor()
    if not connection.get_execution_options().get("svtrain_writing"):
        cursor.execute("BEGIN")
        return
    end = time.monotonic() + BUSY_SECONDS
    cursor.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                cursor.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > end:
                    raise
                time.sleep(random.random() * LONGEST_NAP)
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
