"""Values a whole register: commitments as a table in, what each is worth out. One pure function of a table.

A line gets its deductions and its years from optional columns named in the field's words: ``deadweight``, ``displacement``,
``attribution``, ``leakage``, ``drop_off``, ``duration_years``, ``starts_year``, ``drop_off_from_year``. A blank or a missing
column means no deduction, one year, from year 1. ``proxy_value`` (with ``price_year``) prices a line instead of its proxy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from svtrain.core.conventions import Conventions
from svtrain.core.estimate import LONGEST
from svtrain.core.nearest import did_you_mean
from svtrain.core.prices import rebase_or_assume
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import PriceIndex, Reference, Vintage
from svtrain.core.register_valuation import RESULTS, USUAL, value_lines
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.core.value_map import DEDUCTIONS, is_year
from svtrain.core.years import LAST, discount_factors

if TYPE_CHECKING:
    import pandas

NEEDED = ("commitment_id", "contract_ref", "target_qty")
NUMBERS = ("target_qty", "proxy_value", *USUAL)
TEXTS = ("commitment_id", "contract_ref", "measure", "unit", "proxy_id", "due_date", "owner", "evidence_required", "price_year")
COLUMNS = (*TEXTS, *NUMBERS)
SHARES = (*DEDUCTIONS, "drop_off")
OUTPUT = ("commitment_id", "contract_ref", *RESULTS, "problem")


@dataclass(frozen=True)
class Terms:
    """Everything outside the table that the sum needs: small, plain and the same on every machine.

    ``proxies`` holds the value at the prices wanted, or None with the reason in ``refused``; ``price_factors`` moves a
    line's own ``proxy_value`` from its price year. ``price_year`` is None when every line stays at its own prices.
    ``assumed`` says what had to be assumed about prices.
    """

    factors: np.ndarray
    part_year: str
    price_year: str | None
    conventions: Conventions
    proxies: Mapping[str, float]
    refused: Mapping[str, str]
    price_factors: Mapping[str, float] = field(default_factory=dict)
    vintage: tuple[Vintage, ...] = ()
    assumed: tuple[str, ...] = ()


def terms_for(frame: pandas.DataFrame, reference: Reference, *, price_year: str | None = None,
              conventions: Conventions | None = None) -> Terms:
    """The terms for a table: its proxies looked up, at the prices of one year.

    Without a `price_year` every line stays at its own prices as long as they are all of one year; a table that mixes years
    is moved to the newest year of the index. Prices of the financial year in which the index ends are moved with one more
    year, which is assumed and said.

    Raises
    ------
    CannotDo
        When the schedule, the index or the price year is not known.
    """
    chosen = (conventions or Conventions()).resolved()
    used = sorted(set(frame["proxy_id"].dropna().astype(str).str.strip()) - {""}) if "proxy_id" in frame else []
    own = set(frame["price_year"].dropna().astype(str).str.strip()) - {""} if "price_year" in frame else set()
    bank = {name: reference.proxies[name] for name in used if name in reference.proxies}
    years = own | {proxy.price_year for proxy in bank.values() if proxy.price_year}
    index = reference.indices.get(chosen.price_index)
    if price_year is None and len(years) > 1:
        if index is None or not index.calendar:
            raise CannotDo(Problem(f"There is no price index '{chosen.price_index}' to move proxies with.", "price_index"))
        price_year = max(index.calendar)
    if price_year is not None and not is_year(price_year):
        raise CannotDo(Problem(f"A price year is written 2019 or 2012/13, not '{price_year[:40]}'.", "price_year"))
    proxies, refused, assumed = {}, {}, {}
    for name, proxy in bank.items():
        try:
            proxies[name] = proxy.value * _factor(index, proxy.price_year, price_year, name, assumed)
        except CannotDo as error:
            refused[name] = error.problems[0].message
    for name in used:
        if name not in bank:
            refused[name] = f"The bank has no proxy '{name[:80]}'.{did_you_mean(name, reference.proxies)}"
    return Terms(_factors(chosen, reference), chosen.part_year, price_year, chosen, proxies, refused,
                 _price_factors(own, index, price_year, assumed), _vintage(bank.values(), chosen, price_year, reference), _said(assumed))


def _factors(chosen: Conventions, reference: Reference) -> np.ndarray:
    schedule = None
    if chosen.schedule is not None:
        if chosen.schedule not in reference.schedules:
            hint = did_you_mean(chosen.schedule, reference.schedules)
            raise CannotDo(Problem(f"There is no discount schedule '{chosen.schedule}'.{hint}", "schedule"))
        schedule = reference.schedules[chosen.schedule]
    return discount_factors(chosen, schedule, LAST)


def _factor(index: PriceIndex | None, source: str | None, target: str | None, name: str, assumed: dict[str, str]) -> float:
    if target is None or source == target:
        return 1.0
    if not source:
        raise CannotDo(Problem(f"The proxy '{name[:80]}' has no price year, so it cannot be moved to {target} prices."))
    if index is None:
        raise CannotDo(Problem("There is no price index to move it with."))
    moved, said = rebase_or_assume(index, source, target)
    if said:
        assumed[source if "/" in source else target] = said
    return moved.factor


def _said(assumed: Mapping[str, str]) -> tuple[str, ...]:
    """Each assumption once, with the price years that it was made for."""
    return tuple(f"{said} It was needed for {' and '.join(sorted(year for year in assumed if assumed[year] == said))} prices."
                 for said in dict.fromkeys(assumed.values()))


def _price_factors(years: set[str], index: PriceIndex | None, target: str | None, assumed: dict[str, str]) -> dict[str, float]:
    found = {}
    for year in years:
        try:
            if is_year(year):
                found[year] = _factor(index, year, target, "", assumed)
        except CannotDo:
            continue  # the lines of that year say so
    return found


def _vintage(proxies, chosen: Conventions, price_year: str | None, reference: Reference) -> tuple[Vintage, ...]:
    used = [proxy.dataset for proxy in proxies]
    if chosen.schedule in reference.schedules:
        used.append(reference.schedules[chosen.schedule].dataset)
    if price_year is not None and chosen.price_index in reference.indices:
        used.append(reference.indices[chosen.price_index].dataset)
    return tuple(reference.vintages[name] for name in dict.fromkeys(used) if name in reference.vintages)


def value_table(frame: pandas.DataFrame, terms: Terms) -> pandas.DataFrame:
    """What every commitment of a table is worth; a pure function, so any part of the table may be valued anywhere.

    Returns
    -------
    pandas.DataFrame
        ``commitment_id``, ``contract_ref``, ``gross``, ``first_year``, ``present_value`` (blank where the line could not be
        read) and ``problem`` (one sentence, or nothing), with the index of `frame`.

    Examples
    --------
    >>> import pandas
    >>> frame = pandas.DataFrame({"commitment_id": ["C1"], "contract_ref": ["K1"], "target_qty": ["2"], "proxy_value": ["£90"]})
    >>> from svtrain.core.reference import Reference
    >>> found = value_table(frame, terms_for(frame, Reference(), conventions=Conventions(discount_rate=0)))
    >>> found["present_value"].tolist(), found["problem"].tolist()
    ([180.0], [''])
    """
    import pandas

    problems = _Problems(len(frame))
    numbers = {name: _numbers(frame[name], name, problems) for name in NUMBERS if name in frame}
    price = _prices(frame, numbers.pop("proxy_value", None), terms, problems)
    lines = {"quantity": numbers.pop("target_qty"), "proxy_value": price}
    lines |= {name: _filled(column, USUAL[name]) for name, column in numbers.items()}
    _check(lines, problems)
    bad = problems.found
    if bad.any():
        lines = {name: np.where(bad, USUAL.get(name, 0.0), column) for name, column in lines.items()}
    with np.errstate(over="ignore", invalid="ignore"):
        results = value_lines(lines, terms.factors, terms.part_year)
    problems.say(~np.isfinite(results["present_value"]), "The numbers are too large to be valued.")
    bad = problems.found
    return pandas.DataFrame({
        "commitment_id": _text(frame, "commitment_id"), "contract_ref": _text(frame, "contract_ref"),
        **{name: np.where(bad, np.nan, column) for name, column in results.items()}, "problem": _repeated(problems.known, problems.code, frame.index)},
        index=frame.index)


def _filled(column: np.ndarray, usual: float) -> np.ndarray:
    blank = np.isnan(column)
    return np.where(blank, usual, column) if blank.any() else column


class _Problems:
    """The first thing that is wrong with each line."""

    def __init__(self, count: int):
        self.code = np.zeros(count, np.int32)
        self.known: list[str] = [""]

    @property
    def found(self) -> np.ndarray:
        return self.code > 0

    def say(self, where: np.ndarray, sentence: str) -> None:
        where = where & (self.code == 0)
        if where.any():
            self.code[where] = len(self.known)
            self.known.append(sentence)



def _text(frame: pandas.DataFrame, name: str) -> pandas.Series:
    """A column as stripped text; blank where there is none."""
    import pandas

    if name not in frame:
        return _repeated([""], np.zeros(len(frame), np.intp), frame.index)
    column = frame[name]
    text = column if isinstance(column.dtype, pandas.StringDtype) else column.astype("str").where(column.notna())
    return text.fillna("").str.strip()


def _repeated(texts: list[str], codes: np.ndarray, index: pandas.Index) -> pandas.Series:
    """Few texts spread over many rows, without a Python object a row."""
    import pandas

    return pandas.Series(pandas.array(texts, dtype="str").take(codes), index=index)


def _numbers(column: pandas.Series, name: str, problems: _Problems) -> np.ndarray:
    """A column as numbers; what plain reading cannot take is read as people type it. Blanks are NaN."""
    import pandas

    if pandas.api.types.is_numeric_dtype(column) and not pandas.api.types.is_bool_dtype(column):
        return column.to_numpy(float, na_value=np.nan)
    found = pandas.to_numeric(column, errors="coerce").to_numpy(float, na_value=np.nan).copy()
    for position in np.flatnonzero(np.isnan(found) & column.notna().to_numpy()):
        text = str(column.iloc[position])
        if not text.strip():
            continue
        try:
            found[position] = number_from(text)
        except NotANumber as error:
            problems.say(np.arange(found.size) == position, f"{name}: {error}")
    return found


def _prices(frame, own: np.ndarray | None, terms: Terms, problems: _Problems) -> np.ndarray:
    """Each line's proxy at the prices wanted: its own value, or the bank's."""
    import pandas

    count = len(frame)
    found = np.full(count, np.nan)
    codes, used = pandas.factorize(_text(frame, "proxy_id"))
    if len(used):
        found = np.array([terms.proxies.get(name, np.nan) for name in used], float)[codes]
    priced = np.zeros(count, bool) if own is None else ~np.isnan(own)
    if priced.any():
        found = np.where(priced, own * _own_factors(frame, terms, priced, problems), found)
    for code, name in enumerate(used):
        if name in terms.refused:
            problems.say((codes == code) & ~priced, terms.refused[name])
    problems.say(_nameless(codes, used) & ~priced, "The line has neither a proxy_id nor a proxy_value.")
    return found


def _nameless(codes: np.ndarray, used) -> np.ndarray:
    blank = [code for code, name in enumerate(used) if name == ""]
    return codes == blank[0] if blank else np.zeros(codes.size, bool)


def _own_factors(frame, terms: Terms, priced: np.ndarray, problems: _Problems) -> np.ndarray:
    import pandas

    if terms.price_year is None:
        return np.ones(len(frame))
    codes, years = pandas.factorize(_text(frame, "price_year"))
    for code, year in enumerate(years):
        if year not in terms.price_factors:
            said = f"has no price year, so it cannot be moved to {terms.price_year} prices" if not year else \
                f"is at prices of '{year[:20]}', a year that the index does not know"
            problems.say((codes == code) & priced, f"The proxy_value {said}.")
    return np.array([terms.price_factors.get(year, np.nan) for year in years], float)[codes]


def _check(lines: Mapping[str, np.ndarray], problems: _Problems) -> None:
    with np.errstate(invalid="ignore"):
        quantity = lines["quantity"]
        problems.say(np.isnan(quantity), "The target_qty is blank.")
        problems.say(quantity < 0, "The target_qty is below zero.")
        problems.say(~np.isfinite(quantity) | ~np.isfinite(lines["proxy_value"]), "A number is not finite.")
        for name in SHARES:
            if name in lines:
                problems.say(~((lines[name] >= 0) & (lines[name] <= 1)), f"{name} is a share from 0 to 1.")
        if "duration_years" in lines:
            years = lines["duration_years"]
            problems.say(~((years > 0) & (years <= LONGEST)), f"duration_years is above 0 and at most {LONGEST}.")
        for name in ("starts_year", "drop_off_from_year"):
            if name in lines:
                year = lines[name]
                problems.say(~((year >= 1) & (year <= 1000) & (year == np.floor(year))), f"{name} is a whole year from 1 to 1000.")
