"""The sentences of promise to delivery."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.promise_to_delivery.handing_on import nameless
from svtrain.apps.promise_to_delivery.state import SPEND, TIME, Delivering, Row
from svtrain.core.delivery_gaps import NextTime
from svtrain.core.monitoring import RATINGS, amount
from svtrain.core.typed_days import day_words
from svtrain.ui.amounts import share
from svtrain.ui.figures import Picture, pairs
from svtrain.ui.words import heading, paragraph, table

INTRO = "What was promised, what is due by now, what was delivered, and who checked it."
FILES = "Start from the twelve practice contracts, which are invented, or bring your own tables. Promises come first."
WAYS = [(TIME, "By time: evenly from the start to the due day"), (SPEND, "By spend: as the contract's money is spent")]
BOUNDS = ("The words are those of the Procurement Act. Good is all of what is due; approaching target from 85%; requires improvement from 50%; "
          "below that inadequate. The shares are this toolkit's.")
RULES = (
    "One person counts once for each disadvantage, and in the first 12 months only.",
    "Years of work are full-time years: ten people full time and five half time for two years make 25.",
    "An activity that serves several contracts counts for its share of it.",
    "Reports after the day looked at do not count yet.",
    "Verified means checked by sample or by a third party. The supplier's own word is delivered, not verified.",
)
PEOPLE = "What looks like a person's name, address or number stands in these words. It is taken out of every file that you download here."
COLUMNS = {
    "commitments": "Headings: commitment_id, contract_ref, target_qty; if you have them measure, unit, proxy_id, due_date, start_date, owner, evidence_required.",
    "deliveries": "Headings: delivery_id, commitment_id, period_end, qty; if you have them evidence_ref, verified_by, verified_on, verification, share, person (never a name).",
    "spend": "Headings: contract_ref, period_end, spent. Without it, what is due follows time.",
    "contracts": "Headings: reference; if you have them title, supplier, start, end, value. A register does.",
}


def opened(app: Delivering) -> str:
    """What is open now, and what could not be read in it."""
    if not app.own:
        return paragraph("Open: the practice contracts. Nothing in them is real.", "note")
    names = ", ".join(kept["name"] for kept in app.files.values())
    said = paragraph(f"Open: {names}.", "note")
    problems = app.opened.record.problems
    if problems:
        rows = [(each["file"], each["row"], each["field"], each["reason"]) for each in problems[:20]]
        count = f"{len(problems)} {'cell' if len(problems) == 1 else 'cells'}"
        said += paragraph(f"{count} could not be read. Those rows are left out:" if len(problems) <= 20 else f"{count} could not be read. The first 20:", "problem")
        said += table("Rows that were left out", ["File", "Row", "Column", "Why"], rows)
    for sentence in app.opened.record.taken[:5]:
        said += paragraph(sentence, "note")
    return said


def headline(app: Delivering) -> Markup:
    """How many promises have which word, and how spend and time differ."""
    rows = app.rows()
    counts = {word: sum(row.shown.rating == word for row in rows) for word in RATINGS}
    said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    found = paragraph(f"On {day_words(app.day)}, of {len(rows)} {'promise' if len(rows) == 1 else 'promises'}: {said}.", "headline")
    orders = app.orders()
    if orders is not None:
        moved = sum(row.by_spend is not None and row.by_spend.rating != row.by_time.rating for row in rows)
        differ = "Time and spend give the same words." if not moved else f"Time and spend give different words for {moved} of them."
        found += paragraph(f"{share(orders)} of the contract's value was spent by then. {differ}")
    elif app.by == SPEND:
        found += paragraph("What is due follows time: the spend or the contract's value is not known.", "problem")
    notes = [*app.timely.notes]
    return found + Markup("").join(paragraph(note, "note") for note in notes[:6])


def standing(app: Delivering) -> Markup:
    """Every promise in a table, by time and by spend where both are known."""
    rows = app.rows()
    both = any(row.by_spend for row in rows)
    names = ["Promise", "Rating", "Promised", "Unit", "Due by time", *(["Due by spend"] if both else []), "Delivered", "Verified"]
    cells = [(_called(row), row.shown.rating, amount(row.shown.commitment.target), row.shown.commitment.unit, _due(row.by_time), *([_due(row.by_spend)] if both else []),
              amount(row.shown.delivered), "–" if row.shown.verified_share is None else share(round(row.shown.verified_share, 2))) for row in rows]
    return table(f"Every promise, rated by {app.by if both else TIME}", names, cells, numbers=(2, *range(4, len(names))))


def _called(row: Row) -> str:
    promise = row.shown.commitment
    return f"{promise.id}: {promise.measure}" if promise.measure else promise.id


def _due(progress) -> str:
    return "–" if progress is None or progress.committed_to_date is None else amount(progress.committed_to_date)


def picture(app: Delivering) -> Picture | None:
    """Due and delivered in percent of each promise; None where no promise has a size."""
    rows = [(_called(row)[:60], 100 * (row.shown.phase or 0.0), 100 * row.shown.delivered / row.shown.commitment.target) for row in app.rows() if row.shown.commitment.target > 0]
    if not rows:
        return None
    behind = sum(done < due for _, due, done in rows)
    sentence = f"{behind} of {len(rows)} promises are behind what is due by now." if behind else "No promise is behind what is due by now."
    made = pairs(rows, ("Due by now", "Delivered"), shown=_percent, exact=_percent, title="Due by now and delivered, as a percentage of each promise", sentence=sentence)
    made.figure["layout"]["xaxis"] = {**made.figure["layout"].get("xaxis", {}), "tickprefix": "", "rangemode": "tozero", "nticks": 5}
    return made


def _percent(value: float) -> str:
    return f"{value:.0f}%"


def questions(app: Delivering) -> Markup:
    """Each promise with its word, the reason, and what to ask."""
    found = Markup("")
    for row in app.rows():
        gaps = app.gaps_of(row)
        asks = Markup("").join(Markup("<li>{} <strong>Ask:</strong> {}</li>").format(gap.what, gap.ask) for gap in gaps)
        found += heading(_called(row), 3) + Markup("<p><strong>{}.</strong> {}</p>").format(row.shown.rating, row.shown.reason)
        found += Markup("<ul>{}</ul>").format(asks) if gaps else paragraph("Nothing to ask by these rules. Say thank you, and ask to see one person's story.")
    return found


def evidence(app: Delivering) -> Markup:
    """What stands behind the promise that is open."""
    found = app.evidence()
    promise = found.progress.commitment
    said = Markup("<ul><li>{}</li><li>{}</li></ul>").format(
        f"Answers for it: {promise.owner or 'nobody is named'}.", f"Evidence asked for: {promise.evidence_required or 'none'}.")
    if nameless(found) != found:
        said += paragraph(PEOPLE, "problem")
    if not found.lines:
        return said + paragraph("Nothing was reported.", "problem")
    rows = [(row.id, row.period_end.isoformat(), amount(row.quantity), amount(count), f"{row.evidence_type} {row.evidence_ref}".strip() or "none",
             ", ".join(filter(None, (row.verification, row.verified_by, row.verified_on.isoformat() if row.verified_on else ""))), found.missing(row) or "nothing")
            for row, count in found.lines]
    lacking = sum(bool(found.missing(row)) for row, _ in found.lines)
    count = f"{lacking} of {len(rows)} reports lack something." if lacking else "No report lacks anything by these rules."
    return said + paragraph(count, "headline") + table(f"Reports towards {promise.id}", ["Report", "To", "Reported", "Counted", "Evidence", "Checked", "Missing"],
                                                       rows, numbers=(2, 3))


def next_words(one: NextTime) -> Markup:
    """One promise as it should be asked for next time."""
    size = "the same" if one.target is None else f"{amount(one.target)} ({one.unit})" if one.unit else amount(one.target)
    return Markup("<p>{}</p><p class=\"sv-note\">{}</p>").format(f"Ask for {size}. Evidence: {one.evidence_required}.", one.why)
