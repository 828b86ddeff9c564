"""From what a map says about each proxy to a value at the map's prices, with its passport."""

from __future__ import annotations

from dataclasses import dataclass, replace

from svtrain.core.estimate import Estimate
from svtrain.core.nearest import did_you_mean
from svtrain.core.prices import Rebase, rebase, refuse_year
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import PriceIndex, Proxy, Reference
from svtrain.core.value_map import InlineProxy, Outcome, ValueMap

NOT_REBASED = Rebase(1.0, "")


@dataclass(frozen=True, slots=True)
class FoundProxy:
    """A proxy as an outcome uses it: the passport, the value as said, and the factor to the map's prices."""

    passport: Proxy
    value: Estimate
    rebased: Rebase
    in_bank: bool

    @property
    def at_map_prices(self) -> float:
        """Money per unit, at the prices of the map."""
        return self.value.likely * self.rebased.factor


def find_proxies(value_map: ValueMap, reference: Reference) -> list[FoundProxy]:
    """One `FoundProxy` an outcome, in the map's order.

    Raises
    ------
    CannotDo
        With every problem: an id that the bank does not know, a currency that is not the map's, a price year that
        is missing, outside the index, or mixed in a map that sets none.

    Examples
    --------
    >>> found = find_proxies(ValueMap.model_validate({"outcomes": [
    ...     {"id": "jobs", "quantity": 1, "proxy": {"value": 900}}]}), Reference())
    >>> found[0].at_map_prices
    900.0
    """
    problems: list[Problem] = []
    found: list[FoundProxy] = []
    for outcome in value_map.outcomes:
        try:
            passport, value, in_bank = _passport(outcome, reference)
        except CannotDo as error:
            problems += error.problems
            continue
        if passport.currency and passport.currency != value_map.currency:
            problems.append(Problem(f"The proxy is in {passport.currency}, the map in {value_map.currency}.",
                                    _field(outcome)))
        found.append(FoundProxy(passport, value, NOT_REBASED, in_bank))
    if problems:
        raise CannotDo(problems)
    if value_map.price_year is None:
        _refuse_mixed_years(value_map, found)
        return found
    return _rebased(value_map, found, reference)


def _field(outcome: Outcome) -> str:
    return f"outcomes.{outcome.id}.proxy"


def _passport(outcome: Outcome, reference: Reference) -> tuple[Proxy, Estimate, bool]:
    written = outcome.proxy if isinstance(outcome.proxy, InlineProxy) else None
    wanted = written.id if written else outcome.proxy
    if wanted and wanted in reference.proxies:
        bank = reference.proxies[wanted]
        if written is None:
            return bank, Estimate(likely=bank.value), True
        value = written.value or Estimate(likely=bank.value)
        return replace(bank, value=value.likely, **_said(written)), value, True
    if written is None or written.value is None:
        hint = did_you_mean(wanted, reference.proxies)
        raise CannotDo(Problem(f"The bank has no proxy '{wanted[:80]}'.{hint}", _field(outcome)))
    plain = Proxy(id=wanted or outcome.id, value=written.value.likely, unit=written.unit, currency="")
    return replace(plain, **_said(written)), written.value, False


def _said(written: InlineProxy) -> dict:
    names = written.model_fields_set - {"id", "value"}
    return {name: getattr(written, name) for name in names if getattr(written, name) not in ("", None)}


def _refuse_mixed_years(value_map: ValueMap, found: list[FoundProxy]) -> None:
    years: dict[str, str] = {}
    for outcome, proxy in zip(value_map.outcomes, found, strict=True):
        if proxy.passport.price_year:
            years.setdefault(proxy.passport.price_year, outcome.id)
    if len(years) > 1:
        listed = ", ".join(f"{year} ({name})" for year, name in sorted(years.items())[:6])
        raise CannotDo(Problem(f"The proxies are at prices of different years: {listed}. Add a price_year to the map.",
                               "price_year"))


def _rebased(value_map: ValueMap, found: list[FoundProxy], reference: Reference) -> list[FoundProxy]:
    name = value_map.conventions.price_index
    if any(proxy.passport.price_year not in (None, "", value_map.price_year) for proxy in found):
        refuse_year(_index(reference, name), value_map.price_year, "price_year")
    problems: list[Problem] = []
    known: dict[str, Rebase] = {}
    rebased = []
    for outcome, proxy in zip(value_map.outcomes, found, strict=True):
        year = proxy.passport.price_year
        if not year:
            problems.append(Problem(f"The proxy '{proxy.passport.id}' has no price year, so it cannot be moved to "
                                    f"{value_map.price_year} prices. Add price_year to it.", _field(outcome)))
            continue
        try:
            if year not in known:
                known[year] = (Rebase(1.0, f"Already at {year} prices.") if year == value_map.price_year else
                               rebase(_index(reference, name), year, value_map.price_year, _field(outcome)))
            rebased.append(replace(proxy, rebased=known[year]))
        except CannotDo as error:
            problems += error.problems
    if problems:
        raise CannotDo(problems)
    return rebased


def _index(reference: Reference, name: str) -> PriceIndex:
    if name not in reference.indices:
        hint = did_you_mean(name, reference.indices)
        raise CannotDo(Problem(f"There is no price index '{name}'.{hint}", "conventions.price_index"))
    return reference.indices[name]
