"""Published evaluations, written as value maps under ``datasets/cases/``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.value_map import ValueMap
from svtrain.data.places import content
from svtrain.data.value_map import read_value_map


def case_ids() -> tuple[str, ...]:
    """The published evaluations that can be valued line by line."""
    return tuple(sorted(path.stem for path in (content("datasets") / "cases").glob("*.yaml")))


def open_case(case_id: str) -> ValueMap:
    """Read one published evaluation.

    Raises
    ------
    CannotDo
        When there is no such case; the nearest is named.

    Examples
    --------
    >>> len(open_case("lwtc-westbank-2015").outcomes)
    15
    """
    if case_id not in case_ids():
        raise CannotDo(Problem(f'There is no case "{case_id}".{did_you_mean(case_id, case_ids())}'))
    path = content("datasets") / "cases" / f"{case_id}.yaml"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> ValueMap:
    """Read once: a value map never changes once made, and every page that offers the cases asks for each one's title."""
    return read_value_map(path)
