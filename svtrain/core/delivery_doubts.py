"""What in a set of deliveries wants a second look before it is believed. It is said, and changes no count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from svtrain.core.lists_in_words import listed
from svtrain.core.monitoring import Commitment, Contract, Delivery

_HAIR = 1e-6  # thirds written as 0.333333 still make one


def doubts(commitments: Mapping[str, Commitment], deliveries: Sequence[Delivery], contracts: Mapping[str, Contract]) -> list[str]:
    """Every doubt about these deliveries, a sentence each."""
    by_promise: dict[str, list[Delivery]] = {}
    for each in deliveries:
        by_promise.setdefault(each.commitment_id, []).append(each)
    timed = [sentence for name, rows in by_promise.items() if name in commitments
             for sentence in out_of_time(commitments[name], rows, contracts.get(commitments[name].contract_ref, Contract("")))]
    return [*shares_over_one(deliveries), *people_behind_several(deliveries), *said_twice(deliveries), *timed]


def shares_over_one(deliveries: Sequence[Delivery]) -> list[str]:
    """A sentence for each piece of evidence whose shares for several promises add up to more than all of it.

    Examples
    --------
    >>> rows = [Delivery(name, name, date(2026, 3, 31), 6, evidence_ref="CLUB", share=0.5) for name in ("C1", "C2", "C3")]
    >>> shares_over_one(rows)
    ["C1, C2 and C3 take shares of the evidence 'CLUB' that come to 150%: together they can take 100%."]
    """
    taken: dict[str, dict[str, float]] = {}
    for row in deliveries:
        if row.evidence_ref:
            shares = taken.setdefault(row.evidence_ref, {})
            shares[row.commitment_id] = max(row.share, shares.get(row.commitment_id, 0.0))
    return [f"{several(shares)} take shares of the evidence '{name}' that come to {sum(shares.values()):.0%}: together they can take 100%."
            for name, shares in taken.items() if len(shares) > 1 and sum(shares.values()) > 1 + _HAIR and sum(share == 1 for share in shares.values()) < 2]


def people_behind_several(deliveries: Sequence[Delivery]) -> list[str]:
    """A sentence for each group of promises that count the same people for the same disadvantage.

    Examples
    --------
    >>> rows = [Delivery(name, name, date(2026, 3, 31), 1, person="P7", disadvantage="care leaver") for name in ("C1", "C2")]
    >>> people_behind_several(rows)
    ["C1 and C2 both count 1 person as 'care leaver': count each person once, or give each promise its share."]
    """
    behind: dict[tuple[str, str], dict[str, float]] = {}
    names: dict[str, str] = {}
    for row in deliveries:
        if row.person and row.disadvantage:
            names.setdefault(row.disadvantage.casefold(), row.disadvantage)
            shares = behind.setdefault((row.person.casefold(), row.disadvantage.casefold()), {})
            shares[row.commitment_id] = max(row.share, shares.get(row.commitment_id, 0.0))
    groups: dict[tuple[tuple[str, ...], str], int] = {}
    for (_, disadvantage), shares in behind.items():
        if len(shares) > 1 and sum(shares.values()) > 1 + _HAIR:
            key = tuple(shares), disadvantage
            groups[key] = groups.get(key, 0) + 1
    return [f"{several(promises)} {'both' if len(promises) == 2 else 'all'} count {count} {'person' if count == 1 else 'people'} as '{names[disadvantage]}': "
            "count each person once, or give each promise its share." for (promises, disadvantage), count in groups.items()]


def said_twice(deliveries: Sequence[Delivery]) -> list[str]:
    """A sentence for each promise with reports that are alike in all but their name.

    Examples
    --------
    >>> rows = [Delivery(name, "C1", date(2026, 3, 31), 6, evidence_ref="T-1") for name in ("D1", "D2")]
    >>> said_twice(rows)
    ['C1: D1 and D2 are alike in all but their name. Is it one report?']
    """
    alike: dict[tuple, list[str]] = {}
    for row in deliveries:
        if not row.quantity or row.person and row.disadvantage:  # a person under a disadvantage is counted once in any case
            continue
        if row.evidence_ref or row.person or row.quantity != 1:  # heads are often listed one a row, and look alike
            key = (row.commitment_id, row.period_end, row.quantity, row.share, row.evidence_ref, row.person, row.disadvantage, row.note)
            alike.setdefault(key, []).append(row.id or "a report without a name")
    return [f"{key[0]}: {several(names)} are alike in all but their name. Is it one report?"
            for key, names in alike.items() if len(names) > 1]


def out_of_time(commitment: Commitment, deliveries: Sequence[Delivery], contract: Contract) -> list[str]:
    """Sentences for reports that end before a promise begins, or come after it was due.

    Examples
    --------
    >>> promise = Commitment("C1", "K1", "Jobs", "person", 10, due=date(2027, 3, 31), start=date(2026, 4, 1))
    >>> out_of_time(promise, [Delivery("D1", "C1", date(2025, 6, 30), 2)], Contract("K1"))
    ['C1: D1 ends before 1 April 2026, when it begins. It is counted; was it done under this contract?']
    """
    start, due = commitment.start or contract.start, commitment.due or contract.end
    early = [row.id for row in deliveries if start is not None and row.period_end < start]
    late = [row.id for row in deliveries if due is not None and row.period_end > due]
    found = []
    if early:
        found.append(f"{commitment.id}: {several(early)} {'ends' if len(early) == 1 else 'end'} before {_day(start)}, when it begins. "
                     f"{'It is' if len(early) == 1 else 'They are'} counted; {'was it' if len(early) == 1 else 'were they'} done under this contract?")
    if late:
        found.append(f"{commitment.id}: {several(late)} {'ends' if len(late) == 1 else 'end'} after {_day(due)}, when all was due. "
                     f"{'It is' if len(late) == 1 else 'They are'} counted.")
    return found


def several(names: Iterable[str]) -> str:
    """Names of promises or reports; of many, the first four."""
    return listed(names, most=5, first=4)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
