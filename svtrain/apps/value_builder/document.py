"""The map as a plain document: where each field lives in it, and how typed text is put there."""

from __future__ import annotations

import copy
from typing import Any

from svtrain.core.typed_fields import BY_KEY, PROXY_VALUE, Field
from svtrain.core.typed_numbers import NotANumber
from svtrain.data import reference

OWN = "own"  # the choice "a value of our own" in the list of proxies
PRICE_YEAR = "price_year"
DEFAULTS = {"deadweight": 0, "displacement": 0, "attribution": 0, "leakage": 0, "drop_off": 0, "duration_years": 1}


def field_path(line: str, key: str) -> str:
    """The field in the words of the file format.

    Examples
    --------
    >>> field_path("jobs", "deadweight"), field_path("", "price_year")
    ('outcomes.jobs.deadweight', 'price_year')
    """
    return f"outcomes.{line}.{key}" if line else key


def shown_value(plain: dict, line: str, key: str) -> str:
    """The map's own value of a field, as it would be typed."""
    if not line:
        return str(plain.get(key) or "")
    found = _number(_outcome(plain, line), key)
    return "" if found is None else _field(key).show(found)


def range_of(plain: dict, line: str, key: str) -> tuple[str, str] | None:
    """Low and high of a field that holds a range, as they would be typed."""
    outcome = _outcome(plain, line)
    found = outcome["proxy"].get("value") if key == PROXY_VALUE.key and isinstance(outcome["proxy"], dict) else outcome.get(key)
    if not isinstance(found, dict) or "low" not in found:
        return None
    return _field(key).show(found["low"]), _field(key).show(found["high"])


def proxy_of(plain: dict, line: str) -> str:
    """The bank's proxy that the map names for a line, or `OWN`."""
    proxy = _outcome(plain, line).get("proxy")
    return proxy if isinstance(proxy, str) else OWN


def apply(plain: dict, typed: dict[str, dict[str, str]]) -> tuple[dict, dict[str, str]]:
    """The map with what was typed put in, and a sentence for each field that cannot be read."""
    edited, problems = copy.deepcopy(plain), {}
    for line, fields in typed.items():
        for key in sorted(fields):  # "proxy" comes before "proxy.value"
            try:
                _put_text(edited, line, key, fields[key])
            except NotANumber as error:
                problems[field_path(line, key)] = str(error)
    return edited, problems


def _put_text(edited: dict, line: str, key: str, text: str) -> None:
    if not line:
        edited[key] = text.strip() or None
    elif key == "proxy":
        _choose_proxy(_outcome(edited, line), text)
    else:
        _put(_outcome(edited, line), key, _field(key).read(text))


def _put(outcome: dict, key: str, value: float) -> None:
    """Set a number and keep what was said about it; a range keeps its ends."""
    if key == PROXY_VALUE.key and isinstance(outcome["proxy"], str):
        _choose_proxy(outcome, OWN)
    holder, name = (outcome["proxy"], "value") if key == PROXY_VALUE.key else (outcome, key)
    was = holder.get(name)
    if isinstance(was, dict):
        holder[name] = {**was, "likely" if "low" in was else "value": value}
    else:
        holder[name] = value


def _choose_proxy(outcome: dict, choice: str) -> None:
    if choice != OWN:
        outcome["proxy"] = choice
    elif isinstance(outcome["proxy"], str):  # a value of one's own starts from the bank's, but never from a licensed one
        known = reference().proxies[outcome["proxy"]]
        own = {"value": 0 if known.private else known.value, "unit": known.unit, "price_year": known.price_year}
        outcome["proxy"] = {key: said for key, said in own.items() if said is not None}


def _number(outcome: dict, key: str) -> float | None:
    if key != PROXY_VALUE.key:
        return _point(outcome.get(key, DEFAULTS.get(key)))
    proxy = outcome["proxy"]
    if isinstance(proxy, dict) and "value" in proxy:
        return _point(proxy["value"])
    known = reference().proxies.get(proxy if isinstance(proxy, str) else proxy["id"])
    return known.value if known else None


def _point(value: Any) -> float | None:
    """The likely value; several shares due to others are shown combined."""
    if isinstance(value, dict):
        return value.get("likely", value.get("value"))
    if isinstance(value, list):
        kept = 1.0
        for share in value:
            kept *= 1 - _point(share)
        return 1 - kept
    return value


def _outcome(plain: dict, line: str) -> dict:
    return next(outcome for outcome in plain["outcomes"] if outcome["id"] == line)


def _field(key: str) -> Field:
    return PROXY_VALUE if key == PROXY_VALUE.key else BY_KEY[key]
