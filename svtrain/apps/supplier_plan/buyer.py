"""What a buyer sees of many suppliers' plans: sums, and no group so small that it gives a supplier away. No widgets here."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from traitlets import HasTraits, Int, List, Unicode

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.supplier_plan import SECTORS, SIZES, STATUSES, Count, Entry, Plan, Together, together
from svtrain.data.formula_cells import as_text
from svtrain.data.supplier_actions import actions
from svtrain.data.supplier_plan_files import plain_plan, plan_from, plan_of
from svtrain.core.small_groups import SMALLEST, shown_groups

GROUPS = {"theme": "Theme", "sector": "Trade", "size": "Size"}
MOST_PLANS = 500


def group_of(kind: str, plan: Plan, entry: Entry) -> str:
    """The name of the group that an action of a plan belongs to."""
    if kind == "theme":
        return actions()[entry.action_id].theme.capitalize()
    return SECTORS[plan.supplier.sector] if kind == "sector" else f"{plan.supplier.size.capitalize()}: {SIZES[plan.supplier.size]}"


class BuyerView(HasTraits):
    """Plans of many suppliers, and how they stand together.

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
    refused = Unicode(help="why a file was not opened")
    revision = Int()

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self._read()

    def take(self, name: str, content: bytes) -> bool:
        """Take in a supplier's plan, in place of an earlier one of the same name; if it cannot be read, say why."""
        try:
            plan = plan_from(name, content)
            others = [one for one in self.plans if one["supplier"]["name"].casefold() != plan.supplier.name.casefold()]
            if len(others) >= MOST_PLANS:
                raise CannotDo(Problem(f"This page takes at most {MOST_PLANS} plans.", place=name))
        except CannotDo as error:
            self.refused = " ".join(str(problem) for problem in error.problems[:4])
            return False
        with self.hold_trait_notifications():
            self.refused, self.plans = "", [*others, plain_plan(plan)]
            self._read()
        return True

    def group_by(self, kind: str) -> None:
        """What the table is ordered by."""
        if kind in GROUPS and kind != self.by:
            self.by = kind
            self._read()

    def clear(self) -> None:
        """Forget all plans."""
        self.plans = []
        self._read()

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
        return {"plans": self.plans, "by": self.by}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        known = [plain_plan(plan_of(one)) for one in saved["plans"][:MOST_PLANS]]
        if saved["by"] not in GROUPS:
            raise ValueError("an unknown group")
        with self.hold_trait_notifications():
            self.plans, self.by = known, saved["by"]
            self._read()


def cells(one: Count) -> list:
    """A group as a row of the table."""
    return [one.name, one.suppliers, one.actions, *one.by_status.values(), one.soon, one.overdue]


def too_few(found: Together) -> str:
    """Why nothing is shown."""
    return f"{found.suppliers} of at least {found.smallest} suppliers so far. With fewer, the sums would give one of them away."
