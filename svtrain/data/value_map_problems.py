"""What is wrong with a value map, one sentence a field, in the words of its file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from svtrain.core.conventions import Conventions
from svtrain.core.estimate import Estimate, as_digits
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import Problem
from svtrain.core.unpriced import RedLine, Unpriced
from svtrain.core.value_map import Contract, InlineProxy, Input, Outcome, ValueMap

MOST = 200  # sentences; nobody reads more, and a broken file of 10,000 lines would print 10,000
# Parts of a position that pydantic adds for its own unions.
_TAGS = {"id", "written", "[key]"}


def problems_of(error: ValidationError, given: dict, place: str = "") -> list[Problem]:
    """One `Problem` for each thing that pydantic found, named as the file names it."""
    details = error.errors(include_url=False, include_context=True)
    problems = [Problem(_sentence(detail), _field(detail["loc"], given, detail["type"]), place)
                for detail in details[:MOST]]
    if len(details) > MOST:
        problems.append(Problem(f"And {len(details) - MOST} more like these.", place=place))
    return problems


def _field(loc: tuple, given: Any, kind: str) -> str:
    names: list[str] = []
    here: Any = given
    for position, part in enumerate(loc):
        if isinstance(part, int):
            if not isinstance(here, list | tuple) and names[-1:] == ["attribution"]:
                continue  # a single share due to others is checked as a list of one
            here = here[part] if isinstance(here, list | tuple) and part < len(here) else None
            names.append(_name_of(here, part))
        elif not _is_tag(part, loc, position, here):
            names.append(part)
            here = here.get(part) if isinstance(here, dict) else here
    if names[-1:] == ["likely"] and not isinstance(_at(given, loc[:-1]), dict):
        names.pop()
    return ".".join(names)


def _at(given: Any, loc: tuple) -> Any:
    """What the file holds at a position, as far as it goes."""
    here = given
    for position, part in enumerate(loc):
        if isinstance(here, dict) and part in here:
            here = here[part]
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
        elif not (isinstance(part, str) and _is_tag(part, loc, position, here)):
            return here
    return here


def _is_tag(part: str, loc: tuple, position: int, here: Any) -> bool:
    if part == "[key]":
        return True
    return part in _TAGS and position > 0 and loc[position - 1] == "proxy"


def _name_of(item: Any, position: int) -> str:
    if isinstance(item, dict):
        for key in ("id", "name"):
            if isinstance(item.get(key), str | int) and item[key] != "":
                return str(item[key])[:80]
    return str(position + 1)


def _sentence(detail: dict) -> str:
    if detail["type"] == "extra_forbidden":
        loc = detail["loc"]
        return f"There is no '{str(loc[-1])[:80]}' here.{did_you_mean(str(loc[-1]), _known(loc))}"
    return sentence_of(detail)


def sentence_of(detail: dict) -> str:
    """What pydantic found in one field, in a sentence that does not name the field; unknown keys are left to the caller."""
    kind, loc = detail["type"], detail["loc"]
    if kind == "said":
        return detail["ctx"]["sentence"]
    if kind == "missing":
        return f"The {str(loc[-1]).replace('_', ' ') if loc else 'whole'} is missing."
    if kind == "literal_error":
        return f"This must be {detail['ctx']['expected']}, not {_shown(detail['input'])}."
    return _by_kind(kind, detail)


_TYPES = {"float_type": "a number", "float_parsing": "a number", "int_type": "a whole number",
          "int_from_float": "a whole number", "int_parsing": "a whole number", "string_type": "text",
          "bool_type": "true or false", "list_type": "a list", "tuple_type": "a list",
          "dict_type": "names and values", "model_type": "names and values",
          "model_attributes_type": "names and values", "finite_number": "a finite number",
          "date_type": "a date such as 2026-04-01", "date_parsing": "a date such as 2026-04-01",
          "date_from_datetime_parsing": "a date such as 2026-04-01",
          "date_from_datetime_inexact": "a date such as 2026-04-01"}


def _by_kind(kind: str, detail: dict) -> str:
    shown, context = _shown(detail["input"]), detail.get("ctx") or {}
    if kind in _TYPES:
        return f"This must be {_TYPES[kind]}, not {shown}{_instead(kind, detail['input'])}."
    if kind in ("greater_than_equal", "greater_than"):
        limit = context.get("ge", context.get("gt"))
        return f"This must be {'at least' if 'ge' in context else 'above'} {limit:g}, not {shown}."
    if kind in ("less_than_equal", "less_than"):
        limit = context.get("le", context.get("lt"))
        return f"This must be {'at most' if 'le' in context else 'below'} {limit:g}, not {shown}."
    if kind in ("string_too_short", "too_short"):
        return "This is empty; write something here."
    if kind in ("string_too_long", "too_long"):
        most = f": {context['max_length']:,} characters are the most" if isinstance(detail["input"], str) and "max_length" in context else ""
        return f"This is too long{most}."
    return f"{detail['msg'].rstrip('.')}."


def _instead(kind: str, given: Any) -> str:
    """What to write, where it is plain what was meant."""
    if kind == "string_type" and isinstance(given, float):
        return "; put it in quotes"
    return as_digits(given) if _TYPES[kind].endswith("number") else ""


def _shown(given: Any) -> str:
    if isinstance(given, dict):
        return "names and values"
    if isinstance(given, list | tuple):
        return "a list"
    if given is None:
        return "nothing"
    text = str(given)
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"


def _known(loc: tuple) -> Iterable[str]:
    """The keys that are known where an unknown one stands."""
    names = [part for part in loc[:-1] if isinstance(part, str) and part != "[key]"]
    if not names:
        return ValueMap.model_fields
    if names[0] == "contract":
        return Contract.model_fields
    if names[0] == "conventions":
        return Conventions.model_fields
    if names[-1] == "inputs":
        return Input.model_fields
    if names[-1] == "outcomes":
        return Outcome.model_fields
    if names[-1] == "unpriced":
        return Unpriced.model_fields
    if names[-1] == "red_line":
        return RedLine.model_fields
    if names[-1] in ("proxy", "written"):
        return InlineProxy.model_fields
    return (*Estimate.model_fields, "value")
