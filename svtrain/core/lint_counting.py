"""Rules about what is counted: outputs, things counted twice, too many people, results out of the ordinary."""

from __future__ import annotations

import re
from collections import defaultdict

from svtrain.core.estimate import Estimate
from svtrain.core.lint_context import Context, Rule, Said, perspectives, plain, unit_noun
from svtrain.core.lists_in_words import listed

_DONE = re.compile(r"\b(hours?|sessions?|workshops?|courses?|events?|meetings?|visits?|leaflets?|placements?|"
                   r"number of|delivered|distributed|planted|provided|served|trained|attend\w*|training (?:days?|weeks?))\b")
_CHANGE = re.compile(r"\b(more|less|fewer|better|improved?|increased?|reduced?|lower|higher|gain\w*|moves?|moved|healthier|"
                     r"safer|avoided|prevented|able|feel\w*|confidence|stay\w*|get\w*|enter\w*|change[ds]?)\b")


def output_as_outcome(context: Context) -> Said:
    """Something done is valued as if it were a change in somebody's life."""
    for outcome in context.value_map.outcomes:
        words = outcome.outcome.lower()
        looks_done = outcome.kind is None and _DONE.search(words) and not _CHANGE.search(words)
        if outcome.kind == "output" or looks_done:
            yield f"{outcome.id}.outcome", (f"'{outcome.id}' reads like something done, not a change in somebody's life; "
                                            "a proxy prices a change.")


def priced_twice(context: Context) -> Said:
    """The same stakeholder and outcome on two lines."""
    first: dict[tuple[str, str], str] = {}
    for outcome in context.value_map.outcomes:
        key = plain(outcome.stakeholder), plain(outcome.outcome)
        if not all(key):
            continue
        if key in first:
            yield f"{outcome.id}.outcome", f"'{outcome.id}' and '{first[key]}' price the same outcome for the same people; one may be a repeat."
        first.setdefault(key, outcome.id)


def perspectives_added(context: Context) -> Said:
    """Fiscal, economic and wellbeing values of one outcome added together: a tax paid is a tax received."""
    seen: dict[str, dict[str, str]] = defaultdict(dict)
    for outcome, proxy in context.lines():
        whose = perspectives(outcome.perspective or proxy.passport.perspective)
        if len(whose) > 1:
            yield f"{outcome.id}.proxy", f"The proxy of '{outcome.id}' adds {listed(sorted(whose), between=' and ')} value; transfers may be counted twice."
        same = {plain(_without_side(outcome.outcome)), plain(proxy.passport.outcome)} - {""}
        others = {name: line for key in same for name, line in seen[key].items() if name not in whose and line != outcome.id}
        if whose and others:
            other, line = next(iter(others.items()))
            yield f"{outcome.id}.proxy", (f"'{outcome.id}' adds {listed(sorted(whose), between=' and ')} value to the {other} value of '{line}' for one "
                                          "outcome; transfers are counted twice.")
        for key in same:
            for name in whose:
                seen[key].setdefault(name, outcome.id)


def _without_side(text: str) -> str:
    """An outcome without the side that some people write behind it: 'Finds work (fiscal saving)' is 'Finds work'."""
    return re.sub(r"\s*(?:\(|\[|[-\u2013\u2014:])\s*(?:fiscal|economic|social|wellbeing|well-being)\b[^()\[\]]{0,40}[)\]]?\s*$", "", text, flags=re.IGNORECASE)


_SUMMARY = re.compile(r"\b(overall|in general|quality of life|life satisfaction|total)\b")


def counted_in_its_parts(context: Context) -> Said:
    """A line that says which others it sums up, beside them."""
    ids = {outcome.id for outcome in context.value_map.outcomes}
    for outcome in context.value_map.outcomes:
        parts = [name for name in outcome.includes if name in ids and name != outcome.id]
        if parts:
            yield f"{outcome.id}.includes", f"'{outcome.id}' sums up '{parts[0]}', which is also in the map; its value is counted twice."


def sounds_like_a_summary(context: Context) -> Said:
    """A line whose words sum up a life, beside others for the same people."""
    groups: dict[str, int] = defaultdict(int)
    for outcome in context.value_map.outcomes:
        groups[plain(outcome.stakeholder)] += 1
    for outcome in context.value_map.outcomes:
        alone = groups[plain(outcome.stakeholder)] < 2
        if not alone and not outcome.includes and _SUMMARY.search(outcome.outcome.lower()):
            yield f"{outcome.id}.outcome", f"'{outcome.id}' sounds like a summary; its parts may be other lines for the same people."


def more_than_there_are(context: Context) -> Said:
    """More people change than there are in the group."""
    people = {plain(name): (name, count) for name, count in context.value_map.stakeholders.items()}
    for outcome in context.value_map.outcomes:
        name, count = people.get(plain(outcome.stakeholder), ("", None))
        if count is None or outcome.unit.strip() and not _counts_people(outcome.unit):
            continue
        if _most(outcome.quantity) > count:
            yield f"{outcome.id}.quantity", f"'{outcome.id}' counts up to {_most(outcome.quantity):g} people, but '{name}' are {count:g}."


def _counts_people(unit: str) -> bool:
    """One person may be two person-years, so those are not compared with a count of people."""
    return unit_noun(unit) == "person" and not re.search(r"[- ]years?\b(?<!per year)", unit.lower())


def _most(estimate: Estimate) -> float:
    return estimate.ends[1]


def ratio_above_most(context: Context) -> Said:
    """A ratio that few published reports reach."""
    high = context.reference.percentiles.get("sroi ratio", {}).get(90)
    ratio = context.result.sroi_ratio
    if high is not None and ratio is not None and ratio > high:
        yield "sroi_ratio", f"The ratio, {ratio:.1f}, is above that of nine in ten published reports ({high:g}); ask what is unusual."


def one_line_over_half(context: Context) -> Said:
    """One outcome carries the result."""
    lines = context.result.by_outcome
    total = sum(abs(line.present_value) for line in lines)
    for line in lines if len(lines) > 2 else ():
        if abs(line.present_value) > total / 2:
            yield line.id, f"'{line.id}' is {abs(line.present_value) / total:.0%} of the total; the result stands or falls with it."


COUNTING = {
    "more-than-there-are": Rule("error", "More people than there are in the group", more_than_there_are),
    "counted-in-its-parts": Rule("error", "A summary beside its own parts", counted_in_its_parts),
    "sounds-like-a-summary": Rule("warning", "A summative outcome beside others", sounds_like_a_summary),
    "output-as-outcome": Rule("warning", "An output valued as an outcome", output_as_outcome),
    "priced-twice": Rule("warning", "The same stakeholder and outcome twice", priced_twice),
    "perspectives-added": Rule("warning", "Perspectives added together for one outcome", perspectives_added),
    "ratio-above-most": Rule("warning", "A ratio above the practitioners' 90th percentile", ratio_above_most),
    "one-line-over-half": Rule("note", "One line over half of the total", one_line_over_half),
}
