"""A value map told in plain sentences, line by line: what an exercise shows on a screen and on paper alike."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.core.found_proxies import FoundProxy, find_proxies
from svtrain.core.problems import CannotDo
from svtrain.core.rounding import SIGNS
from svtrain.core.valuation import value
from svtrain.core.value_map import InlineProxy, Outcome, ValueMap
from svtrain.data import reference

LESS = {"deadweight": "would have happened anyway", "displacement": "is moved from elsewhere", "attribution": "is due to others",
        "leakage": "goes elsewhere"}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What is shown of a map: its title, what is put in, each line with its sentences, what comes of it, and what has no price."""

    title: str
    put_in: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    result: tuple[str, ...]
    beside: tuple[str, ...] = ()


def exhibit(value_map: ValueMap) -> Exhibit:
    """Tell a map in sentences; one that cannot be valued says why instead of a result.

    Examples
    --------
    >>> one = {"inputs": [{"name": "Price", "value": 100}], "conventions": {"discount_rate": 0}, "outcomes": [{"id": "jobs",
    ...     "outcome": "Moves into work", "quantity": 2, "unit": "person", "proxy": {"value": 90, "unit": "person"}, "attribution": 0.5}]}
    >>> exhibit(ValueMap.model_validate(one)).lines
    (('Moves into work', ('Counts 2, each at £90 per person.', 'Taken away: 50% is due to others.', 'Lasts 1 year.')),)
    """
    sign = SIGNS.get(value_map.currency, f"{value_map.currency} ")
    bank = reference()
    try:
        found: list[FoundProxy | None] = list(find_proxies(value_map, bank))
        done = value(value_map, bank, check=False)
        ratio = "No ratio: nothing is put in." if done.sroi_ratio is None else f"Worked out: {sign}{done.sroi_ratio:.2f} for each {sign}1 put in."
        result = (f"Present value {sign}{done.present_value:,.0f}; put in {sign}{done.total_inputs:,.0f}. {ratio}",)
    except CannotDo as error:
        found = [None] * len(value_map.outcomes)
        result = tuple(problem.message for problem in error.problems)
    people = tuple(f"{name}: {count:,.10g} people in all." for name, count in value_map.stakeholders.items())
    return Exhibit(
        value_map.title, (*(f"{item.name}: {sign}{item.value.likely:,.2f}".removesuffix(".00") + "." for item in value_map.inputs), *people),
        tuple((_heading(outcome), tuple(_said(outcome, proxy, sign))) for outcome, proxy in zip(value_map.outcomes, found, strict=True)),
        (*result, *(f"The paper says: “{note}”" for note in value_map.notes)),
        tuple(f"{item.sentence}{_because(item.reason).removeprefix('.')}" for item in value_map.unpriced))


def _heading(outcome: Outcome) -> str:
    return ", ".join(filter(None, (outcome.outcome or outcome.id, outcome.stakeholder)))


def _said(outcome: Outcome, proxy: FoundProxy | None, sign: str):
    yield f"Counts {outcome.quantity.likely:,.10g}, each at {_price(outcome, proxy, sign)}{_because(outcome.quantity.reason)}"
    away = [f"{share.likely:.0%} {LESS[name]}{_reason(share.reason)}" for name in LESS for share in _shares(outcome, name) if share.likely]
    if away:
        yield f"Taken away: {'; '.join(away)}."
    lasts = outcome.duration_years.likely
    fades = f", fading {outcome.drop_off.likely:.0%} a year" if outcome.drop_off.likely else ""
    yield f"Lasts {lasts:g} year{'' if lasts == 1 else 's'}{fades}{_because(outcome.duration_years.reason)}"
    if isinstance(outcome.proxy, InlineProxy) and (outcome.proxy.source or outcome.proxy.licence):
        terms = f" Licence: {outcome.proxy.licence}." if outcome.proxy.licence else ""
        yield f"Price from: {outcome.proxy.source.rstrip('.') or 'not said'}.{terms}"
    elif proxy is not None and proxy.passport.source:
        yield f"Price from: {proxy.passport.source.rstrip('.')}."
    if outcome.notes:
        yield outcome.notes


def _shares(outcome: Outcome, name: str):
    given = getattr(outcome, name)
    return given if isinstance(given, tuple) else (given,)


def _price(outcome: Outcome, proxy: FoundProxy | None, sign: str) -> str:
    if proxy is None:
        written = outcome.proxy
        known = reference().proxies.get(written if isinstance(written, str) else written.id)
        amount, unit, year = (known.value, known.unit, known.price_year) if known else (None, "", "")
        if isinstance(written, InlineProxy) and written.value:
            amount, unit, year = written.value.likely, written.unit or unit, written.price_year or year
    else:
        amount, unit, year = proxy.value.likely, proxy.passport.unit, proxy.passport.price_year
    if amount is None:
        return "a price that is not known"
    per = unit if unit.startswith("per ") or not unit else f"per {unit}"
    return " ".join(filter(None, (f"{sign}{amount:,.2f}".removesuffix(".00"), per, f"at {year} prices" if year else "")))


def _reason(text: str) -> str:
    return f" (“{text.rstrip('.')}”)" if text else ""


def _because(text: str) -> str:
    return f". “{text.rstrip('.')}.”" if text else "."
