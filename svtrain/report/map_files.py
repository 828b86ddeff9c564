"""A value map as the bytes of a file that a person hands over or takes along."""

from __future__ import annotations

import tempfile
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.documents import parse_document
from svtrain.data.value_map import value_map_from
from svtrain.data.value_map_workbook import NOT_OURS, read_workbook
from svtrain.data.workbook_pages import UNREADABLE
from svtrain.report.workbook import write_workbook

MACROS = (".xlsm", ".xlsb", ".xltm", ".xls")


def open_bytes(name: str, content: bytes) -> ValueMap:
    """The map in a YAML or JSON file, or in the toolkit's workbook.

    Raises
    ------
    CannotDo
        A sentence for each thing that cannot be read.
    """
    kind = Path(name).suffix.lower()
    if kind in MACROS:
        raise CannotDo(Problem("Workbooks that may hold macros, and old ones, are not opened; save it as .xlsx.", place=name))
    if kind == ".xlsx":
        return _from_workbook(name, content)
    found, problems = value_map_from(parse_document(content, name, json_text=kind == ".json"), name)
    if found is None:
        raise CannotDo(problems)
    return found


def is_another_workbook(error: CannotDo) -> bool:
    """Whether a workbook was refused for being none of ours, and not for what is wrong in one of ours."""
    return any(one.message in (NOT_OURS, UNREADABLE) for one in error.problems)


def _from_workbook(name: str, content: bytes) -> ValueMap:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.xlsx"
        path.write_bytes(content)
        try:
            return read_workbook(path)
        except CannotDo as error:  # the person knows the file by their own name for it
            raise CannotDo([Problem(one.message, one.field, one.place.replace(str(path), name)) for one in error.problems]) from None


def workbook_bytes(value_map: ValueMap) -> bytes:
    """The map as a workbook with live formulas."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.xlsx"
        write_workbook(value_map, reference(), path)
        return path.read_bytes()
