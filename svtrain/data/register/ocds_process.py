"""What the releases of one contracting process say together: a later one adds to and replaces what an earlier one said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

REUSED_BY = 3  # buyers; with fewer, one of them may only have changed its name
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


def keys(releases: Iterable[tuple[int, Any]]) -> tuple[dict[int, str], list[str]]:
    """For each release, by its number, what names its process; and the identifiers that turn out to name more than one process.

    Some notices of many buyers carry the identifier of one list of approved suppliers. There a process is one buyer's, under one title.

    Examples
    --------
    >>> list_of_suppliers = [(at, {"ocid": "x", "buyer": {"name": name}, "tender": {"title": "Cables"}}) for at, name in enumerate("ABBC")]
    >>> found, reused = keys([*list_of_suppliers, (9, {"ocid": "y"})])
    >>> found[1] == found[2] != found[0], found[9], reused
    (True, 'y', ['x'])
    """
    known = [(number, release) for number, release in releases if isinstance(release, dict)]
    buyers: dict[str, set[str]] = {}
    for _, release in known:
        buyers.setdefault(text(release.get("ocid")), set()).add(_buyer(release))
    reused = [ocid for ocid, names in buyers.items() if ocid and len(names - {""}) >= REUSED_BY]
    several = set(reused)
    return {number: "\x1f".join((ocid, _buyer(release), _title(release))) if ocid in several else ocid
            for number, release in known for ocid in (text(release.get("ocid")),)}, reused


def _buyer(release: dict) -> str:
    buyer = release.get("buyer")
    return text(buyer.get("name")).casefold() if isinstance(buyer, dict) else ""


def _title(release: dict) -> str:
    tender = release.get("tender")
    return text(tender.get("title")).casefold() if isinstance(tender, dict) else ""


def processes(releases: Iterable[tuple[int, Any]], named: dict[int, str]) -> dict[str, list[tuple[int, dict]]]:
    """The releases of each process that has more than one, with their numbers; `named` says which process each belongs to."""
    found: dict[str, list[tuple[int, dict]]] = {}
    for number, release in releases:
        if named.get(number):
            found.setdefault(named[number], []).append((number, release))
    return {key: several for key, several in found.items() if len(several) > 1}


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
