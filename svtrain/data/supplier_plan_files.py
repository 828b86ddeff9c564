"""A supplier's plan as JSON, and read back from JSON or from the workbook that the toolkit writes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.supplier_plan import OPERATIONS, SECTORS, STATUSES, Entry, Plan, Supplier
from svtrain.core.typed_days import day_from
from svtrain.data.supplier_actions import actions
from svtrain.data.text_bytes import text_of

FORM = "supplier-plan/1"
SHEET, ABOUT = "Plan", "Supplier"
PLAN_KEYS = ("action_id", "status", "due", "owner", "note")
_MARK = re.compile(r"[0-9a-f]{0,16}")
MOST_BYTES, LONGEST, MOST_ENTRIES, MOST_PEOPLE = 500_000, 2000, 200, 10_000_000


def plan_json(plan: Plan) -> str:
    """The plan as a JSON file.

    Examples
    --------
    >>> plan = Plan(Supplier("Van & Son", "transport", 3, ("vehicles",)), (Entry("fewer-miles", due=date(2027, 1, 1)),), date(2026, 7, 1))
    >>> plan_from("plan.json", plan_json(plan).encode()) == plan
    True
    """
    return json.dumps(plain_plan(plan), indent=2, ensure_ascii=False) + "\n"


def plain_plan(plan: Plan) -> dict:
    """The plan as plain values."""
    about = plan.supplier
    return {"svtrain": FORM, "supplier": {"name": about.name, "sector": about.sector, "people": about.people, "operations": list(about.operations)},
            "made": plan.made.isoformat() if plan.made else "", "named": "yes" if plan.named else "no", "id": plan.id,
            "actions": [{"action_id": one.action_id, "status": one.status, "due": one.due.isoformat() if one.due else "", "owner": one.owner, "note": one.note}
                        for one in plan.entries]}


def plan_from(name: str, content: bytes) -> Plan:
    """The plan in a file that a person gave.

    Raises
    ------
    CannotDo
        A sentence for each thing that cannot be read, naming the file and the action.
    """
    ending = Path(name).suffix.lower()
    if len(content) > MOST_BYTES:
        raise CannotDo(Problem("The file is too large to be a plan.", place=name))
    if ending == ".xlsx":
        return plan_of(_workbook(name, content), name)
    if ending != ".json":
        raise CannotDo(Problem("Give a plan as JSON, or as the workbook that this page writes.", place=name))
    try:
        plain = json.loads(text_of(content))
    except (ValueError, RecursionError):
        raise CannotDo(Problem("This is not a plan that this page has written.", place=name)) from None
    return plan_of(plain, name)


def plan_of(plain: object, place: str = "") -> Plan:
    """A plan from plain values.

    Raises
    ------
    CannotDo
        See `plan_from`.
    """
    if not isinstance(plain, dict) or plain.get("svtrain") != FORM or not isinstance(plain.get("supplier"), dict) or not isinstance(plain.get("actions"), list):
        raise CannotDo(Problem("This is not a plan that this page has written.", place=place))
    problems: list[Problem] = []
    supplier = _supplier(plain["supplier"], place, problems)
    rows = plain["actions"]
    if len(rows) > MOST_ENTRIES:
        problems.append(Problem(f"The plan has {len(rows)} actions; at most {MOST_ENTRIES} are read.", "actions", place))
    entries = [_entry(row, place, problems) for row in rows[:MOST_ENTRIES]]
    ids = [entry.action_id for entry in entries if entry]
    problems += [Problem(f"The action '{one}' is there twice.", "action_id", place) for one in dict.fromkeys(ids) if ids.count(one) > 1]
    made = _day(plain.get("made", ""), "made", place, problems)
    named, mark = plain.get("named", "no"), plain.get("id", "")
    if named not in ("yes", "no"):
        problems.append(Problem("Whether the supplier may be named is yes or no.", "named", place))
    if not isinstance(mark, str) or not _MARK.fullmatch(mark):
        problems.append(Problem("The mark of the supplier is not one that this page writes.", "id", place))
    if problems:
        raise CannotDo(problems)
    return Plan(supplier, tuple(entries), made, named == "yes", mark)


def _supplier(given: Mapping, place: str, problems: list[Problem]) -> Supplier | None:
    name, sector, people, operations = (given.get(key) for key in ("name", "sector", "people", "operations"))
    if not isinstance(name, str) or not name.strip():
        problems.append(Problem("The supplier has no name.", "name", place))
    if sector not in SECTORS:
        problems.append(Problem(f"There is no trade '{str(sector)[:40]}'.{did_you_mean(str(sector), SECTORS)}", "sector", place))
    if isinstance(people, bool) or not isinstance(people, int) or not 0 <= people <= MOST_PEOPLE:
        problems.append(Problem("The number of people is a whole number, 0 or more.", "people", place))
    if not isinstance(operations, list) or set(map(str, operations)) - set(OPERATIONS):
        problems.append(Problem("What the supplier does is a list of known words.", "operations", place))
    return None if problems else Supplier(name.strip()[:200], sector, people, tuple(one for one in OPERATIONS if one in operations))


def _entry(row: object, place: str, problems: list[Problem]) -> Entry | None:
    if not isinstance(row, Mapping) or not all(isinstance(row.get(key, ""), str) for key in PLAN_KEYS):
        problems.append(Problem("An action in it is not written as this page writes it.", "actions", place))
        return None
    name, status = row.get("action_id", ""), row.get("status", "todo") or "todo"
    if name not in actions():
        problems.append(Problem(f"There is no action '{name[:60]}'.{did_you_mean(name, actions())}", "action_id", place))
    by_words = {words.lower(): key for key, words in STATUSES.items()}
    known = status if status in STATUSES else by_words.get(status.strip().lower())
    if known is None:
        problems.append(Problem(f"A status is {', '.join(STATUSES.values())}; not '{status[:40]}'.", f"{name[:60]}.status", place))
    due = _day(row.get("due", ""), f"{name[:60]}.due", place, problems)
    return Entry(name, known or "todo", due, row.get("owner", "")[:LONGEST], row.get("note", "")[:LONGEST])


def _day(text: object, field: str, place: str, problems: list[Problem]) -> date | None:
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        return day_from(text)
    except ValueError as error:
        problems.append(Problem(str(error), field, place))
        return None


def _workbook(name: str, content: bytes) -> dict:
    """The workbook as plain values: the sheet of the plan, and the one about the supplier."""
    from svtrain.data.register.workbook import WorkbookTable

    try:
        about = {_text(row[0]): _text(row[2]) for row in WorkbookTable(content, name, ABOUT).rows() if len(row) > 2 and _text(row[0])}
        rows = [[_text(cell) for cell in row] for row in WorkbookTable(content, name, SHEET).rows()]
    except CannotDo as error:
        if error.problems[0].field == "--sheet":
            raise CannotDo(Problem("This is not a plan that this page has written.", place=name)) from None
        raise
    at = next((number for number, row in enumerate(rows) if "action_id" in row), None)
    if at is None:
        raise CannotDo(Problem("The sheet Plan has no row of keys.", place=name))
    found = [dict(zip(rows[at], [*row, *[""] * len(rows[at])], strict=False)) for row in rows[at + 1:]]
    people = about.get("people", "")
    return {"svtrain": about.get("form", ""), "made": about.get("made", ""), "named": about.get("named", "") or "no", "id": about.get("id", ""),
            "supplier": {"name": about.get("name", ""), "sector": about.get("sector", ""), "people": int(people) if people.isdigit() else -1,
                         "operations": [one for one in about.get("operations", "").split(";") if one]},
            "actions": [row for row in found if row.get("action_id") and row["action_id"] != "Action"]}


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
