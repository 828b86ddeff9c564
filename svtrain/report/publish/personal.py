"""Finds what may point at a person in free text: e-mail addresses, telephone numbers, National Insurance numbers and names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from svtrain.core.noun import TURNS
from svtrain.data.register.personal import EMAIL_GONE, NAME_GONE, PHONE_GONE, removed
from svtrain.data.register.words import without_hidden
from svtrain.report.publish.initials import without_initials
from svtrain.report.publish.surnames import without_surnames

NUMBER_GONE = "[National Insurance number removed]"
GONE = {EMAIL_GONE: "an e-mail address", PHONE_GONE: "a telephone number", NUMBER_GONE: "a National Insurance number", NAME_GONE: "what looks like a name"}
_INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?(?:\d{2}\s?){3}[A-D]\b", re.IGNORECASE)
_WORD = r"(?![a-zß-öø-ÿ])[^\W\d_][\w'’-]*[^\W\dA-Z_]"  # a capital first, and no capital last, as in NHS
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Cllr|Councillor|Rev|PC|Sgt)\.?\s+(?:[A-Z]\.?\s+)?{_WORD}(?:[\s-]{_WORD})?")
# After these, two words with capitals are more likely a person than anything else.
_CUED = re.compile(rf"\b((?i:spoke (?:to|with)|spoken (?:to|with)|met with|told by|signed by|agreed (?:by|with)|interview with|interviewed|written by|"
                   rf"checked by|confirmed by|according to|thanks to|reported by|ask|asked|manager|mentor|supervisor)\s+){_WORD}\s+{_WORD}\b")
_LETTERS = re.compile(r"[^\W\d_][\w'’-]*")
_PLAIN = str.maketrans("ŁłØøĐđ", "LlOoDd")  # letters that Unicode does not take apart
# What follows a given name in the name of a body or a place.
_BODIES = frozenset("""
Council University College School Academy Trust Ltd Limited Group House Street Road Lane Park Hospital Court Church Partnership Foundation Association
Society Centre Center Company Services Service Works Hall Avenue Close Square Town Valley Green Bridge Hill Farm Institute Fund Act Model Bank Library
Charity Project Team Board Office Agency Community Care Homes Housing Enterprise Co-operative Ward District County Borough City
""".split())
# Firms that bear a person's name and one of these are shown without it; any other body keeps its name.
_FIRMS = frozenset("Ltd Limited Group Company Services Service Works Care Homes Housing Team Board Project Partnership".split())

# What people write freely in a map, a portfolio, a policy or an approach.
FREE_TEXT = frozenset("title notes reason outcome stakeholder name description evidence would_change_if owner source measure supplier amount words team organisation decides step of basis".split())
_NO_TEXT = frozenset("svtrain sha256 version cpv value price_year start end made on proxy id url".split())


@dataclass
class Checked:
    """What a checker found: the cleaned thing, and how often each kind was in which place."""

    found: dict[str, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def clean(self, text: str, place: str, keep_names: bool) -> str:
        """A text of a place without what points at a person; what was taken out is noted."""
        made, kinds = cleaned(text, keep_names=keep_names)
        if kinds:
            known = self.places.get(place, "").split(" and ") if place in self.places else []
            self.places[place] = " and ".join(dict.fromkeys([*known, *kinds]))
            for kind in kinds:
                self.found[kind] = self.found.get(kind, 0) + 1
        return made

    def sentences(self) -> tuple[str, ...]:
        """A sentence for each place, saying what was taken out of it."""
        return tuple(f"{place}: {what} {'was' if ' and ' not in what else 'were'} taken out." for place, what in self.places.items())


@cache
def given_names() -> frozenset[str]:
    """Given names that are usual in the United Kingdom."""
    return frozenset((Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8").split())


def cleaned(text: str, *, keep_names: bool = False) -> tuple[str, tuple[str, ...]]:
    """The text without what points at a person, and the kinds of thing taken out.

    Names are found by a title, by a word such as "signed by" before them, by a usual given name before a surname, or by a usual
    surname with an initial, before or behind it, or before a given name. Not every name can be found so; somebody has to read what is published.

    Examples
    --------
    >>> cleaned("Agreed with Priya Shah (priya@council.example, 0191 498 0123).")
    ('Agreed with [name removed] ([e-mail removed], [telephone removed]).', ('an e-mail address', 'a telephone number', 'what looks like a name'))
    >>> cleaned("Owner: Smith, Karen. J. Smith Ltd delivers; J. Smith checks.")[0]
    'Owner: [name removed]. J. Smith Ltd delivers; [name removed] checks.'
    >>> cleaned("Greenway Community Trust keeps 12 jobs in Greater Manchester.")
    ('Greenway Community Trust keeps 12 jobs in Greater Manchester.', ())
    """
    plain = unicodedata.normalize("NFC", without_hidden(text))  # a mark that nobody sees, set inside a number or a name, hides neither
    made = _INSURANCE.sub(NUMBER_GONE, removed(plain, names_stay=keep_names))
    if not keep_names:
        made = _TITLED.sub(NAME_GONE, made)
        made = _CUED.sub(lambda found: found[1] + NAME_GONE, made)
        made = _without_names(without_initials(without_surnames(made, NAME_GONE, _is_given), NAME_GONE))
    if made == plain:
        return text.translate(TURNS), ()
    return made, tuple(said for mark, said in GONE.items() if made.count(mark) > text.count(mark))


def _without_names(text: str) -> str:
    """The text without each usual given name that a surname follows; names of places and bodies stay."""
    words, kept, at, n = list(_LETTERS.finditer(text)), [], 0, 0
    while n < len(words) - 1:
        last = _end_of_name(text, words, n)
        if last:
            kept.append(text[at:words[n].start()] + NAME_GONE)
            at = words[last].end()
        n = last + 1 if last else n + 1
    return "".join(kept) + text[at:]


def _end_of_name(text: str, words: list[re.Match], n: int) -> int:
    """The last word of a name that begins at a word; 0 where none does. A second given name belongs to it."""
    def surname(place: int) -> bool:
        return (place < len(words) and text[words[place - 1].end():words[place].start()].isspace() and words[place][0][0].isupper()
                and len(words[place][0]) > 1 and words[place][0].capitalize() not in _BODIES)

    if not _is_given(words[n][0]) or not surname(n + 1):
        return 0
    last = n + 2 if _is_given(words[n + 1][0]) and surname(n + 2) else n + 1
    after = words[last + 1][0].capitalize() if last + 1 < len(words) and text[words[last].end():words[last + 1].start()].isspace() else ""
    return 0 if after in _BODIES - _FIRMS else last


@lru_cache(maxsize=20_000)
def _is_given(word: str) -> bool:
    """Whether a word is a usual given name, with or without its accents, or in capitals; of a double name, its first half."""
    if not word[0].isupper():
        return False
    first = "".join(letter for letter in unicodedata.normalize("NFKD", word.partition("-")[0]) if not unicodedata.combining(letter)).translate(_PLAIN)
    return (first.capitalize() if first.isupper() and len(first) > 2 else first) in given_names()


def cleaned_tree(plain: Any, keys: frozenset[str], checked: Checked, *, keep_names: bool = False, place: str = "") -> Any:
    """A plain document with every text under one of `keys` cleaned; all other text loses contact data only."""
    if isinstance(plain, dict):
        name = plain.get("id") or plain.get("proxy") if isinstance(plain.get("id") or plain.get("proxy"), str) else ""
        inner = f"{place}.{name}".strip(".") if name else place
        return {key: value if key in _NO_TEXT and not isinstance(value, dict | list) else cleaned_tree(value, keys, checked, keep_names=keep_names or key not in keys and not isinstance(value, dict | list),
                                  place=f"{inner}.{key}".strip(".")) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [cleaned_tree(each, keys, checked, keep_names=keep_names, place=place) for each in plain]
    if isinstance(plain, str) and not plain.startswith(("http://", "https://")):
        return checked.clean(plain, place, keep_names)
    return plain
