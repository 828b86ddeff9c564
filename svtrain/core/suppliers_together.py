"""How many suppliers' plans stand together, and by name only who agreed to be named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from svtrain.core.supplier_plan import OPEN, STATUSES, Entry, Plan


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
    """Many plans: all of them, the groups that may be shown, and how many groups are kept back.

    ``left_out`` suppliers do not want to be named and are so few that the sums, less the named ones, would give them away.
    """

    everybody: Count | None
    groups: tuple[Count, ...]
    held_back: int
    suppliers: int
    smallest: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one supplier is, who agreed to be named."""

    name: str
    made: date | None
    actions: int
    by_status: dict[str, int]
    overdue: int
    next_due: date | None


def named_standings(plans: Sequence[Plan], today: date) -> list[Standing]:
    """How far each supplier is that agreed to be named, by name; nobody else is in it.

    Examples
    --------
    >>> from svtrain.core.supplier_plan import Supplier
    >>> firm = Supplier("Van & Son", "transport", 3)
    >>> plans = [Plan(firm, (Entry("fewer-miles", "done"),), named=True), Plan(Supplier("Shy", "care", 3))]
    >>> [(one.name, one.by_status["done"]) for one in named_standings(plans, date(2026, 7, 1))]
    [('Van & Son', 1)]
    """
    return sorted((_standing(plan, today) for plan in plans if plan.named), key=lambda one: one.name.casefold())


def _standing(plan: Plan, today: date) -> Standing:
    entries = plan.entries
    coming = [entry.due for entry in entries if entry.status in OPEN and entry.due and entry.due >= today]
    return Standing(plan.supplier.name, plan.made, len(entries), {status: sum(entry.status == status for entry in entries) for status in STATUSES},
                    sum(entry.overdue(today) for entry in entries), min(coming, default=None))


def together(plans: Sequence[Plan], group_of: Callable[[Plan, Entry], str], today: date, shown: Callable[[dict[str, int]], frozenset[str]], *,
             smallest: int) -> Together:
    """How many suppliers' plans stand, by group; a group of few suppliers is kept back, and so is one that would give it away.

    Named suppliers can be taken from any sum. So the suppliers behind a sum that are not named are none, or enough; where they
    are too few in all, only the named ones are added up.

    Parameters
    ----------
    group_of
        The group of an entry: a theme, a trade, a size.
    shown
        From suppliers by group to the groups that are large enough.
    smallest
        Suppliers that are needed to show anything.
    """
    every, shy = {plan.key for plan in plans}, {plan.key for plan in plans if not plan.named}
    few = len(shy) if len(shy) < smallest and shy != every else 0
    if few:
        plans, shy = [plan for plan in plans if plan.named], set()
    count = len(every) - few
    if count < smallest:
        return Together(None, (), 0, len(every), smallest, few)

    def safe(suppliers: set[str]) -> bool:
        hidden = len(suppliers & shy)
        return len(suppliers) >= smallest and (not hidden or hidden >= smallest)

    pairs = [(group_of(plan, entry), plan, entry) for plan in plans for entry in plan.entries]
    behind: dict[str, set[str]] = {}
    for name, plan, _ in pairs:
        behind.setdefault(name, set()).add(plan.key)
    allowed = {name for name in shown({name: len(suppliers) for name, suppliers in behind.items()}) if safe(behind[name])}
    while True:  # whoever takes the shown groups from the whole must be left with nobody, or with enough suppliers
        rest = set().union(*(suppliers for name, suppliers in behind.items() if name not in allowed)) if set(behind) - allowed else set()
        if not allowed or not rest or safe(rest):
            break
        allowed.remove(min(allowed, key=lambda name: (len(behind[name]), name)))
    groups = tuple(_count(name, [(plan, entry) for group, plan, entry in pairs if group == name], today) for name in behind if name in allowed)
    return Together(_count("All", [(plan, entry) for _, plan, entry in pairs], today, count), groups, len(behind) - len(groups), count, smallest, few)


def _count(name: str, pairs: Sequence[tuple[Plan, Entry]], today: date, suppliers: int | None = None) -> Count:
    entries = [entry for _, entry in pairs]
    people = len({plan.key for plan, _ in pairs}) if suppliers is None else suppliers
    return Count(name, people, len(entries), {status: sum(entry.status == status for entry in entries) for status in STATUSES},
                 sum(entry.soon(today) for entry in entries), sum(entry.overdue(today) for entry in entries))
