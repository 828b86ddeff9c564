"""What a promise is worth at its price in the bank, before anything is taken off: for telling large promises from small ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from svtrain.core.monitoring import Commitment
from svtrain.core.prices import rebase_or_assume
from svtrain.core.problems import CannotDo
from svtrain.data.reference_data import reference

INDEX = "uk-gdp-deflator"


@dataclass(frozen=True)
class PromisePrices:
    """Pounds for one unit of each promise, at the prices of one year.

    ``refused`` gives a sentence for each promise without a price; ``said`` the assumptions that had to be made.
    """

    price_year: str
    by_promise: dict[str, float]
    refused: dict[str, str]
    said: tuple[str, ...]


def price_promises(promises: Iterable[Commitment]) -> PromisePrices:
    """The price of each promise's proxy, moved to the last year of the deflator.

    A proxy of the financial year in which the deflator ends is moved with one more year, which is assumed and said.

    Examples
    --------
    >>> from svtrain.data.practice_data import practice
    >>> found = price_promises(practice().contract("home-care").commitments)
    >>> found.price_year, sorted(found.refused), len(found.said)
    ('2024', [], 1)
    """
    index = reference().indices[INDEX]
    year = max(index.calendar)
    prices, refused, assumed = {}, {}, []
    for promise in promises:
        proxy = reference().proxies.get(promise.proxy_id)
        if proxy is None or not proxy.price_year:
            refused[promise.id] = f"{promise.id} is not valued: " + ("its proxy is not in the bank." if proxy is None else "its proxy states no price year.")
            continue
        try:
            moved, said = rebase_or_assume(index, proxy.price_year, year)
        except CannotDo as error:
            refused[promise.id] = f"{promise.id} is not valued: {error.problems[0].message}"
            continue
        prices[promise.id] = proxy.value * moved.factor
        assumed += [said] if said else []
    return PromisePrices(year, prices, refused, tuple(dict.fromkeys(assumed)))
