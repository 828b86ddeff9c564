"""Bids, weights and rules as typed, and the tender that they make."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from svtrain.core.scoring import Bid, PriceRule, SocialValueRule, Tender, Weights, check
from svtrain.core.typed_fields import percent, plain, share_from
from svtrain.core.typed_numbers import NotANumber
from svtrain.data.typed_figures import Sheet

FIGURES = ("promised", "quality", "qualitative", "delivery")
NUMBERS = ("price", *FIGURES)
PARTS = ("bidder", *NUMBERS, "promised_low", "promised_high", "passed")
WEIGHTS = ("price", "social_value", "quality")
SETTINGS = {"scale_low": "price", "scale_high": "price", "multiple": "price", "willingness_to_pay": "price",
            "split": "social_value", "target": "social_value"}  # each setting and the side that uses it
DRAWS, SEED = 10_000, 1
SAME, EACH = "same", "each"  # doubt about prices: the same for every bid, or each bid's own
OUT, SILLY = "out", "silly"  # left out for now; made up by the lab
MARKS = ("quality", "qualitative")
CALLED = {"promised": "promise", "quality": "quality mark", "qualitative": "social value mark", "delivery": "chance of delivery"}
MOST_BIDS = 20

FIRST = Tender(
    Weights(60, 20, 20),
    (Bid("A", 1_000_000, 400_000, 70, 60, 0.8), Bid("B", 1_080_000, 650_000, 70, 70, 0.5)),
    PriceRule("P1", 800_000, 1_600_000, 2, 10_000), SocialValueRule("V1", 0.5, 650_000), "Two serious bids (invented)")

Row = dict[str, str]


def new_row(**parts: str) -> Row:
    """An empty row with an id of its own."""
    return {"id": secrets.token_hex(4), "passed": "yes", **parts}


def is_blank(row: Mapping[str, str]) -> bool:
    """Whether nothing has been typed into a row."""
    return not any(row.get(part, "").strip() for part in PARTS if part != "passed")


def row_of(bid: Bid) -> Row:
    """A bid as it would be typed. Promises by quantity become their pounds, as the rows hold pounds."""
    row = new_row(bidder=bid.bidder, price="" if bid.price is None else plain(bid.price), passed="yes" if bid.passed else "no")
    for name in FIGURES:
        found = getattr(bid, name)
        if found is not None:
            row[name] = percent(found.likely) if name == "delivery" else plain(found.likely)
    if bid.promised is not None and bid.promised.low is not None:
        row |= {"promised_low": plain(bid.promised.low), "promised_high": plain(bid.promised.high)}
    return row


def typed_rules(tender: Tender) -> tuple[dict[str, str], dict[str, str]]:
    """Weights and settings of a tender, as they would be typed."""
    weights = {name: plain(getattr(tender.weights, name)) for name in WEIGHTS}
    found = {name: getattr(getattr(tender, side), name) for name, side in SETTINGS.items()}
    return weights, {name: plain(value) for name, value in found.items() if value is not None}


def tender_of(title: str, rows: Sequence[Row], weights: Mapping[str, str], formulae: tuple[str, str],
              settings: Mapping[str, str]) -> tuple[Tender, dict[str, str]]:
    """The tender that was typed, and a sentence by field for what stands in the way of scoring it.

    Fields are ``<row id>.<part>``, ``weights.<name>``, ``settings.<name>`` and ``bids``.
    """
    sheet = Sheet("")
    rows = [row for row in rows if not is_blank(row)]
    bids = tuple(_bid(row, sheet) for row in rows)
    given = {name: sheet.number(weights.get(name, ""), f"weights.{name}", percent_of=100) for name in WEIGHTS}
    numbers = {name: sheet.number(settings.get(name, ""), f"settings.{name}") for name in SETTINGS}
    price, social = ({name: numbers[name] for name, of in SETTINGS.items() if of == side} for side in ("price", "social_value"))
    tender = Tender(Weights(**{name: value or 0.0 for name, value in given.items()}), bids, PriceRule(formulae[0], **price),
                    SocialValueRule(formulae[1], **social), title)
    problems: dict[str, str] = {}
    for problem in sheet.problems:
        problems.setdefault(problem.field, problem.message)
    unread = set(problems)
    for problem in check(tender):
        field = _field(problem.field, rows)
        if field not in unread and not (field == "weights" and any(name.startswith("weights.") for name in unread)):
            problems.setdefault(field, _in_page_words(problem.message, field))
    return tender, problems


def _in_page_words(message: str, field: str) -> str:
    """The engine speaks in the names of the file format; the page has labels of its own."""
    _, _, name = field.partition(".")
    if field.startswith("settings."):
        return message.replace(f"needs {name}: ", "needs ").replace(f"{name} must", "This must")
    return message.replace(f"The {name} figure", f"The {CALLED[name]}") if name in CALLED else message


def _bid(row: Row, sheet: Sheet) -> Bid:
    where = row["id"]
    low, high = row.get("promised_low", ""), row.get("promised_high", "")
    figures = {name: sheet.figure(row.get(name, ""), f"{where}.{name}", percent_of=100 if name in MARKS else 1) for name in FIGURES}
    if low.strip() or high.strip():
        ends = {"low": low, "likely": row.get("promised", ""), "high": high}
        figures["promised"] = sheet.figure({end: text for end, text in ends.items() if text.strip()}, f"{where}.promised")
    return Bid(row.get("bidder", "").strip()[:200], sheet.number(row.get("price", ""), f"{where}.price"), **figures,
               passed=row.get("passed") != "no")


def _field(field: str, rows: Sequence[Row]) -> str:
    """The engine names a bid by its bidder; the page by its row."""
    for position, row in reversed(list(enumerate(rows, 1))):
        name = row.get("bidder", "").strip()[:200]
        for part in PARTS:
            if field in (f"bids.{name}.{part}", f"bids.{position}.{part}"):
                return f"{row['id']}.{part}"
        if field == f"bids.{name}":
            return f"{row['id']}.bidder"
    side, _, name = field.partition(".")
    return f"settings.{name}" if name in SETTINGS and side in ("price", "social_value") else field


def share_typed(text: str) -> tuple[float, str]:
    """A share as typed, and a sentence where it is none."""
    try:
        return (share_from(text) if text.strip() else 0.0), ""
    except NotANumber as error:
        return 0.0, str(error)
