"""What people have done so far, kept on this machine: one small file per person and app, never half-written.

The folder is ``SVTRAIN_WORK`` (else ``.svtrain/work`` in the home folder), the person is ``SVTRAIN_PERSON`` (else
``me``); a server for many people gives both to each kernel. Inside::

    people/<person>/<app>.json            the work
    people/<person>/<app>@<tab>.json      the same app's work from a second tab, kept apart
    codes/<code>.json                     a resume code: whose work, and of which app
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import secrets
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem

FORM = "saved-work/1"
MOST_BYTES = 5_000_000
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is mistaken for another: no I, L, O, U, 0, 1
CODE_LENGTH = 8
LOCK_SECONDS = 5.0
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")

Migration = Callable[[dict], dict]


@dataclass(frozen=True, slots=True)
class Kept:
    """One saved file, as listed."""

    app: str
    saved_at: str
    bytes: int
    tab: str = ""

    @property
    def clock(self) -> str:
        """When it was saved, as people say it."""
        when = datetime.fromisoformat(self.saved_at).astimezone()
        return f"{when:%H:%M} on {when.day} {when:%B}"


def work_folder() -> Path:
    """Where saved work lies; the folder need not exist yet."""
    given = os.environ.get("SVTRAIN_WORK")
    return Path(given) if given else Path.home() / ".svtrain" / "work"


def person() -> str:
    """Whose work it is, as a name that is safe in a path."""
    return _safe(os.environ.get("SVTRAIN_PERSON") or "me")


def _safe(name: str) -> str:
    if _NAME.fullmatch(name) and ".." not in name:
        return name
    return "p-" + hashlib.sha256(name.encode()).hexdigest()[:24]


class SavedWork:
    """One tab's hold on the saved work of one app.

    Parameters
    ----------
    app : str
        The app's name; letters, digits, ``.``, ``_`` and ``-``.
    version : int
        The version of the state's shape.
    migrations : mapping
        ``{1: f}`` turns a state of version 1 into one of version 2, and so on.
    folder, owner
        For tests and tools; by default the work folder and the person of this process.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     told = SavedWork("demo", 1, folder=folder).save({"typed": "40%"})
    ...     SavedWork("demo", 1, folder=folder).load()
    {'typed': '40%'}
    """

    def __init__(
        self, app: str, version: int = 1, migrations: Mapping[int, Migration] | None = None, *,
        folder: str | os.PathLike | None = None, owner: str | None = None,
    ):
        if not _NAME.fullmatch(app) or ".." in app:
            raise ValueError(f"{app!r} cannot name a file")
        self.app, self.version, self.migrations = app, version, dict(migrations or {})
        self.root = Path(folder) if folder is not None else work_folder()
        self.owner = _safe(owner) if owner is not None else person()
        self.tab = secrets.token_hex(4)
        self.apart = False  # True once another tab's work stands in the main file
        self._seen: str | None = None

    @property
    def home(self) -> Path:
        """The person's own folder."""
        return self.root / "people" / self.owner

    @property
    def path(self) -> Path:
        """Where this tab saves."""
        return self.home / (f"{self.app}@{self.tab}.json" if self.apart else f"{self.app}.json")

    def load(self, tab: str = "") -> dict | None:
        """The saved state, brought to this version; None when nothing was saved.

        Raises
        ------
        CannotDo
            When it cannot be read, or is newer than this program. The file is kept, and this tab saves beside it.
        """
        path = self.home / (f"{self.app}@{_safe(tab)}.json" if tab else f"{self.app}.json")
        try:
            record = _read(path)
            if record is None:
                return None
            state = self._migrated(record)
        except CannotDo:
            self.apart = True
            raise
        if not tab:
            self._seen = record["mark"]
        return state

    def save(self, state: dict) -> str:
        """Save, whole or not at all.

        Returns
        -------
        str
            A sentence for the person when another tab has saved meanwhile (both are kept), else nothing.

        Raises
        ------
        CannotDo
            With one sentence: the disk is full, the folder may not be written, the work is too large.
        """
        told = ""
        with _plain_faults(self.home):
            _make_private(self.home)
            with _locked(self.home / f".{self.app}.lock"):
                if not self.apart and self._overtaken(state):
                    self.apart = True
                    told = "This page is open in another tab, which saved after you opened it here. Both versions are kept."
                mark = secrets.token_hex(8)
                record = {"svtrain": FORM, "app": self.app, "version": self.version, "saved_at": _now(), "mark": mark, "state": state}
                _write(self.path, record)
                if not self.apart:
                    self._seen = mark
        return told

    def replace(self, state: dict) -> None:
        """Save in place of what was there, whatever it was and whoever saved it.

        Raises
        ------
        CannotDo
            As `save` does.
        """
        try:
            self.load()  # what has been seen is replaced; what has not would be kept beside
        except CannotDo:
            pass
        self.save(state)

    def others(self) -> list[Kept]:
        """What other tabs have kept apart for this app, newest first."""
        return [kept for kept in kept_of(self.owner, self.root) if kept.app == self.app and kept.tab and kept.tab != self.tab]

    def drop(self, tab: str) -> None:
        """Delete what one other tab kept apart, once it is no longer wanted."""
        (self.home / f"{self.app}@{_safe(tab)}.json").unlink(missing_ok=True)

    def code(self) -> str:
        """A resume code for this work, for another device of the same server.

        Raises
        ------
        CannotDo
            When nothing has been saved yet, or the code cannot be kept.
        """
        if not self.path.exists():
            raise CannotDo(Problem("Nothing has been saved yet, so there is nothing to take up elsewhere."))
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        with _plain_faults(self.root / "codes"):
            _make_private(self.root / "codes")
            _write(self.root / "codes" / f"{code}.json", {"person": self.owner, "file": self.path.name, "app": self.app, "made_at": _now()})
        return f"{code[:4]}-{code[4:]}"

    def take_up(self, code: str) -> dict:
        """The state that a resume code stands for, as last saved there.

        Raises
        ------
        CannotDo
            When there is no such code, or it is for another page.
        """
        typed = re.sub(r"[^A-Z0-9]", "", code.upper())
        unknown = Problem("There is no saved work under that code. Check each letter; the code holds no 0, 1, I, L, O or U.")
        if len(typed) != CODE_LENGTH or set(typed) - set(CODE_LETTERS):
            raise CannotDo(unknown)
        try:
            note = json.loads((self.root / "codes" / f"{typed}.json").read_text(encoding="utf-8"))
            if note["app"] != self.app:
                raise CannotDo(Problem("That code belongs to another page; open that page and type it there."))
            record = _read(self.root / "people" / _safe(note["person"]) / Path(note["file"]).name)
        except (OSError, ValueError, KeyError, TypeError):
            raise CannotDo(unknown) from None
        if record is None:
            raise CannotDo(Problem("The work under that code has been deleted."))
        return self._migrated(record)

    def _overtaken(self, state: dict) -> bool:
        try:
            there = _read(self.path)
        except CannotDo:
            return True
        if there is None or there["mark"] == self._seen:
            return False
        return there["state"] != json.loads(json.dumps(state))

    def _migrated(self, record: dict) -> dict:
        state, at = record["state"], record["version"]
        if at > self.version:
            raise CannotDo(Problem("Your saved work was made by a newer version of this page; it is kept as it is."))
        while at < self.version:
            if at not in self.migrations:
                raise CannotDo(Problem("Your saved work is from an older version that cannot be read any more; it is kept as it is."))
            try:
                state, at = self.migrations[at](state), at + 1
            except Exception:  # whatever stands in an old file, the page must open
                raise CannotDo(Problem("Your saved work is from an older version and does not fit this page any more; it is kept as it is.")) from None
        return state


def kept_of(owner: str | None = None, folder: str | os.PathLike | None = None) -> list[Kept]:
    """Everything kept for a person, newest first."""
    home = _home(owner, folder)
    found = []
    for path in home.glob("*.json"):
        with suppress(CannotDo, OSError):
            record = _read(path)
            if record is not None:
                found.append(Kept(record["app"], record["saved_at"], path.stat().st_size, path.stem.partition("@")[2]))
    return sorted(found, key=lambda kept: kept.saved_at, reverse=True)


def download_all(owner: str | None = None, folder: str | os.PathLike | None = None) -> bytes:
    """Everything kept for a person, as the bytes of a zip file.

    Every file in the person's folder is in it, broken ones too.
    """
    home, whole = _home(owner, folder), io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(home.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                archive.write(path, path.relative_to(home).as_posix())
    return whole.getvalue()


def delete_all(owner: str | None = None, folder: str | os.PathLike | None = None) -> int:
    """Delete everything kept for a person, with the codes that lead to it; give the number of files.

    Raises
    ------
    CannotDo
        When something could not be deleted.
    """
    home = _home(owner, folder)
    count = sum(1 for path in home.rglob("*") if path.is_file() and not path.name.startswith("."))
    with _plain_faults(home):
        for path in (home.parents[1] / "codes").glob("*.json"):
            with suppress(ValueError, AttributeError):  # a note of a code that is damaged leads nowhere
                if json.loads(path.read_text(encoding="utf-8")).get("person") == home.name:
                    path.unlink(missing_ok=True)
                    count += 1
        if home.exists():
            shutil.rmtree(home)
    return count


def _home(owner: str | None, folder: str | os.PathLike | None) -> Path:
    root = Path(folder) if folder is not None else work_folder()
    return root / "people" / (_safe(owner) if owner is not None else person())


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


def _make_private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _read(path: Path) -> dict | None:
    """A record, or None when there is none; a broken one is said, never swallowed."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        why = "it is damaged" if isinstance(error, ValueError) else (error.strerror or "it cannot be opened").lower()
        raise CannotDo(Problem(f"Your saved work cannot be read: {why}. It is kept as it is, and new work is saved beside it.")) from None
    if not _is_whole(record):
        raise CannotDo(Problem("Your saved work cannot be read: it is damaged. It is kept as it is, and new work is saved beside it."))
    return record


def _is_whole(record: object) -> bool:
    if not isinstance(record, dict) or not isinstance(record.get("version"), int) or not {"app", "saved_at", "mark", "state"} <= set(record):
        return False
    try:
        datetime.fromisoformat(record["saved_at"])
    except (TypeError, ValueError):
        return False
    return True


def _write(path: Path, record: dict) -> None:
    """Whole or not at all: beside the file first, forced to disk, then put in its place."""
    data = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    if len(data) > MOST_BYTES:
        raise CannotDo(Problem(f"Your work is too large to be saved here (over {MOST_BYTES // 1_000_000} MB); download it instead."))
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One tab at a time. A lock left behind by a killed kernel is taken over after a few seconds."""
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            break
        except FileExistsError:
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > LOCK_SECONDS:
                    path.unlink(missing_ok=True)
                    continue
            if time.monotonic() > end:
                raise CannotDo(Problem("Your work could not be saved: another tab is saving. It will be tried again.")) from None
            time.sleep(0.01)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _plain_faults(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC}:
            why = "the disk is full"
        elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
            why = "this program may not write to its folder"
        else:
            why = (error.strerror or "the folder cannot be used").lower()
        raise CannotDo(Problem(f"Your work could not be saved: {why}. Download it before you leave this page.", place=str(where))) from None
