"""Published answers to one question: which may stand on one axis with a proxy, and why the others may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from svtrain.core.prices import Rebase, rebase
from svtrain.core.problems import CannotDo
from svtrain.core.reference import PriceIndex, Proxy

SAME = Rebase(1.0, "")


@dataclass(frozen=True, slots=True)
class OnAxis:
    """A rival that counts the same thing: its own value, and what that is at the chosen proxy's prices."""

    proxy: Proxy
    rebased: Rebase

    @property
    def value(self) -> float:
        """Pounds for one unit, at the prices of the chosen proxy."""
        return self.proxy.value * self.rebased.factor


@dataclass(frozen=True, slots=True)
class Apart:
    """A rival that has no axis in common with the chosen proxy, and why: a sentence for each reason."""

    proxy: Proxy
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rivals:
    """One proxy among the others of its contested group. Nothing here is averaged.

    ``axis`` begins with the chosen proxy itself. ``price_year`` is the year of its pounds, None where that is unknown.
    """

    chosen: Proxy
    price_year: str | None
    axis: tuple[OnAxis, ...]
    apart: tuple[Apart, ...]

    @property
    def spread(self) -> tuple[float, float]:
        """The smallest and the largest number of the group as published, whatever they count."""
        values = [self.chosen.value, *(one.proxy.value for one in (*self.axis[1:], *self.apart))]
        return min(values), max(values)


def rivals(chosen: Proxy, group: Iterable[Proxy], index: PriceIndex) -> Rivals:
    """Set a proxy among its rivals: on one axis where unit, side and price year allow, apart with reasons otherwise.

    Parameters
    ----------
    chosen : Proxy
        The one that is looked at; the axis is in its unit and its prices.
    group : iterable of Proxy
        Every answer of the group; the chosen one may be among them.
    index : PriceIndex
        Moves another year's pounds to the chosen year's. A year outside it keeps the rival apart.

    Examples
    --------
    >>> index = PriceIndex("demo", "Demo index", calendar={"2019": 80.0, "2024": 100.0})
    >>> ours = Proxy("ours", 10, "per hour", price_year="2024", perspective="market price")
    >>> old = Proxy("old", 8, "per hour", price_year="2019", perspective="market price")
    >>> year = Proxy("year", 900, "per year", price_year="2024", perspective="market price")
    >>> found = rivals(ours, [ours, old, year], index)
    >>> [(one.proxy.id, one.value) for one in found.axis]
    [('ours', 10.0), ('old', 10.0)]
    >>> found.apart[0].reasons
    ('Counts another thing: per year, not per hour.',)
    """
    axis, apart = [OnAxis(chosen, SAME)], []
    for other in group:
        if other.id == chosen.id:
            continue
        reasons, moved = _differences(chosen, other), SAME
        if not reasons:
            moved, why = _moved(chosen, other, index)
            reasons = [why] if why else []
        if reasons:
            apart.append(Apart(other, tuple(reasons)))
        else:
            axis.append(OnAxis(other, moved))
    return Rivals(chosen, chosen.price_year, tuple(axis), tuple(apart))


def _differences(chosen: Proxy, other: Proxy) -> list[str]:
    found = []
    if _plain(other.unit) != _plain(chosen.unit):
        found.append(f"Counts another thing: {other.unit or 'no stated unit'}, not {chosen.unit or 'a stated unit'}.")
    if other.currency != chosen.currency:
        found.append(f"In {other.currency}, not {chosen.currency}.")
    if not other.perspective or _plain(other.perspective) != _plain(chosen.perspective):
        found.append(f"Another side: {other.perspective or 'not stated'}, not {chosen.perspective or 'stated'}.")
    if other.price_year is None:
        found.append("States no price year.")
    elif chosen.price_year is None:
        found.append("The one you look at does not state its price year.")
    return found


def _moved(chosen: Proxy, other: Proxy, index: PriceIndex) -> tuple[Rebase, str]:
    if other.price_year == chosen.price_year:
        return SAME, ""
    try:
        return rebase(index, other.price_year, chosen.price_year), ""
    except CannotDo as error:
        return SAME, error.problems[0].message


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def names_a_rival(text: str, chosen: Proxy, group: Iterable[Proxy]) -> bool:
    """Whether a text gives away another proxy's number, so that it has to wait until a judgement is recorded.

    Examples
    --------
    >>> ours, other = Proxy("ours", 6897, "person"), Proxy("other", 9800, "person")
    >>> names_a_rival("It comes out 30% below the £9,800.", ours, [ours, other]), names_a_rival("About £6,897.", ours, [other])
    (True, False)
    """
    numbers = {number for other in group if other.id != chosen.id for number in (f"£{other.value:,.0f}", f"£{other.value:,.2f}")}
    numbers -= {f"£{chosen.value:,.0f}", f"£{chosen.value:,.2f}"}
    words = text.replace("−", "").split()
    return any(word.strip("().,;:’'") in numbers for word in words)
