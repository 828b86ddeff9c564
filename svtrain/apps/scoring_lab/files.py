"""A tender as the bytes of a file that a person hands over."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.scoring import Bid, Tender
from svtrain.data import held_back, reference
from svtrain.data.documents import parse_document
from svtrain.data.tender import is_bids_alone, read_tender

DRAWN_ALONE = "Here a price with a range is drawn for each bid on its own; “svtrain score” draws it once for all bids."
KINDS = (".csv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".xltm", ".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Opened:
    """A tender from a file: whether it has only bids, what to know about it, and the licensed prices in it."""

    tender: Tender
    bids_alone: bool
    said: tuple[str, ...]
    licensed: tuple[str, ...] = ()


def open_bytes(name: str, content: bytes) -> Opened:
    """The tender, or the bids alone, in a YAML, JSON, CSV or Excel file.

    Raises
    ------
    CannotDo
        A sentence for each thing that cannot be read, naming the file, row or field.
    """
    kind = Path(name).suffix.lower()
    if kind not in KINDS:
        raise CannotDo(Problem("Give bids as CSV or Excel, or a tender as YAML or JSON.", place=name))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"tender{kind}"
        path.write_bytes(content)
        try:
            tender, said = read_tender(path, reference())
        except CannotDo as error:  # the person knows the file by their own name for it
            raise CannotDo([Problem(one.message, one.field, one.place.replace(str(path), name)) for one in error.problems]) from None
    alone = is_bids_alone(path)
    said = [line for line in said if "assumed" not in line] + (["The file holds bids only; weights and formulae stay as they are here."] if alone else [])
    priced = any(bid.promises for bid in tender.bids)
    if priced:
        said.append("Promises by quantity were turned into pounds with the file's prices.")
        if any(price.uncertain for price in tender.proxies.values()):
            said.append(DRAWN_ALONE)
    return Opened(_in_pounds(tender) if priced else tender, alone, tuple(said), () if alone else _licensed(name, content, kind))


def _in_pounds(tender: Tender) -> Tender:
    """Quantities times prices, with the ends of the ranges multiplied too."""
    return replace(tender, bids=tuple(_priced(bid, tender) for bid in tender.bids), proxies={})


def _priced(bid: Bid, tender: Tender) -> Bid:
    if not bid.promises:
        return bid
    missing = [name for name in bid.promises if name not in tender.proxies]
    if missing:
        raise CannotDo(Problem(f"The tender has no proxy '{missing[0][:80]}'.", f"bids.{bid.bidder}.promises"))
    parts = [(quantity, tender.proxies[name]) for name, quantity in bid.promises.items()]
    ends = [sum(quantity.ends[end] * price.ends[end] for quantity, price in parts) for end in (0, 1)]
    likely = sum(quantity.likely * price.likely for quantity, price in parts)
    promised = parts[0][0].model_validate({"low": ends[0], "likely": likely, "high": ends[1]} if ends[0] < ends[1] else likely)
    return replace(bid, promised=promised, promises={})


def _licensed(name: str, content: bytes, kind: str) -> tuple[str, ...]:
    """Why licensed prices that the tender names may not leave this machine."""
    proxies = parse_document(content, name, json_text=kind == ".json").get("proxies")
    ids = [worth for worth in proxies.values() if isinstance(worth, str) and worth in reference().proxies] if isinstance(proxies, dict) else []
    return tuple(one.reason for one in held_back(ids))
