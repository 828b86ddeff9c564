"""Which words of the field some texts use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from svtrain.core.terms import TERMS, Term


def terms_used(texts: Iterable[str]) -> tuple[Term, ...]:
    """The terms in the order of the alphabet. A longer term is not also taken for the shorter one inside it.

    Examples
    --------
    >>> [one.word for one in terms_used(["Proxies are rebased.", "The present value"])]
    ['present value', 'proxy', 'rebase']
    """
    spelt = {spelling.casefold(): one for one in TERMS.values() for spelling in (one.word, *one.also)}
    longest_first = sorted(spelt, key=lambda spelling: (-len(spelling), spelling))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)
    found = {spelt[word.casefold()].id for text in texts for word in pattern.findall(text)}
    return tuple(sorted((TERMS[id] for id in found), key=lambda one: one.word.casefold()))
