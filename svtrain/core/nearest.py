"""The nearest known name, for a sentence about an unknown one."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, or None when nothing is.

    Examples
    --------
    >>> nearest("dedweight", ["deadweight", "displacement"])
    'deadweight'
    >>> nearest("zzz", ["deadweight"]) is None
    True
    """
    from rapidfuzz import fuzz, process

    found = process.extractOne(name[:200].lower(), list(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=60)
    return found[0] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`` Did you mean 'deadweight'?`` or nothing.

    Examples
    --------
    >>> did_you_mean("dedweight", ["deadweight"])
    " Did you mean 'deadweight'?"
    """
    found = nearest(name, known)
    return f" Did you mean '{found}'?" if found else ""
