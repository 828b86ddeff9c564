"""Reads, checks and writes proxy policies: YAML, JSON, or the workbook that the toolkit writes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from svtrain.core.estimate import Estimate
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.proxy_policy import FORMAT, JudgedProxy, OwnValue, ProxyPolicy, UsedData, Verdict, Was
from svtrain.data.documents import json_text, parse_document, read_document, write_text, yaml_text
from svtrain.data.value_map_problems import sentence_of

MOST = 200  # sentences; nobody reads more
_NOUNS: dict[str, type[BaseModel]] = {"was": Was, "first": Verdict, "now": Verdict, "use": OwnValue, "value": Estimate, "proxies": JudgedProxy,
                                      "vintage": UsedData}


def read_policy(path: Path | str) -> ProxyPolicy:
    """The policy in a file.

    Raises
    ------
    CannotDo
        One sentence for every field, or cell of a workbook, that is missing, unknown, of the wrong type or out of range.
    """
    if Path(path).suffix.lower() == ".xlsx":
        from svtrain.data.proxy_policy_workbook import read_policy_workbook

        return read_policy_workbook(path)
    return _whole(read_document(path), str(path))


def policy_from_bytes(name: str, content: bytes) -> ProxyPolicy:
    """The policy in a file that a person handed over.

    Raises
    ------
    CannotDo
        As `read_policy`; the file is named as the person knows it.
    """
    kind = Path(name).suffix.lower()
    if kind in (".xlsm", ".xlsb", ".xltm", ".xls"):
        raise CannotDo(Problem("Workbooks that may hold macros, and old ones, are not opened; save it as .xlsx.", place=name))
    if kind == ".xlsx":
        from svtrain.data.proxy_policy_workbook import policy_from_workbook_bytes

        return policy_from_workbook_bytes(name, content)
    return _whole(parse_document(content, name, json_text=kind == ".json"), name)


def _whole(given: Any, place: str) -> ProxyPolicy:
    found, problems = policy_from(given, place)
    if found is None:
        raise CannotDo(problems)
    return found


def policy_from(given: Any, place: str = "") -> tuple[ProxyPolicy | None, list[Problem]]:
    """A policy from a plain object, or one sentence a field; never raises.

    Examples
    --------
    >>> found, problems = policy_from({"svtrain": "proxy-policy/1", "proxies": [{"proxy": "job", "was": {"value": 9800},
    ...     "first": {"decison": "accept", "reason": "Fits.", "grade": "red", "on": "2026-11-22"}}]})
    >>> for problem in problems:
    ...     print(problem)
    proxies.job.first.decision: The decision is missing.
    proxies.job.first.decison: There is no 'decison' here. Did you mean 'decision'?
    """
    if not isinstance(given, dict) or given.get("svtrain") != FORMAT:
        return None, [Problem(f"A proxy policy starts with svtrain: {FORMAT}; this file does not.", place=place)]
    try:
        return ProxyPolicy.model_validate(given), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems = [Problem(_sentence(detail), _field(detail["loc"], given), place) for detail in details[:MOST]]
        if len(details) > MOST:
            problems.append(Problem(f"And {len(details) - MOST} more like these.", place=place))
        return None, problems
    except (RecursionError, OverflowError):
        return None, [Problem("The policy holds something that cannot be read.", place=place)]


def _field(loc: tuple, given: Any) -> str:
    names, here = [], given
    for part in loc:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) and part < len(here) else None
            named = here.get("proxy") if isinstance(here, dict) else None
            names.append(str(named)[:80] if isinstance(named, str) and named else str(part + 1))
        else:
            names.append(part[:80])
            here = here.get(part) if isinstance(here, dict) else None
    return ".".join(names)


def _sentence(detail: dict) -> str:
    if detail["type"] == "extra_forbidden":
        return f"There is no '{str(detail['loc'][-1])[:80]}' here.{did_you_mean(str(detail['loc'][-1]), _known(detail['loc']))}"
    return sentence_of(detail)


def _known(loc: tuple) -> Iterable[str]:
    inside = next((part for part in reversed(loc[:-1]) if isinstance(part, str)), "")
    return _NOUNS.get(inside, ProxyPolicy).model_fields


def policy_text(policy: ProxyPolicy, *, as_json: bool = False) -> str:
    """The policy as YAML or JSON that `policy_from` reads back to an equal one."""
    plain = policy.as_dict()
    return json_text(plain) if as_json else yaml_text(plain)


def write_policy(policy: ProxyPolicy, path: Path | str) -> None:
    """Write a policy whole or not at all: JSON where the name ends so, YAML otherwise.

    Raises
    ------
    CannotDo
        When the file cannot be written.
    """
    write_text(path, policy_text(policy, as_json=Path(path).suffix.lower() == ".json"))
