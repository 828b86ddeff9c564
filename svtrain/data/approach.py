"""Reads, checks and writes a team's approach: YAML or JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from svtrain.core.approach import FORMAT, Approach, Box, Boxes, Figure, NextStep, Taken
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.proxy_policy import UsedData
from svtrain.data.documents import json_text, parse_document, read_document, yaml_text
from svtrain.data.value_map_problems import sentence_of

MOST = 50  # sentences; nobody reads more
_NOUNS: dict[str, type[BaseModel]] = {"boxes": Boxes, "taken": Taken, "figures": Figure, "next_steps": NextStep, "vintage": UsedData,
                                      **{name: Box for name in Boxes.model_fields}}


def read_approach(path: Path | str) -> Approach:
    """The approach in a file.

    Raises
    ------
    CannotDo
        One sentence for every field that is missing, unknown, of the wrong type or out of range.
    """
    return _whole(read_document(path), str(path))


def approach_from_bytes(name: str, content: bytes) -> Approach:
    """The approach in a file that a person handed over; raises as `read_approach`, naming the file as the person does."""
    return _whole(parse_document(content, name, json_text=Path(name).suffix.lower() == ".json"), name)


def _whole(given: Any, place: str) -> Approach:
    found, problems = approach_from(given, place)
    if found is None:
        raise CannotDo(problems)
    return found


def approach_from(given: Any, place: str = "") -> tuple[Approach | None, list[Problem]]:
    """An approach from a plain object, or one sentence a field; never raises.

    Examples
    --------
    >>> found, problems = approach_from({"svtrain": "approach/1", "boxes": {"scorring": "P1"}, "next_steps": [{"step": "Ask", "within": 60}]})
    >>> for problem in problems:
    ...     print(problem)
    boxes.scorring: There is no 'scorring' here. Did you mean 'scoring'?
    next_steps.1.within: A next step is for 30 or for 90 days.
    """
    if not isinstance(given, dict) or given.get("svtrain") != FORMAT:
        return None, [Problem(f"An approach starts with svtrain: {FORMAT}; this file does not.", place=place)]
    try:
        return Approach.model_validate(given), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems = [Problem(_sentence(detail), _field(detail["loc"]), place) for detail in details[:MOST]]
        if len(details) > MOST:
            problems.append(Problem(f"And {len(details) - MOST} more like these.", place=place))
        return None, problems
    except (RecursionError, OverflowError):
        return None, [Problem("The file holds something that cannot be read.", place=place)]


def _field(loc: tuple) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part[:80] for part in loc)


def _sentence(detail: dict) -> str:
    if detail["type"] == "extra_forbidden":
        name = str(detail["loc"][-1])[:80]
        return f"There is no '{name}' here.{did_you_mean(name, _known(detail['loc']))}"
    if detail["type"] == "literal_error" and detail["loc"][-1] == "within":
        return "A next step is for 30 or for 90 days."
    return sentence_of(detail)


def _known(loc: tuple) -> Iterable[str]:
    inside = next((part for part in reversed(loc[:-1]) if isinstance(part, str)), "")
    return _NOUNS.get(inside, Approach).model_fields


def approach_text(approach: Approach, *, as_json: bool = False) -> str:
    """The approach as YAML or JSON that `approach_from` reads back to an equal one."""
    plain = approach.as_dict()
    return json_text(plain) if as_json else yaml_text(plain)
