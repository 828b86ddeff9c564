"""Which file a sentence is about: the sum knows fields, and only the command knows the file that they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from svtrain.core.problems import CannotDo, Problem


@contextmanager
def in_file(path: Path, typed: Mapping[str, str] = MappingProxyType({})) -> Iterator[None]:
    """Name the file in every sentence that names no place and no option of the command.

    Parameters
    ----------
    path : Path
        The file.
    typed : mapping
        Fields that an option gave instead of the file, with that option: the sentence names it, and not the file.

    Examples
    --------
    >>> with in_file(Path("map.yaml")):
    ...     raise CannotDo(Problem("The bank has no proxy 'x'.", "outcomes.jobs.proxy"))
    Traceback (most recent call last):
    svtrain.core.problems.CannotDo: map.yaml: outcomes.jobs.proxy: The bank has no proxy 'x'.
    >>> with in_file(Path("bids.csv"), {"weights": "--weights"}):
    ...     raise CannotDo(Problem("A weight is from 0 to 100, not 150.", "weights.price"))
    Traceback (most recent call last):
    svtrain.core.problems.CannotDo: --weights: A weight is from 0 to 100, not 150.
    """
    try:
        yield
    except CannotDo as error:
        raise CannotDo([_placed(each, path, typed) for each in error.problems]) from None


def _placed(problem: Problem, path: Path, typed: Mapping[str, str]) -> Problem:
    option = next((option for field, option in typed.items() if f"{problem.field}.".startswith(f"{field}.")), None)
    if problem.place or problem.field.startswith("--"):
        return problem
    return replace(problem, field=option) if option else replace(problem, place=str(path))
