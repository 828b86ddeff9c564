"""Plans as files (``svtrain: plan/1``), so that a facilitator can change one and print a pack from it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.documents import read_document, write_text, yaml_text
from svtrain.data.value_map_problems import sentence_of
from svtrain.learn.plan.assemble import NAMES, named_plan
from svtrain.learn.plan.fitting import timed
from svtrain.learn.plan.nouns import Block, Part, RunSheet, Session

FORMAT = "plan/1"
MOST = 50  # sentences about one file
NOUNS = {"sessions": Session, "blocks": Block, "parts": Part}  # what stands in each list


def write_plan(sheet: RunSheet, path: Path) -> None:
    """Write a plan as YAML; the file is whole or not there.

    Raises
    ------
    CannotDo
        When it cannot be written.
    """
    said = {"svtrain": FORMAT, **sheet.model_dump(mode="json", exclude_defaults=True)}
    write_text(path, yaml_text(said))


def read_plan(path: Path) -> RunSheet:
    """Read a plan that `write_plan` wrote and a person may have changed.

    Raises
    ------
    CannotDo
        A sentence per fault, naming the key.
    """
    said = read_document(path)
    if not isinstance(said, dict) or said.get("svtrain") != FORMAT:
        raise CannotDo(Problem(f'A plan begins with the line "svtrain: {FORMAT}".', "svtrain", str(path)))
    return plan_from({key: value for key, value in said.items() if key != "svtrain"}, str(path))


def plan_in(name: str, content: bytes) -> RunSheet:
    """A plan from the bytes of a file that a person gave; ``name`` tells YAML from JSON.

    Raises
    ------
    CannotDo
        A sentence per fault.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{Path(name).suffix.lower()}"
        path.write_bytes(content)
        try:
            return read_plan(path)
        except CannotDo as error:
            raise CannotDo([replace(problem, place=name) for problem in error.problems]) from None


def plan_from(said: dict, place: str = "") -> RunSheet:
    """A plan from plain values. When blocks start, and how long a session is, follows from the blocks' minutes.

    Raises
    ------
    CannotDo
        A sentence per fault, naming the key.

    Examples
    --------
    >>> block = {"id": "one", "kind": "lesson", "title": "One", "minutes": 20}
    >>> sheet = plan_from({"title": "Ours", "steps": [], "sessions": [{"title": "First", "blocks": [block, {**block, "minutes": 30}]}]})
    >>> sheet.minutes, [each.starts for each in sheet.blocks()]
    (50, [0, 20])
    """
    try:
        sheet = RunSheet.model_validate(_with_times(said))
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise CannotDo([Problem(_sentence(fault), _field(fault["loc"]), place) for fault in found[:MOST] if not _echo(fault, found)]) from None
    sessions = tuple(session.model_copy(update={"blocks": blocks, "minutes": blocks[-1].starts + blocks[-1].minutes})
                     for session in sheet.sessions for blocks in [timed(session.blocks)])
    return sheet.model_copy(update={"sessions": sessions})


def _with_times(said: dict) -> dict:
    """A block needs no start and a session no minutes: both are worked out."""
    if not isinstance(sessions := said.get("sessions"), list):
        return said
    return {**said, "sessions": [
        {"minutes": 1, **session, "blocks": [{"starts": 0, **block} if isinstance(block, dict) else block for block in blocks]}
        if isinstance(session, dict) and isinstance(blocks := session.get("blocks"), list) else session for session in sessions]}


def _echo(fault: dict, found: list[dict]) -> bool:
    """True for a list that is said to be too short only because something inside it is wrong."""
    return fault["type"] == "too_short" and any(other["loc"][: len(fault["loc"])] == fault["loc"] and other is not fault for other in found)


def _field(loc: tuple) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part[:80] for part in loc)


def _sentence(fault: dict) -> str:
    if fault["type"] == "extra_forbidden":
        name = str(fault["loc"][-1])[:80]
        return f"There is no '{name}' here.{did_you_mean(name, _known(fault['loc']))}"
    if fault["type"] == "string_pattern_mismatch":
        return "This holds small letters, digits, hyphens and slashes only."
    return sentence_of(fault)


def _known(loc: tuple[Any, ...]) -> Iterable[str]:
    inside = next((part for part in reversed(loc[:-1]) if isinstance(part, str)), "")
    return NOUNS.get(inside, RunSheet).model_fields


def open_plan(wanted: str, folder: Path | None = None) -> RunSheet:
    """A plan by its name (60, 90, 180, day, 4x-half-day) or from a file.

    Parameters
    ----------
    folder
        The work folder, for the minutes that blocks took before; None plans from the lessons' own minutes.

    Raises
    ------
    CannotDo
        When it is neither.
    """
    if wanted in NAMES:
        return named_plan(wanted, folder)
    if Path(wanted).suffix.lower() in {".yaml", ".yml", ".json"}:
        return read_plan(Path(wanted))
    raise CannotDo(Problem(f'There is no plan "{wanted}".{did_you_mean(wanted, NAMES)} Plans are {", ".join(NAMES)}, or a file.', "plan"))
