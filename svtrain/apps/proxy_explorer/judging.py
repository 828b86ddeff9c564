"""From what a person typed about a proxy to a judgement, or to a sentence for each field that stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import ValidationError

from svtrain.core.challenge import DECISIONS
from svtrain.core.proxy_policy import GRADES, Verdict
from svtrain.core.reference import Proxy
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.core.value_map import is_year

FIRST, NOW = "first", "now"
SAID = ("decision", "reason", "grade", "evidence", "question", "would_change_if")
OWN = ("value", "low", "high", "price_year", "source")
FIELDS = (*SAID, *OWN)
LONGEST = 5_000  # characters of one answer, as many as a policy holds


def judge(typed: Mapping[str, str], *, blind: bool, today: date, published: float | None = None) -> tuple[Verdict | None, dict[str, str]]:
    """A judgement, or a sentence by field. Whoever adapts has to say something else than what was ``published``.

    Examples
    --------
    >>> judge({"decision": "accept"}, blind=True, today=date(2026, 11, 22))[1]
    {'reason': 'Write why. A judgement without its reason cannot be questioned.', 'grade': 'Say how good the evidence is.'}
    """
    said = {name: typed.get(name, "").strip() for name in SAID}
    problems = {name: _too_long(text) for name, text in said.items() if len(text) > LONGEST}
    if said["decision"] not in DECISIONS:
        problems["decision"] = "Choose what your team should do with it."
    if not said["reason"]:
        problems["reason"] = "Write why. A judgement without its reason cannot be questioned."
    if said["grade"] not in GRADES:
        problems["grade"] = "Say how good the evidence is."
    use = _own(typed, problems, published) if said["decision"] == "adapt" else None
    if problems:
        return None, problems
    try:
        return Verdict.model_validate({**said, "on": today, "blind": blind, **({"use": use} if use else {})}), {}
    except ValidationError as error:  # what is left is about the range
        detail = error.errors(include_url=False)[0]
        return None, {"value": detail["ctx"]["sentence"] if detail["type"] == "said" else f"{detail['msg']}."}


def _too_long(text: str) -> str:
    return f"This has {len(text):,} characters; write at most {LONGEST:,}."


def _own(typed: Mapping[str, str], problems: dict[str, str], published: float | None) -> dict:
    numbers: dict[str, float] = {}
    for name in ("value", "low", "high"):
        text = typed.get(name, "").strip()
        if not text and name != "value":
            continue
        try:
            numbers[name] = number_from(text)
        except NotANumber as error:
            problems[name] = str(error) if text else "Type the value that you use instead."
    if ("low" in numbers) != ("high" in numbers) and not {"low", "high"} & set(problems):
        problems["high" if "low" in numbers else "low"] = "A range needs both ends: type the other one, or leave both empty."
    source = typed.get("source", "").strip()
    if not source or len(source) > LONGEST:
        problems["source"] = _too_long(source) if source else "Say where your own value comes from."
    year = typed.get("price_year", "").strip()
    if year and not is_year(year):
        problems["price_year"] = "Type a year, such as 2024 or 2012/13, or leave it empty to keep the published one."
    elif numbers.get("value") == published and published is not None and not year:
        problems["value"] = "This is the published value. Change it, or accept the proxy as it is."
    if problems:
        return {}
    value = {"likely": numbers["value"], **({"low": numbers["low"], "high": numbers["high"]} if "low" in numbers else {})}
    return {"value": value, "source": source, **({"price_year": year} if year else {})}


def typed_of(verdict: Verdict) -> dict[str, str]:
    """A judgement as it would be typed, for a second look at it."""
    found = {name: getattr(verdict, name) for name in SAID}
    if verdict.use is not None:
        value = verdict.use.value
        numbers = {"value": value.likely, "low": value.low, "high": value.high}
        found |= {name: "" if number is None else f"{number:,.10g}" for name, number in numbers.items()}
        found |= {"price_year": verdict.use.price_year or "", "source": verdict.use.source}
    return {name: text for name, text in found.items() if text}


def unjudged(proxy: Proxy) -> dict[str, str]:
    """What stands in a form at first: the published value, to be changed by whoever adapts it."""
    return {} if proxy.private else {"value": f"{proxy.value:,.10g}"}
