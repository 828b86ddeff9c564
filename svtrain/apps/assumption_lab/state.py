"""What is true in the assumption lab. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from datetime import date
from typing import Any

from traitlets import Bool, Dict, HasTraits, Instance, Int, List, Unicode

from svtrain.apps.assumption_lab.findings import Findings, find, put_in, weigh
from svtrain.apps.assumption_lab.judgement import (
    EVERY, INPUT, NUMBERS, PARTS, estimates_now, in_force, in_map, line_of, locked, place_of)
from svtrain.apps.assumption_lab.records import document, judgements_of, records_of
from svtrain.core.challenge import Challenge, challenge_map
from svtrain.core.estimate import Estimate
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.sensitivity import Bar, tornado
from svtrain.core.switching import Switch, switching_value
from svtrain.core.uncertainty import Uncertainty, uncertainty
from svtrain.core.valuation import Valuation, value
from svtrain.core.value_map import ASSUMPTIONS, ValueMap
from svtrain.data import reference
from svtrain.data.challenges import challenges_from
from svtrain.data.documents import parse_document, yaml_text
from svtrain.data.starts import open_start
from svtrain.data.value_map import value_map_from
from svtrain.report.licence_guard import hold_back
from svtrain.report.map_files import open_bytes, workbook_bytes

DRAWS, SEED = 2000, 1  # enough for two figures, and quick enough to follow a keystroke


class AssumptionLab(HasTraits):
    """A value map whose assumptions are questioned one at a time.

    ``plain`` is the map as opened. ``judgements`` holds what a person typed, by place (``f.deadweight``,
    ``*.drop_off`` for every line at once, ``inputs.Contract price``) and part (`PARTS`). ``records`` are challenges
    from a file that no field here can show. Only `recalc` reads them: it leaves ``result``, ``spread``, ``bars`` and
    ``unread`` (a sentence by place and part). `deepen` leaves ``findings``; ``fresh`` says whether they belong to the
    result that is shown. A judgement that cannot be read or lacks its reason is not counted, and never blocks.

    Examples
    --------
    >>> lab = AssumptionLab()
    >>> lab.open_start("case:lwtc-westbank-2015")
    >>> lab.go("f", "deadweight")
    >>> lab.type("high", "50%")
    >>> lab.typed("high")
    ''
    >>> lab.type("reason", "Half of them would have lost weight anyway.")
    >>> lab.type("low", "5%")
    >>> lab.type("high", "50%")
    >>> round(lab.spread.ratio_p5, 1) < round(lab.result.sroi_ratio, 1)
    True
    """

    version = 1

    plain = Dict()
    judgements = Dict()
    records = List(help="challenges from a file that the fields cannot show, as plain objects")
    line = Unicode()
    key = Unicode("deadweight")
    by = Unicode(help="who judges")
    guess = Unicode(help="the assumption that the person thinks drives the spread; said before it is shown")
    other = Dict(help="another team's map")
    other_name = Unicode()
    result = Instance(Valuation, allow_none=True)
    spread = Instance(Uncertainty, allow_none=True)
    switch = Instance(Switch, allow_none=True)
    bars = List()
    unread = Dict()
    findings = Instance(Findings, ())
    fresh = Bool()
    refused = List(help="why a file could not be used, a sentence each")
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")
    depth = Int(help="goes up at the end of each deepen")
    edition = Int(help="goes up when another map is opened or a judgement taken back: what was typed before belongs to neither")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.map: ValueMap | None = None
        self.base: ValueMap | None = None
        self.now: dict[str, Estimate] = {}
        self._loaded, self._estimates = (), {}

    # -- opening

    def open_start(self, start: str) -> None:
        """Start from a published evaluation or a practice contract, by its id in `svtrain.data.starts`."""
        self._open(open_start(start).as_dict())

    def open_file(self, name: str, content: bytes) -> bool:
        """Open a person's own value map; if it cannot be used, say why and keep what was open."""
        opened = self._map_in(name, content)
        if opened is not None:
            self._open(opened.as_dict())
        return opened is not None

    def open_other(self, name: str, content: bytes) -> bool:
        """Take another team's map, to compare with."""
        opened = self._map_in(name, content)
        if opened is not None:
            self.other, self.other_name = opened.as_dict(), name
            self.recalc()
        return opened is not None

    def open_records(self, name: str, content: bytes) -> bool:
        """Take challenge records: what the fields can show becomes a judgement, the rest is applied as it stands."""
        try:
            given, problems = challenges_from(parse_document(content, name, json_text=name.lower().endswith(".json")), name)
            if not problems and self.base is not None:
                self._take(given)
        except CannotDo as error:
            problems = error.problems
        self.refused = [str(problem) for problem in problems]
        return not problems

    def _take(self, given: list[Challenge]) -> None:
        mine, others = judgements_of(given, self.now)
        names = {record.id for record in others}
        rest = [one for one in self.records if one["id"] not in names] + [record.as_dict() for record in others]
        challenge_map(ValueMap.model_validate(self.plain), [Challenge(**one) for one in rest], reference())  # refuses what does not fit
        self.judgements, self.records = {**self.judgements, **mine}, rest
        self._rebase()
        self.recalc()

    def _map_in(self, name: str, content: bytes) -> ValueMap | None:
        try:
            opened = open_bytes(name, content)
            value(opened, reference(), check=False)
        except CannotDo as error:
            self.refused = [str(problem) for problem in error.problems]
            return None
        self.refused = []
        return opened

    def _open(self, plain: dict) -> None:
        with self.hold_trait_notifications():
            self.plain, self.judgements, self.records, self.refused, self.guess = plain, {}, [], [], ""
            self.edition += 1
            self.line, self.key = plain["outcomes"][0]["id"] if plain["outcomes"] else "", "deadweight"
            self._rebase()
            self.recalc()

    def _rebase(self) -> None:
        """The map with the records from files in force: what the judgements start from."""
        opened, _ = value_map_from(self.plain)
        try:
            done = challenge_map(opened, [Challenge(**one) for one in self.records], reference())
            self.base, self._loaded = done.value_map, done.effects
            self.now = estimates_now(self.base, reference())
        except (CannotDo, AttributeError):
            self.base, self._loaded, self.now = opened, (), {}

    # -- reading

    @property
    def place(self) -> str:
        """The assumption that is looked at."""
        return place_of(self.line, self.key)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Where an assumption may be: each outcome, every outcome at once, each thing put in."""
        outcomes = [(one["id"], one.get("outcome") or one["id"]) for one in self.plain.get("outcomes", ())]
        paid = [(place, f"Put in: {place.removeprefix(INPUT)}") for place in self.now if place.startswith(INPUT)]
        return (*outcomes, *([(EVERY, "Every line at once")] if len(outcomes) > 1 else ()), *paid)

    def typed(self, part: str) -> str:
        """What stands in a field of the place that is looked at."""
        return self.judgements.get(self.place, {}).get(part, "")

    def said(self) -> Estimate | None:
        """What the map itself says there."""
        return self.now.get(self.place)

    @property
    def locked(self) -> bool:
        """Whether the numbers wait for a reason."""
        return locked(self.judgements.get(self.place, {}))

    def problem(self, part: str) -> str:
        return self.unread.get(self.place, {}).get(part, "")

    @property
    def revealed(self) -> bool:
        """Whether what drives the spread may be shown: with two or more uncertain numbers, after a guess."""
        return bool(self.guess) or len(self.bars) < 2

    # -- changing

    def go(self, line: str, key: str = "") -> None:
        """Look at another assumption."""
        with self.hold_trait_notifications():
            self.line, self.key = line, key or self.key
        self._find_switch()

    def type(self, part: str, text: str, place: str = "") -> None:
        """Take what a person typed, as it is; a number only once its reason stands. It is of the place that is looked at, unless ``place`` says another."""
        place = place or self.place
        before = self.judgements.get(place, {})
        if part not in PARTS or text == before.get(part, "") or (part in NUMBERS and locked(before)):
            return
        mine = {name: said for name, said in {**before, part: text}.items() if said.strip()}
        self.judgements = {**self.judgements, place: mine} if mine else _without(self.judgements, place)
        self.recalc()

    def take_judgements(self, given: dict[str, dict[str, str]]) -> None:
        """Take judgements that were written elsewhere; what a person has judged already stays as it is."""
        known = {place: typed for place, typed in given.items() if line_of(place) == EVERY or place in self.now}
        self.judgements = {**known, **self.judgements}
        self.recalc()

    def forget(self, place: str = "") -> None:
        """Delete a judgement."""
        self.edition += (place or self.place) in self.judgements
        self.judgements = _without(self.judgements, place or self.place)
        self.recalc()

    def forget_records(self) -> None:
        """Take back every challenge that came from a file."""
        self.records = []
        self._rebase()
        self.recalc()

    def commit_guess(self, field: str) -> None:
        """Say which assumption drives the spread, before it is shown; the first guess stands."""
        if not self.guess and field in {bar.field for bar in self.bars}:
            self.guess = field
            self.recalc()

    # -- the sum

    def recalc(self) -> None:
        """Read the judgements, value the map and draw from its ranges."""
        estimates, unread = in_map(self.judgements, self.now)
        result = spread = None
        bars: list[Bar] = []
        found = self.base
        try:
            for place, given in estimates.items():
                found = put_in(found, given) if in_force(self.judgements[place]) else found
            if found is not None:
                result = value(found, reference())
                bars = tornado(found, reference())
                spread = uncertainty(found, reference(), DRAWS, SEED, shares=False) if bars else None
        except CannotDo as error:
            unread["map"] = {problem.field: problem.message for problem in error.problems}
        with self.hold_trait_notifications():
            self.map, self._estimates = found if result is not None else None, estimates
            self.unread, self.result, self.bars, self.spread, self.fresh = unread, result, bars, spread, False
            self._find_switch()
            self.revision += 1

    def deepen(self) -> None:
        """What takes longer than a keystroke; the page asks for it when typing has paused."""
        if self.map is None:
            self.findings, self.fresh = Findings(), True
        elif not self.fresh:
            weighed = weigh(self.base, self.judgements, self._estimates, reference())
            other = value_map_from(self.other)[0] if self.other else None
            self.findings, self.fresh = find(self.base, self.map, weighed, self._loaded, other, reference(), SEED), True
        self.depth += 1

    def _find_switch(self) -> None:
        """What the number that is looked at would have to be for the result to turn."""
        self.switch = None
        if self.map is None or not self.line or (self.line == EVERY and self.key not in ASSUMPTIONS):
            return
        try:
            self.switch = switching_value(self.map, reference(), self.key if self.line == EVERY else self.place)
        except CannotDo:
            self.switch = None

    # -- keeping

    def text(self) -> str:
        """The map as judged, as a YAML file.

        Raises
        ------
        CannotDo
            When there is no map, or a licensed value would be taken along.
        """
        return yaml_text(self._whole().as_dict())

    def workbook(self) -> bytes:
        """The map as judged, as a workbook with live formulas; raises as `text` does."""
        return workbook_bytes(self._whole())

    def records_text(self) -> str:
        """Every judgement and every challenge from a file, as records; raises as `text` does."""
        self._whole()
        mine = records_of(self.judgements, self.now, self.by, date.today().isoformat())
        everything = [Challenge(**one) for one in self.records] + mine
        if not everything:
            raise CannotDo(Problem("There is nothing to save yet: write a reason and a number first.", "challenges"))
        return yaml_text(document(everything, self.plain.get("title", "")))

    def _whole(self) -> ValueMap:
        if self.map is None:
            raise CannotDo(Problem("There is no map yet.", "map"))
        hold_back(self.map)
        return self.map

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        names = ("plain", "judgements", "records", "line", "key", "by", "guess", "other", "other_name")
        return {name: getattr(self, name) for name in names}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        with self.hold_trait_notifications():
            for name in self.to_dict():
                setattr(self, name, saved[name])
            self.edition += 1
            self._rebase()
            self.recalc()


def _without(kept: dict, name: str) -> dict:
    return {other: given for other, given in kept.items() if other != name}
