"""Reads tenders: a YAML or JSON file, or a CSV or workbook of bids."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from svtrain.core.estimate import Estimate
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.scoring.tender import Bid, PriceRule, SocialValueRule, Tender, Weights
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.bids_csv import BidRows, bids_from_csv
from svtrain.data.bids_workbook import MACROS, bids_from_workbook
from svtrain.data.documents import read_document
from svtrain.data.typed_figures import Sheet

KEYS = ("svtrain", "title", "weights", "price", "social_value", "bids", "proxies", "notes")
BID_KEYS = ("bidder", "price", "promised", "quality", "qualitative", "delivery", "passed", "promises", "notes")
WEIGHTS = ("price", "social_value", "quality")
PRICE_KEYS = ("formula", "scale_low", "scale_high", "multiple", "willingness_to_pay")
SOCIAL_VALUE_KEYS = ("formula", "split", "target")
ASSUMED = Weights(60, 20, 20)


def read_tender(path: Path | str, reference: Reference | None = None) -> tuple[Tender, list[str]]:
    """The tender in a file, and what had to be assumed.

    A CSV or workbook of bids has no weights: 60/20/20 is assumed and said.

    Parameters
    ----------
    path : Path or str
        ``.csv`` or ``.xlsx`` for bids alone; anything else is read as YAML, or JSON where its name says so.
    reference : Reference, optional
        Where proxies named by id are looked up.

    Raises
    ------
    CannotDo
        One sentence for everything that cannot be read. Whether the bids can be scored is checked when they are.
    """
    place = str(path)
    if is_bids_alone(path):
        bids = _bids_alone(Path(path))
        given: Any = {"bids": bids.rows}
        tender, problems = tender_from(given, place, reference, rows=bids.numbers)
        said = [f"{name} is not a column of bids and was not read." for name in bids.unread]
        said.append("The file gives no weights; price 60, social value 20, quality 20 are assumed.")
    else:
        tender, problems = tender_from(read_document(path), place, reference)
        said = []
    if tender is None:
        raise CannotDo(problems)
    return tender, said


def is_bids_alone(path: Path | str) -> bool:
    """Whether a file of this name holds bids only, without weights and formulae."""
    return Path(path).suffix.lower() in (".csv", ".xlsx", *MACROS)


def _bids_alone(path: Path) -> BidRows:
    return bids_from_csv(path) if path.suffix.lower() == ".csv" else bids_from_workbook(path)


def tender_from(given: Any, place: str = "", reference: Reference | None = None,
                rows: list[int] | None = None) -> tuple[Tender | None, list[Problem]]:
    """A tender from a plain object, or one sentence a field; never raises.

    Examples
    --------
    >>> found, problems = tender_from({"weights": {"price": 60, "socal_value": 20, "quality": 20},
    ...     "bids": [{"bidder": "A", "price": "£1,000,000", "promised": "about ten"}]}, "tender.yaml")
    >>> for problem in problems:
    ...     print(problem)
    tender.yaml: weights.socal_value: There is no 'socal_value' here. Did you mean 'social_value'?
    tender.yaml: weights.social_value: The social_value weight is missing; write 0 where it has none.
    tender.yaml: bids.A.promised: "about ten" is not a number; type digits, such as 1200 or 0.4.
    """
    sheet = Sheet(place)
    if not isinstance(given, Mapping):
        return None, [Problem("A tender is written as names and values, or as a CSV of bids.", place=place)]
    sheet.known(given, KEYS, "")
    if given.get("svtrain", "tender/1") != "tender/1":
        sheet.say(f"This is written as '{str(given['svtrain'])[:40]}'; a tender starts with svtrain: tender/1.", "svtrain")
    weights = _weights(given.get("weights"), sheet) if "weights" in given or rows is None else ASSUMED
    price = _rule(given.get("price"), "price", PRICE_KEYS, PriceRule, sheet)
    social_value = _rule(given.get("social_value"), "social_value", SOCIAL_VALUE_KEYS, SocialValueRule, sheet)
    proxies = _proxies(given.get("proxies"), reference, sheet)
    bids = _bids(given.get("bids"), sheet, rows)
    if sheet.problems:
        return None, sheet.problems
    return Tender(weights, tuple(bids), price, social_value, sheet.text(given.get("title"), "title"), proxies), []


def _weights(given: Any, sheet: Sheet) -> Weights | None:
    if not isinstance(given, Mapping):
        sheet.say("The weights are missing: give price, social_value and quality.", "weights")
        return None
    sheet.known(given, WEIGHTS, "weights")
    found = {}
    for name in WEIGHTS:
        if given.get(name) is None:
            sheet.say(f"The {name} weight is missing; write 0 where it has none.", f"weights.{name}")
        found[name] = sheet.number(given.get(name), f"weights.{name}", percent_of=100)
    return None if None in found.values() else Weights(**found)


def _rule(given: Any, side: str, keys: tuple[str, ...], kind: type, sheet: Sheet):
    if given is None:
        return kind()
    if isinstance(given, str):
        return kind(formula=given.strip().upper())
    if not isinstance(given, Mapping):
        sheet.say(f"The {side} side is written {{formula: ...}} with what the formula needs.", side)
        return kind()
    sheet.known(given, keys, side)
    found = {name: sheet.number(given[name], f"{side}.{name}") for name in keys[1:] if given.get(name) is not None}
    formula = given.get("formula")
    if formula is not None:
        found["formula"] = str(formula).strip().upper()[:40]
    return kind(**found)


def _proxies(given: Any, reference: Reference | None, sheet: Sheet) -> dict[str, Estimate]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        sheet.say("The proxies are written as a name and a number, or the id of a proxy in the bank.", "proxies")
        return {}
    found = {str(name): _proxy(worth, f"proxies.{name}", reference, sheet) for name, worth in given.items()}
    return {name: worth for name, worth in found.items() if worth is not None}


def _proxy(given: Any, field: str, reference: Reference | None, sheet: Sheet) -> Estimate | None:
    if isinstance(given, str):
        try:
            return Estimate(likely=number_from(given))
        except NotANumber:
            known = reference.proxies if reference else {}
        if given not in known:
            sheet.say(f"The bank has no proxy '{given[:80]}'.{did_you_mean(given, known)}", field)
            return None
        proxy = known[given]
        if proxy.low is not None and proxy.high is not None and proxy.low <= proxy.value <= proxy.high:
            return Estimate(low=proxy.low, likely=proxy.value, high=proxy.high)
        return Estimate(likely=proxy.value)
    return sheet.figure(given, field)


def _bids(given: Any, sheet: Sheet, rows: list[int] | None) -> list[Bid]:
    if not isinstance(given, list):
        sheet.say("The bids are missing: list each with its bidder and price.", "bids")
        return []
    found = []
    for position, bid in enumerate(given):
        where = f"row {rows[position]}" if rows else str(position + 1)
        if not isinstance(bid, Mapping):
            sheet.say("A bid is written as names and values.", f"bids.{where}")
            continue
        found.append(_bid(bid, where, sheet))
    return found


def _bid(given: Mapping, where: str, sheet: Sheet) -> Bid:
    bidder = sheet.text(given.get("bidder"), f"bids.{where}.bidder").strip()
    if not bidder:
        sheet.say("The bidder's name is missing.", f"bids.{where}.bidder")
    field = f"bids.{bidder[:80] or where}"
    sheet.known(given, BID_KEYS, field)
    if isinstance(given.get("price"), Mapping):
        sheet.say(f"The price of {bidder} is one number, not a range.", f"{field}.price")
        price = 1.0
    else:
        price = sheet.number(given.get("price"), f"{field}.price")
    promises = given.get("promises")
    if promises is not None and not isinstance(promises, Mapping):
        sheet.say("Promises are written as the name of a proxy and a quantity.", f"{field}.promises")
        promises = None
    counted = {str(name): sheet.figure(quantity, f"{field}.promises.{name}") for name, quantity in (promises or {}).items()}
    return Bid(bidder, price, sheet.figure(given.get("promised"), f"{field}.promised"),
               sheet.figure(given.get("quality"), f"{field}.quality", percent_of=100),
               sheet.figure(given.get("qualitative"), f"{field}.qualitative", percent_of=100),
               sheet.figure(given.get("delivery"), f"{field}.delivery"),
               sheet.yes(given.get("passed"), f"{field}.passed", blank=True),
               {name: quantity for name, quantity in counted.items() if quantity is not None})
