"""The bank as a short list: found by words, narrowed by filters, a few at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from svtrain.core.reference import Proxy, Reference
from svtrain.data import reference
from svtrain.data.catalogue import Catalogue

AT_ONCE = 8  # proxies on one page of the list
SIDES = {"fiscal": "The public purse (fiscal)", "economic": "The economy", "wellbeing": "People's own lives (well-being)", "social": "Society",
         "market": "Whoever pays (market price)", "several": "Several at once"}
YEARS = {"stated": "States its price year", "unclear": "Does not state it"}
FILTERS = ("theme", "group", "side", "year")


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of what was found. ``pages`` is at least 1; ``page`` counts from 0."""

    proxies: tuple[Proxy, ...]
    found: int
    page: int
    pages: int


def bank() -> Catalogue:
    """The proxy bank, indexed once for each edition of it."""
    return _bank(id(reference()))[1]


@lru_cache(maxsize=2)
def _bank(_: int) -> tuple[Reference, Catalogue]:
    known = reference()
    return known, Catalogue(known)  # what is indexed is kept, so that its id stays its own


def group_of(proxy: Proxy) -> str:
    """The contested group of a proxy where others answer the same question, or nothing."""
    return proxy.contested_group if proxy.contested_group in bank().groups() else ""


def rivals_of(proxy: Proxy) -> tuple[Proxy, ...]:
    """Everybody in its contested group, itself among them; nobody where nothing is contested."""
    group = group_of(proxy)
    return bank().contested(group).proxies if group else ()


def side_of(proxy: Proxy) -> str:
    """Whose pound, in one word that a filter can use.

    Examples
    --------
    >>> side_of(Proxy("a", 1, "person", perspective="market price (tax)")), side_of(Proxy("b", 1, "person", perspective="fiscal + economic"))
    ('market', 'several')
    """
    said = proxy.perspective.lower()
    if "+" in said:
        return "several"
    if "wellbeing" in said:
        return "wellbeing"
    return next((side for side in ("fiscal", "economic", "social", "market") if said.startswith(side)), "several")


def filters_that_fit(filters: dict[str, str]) -> dict[str, str]:
    """The filters that this bank knows; what was kept may be of another edition.

    Examples
    --------
    >>> filters_that_fit({"year": "stated", "group": "of old", "colour": "red"})
    {'year': 'stated'}
    """
    known = {"theme": {proxy.theme for proxy in bank()}, "group": bank().groups(), "side": SIDES, "year": YEARS}
    return {name: value for name, value in filters.items() if value and name in FILTERS and value in known[name]}


def look_for(text: str, filters: dict[str, str], page: int) -> Listed:
    """What answers to the words and to every filter that is set.

    Examples
    --------
    >>> listed = look_for("volunteer hour", {"year": "stated"}, 0)
    >>> "ons-volunteer-hour" in [proxy.id for proxy in listed.proxies]
    True
    """
    found = bank().find(text, None) if text.strip() else sorted(bank(), key=lambda proxy: (proxy.theme, proxy.outcome, proxy.id))
    kept = tuple(_kept(found, filters))
    pages = max(1, -(-len(kept) // AT_ONCE))
    page = min(max(page, 0), pages - 1)
    return Listed(kept[page * AT_ONCE:(page + 1) * AT_ONCE], len(kept), page, pages)


def _kept(proxies: Iterable[Proxy], filters: dict[str, str]) -> Iterable[Proxy]:
    wanted = {name: value for name, value in filters.items() if value}
    has = {"theme": lambda proxy: proxy.theme, "group": lambda proxy: proxy.contested_group, "side": side_of,
           "year": lambda proxy: "stated" if proxy.price_year else "unclear"}
    return (proxy for proxy in proxies if all(has[name](proxy) == value for name, value in wanted.items()))
