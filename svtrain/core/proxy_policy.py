"""A team's proxy policy: which financial proxies it uses, changes, refuses or leaves open, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from svtrain.core.challenge import QUESTIONS
from svtrain.core.estimate import Estimate, Number, refuse
from svtrain.core.noun import Name, Noun, Text
from svtrain.core.reference import Proxy
from svtrain.core.value_map import Year

FORMAT = "proxy-policy/1"
GRADES = {"green": "measured, and checked by somebody else", "amber": "measured once, or judged by people who know", "red": "a guess"}
Decision = Literal["accept", "adapt", "reject", "park"]
Reason = Annotated[Text, Field(min_length=1, max_length=5_000)]


def _one_of(known: Iterable[str], what: str):
    names = tuple(known)

    def check(given: str) -> str:
        word = str(given or "").replace("_", " ").strip().lower()
        if word and word not in names:
            raise refuse(f"There is no {what} '{word[:40]}'; it is one of {', '.join(names)}.")
        return word

    return BeforeValidator(check)


Grade = Annotated[str, _one_of(GRADES, "grade")]
Question = Annotated[str, _one_of(QUESTIONS, "question")]


class OwnValue(Noun):
    """What a team uses instead of a published number; a blank text comes from the proxy that was adapted."""

    value: Estimate
    source: Reason
    unit: Text = ""
    price_year: Year = None
    perspective: Text = ""

    @field_validator("value")
    @classmethod
    def _only_numbers(cls, given: Estimate) -> Estimate:
        if given.reason or given.evidence or given.grade or given.shared:
            raise refuse("Reason, evidence and grade belong to the judgement; here stand numbers only.")
        return given


class Verdict(Noun):
    """One judgement of a proxy, on one day, with its reason.

    ``grade`` says how good the evidence is (see `GRADES`), ``question`` what was asked (see `svtrain.core.challenge.QUESTIONS`).
    ``blind`` is true when no rival's number had been shown to whoever judged. ``use`` belongs to ``adapt`` and to nothing else.
    """

    decision: Decision
    reason: Reason
    grade: Grade
    on: date
    evidence: Text = ""
    question: Question = ""
    would_change_if: Text = ""
    blind: bool = Field(default=False, strict=True)
    use: OwnValue | None = None

    @field_validator("decision", mode="before")
    @classmethod
    def _in_small_letters(cls, given):
        return given.strip().lower() if isinstance(given, str) else given

    @field_validator("reason")
    @classmethod
    def _says_something(cls, given: str) -> str:
        if not given.strip():
            raise refuse("A judgement needs its reason.")
        return given

    @model_validator(mode="after")
    def _own_value_where_adapted(self) -> Verdict:
        if not self.grade:
            raise refuse(f"Say how good the evidence is: {', '.join(GRADES)}.")
        if self.decision == "adapt" and self.use is None:
            raise refuse("To adapt a proxy, give the value that you use instead, and its source.")
        if self.decision != "adapt" and self.use is not None:
            raise refuse("Only an adapted proxy has a value of its own here; choose adapt, or leave the value out.")
        return self


class Was(Noun):
    """What the bank said when the proxy was judged: if it says something else by now, the judgement is stale."""

    value: Number
    unit: Text = ""
    price_year: Year = None
    licence: Text = ""


class JudgedProxy(Noun):
    """One proxy of the policy: what it was, the first judgement, and the one in force where that is another.

    ``now`` is the judgement after the rivals were seen; blank where the first one stands. Both are kept. ``private`` marks a
    value that an organisation has licensed.
    """

    proxy: Name
    was: Was
    first: Verdict
    now: Verdict | None = None
    private: bool = Field(default=False, strict=True)

    @property
    def verdict(self) -> Verdict:
        """The judgement in force."""
        return self.now or self.first


class UsedData(Noun):
    """An edition of a collection that the judgements rest on."""

    dataset: Name
    version: Text = ""
    sha256: Text = ""


class ProxyPolicy(Noun):
    """A team's own rules on which proxies it uses.

    Raises
    ------
    pydantic.ValidationError
        Naming every field that is missing, unknown, of the wrong type or out of range.

    Examples
    --------
    >>> policy = ProxyPolicy.model_validate({"proxies": [{"proxy": "job", "was": {"value": 9800}, "first":
    ...     {"decision": "reject", "reason": "Wages counted as a gain.", "grade": "amber", "on": "2026-11-22"}}]})
    >>> policy.proxies[0].verdict.decision
    'reject'
    """

    svtrain: Literal["proxy-policy/1"] = FORMAT
    title: Text = ""
    owner: Text = ""
    made: date | None = None
    notes: Text = ""
    proxies: tuple[JudgedProxy, ...] = ()
    vintage: tuple[UsedData, ...] = ()

    @field_validator("proxies", mode="after")
    @classmethod
    def _each_once(cls, proxies: tuple[JudgedProxy, ...]) -> tuple[JudgedProxy, ...]:
        names = [one.proxy for one in proxies]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise refuse(f"The proxy '{twice[:80]}' is judged twice; each stands here once.")
        return proxies

    def as_dict(self) -> dict:
        """The policy as a person would write it, in the order of the format."""
        plain = super().as_dict()
        return {"svtrain": FORMAT, **{name: plain[name] for name in type(self).model_fields if name in plain and name != "svtrain"}}


def was_of(proxy: Proxy) -> Was:
    """What a proxy says today, to be kept beside a judgement."""
    return Was(value=proxy.value, unit=proxy.unit, price_year=proxy.price_year, licence=proxy.licence)
