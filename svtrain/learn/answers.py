"""Reads answers that have several parts: from a cell as a list or dict, from a card as the same in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping


class NotAnAnswer(ValueError):
    """What was given cannot be read as an answer; the text says what would be."""


def names_in(answer: object, known: Iterable[str], what: str) -> list[str]:
    """The ids in an answer that is a list.

    Examples
    --------
    >>> names_in('["b", "a"]', ["a", "b"], "claims"), names_in("a, b", ["a", "b"], "claims")
    (['b', 'a'], ['a', 'b'])
    """
    found = _decoded(answer)
    if isinstance(found, str):
        found = [part.strip() for part in found.split(",") if part.strip()]
    if not isinstance(found, (list, tuple, set)) or not all(isinstance(name, str) for name in found):
        raise NotAnAnswer(f"Give the {what} as a list of their names.")
    known = list(known)
    strangers = [name for name in found if name not in known]
    if strangers:
        raise NotAnAnswer(f"There is no {strangers[0]!r} here; the {what} are: {', '.join(known)}.")
    return list(dict.fromkeys(found))


def parts_in(answer: object, known: Iterable[str]) -> dict[str, str]:
    """The named parts of an answer, as text without spaces at its ends; a part left out is empty.

    Examples
    --------
    >>> parts_in({"low": 10}, ["low", "high"])
    {'low': '10', 'high': ''}
    """
    found = _decoded(answer)
    known = list(known)
    if not isinstance(found, Mapping) or set(found) - set(known):
        raise NotAnAnswer(f"Give an answer with these parts: {', '.join(known)}.")
    return {name: "" if found.get(name) is None else str(found[name]).strip() for name in known}


def is_empty(answer: object) -> bool:
    """Nothing has been answered yet.

    Examples
    --------
    >>> is_empty(" "), is_empty("[]"), is_empty({"a": ""}), is_empty(0)
    (True, True, True, False)
    """
    found = _decoded(answer)
    if found is None or (isinstance(found, str) and not found.strip()):
        return True
    if isinstance(found, Mapping):
        return all(is_empty(part) for part in found.values())
    return isinstance(found, (list, tuple, set)) and not found


def _decoded(answer: object) -> object:
    if isinstance(answer, str) and answer.strip()[:1] in {"{", "["}:
        try:
            return json.loads(answer)
        except ValueError:
            return answer
    return answer
