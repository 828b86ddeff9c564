"""`svtrain rules`: which rule on social value applies to a procurement, and what is held about each."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from svtrain.core.problems import CannotDo, Problem

if TYPE_CHECKING:
    from svtrain.core.rules import Procurement, Rule, Verdict

NOTE = "This is a guide for training, not legal advice."

app = typer.Typer(help="Rules on social value: which applies, to whom, from when.", no_args_is_help=True)

Buyer = Annotated[str | None, typer.Option(help="Kind of buyer, such as council, university, police or central-government.")]
Value = Annotated[str | None, typer.Option(help="Estimated whole value in pounds, including VAT.")]
Start = Annotated[str | None, typer.Option(help="Day on which the procurement starts, such as 2026-02-01.")]
Kind = Annotated[str | None, typer.Option(help="services, goods or works: whichever is the larger part.")]
Form = Annotated[str, typer.Option(help="contract, framework or call-off.")]
FrameworkStart = Annotated[str | None, typer.Option(help="For a call-off: day on which the framework's procurement started.")]
LightTouch = Annotated[bool | None, typer.Option("--light-touch/--not-light-touch", help="Health, social and similar services.")]
Concession = Annotated[bool, typer.Option("--concession", help="The supplier is paid by users.")]
Defence = Annotated[bool, typer.Option("--defence", help="A defence or security contract.")]
Nation = Annotated[str, typer.Option(help="england, wales, scotland or northern-ireland.")]
Name = Annotated[str | None, typer.Option("--buyer-name", help="Name of the council, for its own policy.")]
Unconfirmed = Annotated[bool, typer.Option("--include-unconfirmed", help="Show rules known only at second hand.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def which(buyer: Buyer = None, value: Value = None, start: Start = None, kind: Kind = None, form: Form = "contract",
          framework_start: FrameworkStart = None, light_touch: LightTouch = None, concession: Concession = False,
          defence: Defence = False, nation: Nation = "england", buyer_name: Name = None,
          include_unconfirmed: Unconfirmed = False, as_json: Json = False) -> None:
    """Say which rules apply, which do not, and which stay unknown because a fact is missing."""
    from svtrain.data.rules_data import which_rules

    facts = _facts(buyer, value, start, kind, form, framework_start, light_touch, concession, defence, nation, buyer_name)
    verdicts = which_rules(facts, include_unconfirmed)
    if as_json:
        print(json.dumps(_as_json(facts, verdicts), indent=2, ensure_ascii=False))
    else:
        _show(facts, verdicts)


@app.command("list")
def list_rules(as_json: Json = False) -> None:
    """List every rule held, with its source and how well it is confirmed."""
    from svtrain.core.rules import CONFIRMED
    from svtrain.data.rules_data import rules

    if as_json:
        print(json.dumps([_rule_json(rule) for rule in rules()], indent=2, ensure_ascii=False))
        return
    for rule in rules():
        default = "" if rule.used_by_default else "; never used by default"
        print(f"{rule.id}: {rule.title}")
        print(f"    {rule.instrument}. From {rule.first_day or 'a day not stated'}. {rule.binds}")
        print(f"    {CONFIRMED[rule.confirmed]}{default}. {rule.confirmed_note} Last checked {rule.last_checked}.")
        print(f"    {rule.url}")


def _facts(buyer, value, start, kind, form, framework_start, light_touch, concession, defence, nation, buyer_name) -> Procurement:
    """The facts as typed, every fault reported at once."""
    from svtrain.core.rules import FORMS, KINDS, NATIONS, Procurement
    from svtrain.data.rules_data import buyers

    problems: list[Problem] = []
    facts = Procurement(
        buyer=_one_of(buyer, buyers(), "--buyer", problems), kind=_one_of(kind, KINDS, "--kind", problems),
        form=_one_of(form, FORMS, "--form", problems), nation=_one_of(nation, NATIONS, "--nation", problems),
        value=_pounds(value, problems), start=_day(start, "--start", problems),
        framework_start=_day(framework_start, "--framework-start", problems),
        light_touch=light_touch, concession=concession, defence=defence, buyer_name=buyer_name)
    if framework_start is not None and facts.form not in ("call-off", None):
        problems.append(Problem("A framework's day belongs to a call-off; add --form call-off.", "--framework-start"))
    if facts.framework_start and facts.start and facts.framework_start > facts.start:
        problems.append(Problem("The framework cannot start after its call-off.", "--framework-start"))
    if light_touch and facts.kind in ("goods", "works"):
        problems.append(Problem("Only services can be light-touch.", "--light-touch"))
    if problems:
        raise CannotDo(problems)
    return facts


def _one_of(text: str | None, known, option: str, problems: list[Problem]) -> str | None:
    if text is None:
        return None
    tidy = "-".join(text.strip().casefold().replace("_", " ").split())
    if tidy in known:
        return tidy
    from rapidfuzz import fuzz, process

    near = process.extractOne(tidy, list(known), scorer=fuzz.WRatio, score_cutoff=60)
    hint = f'Did you mean "{near[0]}"?' if near else f"It is one of: {', '.join(known)}."
    problems.append(Problem(f'"{text}" is not known. {hint}', option))
    return None


def _pounds(text: str | None, problems: list[Problem]) -> float | None:
    if text is None:
        return None
    from svtrain.core.typed_numbers import NotANumber, number_from

    try:
        value = number_from(text)
    except NotANumber as error:
        problems.append(Problem(str(error), "--value"))
        return None
    if value <= 0 or "%" in text:
        problems.append(Problem("The value must be an amount of pounds above zero.", "--value"))
    return value


def _day(text: str | None, option: str, problems: list[Problem]) -> date | None:
    if text is None:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    problems.append(Problem(f'"{text}" is not a day; type it as 2026-02-01.', option))
    return None


def _as_json(facts: Procurement, verdicts: list[Verdict]) -> dict:
    from svtrain.core.rules import APPLIES, DOES_NOT, UNKNOWN, missing_facts

    return {
        "facts": {"buyer": facts.buyer, "buyer_name": facts.buyer_name, "nation": facts.nation,
                  "start": facts.start and facts.start.isoformat(), "value": facts.value, "kind": facts.kind, "form": facts.form,
                  "framework_start": facts.framework_start and facts.framework_start.isoformat(),
                  "light_touch": facts.light_touch, "concession": facts.concession, "defence": facts.defence},
        "answers": {answer: [verdict.rule.id for verdict in verdicts if verdict.answer == answer]
                    for answer in (APPLIES, UNKNOWN, DOES_NOT)},
        "missing": missing_facts(verdicts),
        "rules": [{**_rule_json(verdict.rule), "answer": verdict.answer, "reasons": list(verdict.reasons),
                   "missing": list(verdict.missing), "caution": verdict.caution} for verdict in verdicts],
        "note": NOTE,
    }


def _rule_json(rule: Rule) -> dict:
    return {"id": rule.id, "instrument": rule.instrument, "title": rule.title, "duty": rule.duty, "binds": rule.binds,
            "minimum_weight": rule.minimum_weight, "weight_note": rule.weight_note, "from": rule.first_day or None,
            "until": rule.last_day or None, "unless": rule.unless, "confirmed": rule.confirmed,
            "confirmed_note": rule.confirmed_note, "used_by_default": rule.used_by_default, "source": rule.source,
            "locator": rule.locator, "url": rule.url, "licence": rule.licence, "last_checked": rule.last_checked}


def _show(facts: Procurement, verdicts: list[Verdict]) -> None:
    from svtrain.core.rules import APPLIES, DOES_NOT, UNKNOWN, missing_facts

    print(_facts_in_words(facts))
    print("England, and a plain contract, are taken unless you say otherwise.")
    missing = missing_facts(verdicts)
    if missing:
        print("\nStill unknown. To settle more, find out:")
        for fact in missing:
            print(f"  - {fact}")
    for answer, heading in ((APPLIES, "Applies"), (UNKNOWN, "Unknown"), (DOES_NOT, "Does not apply")):
        chosen = [verdict for verdict in verdicts if verdict.answer == answer]
        if not chosen:
            continue
        print(f"\n{heading}")
        for verdict in chosen:
            _show_one(verdict, full=answer == APPLIES)
    print(f"\n{NOTE}")


def _show_one(verdict: Verdict, full: bool) -> None:
    rule = verdict.rule
    print(f"  {rule.title} ({rule.instrument})")
    if full:
        print(f"      {rule.duty} {rule.weight_note}".rstrip())
        if rule.unless:
            print(f"      {rule.unless}")
        print(f"      Source: {rule.source} {rule.locator}. Last checked {rule.last_checked}.")
    else:
        print(f"      {' '.join(verdict.reasons)}")
        if verdict.missing:
            print(f"      Missing: {'; '.join(verdict.missing)}.")
    if verdict.caution:
        print(f"      Caution: {verdict.caution}")


def _facts_in_words(facts: Procurement) -> str:
    from svtrain.data.rules_data import buyers

    said = [buyers()[facts.buyer] if facts.buyer else "Buyer not given", facts.nation.replace("-", " ").title(),
            f"starts {facts.start.isoformat()}" if facts.start else "start not given",
            f"£{facts.value:,.2f} including VAT" if facts.value is not None else "value not given",
            facts.kind or "kind not given", facts.form]
    return "; ".join(said) + "."


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="rules")
