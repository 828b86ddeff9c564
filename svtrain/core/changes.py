"""What-ifs: set, shift, multiply or floor a number on one line or on all; leave a line out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from svtrain.core.conventions import Conventions
from svtrain.core.estimate import LONGEST, Estimate, due_to_others
from svtrain.core.fields import Spot, estimate_at, find_spots, with_estimates
from svtrain.core.found_proxies import find_proxies
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.core.value_map import ASSUMPTIONS, DEDUCTIONS, ValueMap

SHARES = (*DEDUCTIONS, "drop_off")
WHOLE = ("starts_year", "drop_off_from_year")
PRICE_INDEX = "conventions.price_index"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``how`` is set, add, multiply, floor or drop; ``field`` is ``deadweight`` or ``jobs.deadweight``.

    ``add`` shifts by an amount: 0.1 on a share is ten percentage points, never ten per cent of it. ``floor`` raises
    whatever is lower. ``drop`` leaves out the outcome named by ``field``.
    """

    how: str
    field: str
    amount: float | str | None = None

    @property
    def is_convention(self) -> bool:
        """Whether it changes how the whole map is counted, and no number of an outcome."""
        return self.field.startswith("conventions.") or self.field == "price_year"

    def __str__(self) -> str:
        return f"drop {self.field}" if self.how == "drop" else f"{self.how} {self.field} {self.amount}"


def parse_change(how: str, text: str) -> Change:
    """A change from ``FIELD=NUMBER`` as typed.

    Raises
    ------
    CannotDo
        When there is no equals sign or no number.

    Examples
    --------
    >>> parse_change("set", "jobs.deadweight=0.5")
    Change(how='set', field='jobs.deadweight', amount=0.5)
    """
    if how == "drop":
        return Change("drop", text)
    field, equals, amount = text.rpartition("=")
    if not equals or not field.strip():
        raise CannotDo(Problem(f"Write the change as field=number, such as deadweight=0.5; '{text[:60]}' is not.",
                               f"--{how}"))
    field, amount = field.strip(), amount.strip()
    if field.startswith("conventions.") or field == "price_year":
        return Change(how, field, amount)
    try:
        return Change(how, field, _number(amount))
    except NotANumber:
        raise CannotDo(Problem(f"This must be a number, not '{amount[:40]}'.", field)) from None


def _number(amount: str) -> float:
    """As a program prints a number (1e-05), or as a person types one (50%, 1,200)."""
    try:
        return float(amount)
    except ValueError:
        return number_from(amount)


def apply(value_map: ValueMap, reference: Reference, changes: Iterable[Change]) -> tuple[ValueMap, list[str]]:
    """The changed map, and a sentence for every line that was left as it is or stopped at a limit.

    A line on which the change can have no effect (drop-off where nothing lasts into the year in which it starts) is
    left as it is. A changed range becomes a point when set; it moves as a whole when shifted or multiplied.

    Raises
    ------
    CannotDo
        When a field is unknown, a value is out of range, or a price index has nothing to move.

    Examples
    --------
    >>> example = ValueMap.model_validate({"outcomes": [{"id": "jobs", "quantity": 2, "proxy": {"value": 90}}]})
    >>> changed, said = apply(example, Reference(), [Change("set", "deadweight", 0.5)])
    >>> changed.outcomes[0].deadweight.likely
    0.5
    """
    said: list[str] = []
    changes = tuple(changes)
    for change in changes:
        value_map = _one(value_map, reference, change, said)
    for change in changes:
        if change.field == PRICE_INDEX:
            _refuse_idle_index(value_map, reference, change)
    return value_map, said


def _refuse_idle_index(value_map: ValueMap, reference: Reference, change: Change) -> None:
    """An index that is none, or that nothing is moved by, would look like a what-if that makes no difference."""
    name = str(change.amount)
    if name not in reference.indices:
        raise CannotDo(Problem(f"There is no price index '{name[:80]}'.{did_you_mean(name, reference.indices)}", change.field))
    if value_map.price_year is None:
        raise CannotDo(Problem("The map sets no price year, so no index moves its prices; set price_year as well, such as price_year=2024.",
                               change.field))


def _one(value_map: ValueMap, reference: Reference, change: Change, said: list[str]) -> ValueMap:
    if change.how == "drop":
        return _without(value_map, change.field)
    if change.is_convention:
        return _with_convention(value_map, change)
    owner, _, name = change.field.rpartition(".")
    if name in WHOLE:
        return _with_whole_year(value_map, change, owner, name)
    return with_estimates(value_map, list(_estimates(value_map, reference, change, said)))


def _estimates(value_map: ValueMap, reference: Reference, change: Change, said: list[str]) -> Iterator[tuple[Spot, Estimate]]:
    found = None
    for spot in find_spots(value_map, fields_named(value_map, change.field)):
        if not _can_matter(value_map, spot):
            said.append(f"{spot.field} is left as it is: nothing lasts into the year in which drop-off starts.")
            continue
        now = _now(value_map, spot)
        if now is None:  # only the bank knows the value of this proxy
            found = found or find_proxies(value_map, reference)
            now = found[spot.line].value
        yield spot, _changed(change, spot.field, spot, now, said)


def fields_named(value_map: ValueMap, name: str) -> list[str]:
    """The fields that a name means: one, or every outcome's when it stands alone.

    Examples
    --------
    >>> two = {"outcomes": [{"id": name, "quantity": 1, "proxy": "x"} for name in "ab"]}
    >>> fields_named(ValueMap.model_validate(two), "deadweight")
    ['a.deadweight', 'b.deadweight']
    """
    if name in ASSUMPTIONS:
        return [f"{outcome.id}.{name}" for outcome in value_map.outcomes]
    if "." not in name:
        raise CannotDo(Problem(f"There is no number called '{name[:80]}'.{did_you_mean(name, ASSUMPTIONS)}", name))
    return [name]


def _can_matter(value_map: ValueMap, spot: Spot) -> bool:
    if spot.name != "drop_off":
        return True
    outcome = value_map.outcomes[spot.line]
    return outcome.duration_years.ends[1] > outcome.drop_off_from_year - 1


def _now(value_map: ValueMap, spot: Spot) -> Estimate | None:
    if spot.name == "attribution" and spot.share is None:
        shares = value_map.outcomes[spot.line].attribution
        return shares[0] if len(shares) == 1 else Estimate(likely=due_to_others(shares))
    return estimate_at(value_map, spot)


_SUMS: dict[str, Callable[[float, float], float]] = {
    "set": lambda now, amount: amount, "add": lambda now, amount: now + amount,
    "multiply": lambda now, amount: now * amount, "floor": max,
}


def _changed(change: Change, field: str, spot: Spot, now: Estimate, said: list[str]) -> Estimate:
    amount = float(change.amount)
    low, high = _limits(spot)
    if change.how in ("set", "floor") and not low <= amount <= high:
        hint = f"; {amount:g}% is written {amount / 100:g} or {amount:g}%" if spot.name in SHARES and 2 <= amount <= 100 else ""
        within = f"from {low:g} to {high:g}" if high < float("inf") else f"at least {low:g}"
        raise CannotDo(Problem(f"This must be {within}, not {amount:g}{hint}.", field))
    if amount != amount or abs(amount) == float("inf"):
        raise CannotDo(Problem("This must be a finite number.", field))
    if change.how == "set":
        return now.at(amount)
    wanted = [_SUMS[change.how](number, amount) for number in (now.ends[0], now.likely, now.ends[1])]
    ends = [min(max(number, low), high) for number in wanted]
    if ends != wanted:
        said.append(f"{field} stops at {ends[1]:g}, its limit.")
    ends.sort()
    update = {"likely": ends[1]} if now.low is None else {"low": ends[0], "likely": ends[1], "high": ends[2]}
    return now.model_copy(update=update)


def _limits(spot: Spot) -> tuple[float, float]:
    """What a number may be. A shorter duration may reach 0: nothing is then left of the line."""
    if spot.name in SHARES:
        return 0.0, 1.0
    if spot.name == "proxy":
        return -float("inf"), float("inf")
    return 0.0, float(LONGEST) if spot.name == "duration_years" else float("inf")


def _without(value_map: ValueMap, name: str) -> ValueMap:
    ids = [outcome.id for outcome in value_map.outcomes]
    if name not in ids:
        raise CannotDo(Problem(f"The map has no outcome '{name[:80]}'.{did_you_mean(name, ids)}", "--drop"))
    return value_map.model_copy(update={"outcomes": tuple(each for each in value_map.outcomes if each.id != name)})


def _with_convention(value_map: ValueMap, change: Change) -> ValueMap:
    if change.how != "set":
        raise CannotDo(Problem("A convention can only be set.", change.field))
    name = change.field.removeprefix("conventions.")
    given = _plain(str(change.amount))
    # The map is rebuilt from what a person would write, so every check runs again.
    plain = value_map.as_dict()
    if name == "price_year":
        plain["price_year"] = str(change.amount)
    elif name == "mode":
        return value_map.in_mode(str(given)) if given in ("sroi_report", "green_book", "custom") else _bad(change)
    else:
        settled = value_map.conventions.resolved().as_dict() | {"mode": "custom"}
        other = {"schedule": "discount_rate", "discount_rate": "schedule"}.get(name)
        settled.pop(other, None)
        if name not in Conventions.model_fields:
            raise CannotDo(Problem(f"There is no convention '{name}'.{did_you_mean(name, Conventions.model_fields)}",
                                   change.field))
        plain["conventions"] = settled | {name: given}
    try:
        return ValueMap.model_validate(plain)
    except ValidationError as error:
        raise CannotDo(Problem(f"{error.errors()[0]['msg'].rstrip('.')}.", change.field)) from None


def _bad(change: Change) -> ValueMap:
    raise CannotDo(Problem("The mode must be sroi_report, green_book or custom.", change.field))


def _plain(text: str) -> float | bool | str:
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text


def _with_whole_year(value_map: ValueMap, change: Change, owner: str, name: str) -> ValueMap:
    ids = [outcome.id for outcome in value_map.outcomes]
    if owner and owner not in ids:
        raise CannotDo(Problem(f"The map has no outcome '{owner[:80]}'.{did_you_mean(owner, ids)}", change.field))
    lines = []
    for outcome in value_map.outcomes:
        if owner in ("", outcome.id):
            year = _SUMS[change.how](getattr(outcome, name), float(change.amount))
            if year != year or year % 1 or not 1 <= year <= LONGEST:
                raise CannotDo(Problem(f"This must be a whole number of years from 1 to {LONGEST}, not {year:g}.",
                                       f"{outcome.id}.{name}"))
            outcome = outcome.model_copy(update={name: int(year)})
        lines.append(outcome)
    return value_map.model_copy(update={"outcomes": tuple(lines)})
