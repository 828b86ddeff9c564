"""What a register's amount is: the price over the whole life, or something else that has to be said beside it."""

from __future__ import annotations

import re
from datetime import date

from svtrain.core.typed_days import day_words
from svtrain.core.typed_fields import plain
from svtrain.data.chosen_contracts import ChosenContract

PLACEHOLDER = 1  # pounds: registers write 0 or 1 where an amount is not known
DAYS_OF_YEAR = 365.25
WHOLE = ("", "value", "contract", "whole life", "awarded", "total")
KNOWN = {
    "value_high": "The register gives the most that may be spent. What will be spent may be far less.",
    "value_low": "The register gives the least that may be spent. What will be spent may be more.",
    "order": "The register gives the amount of an order, which may be less than the whole price.",
    "estimate": "The register gives an estimate from before the award.",
    "approximate": "The register says that this amount is approximate.",
    "with VAT": "The register says that this amount includes VAT.",
    "without VAT": "The register says that this amount is without VAT.",
}
FRAMEWORK = re.compile(r"\bframeworks?\b|\bdynamic purchasing\b|\bDPS\b", re.IGNORECASE)
CEILING = "The row speaks of a framework: its amount may be a ceiling for all buyers, not what will be spent here."


def whole_life(contract: ChosenContract) -> tuple[float | None, str]:
    """The price over the whole life as far as the register tells it, and what to know about it.

    Examples
    --------
    >>> whole_life(ChosenContract("Grounds", value=5e5, value_basis="contract"))
    (500000.0, '')
    >>> price, said = whole_life(ChosenContract("Care", value=1000, value_basis="annual", start="2026-04-01", end="2029-03-31"))
    >>> price
    3000.0
    >>> said
    'The register gives £1,000 a year. From 1 April 2026 to 31 March 2029 that is 3 years, so £3,000.'
    >>> whole_life(ChosenContract("Care", value=1000, value_basis="annual"))
    (None, 'The register gives £1,000 a year and not for how many years. Type the price over the whole life.')
    """
    value = contract.value
    if value is None:
        return None, ""
    amount = f"{'−' if value < 0 else ''}£{plain(round(abs(value), 2))}"
    if value <= PLACEHOLDER:
        return None, f"The register gives {amount}, which is no price. Type the price over the whole life."
    parts = [part.strip() for part in contract.value_basis.split(",")]
    said = [_words(part) for part in parts if part not in (*WHOLE, "annual")]
    if "annual" in parts:
        years = _years(contract)
        if not years:
            return None, " ".join([f"The register gives {amount} a year and not for how many years. Type the price over the whole life.", *said])
        value = round(value * years, 2)
        days = f"{day_words(date.fromisoformat(contract.start))} to {day_words(date.fromisoformat(contract.end))}"
        said.insert(0, f"The register gives {amount} a year. From {days} that is {plain(years)} year{'' if years == 1 else 's'}, so £{plain(value)}.")
    if FRAMEWORK.search(f"{contract.title} {contract.description} {contract.value_basis}"):
        said.append(CEILING)
    return float(value), " ".join(said)


def _words(part: str) -> str:
    if part.startswith(("spend", "payments", "credit")):
        return "The register gives payments, which may be less than the whole price."
    return KNOWN.get(part, f"The register says of this amount: “{part[:60]}”.")


def _years(contract: ChosenContract) -> float:
    """Whole years and a part, from the first day to the last; 0 where a day is missing or they are the wrong way round."""
    if not contract.start or not contract.end:
        return 0
    days = (date.fromisoformat(contract.end) - date.fromisoformat(contract.start)).days + 1
    return round(days / DAYS_OF_YEAR, 2) if days > 0 else 0
