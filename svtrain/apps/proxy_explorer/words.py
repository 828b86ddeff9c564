"""The sentences and tables of the proxy explorer."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from svtrain.apps.proxy_explorer.listing import Listed, group_of
from svtrain.apps.proxy_explorer.room_talk import RoomView
from svtrain.apps.proxy_explorer.state import ProxyExplorer
from svtrain.core.challenge import QUESTIONS
from svtrain.core.proxy_policy import GRADES, JudgedProxy, Verdict
from svtrain.core.reference import Proxy
from svtrain.core.rivals import Rivals
from svtrain.data.private import WATERMARK
from svtrain.ui.amounts import SIGN
from svtrain.ui.figures import Picture, beside
from svtrain.ui.figures.picture import table_of
from svtrain.ui.words import heading, paragraph, table

INTRO = "Look at one price closely, judge it, and only then see what others say the same thing is worth."
FIND = "Type a word, or narrow the list. Where published answers differ, a number is shown once you have judged one of them."
CHOOSE = "Choose a price from the list above, or begin with one of the three that people quarrel about most."
BEGIN = {"jrf-living-wage-job-gov": "A person in work", "nlw-2019-20": "A volunteer's hour", "desnz-co2e-2030": "A tonne of carbon"}
COMMIT = "Judge before you see the rivals' numbers. Your first judgement is kept as it is; you may add a second one after."
SECOND = "Now you have seen them. Record a second judgement if you would say something else; both are kept, with their reasons."
POLICY = "What you have judged is your team's own policy. Take it along, hand it on, or value a contract under it."
DECIDE = {"accept": "Accept: use it as it is", "adapt": "Adapt: use a value of our own", "reject": "Reject: do not use it", "park": "Park: leave it open for now"}
DONE = {"accept": "accepted", "adapt": "adapted", "reject": "rejected", "park": "parked"}
GRADE = {grade: f"{grade.capitalize()}: {meaning}" for grade, meaning in GRADES.items()}
SURE = {"A": "read in the source itself", "B": "reported by a credible second party", "C": "weak, conflicting or not verified"}
NOT_STATED = "not stated"
WAITS = "It names a rival's number, so it is shown after your first judgement."


def amount(value: float) -> str:
    """Pounds as published: pence only where there are some, and never rounded away.

    Examples
    --------
    >>> amount(9800.0), amount(294.5), amount(-3100.0)
    ('£9,800', '£294.50', '−£3,100')
    """
    size = abs(round(value, 2))
    return f"{SIGN if value < 0 else ''}£{size:,.0f}" if size == round(size) else f"{SIGN if value < 0 else ''}£{size:,.2f}"


def priced(value: float, unit: str) -> str:
    """A value with its unit.

    Examples
    --------
    >>> priced(8.21, "per hour"), priced(0.24, "share of project cost"), priced(18, "GBP return per GBP 1")
    ('£8.21 per hour', '0.24 share of project cost', '18 GBP return per GBP 1')
    """
    return f"{value:,.10g} {unit}" if unit.startswith(("share", "GBP")) else f"{amount(value)} {unit}".strip()


def prices_of(proxy: Proxy) -> str:
    return f"{proxy.price_year} prices" if proxy.price_year else "price year not stated"


# -- finding


def option(app: ProxyExplorer, proxy: Proxy) -> str:
    """One proxy in the list: its number only where it gives nothing away."""
    number = priced(proxy.value, proxy.unit) if app.is_open(proxy) else f"{proxy.unit}, number after your judgement"
    mark = f", {DONE[app.verdicts(proxy.id).verdict.decision]}" if proxy.id in app.judged else ""
    return f"{'[private] ' if proxy.private else ''}{proxy.outcome} ({number}; {prices_of(proxy)}; {proxy.perspective or 'side not stated'}{mark})"


def found_note(listed: Listed) -> str:
    """How many were found, and which are shown."""
    if not listed.found:
        return "Nothing answers to this. Try fewer or other words, such as apprenticeship or hour, or set a filter back to all."
    return f"{listed.found} found; page {listed.page + 1} of {listed.pages}."


# -- one proxy


def passport(app: ProxyExplorer, proxy: Proxy) -> Markup:
    """Everything that is known about where a number comes from; what is not known is said."""
    spread = f"{amount(proxy.low)} to {amount(proxy.high)}" if proxy.low is not None and proxy.high is not None else "none published, which does not mean certain"
    year = proxy.price_year or f"{NOT_STATED}. {proxy.price_year_note}".strip()
    rows = (
        ("Published value", priced(proxy.value, proxy.unit)), ("Range", spread), ("Price year", year), ("Place", proxy.geography), ("Whose money", proxy.perspective),
        ("Who gains", proxy.beneficiary), ("How it was valued", proxy.value_basis), ("Source", proxy.source), ("Where in it", proxy.locator),
        ("Licence", proxy.licence), ("Last checked", proxy.last_checked), ("How sure", _sure(proxy)), ("Caveat", _kept(app, proxy, proxy.caveat)),
        ("Ask", _kept(app, proxy, proxy.question)), ("In the bank as", f"{proxy.id}, in {proxy.dataset}"))
    items = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, said or NOT_STATED) for name, said in rows)
    mark = paragraph(WATERMARK, "problem") if proxy.private else Markup("")
    return heading(proxy.outcome, 3) + mark + paragraph(priced(proxy.value, proxy.unit), "big") + paragraph(f"In {prices_of(proxy)}." if proxy.price_year else "Its price year is not stated.", "note") + Markup(
        "<details><summary>Passport of this number</summary><dl>{}</dl></details>").format(items)


def _sure(proxy: Proxy) -> str:
    return ", ".join(filter(None, (proxy.status, SURE.get(proxy.confidence, proxy.confidence))))


def _kept(app: ProxyExplorer, proxy: Proxy, text: str) -> str:
    return WAITS if text and app.gives_away(proxy.id, text) else text


def cards(app: ProxyExplorer, proxy: Proxy) -> tuple[Markup, ...]:
    """Four cards: what the bank knows, and what to ask of it."""
    built = f"It is counted {proxy.unit or NOT_STATED}, in {prices_of(proxy)}, for {proxy.geography or 'no stated place'}."
    spread = "" if proxy.low is not None else " No range was published."
    caveat = f" {_kept(app, proxy, proxy.caveat)}" if proxy.caveat and not app.gives_away(proxy.id, proxy.caveat) else ""
    gains = f"The bank calls it “{proxy.perspective or NOT_STATED}”. Who gains: {proxy.beneficiary or NOT_STATED}."
    return (
        _card("1. What does it claim?", f"{proxy.outcome}.", "Say what one unit is, in your own words. Does your contract deliver that, or only something near it?"),
        _card("2. How was it built?", built + spread + caveat, "Are these your people, your place and your year? What would you have to change?"),
        _card("3. Whose pound?", gains, "Who would notice this money? Would your own budget? Is somebody else's loss left out?"),
        _card("4. Why pounds at all?", _kept(app, proxy, proxy.question) or "The bank has no question of its own here.",
              "What would you lose if you counted people instead, and set no price?"),
    )


def _card(title: str, fact: str, ask: str) -> Markup:
    return heading(title, 4) + paragraph(fact) + Markup("<p><strong>Ask.</strong> {}</p>").format(ask)


# -- judgements


def verdict_words(one: JudgedProxy | None) -> Markup:
    """The judgements of one proxy, the first and the one after."""
    if one is None:
        return Markup("")
    later = _verdict("Your judgement now", one.now) if one.now else Markup("")
    return _verdict("Your first judgement", one.first) + later


def _verdict(label: str, verdict: Verdict) -> Markup:
    own = f" Own value: {amount(verdict.use.value.likely)}, from {verdict.use.source}." if verdict.use else ""
    blind = " Before any rival's number was shown." if verdict.blind else ""
    return Markup("<p><strong>{}: {}.</strong> {} <span class='sv-note'>Evidence {}, {}.{}{}</span></p>").format(
        label, verdict.decision, verdict.reason, verdict.grade, verdict.on, own, blind)


def rivals_note(app: ProxyExplorer, name: str, found: Rivals | None) -> Markup:
    """What the rivals come to, in a sentence; or why there is nothing to see yet."""
    proxy = app.proxy(name)
    if not group_of(proxy):
        return paragraph("Nobody else in this bank prices the same thing, so there is no rival to compare it with. That is not a proof of it.", "note")
    if found is None:
        return paragraph("What others say the same thing is worth is shown after your first judgement.", "note")
    low, high = found.spread
    on, off = len(found.axis) - 1, len(found.apart)
    axis = f"{_rivals(on)} can stand on one axis with it." if on else "None can stand on one axis with it."
    return (paragraph(f"The {on + off + 1} published answers run from {amount(low)} to {amount(high)}, whatever they count.", "headline")
            + paragraph(f"{axis} {_rivals(off)} cannot; the table says why. Nothing here is averaged."))


def _rivals(count: int) -> str:
    return {0: "No rival", 1: "1 rival"}.get(count, f"{count} rivals")


def axis_picture(found: Rivals | None) -> Picture | None:
    """Those that count the same thing, at the same side and in the same pounds; published and restated both in the table."""
    if found is None or len(found.axis) < 2:
        return None
    names = _names([one.proxy for one in found.axis])
    rows = [(name, one.value) for name, one in zip(names, found.axis, strict=True)]
    title = f"{found.chosen.unit[:1].upper()}{found.chosen.unit[1:]}, {found.chosen.perspective}, all in {found.price_year} prices"
    picture = beside(rows, yours=names[0], shown=amount, title=title, sentence=_axis_sentence(found))
    columns = ["What it prices", "As published", "Of which year", f"In {found.price_year} prices"]
    told = [(name, amount(one.proxy.value), one.proxy.price_year, amount(one.value)) for name, one in zip(names, found.axis, strict=True)]
    return replace(picture, table=table_of(title, columns, sorted(told, key=lambda row: row[0] != names[0])))


def _axis_sentence(found: Rivals) -> str:
    low, high = min(found.axis, key=lambda one: one.value), max(found.axis, key=lambda one: one.value)
    moved = sum(bool(one.rebased.sentence) for one in found.axis)
    restated = f" {moved} restated from another year; the table has both." if moved else ""
    return f"On one axis they run from {amount(low.value)} to {amount(high.value)}.{restated}"


def _names(proxies: list[Proxy]) -> list[str]:
    words = [proxy.outcome or proxy.id for proxy in proxies]
    return [f"{word} ({proxy.id})" if words.count(word) > 1 else word for word, proxy in zip(words, proxies, strict=True)]


def apart_table(found: Rivals | None) -> Markup:
    """The others side by side, each with why it has no axis in common."""
    if found is None or not found.apart:
        return Markup("")
    ordered = sorted(found.apart, key=lambda one: (len(one.reasons), one.proxy.unit, one.proxy.value))
    rows = [(_published(one.proxy), " ".join(one.reasons)) for one in ordered]
    return table("Side by side, with no axis in common; the nearest first", ["As published", "Why it stands apart"], rows)


def _published(proxy: Proxy) -> Markup:
    side = f"{proxy.perspective or 'side not stated'}, {proxy.geography or 'place not stated'}"
    return Markup("{}<br><span class='sv-note'>{}. {}, {}.</span>").format(priced(proxy.value, proxy.unit), proxy.outcome, prices_of(proxy).capitalize(), side)


# -- the room and the policy


def room_words(view: RoomView) -> Markup:
    """Where the room stands, and what it said once that may be seen."""
    told = paragraph(view.said)
    if not view.counts:
        return told
    counts = table("What the room decided", ["Judgement", "People"], [(DONE[name].capitalize(), count) for name, count in view.counts], numbers=[1])
    reasons = Markup("").join(Markup("<li><strong>{}.</strong> {}</li>").format(DONE[name].capitalize(), reason) for name, reason in view.reasons)
    return told + counts + Markup("<ul>{}</ul>").format(reasons) + paragraph("Start with the reasons that differ most. A majority is not a proof.", "note")


def policy_table(app: ProxyExplorer) -> Markup:
    """Everything judged so far."""
    if not app.judged:
        return paragraph("Nothing has been judged yet. Your first judgement begins the policy.", "note")
    rows = [_judged(app, one) for one in app.policy().proxies]
    return table("Our proxy policy", ["What it prices", "Published", "Judgement", "Reason"], rows)


def _judged(app: ProxyExplorer, one: JudgedProxy) -> tuple[str, str, Markup, Markup]:
    known, verdict = app.proxy(one.proxy), one.verdict
    own = f", {amount(verdict.use.value.likely)} instead" if verdict.use else ""
    before = f"; at first {DONE[one.first.decision]}" if one.now else ""
    asked = f" {QUESTIONS[verdict.question]}" if verdict.question else ""
    return (known.outcome if known else one.proxy, priced(one.was.value, one.was.unit),
            Markup("<strong>{}</strong>{}<br><span class='sv-note'>{}{}</span>").format(DONE[verdict.decision].capitalize(), own, verdict.on, before),
            Markup("{}<br><span class='sv-note'>Evidence {}.{}</span>").format(verdict.reason, verdict.grade, asked))
