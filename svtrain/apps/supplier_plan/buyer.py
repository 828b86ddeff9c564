"""What a buyer sees of many suppliers' plans: sums, and no group so small that it gives a supplier away. No widgets here."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import replace
from datetime import date
from typing import Any

from traitlets import HasTraits, Int, List, Unicode

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.supplier_plan import SECTORS, SIZES, STATUSES, Entry, Plan, for_buyer
from svtrain.core.suppliers_together import Count, Standing, Together, named_standings, together
from svtrain.core.typed_days import day_words
from svtrain.data.formula_cells import as_text
from svtrain.data.supplier_actions import actions
from svtrain.data.supplier_plan_files import plain_plan, plan_from, plan_of
from svtrain.core.small_groups import SMALLEST, shown_groups

NAMED = ("Supplier", "What came", "Actions", *STATUSES.values(), "Overdue", "Next due")
NOBODY_NAMED = "No supplier here has agreed to be named."
NOT_HEARD = "nothing by name"
GROUPS = {"theme": "Theme", "sector": "Trade", "size": "Size"}
MOST_PLANS = 500


def group_of(kind: str, plan: Plan, entry: Entry) -> str:
    """The name of the group that an action of a plan belongs to."""
    if kind == "theme":
        return actions()[entry.action_id].theme.capitalize()
    return SECTORS[plan.supplier.sector] if kind == "sector" else f"{plan.supplier.size.capitalize()}: {SIZES[plan.supplier.size]}"


class BuyerView(HasTraits):
    """Plans of many suppliers, how they stand together, and how far each is that agreed to be named.

    ``asked`` is typed: the suppliers that were asked for a plan, one a line. Persons and notes in a file are not kept.

    Examples
    --------
    >>> from svtrain.core.supplier_plan import Supplier
    >>> from svtrain.data.supplier_plan_files import plan_json
    >>> app = BuyerView()
    >>> for number in range(4):
    ...     plan = Plan(Supplier(f"Firm {number}", "care", 3), (Entry("listen-first"),))
    ...     said = app.take("plan.json", plan_json(plan).encode())
    >>> app.stand(date(2026, 7, 1)).everybody is None
    True
    """

    version = 1

    plans = List(help="plain plans, one a supplier")
    by = Unicode("theme")
    asked = Unicode(help="the suppliers that were asked for a plan, one a line")
    refused = Unicode(help="why a file was not opened")
    told = Unicode(help="whose plan was taken in last")
    revision = Int()

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self._read()

    def take(self, name: str, content: bytes) -> bool:
        """Take in a supplier's plan, in place of an earlier one of the same name; if it cannot be read, say why."""
        try:
            plan = _reduced(plan_from(name, content))
            others = [one for one in self.plans if plan_of(one).key != plan.key]
            if len(others) >= MOST_PLANS:
                raise CannotDo(Problem(f"This page takes at most {MOST_PLANS} plans.", place=name))
        except CannotDo as error:
            self.refused = " ".join(str(problem) for problem in error.problems[:4])
            return False
        with self.hold_trait_notifications():
            again = " in place of its earlier plan" if len(others) < len(self.plans) else ""
            self.told = f"Taken in{again}: {plan.supplier.name}."
            self.refused, self.plans = "", [*others, plain_plan(plan)]
            self._read()
        return True

    def group_by(self, kind: str) -> None:
        """What the table is ordered by."""
        if kind in GROUPS and kind != self.by:
            self.by = kind
            self._read()

    def ask(self, text: str) -> None:
        """Who was asked for a plan."""
        if text != self.asked:
            self.asked = text
            self._read()

    def clear(self) -> None:
        """Forget all plans, and who was asked."""
        self.plans, self.asked, self.told = [], "", ""
        self._read()

    def named(self, today: date | None = None) -> list[Standing]:
        """How far each supplier is that agreed to be named."""
        return named_standings(self._known, today or date.today())

    def not_heard(self) -> list[str]:
        """Suppliers that were asked and are not among the named: no plan came, or they do not want to be named."""
        heard = {" ".join(one.name.casefold().split()) for one in self.named()}
        asked = [" ".join(line.split())[:200] for line in self.asked.splitlines()[:MOST_PLANS] if line.strip()]
        return [name for name in dict.fromkeys(asked) if name.casefold() not in heard]

    def named_table(self, today: date | None = None) -> str:
        """The named suppliers as CSV.

        Raises
        ------
        CannotDo
            Where no supplier agreed to be named.
        """
        rows = self.named(today)
        if not rows:
            raise CannotDo(Problem(NOBODY_NAMED))
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(NAMED)
        writer.writerows([[as_text(str(cell)) for cell in named_cells(one)] for one in rows])
        writer.writerows([[as_text(name), NOT_HEARD, *[""] * (len(NAMED) - 2)] for name in self.not_heard()])
        return "\ufeff" + out.getvalue()

    def _read(self) -> None:
        self._known = [plan_of(one) for one in self.plans]
        self.revision += 1

    def stand(self, today: date | None = None) -> Together:
        """How all plans stand; small groups are kept back."""
        return together(self._known, lambda plan, entry: group_of(self.by, plan, entry), today or date.today(), shown_groups, smallest=SMALLEST)

    def table(self, today: date | None = None) -> str:
        """What is shown, as CSV.

        Raises
        ------
        CannotDo
            While there are too few plans to show anything.
        """
        found = self.stand(today)
        if found.everybody is None:
            raise CannotDo(Problem(too_few(found)))
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow([GROUPS[self.by], "Suppliers", "Actions", *STATUSES.values(), "Due within 30 days", "Overdue"])
        writer.writerows([[as_text(str(cell)) for cell in cells(one)] for one in (*found.groups, found.everybody)])
        return "\ufeff" + out.getvalue()

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"plans": self.plans, "by": self.by, "asked": self.asked}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        known = [plain_plan(_reduced(plan_of(one))) for one in saved["plans"][:MOST_PLANS]]
        if saved["by"] not in GROUPS:
            raise ValueError("an unknown group")
        with self.hold_trait_notifications():
            self.plans, self.by, self.asked = known, saved["by"], str(saved.get("asked", ""))
            self._read()


def _reduced(plan: Plan) -> Plan:
    """What a buyer keeps of a plan; one without a mark gets one from its name, so that a newer file is known."""
    mark = plan.id or hashlib.sha256(plan.supplier.name.casefold().encode()).hexdigest()[:8]
    return for_buyer(replace(plan, id=mark))


def cells(one: Count) -> list:
    """A group as a row of the table."""
    return [one.name, one.suppliers, one.actions, *one.by_status.values(), one.soon, one.overdue]


def named_cells(one: Standing) -> list[str]:
    """A named supplier as a row of the table."""
    return [one.name, f"plan of {day_words(one.made)}" if one.made else "plan without a day", str(one.actions), *(str(count) for count in one.by_status.values()),
            str(one.overdue), day_words(one.next_due) if one.next_due else "none"]


def too_few(found: Together) -> str:
    """Why nothing is shown."""
    if found.left_out:
        return f"{found.left_out} of {found.suppliers} suppliers are not to be named. Sums would give them away until {found.smallest} suppliers are."
    return f"{found.suppliers} of at least {found.smallest} suppliers so far. With fewer, the sums would give one of them away."
