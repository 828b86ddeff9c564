"""What is true of a supplier's plan, and of many plans that a buyer reads. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from traitlets import Dict, HasTraits, Int, List, Unicode

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.supplier_plan import MOST, OPERATIONS, SECTORS, STATUSES, Choice, Entry, Plan, Supplier, choices, first_plan, for_buyer, new_entry
from svtrain.core.typed_days import day_from
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.supplier_actions import actions
from svtrain.data.supplier_plan_files import LONGEST, MOST_PEOPLE, plan_from, plan_json

PARTS = ("status", "due", "owner", "note")


class SupplierPlan(HasTraits):
    """One supplier's plan.

    ``people`` and the parts of ``entries`` are raw text; `recalc` alone reads them. It leaves ``supplier`` (None while something
    stands in the way) and ``problems``, a sentence by field: ``name``, ``sector``, ``people``, ``<action>.due``.

    Examples
    --------
    >>> app = SupplierPlan(name="Van & Son", sector="transport", people="3", operations=["vehicles"])
    >>> app.make(date(2026, 7, 1))
    ''
    >>> len(app.entries), app.entries[0]["action_id"]
    (4, 'fewer-miles')
    >>> app.set("fewer-miles", "due", "soon")
    >>> app.problems["fewer-miles.due"]
    'Type a day, such as 1 October 2026 or 01/10/2026.'
    """

    version = 1

    name = Unicode()
    sector = Unicode()
    people = Unicode()
    operations = List()
    named = Unicode("no", help="yes where a buyer may see the name beside how far the plan is")
    mark = Unicode(help="by which a buyer's page knows a newer file of the same firm; it means nothing")
    entries = List(help="a row of raw text for each action: action_id and PARTS")
    made = Unicode()
    problems = Dict()
    refused = Unicode(help="why a file was not opened")
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.supplier: Supplier | None = None
        self.mark = self.mark or secrets.token_hex(4)
        self.recalc()

    # -- what a supplier says

    def describe(self, part: str, text: str) -> None:
        """Name, sector or people, as typed or chosen."""
        if part not in ("name", "sector", "people"):
            raise ValueError(f"a supplier has no {part}")
        if getattr(self, part) != text:
            setattr(self, part, text)
            self.recalc()

    def allow_name(self, answer: str) -> None:
        """Whether a buyer may see the firm's name: yes or no."""
        if answer in ("yes", "no") and answer != self.named:
            self.named = answer
            self.recalc()

    def does(self, operation: str, ticked: bool) -> None:
        """Whether the supplier does this."""
        now = [one for one in OPERATIONS if (ticked if one == operation else one in self.operations)]
        if now != self.operations:
            self.operations = now
            self.recalc()

    def make(self, today: date | None = None) -> str:
        """Make the plan, or bring a present one into line: what was begun stays. Says what is in the way, or nothing."""
        if self.supplier is None:
            return " ".join(self.problems[field] for field in ("name", "sector", "people") if field in self.problems)
        today = today or date.today()
        kept = [row for row in self.entries if row["status"] != "todo" or row["owner"].strip() or row["note"].strip()]
        known = {row["action_id"] for row in kept}
        wanted = [_typed(entry) for entry in first_plan(self.supplier, actions().values(), today) if entry.action_id not in known]
        with self.hold_trait_notifications():
            self.entries = [*kept, *wanted[: max(0, MOST[self.supplier.size] - len(kept))]]
            self.made = today.isoformat()
            self.recalc()
        return ""

    def more(self, today: date | None = None) -> bool:
        """Add the next fitting suggestion; False where there is none."""
        waiting = self.waiting()
        if waiting:
            self.entries = [*self.entries, _typed(new_entry(waiting[0].action, today or date.today()))]
            self.recalc()
        return bool(waiting)

    def set(self, action: str, part: str, text: str) -> None:
        """What stands in a field of an action."""
        if part not in PARTS:
            raise ValueError(f"an action has no {part}")
        if any(row["action_id"] == action and row[part] != text for row in self.entries):
            self.entries = [{**row, part: text} if row["action_id"] == action else row for row in self.entries]
            self.recalc()

    # -- working out

    def waiting(self) -> list[Choice]:
        """Fitting suggestions that are not in the plan yet."""
        known = {row["action_id"] for row in self.entries}
        return [one for one in self.fitting if one.action.id not in known]

    def reason(self, action: str) -> str:
        """Why an action is in the plan."""
        return next((one.reason for one in self.fitting if one.action.id == action), "It does not fit the description above any more; keep it if you like.")

    def recalc(self) -> None:
        """Read what was typed."""
        problems: dict[str, str] = {}
        if not self.name.strip():
            problems["name"] = "Give the firm a name."
        if self.sector not in SECTORS:
            problems["sector"] = "Choose the trade that fits best."
        people = self._people(problems)
        for row in self.entries:
            if row["due"].strip():
                try:
                    day_from(row["due"])
                except ValueError as error:
                    problems[f"{row['action_id']}.due"] = str(error)
        described = not {"name", "sector", "people"} & set(problems)
        self.supplier = Supplier(self.name.strip()[:200], self.sector, people, tuple(one for one in OPERATIONS if one in self.operations)) if described else None
        self.fitting = choices(self.supplier, actions().values()) if self.supplier else []
        with self.hold_trait_notifications():
            self.problems = problems
            self.revision += 1

    def _people(self, problems: dict[str, str]) -> int:
        try:
            found = number_from(self.people) if self.people.strip() else -1
        except NotANumber as error:
            problems["people"] = str(error)
            return 0
        if found != int(found) or not 0 <= found <= MOST_PEOPLE:
            problems["people"] = "Say how many people work here; a whole number, you too."
        return int(found)

    def plan(self) -> Plan:
        """The plan as it stands.

        Raises
        ------
        CannotDo
            While something cannot be read.
        """
        if self.problems or self.supplier is None or not self.entries:
            raise CannotDo([Problem(said, field) for field, said in self.problems.items()] or [Problem("Make the plan first.")])
        entries = tuple(Entry(row["action_id"], row["status"], day_from(row["due"]) if row["due"].strip() else None, row["owner"][:LONGEST], row["note"][:LONGEST])
                        for row in self.entries)
        return Plan(self.supplier, entries, date.fromisoformat(self.made) if self.made else None, self.named == "yes", self.mark)

    # -- handing on and taking up

    def json(self) -> str:
        """The plan as a JSON file, whole."""
        return plan_json(self.plan())

    def handed(self) -> str:
        """What a buyer gets as a JSON file: how far each action is; persons, notes and, without a yes, the name stay here."""
        return plan_json(for_buyer(self.plan()))

    def workbook(self) -> bytes:
        """The plan as a workbook."""
        from svtrain.report.supplier_plan_workbook import supplier_plan_workbook

        return supplier_plan_workbook(self.plan())

    def page(self, today: date | None = None) -> str:
        """The plan as a page."""
        from svtrain.report.supplier_plan_page import supplier_plan_page

        return supplier_plan_page(self.plan(), today or date.today())

    def open_file(self, name: str, content: bytes) -> bool:
        """Take up a plan that was saved; if it cannot be read, say why and keep what was open."""
        try:
            plan = plan_from(name, content)
        except CannotDo as error:
            self.refused = " ".join(str(problem) for problem in error.problems[:4])
            return False
        self.refused = ""
        self._take(plan)
        return True

    def _take(self, plan: Plan) -> None:
        with self.hold_trait_notifications():
            self.name, self.sector, self.people = plan.supplier.name, plan.supplier.sector, str(plan.supplier.people)
            self.operations, self.entries = list(plan.supplier.operations), [_typed(entry) for entry in plan.entries]
            self.made, self.named, self.mark = plan.made.isoformat() if plan.made else "", "yes" if plan.named else "no", plan.id or self.mark
            self.recalc()

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {name: getattr(self, name) for name in ("name", "sector", "people", "operations", "entries", "made", "named", "mark")}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work; unfinished words come back as they were."""
        known = actions()
        if set(saved["operations"]) - set(OPERATIONS) or any(row["action_id"] not in known or row["status"] not in STATUSES for row in saved["entries"]):
            raise ValueError("not a plan")
        date.fromisoformat(saved["made"] or "2026-01-01")
        with self.hold_trait_notifications():
            for name, now in self.to_dict().items():
                setattr(self, name, saved.get(name, now) if name in ("named", "mark") else saved[name])
            self.entries = [{"action_id": row["action_id"], **{part: str(row[part]) for part in PARTS}} for row in saved["entries"]]
            self.recalc()


def _typed(entry: Entry) -> dict[str, str]:
    return {"action_id": entry.action_id, "status": entry.status, "due": entry.due.isoformat() if entry.due else "", "owner": entry.owner, "note": entry.note}
