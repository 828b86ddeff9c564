"""Amounts of money as UK registers write them: a whole column at once, the odd cells one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.register.words import is_blank, quoted

MOST = 1e15  # pounds; more than any economy turns over, so a slip of the keys

_GROUPED = re.compile(r"\s*(\()?(-)?\s*£?\s*(-)?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?)\s*(\))?\s*")
_NOISE = str.maketrans({"\xa0": " ", "\u202f": " ", "\u2007": " ", "\ufffd": "£", "\u00c2": "", "\u2212": "-", "\u2013": "-",
                        "\u2014": "-", "\uff0c": ",", "'": None, "\u2019": None, "\u200b": None, "\ufeff": None})
_EXPONENT = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d{1,3}")
_TAIL = re.compile(r"[\s(,]*\b(per annum|per year|p\.? ?a\.?|annually|a year|each year|yearly|/ ?(?:yr|year|annum))\)?\s*$", re.IGNORECASE)
_VAT = re.compile(r"[\s(,]*(?:(?:\b(ex|excl|excluding|exc|net of|plus)|\+)|\b(inc|incl|including|with))\.? *(?:of )?vat\)?\s*$", re.IGNORECASE)
_ABOUT_AFTER = re.compile(r"\s*(?:\(\s*(?:est(?:imate|imated|\.)?|approx(?:imate|imately|\.)?|circa|indicative|max(?:imum)?)\s*\)|\b(?:est(?:imate|imated|\.)?|approx(?:imate|imately|\.)?)|(?<=[\dkmn])\s*\+)\s*$",
                          re.IGNORECASE)
_ABOUT = re.compile(r"^\s*(?:approx(?:imately|\.)?|circa|ca?\.|c(?=\s*£)|est(?:imated|\.)?|around|about|~|up to|max(?:imum)?(?: of)?|<|>)\s*(?=[£\d])",
                    re.IGNORECASE)
_OVER = re.compile(r"[\s(,]+(over (?:the )?(?:\w{1,10} )?(?:\d{1,2} )?(?:years?|yrs?|months?|term|life|contract)(?: (?:term|period|life))?)\)?\s*$", re.IGNORECASE)
_SIDE = re.compile(r"\s*(CR|DR)\.?\s*$", re.IGNORECASE)
_WORD_SCALE = re.compile(r"(?<=\d)\s*(thousand|million|billion)\b", re.IGNORECASE)
_SCALE = {"thousand": "k", "million": "m", "billion": "bn"}
_GBP = re.compile(r"\b(GBP|sterling|pounds?)\b", re.IGNORECASE)
_IN_POUNDS = re.compile(r"£|\b(?:GBP|UKL|STG|sterling|pounds?)\b", re.IGNORECASE)
_OTHER_CURRENCY = re.compile(r"[€$¥]|\b(EUR|USD|euros?|dollars?)\b", re.IGNORECASE)
_CODE = re.compile(r"(?!GBP)[A-Z]{3}\s*-?\d")  # another currency's code, as OCDS names it
_BAND = re.compile(r"\d[\d,.]*\s*(?:k|m|mn|bn)?\s*(?:-|to|and)\s*£?\s*\d", re.IGNORECASE)
_ZERO = re.compile(r"£\s*-+|nil|zero", re.IGNORECASE)
_POINT_GROUPS = re.compile(r"-?£?-?\d{1,3}(?:\.\d{3})+,\d{1,2}")
_POINT_COMMA = re.compile(r"-?£?-?\d+,\d{1,2}")


@dataclass(slots=True)
class Amounts:
    """A column of amounts: pounds, NaN where there is none, and a reason for each cell that could not be read."""

    values: np.ndarray
    reasons: dict[int, str] = field(default_factory=dict)
    asides: dict[int, str] = field(default_factory=dict)  # what else the cell said: "annual", "approximate"


@dataclass(frozen=True, slots=True)
class Amount:
    """One odd cell, read."""

    value: float | None = None
    reason: str = ""
    aside: str = ""


def in_pounds(text: str) -> bool:
    """Whether a currency's name, or a heading, says pounds.

    Examples
    --------
    >>> in_pounds("GBP"), in_pounds("Amount in Sterling"), in_pounds("EUR")
    (True, True, False)
    """
    return _IN_POUNDS.search(text) is not None


def amounts(cells: Sequence, decimal_comma: bool = False) -> Amounts:
    """Read a column of amounts.

    Parameters
    ----------
    cells : sequence
        Text as it stands in the file, or numbers from a workbook.
    decimal_comma : bool
        Whether the file writes ``1.234,50``, as files parted by semicolons may.

    Examples
    --------
    >>> found = amounts(["£1,234.50 ", "(1,200.00)", "1.2m", "TBC", ""])
    >>> found.values.tolist()
    [1234.5, -1200.0, 1200000.0, nan, nan]
    >>> found.reasons
    {3: '"TBC" is not an amount'}
    """
    array = np.asarray(cells, dtype=object) if not isinstance(cells, np.ndarray) else cells
    try:
        values = np.array(pd.to_numeric(array, errors="coerce"), dtype=float)
    except (TypeError, ValueError, OverflowError):
        values = np.full(len(array), np.nan)
    result = Amounts(values)
    odd = np.flatnonzero(~np.isfinite(values) | (np.abs(values) > MOST))
    if len(odd):
        _read_odd(array, odd.tolist(), result, decimal_comma)
    return result


def _read_odd(array: np.ndarray, odd: list[int], result: Amounts, decimal_comma: bool) -> None:
    """The cells that are not bare numbers: thousands parted by commas quickly, the rest one by one and once each."""
    values, plain, seen = result.values, _GROUPED.fullmatch, {}
    for index in odd:
        cell = array[index]
        if cell == "":
            values[index] = np.nan
            continue
        if isinstance(cell, str) and not decimal_comma:
            parts = plain(cell)
            if parts:
                opened, sign, second, digits, closed = parts.groups()
                number = float(digits.replace(",", ""))
                if number <= MOST and (opened is None) == (closed is None) and not (sign and second):
                    values[index] = -number if opened or sign or second else number
                    continue
        try:
            found = seen.get(cell)
        except TypeError:
            found = Amount(reason="this is not an amount")
        if found is None:
            found = seen[cell] = amount(cell, decimal_comma)
        values[index] = np.nan if found.value is None else found.value
        if found.reason:
            result.reasons[index] = found.reason
        if found.aside:
            result.asides[index] = found.aside


def amount(cell: object, decimal_comma: bool = False) -> Amount:
    """Read one cell.

    Examples
    --------
    >>> amount("£5k per annum"), amount("1,200.00 CR").value, amount("£-").value
    (Amount(value=5000.0, reason='', aside='annual'), -1200.0, 0.0)
    >>> amount("£10,000 - £25,000").reason
    '"£10,000 - £25,000" is a band, not one amount'
    """
    if isinstance(cell, bool):
        return Amount(reason="yes or no is not an amount")
    if isinstance(cell, (int, float, np.number)):
        return _within(float(cell)) if abs(cell) <= MOST else (Amount() if cell != cell else Amount(reason="the amount is too large"))
    if not isinstance(cell, str):
        return Amount() if cell is None else Amount(reason="this is a day, not an amount")
    text = cell.translate(_NOISE).strip().removeprefix("+")
    if is_blank(text):
        return Amount()
    if len(text) > 200:
        return Amount(reason="this is text, not an amount")
    if _ZERO.fullmatch(text):
        return Amount(0.0)
    if _OTHER_CURRENCY.search(text) or _CODE.match(text):
        return Amount(reason=f"{quoted(cell)} is not in pounds")
    return _worded(cell, text, decimal_comma)


def _worded(cell: str, text: str, decimal_comma: bool) -> Amount:
    """A number with words round it; what the words say is kept as an aside."""
    text, asides = _GBP.sub("", text).strip(), []
    for pattern, aside in ((_TAIL, "annual"), (_VAT, ""), (_ABOUT, "approximate"), (_ABOUT_AFTER, "approximate"), (_TAIL, "annual")):
        found = pattern.search(text)
        if found:
            asides.append(aside or ("with VAT" if found[2] else "without VAT"))
            text = (text[: found.start()] + text[found.end():]).strip()
    over = _OVER.search(text)
    if over:  # "£1.2m over 4 years" is the whole of it
        asides.append(" ".join(over[1].lower().split()))
        text = text[: over.start()].strip()
    side = _SIDE.search(text)
    if side:
        text = text[: side.start()].strip()
    text = _WORD_SCALE.sub(lambda found: _SCALE[found[1].lower()], text)
    if text.startswith("£("):
        text = "(£" + text[2:]
    if text.endswith("-") and not text.startswith(("-", "(")) and not text.endswith(" -"):  # "75 -" begins a band
        text = "-" + text[:-1]
    number = _number(text.removesuffix("."), decimal_comma)
    if number is None:
        return Amount(reason=f"{quoted(cell)} is a band, not one amount" if _BAND.search(text) else f"{quoted(cell)} is not an amount")
    if side and side[1].upper() == "CR":
        number = -abs(number)
    return _within(number, ", ".join(dict.fromkeys(asides)))


def _number(text: str, decimal_comma: bool) -> float | None:
    tight = text.replace(" ", "")
    if _POINT_GROUPS.fullmatch(tight) or (decimal_comma and _POINT_COMMA.fullmatch(tight)):
        text = tight.replace(".", "").replace(",", ".")
    if _EXPONENT.fullmatch(tight):
        return float(tight)
    if "%" in text:
        return None
    try:
        return number_from(text)
    except (NotANumber, OverflowError):
        return None


def _within(number: float, aside: str = "") -> Amount:
    return Amount(number, aside=aside) if abs(number) <= MOST else Amount(reason="the amount is too large")
