"""A supplier's plan, and many plans together, as everybody may read them: what is done and by when; no person, no note, no small group."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.apps.published.value_map_content import drawing
from svtrain.apps.supplier_plan.buyer import GROUPS, cells
from svtrain.core.supplier_plan import SECTORS, SIZES, STATUSES, Plan
from svtrain.core.suppliers_together import Together
from svtrain.core.typed_days import day_words
from svtrain.data.supplier_actions import actions
from svtrain.report.publish.record import Section, Table
from svtrain.ui.figures import in_order

PLAN_STAYS = ("Who does what, and the notes on progress, stay here.",)
TOGETHER_STAYS = ("No supplier is named: the leave that they gave was to the buyer alone.", "No group with fewer than five suppliers is shown.")


@dataclass(frozen=True)
class PlansTogether:
    """Many suppliers' plans as they stand together, by theme, trade or size."""

    found: Together
    by: str
    title: str = "Our suppliers' action plans"


def plan_content(plan: Plan) -> tuple[Section, ...]:
    """Everything that is published of one supplier's plan."""
    about, known = plan.supplier, actions()
    counts = [(words, sum(entry.status == status for entry in plan.entries)) for status, words in STATUSES.items()]
    said = ", ".join(f"{count} {words.lower()}" for words, count in counts if count)
    chart = in_order([(words, count, str(count)) for words, count in counts], columns=("Status", "Actions"), title="Actions by status", sentence=f"{said.capitalize()}.")
    rows = tuple((known[entry.action_id].action, STATUSES[entry.status], day_words(entry.due) if entry.due else "no day",
                  known[entry.action_id].evidence, f"{known[entry.action_id].indicator} ({known[entry.action_id].unit})") for entry in plan.entries)
    first = f"{len(plan.entries)} {'action' if len(plan.entries) == 1 else 'actions'}: {said}."
    who = f"{SECTORS[about.sector]}; {SIZES[about.size]}.{f' The plan was made on {day_words(plan.made)}.' if plan.made else ''}"
    return (Section("In short", (first, who), (drawing(chart),)),
            Section("Each action", tables=(Table("What is to be done, and what shows it", ("Action", "Status", "Due", "Evidence", "Counted in"), rows),)))


def together_content(plans: PlansTogether) -> tuple[Section, ...]:
    """Everything that is published of many plans."""
    found, everybody = plans.found, plans.found.everybody
    first = f"{everybody.suppliers} suppliers with {everybody.actions} actions: {everybody.by_status['done']} done, {everybody.overdue} overdue."
    names = "group is" if found.held_back == 1 else "groups are"
    held = (f"{found.held_back} {names} kept back: too few suppliers stand behind them.",) if found.held_back else ()
    chart = in_order([(one.name, one.actions, str(one.actions)) for one in found.groups], columns=(GROUPS[plans.by], "Actions"),
                     title=f"Actions by {GROUPS[plans.by].lower()}", sentence="Only groups of five suppliers or more are drawn.")
    columns = (GROUPS[plans.by], "Suppliers", "Actions", *STATUSES.values(), "Due within 30 days", "Overdue")
    rows = tuple(tuple(map(str, cells(one))) for one in (*found.groups, everybody))
    return (Section("In short", (first, *held), (drawing(chart),) if found.groups else ()),
            Section("How the plans stand", tables=(Table(f"By {GROUPS[plans.by].lower()}", columns, rows),)))
