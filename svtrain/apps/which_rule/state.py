"""What is true on the "which rule applies" screen. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from typing import Any

from traitlets import Dict, HasTraits, Int, Tuple

from svtrain.core.rules import FORMS, KINDS, NATIONS, UNKNOWN, Procurement, Verdict, missing_facts
from svtrain.core.typed_days import day_from
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.rules_data import buyers, which_rules

NOT_KNOWN = ""
YES_NO = (("", "Not known"), ("yes", "Yes"), ("no", "No"))
CHOICES = {
    "nation": (("", "Not known"), *((nation, nation.replace("-", " ").title()) for nation in NATIONS)),
    "kind": (("", "Not known"), *((kind, kind.capitalize()) for kind in KINDS)),
    "form": (("", "Not known"), ("contract", "A contract of its own"), ("framework", "A framework"), ("call-off", "A call-off from a framework")),
    "light_touch": YES_NO,
}


class WhichRule(HasTraits):
    """The facts of one purchase, as a person knows them, and the verdict of every rule held here.

    ``typed`` holds raw text by fact; nothing means not known, and is never guessed. Only `recalc` reads it; it leaves
    ``verdicts`` and ``problems``. A fact that cannot be read counts as not known.

    Examples
    --------
    >>> rule = WhichRule()
    >>> rule.type("buyer", "council")
    >>> rule.type("nation", "england")
    >>> [verdict.rule.id for verdict in rule.having("does not apply")][:2]
    ['ppn-06-20', 'ppn-002-early']
    >>> "the value including VAT" in rule.missing
    True
    """

    version = 1

    typed = Dict()
    problems = Dict()
    verdicts = Tuple()
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.facts = Procurement()
        self.recalc()

    # -- reading

    @staticmethod
    def choices(key: str) -> tuple[tuple[str, str], ...]:
        """What can be chosen for a fact."""
        return (("", "Not known"), *buyers().items()) if key == "buyer" else CHOICES[key]

    def shown(self, key: str) -> str:
        """What stands in a field."""
        return self.typed.get(key, NOT_KNOWN)

    def problem(self, key: str) -> str:
        """The sentence for one field, or nothing."""
        return self.problems.get(key, "")

    def having(self, answer: str) -> tuple[Verdict, ...]:
        """The rules with one answer: ``applies``, ``unknown`` or ``does not apply``."""
        return tuple(verdict for verdict in self.verdicts if verdict.answer == answer)

    @property
    def missing(self) -> tuple[str, ...]:
        """Every fact that some rule still waits for, most waited for first."""
        waiting = [fact for verdict in self.having(UNKNOWN) for fact in verdict.missing]
        return tuple(sorted(missing_facts(self.having(UNKNOWN)), key=lambda fact: -waiting.count(fact)))

    # -- changing

    def type(self, key: str, text: str) -> None:
        """Take what a person typed or chose, as it is."""
        if text != self.shown(key):
            self.typed = {**self.typed, key: text}
            self.recalc()

    def clear(self) -> None:
        """Start with nothing known."""
        self.typed = {}
        self.recalc()

    def recalc(self) -> None:
        """Read what was typed and judge every rule by it."""
        problems: dict[str, str] = {}
        given = {key: text.strip() for key, text in self.typed.items() if text.strip()}
        facts = {key: given.get(key) for key in ("buyer", "nation", "kind", "form", "buyer_name")}
        if facts["buyer"] not in buyers():
            facts["buyer"] = None
        for key, allowed in (("nation", NATIONS), ("kind", KINDS), ("form", FORMS)):
            if facts[key] not in allowed:
                facts[key] = None
        for key in ("start", "framework_start"):
            facts[key] = _read(day_from, given.get(key), key, problems)
        facts["value"] = _read(_value, given.get("value"), "value", problems)
        facts["light_touch"] = {"yes": True, "no": False}.get(given.get("light_touch", ""))
        self.facts = Procurement(**facts)
        with self.hold_trait_notifications():
            self.problems = problems
            self.verdicts = tuple(which_rules(self.facts))
            self.revision += 1

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"typed": self.typed}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        self.typed = {str(key): str(text) for key, text in saved["typed"].items()}
        self.recalc()


def _value(text: str) -> float:
    value = number_from(text)
    if value < 0:
        raise NotANumber("A value cannot be below zero.")
    return value


def _read(read, text: str | None, key: str, problems: dict[str, str]):
    if not text:
        return None
    try:
        return read(text)
    except ValueError as error:  # NotANumber is one too
        problems[key] = f"{error} Until then it counts as not known."
        return None
