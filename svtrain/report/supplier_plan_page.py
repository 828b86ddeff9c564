"""A supplier's plan as one HTML page that stands alone: no script, no picture or style from elsewhere."""

from __future__ import annotations

from datetime import date

from svtrain.core.supplier_plan import OPERATIONS, SECTORS, SIZES, STATUSES, Plan, choices
from svtrain.core.typed_days import day_words
from svtrain.data.supplier_actions import actions, edition


def supplier_plan_page(plan: Plan, today: date) -> str:
    """The page as text; everything that a person typed is escaped. The same plan and day give the same bytes.

    Examples
    --------
    >>> from svtrain.core.supplier_plan import Supplier
    >>> "Van &amp; Son" in supplier_plan_page(Plan(Supplier("Van & Son", "transport", 3)), date(2026, 7, 1))
    True
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(loader=PackageLoader("svtrain.report.page", "."), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
    pages.filters["day"] = lambda day: day_words(day) if day else ""
    known, reasons = actions(), {one.action.id: one.reason for one in choices(plan.supplier, actions().values())}
    lines = [(entry, known[entry.action_id], reasons.get(entry.action_id, "Added by hand.")) for entry in plan.entries]
    return pages.get_template("supplier_plan.html.j2").render(
        plan=plan, about=plan.supplier, lines=lines, today=today, statuses=STATUSES, trade=SECTORS[plan.supplier.sector], size=SIZES[plan.supplier.size],
        does=[OPERATIONS[one] for one in plan.supplier.operations], edition=edition())
