"""A typed range with its reason, read part by part."""

from __future__ import annotations

from collections.abc import Mapping

from svtrain.apps.estimate_room.question import Question
from svtrain.core.typed_numbers import NotANumber
from svtrain.room.spread import Judgement

NUMBERS = ("low", "likely", "high")
PARTS = (*NUMBERS, "reason")
LONGEST_REASON = 1000
NO_REASON = "Write your reason too; without one nobody can talk about it."


def read_range(question: Question, typed: Mapping[str, str]) -> tuple[Judgement | None, dict[str, str]]:
    """The estimate that was typed, or None and a sentence for each part that is missing or wrong.

    Examples
    --------
    >>> jobs = Question("jobs.deadweight", "deadweight", "Jobs")
    >>> read_range(jobs, {"low": "10%", "likely": "20%", "high": "40%", "reason": "asked around"})[0].likely
    0.2
    >>> read_range(jobs, {"low": "30%", "likely": "20%", "high": "40%", "reason": "x"})[1]
    {'likely': 'The likely figure is below the low one.'}
    """
    found, problems = {}, {}
    for part in NUMBERS:
        try:
            found[part] = question.read(typed.get(part, ""))
        except NotANumber as error:
            problems[part] = str(error)
    if {"low", "likely"} <= set(found) and found["likely"] < found["low"]:
        problems["likely"] = "The likely figure is below the low one."
    if {"likely", "high"} <= set(found) and found["high"] < found["likely"]:
        problems["high"] = "The high figure is below the likely one."
    reason = typed.get("reason", "").strip()
    if not reason:
        problems["reason"] = NO_REASON
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = f"Your reason has {len(reason):,} characters; the room takes {LONGEST_REASON:,}."
    return (None if problems else Judgement(**found, reason=reason)), problems


def problems_now(question: Question, typed: Mapping[str, str], tried: bool) -> dict[str, str]:
    """What to say beside each part: what is still empty is only missed once the person has tried to send it."""
    problems = read_range(question, typed)[1]
    return problems if tried else {part: said for part, said in problems.items() if typed.get(part, "").strip()}


def typed_from(question: Question, given: Judgement) -> dict[str, str]:
    """An estimate as it would have been typed."""
    return {**{part: question.typed(getattr(given, part)) for part in NUMBERS}, "reason": given.reason}
