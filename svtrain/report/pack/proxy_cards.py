"""Proxies as cards with their passports: published answers to one question, to be judged one by one before they lie side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Proxy
from svtrain.core.rivals import names_a_rival
from svtrain.data.catalogue import Catalogue, Contested
from svtrain.data.reference_data import shipped

USUAL = ("volunteering", "homelessness", "apprenticeship", "local-spend")
MOST = 6  # cards of one question: more than a group can lay out and read
_ADDRESS = re.compile(r"https?://([^\s/)]+)[^\s)]*")
LATER = "Judge first. Then ask the person who leads for the caveat."


@dataclass(frozen=True, slots=True)
class ProxyCard:
    """One card; ``facts`` are names with what is known, never empty."""

    question: str
    letter: str
    proxy: Proxy
    price: str
    facts: tuple[tuple[str, str], ...]
    caveat: str


@dataclass(frozen=True, slots=True)
class ProxyGroup:
    """The cards of one question, and for whoever leads: why they have no common axis. ``left_out`` says how many are not printed."""

    name: str
    cards: tuple[ProxyCard, ...]
    reasons: tuple[str, ...]
    left_out: int


def proxy_groups(names: Sequence[str] = USUAL) -> tuple[ProxyGroup, ...]:
    """Cards of contested groups; only from what is shipped: licensed values of one's own may not leave the machine.

    Raises
    ------
    CannotDo
        When there is no such group; the nearest is named.

    Examples
    --------
    >>> found = proxy_groups(["local-spend"])[0]
    >>> found.name, found.cards[0].letter, found.cards[0].price
    ('local spend', 'A', '£1.76')
    """
    bank = Catalogue(shipped())
    known = bank.groups()
    if problems := [Problem(f'The proxy bank has no question "{name[:40]}".{did_you_mean(name, known)} Its questions are {", ".join(sorted(known))}.', "--proxies")
                    for name in dict.fromkeys(names) if name not in known]:
        raise CannotDo(problems)
    return tuple(_group(bank.contested(name)) for name in dict.fromkeys(names))


def _group(found: Contested) -> ProxyGroup:
    kept = _spaced(sorted(found.proxies, key=lambda one: (one.value, one.id)))
    shuffled = sorted(kept, key=lambda one: one.id)  # not by size, which would give the judgement away
    name = found.group.replace("-", " ")
    cards = tuple(_card(name, "ABCDEF"[at], one, found.proxies) for at, one in enumerate(shuffled))
    return ProxyGroup(name, cards, found.reasons, len(found.proxies) - len(cards))


def _spaced(ordered: list[Proxy]) -> list[Proxy]:
    """The smallest, the largest, and some evenly between."""
    if len(ordered) <= MOST:
        return ordered
    return [ordered[round(at * (len(ordered) - 1) / (MOST - 1))] for at in range(MOST)]


def _card(name: str, letter: str, one: Proxy, group: Sequence[Proxy]) -> ProxyCard:
    facts = (
        ("For", one.unit), ("Prices of", one.price_year or "not stated"), ("Whose money", one.perspective), ("Who gains", one.beneficiary),
        ("Place", one.geography), ("How valued", one.value_basis), ("Source", _source(one)), ("Licence", one.licence),
        ("Checked", one.last_checked),
    )
    caveat = LATER if names_a_rival(one.caveat, one, group) else one.caveat
    return ProxyCard(name, letter, one, _money(one), tuple((label, said or "not stated") for label, said in facts), caveat)


def _source(one: Proxy) -> str:
    """Source and place in it; of an address only its host, since nobody types a long one off a card."""
    return _ADDRESS.sub(lambda found: found[1], " ".join(filter(None, (one.source, one.locator))))


def _money(one: Proxy) -> str:
    sign = {"GBP": "£", "EUR": "€", "USD": "$"}.get(one.currency, f"{one.currency} ")
    pence = 2 if abs(one.value) < 100 and one.value != int(one.value) else 0
    return f"{'−' if one.value < 0 else ''}{sign}{abs(one.value):,.{pence}f}"
