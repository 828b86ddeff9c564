"""What is true when one contract is weighed for two places. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from traitlets import Dict, HasTraits, Int

from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.core.valuation import value
from svtrain.data.practice_data import practice
from svtrain.data.reference_data import reference

CONTRACT = "grounds-maintenance"
MOST = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of the contract, and its present value in pounds as priced."""

    id: str
    words: str
    worth: float


@dataclass(frozen=True, slots=True)
class Place:
    """An invented place, and what its people say."""

    id: str
    name: str
    about: str


PLACES = (
    Place("east", "Eastgate", "An old mill town. One adult in eight looks for work, the parks are well kept, and young people move away."),
    Place("west", "Westholme", "Nearly everybody has work. The river floods, back lanes are full of dumped rubbish, and older people feel alone."),
)


@cache
def outcomes() -> tuple[Outcome, ...]:
    """The practice contract's outcomes, most pounds first.

    Examples
    --------
    >>> outcomes()[0].words
    'People out of work: are in work for a year'
    """
    contract = practice().contract(CONTRACT).value_map()
    worth = {one.id: one.present_value for one in value(contract, reference()).by_outcome}
    found = (Outcome(line.id, f"{line.stakeholder}: {line.outcome[0].lower()}{line.outcome[1:]}", worth[line.id]) for line in contract.outcomes)
    return tuple(sorted(found, key=lambda one: -one.worth))


class PlaceWeights(HasTraits):
    """Weights by place and outcome, as typed, and what they make of the contract.

    A weight of 1 leaves the price as it is, 2 doubles it, 0 says that nobody there asks for it. Only `recalc` reads what was
    typed; it leaves ``worth`` (pounds by place and outcome, None where a weight cannot be read) and ``problems``.

    Examples
    --------
    >>> app = PlaceWeights()
    >>> app.type("west", "fly-tips", "10")
    >>> app.ranking("west")[0].id, app.ranking("east")[0].id
    ('fly-tips', 'jobs')
    """

    version = 1

    typed = Dict(help="raw text by (place, outcome), as place.outcome")
    said = Dict(help="who says so, by place")
    worth = Dict()
    problems = Dict()
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.recalc()

    # -- reading

    def shown(self, place: str, outcome: str) -> str:
        """What stands in a field."""
        return self.typed.get(f"{place}.{outcome}", "1")

    def problem(self, place: str, outcome: str) -> str:
        """The sentence for one field, or nothing."""
        return self.problems.get(f"{place}.{outcome}", "")

    def ranking(self, place: str = "") -> tuple[Outcome, ...]:
        """The outcomes in a place's order, most first; without a place, by price alone. Nothing while a weight is unread."""
        if not place:
            return outcomes()
        worth = self.worth[place]
        if None in worth.values():
            return ()
        return tuple(sorted(outcomes(), key=lambda one: -worth[one.id]))

    def total(self, place: str = "") -> float | None:
        """What the whole contract comes to in a place, in weighted pounds; without a place, as priced."""
        if not place:
            return sum(one.worth for one in outcomes())
        found = self.worth[place].values()
        return None if None in found else sum(found)

    def moved(self, place: str) -> tuple[Outcome, ...]:
        """Outcomes that stand elsewhere in the place's order than by price alone."""
        return tuple(one for one, other in zip(self.ranking(place), outcomes(), strict=False) if one != other)

    # -- changing

    def type(self, place: str, outcome: str, text: str) -> None:
        """Take a weight as it was typed."""
        if text != self.shown(place, outcome):
            self.typed = {**self.typed, f"{place}.{outcome}": text}
            self.recalc()

    def say(self, place: str, who: str) -> None:
        """Write down who says so."""
        self.said = {**self.said, place: who}

    def even(self) -> None:
        """Back to a weight of 1 everywhere."""
        self.typed = {}
        self.recalc()

    def recalc(self) -> None:
        """Read the weights and weigh the contract for each place."""
        worth, problems = {}, {}
        for place in PLACES:
            worth[place.id] = {}
            for one in outcomes():
                try:
                    worth[place.id][one.id] = one.worth * _weight(self.shown(place.id, one.id))
                except NotANumber as error:
                    worth[place.id][one.id], problems[f"{place.id}.{one.id}"] = None, str(error)
        with self.hold_trait_notifications():
            self.worth, self.problems = worth, problems
            self.revision += 1

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"typed": self.typed, "said": self.said}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        self.typed = {key: str(text) for key, text in saved["typed"].items()}
        self.said = {key: str(text) for key, text in saved["said"].items()}
        self.recalc()


def _weight(text: str) -> float:
    weight = number_from(text)
    if not 0 <= weight <= MOST:
        raise NotANumber(f"A weight lies between 0 and {MOST:g}.")
    return weight
