"""What is missing behind a promise, what to ask the supplier for next, and what to ask for next time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from svtrain.core.delivery_doubts import out_of_time, people_behind_several, said_twice, shares_over_one
from svtrain.core.disadvantages import several_disadvantages
from svtrain.core.monitoring import BOUNDS, VERIFIED, Contract, Delivery, Progress, amount, same_evidence

LATE = BOUNDS[1][0]  # below this share of what is due, a promise is behind
LITTLE_CHECKED = 0.5
SILENT = 184  # days: two quarters without a report
# Words for what was done. The change it led to is another thing, and another question.
_OUTPUT = re.compile(r"\b(hours?|sessions?|classes|lessons?|talks?|site visits?|courses?|workshops?|events?|attend\w*|participants?|trained|training days?|"
                     r"placements?|leaflets?|mentoring|engage\w*|spend with)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: which, in a sentence, and the question to the supplier."""

    id: str
    what: str
    ask: str


_CHANGE = re.compile(r"\b(avoided|prevented|reduced|saved|gained|kept out|moved? into|year in)\b", re.IGNORECASE)


def is_output(measure: str) -> bool:
    """Whether a measure reads like something done and not like a change.

    Examples
    --------
    >>> is_output("Hours given by volunteers"), is_output("Year in work for people who were out of work")
    (True, False)
    """
    return bool(_OUTPUT.search(measure)) and not _CHANGE.search(measure)


def gaps(progress: Progress, deliveries: Sequence[Delivery], as_of: date, *, orders: float | None = None,
         others: Sequence[Delivery] = (), contract: Contract | None = None) -> list[Gap]:
    """What is missing behind one promise, the gravest first.

    Parameters
    ----------
    progress
        How the promise stands.
    deliveries
        What was reported towards it.
    as_of
        The day looked at; later reports are left aside.
    orders
        The share of the contract's value that has been spent, where that is known.
    others
        What was reported towards the other promises, to see whether evidence or people serve twice.
    contract
        The contract's own dates, for a promise that has none.

    Examples
    --------
    >>> from svtrain.core.monitoring import Commitment, Contract, progress
    >>> promise = Commitment("C1", "K1", "Jobs", "person", 10, date(2026, 4, 1), date(2025, 4, 1), owner="Site manager", evidence_required="Payroll")
    >>> rows = [Delivery("D1", "C1", date(2026, 3, 31), 9)]
    >>> [gap.id for gap in gaps(progress(promise, rows, Contract("K1"), date(2026, 4, 1)), rows, date(2026, 4, 1))]
    ['self-only', 'no-evidence']
    """
    rows = sorted((each for each in deliveries if each.period_end <= as_of), key=lambda each: each.period_end)
    found = [*_pace(progress, rows, orders), *_silence(progress, rows, as_of), *_checks(progress, rows), *_evidence(rows),
             *_twice(progress, rows, [each for each in others if each.period_end <= as_of]), *_in_time(progress, rows, contract or Contract(""))]
    promise = progress.commitment
    if is_output(promise.measure):
        found.append(Gap("output", f"“{promise.measure}” says what is done, not what changes for anybody.",
                         "What is different for the people concerned, how do you know, and when did you last ask them?"))
    missing = [name for name, given in (("owner", promise.owner), ("due date", promise.due), ("evidence that was asked for", promise.evidence_required)) if not given]
    if missing:
        found.append(Gap("loose-promise", f"The promise has no {' and no '.join(missing)}.", "Can we agree in writing who answers for it, by when, and what shows it?"))
    return found


def _pace(progress: Progress, rows: Sequence[Delivery], orders: float | None) -> list[Gap]:
    share, unit = progress.delivered_share, progress.commitment.unit
    if progress.phase is None:
        return [Gap("not-dated", "There is no start or no due date, so nobody can say what is due by now.", "From when to when does this promise run?")]
    if share is None or share >= LATE:
        return []
    counted_in = f" ({unit})" if unit else ""
    if not progress.delivered:
        said = "reports came, all of nothing" if rows else "nothing was ever reported"
        return [Gap("nothing", f"{amount(progress.committed_to_date)} are due by now{counted_in}, and {said}.",
                    "What stands in the way? Was this promise ever possible, and lawful?")]
    short = f"{amount(progress.committed_to_date - progress.delivered)} short of what is due by now{counted_in}"
    if progress.phased_by == "time" and orders is not None and orders < LATE * progress.phase and progress.delivered >= LATE * progress.commitment.target * orders:
        return [Gap("fewer-orders", f"By time it is {short}. But {orders:.0%} of the contract's value has been spent in {progress.phase:.0%} of the time.",
                    "Is this late, or did our orders never come? Shall we tie the promise to what is ordered?")]
    return [Gap("late", f"It is behind: {short}.", "What will close the difference, by when, and who will do it?")]


def _silence(progress: Progress, rows: Sequence[Delivery], as_of: date) -> list[Gap]:
    if not rows or progress.delivered >= progress.commitment.target or (as_of - rows[-1].period_end).days <= SILENT:
        return []
    return [Gap("silent", f"The last report is for the period to {rows[-1].period_end.isoformat()}.", "May we have a report for each period since then, even where it is nothing?")]


def _checks(progress: Progress, rows: Sequence[Delivery]) -> list[Gap]:
    share = progress.verified_share
    if share is None or share >= LITTLE_CHECKED:
        return []
    if not share:
        return [Gap("self-only", "All of it is the supplier's own word; nobody else has checked any of it.",
                    "May we draw three entries of the last report and see what stands behind them?")]
    own = sum(each.verification not in VERIFIED for each in rows)
    return [Gap("little-checked", f"Only {share:.0%} of it was checked by anybody but the supplier.", f"Which of the {own} unchecked reports may we look into this month?")]


def _evidence(rows: Sequence[Delivery]) -> list[Gap]:
    bare = [each for each in rows if each.quantity and not each.evidence_ref.strip()]
    if not bare:
        return []
    number = "One report names" if len(bare) == 1 else f"{len(bare)} reports name"
    names = ", ".join(each.id for each in bare[:3]) + (f" and {len(bare) - 3} more" if len(bare) > 3 else "")
    return [Gap("no-evidence", f"{number} no evidence: {names}.", "What stands behind these, and where is it kept?")]


def _twice(progress: Progress, rows: Sequence[Delivery], others: Sequence[Delivery]) -> list[Gap]:
    found = []
    if progress.left_out:
        more = f" {len(progress.left_out) - 1} more like it." if len(progress.left_out) > 1 else ""
        found.append(Gap("counted-twice", f"{progress.left_out[0]}{more}", "Please report each person once, with the day on which they began."))
    several = several_disadvantages(rows)
    if several:
        found.append(Gap("two-disadvantages", several[0], "Under which one of these should this person count?"))
    own = {each.evidence_ref for each in rows if each.evidence_ref}
    behind = [*rows, *(each for each in others if each.evidence_ref in own)]
    shared = same_evidence(behind) + shares_over_one(behind)
    if shared:
        found.append(Gap("same-evidence", shared[0], "Which promise does this evidence belong to, or what share of it to each?"))
    alike = said_twice(rows) + people_behind_several([*rows, *others])
    if alike:
        found.append(Gap("alike", alike[0], "Is this one and the same? If so, which entry stands?"))
    return found


def _in_time(progress: Progress, rows: Sequence[Delivery], contract: Contract) -> list[Gap]:
    said = out_of_time(progress.commitment, rows, contract)
    return [Gap("out-of-time", said[0].removeprefix(f"{progress.commitment.id}: "), "What was done under this contract, and when?")] if said else []


@dataclass(frozen=True, slots=True)
class NextTime:
    """What to ask for when this is bought again: a promise in the columns of a commitments file, and why it is worded so."""

    measure: str
    unit: str
    target: float | None
    proxy_id: str
    owner: str
    evidence_required: str
    why: str


def next_time(progress: Progress, found: Sequence[Gap]) -> NextTime:
    """The promise as it should be asked for next time, by what was learned.

    The target follows the pace that was kept, over the whole of the promise; a person settles it.

    Examples
    --------
    >>> from svtrain.core.monitoring import Commitment, Contract, progress
    >>> promise = Commitment("C1", "K1", "Jobs", "person", 10, date(2027, 4, 1), date(2025, 4, 1), evidence_required="Payroll")
    >>> rows = [Delivery("D1", "C1", date(2026, 3, 31), 2, "self", "P1")]
    >>> stands = progress(promise, rows, Contract("K1"), date(2026, 4, 1))
    >>> asked = next_time(stands, gaps(stands, rows, date(2026, 4, 1)))
    >>> asked.target, asked.evidence_required
    (4.0, 'Payroll; a sample checked by the buyer each quarter')
    """
    promise, ids = progress.commitment, {gap.id for gap in found}
    target, why = promise.target, []
    if progress.phase and progress.delivered_share is not None and progress.delivered_share < LATE and "fewer-orders" not in ids:
        target = float(f"{progress.delivered / progress.phase:.3g}")
        why.append(f"At the pace that was kept, {amount(target)} of {amount(promise.target)} would come. Ask for what can be kept, or pay for more.")
    if "fewer-orders" in ids:
        why.append("Set the promise per £100,000 ordered, so that it rises and falls with the orders.")
    evidence = [promise.evidence_required.strip() or "Name the record that shows it"]
    if ids & {"self-only", "little-checked"}:
        evidence.append("a sample checked by the buyer each quarter")
        why.append("Most of it was never checked by anybody but the supplier.")
    if "no-evidence" in ids:
        why.append("Reports came without evidence, so a report without it should not count.")
    if ids & {"counted-twice", "two-disadvantages", "same-evidence", "alike"}:
        evidence.append("one line a person, with a pseudonym and a first day")
        why.append("The same people or evidence stood behind more than one line.")
    measure = promise.measure
    if "output" in ids:
        evidence.append("a short question to those concerned three months later")
        why.append("It counts what is done. Add the change that it should lead to.")
    return NextTime(measure, promise.unit, target, promise.proxy_id, promise.owner or "To be named by the bidder", "; ".join(evidence),
                    " ".join(why) or "It was kept and checked: ask for it again.")
