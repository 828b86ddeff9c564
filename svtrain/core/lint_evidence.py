"""Rules about reasons: why this deduction, why this long, and numbers that look like habits."""

from __future__ import annotations

import re

from svtrain.core.estimate import Estimate, due_to_others
from svtrain.core.lint_context import Context, Rule, Said
from svtrain.core.value_map import DEDUCTIONS, Outcome

LONG = 5  # years, after which a duration wants evidence
HABITS = {0.1, 0.25, 0.5}
ENOUGH = 4  # deductions before a habit can be told from chance
_COMPARED = re.compile(r"\b(comparison group|control group|counterfactual group|randomi[sz]ed|matched group)\b", re.IGNORECASE)


def _explained(estimate: Estimate) -> bool:
    return bool(estimate.reason.strip() or estimate.evidence.strip())


def no_reason_for_deadweight(context: Context) -> Said:
    """Nobody says why this much would have happened anyway."""
    for outcome in context.value_map.outcomes:
        if not _explained(outcome.deadweight) and not outcome.comparison_group:
            yield f"{outcome.id}.deadweight", f"No reason is given for the deadweight of '{outcome.id}' ({outcome.deadweight.likely:g})."


def _deductions(outcome: Outcome) -> tuple[float, ...]:
    return (outcome.deadweight.likely, outcome.displacement.likely, due_to_others(outcome.attribution),
            outcome.leakage.likely, outcome.drop_off.likely)


def all_deductions_identical(context: Context) -> Said:
    """Every outcome has the same deductions, as if nobody had asked about each."""
    sets = {_deductions(outcome) for outcome in context.value_map.outcomes}
    if len(context.value_map.outcomes) > 2 and len(sets) == 1 and any(sets.pop()):
        yield "outcomes", "All outcomes have the same deductions; was each one asked about?"


def round_number_habit(context: Context) -> Said:
    """Nothing but 10, 25 and 50 per cent."""
    given = [round(number, 6) for outcome in context.value_map.outcomes
             for number in (*(getattr(outcome, name).likely for name in DEDUCTIONS if name != "attribution"),
                            *(share.likely for share in outcome.attribution), outcome.drop_off.likely) if number]
    if len(given) >= ENOUGH and set(given) <= HABITS:
        yield "outcomes", f"All {len(given)} deductions are 10, 25 or 50 per cent; people pick round numbers when they have not measured."


def long_without_evidence(context: Context) -> Said:
    """A long-lasting effect without evidence."""
    for outcome in context.value_map.outcomes:
        if outcome.duration_years.likely > LONG and not _explained(outcome.duration_years):
            yield f"{outcome.id}.duration_years", (f"'{outcome.id}' is said to last {outcome.duration_years.likely:g} years; over {LONG} years "
                                                   "wants evidence.")


def deadweight_despite_comparison(context: Context) -> Said:
    """What would have happened anyway is taken off twice."""
    for outcome in context.value_map.outcomes:
        words = " ".join((outcome.quantity.evidence, outcome.quantity.reason))
        compared = outcome.comparison_group or _COMPARED.search(words)
        if compared and outcome.deadweight.ends[1] > 0:
            yield f"{outcome.id}.deadweight", (f"The quantity of '{outcome.id}' was measured against a comparison group; deadweight takes the "
                                               "same off again.")


EVIDENCE = {
    "no-reason-for-deadweight": Rule("warning", "A deadweight without a reason", no_reason_for_deadweight),
    "deadweight-despite-comparison": Rule("warning", "Deadweight although a comparison group was used", deadweight_despite_comparison),
    "long-without-evidence": Rule("warning", "Over 5 years without evidence", long_without_evidence),
    "all-deductions-identical": Rule("note", "The same deductions on every line", all_deductions_identical),
    "round-number-habit": Rule("note", "Only 10, 25 and 50 per cent", round_number_habit),
}
