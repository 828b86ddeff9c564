"""Headings that say their amounts are in thousands or millions of pounds."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from svtrain.data.register.columns import Mapping
from svtrain.data.register.money import MOST, Amounts
from svtrain.data.register.personal import removed

THOUSAND, MILLION, BILLION = 1e3, 1e6, 1e9
WORDS = {THOUSAND: "thousands", MILLION: "millions", BILLION: "billions"}

_OPEN, _CLOSE = r"[\s(\[,-]*?(?:\bin\s+)??", r"s?\.?\s*(?:£|\bgbp)?[)\]]*(?=\s|$)"
_POUND = r"(?:£|\ufffd|\bgbp)\s*"
_SCALES = (
    (THOUSAND, re.compile(rf"{_OPEN}(?:{_POUND}['\u2019]?\s*0?00['\u2019]?|{_POUND}k|(?<!\d)['\u2019]000['\u2019]?|\(000|\b000(?=s)|(?:{_POUND}|\bin\s+(?:{_POUND})?|\()thousand){_CLOSE}", re.IGNORECASE)),
    (MILLION, re.compile(rf"{_OPEN}(?:{_POUND}(?:m|mn|mil|mill|million)|(?:\bin\s+|\()million){_CLOSE}", re.IGNORECASE)),
    (BILLION, re.compile(rf"{_OPEN}(?:{_POUND}(?:bn|billion)|(?:\bin\s+|\()billion){_CLOSE}", re.IGNORECASE)),
)
_A_LIMIT = re.compile(r"(?:over|above|exceeding|under|below|more than|less than|up to|>|<|\u2265|\u2264)\s*$", re.IGNORECASE)
_OWN = re.compile(r"\d\s*(?:k|m|mn|bn|thousand|million|billion)\b", re.IGNORECASE)


def without_scale(header: str) -> tuple[str, float]:
    """A heading without the words that give its scale, and what its amounts are multiplied by.

    Examples
    --------
    >>> without_scale("Contract Value (£m)"), without_scale("Amount £'000s"), without_scale("Spend over £500k")
    (('Contract Value', 1000000.0), ('Amount', 1000.0), ('Spend over £500k', 1))
    """
    for scale, pattern in _SCALES:
        found = pattern.search(header)
        if found and not header[: found.start()].rstrip()[-1:].isdigit() and not _A_LIMIT.search(header[: found.start()]):
            return " ".join(f"{header[: found.start()]} {header[found.end():]}".split()), scale
    return header, 1


def scaled(read: Amounts, cells: Sequence, scale: float) -> None:
    """Multiply a column of amounts, but for the cells that name a scale of their own, as in ``£1.2m``."""
    for at in np.flatnonzero(~np.isnan(read.values)).tolist():
        if isinstance(cells[at], str) and _OWN.search(cells[at]):
            continue
        read.values[at] *= scale
        if abs(read.values[at]) > MOST:
            read.values[at], read.reasons[at] = np.nan, "the amount is too large"


def scale_notes(mapping: Mapping, above: Sequence[Sequence]) -> list[str]:
    """Sentences on the scale of the amounts: what the headings say and was followed, what a title above them says and was not."""
    said = [f'The amounts under "{use.header}" are in {WORDS[use.scale]} of pounds, as the heading says, and were read so.'
            for use in mapping.columns("value") if use.scale != 1]
    title = "" if said else scale_above(above)
    return said + ([f'A title says "{title[:60]}"; the amounts were read as they stand, in pounds.'] if title else [])


def scale_above(rows: Sequence[Sequence]) -> str:
    """What a title above the headings says of the scale of all amounts; nothing where none does.

    Examples
    --------
    >>> scale_above([["Spend by supplier", ""], ["All figures in £000s", ""]])
    'All figures in £000s'
    """
    cells = (cell for row in rows for cell in row if isinstance(cell, str) and len(cell) < 200)
    return next((removed(" ".join(cell.split())) for cell in cells if without_scale(cell)[1] != 1), "")
