"""A proxy policy as stakeholders read it: which prices a team takes, which it does not, and why."""

from __future__ import annotations

from svtrain.core.proxy_policy import ProxyPolicy
from svtrain.core.reference import Reference
from svtrain.report.policy_page import DONE, own_price, published_price
from svtrain.report.publish.record import Section, Table
from svtrain.ui.figures import in_order

COLUMNS = ("Outcome", "Decision", "Reason", "Evidence", "The published price", "Our own price", "Source", "Licence")


def policy_content(policy: ProxyPolicy, reference: Reference) -> tuple[Section, ...]:
    """Everything a published policy shows."""
    from svtrain.apps.published.value_map_content import drawing

    counts = [(done.capitalize(), sum(one.verdict.decision == decision for one in policy.proxies)) for decision, done in DONE.items()]
    count = len(policy.proxies)
    said = f"{count} published price{'' if count == 1 else 's'} judged." if count else "No price has been judged yet."
    owner = (f"Kept by {policy.owner}.",) if policy.owner else ()
    chart = in_order([(name, number, str(number)) for name, number in counts], columns=("Decision", "Prices"), title="Decisions",
                     sentence=", ".join(f"{number} {name.lower()}" for name, number in counts) + ".")
    rows = tuple(_row(one, reference) for one in policy.proxies)
    return (Section("In short", (said, *owner, "A price that is not listed has not been judged."), drawings=(drawing(chart),) if count else ()),
            *((Section("Each price and what was decided", tables=(Table("Judgements in force", COLUMNS, rows),)),) if rows else ()))


def _row(one, reference: Reference) -> tuple[str, ...]:
    known = reference.proxies.get(one.proxy)
    return (known.outcome if known else one.proxy, DONE[one.verdict.decision].capitalize(), one.verdict.reason or "No reason is given.",
            one.verdict.grade or "not graded", published_price(one), own_price(one) or "none",
            f"{known.source}. {known.locator}" if known else "not in this bank", (known.licence if known else one.was.licence) or "not stated")
