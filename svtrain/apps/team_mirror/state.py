"""What is true in the team mirror. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from traitlets import Dict, HasTraits, Int, Tuple, Unicode

from svtrain.apps.team_mirror.facts import ALIKE, BY_KEY, COMPARED, FACTS, KINDS, NOT_KNOWN, Difference, difference
from svtrain.core.typed_numbers import NotANumber
from svtrain.data.systems_data import systems
from svtrain.data.teams_data import Team, teams

OWN_RESOURCES = "own-resources"
_OWN = ("barnsley-toolkit", "police-statement")  # each is one team's own; a visitor's counterpart is their own
_NOT_ASKED = ("social-value-act", "newcastle-model")


@dataclass(frozen=True, slots=True)
class Beside:
    """One team beside yours."""

    team: Team
    same_kind: bool | None
    differences: tuple[Difference, ...]
    shared: tuple[str, ...]
    only_theirs: tuple[str, ...]
    only_yours: tuple[str, ...]

    @property
    def alike(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.verdict == ALIKE)

    @property
    def different(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.verdict not in {ALIKE, NOT_KNOWN})

    @property
    def unknown(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.verdict == NOT_KNOWN)


class TeamMirror(HasTraits):
    """One team's facts beside those of the seven teams in the report.

    ``typed`` holds raw text by fact. Only `recalc` reads it; it leaves ``facts`` (numbers by fact), ``problems`` (a
    sentence by fact) and ``beside`` (each team with its differences). There is no overall score on purpose.

    Examples
    --------
    >>> mirror = TeamMirror()
    >>> mirror.type("staff", "9")
    >>> mirror.nearest()["staff"][0].short_name
    'Newcastle'
    >>> mirror.type("spend", "lots")
    >>> mirror.problem("spend")
    '"lots" is not a number; type digits, such as 1200 or 0.4.'
    """

    version = 1

    typed = Dict()
    name = Unicode()
    kind = Unicode(help="a key of KINDS, or nothing")
    uses = Tuple(help="ids of what the team uses")
    chosen = Unicode(help="the team looked at closely")
    lesson = Unicode(help="what the person takes from that team, and what does not carry over")
    facts = Dict()
    problems = Dict()
    beside = Tuple()
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        if not self.chosen:
            self.chosen = teams()[0].id
        self.recalc()

    # -- reading

    @staticmethod
    def tools() -> tuple[tuple[str, str], ...]:
        """What a team may say that it uses: each system that one of the seven used, as (id, name)."""
        used = {use.system_id for team in teams() for use in team.uses} - {*_OWN, *_NOT_ASKED}
        return (*((one.id, one.name) for one in systems() if one.id in used), (OWN_RESOURCES, "A toolkit or statement of our own"))

    def shown(self, key: str) -> str:
        """What stands in a field."""
        return self.typed.get(key, "")

    def problem(self, key: str) -> str:
        """The sentence for one field, or nothing."""
        return self.problems.get(key, "")

    @property
    def mine(self) -> str:
        """What to call the person's team."""
        return self.name.strip() or "Your team"

    def of(self, team_id: str) -> Beside:
        """One team beside yours."""
        return next(one for one in self.beside if one.team.id == team_id)

    def nearest(self) -> dict[str, tuple[Team, ...]]:
        """By fact: which team or teams stand nearest to yours on it. A fact that you have not given is left out."""
        found = {}
        for fact in COMPARED:
            sizes = {one.team: _size(one, fact.key) for one in self.beside}
            known = {team: size for team, size in sizes.items() if size is not None}
            if known:
                least = min(known.values())
                found[fact.key] = tuple(team for team, size in known.items() if size == least)
        return found

    # -- changing

    def type(self, key: str, text: str) -> None:
        """Take what a person typed into a field, as it is."""
        if text != self.shown(key):
            self.typed = {**self.typed, key: text}
            self.recalc()

    def choose_kind(self, kind: str) -> None:
        """Say what sort of body the team buys for."""
        self.kind = kind if kind in KINDS else ""
        self.recalc()

    def tick(self, tool: str, uses: bool) -> None:
        """Say whether the team uses something."""
        self.uses = tuple(one for one, _ in self.tools() if (uses if one == tool else one in self.uses))
        self.recalc()

    def recalc(self) -> None:
        """Read what was typed and set every team beside it."""
        facts, problems = {}, {}
        for fact in FACTS:
            text = self.shown(fact.key)
            if text.strip():
                try:
                    facts[fact.key] = fact.read(text)
                except NotANumber as error:
                    problems[fact.key] = str(error)
        if {"staff", "spend"} <= set(facts):
            facts["per_head"] = facts["spend"] / facts["staff"]
        with self.hold_trait_notifications():
            self.facts, self.problems = facts, problems
            self.beside = tuple(self._beside(team) for team in teams())
            self.revision += 1

    def _beside(self, team: Team) -> Beside:
        theirs = {OWN_RESOURCES if use.system_id in _OWN else use.system_id for use in team.uses if use.use != "aware"}
        names = dict(self.tools())

        def named(wanted: set[str]) -> tuple[str, ...]:
            return tuple(name for one, name in names.items() if one in wanted)

        return Beside(
            team, None if not self.kind else self.kind == team.kind,
            tuple(difference(fact, self.facts.get(fact.key), team) for fact in COMPARED),
            named(theirs & set(self.uses)), named(theirs - set(self.uses)), named(set(self.uses) - theirs))

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"typed": self.typed, "name": self.name, "kind": self.kind, "uses": list(self.uses), "chosen": self.chosen,
                "lesson": self.lesson}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        known = {team.id for team in teams()}
        with self.hold_trait_notifications():
            self.typed = {key: str(text) for key, text in saved["typed"].items() if key in BY_KEY}
            self.name, self.kind, self.lesson = saved["name"], saved["kind"], saved["lesson"]
            self.uses = tuple(saved["uses"])
            self.chosen = saved["chosen"] if saved["chosen"] in known else teams()[0].id
            self.recalc()


def _size(one: Beside, key: str) -> float | None:
    return next(d.size for d in one.differences if d.fact.key == key)
