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


# Words for one person: a price for a claimant fits a count of people.
_PEOPLE = frozenset("adult apprentice beneficiary boy carer child citizen claimant client customer employee girl individual jobseeker learner "
                    "leaver man member offender parent participant patient people person prisoner pupil recipient resident student tenant "
                    "trainee user victim volunteer woman worker youth".split())
_ODD = {"people": "person", "children": "child", "men": "man", "women": "woman"}
_MEASURES = {"hour", "day", "week", "tonne", "mile", "km", "kilometre", "kg", "kwh"}
_TIMES = {"year", "annum", "lifetime"}
_MONEY = {"gbp", "eur", "usd", "pound", "euro", "dollar"}


def unit_noun(text: str) -> str:
    """What is counted: the last word of the first noun of a unit; with a tonne, also what it is a tonne of.

    A unit that names a time alone ("per year") does not say what is counted, so it is blank. Money for something counts that
    something: what is priced as income per GBP 1 is counted in GBP spent.

    Examples
    --------
    >>> [unit_noun(text) for text in ("per claimant per year", "People", "FTE-years", "per hour of volunteering", "per year")]
    ['person', 'person', 'fte', 'hour', '']
    >>> unit_noun("per tCO2e"), unit_noun("tonnes of CO2"), unit_noun("families")
    ('tonne co2', 'tonne co2', 'family')
    >>> unit_noun("GBP local income per GBP 1"), unit_noun("GBP spent in the district"), unit_noun("GBP per hour")
    ('money', 'money', 'hour')
    """
    text = re.sub(r"\bt(?:onnes?)?(?: of)? ?co2e?\b|\bt(?:onnes?)?(?: of)? carbon dioxide(?: equivalent)?\b", "tonne co2", text.lower())
    first = re.split(r"\b(?:per|over)\b|[,(/]", re.sub(r"^\s*(per|a|an|each|one)\b", "", text))[0]
    words = [_one(word) for word in re.findall(r"[^\W_]+", first) if word != "of"]
    if not words:
        return ""
    if words[0] in _MONEY:
        others = (part for part in re.split(r"\bper\b", text)[1:] if part.split() and part.split()[0] not in _MONEY)
        return unit_noun(next(others, "")) or "money"
    if words[0] in _MEASURES:
        return " ".join(words[:2]) if words[0] == "tonne" else words[0]
    if len(words) > 1 and words[-1] == "year":
        words.pop()  # FTE-years, person-years
    return "" if words[-1] in _TIMES else "person" if words[-1] in _PEOPLE else words[-1]


def same_unit(one: str, other: str) -> bool:
    """Whether two nouns of `unit_noun` can be the same thing: a tonne may be a tonne of anything.

    Examples
    --------
    >>> same_unit("tonne", "tonne co2"), same_unit("tonne waste", "tonne co2"), same_unit("hour", "person")
    (True, False, False)
    """
    return one == other or {one, other} > {"tonne"} and one.split()[0] == other.split()[0]


def _one(word: str) -> str:
    """One of them: families, boxes, classes, hours."""
    if word in _ODD or len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return _ODD.get(word, word)
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes", "nesses")) else word[:-1]


_WHOSE = {"fiscal": r"fiscal|exchequer|public purse|public sector|government|taxpayer|treasury|\bstate\b", "economic": "economic",
          "wellbeing": r"wellbeing|well-being|willingness|social|quality of life"}


def perspectives(text: str) -> set[str]:
    """Whose pound: fiscal, economic, wellbeing; a market price is nobody's in particular.

    Examples
    --------
    >>> sorted(perspectives("economic + wellbeing")), perspectives("market price")
    (['economic', 'wellbeing'], set())
    """
    return {name for name, signs in _WHOSE.items() if re.search(signs, text.lower())}
