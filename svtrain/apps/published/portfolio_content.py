"""A portfolio as stakeholders read it: from promise to proof, by priority, place and category, with its gaps."""

from __future__ import annotations

import numpy as np

from svtrain.apps.portfolio_board import words
from svtrain.apps.published.value_map_content import drawing
from svtrain.core.monitoring import RATINGS
from svtrain.core.portfolio import Sums, grouped, sums
from svtrain.core.reference import Reference
from svtrain.data.portfolio import Portfolio
from svtrain.report.publish.record import Section, Table

MOST_CONTRACTS = 3_000
MOST_PRICES = 60


def portfolio_content(portfolio: Portfolio, reference: Reference) -> tuple[Section, ...]:
    """Everything a published portfolio shows: sums, never single promises; small groups hidden."""
    lines, mask = portfolio.lines, portfolio.own_contract
    whole = sums(lines, mask)
    by_contract = grouped(lines, np.maximum(lines.contract, 0), len(portfolio.references), mask)
    contracts = sorted(((n, found) for n, found in enumerate(by_contract) if found.promises), key=lambda each: -each[1].committed.mid)
    rated = {word: int((portfolio.ratings[mask] == word).sum()) for word in RATINGS}
    return (
        Section("In short", tuple(words.headline(portfolio, whole, len(contracts))), drawings=(drawing(words.whole_picture(whole)),), points=words.MEANINGS),
        *(_group(portfolio, kind) for kind in words.GROUPS),
        Section("How the promises stand", (words.rated_words(rated),), drawings=(drawing(words.ratings_picture(rated)),)),
        _contracts(portfolio, contracts),
        Section("What is missing", points=tuple(words.gaps(portfolio, whole))),
        Section("What this assumes", points=tuple(words.assumptions(portfolio))),
        _origin(portfolio, reference),
    )


def _group(portfolio: Portfolio, kind: str) -> Section:
    names = {"theme": portfolio.themes, "place": portfolio.places, "category": portfolio.categories}[kind]
    found = grouped(portfolio.lines, getattr(portfolio, kind), len(names), portfolio.own_contract)
    rows = [(name, each) for name, each in zip(names, found, strict=True) if each.promises]
    table = Table(f"By {words.GROUPS[kind].lower()}: pounds, from low to high", words.group_columns(kind), tuple(words.group_rows(rows)))
    return Section(f"By {words.GROUPS[kind].lower()}", drawings=(drawing(words.group_picture(rows, kind, "verified")),), tables=(table,))


def _contracts(portfolio: Portfolio, contracts: list[tuple[int, Sums]]) -> Section:
    shown = contracts[:MOST_CONTRACTS]
    said = () if len(shown) == len(contracts) else (f"The {len(shown):,} largest of {len(contracts):,} contracts are shown.",)
    return Section("Contract by contract", said, tables=(Table("Contracts, the largest promise first", words.CONTRACT_COLUMNS, tuple(words.contract_rows(portfolio, shown))),))


def _origin(portfolio: Portfolio, reference: Reference) -> Section:
    names, counts = np.unique(np.array(portfolio.proxies, dtype=str), return_counts=True)
    used = [reference.proxies[name] for name in names[np.argsort(-counts, kind="stable")] if name in reference.proxies][:MOST_PRICES]
    rows = tuple((proxy.outcome or proxy.id, f"{proxy.value:,.2f} {proxy.currency} {proxy.unit}", proxy.price_year or proxy.price_year_note or "not stated",
                  proxy.geography or "not stated", proxy.perspective or "not stated", f"{proxy.source}. {proxy.locator}", proxy.licence or "not stated",
                  proxy.last_checked or "not stated") for proxy in used)
    columns = ("Outcome", "Price", "Price year", "Place", "Whose money", "Source", "Licence", "Last checked")
    return Section("Where the numbers come from", points=tuple(said for said in words.origin(portfolio) if not said.startswith("Data: ")),
                   tables=(Table("Each price with its passport", columns, rows),) if rows else ())
