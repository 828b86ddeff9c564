"""What is true on the portfolio board. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from traitlets import Dict, HasTraits, Int, Tuple, Unicode

from svtrain.core.monitoring import RATINGS
from svtrain.core.portfolio import MEASURES, Sums, grouped, sums
from svtrain.core.problems import CannotDo
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.kept_portfolio import forget_portfolio, keep_portfolio, kept_portfolio, trimmed
from svtrain.data.portfolio import FILES, Portfolio, practice_portfolio, read_portfolio

KINDS = ("theme", "place", "category")
FILTERS = (*KINDS, "rating")
PAGE = 20  # contracts at a time
DRAWS = 2_000
PRACTICE, OWN = "practice", "own"


class PortfolioBoard(HasTraits):
    """A portfolio, filtered.

    Only `recalc` adds up; it leaves ``whole`` (the sums of what is chosen), ``groups`` (name and sums by ``group``) and
    ``contracts`` (place in the portfolio and sums, largest promise first). Where fewer than five people stand behind a
    figure, the figure is not there to be shown.

    Examples
    --------
    >>> board = PortfolioBoard()
    >>> board.whole.promises, len(board.contracts)
    (50, 12)
    >>> board.choose("theme", "Skills")
    >>> board.whole.promises, [name for name, _ in board.groups]
    (8, ['Skills'])
    """

    version = 1

    source = Unicode(PRACTICE)
    mark = Unicode(help="by which a person's own files are found again")
    chosen = Dict(help="theme, place, category and rating; blank for all")
    group = Unicode("theme")
    measure = Unicode("verified", help="which of the four amounts the chart of groups shows")
    page = Int(0)
    contract = Unicode(help="the reference of the contract that is looked at")
    proxy = Unicode(help="the price whose passport is shown")
    problems = Dict(help="a sentence by file")
    given = Tuple(help="files that were given so far")
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self._tables: dict[str, bytes] = {}
        self._maps: dict[str, ValueMap] = {}
        self._spread: dict[str, object] = {}
        self.portfolio: Portfolio = practice_portfolio(reference())
        self.recalc()

    # -- what is shown

    def practise(self) -> None:
        """Show the invented practice contracts."""
        self.mark, self._tables, self._maps = "", {}, {}
        self.given, self.problems = (), {}
        forget_portfolio()
        self._show(practice_portfolio(reference()), PRACTICE)

    def take(self, name: str, content: bytes) -> None:
        """Take one of the person's own files; with contracts, commitments and deliveries there the board shows them.

        ``name`` is one of `svtrain.data.portfolio.FILES`. What cannot be used is said in ``problems``.
        """
        try:
            self._tables[name] = trimmed(name, content)
            self.problems = {key: said for key, said in self.problems.items() if key != name}
            self.given = tuple(each for each in FILES if each in self._tables)
            if set(FILES[:3]) <= set(self._tables):
                self._own(self._tables)
                self.mark = keep_portfolio(self._tables)
        except CannotDo as error:
            self._tables.pop(name, None)
            self.given = tuple(each for each in FILES if each in self._tables)
            self.problems = {**self.problems, name: " ".join(one.message for one in error.problems[:3])}
        self.revision += 1

    def take_map(self, name: str, content: bytes) -> None:
        """Take a value map of one of the contracts; its contract's reference says which."""
        from svtrain.report.map_files import open_bytes

        try:
            found = open_bytes(name, content)
            wanted = found.contract.reference if found.contract else ""
            if wanted not in self.portfolio.references:
                said = f"The map is for contract '{wanted[:40]}', which is not in this portfolio." if wanted else "The map names no contract reference."
                self.problems = {**self.problems, "map": said}
            else:
                self._maps[wanted] = found
                self._spread.pop(wanted, None)
                self.contract, self.problems = wanted, {key: said for key, said in self.problems.items() if key != "map"}
        except CannotDo as error:
            self.problems = {**self.problems, "map": " ".join(one.message for one in error.problems[:3])}
        self.revision += 1

    def _own(self, tables: dict[str, bytes]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            paths = {name: Path(folder) / name for name in tables}
            for name, path in paths.items():
                path.write_bytes(tables[name])
            self._show(read_portfolio(paths, reference()), OWN)

    def _show(self, portfolio: Portfolio, source: str) -> None:
        if source != self.source:
            self._maps = {}  # a practice contract's map says nothing of one's own contract with the same reference
        self.portfolio, self._spread, self.source = portfolio, {}, source
        with self.hold_trait_notifications():
            self.chosen, self.page, self.contract, self.proxy = {}, 0, "", ""
            self.recalc()

    # -- choosing

    def choose(self, kind: str, name: str) -> None:
        """Show only a priority (``theme``), place, category or rating; blank shows all again."""
        if kind not in FILTERS or (name and name not in self.options(kind)):
            return
        with self.hold_trait_notifications():
            self.chosen = {**{key: each for key, each in self.chosen.items() if key != kind}, **({kind: name} if name else {})}
            self.page = 0
            self.recalc()

    def all_again(self) -> None:
        """Take every filter off."""
        with self.hold_trait_notifications():
            self.chosen, self.page = {}, 0
            self.recalc()

    def by(self, group: str) -> None:
        """Break the sums down by priority, place or category."""
        if group in KINDS:
            self.group = group
            self.recalc()

    def show_measure(self, measure: str) -> None:
        if measure in MEASURES:
            self.measure = measure
            self.revision += 1

    def turn(self, pages: int) -> None:
        """Go on or back in the list of contracts."""
        self.page = max(0, min(self.page + pages, self.pages - 1))
        self.revision += 1

    def look(self, reference_: str) -> None:
        """Look at one contract closely."""
        self.contract = reference_ if reference_ in self.portfolio.references else ""
        self.revision += 1

    def ask(self, proxy: str) -> None:
        """Ask where one price comes from."""
        self.proxy = proxy if proxy in self.prices() else ""
        self.revision += 1

    # -- reading

    def options(self, kind: str) -> tuple[str, ...]:
        """What a filter may be set to."""
        portfolio = self.portfolio
        return {"theme": portfolio.themes, "place": portfolio.places, "category": portfolio.categories, "rating": RATINGS}[kind]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.contracts) // PAGE))

    def listed(self) -> list[tuple[int, Sums]]:
        """The contracts on the page of the list that is shown."""
        return self.contracts[self.page * PAGE: (self.page + 1) * PAGE]

    def prices(self) -> dict[str, int]:
        """The prices used by what is chosen, with how many promises use each, most first."""
        if self._prices is None:
            names, counts = np.unique(np.array(self.portfolio.proxies)[self.mask], return_counts=True)
            self._prices = {str(name): int(count) for count, name in sorted(zip(-counts, names)) if name}
            self._prices = {name: -count for name, count in self._prices.items()}
        return self._prices

    def rows_of(self, reference_: str) -> np.ndarray:
        """Which promises belong to a contract, whatever the filters say."""
        return np.flatnonzero(self.portfolio.lines.contract == self.portfolio.references.index(reference_))

    def map_of(self, reference_: str) -> ValueMap | None:
        """The value map of a contract, where there is one."""
        if self.source == PRACTICE and reference_ not in self._maps and reference_:
            from svtrain.data.practice_data import practice

            self._maps[reference_] = practice().contract(reference_).value_map()
        return self._maps.get(reference_)

    def spread_of(self, reference_: str):
        """The valuation of a contract's map and how far it may move; drawn when it is first asked for."""
        found = self.map_of(reference_)
        if found is None:
            return None
        if reference_ not in self._spread:
            from svtrain.core.uncertainty import uncertainty
            from svtrain.core.valuation import value

            try:
                self._spread[reference_] = (value(found, reference(), check=False), uncertainty(found, reference(), DRAWS))
            except CannotDo as error:
                self.problems = {**self.problems, "map": error.problems[0].message}
                self._spread[reference_] = None
        return self._spread[reference_]

    # -- adding up

    def recalc(self) -> None:
        """Add up what is chosen."""
        portfolio, lines = self.portfolio, self.portfolio.lines
        mask = portfolio.own_contract.copy()
        for kind, name in self.chosen.items():
            mask &= (portfolio.ratings == name) if kind == "rating" else getattr(portfolio, kind) == self.options(kind).index(name)
        self.mask, self._prices = mask, None
        self.whole = sums(lines, mask)
        names = self.options(self.group)
        self.groups = [(name, found) for name, found in zip(names, grouped(lines, getattr(portfolio, self.group), len(names), mask)) if found.promises]
        by_contract = grouped(lines, np.maximum(lines.contract, 0), len(portfolio.references), mask)
        self.contracts = sorted(((n, found) for n, found in enumerate(by_contract) if found.promises), key=lambda each: -each[1].committed.mid)
        self.rated = {word: int((portfolio.ratings[mask] == word).sum()) for word in RATINGS}
        self.revision += 1

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh; the files lie beside it under their mark."""
        return {"source": self.source, "mark": self.mark, "chosen": dict(self.chosen), "group": self.group, "measure": self.measure,
                "contract": self.contract, "proxy": self.proxy}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        if saved["source"] == OWN:
            with tempfile.TemporaryDirectory() as folder:
                paths = kept_portfolio(saved["mark"], Path(folder))
                if paths:
                    self._tables = {name: path.read_bytes() for name, path in paths.items()}
                    self.portfolio, self._spread, self._maps = read_portfolio(paths, reference()), {}, {}
                    self.source, self.mark, self.given = OWN, saved["mark"], tuple(paths)
                else:
                    self.problems = {**self.problems, "contracts.csv": "Your files are not kept here any more; give them again."}
        with self.hold_trait_notifications():
            self.chosen = {kind: name for kind, name in saved["chosen"].items() if kind in FILTERS and name in self.options(kind)}
            self.group = saved["group"] if saved["group"] in KINDS else "theme"
            self.measure = saved["measure"] if saved["measure"] in MEASURES else "verified"
            self.contract = saved["contract"] if saved["contract"] in self.portfolio.references else ""
            self.recalc()
            self.proxy = saved["proxy"] if saved["proxy"] in self.prices() else ""
            self.revision += 1
