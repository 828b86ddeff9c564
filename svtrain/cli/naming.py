"""Which file a sentence is about: the sum knows fields, and only the command knows the file that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from svtrain.core.problems import CannotDo


@contextmanager
def in_file(path: Path) -> Iterator[None]:
    """Name the file in every sentence that names no place and no option of the command.

    Examples
    --------
    >>> from svtrain.core.problems import Problem
    >>> with in_file(Path("map.yaml")):
    ...     raise CannotDo(Problem("The bank has no proxy 'x'.", "outcomes.jobs.proxy"))
    Traceback (most recent call last):
    svtrain.core.problems.CannotDo: map.yaml: outcomes.jobs.proxy: The bank has no proxy 'x'.
    """
    try:
        yield
    except CannotDo as error:
        raise CannotDo([each if each.place or each.field.startswith("--") else replace(each, place=str(path))
                        for each in error.problems]) from None
