"""What is true in the value builder. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from typing import Any

from traitlets import Dict, HasTraits, Instance, Int, List, Unicode

from svtrain.apps.value_builder.document import apply, field_path, proxy_of, range_of, shown_value
from svtrain.report.map_files import open_bytes, workbook_bytes
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.uncertainty import Uncertainty, uncertainty
from svtrain.core.valuation import Valuation, value
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.documents import yaml_text
from svtrain.data.starts import open_start
from svtrain.data.value_map import value_map_from
from svtrain.report.licence_guard import hold_back


DRAWS, SEED = 2000, 1  # enough for two figures, and quick enough to follow a keystroke


class ValueBuilder(HasTraits):
    """A value map being worked on, and its valuation under both usual modes.

    ``plain`` is the map as opened; ``typed`` holds what the person typed, by line and field:
    ``{"jobs": {"deadweight": "25%"}}`` (the line "" is the map itself). Only `recalc` reads what was typed; it leaves
    ``result`` (None while something stands in the way), ``other``, ``spread`` (None where no number has a range) and
    ``problems`` (a sentence by field).

    Examples
    --------
    >>> app = ValueBuilder()
    >>> app.open_start("case:lwtc-westbank-2015")
    >>> round(app.result.sroi_ratio, 2), round(app.other.sroi_ratio, 2)
    (5.8, 6.0)
    >>> app.type("f", "deadweight", "lots")
    >>> app.problem("f", "deadweight")
    '"lots" is not a number; type digits, such as 1200 or 0.4.'
    """

    version = 1

    plain = Dict()
    typed = Dict()
    line = Unicode(help="the id of the outcome being edited")
    result = Instance(Valuation, allow_none=True)
    other = Instance(Valuation, allow_none=True)
    spread = Instance(Uncertainty, allow_none=True)
    problems = Dict()
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")
    edition = Int(help="goes up when another map is opened or all changes are undone: what was typed before belongs to neither")
    refused = List(help="why a file could not be opened, a sentence each")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.map: ValueMap | None = None

    # -- opening

    def open_start(self, start: str) -> None:
        """Start from a published evaluation or a practice contract, by its id in `svtrain.data.starts`."""
        self._open(open_start(start).as_dict())

    def open_file(self, name: str, content: bytes) -> bool:
        """Open a person's own value map; if it cannot be read, say why and keep what was open."""
        try:
            opened, problems = open_bytes(name, content), ()
        except CannotDo as error:
            opened, problems = None, error.problems
        self.refused = [str(problem) for problem in problems]
        if opened is not None:
            self._open(opened.as_dict())
        return opened is not None

    def _open(self, plain: dict) -> None:
        with self.hold_trait_notifications():
            self.plain, self.typed, self.refused = plain, {}, []
            self.edition += 1
            self.line = plain["outcomes"][0]["id"] if plain["outcomes"] else ""
            self.recalc()

    # -- reading

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each outcome as (id, words), in the map's order."""
        return tuple((outcome["id"], _words(outcome)) for outcome in self.plain.get("outcomes", ()))

    def shown(self, line: str, key: str) -> str:
        """What the field shows: what was typed, or else the map's own value."""
        typed = self.typed.get(line, {})
        return typed[key] if key in typed else shown_value(self.plain, line, key)

    def range(self, line: str, key: str) -> tuple[str, str] | None:
        """The low and high of a field that holds a range, as they would be typed."""
        return range_of(self.plain, line, key)

    def proxy(self, line: str) -> str:
        """The id of the bank's proxy that prices a line, or ``OWN``."""
        return self.typed.get(line, {}).get("proxy") or proxy_of(self.plain, line)

    def problem(self, line: str, key: str) -> str:
        """The sentence for one field, or nothing."""
        return self.problems.get(field_path(line, key), "")

    # -- changing

    def type(self, line: str, key: str, text: str) -> None:
        """Take what a person typed into a field, as it is."""
        if text == self.shown(line, key):
            return
        mine = {**self.typed.get(line, {}), key: text}
        self.typed = {**self.typed, line: mine}
        self.recalc()

    def choose_proxy(self, line: str, proxy: str) -> None:
        """Price a line with a proxy of the bank, or with a value of its own (``OWN``)."""
        if proxy != self.proxy(line):
            mine = {key: text for key, text in self.typed.get(line, {}).items() if key != "proxy.value"}
            self.typed = {**self.typed, line: {**mine, "proxy": proxy}}
            self.recalc()

    def undo(self) -> None:
        """Back to the map as it was opened."""
        self.typed, self.edition = {}, self.edition + bool(self.typed)
        self.recalc()

    # -- the sum

    def recalc(self) -> None:
        """Read what was typed, value the map, and say what stands in the way."""
        edited, problems = apply(self.plain, self.typed)
        found, faults = (None, []) if problems else value_map_from(edited)
        result = other = spread = None
        if found is not None:
            try:
                result, other, spread = value(found, reference()), value(other_mode(found), reference()), _spread(found)
            except CannotDo as error:
                faults, result, other = error.problems, None, None
        problems.update({fault.field: fault.message for fault in faults})
        with self.hold_trait_notifications():
            self.map, self.problems = found, problems
            self.result, self.other, self.spread = result, other, spread
            self.revision += 1

    # -- keeping

    def text(self) -> str:
        """The value map as a YAML file, ready to download.

        Raises
        ------
        CannotDo
            While a field still has a problem.
        """
        return yaml_text(self._whole().as_dict())

    def workbook(self) -> bytes:
        """The value map as an Excel workbook whose results are live formulas.

        Raises
        ------
        CannotDo
            While a field still has a problem, or when a licensed value would be taken along.
        """
        found = self._whole()
        hold_back(found)
        return workbook_bytes(found)

    def _whole(self) -> ValueMap:
        if self.map is None:
            raise CannotDo([Problem(message, field) for field, message in self.problems.items()])
        return self.map

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"plain": self.plain, "typed": self.typed, "line": self.line}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        with self.hold_trait_notifications():
            self.plain, self.typed, self.line = saved["plain"], saved["typed"], saved["line"]
            self.edition += 1
            self.recalc()


def other_mode(found: ValueMap) -> ValueMap:
    """The same map under the other usual mode: SROI report or Green Book."""
    mode = "sroi_report" if found.conventions.resolved().mode == "green_book" else "green_book"
    return found.model_copy(update={"conventions": found.conventions.in_mode(mode)})


def _spread(found: ValueMap) -> Uncertainty | None:
    """How far the result may move; nothing where every number is a point."""
    drawn = uncertainty(found, reference(), DRAWS, SEED)
    return drawn if drawn.drivers else None


def _words(outcome: dict) -> str:
    words = outcome.get("outcome") or outcome["id"]
    return f"{words} ({outcome['stakeholder']})" if outcome.get("stakeholder") else words

