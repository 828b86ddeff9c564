"""What takes longer than a keystroke: who drives the spread, what to find out first, what each judgement is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from svtrain.apps.assumption_lab.judgement import in_force
from svtrain.core.challenge import Effect
from svtrain.core.comparing import Compared, Worth, compare, worth_of
from svtrain.core.estimate import Estimate
from svtrain.core.fields import find_spots, with_estimates
from svtrain.core.model import Model
from svtrain.core.problems import CannotDo
from svtrain.core.reference import Reference
from svtrain.core.sensitivity import PresetResult, try_presets
from svtrain.core.settling import Settled, settling
from svtrain.core.uncertainty import QUICK
from svtrain.core.value_map import ValueMap
from svtrain.core.variance import Driver, variance_shares


@dataclass(frozen=True)
class Weighed:
    """One judgement and what it does; ``worth`` is None where it changes no number."""

    place: str
    counts: bool
    worth: Worth | None


@dataclass(frozen=True)
class Findings:
    """Everything that is worked out after a pause."""

    drivers: tuple[Driver, ...] = ()
    settled: tuple[Settled, ...] = ()
    tried: tuple[PresetResult, ...] = ()
    loaded: tuple[Effect, ...] = ()
    weighed: tuple[Weighed, ...] = ()
    compared: Compared | None = None
    problems: tuple[str, ...] = field(default=())


def put_in(value_map: ValueMap, estimates: Mapping[str, Estimate]) -> ValueMap:
    """The map with other estimates in some of its fields."""
    return with_estimates(value_map, zip(find_spots(value_map, estimates), estimates.values(), strict=True))


def weigh(base: ValueMap, judgements: Mapping[str, Mapping[str, str]], estimates: Mapping[str, Mapping[str, Estimate]],
          reference: Reference) -> tuple[Weighed, ...]:
    """What each judgement is worth: in turn where it counts, alone where it was rejected or parked.

    Parameters
    ----------
    estimates : mapping
        What each judgement puts in the map, by its place; a judgement that cannot be read is not there.
    """
    def move(place: str):
        return lambda now: put_in(now, estimates[place])

    counting = [place for place, typed in judgements.items() if in_force(typed) and estimates.get(place)]
    worths = dict(zip(counting, worth_of(base, [move(place) for place in counting], reference), strict=True))
    found = []
    for place, typed in judgements.items():
        if place in worths:
            found.append(Weighed(place, True, worths[place]))
        else:
            alone = worth_of(base, [move(place)], reference)[0] if estimates.get(place) else None
            found.append(Weighed(place, False, alone))
    return tuple(found)


def drivers_of(value_map: ValueMap, reference: Reference, seed: int) -> tuple[Driver, ...]:
    """Every uncertain number's share of the spread, the largest first."""
    return tuple(variance_shares(Model(value_map, reference), QUICK, seed))


def find(base: ValueMap, value_map: ValueMap, weighed: tuple[Weighed, ...], loaded: tuple[Effect, ...], other: ValueMap | None,
         reference: Reference, seed: int) -> Findings:
    """All of it, for the map as judged; ``other`` is another team's map."""
    drivers = drivers_of(value_map, reference, seed)
    compared, problems = None, ()
    if other is not None:
        try:
            compared = compare(value_map, other, reference)
        except CannotDo as error:
            problems = tuple(problem.message for problem in error.problems)
    return Findings(drivers, tuple(settling(value_map, reference, drivers, seed=seed)), tuple(try_presets(value_map, reference)),
                    loaded, weighed, compared, problems)
