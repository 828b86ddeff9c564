"""Plans as files (``svtrain: plan/1``), so that a facilitator can change one and print a pack from it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.documents import read_document, write_text, yaml_text
from svtrain.learn.plan.assemble import NAMES, named_plan
from svtrain.learn.plan.nouns import RunSheet

FORMAT = "plan/1"


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
    """A plan from plain values.

    Raises
    ------
    CannotDo
        A sentence per fault, naming the key.
    """
    try:
        return RunSheet.model_validate(said)
    except ValidationError as error:
        raise CannotDo([Problem(f"{fault['msg']}.", ".".join(map(str, fault["loc"])), place) for fault in error.errors()]) from None


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
