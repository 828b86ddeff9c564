"""One person under several disadvantages: seen, and counted in one where the list in use says so."""

from __future__ import annotations

from collections.abc import Sequence

from svtrain.core.lists_in_words import listed
from svtrain.core.monitoring import Delivery


def several_disadvantages(deliveries: Sequence[Delivery]) -> list[str]:
    """A sentence for each person who stands under more than one disadvantage.

    Examples
    --------
    >>> from datetime import date
    >>> rows = [Delivery(name, "C1", date(2026, 3, 31), 1, person="P7", disadvantage=name) for name in ("care leaver", "out of work")]
    >>> several_disadvantages(rows)
    ["'P7' stands under 'care leaver' and 'out of work': many lists let a person count in one of them only."]
    """
    found: dict[str, dict[str, str]] = {}
    for row in deliveries:
        if row.person and row.disadvantage:
            found.setdefault(row.person, {}).setdefault(row.disadvantage.casefold(), row.disadvantage)
    return [f"'{person}' stands under {listed(names.values(), quoted=True, between=' and ')}: many lists let a person count in one of them only."
            for person, names in found.items() if len(names) > 1]


def in_one_disadvantage(deliveries: Sequence[Delivery]) -> tuple[list[Delivery], list[str]]:
    """The deliveries that count where a person counts in one disadvantage only: the first that was reported.

    Returns
    -------
    tuple
        The deliveries kept, in order of time, and a sentence for each that is left out.

    Notes
    -----
    The rule is that of the list in use, such as the one that Torbay Council explains to its bidders.

    Examples
    --------
    >>> from datetime import date
    >>> rows = [Delivery(name, "C1", date(2026, 3, 31), 1, person="P7", disadvantage=name) for name in ("care leaver", "out of work")]
    >>> kept, said = in_one_disadvantage(rows)
    >>> len(kept), said
    (1, ["Delivery out of work: 'P7' counts already as 'care leaver'."])
    """
    first: dict[str, str] = {}
    kept, said = [], []
    for row in sorted(deliveries, key=lambda each: (each.period_end, each.id)):
        taken = first.setdefault(row.person, row.disadvantage) if row.person and row.disadvantage else row.disadvantage
        if taken.casefold() == row.disadvantage.casefold():
            kept.append(row)
        else:
            said.append(f"Delivery {row.id}: '{row.person}' counts already as '{taken}'.")
    return kept, said
