"""One JSON record as cells: what is inside an object stands under both names, what is in a list is joined."""

from __future__ import annotations

from typing import Any

DEEPEST = 3
BETWEEN = "; "
_WRAPS = ("attributes", "properties", "fields", "item", "_source", "record")
_BESIDE = frozenset("geometry type id score bbox links distance datasetid recordid record_timestamp _id _index _type _score".split())


def unwrapped(record: dict) -> dict:
    """The record inside what a portal or a map wraps round it.

    Examples
    --------
    >>> unwrapped({"type": "Feature", "geometry": None, "properties": {"Supplier": "A Ltd"}})
    {'Supplier': 'A Ltd'}
    >>> unwrapped({"title": "Bins", "properties": {"a": 1}})["title"]
    'Bins'
    """
    for key in _WRAPS:
        inner = record.get(key)
        if isinstance(inner, dict) and inner and set(record) - {key} <= _BESIDE:
            return inner
    return record


def flat(record: dict, before: str = "", depth: int = 0) -> dict[str, Any]:
    """A record without objects in it.

    Examples
    --------
    >>> flat({"supplier": {"name": "A Ltd"}, "cpv": ["45000000", "72000000"], "awards": [{"value": 5}, {"value": 6}], "open": True})
    {'supplier.name': 'A Ltd', 'cpv': '45000000; 72000000', 'awards.value': '5; 6', 'open': 'TRUE'}
    """
    found: dict[str, Any] = {}
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            found |= flat(value, f"{name}.", depth + 1) if depth < DEEPEST else {}
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            found |= _joined(value, name, depth) if depth < DEEPEST else {}
        else:
            found[name] = cell(value)
    return found


def _joined(several: list, name: str, depth: int) -> dict[str, Any]:
    found: dict[str, list] = {}
    for one in several:
        for key, value in flat(one, f"{name}.", depth + 1).items() if isinstance(one, dict) else ():
            found.setdefault(key, []).append(value)
    return {key: values[0] if len(values) == 1 else BETWEEN.join(str(value) for value in values if value != "") for key, values in found.items()}


def cell(value: Any) -> Any:
    """A value as a cell of a workbook would hold it.

    Examples
    --------
    >>> cell(None), cell(True), cell(5), cell(["a", 1, None]), cell(float("nan"))
    ('', 'TRUE', 5, 'a; 1', '')
    """
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list):
        return BETWEEN.join(str(one) for one in map(cell, value) if one != "")
    if isinstance(value, float):
        return value if value - value == 0 else ""  # neither infinite nor no number
    return value if abs(value) < 10**15 else str(value) if abs(value) < 10**40 else "?"
