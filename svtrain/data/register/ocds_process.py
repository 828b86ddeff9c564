"""What the releases of one contracting process say together: a later one adds to and replaces what an earlier one said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

DEEPEST = 12  # levels that are merged part by part; below that the newer stands


def text(value: Any) -> str:
    """A string or a number as text; anything else is nothing."""
    return value.strip() if isinstance(value, str) else (str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else "")


def parts(value: Any) -> list[dict]:
    """The objects in a list; nothing where there is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def together(releases: Iterable[dict]) -> dict:
    """Releases of one process as one, the newest word on each thing.

    Examples
    --------
    >>> first = {"date": "2025-01-01", "awards": [{"id": "1", "title": "Lifts"}]}
    >>> together([{"date": "2025-03-01", "awards": [{"id": "1", "value": 5}, {"id": "2"}]}, first])["awards"]
    [{'id': '1', 'title': 'Lifts', 'value': 5}, {'id': '2'}]
    """
    whole: dict = {}
    for release in sorted(releases, key=lambda one: text(one.get("date"))):
        whole = _added(whole, release, 0)
    return whole


def processes(releases: Iterable[tuple[int, Any]]) -> dict[str, list[tuple[int, dict]]]:
    """The releases of each process that has more than one, with their numbers."""
    found: dict[str, list[tuple[int, dict]]] = {}
    for number, release in releases:
        if isinstance(release, dict) and text(release.get("ocid")):
            found.setdefault(text(release["ocid"]), []).append((number, release))
    return {ocid: several for ocid, several in found.items() if len(several) > 1}


def _added(older: Any, newer: Any, depth: int) -> Any:
    if newer is None or depth > DEEPEST:
        return older if newer is None else newer
    if isinstance(older, dict) and isinstance(newer, dict):
        return {**older, **{key: _added(older.get(key), value, depth + 1) for key, value in newer.items()}}
    if _named(older) and _named(newer):
        by_id = {text(one["id"]): one for one in older}
        for one in newer:
            by_id[text(one["id"])] = _added(by_id.get(text(one["id"])), one, depth + 1)
        return list(by_id.values())
    return newer


def _named(value: Any) -> bool:
    """Whether a list holds objects that each have a name of their own."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and text(one.get("id")) for one in value) and len(
        {text(one["id"]) for one in value}) == len(value)
