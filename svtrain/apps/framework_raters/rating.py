"""One person's rating: what was said of each cell and on what evidence; as a file without a name."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.framework_data import Cell, framework_cells
from svtrain.data.text_bytes import text_of

FORM = "framework-rating/1"
YES, NOT_YET, NOT_SURE = "yes", "not-yet", "not-sure"
SAID = {"": "Not rated", YES: "Yes, all of it, and here is what shows it", NOT_YET: "Not yet, or only part of it", NOT_SURE: "I cannot tell"}
SURE = {"": "Choose", "seen": "I have seen it", "told": "I was told", "think": "I think so"}
PARTS = ("said", "evidence", "where", "sure")
LONGEST = 500  # characters of one piece of evidence
MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Rating:
    """What one person said. ``cells`` is cell id to ``said``, ``evidence``, ``where`` and ``sure``; ``when`` is year and month."""

    rater: str
    when: str
    cells: Mapping[str, Mapping[str, str]]

    def grid(self) -> dict[str, dict[int, bool]]:
        """Theme to level to whether it counts as evidenced; a cell that was not rated is left out."""
        found: dict[str, dict[int, bool]] = {}
        for cell in framework_cells():
            said = self.cells.get(cell.id, {})
            if said.get("said"):
                found.setdefault(cell.theme_id, {})[cell.level] = counts(said)
        return found

    def as_dict(self) -> dict:
        return {"svtrain": FORM, "rater": self.rater, "when": self.when, "cells": {key: dict(said) for key, said in self.cells.items()}}


def counts(said: Mapping[str, str]) -> bool:
    """Yes counts only with evidence: never a bare tick.

    Examples
    --------
    >>> counts({"said": "yes", "evidence": "Training log"}), counts({"said": "yes"})
    (True, False)
    """
    return said.get("said") == YES and bool(said.get("evidence", "").strip())


def new_rater() -> str:
    """A name for a rating that says nothing about the person."""
    return secrets.token_hex(6)


def this_month() -> str:
    return f"{date.today():%Y-%m}"


def month_problem(text: str) -> str:
    """What is wrong with a month, or nothing.

    Examples
    --------
    >>> month_problem("2026-11"), month_problem("Nov")
    ('', 'Type a year and month, such as 2026-11.')
    """
    return "" if re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text.strip()) else "Type a year and month, such as 2026-11."


def rating_from(content: bytes, name: str) -> Rating:
    """Read a rating that somebody else handed in.

    Raises
    ------
    CannotDo
        With a sentence that names the file.
    """
    if len(content) > MOST_BYTES:
        raise CannotDo(Problem("This file is too large to be a rating.", "", name))
    try:
        return rating_of(json.loads(text_of(content)))
    except (ValueError, RecursionError):
        raise CannotDo(Problem("This is not a rating that this page has written.", "", name)) from None


def rating_of(plain: object) -> Rating:
    """A rating from plain data; unknown cells and parts are refused.

    Raises
    ------
    ValueError
        When it is not one.
    """
    if not isinstance(plain, dict) or plain.get("svtrain") != FORM or not isinstance(plain.get("cells"), dict):
        raise ValueError("not a rating")
    known = {cell.id for cell in framework_cells()}
    cells = {}
    for key, said in plain["cells"].items():
        if key not in known or not isinstance(said, dict) or set(said) - set(PARTS) or said.get("said", "") not in SAID:
            raise ValueError("not a rating")
        cells[key] = {part: str(text)[:LONGEST] for part, text in said.items()}
    rater, when = plain.get("rater"), plain.get("when")
    if not isinstance(rater, str) or not re.fullmatch(r"[0-9a-f]{12}", rater) or not isinstance(when, str) or month_problem(when):
        raise ValueError("not a rating")
    return Rating(rater, when, cells)


def cells_of(theme: str) -> tuple[Cell, ...]:
    """A theme's five cells, from level 1 up."""
    return tuple(cell for cell in framework_cells() if cell.theme_id == theme)
