"""One contract in hand as plain data: the map as it began, what was typed since, and which suggestions were refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svtrain.apps.contract_valuer.register_price import whole_life
from svtrain.core.conventions import Conventions
from svtrain.core.value_map import FORMAT, ValueMap
from svtrain.data import reference
from svtrain.data.chosen_contracts import ChosenContract
from svtrain.data.outcome_suggestions import Suggestion

PRICE = "Contract price, whole life"

Desk = dict[str, Any]  # plain, typed, refused, why; "price" where the register's amount needs a word; "jobs" where a number was counted from jobs


def desk_of(contract: ChosenContract) -> Desk:
    """A row of a register as a map without lines, at the newest prices that the index knows.

    Examples
    --------
    >>> found = desk_of(ChosenContract("Grounds", value=5e5, cpv="77310000", start="2026-04-01", reason="It ends soon"))
    >>> found["plain"]["inputs"], found["why"]
    ([{'name': 'Contract price, whole life', 'value': 500000.0}], 'It ends soon')
    """
    facts = {name: getattr(contract, name) for name in ("reference", "title", "buyer", "supplier", "start", "end", "cpv", "place")}
    facts = {name: said for name, said in facts.items() if said}
    price, said = whole_life(contract)
    if price is not None:
        facts["value"] = price
    plain = {"svtrain": FORMAT, "title": contract.title, "contract": facts, "currency": "GBP", "price_year": newest_prices(),
             "inputs": [] if price is None else [{"name": PRICE, "value": price}], "outcomes": []}
    return {"plain": plain, "typed": {}, "refused": {}, "why": contract.reason, **({"price": said} if said else {})}


def desk_of_map(value_map: ValueMap) -> Desk:
    """A whole map, to go on with."""
    return {"plain": value_map.as_dict(), "typed": {}, "refused": {}, "why": ""}


def newest_prices() -> str:
    """The newest calendar year of the usual price index."""
    return max(reference().indices[Conventions().resolved().price_index].calendar)


def with_line(desk: Desk, suggestion: Suggestion | None) -> tuple[Desk, str]:
    """The desk with one more line, empty of numbers, and the id of the line."""
    known = {one["id"] for one in desk["plain"]["outcomes"]} | {one["id"] for one in desk["plain"].get("unpriced", ())}
    name = _new_id(suggestion.id if suggestion else "own", known)
    line = {"id": name} if suggestion is None else {
        "id": name, "stakeholder": suggestion.stakeholder, "outcome": suggestion.outcome, "unit": suggestion.unit, "proxy": suggestion.proxies[0]}
    plain = {**desk["plain"], "outcomes": [*desk["plain"]["outcomes"], line]}
    refused = {one: why for one, why in desk["refused"].items() if suggestion is None or one != suggestion.id}
    return {**desk, "plain": plain, "refused": refused}, name


def without_line(desk: Desk, line: str) -> Desk:
    """The desk without a line and what was typed in it."""
    plain = {**desk["plain"], "outcomes": [one for one in desk["plain"]["outcomes"] if one["id"] != line]}
    kept = {part: {name: said for name, said in desk[part].items() if name != line} for part in ("typed", "jobs") if part in desk}
    return {**desk, "plain": plain, **kept}


def _new_id(wanted: str, known: Iterable[str]) -> str:
    known, number, name = set(known), 1, wanted
    while name in known:
        number += 1
        name = f"{wanted}-{number}"
    return name
