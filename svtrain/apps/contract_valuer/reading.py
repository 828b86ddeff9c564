"""What was typed, read into the map. Nothing here refuses: what cannot be read comes back as a sentence by field."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from svtrain.apps.contract_valuer.desk import PRICE, Desk
from svtrain.apps.contract_valuer.late_prices import move_late_price
from svtrain.core.changes import SHARES
from svtrain.core.estimate import due_to_others
from svtrain.core.typed_days import day_from
from svtrain.core.typed_fields import percent, plain, share_from
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.core.value_map import ASSUMPTIONS, ValueMap
from svtrain.data import reference
from svtrain.data.outcome_suggestions import division_of

OWN = "own"  # the choice "a price of our own"
NUMBERS, WORDS = ("low", "likely", "high"), ("reason", "grade")
PARTS = (*NUMBERS, *WORDS)
LINE_WORDS = ("outcome", "stakeholder", "unit")
PROXY_WORDS = ("source", "price_year")
FACTS = ("title", "reference", "buyer", "supplier", "place", "start", "end", "value", "division")
USUAL = {"duration_years": 1.0, **dict.fromkeys(SHARES, 0.0)}


@dataclass
class Read:
    """A map as far as it can be read; ``unfinished`` lines still wait for a number or a price and are not in it."""

    plain: dict
    problems: dict[str, str] = field(default_factory=dict)
    unfinished: tuple[str, ...] = ()


def read(desk: Desk) -> Read:
    """The map with everything that was typed put in.

    Examples
    --------
    >>> from svtrain.apps.contract_valuer.desk import desk_of, with_line
    >>> from svtrain.data.chosen_contracts import ChosenContract
    >>> from svtrain.data.outcome_suggestions import suggestions_for
    >>> begun, line = with_line(desk_of(ChosenContract("Grounds", value=5e5)), suggestions_for("77")[0])
    >>> read(begun).unfinished
    ('jobs',)
    >>> found = read({**begun, "typed": {"jobs": {"quantity.likely": "6", "deadweight.likely": "lots"}}})
    >>> found.plain["outcomes"][0]["quantity"], found.problems
    (6.0, {'jobs.deadweight.likely': '"lots" is not a number; type digits, such as 1200 or 0.4.'})
    """
    found = Read(copy.deepcopy(desk["plain"]))
    _facts(found, desk["typed"].get("", {}))
    if price_said(desk) and found.plain["inputs"]:
        found.plain["notes"] = [*_notes(found.plain), price_said(desk)]
    unfinished = []
    for line in found.plain["outcomes"]:
        _line(found, line, desk["typed"].get(line["id"], {}))
        move_late_price(line, _said(line, "proxy"), found.plain.get("price_year"))
        if line.get("quantity") is None or not line.get("proxy"):
            unfinished.append(line["id"])
    found.unfinished = tuple(unfinished)
    found.plain["outcomes"] = [line for line in found.plain["outcomes"] if line["id"] not in unfinished]
    return found


def price_said(desk: Desk) -> str:
    """What to know about the register's amount, as long as nobody typed another."""
    return "" if "value" in desk["typed"].get("", {}) else desk.get("price", "")


def _notes(whole: dict) -> list[str]:
    notes = whole.get("notes") or []
    return [notes] if isinstance(notes, str) else list(notes)


def _facts(found: Read, typed: dict[str, str]) -> None:
    contract = dict(found.plain.get("contract") or {})
    for name, text in typed.items():
        text = text.strip()
        try:
            if name in ("start", "end"):
                contract[name] = day_from(text).isoformat() if text else None
            elif name == "value":
                _price(found.plain, contract, number_from(text) if text else None)
            elif name == "division":
                contract["cpv"] = contract.get("cpv", "") if division_of(contract.get("cpv", "")) == text else f"{text}000000" if text else ""
            elif name in FACTS:
                contract[name] = text
        except ValueError as error:  # NotANumber is one too
            found.problems[f".{name}"] = str(error)
    if "title" in typed:
        found.plain["title"] = typed["title"].strip()
    if contract:
        found.plain["contract"] = {name: said for name, said in contract.items() if said not in (None, "")}


def _price(whole: dict, contract: dict, value: float | None) -> None:
    """The contract's price is what is put in, as long as nothing else is."""
    if value is not None and value < 0:
        raise NotANumber("The price of a contract cannot be below zero.")
    contract["value"] = value
    if all(item["name"] == PRICE for item in whole["inputs"]):
        whole["inputs"] = [] if value is None else [{"name": PRICE, "value": value}]


def _line(found: Read, line: dict, typed: dict[str, str]) -> None:
    for name in LINE_WORDS:
        if name in typed:
            line[name] = typed[name].strip()
    _choose(line, typed.get("proxy", ""))
    for key in ASSUMPTIONS:
        parts = {part: typed[f"{key}.{part}"] for part in PARTS if f"{key}.{part}" in typed}
        if parts:
            _put(found, line, key, parts)
    for name in PROXY_WORDS:
        if typed.get(f"proxy.{name}", "").strip() and isinstance(line.get("proxy"), dict):
            line["proxy"][name] = typed[f"proxy.{name}"].strip()


def _choose(line: dict, choice: str) -> None:
    if choice == OWN and not isinstance(line.get("proxy"), dict):
        line["proxy"] = None
    elif choice and choice != OWN:
        line["proxy"] = choice


def _put(found: Read, line: dict, key: str, parts: dict[str, str]) -> None:
    """One assumption: what the map says, changed by what was typed."""
    base = _said(line, key)
    problems = {}
    for part, text in parts.items():
        text = text.strip()
        if part in WORDS or not text:
            base = {**base, part: text} if text else {name: said for name, said in base.items() if name != part}
            continue
        try:
            base[part] = (share_from if key in SHARES else _count_from)(text)
        except NotANumber as error:
            problems[part] = str(error)
    for one, other in (("low", "high"), ("high", "low")):
        if one in base and other not in base and one not in problems and other not in problems:
            problems[other] = f"Type the {other} end too, or clear the {one} end."
    if "low" in base and "likely" not in base and not problems:
        problems["likely"] = "Type the likely figure too."
    found.problems |= {f"{line['id']}.{key}.{part}": said for part, said in problems.items()}
    if not problems:
        _keep(line, key, base)


def _count_from(text: str) -> float:
    """A number that is no share; whoever types 40% here is asked, not guessed at."""
    if "%" in text:
        raise NotANumber("This is a number, not a share; type it without %.")
    return number_from(text)


def _keep(line: dict, key: str, base: dict) -> None:
    if "likely" not in base:
        if key not in USUAL:
            if key != "proxy":
                line.pop(key, None)
            return
        base = {"likely": USUAL[key], **base}
    value = base["likely"] if set(base) == {"likely"} else base
    if key != "proxy":
        line[key] = value
    elif isinstance(line.get("proxy"), dict):
        line["proxy"] = {**line["proxy"], "value": value}
    else:  # the bank's proxy with something changed, or a price of one's own
        line["proxy"] = {"id": line["proxy"], "value": value} if line.get("proxy") else {"value": value, "unit": line.get("unit", "")}


def _said(line: dict, key: str) -> dict:
    """What the map says of an assumption, as low, likely, high, reason and grade; nothing for what it leaves out."""
    if key == "proxy":
        proxy = line.get("proxy")
        known = reference().proxies.get(proxy if isinstance(proxy, str) else (proxy or {}).get("id", ""))
        given = proxy.get("value") if isinstance(proxy, dict) else None
        given = known.value if given is None and known else given
    else:
        given = line.get(key)
    if isinstance(given, list):
        given = given[0] if len(given) == 1 else due_to_others(ValueMap.model_validate(
            {"outcomes": [{"id": "a", "quantity": 1, "proxy": "a", "attribution": given}]}).outcomes[0].attribution)
    if given is None:
        return {}
    if not isinstance(given, dict):
        return {"likely": float(given)}
    given = dict(given)
    if "value" in given:
        given["likely"] = given.pop("value")
    return given


def shown(desk: Desk, line: str, name: str) -> str:
    """What a field shows: what was typed, or else the map's own."""
    typed = desk["typed"].get(line, {})
    if name in typed:
        return typed[name]
    if not line:
        return _fact(desk["plain"], name)
    mine = next((one for one in desk["plain"]["outcomes"] if one["id"] == line), None)
    if mine is None:
        return ""
    key, _, part = name.partition(".")
    if name == "proxy":
        proxy = mine.get("proxy")
        return proxy if isinstance(proxy, str) else (proxy or {}).get("id") or OWN
    if not part:
        return str(mine.get(name, ""))
    if part in PROXY_WORDS and key == "proxy":
        return str(mine["proxy"].get(part, "")) if isinstance(mine.get("proxy"), dict) else ""
    chosen = {**mine}
    _choose(chosen, typed.get("proxy", ""))
    said: Any = _said(chosen, key).get(part)
    return "" if said is None else said if isinstance(said, str) else (percent if key in SHARES else plain)(said)


def _fact(whole: dict, name: str) -> str:
    contract = whole.get("contract") or {}
    if name == "title":
        return whole.get("title") or contract.get("title", "")
    if name == "division":
        return division_of(contract.get("cpv", ""))
    said = contract.get(name)
    return "" if said is None else plain(said) if isinstance(said, int | float) else str(said)
