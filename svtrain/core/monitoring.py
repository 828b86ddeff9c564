"""Promised, due by now, delivered, verified: and the Act's word for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

# Procurement Act 2023, section 71 and its regulations: the words in which performance is published.
RATINGS = ("Good", "Approaching target", "Requires improvement", "Inadequate", "Other")
# From which share of what is due each word is used. The Act gives the words; these shares are this toolkit's.
BOUNDS = ((1.0, "Good"), (0.85, "Approaching target"), (0.5, "Requires improvement"), (0.0, "Inadequate"))
VERIFIED = ("sample", "third-party")
FIRST_MONTHS = 365  # days in which one person counts for one disadvantage
QUARTER = timedelta(days=91)
SLACK = timedelta(days=7)  # periods of weeks or months seldom end on the very day on which somebody's year does


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise: ``target`` units of ``measure`` by ``due``. ``start`` is when work on it begins.

    ``proxy_id`` prices one unit; ``owner`` answers for it; ``evidence_required`` is what was asked for when it was made.
    """

    id: str
    contract_ref: str
    measure: str
    unit: str
    target: float
    due: date | None = None
    start: date | None = None
    proxy_id: str = ""
    owner: str = ""
    evidence_required: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was done in the period that ends on ``period_end``.

    ``share`` is this contract's part of an activity that serves several. ``person`` and ``disadvantage`` are pseudonyms, given
    where people are counted; ``started`` is when the person began. ``verified_by`` says who checked it, and is never a person's name.
    """

    id: str
    commitment_id: str
    period_end: date
    quantity: float
    verification: str = "self"
    evidence_ref: str = ""
    share: float = 1.0
    person: str = ""
    disadvantage: str = ""
    started: date | None = None
    evidence_type: str = ""
    verified_by: str = ""
    verified_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """Pounds spent on a contract in the period that ends on ``period_end``."""

    contract_ref: str
    period_end: date
    amount: float


@dataclass(frozen=True, slots=True)
class Contract:
    """When a contract runs, what it is worth in pounds, and what has been spent by the day looked at."""

    reference: str
    start: date | None = None
    end: date | None = None
    value: float | None = None
    spent: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How one promise stands. ``delivered_share`` and ``verified_share`` are None where there is nothing to divide by."""

    commitment: Commitment
    phased_by: str
    phase: float | None
    committed_to_date: float | None
    delivered: float
    delivered_share: float | None
    verified: float
    verified_share: float | None
    rating: str
    reason: str
    left_out: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict:
        """Plain values that JSON can hold."""
        promise = self.commitment
        return {"commitment_id": promise.id, "contract_ref": promise.contract_ref, "measure": promise.measure, "unit": promise.unit,
                "target_qty": promise.target, "due_date": promise.due.isoformat() if promise.due else None,
                "phased_by": self.phased_by, "phase": self.phase, "committed_to_date": self.committed_to_date,
                "delivered": self.delivered, "delivered_share": self.delivered_share, "verified": self.verified,
                "verified_share": self.verified_share, "rating": self.rating, "reason": self.reason, "left_out": list(self.left_out)}


def fte_years(workers: Iterable[tuple[float, float, float]]) -> float:
    """Full-time-equivalent years: people x share of full time x years.

    Examples
    --------
    >>> fte_years([(10, 1, 2), (5, 0.5, 2)])
    25.0
    """
    return float(sum(people * share * years for people, share, years in workers))


def phase_by_time(start: date, due: date, as_of: date) -> float:
    """The share of a promise that is due, evenly over the days from `start` to `due`.

    Examples
    --------
    >>> round(phase_by_time(date(2026, 4, 1), date(2028, 4, 1), date(2027, 4, 1)), 4)
    0.4993
    """
    if as_of >= due:
        return 1.0
    return min(1.0, max(0.0, (as_of - start).days / max(1, (due - start).days)))


def phase_by_spend(spent: float, value: float) -> float:
    """The share of a promise that is due as the contract is spent: nothing is due on orders that never came.

    Examples
    --------
    >>> phase_by_spend(300_000, 1_200_000)
    0.25
    """
    return min(1.0, max(0.0, spent / value))


def rating(delivered_share: float | None) -> str:
    """The Act's word for a share of what is due by now; Other where nothing is due yet.

    Examples
    --------
    >>> [rating(share) for share in (1.2, 0.9, 0.6, 0.1, None)]
    ['Good', 'Approaching target', 'Requires improvement', 'Inadequate', 'Other']
    """
    if delivered_share is None:
        return "Other"
    return next(word for bound, word in BOUNDS if delivered_share >= bound - 1e-9)


def counts_years(commitment: Commitment) -> bool:
    """Whether a promise counts years of people, and not heads.

    Examples
    --------
    >>> counts_years(Commitment("C1", "K1", "Jobs", "FTE year", 10)), counts_years(Commitment("C2", "K1", "Jobs", "person", 10))
    (True, False)
    """
    return in_years(commitment.unit)


def in_years(unit: str) -> bool:
    """Whether a unit counts years of people.

    Examples
    --------
    >>> in_years("claimant per year"), in_years("tonne")
    (True, False)
    """
    return "year" in unit.lower() or "fte" in unit.lower()


def counted(deliveries: Sequence[Delivery], per_year: bool) -> tuple[list[tuple[Delivery, float]], list[str]]:
    """What each delivery counts for, and a sentence for each that does not count in full.

    An activity that serves several contracts counts for its share. One person counts once for each disadvantage and in the
    first 12 months only: where years are counted (`per_year`), up to one year; where heads are, once. Years of a person without
    a disadvantage all count.

    Examples
    --------
    >>> rows = [Delivery(str(n), "C1", date(2026, 3 * n, 28), 1, person="P7", disadvantage="care leaver") for n in (1, 2)]
    >>> found, said = counted(rows, per_year=False)
    >>> [quantity for _, quantity in found], said
    ([1.0, 0.0], ["Delivery 2: 'P7' counts once as 'care leaver'."])
    """
    so_far: dict[tuple[str, str], float] = {}
    begun, lengths = _begun(deliveries)
    ends: dict[tuple[str, str], list[date]] = {}
    found, said = [], []
    for row in sorted(deliveries, key=lambda each: (each.period_end, each.id)):
        quantity = row.quantity * row.share
        if _limited(row, per_year):
            key = _who(row)
            before = max((end for end in ends.get(key, ()) if end < row.period_end), default=row.period_end - lengths[key])
            inside = _inside(max(before, begun[key] - timedelta(days=1)), row.period_end, begun[key], per_year)
            allowed, why = _allowed(row, quantity, inside, so_far.get(key, 0.0), per_year)
            if allowed < quantity:
                said.append(f"Delivery {row.id}: '{row.person}' {why}.")
            ends.setdefault(key, []).append(row.period_end)
            so_far[key] = so_far.get(key, 0.0) + allowed
            quantity = allowed
        found.append((row, float(quantity)))
    return found, said


def _limited(row: Delivery, per_year: bool) -> bool:
    return bool(row.person) and (bool(row.disadvantage) or not per_year)


def _who(row: Delivery) -> tuple[str, str]:
    """A person and a disadvantage, however the letters are written."""
    return row.person.casefold(), row.disadvantage.casefold()


def _begun(deliveries: Sequence[Delivery]) -> tuple[dict[tuple[str, str], date], dict[tuple[str, str], timedelta]]:
    """When each person began, and how long their first period is: as long as the next one, or a quarter where there is no other."""
    rows: dict[tuple[str, str], list[Delivery]] = {}
    for row in deliveries:
        if row.person:
            rows.setdefault(_who(row), []).append(row)
    begun, lengths = {}, {}
    for key, own in rows.items():
        started, ends = [row.started for row in own if row.started], sorted({row.period_end for row in own})
        lengths[key] = min(ends[1] - ends[0], timedelta(days=FIRST_MONTHS)) if len(ends) > 1 else QUARTER
        begun[key] = min(started) if started else ends[0] - lengths[key] + timedelta(days=1)
    return begun, lengths


def _inside(before: date, end: date, begun: date, per_year: bool) -> float:
    """The share of a period, from the day after `before` to `end`, that lies in a person's first 12 months; a head counts or does not."""
    last = begun + timedelta(days=FIRST_MONTHS - 1)
    if end <= last + SLACK:
        return 1.0
    if not per_year or before >= last - SLACK:
        return 0.0
    return (last - before).days / (end - before).days


def _allowed(row: Delivery, quantity: float, inside: float, so_far: float, per_year: bool) -> tuple[float, str]:
    as_what = f" as '{row.disadvantage}'" if row.disadvantage else ""
    room = max(0.0, 1.0 - so_far)
    if inside < 1 and quantity * inside <= room:
        return quantity * inside, f"counts{as_what} in the first 12 months only"
    return min(quantity, room), f"counts up to one year{as_what}" if per_year else f"counts once{as_what}"


def progress(commitment: Commitment, deliveries: Sequence[Delivery], contract: Contract, as_of: date, *,
             by_spend: bool = False) -> Progress:
    """How one promise stands on a day.

    Parameters
    ----------
    commitment, deliveries, contract
        The promise, what was done towards it, and the contract it belongs to.
    as_of : date
        Deliveries after this day are not counted.
    by_spend : bool
        Phase by the contract's spend where its value is known, instead of by time.

    Examples
    --------
    >>> promise = Commitment("C1", "K1", "Jobs", "person", 10, due=date(2027, 4, 1), start=date(2025, 4, 1))
    >>> found = progress(promise, [Delivery("D1", "C1", date(2026, 3, 31), 4, "sample")], Contract("K1"), date(2026, 4, 1))
    >>> found.rating, found.reason
    ('Requires improvement', 'Delivered 4 of the 5 due by now (person): 80%. All of it is verified.')
    """
    rows = [row for row in deliveries if row.commitment_id == commitment.id and row.period_end <= as_of]
    parts, left_out = counted(rows, counts_years(commitment))
    delivered = sum(quantity for _, quantity in parts)
    verified = sum(quantity for row, quantity in parts if row.verification in VERIFIED)
    how, phase = _phase(commitment, contract, as_of, by_spend)
    due = None if phase is None else commitment.target * phase
    share = delivered / due if due else None
    verified_share = verified / delivered if delivered else None
    reason = _reason(commitment, delivered, due, share, verified_share, phase)
    return Progress(commitment, how, phase, due, delivered, share, verified, verified_share, rating(share), reason, tuple(left_out))


def _phase(commitment: Commitment, contract: Contract, as_of: date, by_spend: bool) -> tuple[str, float | None]:
    if by_spend and contract.value and contract.spent is not None:
        return "spend", phase_by_spend(contract.spent, contract.value)
    due, start = commitment.due or contract.end, commitment.start or contract.start
    if due is not None and as_of >= due:
        return "time", 1.0
    if due is None or start is None:
        return "time", None
    return "time", phase_by_time(start, due, as_of)


def _reason(commitment: Commitment, delivered: float, due: float | None, share: float | None, verified: float | None,
            phase: float | None) -> str:
    if commitment.target <= 0:
        return "The promise is nothing, so there is nothing to rate."
    if phase is None:
        return "Not rated: the promise has no start or no due date, so what is due by now is not known."
    if not due:
        return "Nothing is due yet." if not delivered else f"Nothing is due yet; {amount(delivered)} delivered already."
    checked = {None: "", 0.0: " None of it is verified.", 1.0: " All of it is verified."}.get(
        verified, f" {100 * (verified or 0):.0f}% of it is verified.")
    unit = f" ({commitment.unit})" if commitment.unit else ""
    return f"Delivered {amount(delivered)} of the {amount(due)} due by now{unit}: {100 * share:.0f}%.{checked}"


def amount(number: float) -> str:
    """A quantity as people write it: at most one decimal, and two below ten.

    Examples
    --------
    >>> amount(1234.56), amount(3.0), amount(0.25), amount(4.666)
    ('1,234.6', '3', '0.25', '4.67')
    """
    shown = f"{number:,.2f}" if abs(number) < 10 else f"{number:,.1f}"
    return shown.rstrip("0").removesuffix(".")


def same_evidence(deliveries: Sequence[Delivery]) -> list[str]:
    """A sentence for each group of promises that rest on the same evidence without a share.

    Examples
    --------
    >>> rows = [Delivery(name, name, date(2026, 3, 31), 5, evidence_ref="TICKETS-1") for name in ("C1", "C2")]
    >>> same_evidence(rows)
    ["C1 and C2 rest on the same evidence ('TICKETS-1'): count it once, or give each its share."]
    """
    behind: dict[str, dict[str, None]] = {}
    for row in deliveries:
        if row.evidence_ref and row.share == 1:
            behind.setdefault(row.evidence_ref, {})[row.commitment_id] = None
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, promises in behind.items():
        if len(promises) > 1:
            groups.setdefault(tuple(promises), []).append(name)
    return [f"{' and '.join(promises)} rest on the same evidence ('{names[0]}'{_more(names)}): count it once, or give each its share."
            for promises, names in groups.items()]


def _more(names: list[str]) -> str:
    return f" and {len(names) - 1} more" if len(names) > 1 else ""
