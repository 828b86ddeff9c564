"""What an app can start from: the published evaluations, and the invented practice contracts."""

from __future__ import annotations

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.value_map import ValueMap
from svtrain.data import practice
from svtrain.data.cases import case_ids, open_case

CASE, PRACTICE = "case:", "practice:"


def starts() -> list[tuple[str, str, str]]:
    """Each as (id, title, group), the published evaluations first."""
    cases = [(f"{CASE}{case}", open_case(case).title, "Published evaluations") for case in case_ids()]
    return cases + [(f"{PRACTICE}{one.slug}", one.title, "Practice contracts (invented)") for one in practice().contracts]


def open_start(start: str) -> ValueMap:
    """Open one by its id.

    Raises
    ------
    CannotDo
        When there is no such start; the nearest is named.

    Examples
    --------
    >>> open_start("case:lwtc-westbank-2015").title
    'Living Well, Taking Control: Westbank, Devon'
    """
    if start.startswith(CASE):
        return open_case(start.removeprefix(CASE))
    if start.startswith(PRACTICE):
        return practice().contract(start.removeprefix(PRACTICE)).value_map()
    raise CannotDo(Problem(f'There is no contract "{start[:60]}" to start from.{did_you_mean(start, [one for one, _, _ in starts()])}'))
