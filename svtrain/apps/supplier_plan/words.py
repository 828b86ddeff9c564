"""The sentences of the supplier action plan."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from svtrain.apps.supplier_plan.buyer import GROUPS, NAMED, NOBODY_NAMED, BuyerView, cells, named_cells, too_few
from svtrain.apps.supplier_plan.state import SupplierPlan
from svtrain.core.supplier_plan import MOST, SIZES, STATUSES
from svtrain.data.supplier_actions import actions
from svtrain.ui.figures import Picture, beside
from svtrain.ui.words import heading, paragraph, table

INTRO = "A supplier describes itself and gets a few actions that fit. A buyer sees many plans together, and by name only who agreed to it."
OWN = "The suggestions are this toolkit's own. Nobody requires them; change, leave out or add what suits you."
BUYER = "Ask each supplier for its plan as a file, and give the files here one after another. Sums show no name, and no group under five suppliers."
MAY_NAME = "The buyer may see our name, and how far our plan is"
HANDED = "The buyer's file holds each action, its status and its day. Who does it and your notes stay with you, and so does your name without the tick above."
NAMED_INTRO = "Here stand only suppliers that said in their plan that you may see their name. All others are in the sums alone."
EMPTY = "Describe the firm and press the button. A firm of up to nine people gets four light actions at most."


def plan_head(app: SupplierPlan) -> Markup:
    """How many actions there are, and why so many."""
    if not app.entries:
        return paragraph(EMPTY)
    done = sum(row["status"] == "done" for row in app.entries)
    count = f"{len(app.entries)} {'action' if len(app.entries) == 1 else 'actions'}, {done} done."
    if app.supplier is None:
        return paragraph(count, "headline")
    size = app.supplier.size
    light = " All of them are light steps." if size == "micro" else ""
    why = f"A firm of {SIZES[size]} starts with at most {MOST[size]}.{light} {len(app.waiting())} more would fit."
    return paragraph(count, "headline") + paragraph(why) + paragraph(OWN, "note")


def action_words(app: SupplierPlan, action: str, number: int) -> Markup:
    """One action: what, why, why chosen, first step, evidence."""
    one = actions()[action]
    items = (f"Why it is here: {app.reason(action)}", f"First step: {one.first_step}", f"Evidence: {one.evidence}.", f"Count: {one.indicator} ({one.unit}).")
    return (heading(f"{number}. {one.action}", 3) + Markup("<p>{} <span class=\"sv-note\">{}, {}.</span></p>").format(one.why, one.theme.capitalize(), one.effort)
            + Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items)))


def standing(app: BuyerView, today: date) -> Markup:
    """All plans together, by group."""
    found = app.stand(today)
    if not found.suppliers:
        return paragraph("No plan is here yet.")
    if found.everybody is None:
        return paragraph(too_few(found), "headline")
    everybody = found.everybody
    said = paragraph(f"{found.suppliers} suppliers, {everybody.actions} actions: {everybody.by_status['done']} done, {everybody.overdue} overdue, "
                     f"{everybody.soon} due within 30 days.", "headline")
    if found.left_out:
        what = "supplier that is not to be named is" if found.left_out == 1 else "suppliers that are not to be named are"
        said += paragraph(f"{found.left_out} {what} left out of these sums: whoever takes the named ones from the sums would find them.", "note")
    if found.held_back:
        names = "group is" if found.held_back == 1 else "groups are"
        said += paragraph(f"{found.held_back} {names} kept back: too few suppliers stand behind them. They are in the sum of all.", "note")
    columns = [GROUPS[app.by], "Suppliers", "Actions", *STATUSES.values(), "Due within 30 days", "Overdue"]
    return said + table(f"How the plans stand, by {GROUPS[app.by].lower()}", columns, [cells(one) for one in (*found.groups, everybody)], numbers=range(1, len(columns)))


def named(app: BuyerView, today: date) -> Markup:
    """How far each supplier is that agreed to be named; then who was asked and is not among them."""
    rows, waiting = app.named(today), app.not_heard()
    said = table("How far each named supplier is", NAMED, [named_cells(one) for one in rows], numbers=range(2, len(NAMED) - 1)) if rows else paragraph(NOBODY_NAMED, "note")
    others = len(app.plans) - len(rows)
    if others:
        said += paragraph(f"{others} {'plan is' if others == 1 else 'plans are'} here without a name.", "note")
    if waiting:
        said += paragraph("Asked, and not heard from by name. No plan came, or they do not want to be named:") + Markup("<ul>{}</ul>").format(
            Markup("").join(Markup("<li>{}</li>").format(name) for name in waiting))
    return said


def picture(app: BuyerView, today: date) -> Picture | None:
    """Actions by group; None where nothing may be shown."""
    found = app.stand(today)
    if not found.groups:
        return None
    most = max(found.groups, key=lambda one: one.actions)
    return beside([(one.name, one.actions) for one in found.groups], title=f"Actions by {GROUPS[app.by].lower()}", column="Actions",
                  sentence=f"Most actions stand under “{most.name}”: {most.actions}.")
