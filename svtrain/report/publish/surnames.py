"""Names that a usual surname gives away: with the surname first, as in "Smith, Karen", or with an initial, as in "J. Smith"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

WORD = r"[^\W\d_](?:[\w-]|['’](?!s\b))*[^\W_]"  # without the 's of "Smith's"
_TURNED = re.compile(rf"(?<![\w'’&-])(?P<surname>{WORD}),[ \u00a0]{{1,2}}(?P<given>{WORD})(?P<more>(?:[ \u00a0][A-Z]\b\.?)?)")
_INITIALS = re.compile(rf"(?<![\w.'’&-])(?P<initials>(?:[A-Z]\.[ \u00a0]?){{1,3}}|(?:[A-Z][ \u00a0]){{1,3}})(?P<surname>{WORD})")
# What makes the name of a body, a place or a firm of a name: another word with a capital, or a word that firms bear.
_GOES_ON = re.compile(rf"\s+(?!(?:Mr|Mrs|Ms|Miss|Dr)\b)(?P<next>{WORD})|['’]s\s+(?P<owned>{WORD})")
FIRM = re.compile(rf"(?:(?:,\s+{WORD})?,?\s*(?:&|\+|and)\s*(?:[^\W\d_][\w'’-]*,?\s+(?:(?:&|and)\s+)?)?|,?\s+)(?:(?:Co|Sons?|Daughters?|Partners?|Brothers|Bros|Associates|Company|Limited|Ltd|LLP|PLC|Inc|CIC)\b)",
                   re.IGNORECASE)
# "Appendix A. Clark ..." begins a sentence after a letter, and "Lot B Jones" numbers a thing.
LABELLED = re.compile(r"\b(?:option|appendix|annex|grade|part|schedule|section|lot|phase|group|class|plan|table|figure|type|zone|block|unit|band|level|category|route|"
                       r"question|item|vitamin|hepatitis|so did)\s+$", re.IGNORECASE)

NO_INITIALS = frozenset("US UK EU UN WH NB PS AM PM Q".split())  # Q. asks a question


def without_surnames(text: str, gone: str, is_given: Callable[[str], bool]) -> str:
    """The text with ``gone`` for each usual surname that a usual given name follows after a comma, or that an initial leads to.

    Firms and places that bear such a name stay. A surname that is a word or a place as well is not among the usual ones here.

    Examples
    --------
    >>> def given(word):
    ...     return word in {"Karen", "James"}
    >>> without_surnames("Owner: Smith, Karen; checked by J. Smith and P.K. Patel.", "[gone]", given)
    'Owner: [gone]; checked by [gone] and [gone].'
    >>> for text in ("J. Smith Ltd won", "Smith, Jones & Co", "Smith, James & Sons Ltd", "J. Smith Street", "Appendix A. Clark said so", "Leeds, Karen"):
    ...     assert without_surnames(text, "[gone]", given) == text
    """
    def turned(found: re.Match) -> str:
        is_name = is_usual(found["surname"]) and is_given(found["given"])
        return gone if is_name and not is_a_body(text, found.end()) else found[0]

    def initialled(found: re.Match) -> str:
        initials = found["initials"].strip()
        names_none = initials in ("A", "I") or "".join(filter(str.isalpha, initials)) in NO_INITIALS
        wanted = is_usual(found["surname"]) and not names_none and not LABELLED.search(before, max(0, found.start() - 20), found.start())
        return gone if wanted and not is_a_body(before, found.end()) else found[0]

    before = _TURNED.sub(turned, text)
    return _INITIALS.sub(initialled, before)


@cache
def _usual() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "surnames.txt").read_text(encoding="utf-8").casefold().split())


def is_usual(word: str) -> bool:
    """Whether a word is a surname that is usual in the United Kingdom; of a double name, either half.

    Examples
    --------
    >>> is_usual("SMITH"), is_usual("Jones-Okafor"), is_usual("O’Brien"), is_usual("smith"), is_usual("Durham")
    (True, True, True, False, False)
    """
    return word[0].isupper() and any(half in _usual() for half in (part.replace("’", "'").casefold() for part in word.split("-")))


def is_a_body(text: str, at: int) -> bool:
    """Whether a name that ends at a place goes on as the name of a body, a place or a firm."""
    if FIRM.match(text, at):
        return True
    after = _GOES_ON.match(text, at)
    return after is not None and (after["next"] or after["owned"])[0].isupper() and "\n" not in after[0]
