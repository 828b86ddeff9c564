"""What a rule may look at, and small readings of words that several rules share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from svtrain.core.findings import Level
from svtrain.core.found_proxies import FoundProxy
from svtrain.core.reference import Reference
from svtrain.core.value_map import Outcome, ValueMap

if TYPE_CHECKING:
    from svtrain.core.valuation import Valuation


@dataclass(frozen=True, slots=True)
class Context:
    """One valued map with everything that a rule may look at."""

    value_map: ValueMap
    found: Sequence[FoundProxy]
    result: Valuation
    reference: Reference
    today: date

    def lines(self) -> Iterator[tuple[Outcome, FoundProxy]]:
        """Every outcome with its proxy."""
        return zip(self.value_map.outcomes, self.found, strict=True)


Said = Iterator[tuple[str, str]]  # field and sentence


@dataclass(frozen=True, slots=True)
class Rule:
    """A level, one line that says what the rule looks for, and the check."""

    level: Level
    looks_for: str
    check: Callable[[Context], Said]


def plain(text: str) -> str:
    """Words only, in small letters, to compare what two people typed.

    Examples
    --------
    >>> plain("  Moves into lasting WORK. ")
    'moves into lasting work'
    """
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


_PEOPLE = {"people", "person", "participant", "individual", "beneficiary", "beneficiarie", "client", "resident", "adult"}


def unit_noun(text: str) -> str:
    """What is counted: the last word of the first noun of a unit.

    Examples
    --------
    >>> [unit_noun(text) for text in ("per person per year", "People", "per young person, lifetime", "events", "per tCO2e")]
    ['person', 'person', 'person', 'event', 'tco2e']
    """
    first = re.split(r"\bper\b|[,(/]", re.sub(r"^\s*(per|a|an|each|one)\b", "", text.lower()))[0]
    words = re.findall(r"[^\W_]+", first)
    last = words[-1] if words else ""
    last = last[:-1] if last.endswith("s") and not last.endswith("ss") and len(last) > 3 else last
    return "person" if last in _PEOPLE else last


def perspectives(text: str) -> set[str]:
    """Whose pound: fiscal, economic, wellbeing; a market price is nobody's in particular.

    Examples
    --------
    >>> sorted(perspectives("economic + wellbeing")), perspectives("market price")
    (['economic', 'wellbeing'], set())
    """
    words = text.lower()
    found = {name for name, signs in (("fiscal", ("fiscal", "exchequer", "public purse")), ("economic", ("economic",)),
                                      ("wellbeing", ("wellbeing", "well-being", "willingness", "social")))
             if any(sign in words for sign in signs)}
    return found
