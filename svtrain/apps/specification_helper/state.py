"""What is true in the specification helper. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from typing import Any

from traitlets import Dict, HasTraits, Int, List, Unicode

from svtrain.apps.contract_valuer.saved import valued_maps
from svtrain.apps.specification_helper.files import Files
from svtrain.apps.which_rule.state import WhichRule
from svtrain.core.delivery_gaps import is_output
from svtrain.core.rules import APPLIES
from svtrain.core.specification import MARKETS, PARTS, RELEVANCE, Requirement, Specification, proportion_prompts, vague_words
from svtrain.core.typed_days import day_from
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.core.value_map import Outcome, ValueMap
from svtrain.data import practice
from svtrain.data.evidence_files import handed_over
from svtrain.report.publish.personal import cleaned

MOST = 12  # requirements
FACTS = ("title", "reference", "value", "start", "end", "market", "small", "scale")
FIELDS = (*PARTS, "stakeholder", "unit")
CONTACT = "Name a role, not a person: a name, an address or a number is taken out of every file."


class SpecificationHelper(HasTraits):
    """The outcomes of one contract on their way into its papers.

    ``facts`` and ``rows`` hold raw text as typed; only `recalc` reads them. It leaves ``requirements`` (in order), ``prompts``
    (what to think of) and ``problems`` (a sentence by field, ``row.name``). ``rule`` holds the facts of the purchase for the law.

    Examples
    --------
    >>> app = SpecificationHelper()
    >>> app.add()
    >>> app.type("outcome", "Maximise local jobs")
    >>> [word for word, _ in app.vague(0)]
    ['Maximise', 'local']
    >>> app.requirements[0].missing[0]
    'how it is counted'
    """

    version = 1

    facts = Dict()
    rows = List(help="each requirement as typed: a dictionary of texts")
    current = Int(0)
    notice = Unicode(help="why the last wish could not be met")
    problems = Dict()
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.rule, self.files = WhichRule(), Files(self)
        self.requirements: tuple[Requirement, ...] = ()
        self.prompts: tuple[str, ...] = ()
        self.recalc()

    # -- beginning

    @staticmethod
    def maps() -> list[ValueMap]:
        """The contracts that this person has valued."""
        return valued_maps()

    def begin_with(self, value_map: ValueMap) -> None:
        """Take a contract and its outcomes, in place of what is here: the promise of the map becomes the number to be agreed."""
        one = value_map.contract
        facts = {} if one is None else {"reference": one.reference, "value": "" if one.value is None else f"{one.value:,.0f}",
                                        "start": one.start.isoformat() if one.start else "", "end": one.end.isoformat() if one.end else ""}
        with self.hold_trait_notifications():
            self.facts = {**facts, "title": value_map.title, "scale": self.facts.get("scale", "")}
            self.rows = [_row(outcome, facts.get("end", "")) for outcome in value_map.outcomes[:MOST]]
            self.current, self.notice = 0, "" if len(value_map.outcomes) <= MOST else f"Only the first {MOST} outcomes were taken."
            self.recalc()

    def begin_with_practice(self, slug: str) -> None:
        """Take a practice contract with the outcomes of its map."""
        self.begin_with(practice().contract(slug).value_map())

    @staticmethod
    def learned() -> str:
        """The contract whose delivery this person learned from, where they kept what to ask for next time; else nothing."""
        return handed_over()[0]

    def begin_with_learned(self) -> None:
        """Take what delivery taught: a measure of what is done becomes how it is counted, and the change is left to be written."""
        title, learned = handed_over()
        with self.hold_trait_notifications():
            self.facts = {**self.facts, "title": title, "reference": str(learned[0].get("contract_ref", "")) if learned else ""}
            self.rows = [_learned_row(one) for one in learned[:MOST]]
            self.current, self.notice = 0, "" if len(learned) <= MOST else f"Only the first {MOST} requirements were taken."
            self.recalc()

    def add(self) -> None:
        """One more requirement, with everything still to be written."""
        if len(self.rows) >= MOST:
            self.notice = f"There are {MOST} requirements already; a bidder has to answer each of them."
            return
        with self.hold_trait_notifications():
            self.rows, self.current, self.notice = [*self.rows, {"due": self.facts.get("end", "")}], len(self.rows), ""
            self.recalc()

    def drop(self) -> None:
        """Delete the requirement in hand."""
        with self.hold_trait_notifications():
            self.rows = [row for place, row in enumerate(self.rows) if place != self.current]
            self.current, self.notice = max(0, min(self.current, len(self.rows) - 1)), ""
            self.recalc()

    def go(self, place: int) -> None:
        """Work on another requirement."""
        if 0 <= place < len(self.rows):
            self.current = place

    # -- reading

    def shown(self, name: str) -> str:
        """What stands in a field of the requirement in hand."""
        return self.rows[self.current].get(name, "") if self.current < len(self.rows) else ""

    def problem(self, name: str) -> str:
        """The sentence for a field of the requirement in hand, or of the contract (``.title``)."""
        return self.problems.get(name if name.startswith(".") else f"{self.current}.{name}", "")

    def vague(self, place: int) -> list[tuple[str, str]]:
        """Vague words in a requirement, and what to write in their place."""
        return vague_words(self.requirements[place].words) if place < len(self.requirements) else []

    def specification(self) -> Specification:
        """What goes into the papers; only rules that are confirmed and apply for sure are in it."""
        # what may come one day (a caution) is second-hand: it stands on the page with the rules, and is not printed in the papers
        sure = tuple(verdict for verdict in self.rule.having(APPLIES) if verdict.rule.confirmed == "confirmed" and verdict.rule.used_by_default)
        return Specification(self.facts.get("title", "").strip(), self.facts.get("reference", "").strip(), self.requirements,
                             100 if self.facts.get("scale") == "100" else 5, self.prompts, sure)

    # -- changing

    def type(self, name: str, text: str, place: int | None = None) -> None:
        """Take what a person typed into a field of a requirement; of the one in hand, unless ``place`` says another."""
        wanted = self.current if place is None else place
        if wanted < len(self.rows) and text != self.rows[wanted].get(name, ""):
            self.rows = [{**row, name: text} if at == wanted else row for at, row in enumerate(self.rows)]
            self.recalc()

    def say(self, name: str, text: str) -> None:
        """Take a fact of the contract."""
        if name in FACTS and text != self.facts.get(name, ""):
            self.facts = {**self.facts, name: text}
            self.recalc()

    # -- the reading of it all

    def recalc(self) -> None:
        """Read what was typed, and find what to think of."""
        problems: dict[str, str] = {}
        value = _read(number_from, self.facts.get("value", ""), ".value", problems)
        if value is not None and value < 0:
            problems[".value"], value = "The value of a contract cannot be below zero.", None
        start, end = (_read(day_from, self.facts.get(name, ""), f".{name}", problems) for name in ("start", "end"))
        if start and end and end < start:
            problems[".end"] = "The contract ends before it starts."
        problems |= {f".{name}": CONTACT for name in ("title", "reference") if cleaned(self.facts.get(name, ""), keep_names=name == "reference")[1]}
        found = tuple(_requirement(place, row, problems) for place, row in enumerate(self.rows))
        self.requirements = found
        market = self.facts.get("market", "") if self.facts.get("market", "") in MARKETS else ""
        self.prompts = tuple(proportion_prompts(found, value, start, end, market, self.facts.get("small", "")))
        with self.hold_trait_notifications():
            self.problems = problems
            self.revision += 1

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh; the facts of the purchase are kept by the page on rules."""
        return {"facts": self.facts, "rows": self.rows, "current": self.current}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        with self.hold_trait_notifications():
            self.facts, self.rows, self.current = dict(saved["facts"]), [dict(row) for row in saved["rows"]], int(saved["current"])
            self.recalc()


def _row(outcome: Outcome, end: str) -> dict[str, str]:
    proxy = outcome.proxy if isinstance(outcome.proxy, str) else outcome.proxy.id
    return {"outcome": outcome.outcome or outcome.id, "stakeholder": outcome.stakeholder, "target": f"{outcome.quantity.likely:,.10g}", "unit": outcome.unit,
            "due": end, "proxy": proxy}


def _learned_row(one: dict) -> dict[str, str]:
    measure, target = one["measure"], one.get("target")
    return {"indicator" if is_output(measure) else "outcome": measure, "target": f"{target:,.10g}" if isinstance(target, int | float) else "",
            **{name: str(one.get(given) or "") for name, given in (("unit", "unit"), ("proxy", "proxy_id"), ("owner", "owner"), ("evidence", "evidence_required"))}}


def _count_from(text: str) -> float:
    """How many; a percentage is asked about, as a share of what is for the words beside it to say."""
    if "%" in text:
        raise NotANumber("Type the number alone, such as 40, and write per cent under what it is counted in.")
    return number_from(text)


def _requirement(place: int, row: dict[str, str], problems: dict[str, str]) -> Requirement:
    target = _read(_count_from, row.get("target", ""), f"{place}.target", problems)
    if target is not None and target <= 0:
        problems[f"{place}.target"], target = "Give a number above zero.", None
    due = _read(day_from, row.get("due", ""), f"{place}.due", problems)
    words = {name: row.get(name, "").strip() for name in ("outcome", "stakeholder", "indicator", "unit", "evidence", "owner")}
    problems |= {f"{place}.{name}": CONTACT for name, text in words.items() if cleaned(text)[1]}
    answers = tuple((name, row[name]) for name in RELEVANCE if row.get(name) in ("yes", "no"))
    return Requirement(str(place + 1), target=target, due=due, proxy_id=row.get("proxy", ""), answers=answers, **words)


def _read(read, text: str, name: str, problems: dict[str, str]):
    if not text.strip():
        return None
    try:
        return read(text)
    except (NotANumber, ValueError) as error:
        problems[name] = str(error)
        return None
