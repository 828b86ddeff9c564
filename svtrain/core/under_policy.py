"""A value map read under a team's proxy policy: own values put in, rejected and open ones pointed out."""

from __future__ import annotations

from dataclasses import replace

from svtrain.core.challenge import Challenge, apply
from svtrain.core.findings import Finding
from svtrain.core.lists_in_words import listed
from svtrain.core.problems import CannotDo
from svtrain.core.proxy_policy import JudgedProxy, ProxyPolicy
from svtrain.core.reference import Proxy, Reference
from svtrain.core.value_map import InlineProxy, ValueMap


def own_proxy(judged: JudgedProxy, known: Proxy | None) -> InlineProxy:
    """An adapted proxy as a value map writes it: the team's value with the reason, and what it was adapted from."""
    verdict, use = judged.verdict, judged.verdict.use
    said = {"reason": verdict.reason, "evidence": verdict.evidence or use.source, "grade": verdict.grade}
    value = use.value.model_copy(update={name: getattr(use.value, name) or text for name, text in said.items()})
    more = {name: getattr(known, name) for name in ("outcome", "geography", "beneficiary", "currency")} if known else {}
    return InlineProxy(
        value=value, unit=use.unit or judged.was.unit, price_year=use.price_year or judged.was.price_year, source=use.source,
        perspective=use.perspective or (known.perspective if known else ""), last_checked=verdict.on.isoformat(),
        value_basis=f"adapted from {judged.proxy}", **more)


def policy_challenges(policy: ProxyPolicy, value_map: ValueMap, reference: Reference) -> list[Challenge]:
    """The judgements on what a map uses, as challenge records: one for each line that names a proxy of the policy.

    An adapted proxy sets the team's own value; the others set nothing new. What the map has changed already, or the bank
    since, makes a record stale.

    Examples
    --------
    >>> example = ValueMap.model_validate({"outcomes": [{"id": "jobs", "quantity": 2, "proxy": "job"}]})
    >>> policy = ProxyPolicy.model_validate({"proxies": [{"proxy": "job", "was": {"value": 90}, "first": {"decision": "park",
    ...     "reason": "Ask the source.", "grade": "red", "on": "2026-11-22"}}]})
    >>> [(one.target, one.field, one.decision) for one in policy_challenges(policy, example, Reference())]
    [('jobs', 'proxy', 'park')]
    """
    judged = {one.proxy: one for one in policy.proxies}
    found = []
    for outcome in value_map.outcomes:
        written = outcome.proxy if isinstance(outcome.proxy, InlineProxy) else None
        name = written.id if written else outcome.proxy
        if name not in judged:
            continue
        one, verdict = judged[name], judged[name].verdict
        use = own_proxy(one, reference.proxies.get(name)).model_dump(mode="json", exclude_defaults=True) if verdict.use else one.was.value
        found.append(Challenge(
            id=f"{name}@{outcome.id}", target=outcome.id, field="proxy", expect=one.was.value, set=use, question=verdict.question,
            reason=verdict.reason, evidence=verdict.evidence, evidence_grade=verdict.grade, decision=verdict.decision,
            by=policy.owner, on=verdict.on.isoformat(), would_change_if=verdict.would_change_if))
    return found


def under_policy(value_map: ValueMap, policy: ProxyPolicy, reference: Reference) -> tuple[ValueMap, tuple[Finding, ...]]:
    """The map with the policy's own values in it, and what the policy has to say about the rest.

    A rejected proxy stays in the sum and is an error to put right; a parked or stale one is a warning.

    Raises
    ------
    CannotDo
        When an own value is one that the map cannot hold.

    Examples
    --------
    >>> bank = Reference(proxies={"job": Proxy("job", 90, "person")})
    >>> example = ValueMap.model_validate({"outcomes": [{"id": "jobs", "quantity": 2, "proxy": "job"}]})
    >>> policy = ProxyPolicy.model_validate({"title": "Ours", "proxies": [{"proxy": "job", "was": {"value": 90, "unit": "person"},
    ...     "first": {"decision": "adapt", "reason": "Local pay is lower.", "grade": "amber", "on": "2026-11-22",
    ...               "use": {"value": 70, "source": "Our payroll"}}}]})
    >>> changed, findings = under_policy(example, policy, bank)
    >>> changed.outcomes[0].proxy.value.likely, findings[0].rule
    (70.0, 'policy-adapts')
    """
    now, findings = value_map, []
    judged = {one.proxy: one for one in policy.proxies}
    for record in policy_challenges(policy, value_map, reference):
        name, field = record.id.removesuffix(f"@{record.target}"), f"{record.target}.proxy"
        try:
            changed, _ = apply(now, replace(record, decision=""), reference)
        except CannotDo as error:
            if not error.problems[0].field.endswith(".expect"):
                raise
            findings.append(Finding("warning", "policy-stale", field, f"The policy's judgement of '{name}' does not fit any more. {error.problems[0].message}"))
            continue
        if record.decision == "adapt":
            now = changed
        findings += _said(field, judged[name])
    silent = _not_judged(value_map, judged)
    if silent:
        names = listed((name[:80] for name in silent), quoted=True, last=", ", most=5)
        findings.append(Finding("note", "policy-silent", "", f"The policy says nothing about {names}."))
    note = f"Valued under the proxy policy '{policy.title[:200]}'. " + " ".join(one.message for one in findings)
    order = {"error": 0, "warning": 1, "note": 2}
    return now.model_copy(update={"notes": (*now.notes, note[:20_000].strip())}), tuple(sorted(findings, key=lambda one: order[one.level]))


def _said(field: str, judged: JudgedProxy) -> list[Finding]:
    verdict, name = judged.verdict, judged.proxy
    because = f"Its reason: {verdict.reason}"
    if verdict.decision == "reject":
        return [Finding("error", "policy-rejects", field, f"The policy rejects '{name}'. {because}")]
    if verdict.decision == "park":
        return [Finding("warning", "policy-parks", field, f"The policy has left '{name}' open. {because}")]
    if verdict.use is not None:
        instead = f"{verdict.use.value.likely:,.10g} instead of {judged.was.value:,.10g}"
        return [Finding("note", "policy-adapts", field, f"The policy uses {instead} for '{name}'. {because}")]
    return []


def _not_judged(value_map: ValueMap, judged) -> list[str]:
    names = (outcome.proxy.id if isinstance(outcome.proxy, InlineProxy) else outcome.proxy for outcome in value_map.outcomes)
    return [name for name in dict.fromkeys(names) if name and name not in judged]
