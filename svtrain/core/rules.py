"""Which rule on social value applies to a procurement: applies, does not apply, or unknown and what is missing.

Rules are dated data (``svtrain.data.rules()``); nothing here names one. Not legal advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

APPLIES, DOES_NOT, UNKNOWN = "applies", "does not apply", "unknown"
AWARD_CRITERIA = "award criteria"  # the family of rules on what may be scored
CONFIRMED = {"confirmed": "Confirmed", "partly": "Partly confirmed", "unconfirmed": "Unconfirmed"}

KINDS = ("services", "goods", "works")
FORMS = ("contract", "framework", "call-off")
NATIONS = ("england", "wales", "scotland", "northern-ireland")


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated rule: who it binds, from when, from what value, what it asks, how well it is confirmed.

    Values are in pounds. ``first_day`` is a day (``2025-10-01``), a year where only that is known (``2015``), or empty
    where the source does not say.
    """

    id: str
    instrument: str
    title: str
    family: str
    duty: str
    binds: str = ""
    minimum_weight: float | None = None
    weight_note: str = ""
    buyers: tuple[str, ...] = ()
    buyers_unclear: tuple[str, ...] = ()
    buyers_unclear_why: str = ""
    buyer_name: str = ""
    nations: tuple[str, ...] = ("england",)
    nations_unclear: tuple[str, ...] = ()
    nations_unclear_why: str = ""
    first_day: str = ""
    last_day: str = ""
    date_note: str = ""
    regime: str = ""
    value_test: str = "any"
    value: float | None = None
    value_below: float | None = None
    value_vat: str = "including VAT"
    kinds: tuple[str, ...] = ()
    forms_excluded: tuple[str, ...] = ()
    forms_unclear: tuple[str, ...] = ()
    forms_unclear_why: str = ""
    excludes: tuple[str, ...] = ()
    unless: str = ""
    confirmed: str = "confirmed"
    confirmed_note: str = ""
    used_by_default: bool = True
    may_be_replaced_by: tuple[str, ...] = ()
    source: str = ""
    source_id: str = ""
    locator: str = ""
    url: str = ""
    licence: str = ""
    last_checked: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The amount from which procurement law bites, in pounds including VAT, for a period, buyer class and contract type."""

    first_day: date
    last_day: date
    buyer_class: str
    contract_type: str
    amount: float


@dataclass(frozen=True, slots=True)
class Regime:
    """A law that governs procurements started within its days; an open end is ``date.min`` or ``date.max``."""

    id: str
    name: str
    first_day: date = date.min
    last_day: date = date.max


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Everything that judging needs.

    ``buyer_classes`` is kind of buyer to ``central`` or ``sub-central``, empty where that is not settled. ``vat`` is the
    standard rate as a share: a limit that does not say whether VAT is in it is unsure by that much.
    """

    rules: tuple[Rule, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    buyer_classes: Mapping[str, str] = field(default_factory=dict)
    regimes: tuple[Regime, ...] = ()
    vat: float = 0.0


@dataclass(frozen=True, slots=True)
class Procurement:
    """The facts of one procurement; ``None`` means not known, and is never guessed.

    ``start`` is the day on which the procurement began (for a call-off, the day on which the call-off began);
    ``value`` is the estimated whole value in pounds including VAT.
    """

    buyer: str | None = None
    start: date | None = None
    value: float | None = None
    kind: str | None = None
    form: str | None = "contract"
    framework_start: date | None = None
    light_touch: bool | None = None
    concession: bool | None = False
    defence: bool | None = False
    nation: str | None = None
    buyer_name: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one rule: the reasons in sentences and, where it is unknown, which facts are missing."""

    rule: Rule
    answer: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()
    caution: str = ""


@dataclass(frozen=True, slots=True)
class _Finding:
    """One condition: met, not met, or not known (``None``)."""

    met: bool | None
    reason: str = ""
    missing: tuple[str, ...] = ()


_MET = _Finding(True)


def judge(rule: Rule, facts: Procurement, book: RuleBook) -> Verdict:
    """Whether one rule applies to a procurement.

    One condition that fails settles it, whatever else is unknown; otherwise one unknown condition leaves it unknown.

    Examples
    --------
    >>> rule = Rule("kpi", "An Act", "Indicators", "kpi", "Set three.", buyers=("council",), first_day="2025-02-24",
    ...             value_test="more than", value=5e6)
    >>> facts = Procurement(buyer="council", start=date(2026, 2, 1), value=5e6, nation="england")
    >>> judge(rule, facts, RuleBook()).answer
    'does not apply'
    >>> judge(rule, Procurement(buyer="council", value=6e6, nation="england"), RuleBook()).missing
    ('the day the procurement starts',)
    """
    findings = (_buyer(rule, facts), _name(rule, facts), _nation(rule, facts), _dates(rule, facts), _regime(rule, facts, book),
                _form(rule, facts), _kind(rule, facts), _left_out(rule, facts), _value(rule, facts, book))
    failed = [finding for finding in findings if finding.met is False]
    open_ones = [finding for finding in findings if finding.met is None]
    if findings[1] in open_ones:  # whose policy it is comes first; the rest of a stranger's policy helps nobody
        open_ones = [findings[1]]
    if failed:
        return Verdict(rule, DOES_NOT, _sentences(failed))
    if open_ones:
        missing = tuple(dict.fromkeys(fact for finding in open_ones for fact in finding.missing))
        return Verdict(rule, UNKNOWN, _sentences(open_ones), missing)
    return Verdict(rule, APPLIES, ("The buyer, the nation, the day, the sort of contract and the value all fit.",))


def select(book: RuleBook, facts: Procurement, include_unconfirmed: bool = False) -> list[Verdict]:
    """Judge every rule. An unconfirmed one is left out unless asked for, and only ever named as a caution.

    Returns
    -------
    list of Verdict
        In the order of the book.

    Examples
    --------
    >>> rumour = Rule("rumour", "A note", "Rumour", "weight", "Score more.", buyers=("council",), used_by_default=False)
    >>> select(RuleBook((rumour,)), Procurement(buyer="council"))
    []
    """
    chosen = [rule for rule in book.rules if rule.used_by_default or include_unconfirmed]
    verdicts = [judge(rule, facts, book) for rule in chosen]
    return [replace(verdict, caution=_caution(verdict, facts, book)) for verdict in verdicts]


def missing_facts(verdicts: Iterable[Verdict]) -> list[str]:
    """Every missing fact once, in the order met."""
    return list(dict.fromkeys(fact for verdict in verdicts for fact in verdict.missing))


def _sentences(findings: Iterable[_Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.reason for finding in findings if finding.reason))


def _caution(verdict: Verdict, facts: Procurement, book: RuleBook) -> str:
    if verdict.answer == DOES_NOT:
        return ""
    for other in book.rules:
        if other.id in verdict.rule.may_be_replaced_by and judge(other, facts, book).answer != DOES_NOT:
            return f"{other.instrument} may replace this from {other.first_day}; that is second-hand and must be checked."
    if verdict.rule.confirmed != "confirmed":
        return f"Not fully confirmed. {verdict.rule.confirmed_note}"
    return ""


def _buyer(rule: Rule, facts: Procurement) -> _Finding:
    if facts.buyer is None:
        return _Finding(None, "It depends on the kind of buyer.", ("the kind of buyer",))
    if facts.buyer in rule.buyers:
        return _MET
    if facts.buyer in rule.buyers_unclear:
        return _Finding(None, rule.buyers_unclear_why, ("whether this buyer is bound",))
    return _Finding(False, f"It does not bind this kind of buyer. {rule.binds}".strip())


def _name(rule: Rule, facts: Procurement) -> _Finding:
    if not rule.buyer_name:
        return _MET
    if not facts.buyer_name:
        return _Finding(None, f"It is the policy of {rule.buyer_name} alone.", ("the name of the council",))
    wanted, given = rule.buyer_name.casefold(), facts.buyer_name.casefold()
    first = given.removeprefix("city of ").removeprefix("the ")
    # "Manchester City Council" is Manchester; "Greater Manchester" and "South Ribble" must not be taken for another.
    if first == wanted or (first.startswith(wanted + " ") and "council" in first.removeprefix(wanted)):
        return _MET
    return _Finding(False, f"It is the policy of {rule.buyer_name} alone.")


def _nation(rule: Rule, facts: Procurement) -> _Finding:
    if facts.nation is None:
        return _Finding(None, "It depends on the nation.", ("the nation of the buyer",))
    if facts.nation in rule.nations:
        return _MET
    if facts.nation in rule.nations_unclear:
        return _Finding(None, rule.nations_unclear_why, ("whether it reaches this buyer in that nation",))
    return _Finding(False, "It does not reach this nation.")


def _dates(rule: Rule, facts: Procurement) -> _Finding:
    if facts.start is None:
        return _Finding(None, "It depends on the day the procurement starts.", ("the day the procurement starts",))
    if rule.last_day and facts.start > date.fromisoformat(rule.last_day):
        return _Finding(False, f"It ended on {rule.last_day}.")
    if not rule.first_day:
        return _Finding(None, f"From when it runs is not known. {rule.date_note}".strip(), ("the day this policy began",))
    if len(rule.first_day) == 4:
        return _year_only(rule, facts.start)
    if facts.start < date.fromisoformat(rule.first_day):
        return _Finding(False, f"It runs from {rule.first_day}, and this starts earlier.")
    return _MET


def _year_only(rule: Rule, start: date) -> _Finding:
    year = int(rule.first_day)
    if start.year == year:
        return _Finding(None, f"It began in {year}; the day is not known.", ("the day this policy began",))
    return _MET if start.year > year else _Finding(False, f"It runs from {year}, and this starts earlier.")


def _regime(rule: Rule, facts: Procurement, book: RuleBook) -> _Finding:
    if not rule.regime or facts.start is None:
        return _MET  # a missing day is reported by the dates
    laws = _laws(facts, book)
    if laws == {rule.regime}:
        return _MET
    names = {regime.id: regime.name for regime in book.regimes}
    if rule.regime not in laws:
        under = " or ".join(names[law] for law in sorted(laws)) or "a law not held here"
        return _Finding(False, f"It goes with {names.get(rule.regime, rule.regime)}; this procurement is under {under}.")
    if facts.form is None:
        return _Finding(None, "A call-off may follow older law than its own date.", ("whether it is a call-off",))
    return _Finding(None, "A call-off follows the law of its framework.", ("the day the framework's procurement started",))


def _laws(facts: Procurement, book: RuleBook) -> set[str]:
    """Every law that may govern: that of the day itself; for a call-off, that of its framework, which is never later."""
    days, earlier = _possible_days(facts)
    own = {regime.id for regime in book.regimes for day in days if regime.first_day <= day <= regime.last_day}
    return own | {regime.id for regime in book.regimes if regime.last_day < facts.start} if earlier else own


def _possible_days(facts: Procurement) -> tuple[list[date], bool]:
    """The days whose law and thresholds may hold, and whether those of any earlier day may: a call-off follows its framework."""
    if facts.form in ("contract", "framework"):
        return [facts.start], False
    own = [facts.start] if facts.form is None or not facts.framework_start else []
    return [*own, *([facts.framework_start] if facts.framework_start else [])], not facts.framework_start


def _form(rule: Rule, facts: Procurement) -> _Finding:
    touched = rule.forms_excluded + rule.forms_unclear
    if not touched:
        return _MET
    if facts.form is None:
        return _Finding(None, "It depends on whether this is a contract, a framework or a call-off.",
                        ("contract, framework or call-off",))
    if facts.form in rule.forms_excluded:
        return _Finding(False, f"It does not cover a {facts.form}.")
    if facts.form in rule.forms_unclear:
        return _Finding(None, rule.forms_unclear_why, (f"how it treats a {facts.form}",))
    return _MET


def _kind(rule: Rule, facts: Procurement) -> _Finding:
    if not rule.kinds:
        return _MET
    if facts.kind is None:
        return _Finding(None, f"It covers {' and '.join(rule.kinds)} only.", ("services, goods or works",))
    return _MET if facts.kind in rule.kinds else _Finding(False, f"It covers {' and '.join(rule.kinds)} only.")


_LEFT_OUT = {"light-touch": ("a light-touch contract", "whether the contract is light-touch"),
             "concession": ("a concession", "whether the contract is a concession"),
             "defence": ("a defence or security contract", "whether it is a defence contract")}


def _left_out(rule: Rule, facts: Procurement) -> _Finding:
    """Sorts of contract that the rule leaves out."""
    values = {"light-touch": _light_touch(facts), "concession": facts.concession, "defence": facts.defence}
    unknown = _MET
    for sort in rule.excludes:
        if sort not in values:
            continue  # a private utility is a kind of buyer, and is decided there
        name, question = _LEFT_OUT[sort]
        if values[sort]:
            return _Finding(False, f"It does not cover {name}.")
        if values[sort] is None:
            unknown = _Finding(None, f"It does not cover {name}.", (question,))
    return unknown


def _light_touch(facts: Procurement) -> bool | None:
    """Only services can be light-touch."""
    return False if facts.kind in ("goods", "works") else facts.light_touch


def _value(rule: Rule, facts: Procurement, book: RuleBook) -> _Finding:
    if rule.value_test == "any":
        return _MET
    if rule.value_test == "not stated":
        return _Finding(None, "The value from which it applies is not stated where it was read.",
                        ("the value from which this policy applies",))
    if facts.value is None:
        return _Finding(None, "It depends on the value including VAT.", ("the value including VAT",))
    if rule.value_test == "threshold":
        return _against_thresholds(rule, facts, book)
    return _against_limit(rule, facts.value, book.vat)


def _against_limit(rule: Rule, value: float, vat: float) -> _Finding:
    limit = rule.value or 0.0
    above = value > limit if rule.value_test == "more than" else value >= limit
    words = f"{rule.value_test} £{limit:,.0f}"
    if not above:
        return _Finding(False, f"It needs a value of {words}.")
    if rule.value_below is not None and value >= rule.value_below:
        return _Finding(False, f"It stops below £{rule.value_below:,.0f}.")
    if rule.value_vat != "including VAT":
        net = value / (1 + vat)
        if not (net > limit if rule.value_test == "more than" else net >= limit):
            return _Finding(None, f"It needs {words}, and the page does not say whether VAT is in that.",
                            ("whether the policy's limit includes VAT",))
    return _MET


def _against_thresholds(rule: Rule, facts: Procurement, book: RuleBook) -> _Finding:
    """Compare with every threshold that the known facts leave possible; agreement among them is an answer."""
    if facts.start is None or facts.buyer is None:
        return _MET  # reported by their own conditions; nothing to add
    days, earlier = _possible_days(facts)
    periods = [[item for item in book.thresholds if item.first_day <= day <= item.last_day] for day in days]
    if [] in periods:
        day = days[periods.index([])]
        return _Finding(None, f"The threshold for {day.isoformat()} is not held here.", ("the threshold on that day",))
    types, gaps = _contract_types(rule, facts)
    own = _amounts(periods[0], types, facts, book)
    every = [amount for period in periods for amount in _amounts(period, types, facts, book)]
    if earlier:
        every += [amount for period in _before(facts.start, book) for amount in _amounts(period, types, facts, book) if amount is not None]
    if not book.buyer_classes.get(facts.buyer, ""):
        gaps.append("which threshold this buyer buys under")
    if _side(own, facts.value) is not None and _side(every, facts.value) is None:
        gaps.append("contract, framework or call-off" if facts.form is None else "the day the framework's procurement started")
    if None in every:
        return _Finding(None, f"A threshold for {days[0].isoformat()} is not held here.", (*gaps, "the threshold on that day"))
    side = _side(every, facts.value)
    if side is not None:
        return _MET if side else _Finding(False, f"The value is below the threshold of £{min(every):,.0f} including VAT.")
    spread = " or ".join(f"£{amount:,.0f}" for amount in sorted(set(every)))
    return _Finding(None, f"The threshold is {spread}, and the value lies between.", tuple(gaps))


def _amounts(held: list[Threshold], types: list[str], facts: Procurement, book: RuleBook) -> list[float | None]:
    """The thresholds of one period that the known facts leave possible; ``None`` for one that is not held."""
    buyer_class = book.buyer_classes.get(facts.buyer, "")
    found: list[float | None] = []
    for contract_type in types:
        found += [item.amount for item in held if item.contract_type == contract_type
                  and (item.buyer_class == "any" or not buyer_class or item.buyer_class == buyer_class)] or [None]
    return found


def _before(day: date, book: RuleBook) -> list[list[Threshold]]:
    """The thresholds held for each period that began before a day."""
    firsts = sorted({item.first_day for item in book.thresholds if item.first_day <= day})
    return [[item for item in book.thresholds if item.first_day == first] for first in firsts]


def _side(amounts: list[float | None], value: float) -> bool | None:
    """Whether a value reaches all of some thresholds, or none of them; ``None`` where it lies between or one is not held."""
    if not amounts or None in amounts:
        return None
    return True if value >= max(amounts) else False if value < min(amounts) else None


def _contract_types(rule: Rule, facts: Procurement) -> tuple[list[str], list[str]]:
    """Which thresholds are possible, and the facts that would narrow them."""
    if facts.concession:
        return ["concession"], []
    kinds = (facts.kind,) if facts.kind else rule.kinds or KINDS
    light_touch = _light_touch(facts) if "services" in kinds else False
    if light_touch:
        return ["light-touch"], []
    types = sorted({"works" if kind == "works" else "goods-services" for kind in kinds})
    gaps = ["services, goods or works"] if len(types) > 1 else []
    if light_touch is None:
        types.append("light-touch")
        gaps.append("whether the contract is light-touch")
    return types, gaps
