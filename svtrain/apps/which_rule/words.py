"""The sentences of the "which rule applies" screen."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from svtrain.apps.which_rule.state import WhichRule
from svtrain.core.rules import APPLIES, CONFIRMED, DOES_NOT, UNKNOWN, Rule, Verdict
from svtrain.ui.words import heading, paragraph

POLICY = "council policy"  # the family of rules that one council made for itself
NOT_ADVICE = (
    "This is not legal advice. It reads dated rules that are held here, each with its source and the day it was last checked. "
    "Your own organisation may have a policy that is not held here."
)


def answer(rule: WhichRule) -> Markup:
    """Applies, unknown with what is missing, does not apply: in that order, each with its reasons."""
    applies, unknown, not_ = (rule.having(one) for one in (APPLIES, UNKNOWN, DOES_NOT))
    if not any(text.strip() for text in rule.typed.values()):
        return paragraph("Nothing is known yet, so nothing can be said. Begin with who buys, where and from which day.", "note")
    parts = [paragraph(_summary(len(applies), len(unknown), len(not_)), "headline")]
    if rule.missing:
        items = Markup("").join(Markup("<li>{}</li>").format(fact) for fact in rule.missing)
        parts.append(Markup("<p><strong>Still missing:</strong></p><ul>{}</ul>").format(items))
    if applies:
        parts.append(heading("Applies", 3) + Markup("").join(map(_applies, applies)))
    if unknown:
        items = Markup("").join(map(_unknown, (one for one in unknown if one.rule.family != POLICY))) + _policies(unknown)
        parts.append(heading("Unknown, and what each waits for", 3) + Markup("<ul>{}</ul>").format(items))
    if not_:
        parts.append(_left_out(not_))
    return Markup("").join(parts)


def _summary(applies: int, unknown: int, not_: int) -> str:
    first = "No rule held here applies for sure" if not applies else "1 rule applies" if applies == 1 else f"{applies} rules apply"
    return f"{first}; {unknown} {'is' if unknown == 1 else 'are'} unknown; {not_} {'does' if not_ == 1 else 'do'} not apply."


def _applies(verdict: Verdict) -> Markup:
    one = verdict.rule
    lines = [one.duty]
    if one.minimum_weight is not None:
        lines.append(f"Least weight: {one.minimum_weight:g}%. {one.weight_note}".strip())
    elif one.weight_note:
        lines.append(one.weight_note)
    lines += [one.unless, verdict.caution]
    return _rule(verdict, lines)


def _unknown(verdict: Verdict) -> Markup:
    waits = "; ".join(verdict.missing) or " ".join(verdict.reasons)
    return Markup("<li><strong>{}</strong>: {}. Waits for: {}. <span class='sv-note'>{}</span></li>").format(
        verdict.rule.instrument, verdict.rule.title, waits, " ".join(filter(None, (_why(verdict), verdict.caution))))


def _policies(unknown: tuple[Verdict, ...]) -> Markup:
    """Councils' own policies in one line: what they wait for is whose policy it is."""
    owners = dict.fromkeys(one.rule.buyer_name for one in unknown if one.rule.family == POLICY)
    if not owners:
        return Markup("")
    waits = dict.fromkeys(fact for one in unknown if one.rule.family == POLICY for fact in one.missing)
    return Markup("<li><strong>Policies of single councils</strong>: {}. Waits for: {}.</li>").format(", ".join(owners), "; ".join(waits))


def _why(verdict: Verdict) -> str:
    """Reasons that say more than the fact they wait for."""
    return " ".join(reason for reason in verdict.reasons if not reason.startswith("It depends on"))


def held(one: Rule) -> Markup:
    """A rule as it is held: whom it binds, what it asks, how well that is confirmed, and its source."""
    said = " ".join(filter(None, (one.duty, one.weight_note, one.unless)))
    return Markup("<p><strong>{}</strong>: {} {}</p>").format(one.instrument, said, f"Whom it binds: {one.binds}") + paragraph(
        f"{CONFIRMED[one.confirmed]}. {one.confirmed_note} {_source(one)}", "note")


def _source(one: Rule) -> str:
    return f"Source: {one.source.rstrip('.')}. {one.locator}. Last checked {_day(one.last_checked)}."


def _rule(verdict: Verdict, lines: list[str]) -> Markup:
    one = verdict.rule
    said = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines if line)
    return Markup("<p><strong>{}</strong>: {}</p><ul>{}<li class='sv-note'>{}</li></ul>").format(one.instrument, one.title, said, _source(one))


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def _left_out(verdicts: tuple[Verdict, ...]) -> Markup:
    items = Markup("").join(Markup("<li><strong>{}</strong>: {} {}</li>").format(
        verdict.rule.instrument, f"{verdict.rule.title}.", " ".join(verdict.reasons)) for verdict in verdicts)
    return Markup("<details><summary>Does not apply, and why ({})</summary><ul>{}</ul></details>").format(len(verdicts), items)
