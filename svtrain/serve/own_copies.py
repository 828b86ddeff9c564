"""A person's own copies of the lessons, so that working in them leaves the shipped ones as they are."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

NOTES = ".shipped.json"


def own_copies(shipped: Path, own: Path) -> Path:
    """Copy the shipped lessons into a folder of the person's, and bring those up to date that they left alone.

    A copy in which somebody has worked is never written over.

    Parameters
    ----------
    shipped
        The folder of notebooks that came with the toolkit.
    own
        Where the copies lie; made when it is not there.

    Returns
    -------
    Path
        ``own``.
    """
    own.mkdir(parents=True, exist_ok=True)
    notes = own / NOTES
    try:
        copied: dict[str, str] = json.loads(notes.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        copied = {}
    for source in sorted(shipped.rglob("*")):
        name = source.relative_to(shipped)
        if not source.is_file() or any(part.startswith((".", "__")) for part in name.parts):
            continue
        target = own / name
        if not target.exists() or _print_of(target) == copied.get(name.as_posix()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            copied[name.as_posix()] = _print_of(target)
    notes.write_text(json.dumps(copied, indent=1), encoding="utf-8")
    return own


def _print_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
