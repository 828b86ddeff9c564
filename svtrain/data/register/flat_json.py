"""JSON that is a list of records: open data portals give it, maps give it, and people make it of spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.columns import MOST_COLUMNS
from svtrain.data.register.held_table import MOST_CELLS, Held, HeldTable
from svtrain.data.register.json_days import days_of
from svtrain.data.register.json_file import BROKEN, NOT_JSON
from svtrain.data.register.records import cell, flat, unwrapped

DEEPEST = 4  # objects in objects, before the list
NOT_A_RECORD = "it is not a record"
_HEADS = ("columns", "fields", "headers", "header")
_ROWS = ("data", "rows", "values", "records")


def flat_json(whole: Any, encoding: str, place: str, sheet: str = "") -> HeldTable:
    """The lists of records in a JSON value as tables.

    A row's number is the number of its record in the list.

    Raises
    ------
    CannotDo
        When there is none, or one unfolds to more than can be held.

    Examples
    --------
    >>> flat_json({"data": [{"Supplier": "A Ltd", "Amount": 5}]}, "utf-8", "x").top()
    [['Supplier', 'Amount'], ['A Ltd', 5]]
    """
    rows = list(_lists_of_rows(whole))
    if rows:
        return HeldTable({name: _of_rows(lists, place) for name, lists in rows}, "Lists", encoding, place, sheet, 0 if _names(whole) else None)
    found = dict(_lists_of_records(whole, "", 0))
    if not found:
        raise CannotDo(Problem("The JSON holds no OCDS releases or records, and no list of records.", place=place))
    days = _declared_days(whole)
    tables, said = {}, []
    for name, records in found.items():
        tables[name or "the list"], told = _of_records(records, days, place)
        said += told
    table = HeldTable(tables, "Lists", encoding, place, sheet, 0)
    table.notes += dict.fromkeys(said)
    return table


def _lists_of_records(whole: Any, name: str, depth: int) -> Iterator[tuple[str, list]]:
    """Every list that holds records, with the keys that lead to it; records are not looked into."""
    if isinstance(whole, list):
        if any(isinstance(one, dict) and one is not BROKEN for one in whole):
            yield name, whole
    elif isinstance(whole, dict) and depth < DEEPEST:
        for key, value in whole.items():
            if isinstance(value, (dict, list)) and key not in _HEADS:
                yield from _lists_of_records(value, f"{name}.{key}" if name else str(key), depth + 1)


def _lists_of_rows(whole: Any) -> Iterator[tuple[str, list]]:
    """A list of lists, its first row the headings or its headings given beside it."""
    if isinstance(whole, list) and whole and all(isinstance(one, list) for one in whole):
        yield "the list", whole
    for key in _ROWS if isinstance(whole, dict) else ():
        value = whole.get(key)
        if isinstance(value, list) and value and all(isinstance(one, list) for one in value):
            names = _names(whole)
            yield key, [names, *value] if names else value
            return


def _names(whole: Any) -> list[str]:
    """The names of columns that stand beside lists of cells, as strings or as objects with a name."""
    if not isinstance(whole, dict):
        return []
    view = whole.get("meta", {}).get("view", {}) if isinstance(whole.get("meta"), dict) and isinstance(whole["meta"].get("view", {}), dict) else {}
    for named in (*(whole.get(key) for key in _HEADS), view.get("columns")):
        if isinstance(named, list) and named and all(isinstance(one, (str, dict)) for one in named):
            return [str(one.get("name") or one.get("id") or one.get("label") or "") if isinstance(one, dict) else one for one in named]
    return []


def _declared_days(whole: Any) -> frozenset[str]:
    """The fields that a map service declares to be days; it gives them as milliseconds."""
    fields = whole.get("fields") if isinstance(whole, dict) else None
    return frozenset(str(one.get("name")) for one in fields or () if isinstance(one, dict) and one.get("type") == "esriFieldTypeDate") if isinstance(fields, list) else frozenset()


def _of_rows(lists: Sequence[Sequence], place: str) -> Held:
    _refuse_flood(max(map(len, lists)), sum(map(len, lists)), place)
    return Held([[cell(one) for one in row] for row in lists])


def _of_records(records: list, days: frozenset[str], place: str) -> tuple[Held, list[str]]:
    """Records as rows under all the keys that they have, each key where it first came."""
    columns: dict[str, int] = {}
    found: list[dict[str, Any] | str] = []
    cells = 0
    for one in records:
        record = NOT_JSON if one is BROKEN else flat(unwrapped(one)) if isinstance(one, dict) else NOT_A_RECORD
        found.append(record)
        for key in record if isinstance(record, dict) else ():
            columns.setdefault(key, len(columns))
        cells += len(columns)
        _refuse_flood(len(columns), cells, place)
    said = days_of(columns, [record for record in found if isinstance(record, dict)], days)
    rows: list[Sequence] = [list(columns)]
    faults = {}
    for at, record in enumerate(found, start=1):
        if isinstance(record, str):
            faults[at] = record
        rows.append([record.get(key, "") for key in columns] if isinstance(record, dict) else [])
    return Held(rows, faults), said


def _refuse_flood(columns: int, cells: int, place: str) -> None:
    if columns > MOST_COLUMNS:
        raise CannotDo(Problem(f"The JSON has more than {MOST_COLUMNS:,} different fields, more than a register has.", place=place))
    if cells > MOST_CELLS:
        raise CannotDo(Problem(f"The JSON unfolds to more than {MOST_CELLS:,} cells, the most that is held; save it as CSV.", place=place))
