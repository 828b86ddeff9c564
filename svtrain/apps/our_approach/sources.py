"""The pages whose work fills boxes, and how the work of each is put into a first sentence or two."""

from __future__ import annotations

from svtrain.apps.our_approach.exercise_sources import EXERCISES
from svtrain.apps.our_approach.map_sources import MAPS
from svtrain.apps.our_approach.offers import Draft, Source
from svtrain.core.proxy_policy import ProxyPolicy


def team_mirror(saved: dict) -> list[Draft]:
    """Facts about the team, and what it takes from the team it looked at."""
    from svtrain.apps.team_mirror.facts import KINDS
    from svtrain.apps.team_mirror.state import TeamMirror
    from svtrain.ui.amounts import short_money

    mirror = TeamMirror()
    mirror.from_dict(saved)
    facts, said = mirror.facts, []
    if mirror.kind:
        said.append(f"We buy for a {KINDS[mirror.kind].lower()}." if mirror.kind != "other" else "We buy for a public body.")
    if "staff" in facts:
        said.append(f"The procurement team has {facts['staff']:g} {'person' if facts['staff'] == 1 else 'people'}.")
    if "threshold" in facts:
        said.append(f"Procurements from {short_money(facts['threshold'])} are ours." if facts["threshold"] else "Every procurement is ours.")
    if "spend" in facts:
        said.append(f"The organisation spends {short_money(facts['spend'])} a year, without staff.")
    if "since" in facts:
        said.append(f"We have worked on this since {facts['since']:g}.")
    used = [name for tool, name in mirror.tools() if tool in mirror.uses]
    tools = f"Today we use: {', '.join(used)}." if used else ""
    level = f"We stand at level {facts['level']:g}, by our own account." if "level" in facts else ""
    return [Draft("about", "", " ".join(said)), Draft("valuation", "what we use", tools), Draft("framework", "", level),
            Draft("learning", "what we take from another team", mirror.lesson)]


def framework_raters(saved: dict) -> list[Draft]:
    """The level that has evidence, and the next steps; nothing before one's own rating is finished."""
    from svtrain.apps.framework_raters.state import FrameworkRaters
    from svtrain.data.framework_data import framework_cells

    rated = FrameworkRaters()
    rated.from_dict(saved)
    latest = rated.latest
    if not rated.done or latest is None:
        return []
    level = "No level has evidence in every theme yet" if not latest.overall else f"Level {latest.overall} has evidence in every theme"
    people = "one rating" if latest.raters == 1 else f"{latest.raters} ratings"
    said = f"{level} ({people}, {latest.when}; {rated.rated} of {len(framework_cells())} steps were rated)."
    following = [f"{theme}, level {cell.level}" for theme, cell in rated.next_actions()]
    return [Draft("framework", "", said + (f" Next: {'; '.join(following)}." if following else ""))]


def place_weights(saved: dict) -> list[Draft]:
    """The weights that were set, and who says so; the places are invented, and the draft says it."""
    from svtrain.apps.place_weights.state import PLACES, PlaceWeights

    app = PlaceWeights()
    app.from_dict(saved)
    found = []
    for place in PLACES:
        ranking, who = app.ranking(place.id), app.said.get(place.id, "").strip()
        set_here = any(key.startswith(f"{place.id}.") and text.strip() not in ("", "1") for key, text in app.typed.items())
        if ranking and (set_here or who):
            first = "; ".join(one.words for one in ranking[:2])
            said = f"With our weights for {place.name}, an invented place, these came first: {first}."
            found.append(Draft("place", place.name, said + (f" Who says so: {who}" if who else " Nobody was named who says so.")))
    return found


def proxy_explorer(saved: dict) -> list[Draft]:
    """The proxy policy in short, without its judgements of licensed values."""
    from svtrain.apps.proxy_explorer.state import ProxyExplorer
    from svtrain.data import reference
    from svtrain.report.licence_guard import publishable_policy

    app = ProxyExplorer()
    app.from_dict(saved)
    policy, left_out = publishable_policy(app.policy())
    if not policy.proxies:
        return []
    names = {one.proxy: known.outcome if (known := reference().proxies.get(one.proxy)) and known.outcome else one.proxy for one in policy.proxies}
    said = [f"We have judged {_counted(len(policy.proxies), 'proxy', 'proxies')}: {_decisions(policy)}."]
    for decision, done in (("adapt", "We changed"), ("reject", "We do not use")):
        said += [f"{done}: {names[one.proxy]}. Why: {one.verdict.reason.strip()}" for one in policy.proxies if one.verdict.decision == decision][:3]
    if left_out:
        said.append(f"{_counted(len(left_out), 'judgement', 'judgements')} of licensed values cannot be shown here.")
    return [Draft("proxies", policy.title, "\n".join(said), vintage=policy.vintage)]


def _decisions(policy: ProxyPolicy) -> str:
    counts = [(done, sum(one.verdict.decision == decision for one in policy.proxies))
              for decision, done in (("accept", "accepted"), ("adapt", "changed"), ("reject", "refused"), ("park", "left open"))]
    return ", ".join(f"{count} {done}" for done, count in counts if count)


def scoring_lab(saved: dict) -> list[Draft]:
    """The chosen formulae and weights, with the reason; no bid and no bidder."""
    from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE

    names = {"price": "price", "social_value": "social value", "quality": "quality"}
    weights = ", ".join(f"{names[name]} {text.strip()}" for name, text in saved["weights"].items() if name in names and text.strip())
    price, social = PRICE_FORMULAE[saved["price"]].title, SOCIAL_VALUE_FORMULAE[saved["social_value"]].title
    said = [f"Price is scored so: {price}.", f"Social value is scored so: {social}.", f"Weights: {weights}." if weights else ""]
    reason = saved["reason"].strip()
    return [Draft("scoring", saved["title"].strip(), " ".join(filter(None, [*said, f"Why: {reason}" if reason else ""])))]


def specification_helper(saved: dict) -> list[Draft]:
    """What one contract's papers ask for, and what will show each requirement, and who answers for it."""
    from svtrain.apps.specification_helper.state import SpecificationHelper

    app = SpecificationHelper()
    app.from_dict(saved)
    title, asked, checked = app.facts.get("title", "").strip(), [], []
    for one in app.requirements[:6]:
        if one.outcome.strip():
            asked.append(f"{one.outcome.strip().rstrip('.')}: {one.indicator.strip().rstrip('.')}." if one.indicator.strip() else f"{one.outcome.strip().rstrip('.')}.")
        if one.evidence.strip():
            checked.append(f"{one.evidence.strip().rstrip('.')}{f'; {one.owner.strip()} answers for it' if one.owner.strip() else ''}.")
    return [Draft("asks", title, "\n".join(asked)), Draft("delivery", title, "\n".join(checked))]


def promise_to_delivery(saved: dict) -> list[Draft]:
    """How many promises are followed, how, and how they stand."""
    from collections import Counter

    from svtrain.apps.promise_to_delivery.state import SPEND, Delivering
    from svtrain.core.typed_days import day_words

    app = Delivering()
    app.from_dict(saved)
    rows = app.rows()
    ratings = ", ".join(f"{count} {rating.lower()}" for rating, count in Counter(row.shown.rating for row in rows).items())
    what = "spending" if app.by == SPEND else "time"
    title = dict(app.contracts())[app.contract]
    practice = "" if app.own else " This is a practice contract."
    said = f"We follow {_counted(len(rows), 'promise', 'promises')} of {title}. What is due follows {what}. On {day_words(app.day)}: {ratings}.{practice}"
    return [Draft("delivery", app.contract, said)]


def lifecycle_lens(saved: dict) -> list[Draft]:
    """What was learned from meeting one contract three times."""
    return [Draft("learning", "one contract at three moments", str(saved["lesson"]))]


def tool_chooser(saved: dict) -> list[Draft]:
    """Why a tool was chosen."""
    return [Draft("valuation", "which tool and when", str(saved["reason"]))]


def chosen_contracts(saved: dict) -> list[Draft]:
    """The contracts that are worth the effort, with the reason for each."""
    lines = [f"{one['title']}: {one['reason'].strip()}" if one.get("reason", "").strip() else one["title"] for one in saved["contracts"][:6]]
    return [Draft("valuation", "where we start", "We start with these contracts.\n" + "\n".join(lines))] if lines else []


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


SOURCES = (
    Source("team-mirror", "Team mirror", "apps/team-mirror", ("about", "framework", "learning"), team_mirror),
    Source("framework-raters", "Framework raters", "apps/framework-raters", ("framework",), framework_raters),
    Source("place-weights", "Two places", "apps/place-weights", ("place",), place_weights),
    Source("proxy-explorer", "Proxy explorer", "apps/proxy-explorer", ("proxies",), proxy_explorer),
    *MAPS,
    Source("chosen-contracts", "Spend explorer", "apps/spend-explorer", ("valuation",), chosen_contracts),
    Source("tool-chooser", "Tool chooser", "apps/tool-chooser", ("valuation",), tool_chooser),
    Source("scoring-lab", "Scoring lab", "apps/scoring-lab", ("scoring",), scoring_lab),
    Source("specification-helper", "Specification helper", "apps/specification-helper", ("asks", "delivery"), specification_helper),
    Source("promise-to-delivery", "Promise to delivery", "apps/promise-to-delivery", ("delivery",), promise_to_delivery),
    Source("lifecycle-lens", "Lifecycle lens", "apps/lifecycle-lens", ("learning",), lifecycle_lens),
    *EXERCISES,
)
