"""The proxy bank as a person meets it: searched, shown one by one, and set side by side where published answers differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from svtrain.core.reference import Proxy, Reference
from svtrain.data.reference_data import nearest, reference

if TYPE_CHECKING:
    import pandas

# What people type, and the words of the bank that mean it.
MEANS = {
    "carbon": ("co2e", "co2"), "emissions": ("co2e", "co2"), "climate": ("co2e",), "ghg": ("co2e",),
    "neet": ("work", "learning"), "jobs": ("job", "work"), "job": ("work", "jobseeker"), "employment": ("job", "work"),
    "unemployed": ("jobseeker", "work"), "apprentice": ("apprenticeship",), "wage": ("pay", "living"), "salary": ("pay", "earns"),
    "ae": ("accident", "emergency"), "hospital": ("stay", "outpatient"), "doctor": ("gp",), "therapy": ("cbt",),
    "depression": ("mental",), "anxiety": ("mental",), "life": ("qaly", "year"), "wellbeing": ("satisfied", "wellby"),
    "reoffending": ("prison", "crime"), "offending": ("crime", "prison"), "antisocial": ("anti", "social"),
    "homeless": ("homelessness", "rough"), "rough": ("homelessness",), "waste": ("landfill", "tonne"), "recycling": ("landfill",),
    "training": ("apprenticeship", "nvq", "skills"), "local": ("area", "supplier"), "spend": ("spent",), "tree": ("trees",),
    "exercise": ("sport",), "lonely": ("loneliness",), "loneliness": ("lonely",), "volunteer": ("volunteers", "volunteering"),
    "foster": ("care",), "violent": ("violence", "assault", "wounding"), "fire": ("arson",), "nature": ("biodiversity",), "digital": ("skills",),
}
WEIGHTS = (("outcome", 4.0), ("id", 2.0), ("contested_group", 3.0), ("unit", 2.0), ("theme", 2.0), ("beneficiary", 1.0),
           ("perspective", 1.0), ("source", 1.0), ("caveat", 0.5))
STOP = frozenset("a an and at by cost for from in is it no not of on one or people per person price that the to value with".split())
CLOSE = 85.0  # least likeness, of 100, at which a misspelt word is taken for a known one


@dataclass(frozen=True, slots=True)
class Contested:
    """Published answers to one question, and why they have no common axis.

    ``reasons`` are sentences. The rows are shown together; nothing here averages them.
    """

    group: str
    proxies: tuple[Proxy, ...]
    reasons: tuple[str, ...]


class Catalogue:
    """Every proxy that this person may use, shipped and private.

    Examples
    --------
    >>> bank = Catalogue(reference())
    >>> bank.show("gmca-ee1-0-fiscal").value
    9800.0
    >>> "ons-volunteer-hour" in [item.id for item in bank.find("volunteer hour", limit=3)]
    True
    """

    def __init__(self, known: Reference):
        self._proxies: Mapping[str, Proxy] = known.proxies
        self._words = {name: _indexed(item) for name, item in self._proxies.items()}

    def __repr__(self) -> str:
        return f"{len(self)} proxies, {len(self.groups())} contested groups: .find(text) .show(id) .contested(group) .frame()"

    def __len__(self) -> int:
        return len(self._proxies)

    def __iter__(self) -> Iterator[Proxy]:
        return iter(self._proxies.values())

    def find(self, text: str, limit: int | None = 10) -> list[Proxy]:
        """Proxies that answer to these words, the best first; a misspelt word is taken for the nearest.

        Parameters
        ----------
        text : str
            What is looked for, such as "volunteer hour" or "tonne of carbon".
        limit : int or None
            How many at most; None for all.
        """
        wanted = [word for word in _split(text) if word not in STOP] or _split(text)
        if not wanted:
            return []
        wanted = [self._respelt(word) for word in wanted]
        scored = [(_score(wanted, self._words[name]), item) for name, item in self._proxies.items()]
        best = max((score for score, _ in scored), default=0.0)
        kept = [(score, item) for score, item in scored if score > 0 and score >= best / 3]
        kept.sort(key=lambda pair: pair[1].id)
        kept.sort(key=lambda pair: (round(pair[0], 6), pair[1].price_year or ""), reverse=True)
        return [item for _, item in kept[:limit]]

    def show(self, name: str) -> Proxy:
        """One proxy with its passport.

        Raises
        ------
        CannotDo
            When the id is unknown; the sentence names the nearest.
        """
        return nearest(name, self._proxies, "proxy")

    def groups(self) -> dict[str, int]:
        """Contested groups with two rows or more, and how many rows each has."""
        found = Counter(item.contested_group for item in self if item.contested_group)
        return {name: count for name, count in sorted(found.items()) if count > 1}

    def contested(self, group: str) -> Contested:
        """Every published answer to one question, with the reasons why they must not be averaged.

        Raises
        ------
        CannotDo
            When the group is unknown; the sentence names the nearest.
        """
        nearest(group, self.groups(), "contested group")
        rows = tuple(item for item in self if item.contested_group == group)
        return Contested(group, rows, tuple(_reasons(rows)))

    def frame(self, proxies: Iterable[Proxy] | None = None) -> pandas.DataFrame:
        """All proxies, or those given, as a pandas table with the id as its index."""
        import pandas

        rows = [asdict(item) for item in (self if proxies is None else proxies)]
        return pandas.DataFrame(rows, columns=[field.name for field in fields(Proxy)]).set_index("id")

    def _respelt(self, word: str) -> str:
        known = self._vocabulary()
        if word in known or word in MEANS or any(other.startswith(word) for other in known) or len(word) < 4:
            return word
        from rapidfuzz import fuzz, process

        found = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=CLOSE)
        return found[0] if found else word

    def _vocabulary(self) -> frozenset[str]:
        return frozenset(word for item in self._words.values() for words, _ in item for word in words)


def catalog() -> Catalogue:
    """The proxy bank: ``.find(text)``, ``.show(id)``, ``.contested(group)``, ``.groups()``, ``.frame()``.

    Examples
    --------
    >>> catalog().contested("local-spend").proxies[0].value
    1.76
    """
    return Catalogue(reference())


def _split(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("a&e", "ae").replace("’", "").replace("'", ""))


def _indexed(item: Proxy) -> list[tuple[frozenset[str], float]]:
    return [(frozenset(_split(getattr(item, name).replace("A&E", "ae"))), weight) for name, weight in WEIGHTS]


def _score(wanted: list[str], item: list[tuple[frozenset[str], float]]) -> float:
    """Each word's best field and a little of its others; a row that misses a word keeps only the square of its share."""
    total = missed = 0.0
    for word in wanted:
        fields_found = [weight * _likeness(word, words) for words, weight in item]
        best = max(fields_found)
        total += 0.8 * best + 0.2 * sum(fields_found)
        missed += best == 0
    share = 1 - missed / len(wanted)
    return total * share * share


def _likeness(word: str, words: frozenset[str]) -> float:
    if word in words:
        return 1.0
    if len(word) > 2 and any(other.startswith(word) or _is_stem(other, word) for other in words):
        return 0.9
    return 0.7 if any(meant in words for meant in MEANS.get(word, ())) else 0.0


def _is_stem(stem: str, word: str) -> bool:
    return len(stem) > 4 and len(word) - len(stem) <= 3 and word.startswith(stem)


def _reasons(rows: tuple[Proxy, ...]) -> list[str]:
    def several(name: str, sentence: str) -> list[str]:
        found = Counter(getattr(item, name) for item in rows if getattr(item, name))
        shown = "; ".join(value for value, _ in found.most_common(3)) + ("; and more" if len(found) > 3 else "")
        return [sentence.format(len(found), shown)] if len(found) > 1 else []

    unclear = sum(item.price_year is None for item in rows)
    loss, gain = any(item.value < 0 for item in rows), any(item.value > 0 for item in rows)
    apart = [
        *several("unit", "They count {0} different things: {1}."),
        *several("perspective", "They take {0} sides: {1}."),
        *several("price_year", "They are in the prices of {0} years: {1}."),
        *several("geography", "They come from {0} places: {1}."),
        *([f"{unclear} {'does' if unclear == 1 else 'do'} not state a price year."] if unclear else []),
        *(["One is a loss where another is a gain."] if loss and gain else []),
    ]
    return [
        *(apart or ["Unit, side, place and price year agree, and still the answers differ: read what each one counts."]),
        "So they stand side by side and are never averaged: choose one, and write down why.",
    ]
