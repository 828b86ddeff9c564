"""Reads what two of the methods need beside a value map: a price list of measures, and who gets the money."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from svtrain.core.methods import MeasurePrice, PriceList, Spend
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.small_csv import read_small_csv
from svtrain.data.typed_figures import Sheet


def read_price_list(path: Path | str) -> PriceList:
    """A user's own price list: columns ``outcome_id``, ``measure``, ``unit``, ``price`` and, where there is one, ``licence``.

    Raises
    ------
    CannotDo
        One sentence for every row that cannot be read.
    """
    rows, sheet = _rows(path, ("outcome_id", "price")), Sheet(str(path))
    prices: dict[str, MeasurePrice] = {}
    for number, cells in rows:
        name = cells["outcome_id"]
        price = sheet.number(cells["price"], f"row {number}.price")
        if price is None and not cells["price"]:
            sheet.say("The price is blank.", f"row {number}.price")
        if not name or name in prices:
            sheet.say("The outcome_id is blank." if not name else f"The outcome '{name[:80]}' is priced twice.", f"row {number}.outcome_id")
        prices[name] = MeasurePrice(cells.get("measure") or name, cells.get("unit", ""), price or 0.0)
    if sheet.problems:
        raise CannotDo(sheet.problems)
    licences = dict.fromkeys(cells.get("licence", "") for _, cells in rows)
    return PriceList(Path(path).stem, prices, "; ".join(filter(None, licences)))


def read_spend_shares(path: Path | str) -> list[Spend]:
    """Who gets the money: columns ``supplier``, ``amount``, and yes or no in ``local``, ``sme`` and ``vcse``.

    Raises
    ------
    CannotDo
        One sentence for every row that cannot be read.
    """
    sheet, found = Sheet(str(path)), []
    for number, cells in _rows(path, ("supplier", "amount")):
        amount = sheet.number(cells["amount"], f"row {number}.amount")
        if amount is None and not cells["amount"]:
            sheet.say("The amount is blank.", f"row {number}.amount")
        kinds = {kind: sheet.yes(cells.get(kind), f"row {number}.{kind}", blank=False) for kind in ("local", "sme", "vcse")}
        found.append(Spend(cells["supplier"] or f"row {number}", amount or 0.0, **kinds))
    if sheet.problems:
        raise CannotDo(sheet.problems)
    return found


def price_list_from(name: str, content: bytes) -> PriceList:
    """`read_price_list` for a file that a person hands over; its sentences name the file as the person does."""
    return _handed_over(read_price_list, name, content)


def spend_shares_from(name: str, content: bytes) -> list[Spend]:
    """`read_spend_shares` for a file that a person hands over.

    Examples
    --------
    >>> spend_shares_from("spend.csv", b"supplier,amount,sme\\nA,60,yes\\n")[0].sme
    True
    """
    return _handed_over(read_spend_shares, name, content)


def _handed_over(read: Callable[[Path], Any], name: str, content: bytes) -> Any:
    own = Path(name.replace("\\", "/")).name[:80] or "file"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "handed-over.csv"
        path.write_bytes(content)
        try:
            found = read(path)
        except CannotDo as error:
            raise CannotDo([Problem(one.message, one.field, one.place.replace(str(path), own)) for one in error.problems]) from None
    return replace(found, title=Path(own).stem) if isinstance(found, PriceList) else found


def _rows(path: Path | str, needed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    header, rows = read_small_csv(path)
    missing = [Problem(f"The file has no column '{name}'.{did_you_mean(name, header)}", name, str(path)) for name in needed if name not in header]
    if missing:
        raise CannotDo(missing)
    return rows
