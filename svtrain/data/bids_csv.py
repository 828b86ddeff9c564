"""A CSV of bids, as a spreadsheet saves it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.small_csv import read_small_csv

COLUMNS = ("bidder", "price", "promised", "quality", "qualitative", "delivery", "passed")
RANGED = ("promised", "quality", "qualitative", "delivery")
ENDS = tuple(f"{name}_{end}" for name in RANGED for end in ("low", "high"))


@dataclass(frozen=True)
class BidRows:
    """Bids as plain objects, the row of the file each came from, and the columns that were not read."""

    rows: list[dict]
    numbers: list[int]
    unread: list[str]


def bids_from_csv(path: Path) -> BidRows:
    """Every bid in a CSV with the columns of a tender; ``promised_low`` and ``promised_high`` make a range.

    Raises
    ------
    CannotDo
        When the file is missing, is not text, has no bidder or price column, or a column is nearly a known one.
    """
    header, found = read_small_csv(path)
    return bids_from_table(header, found, str(path))


def bids_from_table(header: list[str], found: list[tuple[int, dict[str, str]]], place: str) -> BidRows:
    """Bids from a header in lower case and rows of text with their numbers in the file.

    Raises
    ------
    CannotDo
        When there is no bidder or price column, or a column is nearly a known one.
    """
    known = (*COLUMNS, *ENDS)
    problems = [Problem(f"The file has no column '{name}'.", name, place) for name in ("bidder", "price")
                if name not in header]
    unread = [name for name in header if name not in known]
    for name in unread:
        hint = did_you_mean(name, known)
        if hint:  # a slip of the pen must not leave a figure out unseen
            problems.append(Problem(f"There is no column '{name[:80]}'.{hint}", name[:80], place))
    if problems:
        raise CannotDo(problems)
    return BidRows([_bid(cells) for _, cells in found], [number for number, _ in found], unread)


def _bid(cells: dict[str, str]) -> dict:
    bid: dict = {name: cells.get(name, "") for name in COLUMNS if name in cells}
    for name in RANGED:
        low, high = cells.get(f"{name}_low", ""), cells.get(f"{name}_high", "")
        if low or high:
            ends = {"low": low, "likely": cells.get(name, ""), "high": high}
            bid[name] = {end: text for end, text in ends.items() if text}
    return bid
