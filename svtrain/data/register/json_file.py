"""JSON files: one value, or one object a line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.encodings import STRAYS
from svtrain.data.register.tables import Table

LARGEST = 300_000_000  # bytes
NOT_JSON = "the line is not valid JSON"
# the escape of half a letter beyond the first 65,536, as where a text was cut in the middle of one; a whole pair stays
_HALF = re.compile(r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
BROKEN = {"": NOT_JSON}  # stands for a line that cannot be read


def is_json(opening: bytes) -> bool:
    """Whether a file that begins with a bracket is JSON rather than a table whose first cell begins so.

    Examples
    --------
    >>> is_json(b'[{"ocid"'), is_json(b"[removed],Supplier")
    (True, False)
    """
    rest = opening[1:].lstrip()
    return opening[:1] == b"{" or (opening[:1] == b"[" and (rest[:1] in (b"{", b"]") or (rest[:1] == b"[" and rest[1:].lstrip()[:1] == b'"')))


def open_json(source: Path | bytes, place: str, size: int, sheet: str = "") -> Table:
    """JSON as a table: open contracting by its own reader, a list of records as rows under headings.

    Raises
    ------
    CannotDo
        When it is no JSON, too large, or holds no list of records.
    """
    from svtrain.data.register.flat_json import flat_json
    from svtrain.data.register.ocds import OcdsTable, is_ocds

    if size > LARGEST:
        raise CannotDo(Problem(f"The file is over {LARGEST / 1e6:.0f} MB of JSON, the most that is read.", place=place))
    whole, encoding = load(source, place)
    return OcdsTable(whole, encoding, place) if is_ocds(whole) else flat_json(whole, encoding, place, sheet)


def load(source: Path | bytes, place: str) -> tuple[Any, str]:
    try:
        raw = source if isinstance(source, bytes) else source.read_bytes()
        encoding = json.detect_encoding(raw)
        words = raw.decode(encoding, STRAYS if encoding.startswith("utf-8") else "replace").lstrip("\ufeff")
        if "\\ud" in words or "\\uD" in words:
            words = _HALF.sub(lambda found: found[1] or r"\ufffd", words)
        try:
            return json.loads(words), encoding
        except json.JSONDecodeError:
            lines = lines_of(words)
            if lines is None:
                raise
            return lines, encoding
    except OSError as error:
        raise CannotDo(Problem(f"The file cannot be read: {error.strerror or error}.", place=place)) from None
    except json.JSONDecodeError as error:
        raise CannotDo(Problem(f"The file is not valid JSON: line {error.lineno}, column {error.colno}.", place=place)) from None
    except (RecursionError, ValueError, MemoryError):
        raise CannotDo(Problem("The JSON cannot be read: it is nested too deeply or holds impossible numbers.", place=place)) from None


def lines_of(text: str) -> list | None:
    """One JSON object a line, as bulk downloads come; a spoilt line stands as broken, a file of none is nothing.

    Examples
    --------
    >>> len(lines_of('{"ocid": "a"}\\n{"ocid": "b')), lines_of('{"ocid":\\n "a') is None
    (2, True)
    """
    found: list[Any] = []
    for line in text.split("\n"):
        if line.strip():
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError:
                found.append(BROKEN)
    return found if any(isinstance(one, dict) and one is not BROKEN for one in found) else None
