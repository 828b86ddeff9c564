"""Office files that say nothing of when they were made, so that equal work gives equal files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

MADE = datetime(2000, 1, 1)


class Savable(Protocol):
    """A document of python-docx or a presentation of python-pptx."""

    def save(self, stream: io.BytesIO) -> None: ...


def saved(document: Savable) -> bytes:
    """A document as a file that is the same each time it is made."""
    made = io.BytesIO()
    document.save(made)
    return timeless(made.getvalue())


def timeless(office_file: bytes, change: Callable[[str, bytes], bytes] = lambda name, content: content) -> bytes:
    """The same file with every part dated alike; its own notes of when it was made are the writer's to set to `MADE`.

    Parameters
    ----------
    office_file
        A Word file, a workbook or slides.
    change
        Gives what is to stand in a part instead, from the part's name and content.

    Examples
    --------
    >>> made = io.BytesIO()
    >>> with zipfile.ZipFile(made, "w") as parts:
    ...     parts.writestr("one.xml", "<one/>")
    >>> zipfile.ZipFile(io.BytesIO(timeless(made.getvalue()))).getinfo("one.xml").date_time
    (2000, 1, 1, 0, 0, 0)
    """
    same = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_file)) as old, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, change(name, old.read(name)))
    return same.getvalue()
