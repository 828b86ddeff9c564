"""A published piece of work as a record: words, tables and drawings, and nothing that was held back.

A record is one JSON file. The server's page and the page that stands alone are both made from it, so neither can show what
it does not hold.
"""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from svtrain.core.problems import CannotDo, Problem

FORM = "published/1"
KINDS = {"value-map": "Value map", "portfolio": "Portfolio", "proxy-policy": "Proxy policy", "approach": "Our approach", "tender": "Tender scoring",
         "delivery": "Promise to delivery", "specification": "Specification", "supplier-plan": "Supplier action plan", "supplier-plans": "Supplier action plans"}
ADDRESS = re.compile(r"[a-z0-9](?:[a-zA-Z0-9_-]{0,98}[a-zA-Z0-9_])?")
LARGEST = 5_000_000  # bytes


@dataclass(frozen=True)
class Table:
    """A table with its caption; the first cell of each row is the row's heading."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Drawing:
    """A figure as plain data, with the sentence that says what it shows and the numbers behind it."""

    title: str
    sentence: str
    figure: dict
    table: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A part of the page under its own heading. ``points`` are a list; they come after the sentences."""

    heading: str
    sentences: tuple[str, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Published:
    """One published piece of work. ``address`` is the last part of its place on the server; ``listed`` shows it to everybody."""

    kind: str
    title: str
    on: str
    intro: str
    sections: tuple[Section, ...]
    vintage: tuple[tuple[str, str, str], ...]
    left_out: tuple[str, ...]
    address: str
    listed: bool = False

    def as_text(self) -> str:
        """The record as JSON; the same work gives the same text."""
        return json.dumps({"svtrain": FORM, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"

    @property
    def day(self) -> str:
        """When it was published, as people write it."""
        on = date.fromisoformat(self.on)
        return f"{on.day} {on:%B %Y}"


def read_record(path: Path) -> Published:
    """The record in a file.

    Raises
    ------
    CannotDo
        When it cannot be read, or is not such a record.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError
        return _record(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CannotDo(Problem(f"The published work cannot be read: {error.strerror or error}.", place=path.name)) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise CannotDo(Problem("This is not a published record of this toolkit, or it is damaged.", place=path.name)) from None


def _record(plain: Any) -> Published:
    if plain["svtrain"] != FORM or plain["kind"] not in KINDS or not ADDRESS.fullmatch(plain["address"]):
        raise ValueError
    date.fromisoformat(plain["on"])
    return Published(_said(plain["kind"]), _said(plain["title"]), _said(plain["on"]), _said(plain["intro"]),
                     tuple(section_from(each) for each in plain["sections"]), tuple(_texts(each) for each in plain["vintage"]),
                     _texts(plain["left_out"]), _said(plain["address"]), plain["listed"] is True)


def section_from(plain: dict) -> Section:
    """A section from its plain form; what is not of that form raises `ValueError`, `TypeError` or `KeyError`."""
    tables = tuple(Table(_said(each["caption"]), _texts(each["columns"]), tuple(_texts(row) for row in each["rows"])) for each in plain["tables"])
    return Section(_said(plain["heading"]), _texts(plain["sentences"]), tuple(_drawing(each) for each in plain["drawings"]), tables, _texts(plain["points"]))


def _drawing(plain: dict) -> Drawing:
    if not isinstance(plain["figure"], dict) or not isinstance(plain["table"], dict):
        raise ValueError
    return Drawing(_said(plain["title"]), _said(plain["sentence"]), plain["figure"], plain["table"])


def _texts(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise ValueError
    return tuple(_said(each) for each in given)


def _said(given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError
    return given


def records_in(folder: Path) -> list[Published]:
    """Every record in a folder, by title; a file that is no record is passed over."""
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            found.append(read_record(path))
        except CannotDo:
            continue
    return sorted(found, key=lambda each: (each.title.casefold(), each.address))


def record_at(folder: Path, address: str) -> Published | None:
    """The record with an address, or None. An address is compared in the same time whatever it is."""
    if not ADDRESS.fullmatch(address):
        return None
    found = None
    for each in records_in(folder):
        if hmac.compare_digest(each.address.encode(), address.encode()):
            found = each
    return found
