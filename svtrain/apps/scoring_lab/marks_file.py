"""One evaluator's marks: read from what was typed, from a file, from a room. A file holds no name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.text_bytes import text_of

FORM = "tender-marks/1"
LONGEST = 2000  # characters of one reason
MOST_BYTES, MOST_MARKS = 200_000, 200


def mark_typed(text: str) -> tuple[float, str]:
    """A mark as typed, and a sentence where it is none."""
    try:
        number = number_from(text) * (100 if "%" in text else 1)
    except NotANumber as error:
        return 0, str(error)
    return (number, "") if 0 <= number <= 100 else (0, f"A mark is from 0 to 100, not {number:g}.")


def plain_mark(given: object) -> dict | None:
    """A mark with a reason from plain data; None for anything else."""
    if not isinstance(given, Mapping) or isinstance(given.get("mark"), bool) or not isinstance(given.get("mark"), int | float):
        return None
    reason = given.get("reason")
    if not 0 <= given["mark"] <= 100 or not isinstance(reason, str) or not reason.strip():
        return None
    return {"mark": float(given["mark"]), "reason": reason.strip()[:LONGEST]}


def kept_mark(given: object) -> dict:
    """A mark that was kept; anything else is refused."""
    found = plain_mark(given)
    if found is None:
        raise ValueError("not a mark")
    return found


def marks_from(name: str, content: bytes) -> tuple[str, dict[str, dict]]:
    """The voice and the marks in a file; a sentence that names the file where it is none."""
    refused = CannotDo(Problem("This is not a file of marks that this page has written.", place=name))
    if len(content) > MOST_BYTES:
        raise refused
    try:
        plain = json.loads(text_of(content))
    except (ValueError, RecursionError):
        raise refused from None
    if not isinstance(plain, dict) or plain.get("svtrain") != FORM or not isinstance(plain.get("marks"), dict) or len(plain["marks"]) > MOST_MARKS:
        raise refused
    voice, marks = plain.get("voice"), {bidder: plain_mark(one) for bidder, one in plain["marks"].items()}
    if not isinstance(voice, str) or not re.fullmatch("[0-9a-f]{12}", voice) or None in marks.values() or not marks:
        raise refused
    return voice, marks
