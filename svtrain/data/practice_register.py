"""The practice register: invented, with the faults that real ones have; the twelve practice contracts are in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from svtrain.data.packages import package

NAME = "practice register (invented)"
AS_OF = date(2026, 10, 1)  # the day after the practice deliveries end; a fixed day, so that its lessons stay true


def practice_register() -> Path:
    """The file, to be read as any other register.

    Examples
    --------
    >>> from svtrain.data.register import read_register
    >>> report = read_register(practice_register(), remember=False).report
    >>> report.rows, report.read, report.skipped
    (243, 242, 1)
    """
    return package("practice-register").resources["register"]
