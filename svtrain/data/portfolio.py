"""A portfolio: many contracts with their commitments and deliveries, read once and laid out for quick sums."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from svtrain.core.monitoring import VERIFIED, Delivery, counted, in_years
from svtrain.core.portfolio import Lines, counts_people, left_after, ratings
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference, Vintage
from svtrain.data import portfolio_columns as columns
from svtrain.data.delivery_tables import VERIFICATIONS, day_from, verification_from
from svtrain.data.register_files import read_table, value_register
from svtrain.data.register_value import NEEDED, NUMBERS, SHARES

if TYPE_CHECKING:
    import pandas

FILES = ("contracts.csv", "commitments.csv", "deliveries.csv", "spend.csv")
DELIVERIES = ("commitment_id", "period_end", "qty")
NO_PLACE, NO_CATEGORY, NO_THEME = "Place not given", "Category not given", "Priority not known"
MOST_PROBLEMS = 500


@dataclass(frozen=True)
class Portfolio:
    """Contracts and promises side by side; a promise's row is the same in `lines` and in every tuple about promises.

    ``theme``, ``place`` and ``category`` are codes a promise, into ``themes``, ``places`` and ``categories``.
    """

    title: str
    as_of: date
    references: tuple[str, ...]
    contract_titles: tuple[str, ...]
    suppliers: tuple[str, ...]
    values: np.ndarray
    lines: Lines
    ids: tuple[str, ...]
    measures: tuple[str, ...]
    units: tuple[str, ...]
    targets: np.ndarray
    proxies: tuple[str, ...]
    reasons: tuple[str, ...]
    ratings: np.ndarray
    theme: np.ndarray
    place: np.ndarray
    category: np.ndarray
    themes: tuple[str, ...]
    places: tuple[str, ...]
    categories: tuple[str, ...]
    deducted: np.ndarray
    prices: str
    conventions: str
    vintage: tuple[Vintage, ...]
    left: tuple[float, float, float]
    files: tuple[tuple[str, int, str], ...]
    problems: tuple[str, ...]
    by_spend: bool = False

    @property
    def own_contract(self) -> np.ndarray:
        """Which promises belong to a contract of the register."""
        return self.lines.contract >= 0


def read_portfolio(paths: Mapping[str, Path], reference: Reference, *, title: str = "", as_of: date | None = None) -> Portfolio:
    """Read ``contracts.csv``, ``commitments.csv``, ``deliveries.csv`` and, where there is one, ``spend.csv``.

    Raises
    ------
    CannotDo
        When a file or a column is missing. What cannot be read in single rows is listed in ``problems``.
    """
    missing = [name for name in FILES[:3] if name not in paths or not Path(paths[name]).is_file()]
    if missing:
        raise CannotDo([Problem(f"The portfolio has no {name}.", name) for name in missing])
    contracts = read_table(paths["contracts.csv"], ("reference",))
    promised = read_table(paths["commitments.csv"], NEEDED, numbers=NUMBERS)
    done = read_table(paths["deliveries.csv"], DELIVERIES, numbers=("qty", "share"))
    spend = read_table(paths["spend.csv"], ("contract_ref", "period_end", "spent"), numbers=("spent",)) if "spend.csv" in paths else None
    files = tuple((name, len(table), hashlib.sha256(Path(paths[name]).read_bytes()).hexdigest()[:12])
                  for name, table in (("contracts.csv", contracts), ("commitments.csv", promised), ("deliveries.csv", done), ("spend.csv", spend))
                  if table is not None)
    return _laid_out(title, contracts, promised, done, spend, reference, as_of, files)


def _laid_out(title, contracts, promised, done, spend, reference, as_of, files) -> Portfolio:
    import pandas

    problems: list[str] = []
    valued = value_register(contracts, promised, reference)
    references = columns.text(contracts, "reference").str.replace(r"^'(?=[=+\-@])", "", regex=True)
    names = columns.text(promised, "commitment_id")
    twice = names.duplicated() | (names == "")
    if twice.any():
        problems.append(f"{int(twice.sum()):,} commitments have no name of their own, or one that is there twice: what was delivered goes to the first.")
    contract = pandas.Index(references).get_indexer_for(columns.text(promised, "contract_ref")) if references.is_unique else \
        columns.rows_of(references, columns.text(promised, "contract_ref"))
    days = columns.days(done["period_end"])
    last = as_of or columns.latest(days, columns.days(spend["period_end"]) if spend is not None else None)
    starts, ends = columns.days_of(contracts, "start"), columns.days_of(contracts, "end")
    target = columns.numbers(promised["target_qty"])
    claimed, checked = _delivered(done, days, names, last, promised, problems)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = [np.where(target > 0, amount / target, 0.0) for amount in (claimed, checked)]
    due = _due(promised, contract, starts, ends, last)
    values = pandas.to_numeric(contracts["value"], errors="coerce").to_numpy(float) if "value" in contracts else np.full(len(contracts), np.nan)
    if spend is not None:
        due = _due_by_spend(due, spend, references, values, contract, last)
    worth, deducted, left = _worth(promised, valued.lines["present_value"].to_numpy(float), reference)
    units = columns.text(promised, "unit")
    of_people = {unit: counts_people(unit) for unit in set(units)}
    people = np.where([of_people[unit] for unit in units], claimed, 0.0)
    lines = Lines(contract, worth, due, np.nan_to_num(shares[0]), np.nan_to_num(shares[1]), people)
    proxies = columns.text(promised, "proxy_id")
    theme, themes = columns.codes_of([_theme(name, reference) for name in proxies], NO_THEME)
    place, places = columns.codes_of(columns.spread(columns.text(contracts, "place"), contract, NO_PLACE), NO_PLACE)
    category, categories = columns.codes_of(columns.spread(columns.text(contracts, "category"), contract, NO_CATEGORY), NO_CATEGORY)
    problems += [f"commitments.csv, row {each['row']}: {each['reason']}" for each in valued.problems]
    titles = columns.text(contracts, "title")
    return Portfolio(
        title or "Our portfolio", last, tuple(references), tuple(titles.where(titles != "", references)), tuple(columns.text(contracts, "supplier")),
        values, lines, tuple(names), tuple(columns.text(promised, "measure")), tuple(units), target, tuple(proxies), tuple(valued.lines["problem"]),
        ratings(lines.delivered, np.where(target > 0, due, np.nan)), theme, place, category, themes, places, categories, deducted,
        f"at {valued.terms.price_year} prices" if valued.terms.price_year else "each at its proxy's own prices",
        str(valued.terms.conventions.mode or "custom"), (*valued.terms.vintage, *_benchmarks(reference)), left, files, tuple(problems[:MOST_PROBLEMS]), spend is not None)


def _worth(promised: pandas.DataFrame, present: np.ndarray, reference: Reference) -> tuple[np.ndarray, np.ndarray, tuple[float, float, float]]:
    """Low, middle and high pounds of each promise.

    A line that states deductions of its own is taken as it stands; any other loses what published reports usually take.
    Where the source of a proxy printed a range, its ends widen the line's.
    """
    stated = np.zeros(len(promised), bool)
    for name in SHARES[:-1]:
        if name in promised:
            stated |= columns.numbers(promised[name]) > 0
    left = left_after(reference.percentiles)
    worth = np.where(stated[:, None], present[:, None], present[:, None] * np.array(left))
    low, high = np.ones(len(promised)), np.ones(len(promised))
    own = columns.numbers(promised["proxy_value"]) if "proxy_value" in promised else np.full(len(promised), np.nan)
    for row, name in enumerate(columns.text(promised, "proxy_id")):
        proxy = reference.proxies.get(name)
        if proxy is not None and proxy.low is not None and proxy.high is not None and proxy.value and np.isnan(own[row]):
            low[row], high[row] = proxy.low / proxy.value, proxy.high / proxy.value
    worth[:, 0] *= low
    worth[:, 2] *= high
    return np.sort(worth, axis=1), stated, left


def _benchmarks(reference: Reference) -> tuple[Vintage, ...]:
    return tuple(each for name, each in reference.vintages.items() if reference.percentiles and "measured" in name)


def _delivered(done, days, names, last: date, promised, problems: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Quantity delivered so far, and the part of it that was checked, for each promise."""
    import pandas

    known = pandas.Index(names)
    to = known.get_indexer_for(columns.text(done, "commitment_id")) if known.is_unique else columns.rows_of(names, columns.text(done, "commitment_id"))
    quantity = columns.numbers(done["qty"])
    share = columns.numbers(done["share"]) if "share" in done else np.full(len(done), np.nan)
    share = np.where(np.isnan(share), 1.0, share)
    said = columns.text(done, "verification")
    how = said.map({each: verification_from(each) for each in said.unique()})
    wrong = (to < 0) | ~(quantity >= 0) | ~((share >= 0) & (share <= 1)) | np.isnat(days) | ~how.isin(VERIFICATIONS).to_numpy()
    if "delivery_id" in done:
        wrong |= (columns.text(done, "delivery_id").duplicated() & (columns.text(done, "delivery_id") != "")).to_numpy()
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0]) + 2
        problems.append(f"{int(wrong.sum()):,} rows of deliveries.csv were left out, the first of them row {first}. Each has no known commitment, "
                        "no quantity or day that can be read, or is there twice.")
    use = ~wrong & (days <= np.datetime64(last))
    amount = np.where(use, quantity * share, 0.0)
    if "person" in done:
        amount = _once_a_person(done, use, amount, to, days, promised)
    to = np.where(use, to, 0)
    checked = np.where(how.isin(VERIFIED), amount, 0.0)
    return np.bincount(to, amount, len(names)), np.bincount(to, checked, len(names))


def _once_a_person(done, use, amount, to, days, promised) -> np.ndarray:
    """One person counts once for each disadvantage: the rows that name somebody are counted by the rule for one promise."""
    people = columns.text(done, "person")
    amount = amount.copy()
    found: dict[int, list[int]] = {}
    for row in np.flatnonzero(use & (people != "").to_numpy()):
        found.setdefault(int(to[row]), []).append(int(row))
    units = columns.text(promised, "unit").str.lower()
    for promise, rows in found.items():
        made = [Delivery(str(row), "", days[row].astype("datetime64[D]").item(), float(amount[row]), person=people.iloc[row],
                         disadvantage=str(done["disadvantage"].iloc[row]) if "disadvantage" in done and done["disadvantage"].iloc[row] == done["disadvantage"].iloc[row] else "",
                         started=day_from(str(done["started"].iloc[row])) if "started" in done else None) for row in rows]
        unit = units.iloc[promise]
        for each, counts in counted(made, in_years(unit))[0]:
            amount[int(each.id)] = counts
    return amount


def _due(promised, contract: np.ndarray, starts: np.ndarray, ends: np.ndarray, last: date) -> np.ndarray:
    """The share of each promise that is due by the day, evenly over time; not a number where it is not known."""
    begin, end = columns.days_of(promised, "start_date"), columns.days_of(promised, "due_date")
    none = np.datetime64("NaT", "D")
    own_start, own_end = (np.where(contract >= 0, days[np.maximum(contract, 0)], none) if len(days) else np.full(len(promised), none) for days in (starts, ends))
    begin, end = np.where(np.isnat(begin), own_start, begin), np.where(np.isnat(end), own_end, end)
    today = np.datetime64(last)
    length = np.maximum((end - begin) / np.timedelta64(1, "D"), 1)
    share = np.clip((today - begin) / np.timedelta64(1, "D") / length, 0, 1)
    share = np.where(np.isnat(begin) | np.isnat(end), np.nan, share)
    return np.where(~np.isnat(end) & (today >= end), 1.0, share)


def _due_by_spend(due, spend, references, values, contract, last: date) -> np.ndarray:
    """What is due follows the spend where a contract's value and its spend are known."""
    days, paid = columns.days(spend["period_end"]), columns.numbers(spend["spent"])
    at = columns.rows_of(references, columns.text(spend, "contract_ref"))
    use = (at >= 0) & (days <= np.datetime64(last)) & np.isfinite(paid)
    total = np.bincount(np.where(use, at, 0), np.where(use, paid, 0.0), len(references))
    told = np.zeros(len(references), bool)
    told[at[(at >= 0) & np.isfinite(paid)]] = True
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(told & (values > 0), np.clip(total / values, 0, 1), np.nan)
    mine = np.where(contract >= 0, share[np.maximum(contract, 0)], np.nan) if len(share) else np.full(len(due), np.nan)
    return np.where(np.isnan(mine), due, mine)


def _theme(name: str, reference: Reference) -> str:
    proxy = reference.proxies.get(name)
    return proxy.theme.capitalize() if proxy is not None and proxy.theme else NO_THEME


def practice_portfolio(reference: Reference) -> Portfolio:
    """The twelve practice contracts, which are invented.

    Examples
    --------
    >>> from svtrain.data import reference
    >>> found = practice_portfolio(reference())
    >>> len(found.references), len(found.lines)
    (12, 50)
    """
    from svtrain.data.practice_data import practice

    folder = practice().folder
    return read_portfolio({name: folder / name for name in FILES}, reference, title="Practice portfolio (invented)")
