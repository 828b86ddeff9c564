"""A proxy policy as one HTML page that stands alone: no script, no picture or style from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from svtrain.core.challenge import DECISIONS, QUESTIONS
from svtrain.core.proxy_policy import GRADES, JudgedProxy, ProxyPolicy
from svtrain.core.reference import Reference
from svtrain.core.rounding import price_in_words

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
        "was": published_price(one), "own": own_price(one),
        "asked": QUESTIONS.get(one.verdict.question, ""),
    }


def published_price(one: JudgedProxy) -> str:
    """What was judged, as a sentence says it."""
    return _priced(one.was.value, one.was.unit, one.was.price_year)


def own_price(one: JudgedProxy) -> str:
    """What the team uses instead; nothing where it uses nothing of its own. What is left blank comes from the proxy that was adapted.

    Examples
    --------
    >>> one = JudgedProxy.model_validate({"proxy": "job", "was": {"value": 90, "unit": "person", "price_year": 2019}, "first": {
    ...     "decision": "adapt", "reason": "Local pay is lower.", "grade": "amber", "on": "2026-11-22",
    ...     "use": {"value": {"low": 60, "likely": 70, "high": 80}, "source": "Our payroll"}}})
    >>> own_price(one)
    '£70.00 per person, 2019 prices (between £60.00 per person and £80.00 per person)'
    """
    use = one.verdict.use
    if use is None:
        return ""
    value, unit = use.value, use.unit or one.was.unit
    spread = f" (between {price_in_words(value.low, unit)} and {price_in_words(value.high, unit)})" if value.low is not None else ""
    return _priced(value.likely, unit, use.price_year or one.was.price_year) + spread


def _priced(value: float, unit: str, year: str | None) -> str:
    return price_in_words(value, unit) + (f", {year} prices" if year else ", price year not stated")
