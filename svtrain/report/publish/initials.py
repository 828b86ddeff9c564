"""Names that only an initial gives away: "Smith, J.", and "J. Brown", whose surname is a word as well."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from svtrain.report.publish.surnames import FIRM, LABELLED, NO_INITIALS, WORD, is_a_body, is_usual

_DOTTED = r"[A-Z]\.(?:[ \u00a0-]?[A-Z]\.){0,2}"
_TURNED = re.compile(rf"(?<![\w'’&-])(?P<surname>{WORD}),[ \u00a0]{{1,2}}(?P<initials>{_DOTTED}|[A-Z]{{1,2}}(?=\s*(?:$|[;)\n])))")
_BEFORE = re.compile(rf"(?<![\w.'’&-])(?P<initials>{_DOTTED})[ \u00a0]?(?P<surname>{WORD})")
# An author of something published stays: "Smith, J. and Jones, K. (2015)".
_CITED = re.compile(rf"(?:,?\s*(?:(?:&|and)\s+)?{WORD},\s{_DOTTED}){{0,20}},?\s*(?:et al\.?|and others)?,?\s*\((?:19|20)\d\d[a-z]?\)")
# After these a person comes, whatever follows.
_CUE = re.compile(r"(?:\b(?:by|with|asks?|asked|told|met|saw|rang|thanks to|owner|manager|mentor|contact|colleague|supervisor|lead)|:)\s*$", re.IGNORECASE)
_ITEM = re.compile(r"(?:[.;!?(\n•–|-]|\d,?)\s*$")  # where a sentence, a line or an item of a list begins: "Table 3, A. Green"
_OVER = re.compile(r"\s*(?:$|[.,;:)\]/\n]|['’]s\b|(?:and|&)\s+(?:\[|[A-Z]\.))")
_NEAR = 60  # letters before a name that are looked at
_LIST_LETTERS = "ABCDEFGH"  # "B. Brown bins" is more likely the second item of a list than a person
_COMPASS = "NESW"
_LANDSCAPE = frozenset("banks cross dale field fields green hall hill lane marsh park parks stone ward waters wood woods".split())


def without_initials(text: str, gone: str) -> str:
    """The text with ``gone`` for each surname that initials follow, and for each that is a word and stands behind initials.

    Items of lists, places, firms and the authors of what is published stay.

    Examples
    --------
    >>> without_initials("Owner: Smith, J. Checked by J. Brown on Monday.", "[gone]")
    'Owner: [gone] Checked by [gone] on Monday.'
    >>> for text in ("Table 3, A.", "B. Brown bins are full", "In area C. Young people said so", "Smith, J. (2015)", "J. Brown Ltd", "W. Hill"):
    ...     assert without_initials(text + " here", "[gone]") == text + " here"
    """
    def turned(found: re.Match) -> str:
        return gone if _is_turned(text, found) else found[0]

    def led(found: re.Match) -> str:
        return gone if _is_led(rest, found) else found[0]

    rest = _TURNED.sub(turned, text)
    return _BEFORE.sub(led, rest)


def _is_turned(text: str, found: re.Match) -> bool:
    if _CITED.match(text, found.end()):
        return False
    if is_usual(found["surname"]):
        return not FIRM.match(text, found.end())
    if not _is_word(found["surname"]) or "." not in found["initials"] or _is_a_side(found) or is_a_body(text, found.end()):
        return False
    before = _before(text, found)
    return _begins(before) or bool(_CUE.search(before))


def _is_led(text: str, found: re.Match) -> bool:
    before, initials = _before(text, found), "".join(filter(str.isalpha, found["initials"]))
    if not _is_word(found["surname"]) or initials in NO_INITIALS or LABELLED.search(before[-20:]) or is_a_body(text, found.end()):
        return False
    if len(initials) > 1 or not before.strip() and not text[found.end():found.end() + _NEAR].strip():
        return True
    if _is_a_side(found):
        return False
    if _CUE.search(before):
        return True
    if _begins(before):
        return initials not in _LIST_LETTERS
    return bool(_OVER.match(text, found.end()))


def _before(text: str, found: re.Match) -> str:
    return text[max(0, found.start() - _NEAR):found.start()]


def _begins(before: str) -> bool:
    """Whether a sentence, a line or an item of a list begins after these letters."""
    return not before.strip() or _ITEM.search(before) is not None


def _is_a_side(found: re.Match) -> bool:
    """Whether it may be the west of a hill or the south of a park."""
    return found["initials"].rstrip(".") in _COMPASS and found["surname"].casefold() in _LANDSCAPE


@cache
def _words() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "surname_words.txt").read_text(encoding="utf-8").casefold().split())


def _is_word(surname: str) -> bool:
    """Whether it is a surname that is a word or a feature of a place as well."""
    return surname[0].isupper() and surname.casefold() in _words()
