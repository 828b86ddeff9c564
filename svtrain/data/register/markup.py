"""Web pages and XML that hold tables: what older systems call Excel. Nothing outside the file is fetched, and no entity is unfolded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.encodings import Encoding, find_encoding
from svtrain.data.register.grid import Flood, Grid
from svtrain.data.register.held_table import Held, HeldTable

LARGEST = 100_000_000  # bytes
BLOCK = 1 << 20
_PAGES = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<style", b"<div", b"<tr", b"<center", b"<font", b"<!--")
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"


def is_markup(opening: bytes) -> bool:
    """Whether a file that begins so, in small letters, is a web page or XML.

    Examples
    --------
    >>> is_markup(b"<html xmlns:o="), is_markup(b"<acme> ltd,5")
    (True, False)
    """
    return opening.startswith((*_PAGES, b"<?xml", b"<workbook", b"<ss:workbook"))


def open_markup(source: Path | bytes, place: str, size: int, head: bytes, sheet: str = "", encoding: str = "") -> HeldTable:
    """The tables of a web page, or the sheets of an XML spreadsheet of 2003.

    Raises
    ------
    CannotDo
        When it is too large, damaged, holds no table, or is XML of another kind.
    """
    if size > LARGEST:
        raise CannotDo(Problem(f"The file is over {LARGEST / 1e6:.0f} MB of web page or XML, the most that is read; save it as CSV or as a workbook.", place=place))
    plain = head.replace(b"\0", b"").lower()
    try:
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
            if _SPREADSHEET in plain:
                return _spreadsheet(file, place, sheet)
            if b"<?xml" in plain[:100] and b"<html" not in plain and b"<table" not in plain:
                raise CannotDo(Problem("The file is XML of a kind that is not read; save it as CSV or as a workbook.", place=place))
            return _page(file, place, sheet, encoding)
    except OSError as error:
        raise CannotDo(Problem(f"The file cannot be read: {error.strerror or error}.", place=place)) from None
    except Flood as flood:
        raise CannotDo(Problem(f"{flood}", place=place)) from None


def _page(file: BinaryIO, place: str, sheet: str, encoding: str) -> HeldTable:
    from lxml import etree

    from svtrain.data.register.web_page import Page

    found = find_encoding(file, encoding)
    page = Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        for words in _texts(file, found, place):
            parser.feed(words.encode("utf-8", "replace"))
        parser.close()
        whole = True
    except etree.LxmlError:
        whole = False
        page.close()
    tables = {f"Table {number}": _held(grid) for number, grid in enumerate(page.tables(), start=1)}
    if not tables:
        raise CannotDo(Problem("The web page holds no table.", place=place))
    table = HeldTable(tables, "Tables", f"web page, {found.name}", place, sheet)
    table.notes += [] if whole else ["The page is damaged and was read only to where it breaks off."]
    return table


def _held(grid: Grid) -> Held:
    return Held(grid.rows, merged=grid.merged)


def _texts(file: BinaryIO, found: Encoding, place: str) -> Iterator[str]:
    try:
        words = io.TextIOWrapper(file, encoding=found.codec, errors=found.errors, newline="")
        while block := words.read(BLOCK):
            yield block.replace("\0", "")
    except LookupError:
        raise CannotDo(Problem(f"There is no encoding '{found.name}'.", "--encoding", place)) from None
    except (UnicodeError, OverflowError):
        raise CannotDo(Problem(f"The file is not text in {found.name}.", place=place)) from None


def _spreadsheet(file: BinaryIO, place: str, sheet: str) -> HeldTable:
    from lxml import etree

    from svtrain.data.register.xml_spreadsheet import Spreadsheet

    book = Spreadsheet()
    parser: Any = etree.XMLParser(target=book, no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        while block := file.read(BLOCK):
            parser.feed(block)
        parser.close()
    except etree.LxmlError as error:
        line = getattr(error, "lineno", None)
        raise CannotDo(Problem(f"The file is damaged: it is no valid XML{f' at line {line:,}' if line else ''}.", place=place)) from None
    if not book.sheets:
        raise CannotDo(Problem("The workbook has no sheets.", place=place))
    tables = {name: _held(grid) for name, grid in book.sheets.items()}
    return HeldTable(tables, "Sheets", "XML spreadsheet", place, sheet, hidden=frozenset(book.hidden))
