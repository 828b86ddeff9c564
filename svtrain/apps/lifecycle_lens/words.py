"""The sentences, tables and chart of the lifecycle lens."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from svtrain.apps.lifecycle_lens.state import RECORD, WORD, LifecycleLens
from svtrain.core.lifecycle import (
    BORROWED,
    CHECKED,
    DELIVERY,
    DESIGN,
    JUDGED,
    LOOKED_UP,
    PROMISED,
    REPORTED,
    STATES,
    TENDER,
    UNKNOWN,
)
from svtrain.data.lifecycle_data import needs_of, rates, record_without
from svtrain.ui.amounts import money, share, short_money
from svtrain.ui.figures import Picture, range_chart
from svtrain.ui.words import paragraph, table

INTRO = "Value one contract three times: at design, at tender and in delivery, each time with only what can be known there."
NAMES = {DESIGN: "At design", TENDER: "At tender", DELIVERY: "In delivery"}
CHOICES = (("", "Choose"), (DESIGN, "At design, before any supplier"), (TENDER, "At tender, while bids are scored"), (DELIVERY, "In delivery, from records"))
BELIEF = ((RECORD, "For what other contracts kept of theirs"), (WORD, "At their word, in full"))
STATE_WORDS = {CHECKED: "checked by somebody else, at least in part", LOOKED_UP: "looked up", JUDGED: "judged by the buyer", REPORTED: "reported by the supplier alone",
               PROMISED: "promised, nothing more", BORROWED: "borrowed from what others typed", UNKNOWN: "cannot be known yet, or nobody looked"}
FIELD_WORDS = {"quantity": "How many", "proxy": "What one is worth", "deadweight": "What would have happened anyway", "displacement": "What was only moved",
               "attribution": "Who else deserves credit", "leakage": "What is felt elsewhere", "drop_off": "How fast it fades", "duration_years": "How long it lasts"}
HOLDERS = {
    "deadweight": "People reached, and a record of people like them without the contract",
    "displacement": "Those who were passed over, such as other workers or other places",
    "attribution": "Others who helped, such as a college or a charity",
    "leakage": "Whoever knows where the people reached live and spend",
    "drop_off": "The people reached, asked again a year later",
    "duration_years": "The people reached, asked again a year later",
    "proxy": "The source of the price, in our bank",
}
COST = "What each would cost to get is not known: no source held here gives it. Ask whoever holds it before you ask bidders for it."
PIECES = (
    "At design, counts come from the need. Deductions that could be judged there are; for the rest stands what others typed in their reports.",
    "At tender there is one number a line. Nobody says what would have happened anyway, so what others typed stands in.",
    "In delivery, what somebody else checked is the low end. The pace so far is the likely value, the whole promise the high end.",
    "A deduction at nothing in the map stays at nothing. What was only moved has no base rate here, so the tender's range is too narrow.",
    "One supplier's promises rise and fall together. Nine times in ten means: by these ranges, and not by any law.",
)


def contract_facts(lens: LifecycleLens) -> Markup:
    """Which contract this is, and what its sum asks for."""
    one, lines = lens.chosen(), len(lens.value_map().outcomes)
    asked = len(FIELD_WORDS)
    return paragraph(f"{one.description} Contract of {one.buyer}, {short_money(one.value)}, from {one.start:%B %Y} to {one.end:%B %Y}.") + paragraph(
        f"Its value map has {lines} lines. The sum asks {asked} things of each line: {lines * asked} answers in all.")


def guess_note(lens: LifecycleLens) -> Markup:
    """What is missing, or the guess that was locked."""
    if lens.problem:
        return paragraph(lens.problem, "problem")
    if not lens.locked:
        return paragraph("No range is worked out before you have guessed.", "note")
    return paragraph(f"Your guess is kept: {NAMES[lens.draft()['stage']].lower()}.", "note")


def headline(lens: LifecycleLens) -> Markup:
    """The widest moment beside the guess, then what each moment's range is."""
    if not lens.views:
        return Markup("")
    widest, named = lens.widest(), NAMES[lens.draft()["stage"]].lower()
    verdict = "You guessed it." if lens.right() else f"You guessed: {named}."
    head = Markup('<p class="sv-headline">The widest range is <strong class="sv-big" data-result="widest">{}</strong>.</p>').format(NAMES[widest.stage].lower())
    return head + paragraph(f"{verdict} It spans {money(widest.width)} from end to end.") + Markup("").join(map(paragraph, _turns(lens)))


def _turns(lens: LifecycleLens) -> list[str]:
    """What the three ranges say of each other."""
    said = []
    relative = [view for view in lens.views if view.times]
    furthest = max(relative, key=lambda view: view.times, default=None)
    if furthest is not None and furthest.stage != lens.widest().stage:
        said.append(f"By another measure it is {NAMES[furthest.stage].lower()}: there the high end is {furthest.times:.1f} times the low end.")
    delivery = lens.view(DELIVERY)
    for stage in (DESIGN, TENDER):
        view = lens.view(stage)
        if not view.low <= delivery.middle <= view.high:
            said.append(f"What delivery now points to, {short_money(delivery.middle)}, lies outside the range {NAMES[stage].lower()}.")
    narrowest = min(lens.views, key=lambda view: view.width)
    if narrowest.stage == TENDER:
        said.append("The tender's range is the narrowest now. Nothing more is known there: the promises were only believed.")
    return said


def chart(lens: LifecycleLens) -> Picture:
    """A bar for each moment."""
    rows = [(NAMES[view.stage], view.low, view.middle, view.high) for view in lens.views]
    said = "; ".join(f"{label.lower()} {short_money(low)} to {short_money(high)}" for label, low, _, high in rows)
    return range_chart(rows, target=None, shown=short_money, prefix="£", title="What the contract's outcomes are worth, nine times in ten",
                       sentence=f"Present value: {said}.")


def bid_note(lens: LifecycleLens) -> Markup:
    """What the bids themselves said, which is one number each."""
    if not lens.views:
        return Markup("")
    bids = [float(bid.promised.likely) for bid in lens.chosen().tender().bids]
    text = f"The {len(bids)} bids each gave one figure for all of it, from {money(min(bids))} to {money(max(bids))}, and no range."
    if lens.promises == RECORD:
        found = record_without(lens.chosen())
        text += (f" Others had delivered {share(_whole(found.low))} to {share(_whole(found.high))} of what was due, the middle one "
                 f"{share(_whole(found.likely))}: {found.promises} promises in the other practice contracts.")
    return paragraph(text, "note") + paragraph(_anachronism(lens), "note")


def _anachronism(lens: LifecycleLens) -> str:
    if lens.promises == WORD:
        return "Promises are taken at their word now. See what that does to the range, and compare it with delivery."
    return "That record stands in for your old contracts. A team that never kept one would know even less."


def _whole(part: float) -> float:
    return round(part, 2)


def counts(lens: LifecycleLens) -> Markup:
    """How well the answers are known at each moment."""
    if not lens.views:
        return Markup("")
    used = [state for state in STATES if any(view.count(state) for view in lens.views)]
    rows = [(STATE_WORDS[state].capitalize(), *(view.count(state) for view in lens.views)) for state in used]
    total = len(lens.views[0].answers)
    return table(f"How well the {total} answers are known", ["How it is known", *(NAMES[view.stage] for view in lens.views)], rows, numbers=(1, 2, 3))


def details(lens: LifecycleLens, line: str) -> Markup:
    """One line of the map: how well each of its answers is known at each moment, and who would hold it."""
    if not lens.views:
        return Markup("")
    rows = []
    for asked, words in FIELD_WORDS.items():
        known = [next(each.state for each in view.answers if each.line == line and each.field.split(".")[0] == asked) for view in lens.views]
        rows.append((words, *(STATE_WORDS[state] for state in known), _holder(lens, line, asked)))
    return table("Answer by answer", ["Answer", *(NAMES[view.stage] for view in lens.views), "Who would hold it"], rows) + paragraph(COST, "note")


def _holder(lens: LifecycleLens, line: str, asked: str) -> str:
    if asked != "quantity":
        return HOLDERS[asked]
    need, promise = needs_of(lens.chosen()).get(line), lens.promised().get(line)
    before = f"{need.held_by}: {_low(need.found_in)}. " if need else "Nobody was asked about the need. "
    after = f"Then the supplier's {_low(promise.owner)}: {_low(promise.evidence_required)}." if promise else "No promise was made."
    return before + after


def _low(text: str) -> str:
    return text[0].lower() + text[1:]


def first(lens: LifecycleLens) -> Markup:
    """What, if it were settled, would narrow each moment's range most."""
    if not lens.views:
        return Markup("")
    rows = []
    for view in lens.views:
        drivers = [each for each in view.spread.drivers[:2] if each.first_order >= 0.005]
        said = "; ".join(f"{_driver(lens, each.field)} ({share(round(each.first_order, 2))})" for each in drivers)
        rows.append((NAMES[view.stage], said or "no answer has a range here, so the result looks surer than it is"))
    return table("What to find out first, with its share of the spread", ["Moment", "What is not known"], rows)


def _driver(lens: LifecycleLens, name: str) -> str:
    if name.startswith("shared."):
        return name.removeprefix("shared.")
    line, _, asked = name.partition(".")
    return f"{FIELD_WORDS[asked.split('.')[0]].lower()}, for “{dict(lines(lens))[line]}”"


def lines(lens: LifecycleLens) -> list[tuple[str, str]]:
    """The lines of the map, as (id, words)."""
    return [(outcome.id, outcome.outcome or outcome.id) for outcome in lens.value_map().outcomes]


def how(lens: LifecycleLens) -> Markup:
    """How the three ranges are made, in a list."""
    spans = [f"What others typed for “{FIELD_WORDS[name].lower()}”: {share(each.ends[0])} to {share(each.ends[1])}, the middle report {share(each.likely)}." for name, each in rates().items()]
    made = Markup("").join(Markup("<li>{}</li>").format(item) for item in [*PIECES, *spans])
    return Markup("<ul>{}</ul>").format(made)


def day_options(days: tuple[date, ...]) -> list[tuple[str, str]]:
    return [(day.isoformat(), f"{day.day} {day:%B %Y}") for day in days]

