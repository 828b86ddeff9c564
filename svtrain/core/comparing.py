"""Two value maps of one contract, line by line: what differs, and what each difference is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from svtrain.core.estimate import Estimate
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.valuation import Valuation, value
from svtrain.core.value_map import ASSUMPTIONS, InlineProxy, Outcome, ValueMap

Move = Callable[[ValueMap], ValueMap]
OTHERS = ("starts_year", "drop_off_from_year")  # whole numbers of an outcome that enter the sum


@dataclass(frozen=True, slots=True)
class Worth:
    """What one change does: as its own step, in order, so that the steps add up, and alone, without the others.

    Money is present value in the map's currency. A ratio is None where nothing is put in; ``alone`` is None where the
    change cannot be made without those before it. ``step`` is None where it cannot be made without those after it, such
    as one price of another year: the next step that can be valued holds both.
    """

    step: float | None
    ratio_step: float | None
    alone: float | None
    ratio_alone: float | None


def worth_of(value_map: ValueMap, moves: Sequence[Move], reference: Reference) -> list[Worth]:
    """What each of several changes to a map is worth, in the order given.

    Raises
    ------
    CannotDo
        When the map cannot be valued, before the changes or after all of them.

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "outcomes": [
    ...     {"id": "jobs", "quantity": 2, "proxy": {"value": 90}}]})
    >>> halve = lambda old: old.model_copy(update={"outcomes": tuple(
    ...     one.model_copy(update={"deadweight": Estimate(likely=0.5)}) for one in old.outcomes)})
    >>> [each.step for each in worth_of(example, [halve], Reference())]
    [-90.0]
    """
    first = last = value(value_map, reference, check=False)
    now, found = value_map, []
    for number, move in enumerate(moves, 1):
        now, alone = move(now), _alone(value_map, move, first, reference)
        try:
            result = value(now, reference, check=False)
        except CannotDo:
            if number == len(moves):
                raise
            found.append(Worth(None, None, *alone))
            continue
        found.append(Worth(*_gap(last, result), *alone))
        last = result
    return found


def _gap(before: Valuation, after: Valuation) -> tuple[float, float | None]:
    both = None not in (before.sroi_ratio, after.sroi_ratio)
    return after.present_value - before.present_value, after.sroi_ratio - before.sroi_ratio if both else None


def _alone(value_map: ValueMap, move: Move, first: Valuation, reference: Reference) -> tuple[float | None, float | None]:
    try:
        return _gap(first, value(move(value_map), reference, check=False))
    except CannotDo:
        return None, None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two maps say differently; ``line`` is an outcome's id, or nothing for the map as a whole.

    ``mine`` and ``theirs`` are what each says: an Estimate, a proxy, text or a number; None where a map says nothing.
    """

    line: str
    field: str
    mine: Any
    theirs: Any
    worth: Worth


@dataclass(frozen=True, slots=True)
class Compared:
    """Two maps and every difference between them; the steps lead from the first result to the second."""

    mine: Valuation
    theirs: Valuation
    differences: tuple[Difference, ...]

    @property
    def biggest(self) -> tuple[Difference, ...]:
        """The differences, the one that moves the result most first."""
        return tuple(sorted(self.differences, key=lambda one: -abs(one.worth.step or 0.0)))


def compare(mine: ValueMap, theirs: ValueMap, reference: Reference) -> Compared:
    """Every difference that enters the sum, and its worth on the way from `mine` to `theirs`.

    Lines are matched by id. Words, reasons and ranges around one likely number are shown with their field but are
    worth nothing by themselves; a range alone is still a difference.

    Raises
    ------
    CannotDo
        When one of the maps cannot be valued, or they are in different currencies.

    Examples
    --------
    >>> a, b = ({"conventions": {"discount_rate": 0}, "outcomes": [
    ...     {"id": "jobs", "quantity": 2, "proxy": {"value": 90}, "deadweight": d}]} for d in (0, 0.5))
    >>> found = compare(ValueMap.model_validate(a), ValueMap.model_validate(b), Reference())
    >>> [(one.line, one.field, one.worth.step) for one in found.differences]
    [('jobs', 'deadweight', -90.0)]
    """
    if mine.currency != theirs.currency:
        raise CannotDo(Problem(f"It is in {theirs.currency} and yours is in {mine.currency}; amounts of two currencies cannot be set side by side.", "currency"))
    told = list(_told(mine, theirs))
    worths = worth_of(mine, [move for *_, move in told], reference)
    return Compared(value(mine, reference, check=False), value(theirs, reference, check=False),
                    tuple(Difference(line, field, ours, other, worth)
                          for (line, field, ours, other, _), worth in zip(told, worths, strict=True)))


def _told(mine: ValueMap, theirs: ValueMap) -> Iterator[tuple[str, str, Any, Any, Move]]:
    """The map's own settings first, then each line, then lines that only one map has, then what was put in."""
    # Reading rules and prices decide how every line counts, so the later steps are taken under their rules.
    for name in ("conventions", "price_year"):
        ours, other = getattr(mine, name), getattr(theirs, name)
        if (ours.resolved() != other.resolved()) if name == "conventions" else ours != other:
            yield "", name, ours, other, _setting(name, other)
    before, after = ({one.id: one for one in each.outcomes} for each in (mine, theirs))
    for line in (each for each in before if each in after):
        for name in (*ASSUMPTIONS, *OTHERS):
            ours, other = getattr(before[line], name), getattr(after[line], name)
            if _number(ours) != _number(other):
                yield line, name, ours, other, _field(line, name, other)
    for line in (each for each in before if each not in after):
        yield line, "", before[line], None, _without(line)
    for line in (each for each in after if each not in before):
        yield line, "", None, after[line], _with(after[line])
    if [(item.value, item.year) for item in mine.inputs] != [(item.value, item.year) for item in theirs.inputs]:
        yield "", "inputs", mine.inputs, theirs.inputs, _setting("inputs", theirs.inputs)


def _number(said: Any) -> Any:
    """What of a field enters a sum or a simulation; its reason and grade do not."""
    if isinstance(said, Estimate):
        return said.likely, *said.ends, said.distribution if said.uncertain else ""
    if isinstance(said, tuple):
        return tuple(map(_number, said))
    if isinstance(said, InlineProxy):
        return said.id, _number(said.value), said.price_year, said.currency, said.unit
    return said


def _setting(name: str, other: Any) -> Move:
    return lambda now: now.model_copy(update={name: other})


def _field(line: str, name: str, other: Any) -> Move:
    def swap(one: Outcome) -> Outcome:
        return one.model_copy(update={name: other}) if one.id == line else one

    return lambda now: now.model_copy(update={"outcomes": tuple(map(swap, now.outcomes))})


def _without(line: str) -> Move:
    return lambda now: now.model_copy(update={"outcomes": tuple(one for one in now.outcomes if one.id != line)})


def _with(outcome: Outcome) -> Move:
    return lambda now: now.model_copy(update={"outcomes": (*now.outcomes, outcome)})
