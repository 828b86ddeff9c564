"""A bank's price that is newer than the price index: moved to the map's prices with years that are assumed, and said."""

from __future__ import annotations

from svtrain.core.conventions import Conventions
from svtrain.core.prices import rebase_or_assume
from svtrain.core.problems import CannotDo
from svtrain.data import reference

MOST = 2  # years that may be assumed
ENDS = ("low", "likely", "high")


def late_price(proxy: str, to: str | None) -> tuple[float, str]:
    """The factor that takes a bank's price to the prices of a year, and what had to be assumed; (1, "") where nothing had.

    Examples
    --------
    >>> late_price("gmca-ee1-0-fiscal", "2024")
    (1.0, '')
    >>> factor, said = late_price("landfill-tax-2025-26", "2024")
    >>> 0.9 < factor < 1, said.startswith("This price is of 2025/26")
    (True, True)
    """
    known = reference().proxies.get(proxy)
    if known is None or not known.price_year or not to:
        return 1.0, ""
    try:
        moved, assumed = rebase_or_assume(reference().indices[Conventions().resolved().price_index], known.price_year, to, MOST)
    except CannotDo:  # the line says why when the map is valued
        return 1.0, ""
    return (moved.factor, f"This price is of {known.price_year}, moved to {to} prices: × {moved.factor:.4f}. {assumed}") if assumed else (1.0, "")


def move_late_price(line: dict, said: dict, to: str | None) -> None:
    """Put the moved price into a line of the map, with the sentence in its reason; ``said`` is the price as it stands in the fields."""
    given = line.get("proxy")
    name = given if isinstance(given, str) else (given or {}).get("id", "")
    if isinstance(given, dict) and given.get("price_year"):
        return
    factor, sentence = late_price(name, to)
    if sentence:
        value = {part: text * factor if part in ENDS else text for part, text in said.items()}
        value["reason"] = " ".join(filter(None, (value.get("reason"), sentence)))
        line["proxy"] = {**(given if isinstance(given, dict) else {}), "id": name, "price_year": to, "value": value}
