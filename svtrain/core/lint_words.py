"""Rules about what the words of a map give away: a ratio that means two things, a share the wrong way round, weights in the money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from svtrain.core.lint_context import Context, Rule, Said
from svtrain.core.value_map import InlineProxy, Outcome

_NUMBER = r"£?\s?(\d{1,6}(?:\.\d{1,4})?)"
_RATIO = re.compile(rf"\bratio (?:of|is|was|=) {_NUMBER}|{_NUMBER} (?:of (?:social )?value )?(?:for|per|to) (?:each |every |the )?£1\b|"
                    rf"\b{_NUMBER} ?(?::| to ) ?1\b", re.IGNORECASE)


def said_ratio_differs(context: Context) -> Said:
    """The words print a ratio that the sum does not give."""
    result, value_map = context.result, context.value_map
    if result.sroi_ratio is None:
        return
    alone = {item.name: result.present_value / item.value.likely for item in value_map.inputs
             if len(value_map.inputs) > 1 and item.value.likely > 0}
    meanings = {"the net ratio": result.net_ratio, **{f"value over '{name[:40]}' alone": each for name, each in alone.items()}}
    for field, text in _sayings(context):
        for found in _RATIO.finditer(text):
            said = next(group for group in found.groups() if group)
            if _same(said, result.sroi_ratio):
                continue
            meant = next((name for name, each in meanings.items() if _same(said, each)), "")
            why = f"that is {meant}" if meant else "the sum gives no such ratio"
            yield field, f"The words say {said} for each 1 put in; {why}. The ratio is {result.sroi_ratio:.2f}."


def _sayings(context: Context) -> Iterator[tuple[str, str]]:
    yield "title", context.value_map.title
    yield from (("notes", note) for note in context.value_map.notes)
    yield from ((f"{outcome.id}.notes", outcome.notes) for outcome in context.value_map.outcomes)


def _same(said: str, amount: float) -> bool:
    return abs(float(said) - amount) <= 0.5 * 10.0 ** -len(said.partition(".")[2]) + 1e-9


_OURS = re.compile(r"\b(due to|thanks to|because of|down to|caused by) (us|ours?|this contract|the contract|the supplier|the bidder|our \w+)\b|"
                   r"\bour (own )?(share|part|contribution|work)\b|\b(we|us) (can )?(claim|keep|take (the )?credit)\b|"
                   r"\b(share|part) (that )?(we|the contract|the supplier) (keeps?|claims?)\b", re.IGNORECASE)


def attribution_other_way(context: Context) -> Said:
    """The reason speaks of our own share, but the number is the share due to others."""
    for outcome in context.value_map.outcomes:
        for share in outcome.attribution:
            if share.likely and _OURS.search(f"{share.reason} {share.evidence}"):
                yield f"{outcome.id}.attribution", (f"The reason of '{outcome.id}' speaks of our own share, but {share.likely:.0%} is taken away as due "
                                                    "to others.")


_MANY = re.compile(r"\b(?:life[- ]?time|whole[- ]life|working life|career)\b|\b(?:over|for|across|times|x|×) ?(\d{1,3}) years\b", re.IGNORECASE)


def many_years_in_one(context: Context) -> Said:
    """A price of many years at once."""
    for outcome, proxy in context.lines():
        found = _many(outcome, proxy.passport.unit)
        if not found:
            continue
        lasts = outcome.duration_years.likely
        if lasts > 1:
            yield f"{outcome.id}.duration_years", (f"'{outcome.id}' prices many years at once ('{found}') and counts that again in each of "
                                                   f"{lasts:g} years.")
        else:
            yield f"{outcome.id}.duration_years", (f"'{outcome.id}' puts many years ('{found}') into one year: nothing fades, and later years are "
                                                   "not discounted.")


def _many(outcome: Outcome, unit: str) -> str:
    """The words that say so: of one year is not many."""
    for text in (unit, outcome.unit, outcome.quantity.reason, outcome.notes, _written(outcome)):
        for found in _MANY.finditer(text):
            if not found[1] or int(found[1]) > 1:
                return found[0]
    return ""


def _written(outcome: Outcome) -> str:
    proxy = outcome.proxy
    if not isinstance(proxy, InlineProxy):
        return ""
    reason = proxy.value.reason if proxy.value else ""
    return " ".join(filter(None, (reason, proxy.source, proxy.caveat, proxy.outcome, proxy.value_basis)))


_WEIGHTED = re.compile(r"\bweighted\b(?! (?:average|mean))|\bweighting\b|\b(?:priority|policy|strategic) (?:weight|factor|multiplier)\b|"
                       r"(?:\b(?:times|by)|[x×*]) (?:a |our |the )?weights?\b", re.IGNORECASE)


def weight_in_money(context: Context) -> Said:
    """How much somebody cares is multiplied into the price."""
    for outcome in context.value_map.outcomes:
        if _WEIGHTED.search(f"{outcome.quantity.reason} {outcome.quantity.evidence} {outcome.notes} {_written(outcome)}"):
            yield f"{outcome.id}.proxy", f"'{outcome.id}' seems to hold a weight; a weight times a price is not pounds. Show it beside the ratio."


WORDS = {
    "said-ratio-differs": Rule("warning", "A ratio in the words that the sum does not give", said_ratio_differs),
    "attribution-other-way": Rule("warning", "A share due to others that reads like our own", attribution_other_way),
    "many-years-in-one": Rule("warning", "Many years put into one", many_years_in_one),
    "weight-in-money": Rule("warning", "A weight multiplied into a price", weight_in_money),
}
