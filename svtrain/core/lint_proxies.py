"""Rules about the proxies: prices, units, places, dates and licences."""

from __future__ import annotations

import re
from datetime import date

from svtrain.core.lint_context import Context, Rule, Said, same_unit, unit_noun
from svtrain.core.value_map import InlineProxy

MONTHS = 24  # after which a proxy should be looked at again


def price_year_missing(context: Context) -> Said:
    """A proxy does not say of which year its pounds are."""
    missing = [outcome for outcome, proxy in context.lines() if not proxy.passport.price_year]
    if missing and len(missing) == len(context.found) and len(missing) > 1:
        yield "price_year", "No proxy says which year's prices it is in, so the total is in pounds of unknown years."
        return
    for outcome in missing:
        yield f"{outcome.id}.proxy", f"The proxy of '{outcome.id}' does not say which year's prices it is in."


def price_year_mixed(context: Context) -> Said:
    """Some proxies state a price year and others do not, and the map sets none."""
    years = {proxy.passport.price_year for proxy in context.found}
    if context.value_map.price_year is None and None in years and len(years) > 1:
        known = next(year for year in years if year)
        yield "price_year", f"Some proxies are at {known} prices and others at prices of no stated year; they are added as if equal."


def unit_mismatch(context: Context) -> Said:
    """What is counted is not what the proxy prices."""
    for outcome, proxy in context.lines():
        counted, priced = unit_noun(outcome.unit), unit_noun(proxy.passport.unit)
        if counted and priced and not same_unit(counted, priced):
            yield f"{outcome.id}.unit", (f"'{outcome.id}' counts '{outcome.unit[:40]}' but its proxy is for "
                                         f"'{proxy.passport.unit[:40]}'.")


_COUNTRY = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
_WIDE = {"uk": set(_COUNTRY.values()), "united kingdom": set(_COUNTRY.values()), "international": set(_COUNTRY.values()),
         "britain": {"England", "Wales", "Scotland"}}


def place_mismatch(context: Context) -> Said:
    """The proxy was made for another place than the contract's."""
    contract = context.value_map.contract.place if context.value_map.contract else ""
    for outcome, proxy in context.lines():
        place, made_for = (outcome.place or contract).strip(), proxy.passport.geography.strip()
        if place and made_for and _elsewhere(place, made_for):
            yield f"{outcome.id}.proxy", f"The proxy of '{outcome.id}' was made for {made_for[:60]}; this contract is in {place[:40]}."


def _elsewhere(place: str, made_for: str) -> bool:
    country, covered = _country(place), _countries(made_for)
    if country and covered:
        return country not in covered
    if covered:  # a place whose country is not known
        return False
    if place[:3].upper() == "E09" and "london" in made_for.lower():
        return False
    return place.lower() not in made_for.lower() and made_for.lower() not in place.lower()


def _country(place: str) -> str:
    if re.fullmatch(r"[EWSN]\d{8}", place.upper()):
        return _COUNTRY[place[0].upper()]
    return next((name for name in _COUNTRY.values() if name.lower() == place.lower()), "")


def _countries(text: str) -> set[str]:
    words = text.lower()
    found = {name for name in _COUNTRY.values() if re.search(rf"\b{name.lower()}\b", words)}
    for wide, names in _WIDE.items():
        if re.search(rf"\b{wide}\b", words):
            found |= names
    return found


def not_checked_lately(context: Context) -> Said:
    """Nobody has looked at the proxy for two years."""
    for outcome, proxy in context.lines():
        checked = _day(proxy.passport.last_checked)
        if checked and (context.today.year - checked.year) * 12 + context.today.month - checked.month >= MONTHS:
            yield f"{outcome.id}.proxy", (f"The proxy of '{outcome.id}' was last checked on {checked.isoformat()}, "
                                          f"{MONTHS} months ago or more.")


def _day(text: str) -> date | None:
    """The day that a text names; a year or a month alone is its last day, which is fair to whoever looked."""
    text = text.strip()
    if re.fullmatch(r"\d{4}", text):
        text = f"{text}-12"
    if re.fullmatch(r"\d{4}-\d{2}", text):
        text = f"{text}-28"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def bank_price_changed(context: Context) -> Said:
    """A price under a bank's name that is not the bank's."""
    for outcome in context.value_map.outcomes:
        written = outcome.proxy if isinstance(outcome.proxy, InlineProxy) else None
        bank = context.reference.proxies.get(written.id) if written and written.value else None
        same_pounds = bank and written.price_year in (None, bank.price_year) and written.unit in ("", bank.unit)
        if not same_pounds or not bank.value:
            continue
        low, high = written.value.ends
        times = written.value.likely / bank.value
        if not low <= bank.value <= high and abs(times - 1) > 0.005:
            yield f"{outcome.id}.proxy", f"The price of '{outcome.id}' is {times:.3g} times the bank's price under the same name; no source gives it so."


_FORBIDS = re.compile(r"\b(nc|nd)\b|non-?commercial|no[- ]?deriv|all rights reserved|restricted|not for publication|"
                      r"subscription|proprietary", re.IGNORECASE)
# Lists whose keepers forbid showing their values, recognised by name where a line states no licence.
_CLOSED = re.compile(r"\bTOMs\b|\bHACT\b|\bUK Social Value Bank\b|\bSocial Value Engine\b")


def licence_forbids_publishing(context: Context) -> Said:
    """The proxy may be used here but not shown to others."""
    for outcome, proxy in context.lines():
        closed = not proxy.passport.licence and _CLOSED.search(proxy.passport.source)
        if proxy.passport.private or closed or _FORBIDS.search(proxy.passport.licence):
            terms = proxy.passport.licence[:60] or (closed[0] if closed else "an organisation's own")
            yield f"{outcome.id}.proxy", f"The licence of the proxy of '{outcome.id}' ({terms}) forbids publishing its value."


PROXIES = {
    "price-year-missing": Rule("warning", "A proxy that does not state its price year", price_year_missing),
    "price-year-mixed": Rule("warning", "Stated and unstated price years added together", price_year_mixed),
    "unit-mismatch": Rule("warning", "Units of quantity and of proxy that differ", unit_mismatch),
    "place-mismatch": Rule("warning", "A proxy made for another place", place_mismatch),
    "not-checked-lately": Rule("warning", "A proxy not checked for 24 months", not_checked_lately),
    "bank-price-changed": Rule("warning", "A bank's proxy with another price", bank_price_changed),
    "licence-forbids-publishing": Rule("warning", "A licence that forbids publishing", licence_forbids_publishing),
}
