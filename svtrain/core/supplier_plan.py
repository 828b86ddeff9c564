"""Which actions are in proportion to a supplier, and why each was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

# Sizes by people employed, as the UK's statistics count them.
SIZES = {"micro": "up to 9 people", "small": "10 to 49 people", "medium": "50 to 249 people", "large": "250 people or more"}
_FROM = (("large", 250), ("medium", 50), ("small", 10), ("micro", 0))
MOST = {"micro": 4, "small": 8, "medium": 14, "large": 20}  # actions at first: what a firm of that size can look after
EFFORTS = {"micro": ("light",), "small": ("light", "medium"), "medium": ("light", "medium", "heavy"), "large": ("light", "medium", "heavy")}
OPERATIONS = {
    "employs": "employ people", "premises": "have premises", "vehicles": "drive vehicles", "sites": "work at other people's sites", "public": "meet residents or service users",
    "buys": "buy goods to use or sell", "makes": "make or process goods", "subcontracts": "use subcontractors", "food": "prepare food", "digital": "handle computers or data",
}
SECTORS = {
    "construction": "Construction", "facilities": "Grounds, cleaning and facilities", "care": "Care and support", "catering": "Catering", "ict": "Computers and telephones",
    "professional": "Advice and professional services", "transport": "Transport and waste", "goods": "Goods and manufacture", "security": "Security",
    "staffing": "Agency staff", "other": "Something else",
}
STATUSES = {"todo": "Not begun", "doing": "Under way", "done": "Done", "no": "Not for us"}
OPEN = ("todo", "doing")
SOON = 30  # days


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a supplier can do. ``operations`` and ``sectors`` are empty where it suits everybody."""

    id: str
    theme: str
    action: str
    why: str
    first_step: str
    evidence: str
    indicator: str
    unit: str
    effort: str
    from_size: str
    operations: tuple[str, ...]
    sectors: tuple[str, ...]
    months: int


@dataclass(frozen=True, slots=True)
class Supplier:
    """How a supplier describes itself."""

    name: str
    sector: str
    people: int
    operations: tuple[str, ...] = ()

    @property
    def size(self) -> str:
        """Its size by people employed.

        Examples
        --------
        >>> [Supplier("A", "care", people).size for people in (0, 9, 10, 249, 250)]
        ['micro', 'micro', 'small', 'medium', 'large']
        """
        return next(name for name, least in _FROM if self.people >= least)


@dataclass(frozen=True, slots=True)
class Entry:
    """One action in a plan, as it stands."""

    action_id: str
    status: str = "todo"
    due: date | None = None
    owner: str = ""
    note: str = ""

    def overdue(self, today: date) -> bool:
        return self.status in OPEN and self.due is not None and self.due < today

    def soon(self, today: date) -> bool:
        """Due today or in the next 30 days."""
        return self.status in OPEN and self.due is not None and 0 <= (self.due - today).days <= SOON


@dataclass(frozen=True, slots=True)
class Plan:
    """A supplier's plan. ``named`` is the supplier's own say-so: may a buyer see its name beside how far the plan is?

    ``id`` is a mark without meaning, by which a newer file of the same supplier is known.
    """

    supplier: Supplier
    entries: tuple[Entry, ...] = ()
    made: date | None = None
    named: bool = False
    id: str = ""

    @property
    def key(self) -> str:
        """What tells one supplier's plans from another's."""
        return self.id or self.supplier.name.casefold()


def for_buyer(plan: Plan) -> Plan:
    """The plan as a buyer needs it: no persons, no notes, the size and not the head count; no name without the supplier's say-so.

    Examples
    --------
    >>> own = Plan(Supplier("Van & Son", "transport", 12, ("vehicles",)), (Entry("fewer-miles", "doing", owner="Ann", note="Begun"),), id="3f9a12ab")
    >>> for_buyer(own).supplier, for_buyer(own).entries[0].owner
    (Supplier(name='Not named, 3f9a12ab', sector='transport', people=10, operations=()), '')
    """
    about = plan.supplier
    name = about.name if plan.named else f"Not named, {plan.id}"
    least = dict(_FROM)[about.size]
    return replace(plan, supplier=Supplier(name, about.sector, least), entries=tuple(replace(entry, owner="", note="") for entry in plan.entries))


@dataclass(frozen=True, slots=True)
class Choice:
    """An action with the reason why it is in the plan."""

    action: Action
    reason: str


def choices(supplier: Supplier, actions: Iterable[Action]) -> list[Choice]:
    """Every action that is in proportion to a supplier, the most fitting first; the first `MOST` of its size make a plan.

    An action needs one of its operations to be the supplier's, and its trade where it names any; its effort and smallest size
    must suit. What fits the trade and the operations more closely comes first, and each theme has its turn before any comes again.

    Examples
    --------
    >>> act = Action("a", "environment", "Plan rounds", "Fuel costs.", "Note a week.", "Receipts", "Litres", "litre", "light", "micro", ("vehicles",), (), 6)
    >>> choices(Supplier("Van & Son", "transport", 3, ("vehicles",)), [act])[0].reason
    'You drive vehicles. It is a light step, for firms of every size.'
    >>> choices(Supplier("Desk", "professional", 3), [act])
    []
    """
    order = list(SIZES)
    fitting = []
    for place, one in enumerate(actions):
        shared = [name for name in one.operations if name in supplier.operations]
        in_trade = supplier.sector in one.sectors
        if (order.index(one.from_size) <= order.index(supplier.size) and one.effort in EFFORTS[supplier.size]
                and (shared or not one.operations) and (in_trade or not one.sectors)):
            fitting.append((-(3 * in_trade + len(shared)), place, Choice(one, _reason(one, supplier, shared, in_trade))))
    waiting: dict[str, list[Choice]] = {}
    for _, _, choice in sorted(fitting, key=lambda each: each[:2]):
        waiting.setdefault(choice.action.theme, []).append(choice)
    found = []
    while any(waiting.values()):
        found += [theirs.pop(0) for theirs in waiting.values() if theirs]
    return found


def _reason(one: Action, supplier: Supplier, shared: Sequence[str], in_trade: bool) -> str:
    parts = []
    if in_trade:
        parts.append(f"It suits your trade, {SECTORS[supplier.sector][0].lower()}{SECTORS[supplier.sector][1:]}")
    if shared:
        parts.append("You " + " and ".join(OPERATIONS[name] for name in shared[:2]))
    if not parts:
        parts.append("Every firm can do it")
    size = "every size" if one.from_size == "micro" else f"{SIZES[one.from_size].split(' to ')[0].removesuffix(' people or more')} people or more"
    return f"{'. '.join(parts)}. It is a {one.effort} step, for firms of {size}."


def first_plan(supplier: Supplier, actions: Iterable[Action], today: date) -> tuple[Entry, ...]:
    """The plan to start from: as many actions as the size can look after, each with a day that the action suggests."""
    return tuple(new_entry(choice.action, today) for choice in choices(supplier, actions)[: MOST[supplier.size]])


def new_entry(action: Action, today: date) -> Entry:
    """An action put into a plan today, due in its own number of months."""
    return Entry(action.id, due=today + timedelta(days=round(action.months * 30.44)))
