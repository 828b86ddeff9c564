"""A proxy policy as one HTML page that stands alone: no script, no picture or style from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from svtrain.core.challenge import DECISIONS, QUESTIONS
from svtrain.core.proxy_policy import GRADES, JudgedProxy, OwnValue, ProxyPolicy
from svtrain.core.reference import Reference

DONE = {"accept": "accepted", "adapt": "adapted", "reject": "rejected", "park": "parked"}


def policy_page(policy: ProxyPolicy, reference: Reference, *, left_out: Sequence[str] = ()) -> str:
    """The page as text; everything that a person typed is escaped. The same policy gives the same bytes.

    Parameters
    ----------
    policy : ProxyPolicy
        What is shown, all of it: `svtrain.report.licence_guard.publishable_policy` takes out what must not leave the machine.
    reference : Reference
        For the passports of the proxies.
    left_out : sequence of str
        Sentences about what was taken out.

    Examples
    --------
    >>> "No proxy has been judged yet." in policy_page(ProxyPolicy(title="Ours"), Reference())
    True
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(loader=PackageLoader("svtrain.report.page", "."), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
    counts = [(DONE[decision], sum(one.verdict.decision == decision for one in policy.proxies)) for decision in DECISIONS]
    return pages.get_template("policy.html.j2").render(
        policy=policy, counts=counts, grades=GRADES.items(), left_out=left_out, private=any(one.private for one in policy.proxies),
        lines=[_line(one, reference) for one in policy.proxies])


def _line(one: JudgedProxy, reference: Reference) -> dict:
    known = reference.proxies.get(one.proxy)
    source = " ".join(filter(None, (f"{known.source}.", f"{known.locator}." if known.locator else "", f"Licence: {known.licence}."))) if known else \
        "Its passport is not in this bank."
    return {
        "id": one.proxy, "done": DONE[one.verdict.decision].capitalize(), "verdict": one.verdict, "first": one.first, "changed": one.now is not None, "source": source,
        "outcome": (known.outcome if known else "") or one.proxy, "caveat": known.caveat if known else "",
        "was": _priced(one.was.value, one.was.unit, one.was.price_year), "own": _own(one.verdict.use, one) if one.verdict.use else "",
        "asked": QUESTIONS.get(one.verdict.question, ""),
    }


def _priced(value: float, unit: str, year: str | None) -> str:
    return f"{_money(value, unit)} {unit}".strip() + (f", {year} prices" if year else ", price year not stated")


def _own(use: OwnValue, one: JudgedProxy) -> str:
    value = use.value
    unit = use.unit or one.was.unit
    spread = f" (between {_money(value.low, unit)} and {_money(value.high, unit)})" if value.low is not None else ""
    return _priced(value.likely, unit, use.price_year or one.was.price_year) + spread


def _money(value: float, unit: str) -> str:
    """Pounds, but for a unit that names its own currency or is a share."""
    sign, size = "−" if value < 0 else "", abs(value)
    shown = f"{size:,.0f}" if size == round(size) else f"{size:,.2f}"
    return f"{sign}{shown}" if unit.startswith(("GBP", "share")) else f"{sign}£{shown}"
