"""Where in a value map a challenge points: read, compared and written on the map's plain form."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from svtrain.core.conventions import Conventions
from svtrain.core.estimate import Estimate, due_to_others
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.value_map import ASSUMPTIONS, InlineProxy, Outcome, ValueMap

if TYPE_CHECKING:
    from svtrain.core.challenge import Challenge


class Nothing(Enum):
    """Stands for "the map says nothing here"; it is one and the same however often it is copied."""

    MISSING = "missing"


MISSING = Nothing.MISSING
_TOP = ("price_year", "currency", "title")
_PART_OF_PROXY = tuple(name for name in InlineProxy.model_fields if name != "id")


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a map: a path through its plain form. Proxies, shares and conventions are compared with care."""

    path: tuple[str | int, ...]

    @property
    def name(self) -> str:
        return str(self.path[-1])

    @property
    def whole(self) -> Place:
        """The field that this is a part of: what has to be kept to take a change back."""
        return Place(self.path[:3])

    @property
    def is_proxy(self) -> bool:
        return len(self.path) == 3 and self.name == "proxy"

    def read(self, plain: dict) -> Any:
        """What the plain map says here; MISSING where it says nothing."""
        here: Any = plain
        for part in self.path:
            here = _step(here, part)
            if here is MISSING:
                return MISSING
        return here

    def write(self, plain: dict, given: Any) -> None:
        """Put a value here; MISSING takes it away."""
        here: Any = plain
        for part in self.path[:-1]:
            if part == "proxy" and not isinstance(here["proxy"], dict):
                here["proxy"] = {"id": here["proxy"]}
            here = here.setdefault(part, {}) if isinstance(here, dict) else here[part]
        if given is MISSING:
            here.pop(self.path[-1], None)
        else:
            here[self.path[-1]] = given

    def shown(self, plain: dict, value_map: ValueMap, reference: Reference) -> Any:
        """What is in force here, defaults and the bank's numbers included, as plain as it can be said."""
        if self.path[0] == "conventions":
            return getattr(value_map.conventions.resolved(), self.name)
        if self.path[0] == "outcomes":
            return _of_outcome(value_map.outcomes[self.path[1]], self, reference)
        found = self.read(plain)
        return None if found is MISSING else _likely(found)

    def holds(self, plain: dict, expect: Any, value_map: ValueMap, reference: Reference) -> bool:
        """Whether the map still says what was expected."""
        if isinstance(expect, Mapping | list):
            return _plain(self.read(plain)) == _plain(expect)
        if self.is_proxy and isinstance(expect, str):
            found = self.read(plain)
            return expect == (found.get("id") if isinstance(found, dict) else found)
        shown = self.shown(plain, value_map, reference)
        if _number(expect) and _number(shown):
            return math.isclose(expect, shown, rel_tol=1e-9, abs_tol=1e-12)
        return shown == expect or (shown in (None, "") and expect in (None, ""))

    def wanted(self, plain: dict, challenge: Challenge) -> Any:
        """The value to write: a new number takes the challenge's reason along; a proxy keeps its passport."""
        given = challenge.set
        if given is None:
            return MISSING
        said = {"reason": challenge.reason, "evidence": challenge.evidence, "grade": challenge.evidence_grade}
        said = {name: text for name, text in said.items() if text}
        if self.is_proxy and _number(given):
            found = self.read(plain)
            written = dict(found) if isinstance(found, dict) else {"id": found}
            return {**written, "value": {"value": given, **said}}
        uncertain = self.path[0] == "inputs" or self.name in ASSUMPTIONS or self.path[2:] == ("proxy", "value")
        return {"value": given, **said} if uncertain and _number(given) else given


def _step(here: Any, part: str | int) -> Any:
    if isinstance(here, list):
        return here[part] if isinstance(part, int) and part < len(here) else MISSING
    return here.get(part, MISSING) if isinstance(here, dict) else MISSING


def _number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)


def _likely(plain: Any) -> Any:
    """The number in use where a plain estimate stands, or whatever else stands there."""
    if isinstance(plain, dict):
        return plain.get("likely", plain.get("value", plain))
    return plain


def _plain(given: Any) -> Any:
    if isinstance(given, Mapping):
        return {key: _plain(part) for key, part in given.items()}
    if isinstance(given, list | tuple):
        return [_plain(part) for part in given]
    return float(given) if _number(given) else given


def _of_outcome(outcome: Outcome, place: Place, reference: Reference) -> Any:
    proxy = outcome.proxy
    bank = reference.proxies.get(proxy.id if isinstance(proxy, InlineProxy) else proxy)
    if place.is_proxy or place.path[2:] == ("proxy", "value"):
        if isinstance(proxy, InlineProxy) and proxy.value is not None:
            return proxy.value.likely
        return bank.value if bank else proxy
    if place.path[2] == "proxy":
        written = getattr(proxy, place.name, "") if isinstance(proxy, InlineProxy) else ""
        return written or getattr(bank, place.name, None)
    found = getattr(outcome, place.name)
    if place.name == "attribution":
        return due_to_others(found)
    return found.likely if isinstance(found, Estimate) else found


def find_places(value_map: ValueMap, target: str, field: str) -> list[Place]:
    """Every place that a challenge means; a proxy of the bank stands wherever an outcome uses it.

    Raises
    ------
    CannotDo
        When there is none; the sentence offers the nearest name.

    Examples
    --------
    >>> example = ValueMap.model_validate({"outcomes": [{"id": "jobs", "quantity": 2, "proxy": "bank-1"}]})
    >>> [place.path for place in find_places(example, "jobs", "deadweight")]
    [('outcomes', 0, 'deadweight')]
    >>> [place.path for place in find_places(example, "proxy", "bank-1")]
    [('outcomes', 0, 'proxy')]
    """
    field = field.removeprefix("outcomes.")
    ids = {outcome.id: line for line, outcome in enumerate(value_map.outcomes)}
    used = [line for line, outcome in enumerate(value_map.outcomes) if _proxy_id(outcome) and _proxy_id(outcome) in (target, field)]
    if used and field in (target, "value", "proxy", *{_proxy_id(value_map.outcomes[line]) for line in used}):
        return [Place(("outcomes", line, "proxy")) for line in used]
    whole = f"{target}.{field}" if target in ids else field
    for line, outcome in enumerate(value_map.outcomes):
        if whole.startswith(f"{outcome.id}."):
            found = _in_outcome(line, whole.removeprefix(f"{outcome.id}."))
            if found:
                return [found]
    return [_elsewhere(value_map, target, field, ids)]


def _proxy_id(outcome: Outcome) -> str:
    return outcome.proxy.id if isinstance(outcome.proxy, InlineProxy) else outcome.proxy


def _in_outcome(line: int, name: str) -> Place | None:
    first, _, rest = name.partition(".")
    if first == "proxy" and rest in _PART_OF_PROXY:
        return Place(("outcomes", line, "proxy", rest))
    return Place(("outcomes", line, name)) if name in Outcome.model_fields and name != "id" else None


def _elsewhere(value_map: ValueMap, target: str, field: str, ids: Mapping[str, int]) -> Place:
    """A convention, an input or one of the map's own settings."""
    name = field.removeprefix("conventions.")
    if name in Conventions.model_fields and (field != name or target == "convention"):
        return Place(("conventions", name))
    if field in _TOP:
        return Place((field,))
    inputs = [item.name for item in value_map.inputs]
    wanted = field.removeprefix("inputs.").removesuffix(".value")
    if field.startswith("inputs.") and inputs.count(wanted) == 1:
        return Place(("inputs", inputs.index(wanted), "value"))
    known = [f"{outcome}.{name}" for outcome in list(ids)[:500] for name in Outcome.model_fields if name != "id"]
    known += [f"conventions.{name}" for name in Conventions.model_fields] + [f"inputs.{name}" for name in inputs] + [*_TOP]
    raise CannotDo(Problem(f"The map has no '{field[:80]}'.{did_you_mean(field, known)}", "field"))
