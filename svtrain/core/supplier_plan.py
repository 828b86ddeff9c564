"""Which actions are in proportion to a supplier, why each was chosen, and how many suppliers' plans stand together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
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
    """A supplier's plan."""

    supplier: Supplier
    entries: tuple[Entry, ...] = ()
    made: date | None = None


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


@dataclass(frozen=True, slots=True)
class Count:
    """How a group of plans stands; every number is a count of actions, but ``suppliers``."""

    name: str
    suppliers: int
    actions: int
    by_status: dict[str, int]
    soon: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Together:
    """Many plans: all of them, the groups that may be shown, and how many groups are kept back."""

    everybody: Count | None
    groups: tuple[Count, ...]
    held_back: int
    suppliers: int
    smallest: int
    notes: tuple[str, ...] = field(default=())


def together(plans: Sequence[Plan], group_of: Callable[[Plan, Entry], str], today: date, shown: Callable[[dict[str, int]], frozenset[str]], *,
             smallest: int) -> Together:
    """How many suppliers' plans stand, by group; a group of few suppliers is kept back, and so is one that would give it away.

    Parameters
    ----------
    group_of
        The group of an entry: a theme, a trade, a size.
    shown
        From suppliers by group to the groups that are large enough.
    smallest
        Suppliers that are needed to show anything.
    """
    count = len({plan.supplier.name.casefold() for plan in plans})
    if count < smallest:
        return Together(None, (), 0, count, smallest)
    pairs = [(group_of(plan, entry), plan, entry) for plan in plans for entry in plan.entries]
    behind: dict[str, set[str]] = {}
    for name, plan, _ in pairs:
        behind.setdefault(name, set()).add(plan.supplier.name.casefold())
    allowed = set(shown({name: len(suppliers) for name, suppliers in behind.items()}))
    while True:  # whoever takes the shown groups from the whole must be left with nobody, or with enough suppliers
        rest = set().union(*(suppliers for name, suppliers in behind.items() if name not in allowed)) if set(behind) - allowed else set()
        if not allowed or not rest or len(rest) >= smallest:
            break
        allowed.remove(min(allowed, key=lambda name: (len(behind[name]), name)))
    groups = tuple(_count(name, [(plan, entry) for group, plan, entry in pairs if group == name], today) for name in behind if name in allowed)
    return Together(_count("All", [(plan, entry) for _, plan, entry in pairs], today, count), groups, len(behind) - len(groups), count, smallest)


def _count(name: str, pairs: Sequence[tuple[Plan, Entry]], today: date, suppliers: int | None = None) -> Count:
    entries = [entry for _, entry in pairs]
    people = len({plan.supplier.name.casefold() for plan, _ in pairs}) if suppliers is None else suppliers
    return Count(name, people, len(entries), {status: sum(entry.status == status for entry in entries) for status in STATUSES},
                 sum(entry.soon(today) for entry in entries), sum(entry.overdue(today) for entry in entries))
