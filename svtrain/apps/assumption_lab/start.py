"""Our own first ranges for the Westbank contract, so that a group has something to disagree with."""

from __future__ import annotations

from svtrain.data.cases import open_case
from svtrain.data.documents import read_document
from svtrain.data.places import content

CASE = "lwtc-westbank-2015"


def first_ranges(plain: dict) -> dict[str, dict[str, str]]:
    """Judgements for a map, by place and part; nothing for a map that we have none for.

    Examples
    --------
    >>> sorted(first_ranges(open_case(CASE).as_dict()))[:2]
    ['*.attribution', '*.deadweight']
    >>> first_ranges({"title": "Another"})
    {}
    """
    if plain.get("title") != open_case(CASE).title:
        return {}
    return read_document(content("exercises") / "what-drives-it" / "ranges.yaml")["judgements"]
