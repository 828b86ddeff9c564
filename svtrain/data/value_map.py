"""Reads, checks and writes value maps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.value_map import ValueMap
from svtrain.data.documents import json_text, read_document, write_text, yaml_text
from svtrain.data.value_map_problems import problems_of


def read_value_map(path: Path | str) -> ValueMap:
    """The value map in a YAML or JSON file, or in the workbook that the toolkit writes.

    Raises
    ------
    CannotDo
        One sentence for every field that is missing, unknown, of the wrong type or out of range.
    """
    if Path(path).suffix.lower() == ".xlsx":
        from svtrain.data.value_map_workbook import read_workbook

        return read_workbook(path)
    found, problems = value_map_from(read_document(path), str(path))
    if found is None:
        raise CannotDo(problems)
    return found


def value_map_from(given: Any, place: str = "") -> tuple[ValueMap | None, list[Problem]]:
    """A value map from a plain object, or one sentence a field; never raises.

    Examples
    --------
    >>> found, problems = value_map_from({"outcomes": [{"id": "jobs", "proxy": "x", "dedweight": 0.1}]})
    >>> found is None
    True
    >>> for problem in problems:
    ...     print(problem)
    outcomes.jobs.quantity: The quantity is missing.
    outcomes.jobs.dedweight: There is no 'dedweight' here. Did you mean 'deadweight'?
    """
    if not isinstance(given, dict):
        kind = {list: "a list", str: "a line of text", type(None): "nothing"}.get(type(given), "a single value")
        return None, [Problem(f"A value map is written as names and values; this file holds {kind}.", place=place)]
    try:
        return ValueMap.model_validate(given), []
    except ValidationError as error:
        return None, problems_of(error, given, place)
    except (RecursionError, OverflowError):
        return None, [Problem("The map holds something that cannot be read.", place=place)]


def write_value_map(value_map: ValueMap, path: Path | str) -> None:
    """Write a map whole or not at all: JSON where the name ends so, YAML otherwise.

    Raises
    ------
    CannotDo
        When the file cannot be written.
    """
    plain = value_map.as_dict()
    write_text(path, json_text(plain) if Path(path).suffix.lower() == ".json" else yaml_text(plain))
