"""Reads a value map back from the workbook that the toolkit wrote, edited or not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from svtrain.core.problems import CannotDo
from svtrain.core.value_map import ValueMap
from svtrain.data.value_map import value_map_from
from svtrain.data.workbook_layout import (
    ABOUT,
    CONVENTION_KEYS,
    CONVENTIONS,
    FORMAT,
    INPUTS,
    OUTCOMES,
    PROXY_TEXTS,
    REASONS,
    SOURCES,
    SPREAD,
    UNPRICED,
)
from svtrain.data.workbook_pages import Pages, address_of, placed

if TYPE_CHECKING:
    from openpyxl.cell import Cell

NUMBERS = ("quantity", "deadweight", "displacement", "attribution", "leakage", "drop_off", "duration_years")
WHOLE = ("starts_year", "drop_off_from_year")
TEXTS = ("id", "stakeholder", "outcome", "unit", "kind", "perspective", "place", "notes")
NOT_OURS = "This is not a value map's workbook: svtrain value MAP --xlsx writes one."


def read_workbook(path: Path | str) -> ValueMap:
    """The value map in a workbook.

    Raises
    ------
    CannotDo
        One sentence for every cell that cannot be read, naming it: ``map.xlsx, Outcomes!K7``.
    """
    pages = Pages(Path(path), FORMAT, NOT_OURS)
    plain = {**_about(pages), "conventions": _conventions(pages), "inputs": _inputs(pages), "outcomes": _outcomes(pages)}
    if UNPRICED in pages.formulas.sheetnames:  # a map that prices everything has no such sheet
        plain["unpriced"] = _unpriced(pages)
    if pages.problems:
        raise CannotDo(pages.problems)
    found, problems = value_map_from({key: given for key, given in plain.items() if given not in (None, {})}, pages.place)
    if found is None:
        raise CannotDo([placed(problem, pages) for problem in problems])
    return found


def _about(pages: Pages) -> dict[str, Any]:
    """Title, currency, price year, contract, stakeholders and notes."""
    found: dict[str, Any] = {"contract": {}, "stakeholders": {}}
    notes: list[str] = []
    for key_cell, label, cell in pages.sheet(ABOUT).iter_rows(min_row=3, max_col=3):
        key = str(key_cell.value or "")
        pages.cells.setdefault(key, address_of(cell))
        if key in ("title", "currency", "price_year", "notes"):
            found[key] = pages.text(cell)
        elif key == "notes.line":
            notes.append(pages.text(cell))
        elif key == "contract.value":
            found["contract"]["value"] = pages.number(cell, key)
        elif key.startswith("contract."):
            found["contract"][key.removeprefix("contract.")] = pages.text(cell)
        elif key == "stakeholder":
            name, people = pages.text(label), pages.number(cell, f"stakeholders.{label.value}")
            if name or people is not None:
                found["stakeholders"][name] = people
                pages.cells[f"stakeholders.{name}"] = address_of(cell)
    found["contract"] = {key: given for key, given in found["contract"].items() if given not in (None, "")}
    if notes:
        found["notes"] = notes
    return {key: given for key, given in found.items() if given not in ("", {})}


def _conventions(pages: Pages) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in pages.sheet(CONVENTIONS).iter_rows(max_col=3):
        key = str(row[0].value or "")
        if key not in CONVENTION_KEYS:
            continue
        pages.cells[f"conventions.{key}"] = address_of(row[2])
        given = pages.value(row[2])
        if given in (None, ""):
            continue
        if key == "discount_rate":
            found[key] = pages.number(row[2], f"conventions.{key}")
        elif key == "discount_inputs":
            found[key] = {"true": True, "false": False}.get(str(given).lower(), given)
        else:
            found[key] = pages.text(row[2])
    return found


def _estimate(pages: Pages, likely: Cell, spread: dict[str, Cell], field: str) -> Any:
    """A number with its range and reasons, in the shortest form that says it all."""
    pages.cells[field] = address_of(likely)
    number = pages.number(likely, field)
    said: dict[str, Any] = {}
    for key in SPREAD:
        if key not in spread:
            continue
        pages.cells[f"{field}.{key}"] = address_of(spread[key])
        given = pages.number(spread[key], f"{field}.{key}") if key in ("low", "high") else pages.text(spread[key])
        if given not in (None, ""):
            said[key] = given
    if "low" not in said and "high" not in said:
        said.pop("distribution", None)
    return {"likely": number, **said} if said else number


def _inputs(pages: Pages) -> list[dict]:
    found = []
    for row in pages.table(INPUTS):
        field = f"inputs.{pages.text(row['name']) or len(found) + 1}"
        pages.cells[field] = address_of(row["name"])
        item = {"name": pages.text(row["name"]), "value": _estimate(pages, row["value"], row, f"{field}.value"),
                "year": _whole(pages, row.get("year"), f"{field}.year"), "notes": pages.text(row.get("notes"))}
        found.append({key: given for key, given in item.items() if not _is_blank(given) or key == "name"})
    return found


def _unpriced(pages: Pages) -> list[dict]:
    found = []
    for position, row in enumerate(pages.table(UNPRICED), 1):
        field = f"unpriced.{pages.text(row['id']) or position}"
        item: dict[str, Any] = {key: pages.text(row[key]) for key in ("id", "stakeholder", "outcome", "unit", "reason", "notes")}
        spread = {**{key: row[key] for key in SPREAD if key != "reason"}, "reason": row["quantity.reason"]}
        item["quantity"] = _estimate(pages, row["quantity"], spread, f"{field}.quantity")
        item["weight"] = pages.number(row["weight"], f"{field}.weight")
        line = {side: pages.number(row[f"red_line.{side}"], f"{field}.red_line") for side in ("at_least", "at_most")}
        item["red_line"] = {side: given for side, given in line.items() if given is not None} or None
        pages.cells |= {field: address_of(row["id"]), f"{field}.weight": address_of(row["weight"]),
                        f"{field}.red_line": address_of(row["red_line.at_least"])}
        found.append({key: given for key, given in item.items() if not _is_blank(given) or key == "id"})
    return found


def _whole(pages: Pages, cell: Cell | None, field: str) -> float | int | None:
    if cell is not None:
        pages.cells[field] = address_of(cell)
    number = pages.number(cell, field)
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _outcomes(pages: Pages) -> list[dict]:
    reasons = _by_outcome(pages, REASONS, "id", "field")
    sources = {key[0]: row for key, row in _by_outcome(pages, SOURCES, "outcome_id").items()}
    return [_outcome(pages, row, position, reasons, sources) for position, row in enumerate(pages.table(OUTCOMES), 1)]


def _by_outcome(pages: Pages, name: str, *keys: str) -> dict[tuple[str, ...], dict[str, Cell]]:
    """A table's rows by outcome; the outcome stands in a cell that points at its id, so it follows when the id is changed."""
    found = {}
    for row in pages.rows(name):
        if row[keys[-1]].value not in (None, ""):
            found[tuple(pages.text(row[key]) for key in keys)] = row
    return found


def _outcome(pages: Pages, row: dict[str, Cell], position: int, reasons: dict, sources: dict) -> dict:
    name = pages.text(row["id"])
    field = f"outcomes.{name or position}"
    pages.cells[field] = address_of(row["id"])
    found: dict[str, Any] = {}
    for key in TEXTS:
        pages.cells[f"{field}.{key}"] = address_of(row[key])
        found[key] = pages.text(row[key])
    split = _shares(pages, name, reasons, field) if row["attribution"].data_type == "f" else []
    for key in NUMBERS:
        if key == "attribution" and split:
            pages.cells[f"{field}.{key}"], found[key] = address_of(row[key]), split
        else:
            found[key] = _estimate(pages, row[key], reasons.get((name, key), {}), f"{field}.{key}")
    for key in WHOLE:
        found[key] = _whole(pages, row[key], f"{field}.{key}")
    found["comparison_group"] = _yes(pages, row["comparison_group"])
    found["includes"] = [part.strip() for part in pages.text(row["includes"]).split(";") if part.strip()]
    found["proxy"] = _proxy(pages, row, sources.get(name), reasons.get((name, "proxy"), {}), f"{field}.proxy")
    return {key: given for key, given in found.items() if not _is_blank(given) or key == "id"}


def _is_blank(given: Any) -> bool:
    return given is None or given is False or (isinstance(given, str | list) and not given)


def _yes(pages: Pages, cell: Cell) -> Any:
    given = pages.value(cell)
    return {"true": True, "yes": True, "false": False, "no": False, "none": False, "": False}.get(str(given).strip().lower(), given)


def _shares(pages: Pages, name: str, reasons: dict, field: str) -> list:
    """Several shares due to others stand on the sheet of reasons, one row each."""
    found = []
    while (name, f"attribution.{len(found) + 1}") in reasons:
        row = reasons[name, f"attribution.{len(found) + 1}"]
        found.append(_estimate(pages, row["likely"], row, f"{field}.attribution.{len(found) + 1}"))
    return found


def _proxy(pages: Pages, row: dict[str, Cell], source: dict[str, Cell] | None, reason: dict, field: str) -> Any:
    """The bank's id alone where nothing of it was changed; otherwise a written proxy with what the map says."""
    wanted = pages.text(row["proxy.id"])
    for key in ("value", "unit", "price_year"):
        pages.cells[f"{field}.{key}"] = address_of(row[f"proxy.{key}"])
    pages.cells[field] = address_of(row["proxy.id"])
    value = _estimate(pages, row["proxy.value"], reason, f"{field}.value")
    now = {"value": value, "unit": pages.text(row["proxy.unit"]), "price_year": pages.text(row["proxy.price_year"])}
    known = {"value": None, "unit": "", "price_year": ""}
    given: set[str] = set()
    if source is not None:
        known = {"value": pages.number(source["bank_value"], field), "unit": pages.text(source["bank_unit"]),
                 "price_year": pages.text(source["bank_price_year"])}
        # What the map said of its proxy stays said, as long as it is still that proxy.
        if pages.text(source["id"]) == wanted:
            given = set(filter(None, (part.strip() for part in pages.text(source["given"]).split(";"))))
    said = {key: now[key] for key in now if now[key] not in (None, "") and (key in given or now[key] != known[key])}
    bank = source is not None and known["value"] is not None
    for key in PROXY_TEXTS:
        text = pages.text(source[key]) if source is not None else ""
        if text and (key in given or not bank):
            said[key] = text
    alone = source is None or pages.text(source["written_as"]) == "id" or pages.text(source["id"]) != wanted
    if wanted and not said and alone:
        return wanted
    return {**({"id": wanted} if wanted else {}), **said} or None
