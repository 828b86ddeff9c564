"""Office files that say nothing of when they were made, so that equal work gives equal files."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

MADE = datetime(2000, 1, 1)


def timeless(office_file: bytes) -> bytes:
    """The same file with every part dated alike; its own notes of when it was made are the writer's to set to `MADE`.

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
            new.writestr(part, old.read(name))
    return same.getvalue()
