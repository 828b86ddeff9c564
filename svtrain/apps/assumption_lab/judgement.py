"""One judgement as it was typed: where it belongs, whether its reason unlocks its numbers, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from pydantic import TypeAdapter, ValidationError

from svtrain.core.changes import SHARES
from svtrain.core.estimate import Amount, Duration, Estimate, Share
from svtrain.core.model import Model
from svtrain.core.reference import Reference
from svtrain.core.typed_fields import percent, plain, share_from
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.core.value_map import ASSUMPTIONS, ValueMap

EVERY = "*"  # stands for every outcome at once
INPUT = "inputs."
NUMBERS = ("low", "likely", "high")
WORDS = ("reason", "grade", "evidence", "question", "decision", "would_change_if")
PARTS = (*WORDS, *NUMBERS)
FEWEST_WORDS = 3  # a reason shorter than this is a label, not a reason
IDLE = ("reject", "park")

_CHECKS = {**dict.fromkeys(SHARES, TypeAdapter(Share)), "duration_years": TypeAdapter(Duration), "quantity": TypeAdapter(Amount),
           "value": TypeAdapter(Amount), "proxy": TypeAdapter(Estimate)}

Typed = Mapping[str, str]


class Unread(Exception):
    """A part of a judgement that cannot be read, and the sentence that says why."""

    def __init__(self, part: str, sentence: str):
        super().__init__(sentence)
        self.part = part


def place_of(line: str, key: str) -> str:
    """The name of a place: an assumption of one outcome, of every outcome, or something put in.

    Examples
    --------
    >>> place_of("jobs", "deadweight"), place_of("*", "drop_off"), place_of("inputs.Price", "")
    ('jobs.deadweight', '*.drop_off', 'inputs.Price')
    """
    return line if line.startswith(INPUT) else f"{line}.{key}"


def key_of(place: str) -> str:
    """Which assumption a place holds; ``value`` for something put in."""
    return "value" if place.startswith(INPUT) else place.rpartition(".")[2]


def line_of(place: str) -> str:
    """Which line a place belongs to."""
    return place if place.startswith(INPUT) else place.rpartition(".")[0]


def is_every(place: str) -> bool:
    return line_of(place) == EVERY


def locked(typed: Typed) -> bool:
    """Whether the numbers still wait for a reason.

    Examples
    --------
    >>> locked({"reason": "because"}), locked({"reason": "Nobody followed them up."})
    (True, False)
    """
    return len(typed.get("reason", "").split()) < FEWEST_WORDS


def in_force(typed: Typed) -> bool:
    """Whether a judgement counts: its reason stands, and nobody rejected or parked it."""
    return not locked(typed) and typed.get("decision", "") not in IDLE


def estimates_now(value_map: ValueMap, reference: Reference) -> dict[str, Estimate]:
    """What the map says of every assumption, the bank's numbers included, by the name of its place.

    Raises
    ------
    CannotDo
        When the map cannot be valued.
    """
    fields = [f"{one.id}.{name}" for one in value_map.outcomes for name in ASSUMPTIONS]
    names = [item.name for item in value_map.inputs]
    fields += [f"{INPUT}{name}" for name in names if names.count(name) == 1]
    return dict(zip(fields, Model(value_map, reference, fields).estimates, strict=True))


def read(place: str, typed: Typed, now: Mapping[str, Estimate], but: Collection[str] = ()) -> dict[str, Estimate]:
    """The estimates that a judgement puts in the map, by field; empty while no number is typed.

    For every outcome at once the numbers are shifts of each line's own number: percentage points of a share, years of
    a duration, and per cent more or less of a quantity or a price. One draw then moves all lines together, ``but``
    those that have a judgement of their own.

    Raises
    ------
    Unread
        Naming the part and what is wrong with it.

    Examples
    --------
    >>> read("a.deadweight", {"low": "10%", "high": "50%", "reason": "Half leave."}, {"a.deadweight": Estimate(likely=0.2)})
    {'a.deadweight': Estimate(likely=0.2, low=0.1, high=0.5, distribution='pert', shared='', grade='', reason='Half leave.', evidence='')}
    """
    key, every = key_of(place), is_every(place)
    given = {part: (_shift if every else _number)(part, key, typed[part]) for part in NUMBERS if typed.get(part, "").strip()}
    if not given:
        return {}
    for one, other in (("low", "high"), ("high", "low")):
        if one in given and other not in given:
            raise Unread(other, f"Type the {other} end too, or clear the {one} end.")
    said = {name: typed.get(name, "") for name in ("reason", "grade", "evidence")}
    if not every:
        _in_order(key, given, now[place].likely)
        return {place: _checked(key, {"likely": now[place].likely, **given, **said})}
    middle = given.get("likely", 0.0)
    for part, wrong in (("low", given.get("low", middle) > middle), ("high", given.get("high", middle) < middle)):
        if wrong:
            raise Unread(part, f"The {part} end lies on the wrong side of the likely one, which is 0 while it is empty.")
    fields = [field for field in now if key_of(field) == key and not field.startswith(INPUT) and field not in but]
    return {field: _checked(key, {**_shifted(now[field].likely, given, key), **said, "shared": shared_name(key)}) for field in fields}


def _in_order(key: str, given: Mapping[str, float], likely: float) -> None:
    """That the ends lie on the right sides of the likely number; said as people type them."""
    if "low" not in given:
        return
    say, middle = percent if key in SHARES else plain, given.get("likely", likely)
    whose = "the likely number" if "likely" in given else "the map's likely number"
    if given["low"] > given["high"]:
        raise Unread("low", f"The low end, {say(given['low'])}, lies above the high end, {say(given['high'])}.")
    if given["low"] > middle:
        raise Unread("low", f"The low end, {say(given['low'])}, lies above {whose}, {say(middle)}.")
    if given["high"] < middle:
        raise Unread("high", f"The high end, {say(given['high'])}, lies below {whose}, {say(middle)}.")


def in_map(judgements: Mapping[str, Typed], now: Mapping[str, Estimate]) -> tuple[dict[str, dict[str, Estimate]], dict[str, dict[str, str]]]:
    """What every judgement with a reason puts in the map, by its place, and a sentence for each that cannot be read."""
    found, unread = {}, {}
    own = {place for place, typed in judgements.items() if in_force(typed) and any(typed.get(part, "").strip() for part in NUMBERS)}
    for place, typed in judgements.items():
        if locked(typed) or not (is_every(place) or place in now):
            continue
        try:
            found[place] = read(place, typed, now, own)
        except Unread as error:
            unread[place] = {error.part: str(error)}
    return found, unread


def shared_name(key: str) -> str:
    """What a judgement about every outcome is called in the map."""
    return f"{key} of every line"


def _number(part: str, key: str, text: str) -> float:
    try:
        return share_from(text) if key in SHARES else number_from(text)
    except NotANumber as error:
        raise Unread(part, str(error)) from None


def _shift(part: str, key: str, text: str) -> float:
    try:
        found = number_from(text)
    except NotANumber as error:
        raise Unread(part, str(error)) from None
    return found if key == "duration_years" or "%" in text else found / 100


def _shifted(likely: float, shifts: Mapping[str, float], key: str) -> dict[str, float]:
    """Each line's own number moved; what cannot go further stops at its limit."""
    move: Callable[[float], float] = {
        "duration_years": lambda by: max(likely + by, 0.1), "quantity": lambda by: likely * max(1 + by, 0),
        "proxy": lambda by: likely * (1 + by)}.get(key, lambda by: min(max(likely + by, 0.0), 1.0))
    found = {part: move(shifts.get(part, 0.0)) for part in NUMBERS if part in shifts or part == "likely"}
    if likely < 0 and "low" in found:  # a loss made larger lies lower
        found["low"], found["high"] = sorted((found["low"], found["high"]))
    return found


def _checked(key: str, given: dict) -> Estimate:
    try:
        return _CHECKS[key].validate_python(given)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        sentence = detail["ctx"]["sentence"] if detail["type"] == "said" else f"{detail['msg'].rstrip('.')}."
        raise Unread("likely", sentence) from None


def shown(place: str, estimate: Estimate) -> dict[str, str]:
    """What the map says, as it would be typed.

    Examples
    --------
    >>> shown("a.deadweight", Estimate(low=0.1, likely=0.2, high=0.4))
    {'low': '10%', 'likely': '20%', 'high': '40%'}
    """
    say = percent if key_of(place) in SHARES else plain
    ends = {} if estimate.low is None else {"low": say(estimate.low), "high": say(estimate.high)}
    return {part: text for part, text in {"low": ends.get("low"), "likely": say(estimate.likely), "high": ends.get("high")}.items() if text is not None}
