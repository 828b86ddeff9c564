"""What is true in the contract valuer. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets import HasTraits, Int, List, Unicode

from svtrain.apps.contract_valuer.desk import Desk, desk_of, desk_of_map, with_line, without_line
from svtrain.apps.contract_valuer.files import Files
from svtrain.apps.contract_valuer.incoming import MOST as LISTED, contracts_in, offer, practice_row
from svtrain.apps.contract_valuer.jobs import Jobs
from svtrain.apps.contract_valuer.reading import OWN, shown
from svtrain.apps.contract_valuer.valuing import Valued, value_desk
from svtrain.core.problems import CannotDo
from svtrain.core.uncertainty import Uncertainty
from svtrain.core.valuation import Valuation
from svtrain.core.value_map import ASSUMPTIONS
from svtrain.data.chosen_contracts import ChosenContract, load_chosen
from svtrain.data.outcome_suggestions import Suggestion, suggestions_for
from svtrain.data.starts import open_start
from svtrain.report.map_files import MACROS, is_another_workbook, open_bytes

if TYPE_CHECKING:
    import pandas as pd

MOST = 12  # contracts side by side
MAPS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion and what became of it: ``open``, ``taken`` or ``refused`` (with a reason, where one was given)."""

    suggestion: Suggestion
    state: str
    reason: str = ""


class ContractValuer(HasTraits):
    """Up to twelve contracts, each on the way from a row of a register to a value map with a range.

    ``contracts`` holds what was taken and typed (see `desk`); ``current`` says which one is in hand, ``line`` and ``key`` where
    in it. Only `recalc` reads what was typed; it leaves ``found`` (a `Valued`), one for each contract.

    Examples
    --------
    >>> app = ContractValuer()
    >>> app.take(ChosenContract("Grounds", value=5e5, cpv="77310000"))
    >>> app.accept("jobs")
    >>> for name, text in (("quantity.low", "3"), ("quantity.likely", "5"), ("quantity.high", "8"), ("deadweight.likely", "40%")):
    ...     app.type("jobs", name, text)
    >>> app.found.spread.ratio_p5 < app.result.sroi_ratio < app.found.spread.ratio_p95
    True
    """

    version = 1

    contracts = List()
    current = Int(0)
    line = Unicode(help="the id of the line being worked on")
    key = Unicode("quantity", help="the assumption being worked on")
    offered = List(help="rows of a file that can be taken, as plain objects; not kept")
    offered_from = Unicode(help="the file's name, and how many rows it has")
    refused = List(help="why a file could not be used, a sentence each")
    notice = Unicode(help="why the last wish could not be met")
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self._valued: list[tuple[Desk, Valued]] = []
        self._register: tuple[str, pd.DataFrame] | None = None
        self.files, self.jobs = Files(self), Jobs(self)

    # -- taking a contract in hand

    @staticmethod
    def chosen() -> tuple[ChosenContract, ...]:
        """What the spend explorer handed over."""
        return load_chosen().contracts

    def take(self, contract: ChosenContract) -> None:
        """Take a row of a register in hand; one that is here already is opened again."""
        same = [place for place, desk in enumerate(self.contracts) if _facts(desk) == (contract.reference, contract.title, contract.supplier)]
        self._show(same[0]) if same and contract.title else self._add(desk_of(contract))

    def take_all_chosen(self) -> None:
        """Take every contract that the spend explorer handed over, and open the first."""
        chosen = self.chosen()
        for contract in (*chosen, *chosen[:1]):
            self.take(contract)

    def take_offered(self, place: int) -> None:
        """Take a row of the file that was given."""
        self.take(ChosenContract(**self.offered[place]))

    def take_practice(self, slug: str) -> None:
        """Take a practice contract as a register would give it, with nothing valued."""
        self.take(practice_row(slug))

    def take_start(self, start: str) -> None:
        """Take a finished map, by its id in `svtrain.data.starts`."""
        self._add(desk_of_map(open_start(start)))

    def take_blank(self) -> None:
        """A contract from a form: every fact is still to be typed."""
        self._add(desk_of(ChosenContract("")))

    def take_file(self, name: str, content: bytes) -> bool:
        """Take a value map or its workbook in hand, or offer the rows of a register; else say why not."""
        kind = Path(name).suffix.lower()
        self.refused, self.offered, self.offered_from, self._register = [], [], "", None
        try:
            if kind in (*MAPS, *MACROS, ".xlsx"):
                try:
                    return self._add(desk_of_map(open_bytes(name, content)))
                except CannotDo as error:
                    if kind != ".xlsx" or not is_another_workbook(error):
                        raise
            self._register = name, contracts_in(name, content)
        except CannotDo as error:
            self.refused = [str(problem) for problem in error.problems]
            return False
        self.find("")
        return True

    def find(self, words: str) -> None:
        """Offer the rows of the file that hold all of some words; without words the largest."""
        if self._register is None:
            return
        name, table = self._register
        rows, count = offer(table, words), len(table)
        every = f"{count:,} contract{'' if count == 1 else 's'}"
        if words.strip():
            said = f"{len(rows)}{' or more' if len(rows) == LISTED else ''} of {every}, with these words"
        else:
            said = f"the {len(rows)} largest of {every}" if count > len(rows) else every
        with self.hold_trait_notifications():
            self.offered, self.offered_from = rows, f"{name}: {said}."

    def _add(self, desk: Desk) -> bool:
        if len(self.contracts) >= MOST:
            self.notice = f"There are {MOST} contracts here already. Put one away first."
            return False
        self.contracts = [*self.contracts, desk]
        self._show(len(self.contracts) - 1)
        return True

    def _show(self, place: int) -> None:
        lines = [one["id"] for one in self.contracts[place]["plain"]["outcomes"]] if self.contracts else []
        with self.hold_trait_notifications():
            self.current, self.notice = place, ""
            self.line, self.key = (lines[0] if lines else ""), "quantity"
            self.recalc()

    def go(self, place: int) -> None:
        """Switch to another contract."""
        if 0 <= place < len(self.contracts) and place != self.current:
            self._show(place)

    def put_away(self) -> None:
        """Delete the contract in hand."""
        if self.contracts:
            self.contracts = [desk for place, desk in enumerate(self.contracts) if place != self.current]
            self._show(max(0, min(self.current, len(self.contracts) - 1)))

    # -- reading

    @property
    def desk(self) -> Desk | None:
        return self.contracts[self.current] if self.current < len(self.contracts) else None

    @property
    def found(self) -> Valued:
        """The contract in hand, valued."""
        return self._valued[self.current][1] if self.current < len(self._valued) else Valued()

    @property
    def every(self) -> list[Valued]:
        """Each contract here, valued."""
        return [valued for _, valued in self._valued]

    @property
    def result(self) -> Valuation | None:
        return self.found.result

    @property
    def other(self) -> Valuation | None:
        return self.found.other

    @property
    def spread(self) -> Uncertainty | None:
        return self.found.spread

    @property
    def problems(self) -> dict[str, str]:
        return self.found.problems

    def name(self, place: int) -> str:
        """What a contract is called on the page."""
        return shown(self.contracts[place], "", "title").strip() or f"Contract {place + 1}, no title yet"

    def lines(self) -> list[tuple[str, str]]:
        """Each line of the contract in hand as (id, words)."""
        return [(one["id"], self.shown(one["id"], "outcome").strip() or "A line without words") for one in self.desk["plain"]["outcomes"]] if self.desk else []

    def shown(self, line: str, name: str) -> str:
        """What stands in a field: of a line, or of the contract itself (the line "")."""
        return shown(self.desk, line, name) if self.desk else ""

    def problem(self, line: str, name: str) -> str:
        """The sentence for one field, or nothing."""
        key, _, part = name.partition(".")
        said = self.problems.get(f"{line}.{name}", "")
        whole = self.problems.get(f"outcomes.{line}.{key}") or self.problems.get(f"outcomes.{line}.{name}") or self.problems.get(f"contract.{name}")
        return said or (whole or "" if part in ("", "likely") else "")

    def offers(self) -> list[Offer]:
        """What a contract of this kind often changes, and what was done with each suggestion."""
        if not self.desk:
            return []
        taken = {one["id"] for one in self.desk["plain"]["outcomes"]}
        refused = self.desk["refused"]
        return [Offer(one, "taken" if one.id in taken else "refused" if one.id in refused else "open", refused.get(one.id, ""))
                for one in suggestions_for(self.shown("", "division"))]

    # -- changing

    def accept(self, suggestion: str) -> None:
        """Take a suggested outcome as a line; its numbers are still to be given."""
        for offer in self.offers():
            if offer.suggestion.id == suggestion and offer.state != "taken":
                self._line_added(offer.suggestion)

    def refuse(self, suggestion: str, reason: str) -> None:
        """Refuse a suggestion, and say why; the reason stays with the contract."""
        if self.desk and suggestion in {offer.suggestion.id for offer in self.offers() if offer.state != "taken"}:
            self.change({**self.desk, "refused": {**self.desk["refused"], suggestion: reason}})

    def reword(self, suggestion: str, reason: str) -> None:
        """Change the reason of a refusal."""
        if self.desk and self.desk["refused"].get(suggestion, reason) != reason:
            self.refuse(suggestion, reason)

    def own_line(self) -> None:
        """Add a line of one's own, with everything still to be given."""
        if self.desk:
            self._line_added(None)

    def _line_added(self, suggestion: Suggestion | None) -> None:
        desk, line = with_line(self.desk, suggestion)
        with self.hold_trait_notifications():
            self.line, self.key = line, "quantity"
            self.change(desk)

    def drop_line(self) -> None:
        """Delete the line in hand."""
        if self.desk and self.line:
            desk = without_line(self.desk, self.line)
            with self.hold_trait_notifications():
                self.line = desk["plain"]["outcomes"][0]["id"] if desk["plain"]["outcomes"] else ""
                self.change(desk)

    def go_line(self, line: str, key: str = "") -> None:
        """Work on another line or assumption."""
        if line in dict(self.lines()):
            with self.hold_trait_notifications():
                self.line, self.key = line, key if key in ASSUMPTIONS else self.key

    def type(self, line: str, name: str, text: str) -> None:
        """Take what a person typed into a field, as it is; ``line`` "" is the contract itself."""
        if self.desk is None or text == self.shown(line, name):
            return
        mine = {**self.desk["typed"].get(line, {}), name: text}
        self.change({**self.desk, "typed": {**self.desk["typed"], line: mine}})

    def choose_proxy(self, proxy: str) -> None:
        """Price the line in hand with a proxy of the bank, or with a price of its own (``OWN``)."""
        if self.desk is None or not self.line or proxy == self.shown(self.line, "proxy"):
            return
        was = {name: text for name, text in self.desk["typed"].get(self.line, {}).items() if not name.startswith("proxy")}
        self.change({**self.desk, "typed": {**self.desk["typed"], self.line: {**was, "proxy": proxy or OWN}}})

    def change(self, desk: Desk) -> None:
        """Put a changed desk in the place of the contract in hand."""
        self.contracts = [desk if place == self.current else other for place, other in enumerate(self.contracts)]
        self.recalc()

    # -- the sum

    def recalc(self) -> None:
        """Value every contract that has changed."""
        known = {id(desk): valued for desk, valued in self._valued}
        self._valued = [(desk, known.get(id(desk)) or value_desk(desk)) for desk in self.contracts]
        self.revision += 1

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {name: getattr(self, name) for name in ("contracts", "current", "line", "key")}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        with self.hold_trait_notifications():
            for name in self.to_dict():
                setattr(self, name, saved[name])
            self.recalc()


def _facts(desk: Desk) -> tuple[str, str, str]:
    return tuple(shown(desk, "", name) for name in ("reference", "title", "supplier"))
