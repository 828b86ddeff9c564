"""Reads what a person wrote in a field of a small file, and collects a sentence for what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from svtrain.core.estimate import Estimate
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import Problem
from svtrain.core.typed_numbers import NotANumber, number_from

_YES = {"yes": True, "y": True, "true": True, "pass": True, "passed": True, "1": True,
        "no": False, "n": False, "false": False, "fail": False, "failed": False, "0": False}
_ENDS = ("low", "likely", "high", "value")


class Sheet:
    """One file being read: every problem found so far, and how its fields are read.

    Examples
    --------
    >>> sheet = Sheet("bids.csv")
    >>> sheet.number("£1,000", "price"), sheet.number("", "price"), sheet.number("ten", "price")
    (1000.0, None, None)
    >>> print(sheet.problems[0])
    bids.csv: price: "ten" is not a number; type digits, such as 1200 or 0.4.
    """

    def __init__(self, place: str):
        self.place = place
        self.problems: list[Problem] = []

    def say(self, sentence: str, field: str = "", place: str = "") -> None:
        """Note one thing to put right."""
        self.problems.append(Problem(sentence, field, place or self.place))

    def known(self, given: Mapping, keys: Iterable[str], field: str) -> None:
        """Say which keys are unknown, each with the nearest known one."""
        keys = tuple(keys)
        for key in given:
            if key not in keys:
                where = ".".join(part for part in (field, str(key)[:80]) if part)
                self.say(f"There is no '{str(key)[:80]}' here.{did_you_mean(str(key), keys)}", where)

    def text(self, given: Any, field: str) -> str:
        """Text; a bare number counts as text, a list or a mapping does not."""
        if given is None:
            return ""
        if isinstance(given, Mapping | list):
            self.say("This must be text.", field)
            return ""
        return str(given)[:2000]

    def number(self, given: Any, field: str, percent_of: float = 1) -> float | None:
        """One number as typed; a blank is None. ``70%`` is 70 where marks are out of 100 (`percent_of`)."""
        if given is None or (isinstance(given, str) and not given.strip()):
            return None
        if isinstance(given, Mapping | list):
            self.say("This must be one number.", field)
            return None
        try:
            found = number_from(given)
        except NotANumber as error:
            self.say(str(error), field)
            return None
        except OverflowError:
            self.say("The number is too large.", field)
            return None
        return found * percent_of if isinstance(given, str) and "%" in given else found

    def figure(self, given: Any, field: str, percent_of: float = 1) -> Estimate | None:
        """One number, or low, likely and high; a blank is None."""
        if not isinstance(given, Mapping):
            found = self.number(given, field, percent_of)
            return None if found is None else Estimate(likely=found)
        before = len(self.problems)
        self.known(given, (*Estimate.model_fields, "value"), field)
        read = {name: self.number(part, f"{field}.{name}", percent_of) if name in _ENDS else part
                for name, part in given.items()}
        if len(self.problems) > before:
            return None
        try:
            return Estimate.model_validate(read)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                sentence = detail["ctx"]["sentence"] if detail["type"] == "said" else f"{detail['msg']}."
                self.say(sentence, ".".join([field, *(str(part) for part in detail["loc"])]))
            return None

    def yes(self, given: Any, field: str, blank: bool) -> bool:
        """Yes or no, however it is written; `blank` when nothing is."""
        if isinstance(given, bool):
            return given
        word = "" if given is None else str(given).strip().lower()
        if word and word not in _YES:
            self.say(f"This must be yes or no, not '{word[:40]}'.", field)
        return _YES.get(word, blank)
