"""The sentences, tables and pictures of the scoring lab."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from markupsafe import Markup

from svtrain.apps.scoring_lab.rows import OUT, SAME, SILLY
from svtrain.apps.scoring_lab.state import ScoringLab
from svtrain.apps.which_rule.words import held
from svtrain.core.rules import AWARD_CRITERIA
from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, Pair, Scoring
from svtrain.data.rules_data import rules_on
from svtrain.ui.figures import Picture, beside
from svtrain.ui.words import heading, paragraph, table

INTRO = "Put bids in, and see who wins under every formula, what would change it, and how sure it is."
SETTLE = "Settle weights and formulae before anybody opens a bid, and publish them. Weights chosen afterwards are not weights."
PRIVATE = "Each evaluator marks alone and gives the reason first. No mark is shown before all are in; then the spread, never who gave which."
LABELS = {
    "price": "Price", "social_value": "Social value", "quality": "Other quality",
    "scale_low": "P4: the price that earns full marks, £", "scale_high": "P4: the price that earns none, £",
    "multiple": "P5: times the lowest price that earns none", "willingness_to_pay": "WTP: pounds for one quality point",
    "split": "V2: the share of marks given to pounds", "target": "V3: the promise that earns full marks, £",
}
BIDS = ("Price and promise are in pounds; the promise is priced with proxies. Marks go from 0 to 100: one for other quality, one for the method "
        "statement on social value. Delivery is the chance, such as 80%, that a promised pound comes about.")
MEASURE = {"PQP": "£ a quality point", "QPR": "quality points a £", "WTP": "£"}


BRIEF = 30  # letters of a bidder's name in a cell of the grid


def formula_options(formulae) -> list[tuple[str, str]]:
    """Each formula by its number and name."""
    return [(one.id, f"{one.id} {one.title}") for one in formulae.values()]


def formula_words(app: ScoringLab) -> Markup:
    """Both chosen formulae, written out; W stands for the weight."""
    price, social = PRICE_FORMULAE[app.price], SOCIAL_VALUE_FORMULAE[app.social_value]
    return Markup("<p class='sv-note'>{}: {}.<br>{}: {}.<br>W is the weight.</p>").format(price.id, price.words, social.id, social.words)


def law_note() -> Markup:
    """What the law asks of award criteria, as far as our rules hold it with a source."""
    law = Markup("").join(held(rule) for rule in (*reversed(rules_on(AWARD_CRITERIA)), *rules_on("duty")))  # the law of today comes first
    return Markup(
        "<details><summary>Before you score: is it relevant, and was it published?</summary>"
        "<p>Score only what belongs to the subject of this contract, and only what bidders were told before they bid. "
        "Have whoever advises you on procurement law confirm your criteria.</p>{}</details>"
    ).format(law)


def total(value: float | None, price: str) -> str:
    """A total in what its formula measures.

    Examples
    --------
    >>> total(89.5556, "P1"), total(13250.4, "PQP"), total(0.0000612, "QPR"), total(None, "PQP")
    ('89.56', '£13,250', '61.20 a million £', 'no end')
    """
    if value is None:
        return "no end"
    if price == "QPR":
        return f"{value * 1e6:,.2f} a million £"
    return f"£{value:,.0f}" if price in MEASURE else f"{value:.2f}"


def first_of(pair: Pair | Scoring) -> str:
    """Who comes first, or who shares it."""
    return pair.winner or f"a tie of {' and '.join(pair.tied)}"


def headline(app: ScoringLab) -> Markup:
    """Who wins, by how much, and what a pound of promise is worth; or what stands in the way."""
    if app.result is None:
        return _blocked(app)
    result, pair = app.result, app.own_pair()
    by = "" if pair.margin is None or not result.winner else f", by {total(pair.margin, pair.price)}{'' if pair.price in MEASURE else ' points'}"
    said = f"{result.winner} wins{by}." if result.winner else f"No winner: {' and '.join(result.tied)} tie for the first place."
    items = [*result.exchange_rate.words, *(f"Note: {warning}" for warning in result.warnings)]
    return Markup('<p class="sv-headline"><strong data-result="winner">{}</strong></p>').format(said) + _changed(app) + _list(items) + _ranking(app)


def _blocked(app: ScoringLab) -> Markup:
    items = [sentence for field, sentence in app.problems.items()]
    return Markup("<p class='sv-problem'><strong>No result yet.</strong></p>") + _list(items)


def _list(items) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items)) if items else Markup("")


def _changed(app: ScoringLab) -> Markup:
    """What leaving bids out or a silly bid did to the winner."""
    if app.before is None:
        return Markup("")
    now = (app.result.winner,) if app.result.winner else app.result.tied
    before = " and ".join(app.before)
    what = " and ".join(filter(None, (
        "the silly bid" if any(row.get(SILLY) == "yes" and row.get(OUT) != "yes" for row in app.bids) else "",
        f"leaving out {', '.join(row.get('bidder', '') for row in app.bids if row.get(OUT) == 'yes' and row.get(SILLY) != 'yes')}"
        if any(row.get(OUT) == "yes" and row.get(SILLY) != "yes" for row in app.bids) else "")))
    if set(now) == set(app.before):
        return paragraph(f"The same comes first as before {what or 'the change'}: {before}.", "good")
    return Markup('<p class="sv-problem" data-result="flip">{}</p>').format(f"The winner flips: before {what or 'the change'} it was {before}.")


def _ranking(app: ScoringLab) -> Markup:
    result = app.result
    ratio = result.ranking[0].price is None
    rows = [(row.rank, row.bidder, *(() if ratio else (f"{row.price:.2f}",)), f"{row.social_value:.2f}", f"{row.quality:.2f}", total(row.total, app.price))
            for row in result.ranking]
    columns = ["Place", "Bidder", *(() if ratio else ("Price",)), "Social value", "Quality", result.measure.capitalize()]
    return table("The ranking under your formulae", columns, rows, numbers=range(2, len(columns)))


def grid(app: ScoringLab) -> Markup:
    """Who wins under every pair of formulae; a star marks another winner than under yours."""
    if not app.pairs:
        return paragraph("The table of formulae comes back when nothing is in the way.", "note")
    by = {(pair.price, pair.social_value): pair for pair in app.pairs}
    prices = [name for name in PRICE_FORMULAE if any(key[0] == name for key in by)]
    socials = [name for name in SOCIAL_VALUE_FORMULAE if any(key[1] == name for key in by)]
    flips = sum(pair.flips for pair in app.pairs)
    said = (f"The winner flips under {flips} of {len(app.pairs)} pairs of formulae. A star marks where." if flips
            else f"The same comes first under all {len(app.pairs)} pairs of formulae.")
    brief = _brief([bid.bidder for bid in app.result.tender.bids])
    rows = [(f"{name} {PRICE_FORMULAE[name].title}", *(_cell(by[name, social], brief) for social in socials)) for name in prices]
    names = _list(f"{one}: {SOCIAL_VALUE_FORMULAE[one].title}." for one in socials)
    return (paragraph(said, "headline") + table("Who wins: price formulae down, social value formulae across", ["Price", *socials], rows)
            + Markup("<details><summary>What V1 to V9 are</summary>{}</details>").format(names) + _every(app) + _skipped(app))


def _cell(pair: Pair, brief: dict[str, str]) -> str:
    return (brief[pair.winner] if pair.winner else "tie") + ("\u00a0*" if pair.flips else "")  # the star stays on the winner's line


def _brief(names: Sequence[str]) -> dict[str, str]:
    """Names that stand in many cells, cut at a word where that still tells them apart; the ranking has them whole.

    Examples
    --------
    >>> _brief(["North", "Greater Northern Community Grounds and Amenity Joint Venture"])["North"]
    'North'
    """
    cut = {name: shorten(name, width=BRIEF, placeholder="\u2026") if " " in name[:BRIEF] else name for name in names}
    return {name: short if list(cut.values()).count(short) == 1 else name for name, short in cut.items()}


def _every(app: ScoringLab) -> Markup:
    """Each pair with its margin, how often its winner wins, and the losing bid that decides."""
    rows = [(f"{pair.price}+{pair.social_value}", first_of(pair), "" if pair.margin is None else total(pair.margin, pair.price),
             f"{100 * max(pair.p_win.values()):.0f}%", "yes" if pair.flips else "", "; ".join(dict.fromkeys(_decides(flip) for flip in pair.decided_by_losers)) or "nobody")
            for pair in app.pairs]
    return Markup("<details><summary>Margins, chances, and which losing bid decides</summary>{}</details>").format(
        table("Every pair of formulae", ["Formulae", "First", "Margin", "Chance of the first", "Flips", "A losing bid that decides"], rows, numbers=(2, 3)))


def _decides(flip) -> str:
    return {"removed": f"{flip.bid.bidder}, by being there", "promise": "one that promised more", "dear": "an empty dear one",
            "cheap": "an empty cheap one"}[flip.kind]


def _skipped(app: ScoringLab) -> Markup:
    items = _flat_scale(app)
    for left in app.skipped:
        formula = PRICE_FORMULAE.get(left.formula) or SOCIAL_VALUE_FORMULAE[left.formula]
        missing = [LABELS[name] for name in formula.needs if not app.settings.get(name, "").strip()]
        items.append(f"{left.formula} is left out. " + (f"It needs: {'; '.join(missing)}." if missing else left.reason))
    return _list(items)


def _flat_scale(app: ScoringLab) -> list[str]:
    """Whether P4 gives every price the same, because its scale is another tender's."""
    bids, rule = app.result.tender.bids, app.result.tender.price
    if not any(pair.price == "P4" for pair in app.pairs) or len(bids) < 2:
        return []
    low, high = rule.scale_low, rule.scale_high
    what = "full marks" if all(bid.price <= low for bid in bids) else "none" if all(bid.price >= high for bid in bids) else ""
    return [f"P4 gives every price {what}: its scale goes from £{low:,.0f} to £{high:,.0f}. Set it to prices of this tender."] if what else []


def decider(app: ScoringLab) -> Markup:
    """Whether a bid that cannot win decides who does, under the chosen pair."""
    pair = app.own_pair()
    if pair is None:
        return Markup("")
    if not pair.decided_by_losers:
        return paragraph("Under your formulae no losing bid was found that decides who wins.", "good")
    return paragraph("Under your formulae a losing bid can decide who wins:") + _list(flip.sentence for flip in pair.decided_by_losers)


def chance_words(app: ScoringLab) -> Markup:
    """How sure the winner is."""
    if app.result is None:
        return paragraph("No chances while something is in the way.", "note")
    rows = app.result.ranking
    if all(row.p_win in (0.0, 1.0) for row in rows):
        note = "No promise has a range yet and no price is in doubt, so this looks surer than it is." if not _in_doubt(app) else \
            "The doubt given does not change who wins." + (" Where every bid is off alike, formulae that compare promises do not notice." if app.doubt_kind == SAME else "")
        return paragraph(f"{first_of(app.result)} comes first every time. {note}")
    return _list(f"{row.bidder} comes first {100 * row.p_win:.0f} times in a hundred." for row in rows)


def _in_doubt(app: ScoringLab) -> bool:
    return bool(app.doubt.strip()) or any(row.get("promised_low", "").strip() for row in app.bids)


def chance_picture(app: ScoringLab) -> Picture | None:
    """A bar for each bid's chance."""
    if app.result is None:
        return None
    return beside([(row.bidder, 100 * row.p_win) for row in app.result.ranking], shown="{:.0f}%".format, title="How often each bid comes first",
                  column="Chance", sentence=f"{max(app.result.ranking, key=lambda row: row.p_win).bidder} comes first most often.")


def delivery(app: ScoringLab) -> Markup:
    """The ranking by promise beside the ranking by what is likely to be delivered."""
    promised, delivered = app.own_pair("V1"), app.own_pair("V9")
    if promised is None or delivered is None:
        left = next((one.reason for one in app.skipped if one.formula in ("V1", "V9")), "")
        return paragraph(f"Give each bid a chance of delivery to see this. {left}".strip(), "note")
    same = first_of(promised) == first_of(delivered)
    said = f"By promise {first_of(promised)} comes first; by what is likely to be delivered, {first_of(delivered)}."
    rows = [(bid.bidder, f"£{bid.promised.likely:,.0f}", f"{bid.delivery.likely:.0%}", f"£{bid.promised.likely * bid.delivery.likely:,.0f}",
             total(promised.totals[bid.bidder], app.price), total(delivered.totals[bid.bidder], app.price)) for bid in app.tender.bids]
    return paragraph(said, "good" if same else "problem") + table(
        "Promise, and promise times its chance of delivery",
        ["Bidder", "Promised", "Chance of delivery", "Likely delivered", "Total by promise (V1)", "Total by delivery (V9)"], rows, numbers=range(1, 6))


def spread_words(app: ScoringLab, bidder: str) -> Markup:
    """The marks of one answer, once they are shown: the spread first, then each mark with its reason."""
    if not bidder:
        return paragraph("Choose whose answer you mark.", "note")
    count, spread = app.panel.count(bidder), app.panel.spread(bidder)
    if spread is None:
        people = "1 person has" if count == 1 else f"{count} people have"
        return paragraph(f"{people} marked the answer of {bidder}. No mark is shown yet.", "note")
    said = f"The marks of {bidder} go from {spread.low:g} to {spread.high:g}, {spread.width:g} apart; the middle is {spread.middle:g}."
    advice = "They are far apart. Ask what each read in the answer before you look for a number." if spread.far_apart else \
        "They are close. Check that they are close for the same reasons."
    agreed = next((one for one in app.panel.moderated() if one.bidder == bidder), None)
    rows = [(f"{one.mark:g}", one.reason) for one in spread.marks]
    end = paragraph(f"Agreed: {agreed.mark:g}. {agreed.reason}", "good") if agreed else Markup("")
    return paragraph(said, "headline") + paragraph(advice) + table("Every mark with its reason, from the lowest; nobody is named", ["Mark", "Reason"], rows) + end


def bid_head(app: ScoringLab, row: dict, number: int) -> Markup:
    """The heading of one bid's row."""
    marks = [word for key, word in ((SILLY, "made up by the lab"), (OUT, "left out for now")) if row.get(key) == "yes"]
    return heading(f"Bid {number}{': ' + ', '.join(marks) if marks else ''}", 3)
