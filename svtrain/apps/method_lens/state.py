"""What is true in the method lens. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from traitlets import Dict, HasTraits, Int, List, Unicode

from svtrain.core.method_lines import METHODS, Difference, Ranges, differences, ranges_of
from svtrain.core.methods import MeasurePrice, PriceList, Principle, SideBySide, Spend, side_by_side, synthetic_price_list
from svtrain.core.problems import CannotDo
from svtrain.core.value_map import ValueMap
from svtrain.data import practice, reference
from svtrain.data.method_files import price_list_from, spend_shares_from
from svtrain.data.starts import PRACTICE, open_start, starts
from svtrain.data.value_map import value_map_from
from svtrain.report.map_files import open_bytes

START = "case:lwtc-westbank-2015"
ROWS = 3  # principles that can be named
MET = {"yes": True, "no": False, "": None}


class MethodLens(HasTraits):
    """One contract under four methods.

    ``plain`` is the map; ``prices`` and ``spend`` are what the person brought (nothing: an invented price list, and the spend
    that a practice contract has). Until `commit` has a choice and its reason, ``found`` is None. There is no total and no winner.

    Examples
    --------
    >>> lens = MethodLens()
    >>> lens.found is None
    True
    >>> lens.choose("counted")
    >>> lens.give_reason("Our board knows it.")
    >>> lens.commit()
    >>> round(lens.found.change_in_lives.sroi_ratio, 2)
    5.8
    """

    version = 1

    start = Unicode(help="where the map came from; nothing for a file")
    plain = Dict()
    prices = Dict(help="the person's own price list: title, licence and prices by line")
    spend = List(help="who gets the money, as the person brought it")
    principles = List(help="what the buyer stands for: name and met (yes, no or nothing)")
    first = Dict(help="the method that would be taken to the board, and why; before the figures")
    locked = Unicode("no", help="yes once the choice is kept")
    line = Unicode(help="the line of the map that is looked at closely")
    after = Unicode(help="what the person would take along now")
    problem = Unicode(help="why the choice could not be kept")
    refused = Dict(help="by file (map, prices, spend): why it could not be read")
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.map: ValueMap | None = None
        self.found: SideBySide | None = None
        self.ranges: Ranges | None = None
        self.blocked: tuple[str, ...] = ()
        if not self.principles:
            self.principles = [{"name": "", "met": ""} for _ in range(ROWS)]
        if not self.plain:
            self.open_start(START)

    # -- opening

    @staticmethod
    def starts() -> list[tuple[str, str, str]]:
        """What can be opened, as (id, title, group)."""
        return starts()

    def open_start(self, start: str) -> None:
        """Open a published evaluation or a practice contract."""
        self._open(open_start(start), start)

    def open_file(self, name: str, content: bytes) -> bool:
        """Open a person's own map; if it cannot be read, say why and keep what was open."""
        return self._taken("map", lambda: self._open(open_bytes(name, content), ""))

    def _open(self, opened: ValueMap, start: str) -> None:
        """Another contract wants a choice of its own, and its own prices and spend."""
        with self.hold_trait_notifications():
            self.plain, self.start, self.refused, self.problem = opened.as_dict(), start, {}, ""
            self.prices, self.spend, self.first, self.locked = {}, [], {}, "no"
            self.line = opened.outcomes[0].id if opened.outcomes else ""
            self.recalc()

    def take_prices(self, name: str, content: bytes) -> bool:
        """Take the person's own price list in place of the invented one."""
        def take() -> None:
            own = price_list_from(name, content)
            side_by_side(self.map, reference(), prices=own)  # a price for a line that the map lacks is refused here
            self.prices = asdict(own)
        return self._taken("prices", take)

    def take_spend(self, name: str, content: bytes) -> bool:
        """Take who gets the money."""
        def take() -> None:
            own = spend_shares_from(name, content)
            side_by_side(self.map, reference(), spend=own)
            self.spend = [asdict(each) for each in own]
        return self._taken("spend", take)

    def _taken(self, what: str, take) -> bool:
        try:
            take()
        except CannotDo as error:
            self.refused = {**self.refused, what: [str(problem) for problem in error.problems[:5]]}
            return False
        self.refused = {name: said for name, said in self.refused.items() if name != what}
        self.recalc()
        return True

    # -- reading

    def lines(self) -> list[tuple[str, str]]:
        """Each outcome as (id, words)."""
        return [(outcome.id, outcome.outcome or outcome.id) for outcome in self.map.outcomes] if self.map else []

    def price_list(self) -> PriceList:
        """The list that is counted by: the person's own, or an invented one."""
        if not self.prices:
            return synthetic_price_list(self.map, reference())
        prices = {line: MeasurePrice(**price) for line, price in self.prices["prices"].items()}
        return PriceList(self.prices["title"], prices, self.prices["licence"])

    def spends(self) -> list[Spend]:
        """Who gets the money, as far as anybody has said."""
        if self.spend:
            return [Spend(**each) for each in self.spend]
        if not self.start.startswith(PRACTICE):
            return []
        contract = practice().contract(self.start.removeprefix(PRACTICE))
        return [Spend(contract.supplier, sum(each.amount for each in contract.spend), local=None, sme=contract.sme, vcse=contract.vcse)]

    def differences(self) -> tuple[Difference, ...]:
        """The line that is looked at, from method to method; only after the choice."""
        return differences(self.found, self.line) if self.found is not None and self.line else ()

    @property
    def kept(self) -> bool:
        """Whether the first choice is kept."""
        return self.locked == "yes"

    # -- changing

    def choose(self, method: str) -> None:
        """Say which method would be taken to the board; a kept choice stays."""
        if not self.kept:
            self.first = {**self.first, "method": method if method in METHODS else ""}

    def give_reason(self, text: str) -> None:
        """Say why; a kept reason stays."""
        if not self.kept:
            self.first = {**self.first, "reason": text}

    def commit(self) -> None:
        """Keep the choice and work out the four; where something is missing, ``problem`` says what."""
        if not self.first.get("method"):
            self.problem = "Choose one of the four first."
        elif not self.first.get("reason", "").strip():
            self.problem = "Write a reason first; one line will do."
        else:
            self.problem, self.locked = "", "yes"
            self.recalc()

    def stand_for(self, row: int, key: str, text: str) -> None:
        """Name a principle (``name``), or say whether the contract meets it (``met``)."""
        self.principles = [{**each, key: text} if place == row else each for place, each in enumerate(self.principles)]
        self.recalc()

    def look_at(self, line: str) -> None:
        """Look at one line closely."""
        if line in dict(self.lines()):
            self.line = line
            self.revision += 1

    # -- the sum

    def recalc(self) -> None:
        """Work out the four, if the choice has been kept."""
        self.map, faults = value_map_from(dict(self.plain))
        self.found = self.ranges = None
        self.blocked = tuple(str(fault) for fault in faults)
        if self.map is not None and self.kept:
            named = [Principle(each["name"], MET.get(each["met"])) for each in self.principles if each["name"].strip()]
            try:
                prices = self.price_list()
                found = side_by_side(self.map, reference(), prices=prices, spend=self.spends(), principles=named)
                self.ranges = ranges_of(self.map, prices, reference())
                self.found = found
            except CannotDo as error:
                self.blocked = tuple(str(problem) for problem in error.problems)
        self.revision += 1

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {name: getattr(self, name) for name in ("start", "plain", "prices", "spend", "principles", "first", "locked", "line", "after")}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        with self.hold_trait_notifications():
            for name in ("start", "plain", "prices", "spend", "principles", "first", "locked", "line", "after"):
                setattr(self, name, saved[name])
            self.recalc()
