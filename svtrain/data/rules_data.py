"""Rules on social value, thresholds and kinds of buyer, read from ``datasets/rules``."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from svtrain.core.rules import Procurement, Regime, Rule, RuleBook, Threshold, Verdict, select
from svtrain.data.packages import package
from svtrain.data.passports import number, passports, split


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Every rule held, unconfirmed ones too (``used_by_default`` is False for those).

    Examples
    --------
    >>> [rule.id for rule in rules() if not rule.used_by_default]
    ['ppn-026-lower', 'ppn-026-upper']
    """
    collection = package("rules")
    passport = passports(collection)
    return tuple(_rule(row, passport(row)) for row in collection.rows("rules"))


def _rule(row, passport) -> Rule:
    return Rule(
        id=row["rule_id"], minimum_weight=number(row["minimum_weight"]), value=number(row["value_gbp"]),
        value_below=number(row["value_below_gbp"]), first_day=row["from"], last_day=row["until"], date_note=row["from_note"],
        used_by_default=row["used_by_default"] == "true", source=passport.citation, source_id=passport.source_id,
        locator=passport.locator, url=passport.url, licence=passport.licence, last_checked=passport.last_checked,
        **{name: split(row[name]) for name in ("buyers", "buyers_unclear", "nations", "nations_unclear", "kinds",
                                               "forms_excluded", "forms_unclear", "excludes", "may_be_replaced_by")},
        **{name: row[name] for name in ("instrument", "title", "family", "duty", "binds", "weight_note", "buyers_unclear_why",
                                        "buyer_name", "nations_unclear_why", "regime", "value_test", "value_vat",
                                        "forms_unclear_why", "unless", "confirmed", "confirmed_note")})


def rules_on(family: str) -> tuple[Rule, ...]:
    """The rules of one family that are used by default, in the order held.

    Examples
    --------
    >>> [rule.instrument for rule in rules_on("award criteria")]
    ['Public Contracts Regulations 2015, regulation 67', 'Procurement Act 2023, section 23']
    """
    return tuple(rule for rule in rules() if rule.family == family and rule.used_by_default)


@lru_cache(maxsize=1)
def thresholds() -> tuple[Threshold, ...]:
    """Threshold amounts by period, pounds including VAT."""
    return tuple(Threshold(date.fromisoformat(row["from"]), date.fromisoformat(row["until"]), row["threshold_class"],
                           row["contract_type"], float(row["amount_gbp"]))
                 for row in package("rules").rows("thresholds"))


@lru_cache(maxsize=1)
def buyers() -> dict[str, str]:
    """Kinds of buyer and their names.

    Examples
    --------
    >>> buyers()["council"]
    'Council'
    """
    return {row["buyer"]: row["name"] for row in package("rules").rows("buyers")}


@lru_cache(maxsize=1)
def rule_book() -> RuleBook:
    """Rules, thresholds, kinds of buyer, laws and the VAT rate, ready for judging."""
    collection = package("rules")
    classes = {row["buyer"]: row["threshold_class"] for row in collection.rows("buyers")}
    regimes = tuple(Regime(row["regime_id"], row["name"], _day(row["from"], date.min), _day(row["until"], date.max))
                    for row in collection.rows("regimes"))
    vat = next(float(row["rate"]) for row in collection.rows("rates") if row["rate_id"] == "vat-standard")
    return RuleBook(rules(), thresholds(), classes, regimes, vat)


def _day(text: str, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


def which_rules(facts: Procurement, include_unconfirmed: bool = False) -> list[Verdict]:
    """Judge every rule held against one procurement.

    Examples
    --------
    >>> facts = Procurement(buyer="council", value=250_000, start=date(2026, 2, 1), nation="england", kind="services",
    ...                     light_touch=False)
    >>> {verdict.rule.id: verdict.answer for verdict in which_rules(facts)}["social-value-act"]
    'applies'
    """
    return select(rule_book(), facts, include_unconfirmed)
