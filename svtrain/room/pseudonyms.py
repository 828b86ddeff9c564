"""Names for the export that say nothing, made with a key that is kept apart from the store and from the export."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.saved_work import work_folder


def key_file() -> Path:
    """Where the key lies: ``SVTRAIN_EXPORT_KEY`` names a file, else it is with the server's own secret."""
    given = os.environ.get("SVTRAIN_EXPORT_KEY")
    return Path(given) if given else work_folder() / "server" / "export-key"


def export_key(path: Path | None = None) -> bytes:
    """The key, made at first use and readable by its owner only. Without it no pseudonym leads back to a person.

    Raises
    ------
    CannotDo
        When it can be neither read nor made.
    """
    path = path or key_file()
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                beside.unlink()
            else:
                os.replace(beside, path)
        key = path.read_bytes().strip()
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        raise CannotDo(Problem(f"The key for pseudonyms cannot be used: {why}.", place=str(path))) from None
    if len(key) < 32:
        raise CannotDo(Problem("The key for pseudonyms is damaged. Delete it, and later exports will have new pseudonyms.", place=str(path)))
    return key


def pseudonym(key: bytes, room: str, person: str) -> str:
    """The same for one person in one room every time; another in another room.

    Examples
    --------
    >>> pseudonym(b"k" * 32, "north", "abc") == pseudonym(b"k" * 32, "north", "abc")
    True
    >>> pseudonym(b"k" * 32, "north", "abc") == pseudonym(b"k" * 32, "south", "abc")
    False
    """
    if not person:
        return ""
    made = hmac.new(key, f"{room}\n{person}".encode(), hashlib.sha256).digest()
    return "P-" + base64.b32encode(made)[:12].decode()
