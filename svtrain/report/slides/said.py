"""What the slides say: the headline, each line's assumptions in plain words, prices with their sources, data with their versions."""

from __future__ import annotations

from svtrain.core.estimate import Estimate
from svtrain.core.found_proxies import find_proxies
from svtrain.core.reference import Reference
from svtrain.core.rounding import SIGNS, amount_in_words, price_in_words
from svtrain.core.typed_fields import percent, plain
from svtrain.core.uncertainty import Uncertainty
from svtrain.core.valuation import Valuation
from svtrain.core.value_map import Outcome, ValueMap

SHARES = {"deadweight": "would have happened anyway", "displacement": "was only moved from elsewhere", "leakage": "is felt elsewhere"}


def headline_lines(value_map: ValueMap, result: Valuation, spread: Uncertainty | None) -> list[tuple[str, bool]]:
    """The range and its driver before the one figure; red lines before both. A line may be large (True)."""
    sign = SIGNS.get(result.currency, f"{result.currency} ")
    found = [(f"Red line not met. {item.sentence} No ratio makes up for it.", False) for item in result.unpriced if item.state == "not met"]
    if spread is not None and spread.ratio_p5 is not None:
        found += [(f"{sign}{spread.ratio_p5:.2f} to {sign}{spread.ratio_p95:.2f} for each {sign}1", True), ("Nine times in ten, by the ranges that this map gives.", False),
                  (spread.headline if spread.headline.endswith(".") else f"{spread.headline}.", False)]
    elif spread is not None:
        found += [(f"{amount_in_words(spread.value_p5, result.currency)} to {amount_in_words(spread.value_p95, result.currency)}", True),
                  ("Nine times in ten, by the ranges that this map gives.", False)]
    if result.sroi_ratio is not None:
        found.append((f"{sign}{result.sroi_ratio:.2f} for each {sign}1, with every number at its likely value.", spread is None))
    else:
        found.append((result.note, False))
    found.append((f"{amount_in_words(result.present_value, result.currency, 3)} in today's money; {amount_in_words(result.total_inputs, result.currency, 3)} put in.", False))
    if spread is None:
        found.append(("No number here has a range yet, so this looks surer than it is.", False))
    beside = len(result.unpriced)
    return found + ([(f"{beside} outcome{'' if beside == 1 else 's'} without a price {'stands' if beside == 1 else 'stand'} beside this, in none of its sums.", False)] if beside else [])


def assumption_rows(value_map: ValueMap, reference: Reference, currency: str) -> list[tuple[str, str, str]]:
    """Each line: what it is, what it assumes, and the reasons that were given."""
    found = []
    for outcome, proxy in zip(value_map.outcomes, find_proxies(value_map, reference), strict=True):
        price = price_in_words(proxy.value.likely, proxy.passport.unit, currency)
        found.append((_name(outcome), f"{_between(outcome.quantity, plain)}, at {price}. {_judged(outcome)}", _reasons(outcome)))
    return found


def source_rows(value_map: ValueMap, reference: Reference) -> list[tuple[str, str, str]]:
    """Each line's price, its price year, where it was read and under which licence."""
    found = []
    for outcome, proxy in zip(value_map.outcomes, find_proxies(value_map, reference), strict=True):
        kept = proxy.passport
        years = kept.price_year or kept.price_year_note or "price year not stated"
        source = " ".join(filter(None, (kept.source, kept.locator))) or "No source given"
        found.append((_name(outcome), f"{price_in_words(proxy.value.likely, kept.unit, value_map.currency)}, {years}", ". ".join(filter(None, (source.rstrip("."), kept.licence)))))
    return found


def data_lines(result: Valuation) -> list[str]:
    """How it was counted, and which editions of the data were used."""
    return [*result.sentences, *(f"Data: {used.dataset} {used.version} ({used.sha256[:12]})." for used in result.vintage)]


def _name(outcome: Outcome) -> str:
    return f"{outcome.outcome or outcome.id}{f' ({outcome.stakeholder})' if outcome.stakeholder else ''}"


def _between(said: Estimate, show) -> str:
    return f"{show(said.low)} to {show(said.high)} (likely {show(said.likely)})" if said.uncertain else show(said.likely)


def _judged(outcome: Outcome) -> str:
    parts = [f"{_between(getattr(outcome, key), percent)} {words}" for key, words in SHARES.items() if getattr(outcome, key).likely or getattr(outcome, key).uncertain]
    parts += [f"{_between(one, percent)} is due to others" for one in outcome.attribution if one.likely or one.uncertain]
    parts.append(f"lasts {_between(outcome.duration_years, plain)} year{'' if outcome.duration_years.ends == (1.0, 1.0) else 's'}")
    if outcome.drop_off.likely:
        parts.append(f"fades by {_between(outcome.drop_off, percent)} a year")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def _reasons(outcome: Outcome) -> str:
    said = [one.reason for one in (outcome.quantity, outcome.deadweight, outcome.displacement, *outcome.attribution, outcome.leakage, outcome.drop_off, outcome.duration_years)
            if one.reason]
    return " ".join(one if one.endswith((".", "?", "!")) else f"{one}." for one in dict.fromkeys(said)) or "No reason is given."
