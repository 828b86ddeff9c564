"""The sentences and tables of the contract valuer."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from svtrain.apps.contract_valuer.jobs import EVERY, FIRST
from svtrain.apps.contract_valuer.late_prices import late_price
from svtrain.apps.contract_valuer.reading import OWN, price_said
from svtrain.apps.contract_valuer.state import ContractValuer, Offer
from svtrain.apps.contract_valuer.valuing import Valued
from svtrain.apps.value_builder.proxies import amount, passport
from svtrain.apps.value_builder.words import headline as result_headline
from svtrain.core.job_years import WEEKS, JobYears
from svtrain.core.methods import SideBySide
from svtrain.core.monitoring import amount as amount_of
from svtrain.core.terms import label
from svtrain.core.typed_fields import plain
from svtrain.data import reference
from svtrain.ui.amounts import mark, money, ratio
from svtrain.ui.valuation_words import LEVELS
from svtrain.ui.words import heading, paragraph, table

INTRO = "Take a contract of your own from its row in the register to a range, its driver and a report."
NOTHING_CHOSEN = "The spend explorer has handed nothing over yet. Choose three contracts there, or begin with one of the ways below."
NO_CONTRACT = "Take a contract in hand first; the step before this one has four ways."
NO_KIND = "Say what kind of purchase it is, in the first step; suggestions follow from that."
WHY = "Each suggestion comes from the kind of purchase, and says why. It is a thought to start from: take it, or refuse it with a reason."
NO_LINE = "There is no line yet. Take a suggestion in the step before, or add a line of your own."
SUM_NOTE = "The contract's price buys the service itself. Only what comes on top of it is counted, so a ratio below 1 is usual here."
NOT_ADDED = "These answer different questions. They are not to be added up or ranked."
MADE = "The file is made. The workbook can be changed in Excel and opened here again."
HELD_BACK = "Nothing here is sent anywhere. Licensed values of your organisation are held back from the workbook, the report and the slides."
JOBS = "Say who works, how long and for how many weeks. Somebody who holds two of these jobs belongs in one row only."
WHOLE_TIME = "37 is where we begin; type what your contract or your organisation says."
COUNTS = {FIRST: "The first 12 months of each person", EVERY: "Every year of each job"}
COUNTS_WHY = "Many lists count somebody with a disadvantage for 12 months only, and a local job for every year."
ASSUMPTION_TERMS = {"duration_years": "duration"}
HINTS = {
    "quantity": "How many, over the whole contract. A low and a high end make the result a range.",
    "proxy": "Pounds for one. Leave it, to use the price as its source gives it.",
    "deadweight": "A share, such as 40%.", "displacement": "A share, such as 10%.", "attribution": "The share due to others, such as 25%.",
    "leakage": "A share, such as 5%.", "drop_off": "A share of each year, such as 50%.", "duration_years": "Years, such as 2.",
}


def assumption(key: str) -> str:
    """What an assumption is called."""
    return label(ASSUMPTION_TERMS.get(key, key))


def summary(app: ContractValuer) -> Markup:
    """Every contract here in one line each: what was valued, its range and what drives it."""
    if not app.contracts:
        return Markup("")
    rows = [(app.name(place), _lines(valued, desk), _range(valued), _driver(valued))
            for place, (desk, valued) in enumerate(zip(app.contracts, app.every, strict=True))]
    return table("Your contracts", ("Contract", "Lines valued", "For each £1, nine times in ten", "What drives it"), rows)


def _lines(valued: Valued, desk: dict) -> str:
    every = len(desk["plain"]["outcomes"])
    done = len(valued.map.outcomes) if valued.map else 0
    return f"{done} of {every}" if every else "none yet"


def _range(valued: Valued) -> str:
    if valued.result is None:
        return "a field is wrong" if valued.problems else "not yet"
    sign = mark(valued.result.currency)
    if valued.result.sroi_ratio is None:
        return "no ratio: nothing is put in"
    if valued.spread is None:
        return f"{sign}{ratio(valued.result.sroi_ratio)}, no range yet"
    return f"{sign}{ratio(valued.spread.ratio_p5)} to {sign}{ratio(valued.spread.ratio_p95)}"


def _driver(valued: Valued) -> str:
    if valued.spread is None or valued.map is None:
        return ""
    line, _, key = max(valued.spread.drivers, key=lambda one: one.total).field.partition(".")
    words = next((one.outcome or one.id for one in valued.map.outcomes if one.id == line), line)
    return f"{assumption(key.partition('.')[0]) if key else ''}: {words}".strip(": ")


def price_hint(app: ContractValuer) -> str:
    """What the price is, and what the register says of it as long as nobody typed another."""
    return (price_said(app.desk) if app.desk else "") or "It is what is put in."


def headline(app: ContractValuer) -> Markup:
    """The range, the driver and the ratio; or what is still missing."""
    if app.desk is None:
        return paragraph(NO_CONTRACT, "note")
    waits = _waits(app)
    if app.result is None and not app.problems:
        return waits or paragraph(NO_LINE, "note")
    return result_headline(app) + waits


def _waits(app: ContractValuer) -> Markup:
    names = dict(app.lines())
    waiting = [names.get(one, one) for one in app.found.unfinished]
    if not waiting:
        return Markup("")
    return paragraph(f"Not in the sum yet, as a number or a price is missing: {'; '.join(waiting)}.", "note")


def offer_words(offer: Offer) -> Markup:
    """One suggestion: what changes, why it is suggested, what to ask, how it would be priced, and whose thought it is."""
    one = offer.suggestion
    proxy = reference().proxies[one.proxies[0]]
    state = {"open": "", "taken": "It is in your map.", "refused": f"You refused it. {offer.reason}".strip()}[offer.state]
    return heading(one.outcome, 3) + Markup(
        "<p class='sv-note'>For: {}. Theme: {}.</p><p><strong>Why here:</strong> {}</p><p><strong>Ask first:</strong> {}</p>"
        "<p>One possible price: {} {}, {} prices.</p><details><summary>Where the suggestion comes from</summary><p>{}</p></details>").format(
        one.stakeholder, one.theme, one.why, one.ask, amount(proxy.value), proxy.unit, proxy.price_year, one.source) + (
        paragraph(state, "good") if state else Markup(""))


def price_note(app: ContractValuer) -> Markup:
    """The passport of the price, or what a price of one's own needs."""
    choice = app.shown(app.line, "proxy")
    if choice == OWN:
        return paragraph("A price of your own needs its source and its price year.", "note")
    said = late_price(choice, app.desk["plain"].get("price_year") if app.desk else None)[1]
    return passport(choice) + (paragraph(said, "note") if said else Markup(""))


def line_result(app: ContractValuer) -> Markup:
    """What the line in hand came to, and what the checks say of it."""
    if app.result is None or not app.line:
        return Markup("")
    sign = mark(app.result.currency)
    mine = next((one for one in app.result.by_outcome if one.id == app.line), None)
    said = paragraph(f"This line: {money(mine.first_year, sign)} in its first year, {money(mine.present_value, sign)} over all its years in today's money.") \
        if mine else Markup("")
    checks = [one for one in app.result.lint if one.field == app.line or one.field.startswith(f"{app.line}.")]
    items = Markup("").join(Markup("<li><strong>{}.</strong> {}</li>").format(LEVELS.get(one.level, one.level), one.message) for one in checks)
    return said + (Markup("<p>The checks ask of this line:</p><ul>{}</ul>").format(items) if checks else Markup(""))


def said_of_line(app: ContractValuer) -> Markup:
    """What has been said of the line's assumptions so far, as a table."""
    if not app.line:
        return Markup("")
    rows = []
    for key in HINTS:
        low, likely, high, grade, reason = (app.shown(app.line, f"{key}.{part}") for part in ("low", "likely", "high", "grade", "reason"))
        if any((low, likely, high, reason)):
            rows.append((assumption(key), f"{likely} ({low} to {high})" if low and high else likely, grade, reason or "no reason yet"))
    return table("What this line assumes", ("Assumption", "Likely (low to high)", "Evidence", "Reason"), rows) if rows else Markup("")


def jobs_words(app: ContractValuer) -> Markup:
    """What the jobs come to, row by row, what does not count, and how that stands to the line's own number."""
    found = app.jobs.found
    if found is None:
        return paragraph("Give persons, hours and weeks for each job; then the full-time years stand here.", "note")
    head = f"{plain(found.persons)} {'person makes' if found.persons == 1 else 'persons make'} {amount_of(found.fte_years)} full-time years (FTE-years)."
    rows = [(one.job.title or "A job", plain(one.job.persons), f"{one.share:.0%}", amount_of(one.years), amount_of(one.fte_years), " ".join(one.said) or "nothing")
            for one in found.jobs]
    also = f"Every year of each job counted would make {amount_of(found.every_year)}." if found.first_year_only and found.every_year != found.fte_years else ""
    return paragraph(head, "headline") + table("Persons × share of full time × years", ("Job", "Persons", "Share", "Years", "Full-time years", "What does not count"), rows,
                                               numbers=(1, 2, 3, 4)) + paragraph(f"A year is {WEEKS} weeks. {also}".strip(), "note") + _beside_the_line(app, found)


def _beside_the_line(app: ContractValuer, found: JobYears) -> Markup:
    if not app.jobs.fits:
        return paragraph(f"This line counts in “{app.shown(app.line, 'unit')}”. Full-time years fit a line that counts years of people.", "problem")
    stands, lasts = app.shown(app.line, "quantity.likely").strip(), app.shown(app.line, "duration_years.likely").strip()
    said = Markup("")
    if stands == plain(round(found.fte_years, 4)):
        said = paragraph("The line holds this number.", "good")
        if not found.first_year_only and lasts not in ("", "1"):
            said += paragraph("The years of each job are in this number already. Let the line last one year, or they count twice.", "problem")
    return said or (paragraph(f"The line holds {stands} now.", "note") if stands else Markup(""))


def methods_table(found: SideBySide | None) -> Markup:
    """The same contract under three counts, for a first look; the method lens has all four and what each hides."""
    if found is None:
        return Markup("")
    sign = mark(found.change_in_lives.valuation.currency)
    book = found.green_book
    rows = [("Counted and priced", money(found.counted.counted_value, sign), "none", found.counted.hides[0]),
            ("Change in lives", money(found.change_in_lives.valuation.present_value, sign), _per(found.change_in_lives.sroi_ratio, sign), found.change_in_lives.hides[0]),
            ("Green Book", money(book.benefits, sign), _per(book.benefit_cost_ratio, sign), book.hides[0])]
    return table("The same contract by other methods", ("Method", "Pounds", f"For each {sign}1", "What it hides first"), rows) + paragraph(
        f"{NOT_ADDED} “Counted and priced” uses an invented price list until you bring your own to the method lens.", "note")


def _per(value: float | None, sign: str) -> str:
    return "none" if value is None else f"{sign}{ratio(value)}"


def option_words(contract) -> str:
    """A row of a register in one line of a list."""
    ends = f"ends {date.fromisoformat(contract.end):%B %Y}" if contract.end else ""
    value = f"£{plain(round(contract.value))}" if contract.value else ""
    return ", ".join(filter(None, (contract.title[:80] or "no title", contract.supplier[:40], value, ends)))
