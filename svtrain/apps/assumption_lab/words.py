"""The sentences and tables of the assumption lab."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.assumption_lab.judgement import EVERY, IDLE, in_force, is_every, key_of, locked
from svtrain.apps.assumption_lab.names import EVERY_FIELD, Names, between, number, said
from svtrain.apps.assumption_lab.state import AssumptionLab
from svtrain.core.changes import SHARES
from svtrain.core.comparing import Difference
from svtrain.core.sensitivity import Bar
from svtrain.core.uncertainty import headline as range_and_driver
from svtrain.core.variance import Driver
from svtrain.ui.amounts import SIGN, mark, money, ratio
from svtrain.ui.figures import Picture, density, tornado
from svtrain.ui.words import heading, paragraph, table

MOST_BARS = 10
WORKING = "Working out the driver."
REASON_FIRST = "Write at least three words of reason first; then the numbers unlock."
GUESS_FIRST = "What drives the spread is shown once you have said what you expect."
INTRO = "Question a number: write your reason first, then the range. See at once what it does to the result."
TOGETHER = "in one with others"
WORTH = ("“Worth at most” is what an answer is worth to somebody who can still say yes or no to the whole contract. "
         "It is nothing where no answer could turn the choice.")


def names(lab: AssumptionLab) -> Names:
    return Names(lab.lines())


def title(lab: AssumptionLab) -> str:
    contract = lab.plain.get("contract") or {}
    return ", ".join(filter(None, (lab.plain.get("title") or "A map without a title", contract.get("supplier"))))


def _mark(lab: AssumptionLab) -> str:
    return mark(lab.plain.get("currency") or "GBP")


def _money(lab: AssumptionLab, amount: float) -> str:
    return money(amount, _mark(lab))


def _per(lab: AssumptionLab, value: float) -> str:
    """A ratio in the map's own money, a loss with its sign first."""
    said = ratio(abs(value))
    return f"{SIGN if round(value, 2) < 0 else ''}{_mark(lab)}{said}"


def _each(lab: AssumptionLab) -> str:
    return f"each {_mark(lab)}1"


# -- the result

def headline(lab: AssumptionLab) -> Markup:
    """The range and its driver; what is not counted yet; the point where there is no range."""
    if lab.result is None:
        problems = [message for place in lab.unread.values() for message in place.values()]
        return paragraph(" ".join(["There is no result.", *problems]), "problem")
    return (_range(lab) if lab.spread is not None else _point(lab)) + _left_out(lab)


def _point(lab: AssumptionLab) -> Markup:
    result = lab.result
    big = _money(lab, result.present_value) if result.sroi_ratio is None else _per(lab, result.sroi_ratio)
    what = "of present value; nothing was put in." if result.sroi_ratio is None else f"for {_each(lab)} put in."
    return Markup('<p class="sv-headline"><strong class="sv-big" data-result="point">{}</strong> {}</p>').format(big, what) + paragraph(
        "No number here has a range yet, so this looks surer than it is.", "note")


def _range(lab: AssumptionLab) -> Markup:
    spread, result = lab.spread, lab.result
    if spread.ratio_p5 is None:
        first = Markup('<p class="sv-headline"><strong class="sv-big" data-result="range">{} to {}</strong>, nine times in ten.</p>').format(
            _money(lab, spread.value_p5), _money(lab, spread.value_p95))
        return first + _driver(lab)
    first = Markup('<p class="sv-headline"><strong class="sv-big" data-result="range">{} to {}</strong> for {}, nine times in ten.</p>').format(
        _per(lab, spread.ratio_p5), _per(lab, spread.ratio_p95), _each(lab))
    return first + _driver(lab) + Markup('<p><span data-result="above">{}</span> With every number at its likely value it is {}.</p>').format(
        chance(spread.p_above_1), _per(lab, result.sroi_ratio))


def chance(share_above: float) -> str:
    """How often more comes out than goes in.

    Examples
    --------
    >>> chance(0.634), chance(1.0)
    ('In 63 draws of 100 more comes out than was put in.', 'In all draws more comes out than was put in.')
    >>> chance(0.0005), chance(0.012), chance(0.997)
    ('In fewer than 1 draw of 100 more comes out than was put in.', 'In 1 draw of 100 more comes out than was put in.', 'In more than 99 draws of 100 more comes out than was put in.')
    """
    hundred = 100 * share_above
    if share_above in (0, 1):
        of = "all draws" if share_above else "no draw"
    elif hundred < 1 or hundred > 99:
        of = "fewer than 1 draw of 100" if hundred < 1 else "more than 99 draws of 100"
    else:
        of = "1 draw of 100" if round(hundred) == 1 else f"{round(hundred)} draws of 100"
    return f"In {of} more comes out than was put in."


def _driver(lab: AssumptionLab) -> Markup:
    if not lab.revealed:
        return paragraph(GUESS_FIRST, "note")
    if not lab.fresh:
        return paragraph(WORKING, "note")
    called, spread = names(lab), lab.spread
    told = range_and_driver(lab.map, spread.value_p5, spread.value_p95, spread.inputs_mean, lab.findings.drivers, 2)
    first = lab.findings.drivers[0].field
    plain_driver = range_and_driver(lab.map, spread.value_p5, spread.value_p95, spread.inputs_mean, (), 2)
    much = "mostly" if "; mostly " in told else "most of all"
    return Markup("<p>{}; {} driven by <strong data-result='driver'>{}</strong>.</p>").format(plain_driver.rstrip("."), much, called.phrase(first))


def _left_out(lab: AssumptionLab) -> Markup:
    waiting = [place for place, typed in lab.judgements.items() if locked(typed)]
    called = names(lab)
    wrong = [f"{called.of(place)}: {message}" for place, parts in lab.unread.items() if place != "map" for message in parts.values()]
    found = [f"{called.of(place)}: its reason is missing." for place in waiting] + wrong
    if not found:
        return Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(one) for one in found)
    return paragraph("Not counted yet:", "problem") + Markup("<ul>{}</ul>").format(items)


def density_picture(lab: AssumptionLab) -> Picture | None:
    """How results spread; nothing where no number has a range."""
    if lab.spread is None:
        return None
    if lab.spread.ratio_p5 is None:
        return density(lab.spread.present_values, target=None, shown=lambda amount: _money(lab, amount))
    return density(lab.spread.ratios)


# -- one assumption

def about_place(lab: AssumptionLab) -> Markup:
    """What the map says of the assumption, why, and what it would have to be for the result to turn."""
    if lab.line == EVERY:
        likely = [estimate.likely for field, estimate in lab.now.items() if key_of(field) == lab.key]
        head = f"The map says {between(lab.key, min(likely), max(likely))} for its {len(likely)} lines. Your numbers move each line's own."
        return paragraph(head) + paragraph(switch_words(lab), "note")
    known = lab.said()
    if known is None:
        return Markup("")
    why = f" Its reason: {known.reason or known.evidence}" if known.reason or known.evidence else " It gives no reason."
    grade = f" Graded: {known.grade}." if known.grade else ""
    return paragraph(f"The map says {said(key_of(lab.place), known)}.{_ended(why)}{grade}") + paragraph(switch_words(lab), "note")


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def switch_words(lab: AssumptionLab) -> str:
    """The switching value in a sentence."""
    switch, key, one = lab.switch, key_of(lab.place), f"{_mark(lab)}1"
    if switch is None:
        return ""
    if switch.value is None:
        return f"Whatever it is, the result stays on the same side of {one} for {_each(lab)}."
    at = number(key, switch.value)
    moved = "on every line" if lab.line == EVERY else "here"
    if not switch.exact:
        return f"With {at} {moved} the result first passes {one} for {_each(lab)}."
    return f"With {at} {moved} the result would be {one} for {_each(lab)}."


def number_hint(lab: AssumptionLab, part: str) -> str:
    """What may be typed, and what is used while the field is empty."""
    if lab.locked:
        return ""
    if is_every(lab.place):
        unit = "years" if lab.key == "duration_years" else "percentage points" if lab.key in SHARES else "per cent"
        return {"low": f"{unit} below each line's own, such as -5", "likely": "leave empty for no change", "high": f"{unit} above, such as 10"}[part]
    if part == "likely":
        return "leave empty to keep the map's"
    known = lab.said()
    return "leave both ends empty for one number without a range" if known is not None and known.uncertain else ""


# -- what moves it

def guess_options(lab: AssumptionLab) -> list[tuple[str, str]]:
    """Every uncertain number, by name, so that the order gives nothing away."""
    called = names(lab)
    return [("", "Choose one"), *sorted(((bar.field, called.of(bar.field)) for bar in lab.bars), key=lambda one: one[1])]


def tornado_picture(lab: AssumptionLab) -> Picture | None:
    """The widest bars; nothing before a guess, or where there is no range."""
    if not lab.bars or not lab.revealed:
        return None
    called, known = names(lab), [bar for bar in lab.bars if None not in (bar.at_low, bar.at_high)]
    priced = lab.result.sroi_ratio is None
    rows = [(called.of(bar.field), bar.at_low, bar.at_high) for bar in known[:MOST_BARS]]
    if len({row[0] for row in rows}) < len(rows):  # two lines with the same words
        rows = [(f"{name} ({bar.field})", low, high) for (name, low, high), bar in zip(rows, known, strict=False)]
    base = lab.result.present_value if priced else lab.result.sroi_ratio
    left = len(known) - len(rows)
    made = tornado(rows, base, **({"shown": lambda amount: _money(lab, amount)} if priced else {}))
    return Picture(made.figure, f"{made.sentence} {left} smaller ones are left out." if left > 0 else made.sentence, made.table, made.title)


def verdict(lab: AssumptionLab) -> Markup:
    """The guess beside what was found."""
    order = [driver.field for driver in lab.findings.drivers]
    if not lab.guess or not order or not lab.fresh:
        return Markup("")
    called = names(lab)
    if lab.guess == order[0]:
        return paragraph(f"Your guess holds: it is {called.phrase(lab.guess)}.", "good")
    if lab.guess not in order:
        return paragraph(f"Your guess, {called.phrase(lab.guess)}, has no range any more.", "note")
    place = order.index(lab.guess) + 1
    return paragraph(f"Your guess, {called.phrase(lab.guess)}, is number {place} of {len(order)}. Number 1 is {called.phrase(order[0])}.")


def find_out_first(lab: AssumptionLab) -> Markup:
    """What settling each assumption would do, the most useful first."""
    if not lab.bars:
        return paragraph("Give a number its range, and this says what to go and find out first.", "note")
    if not lab.revealed:
        return paragraph(GUESS_FIRST, "note")
    if not lab.fresh or not lab.findings.settled:
        return paragraph(WORKING, "note")
    called, first = names(lab), lab.findings.settled[0]
    drivers, bars = {one.field: one for one in lab.findings.drivers}, {one.field: one for one in lab.bars}
    turns = max((one.turns or 0) for one in lab.findings.settled)
    lead = f"Find out first {called.phrase(first.field)}. Knowing it would narrow the range by {_few(first.narrows_by)}, on average."
    tail = f"No single answer would turn the result: it would stay on the same side of {_mark(lab)}1 for {_each(lab)}." if turns == 0 else (
        "For some of them, the answer could turn the choice.")
    rows = [_settled_row(lab, called, one, drivers[one.field], bars.get(one.field)) for one in lab.findings.settled[:MOST_BARS]]
    columns = ["Assumption", "Share of spread", "Narrows it by", "Turns choice", "Worth at most"]
    if not turns:  # two columns of nothing
        rows, columns = [row[:3] for row in rows], columns[:3]
    found = paragraph(lead) + paragraph(tail) + table("What to find out first", columns, rows, numbers=range(1, len(columns)))
    return found + paragraph(WORTH, "note") if turns else found


def _settled_row(lab: AssumptionLab, called: Names, one, driver: Driver, bar: Bar | None) -> list[str]:
    key = key_of(EVERY_FIELD.get(one.field, one.field))
    span = "" if bar is None or len(one.fields) > 1 else between("attribution" if key.isdecimal() else key, bar.low, bar.high)
    decided = ["–", "–"] if one.turns is None else [_few(one.turns), _money(lab, one.worth)]
    return [f"{called.of(one.field)}, {span}" if span else called.of(one.field), _few(driver.total), _few(one.narrows_by), *decided]


def _few(value: float) -> str:
    return "none" if value == 0 else "under 1%" if value < 0.01 else f"{value:.0%}"


def presets(lab: AssumptionLab) -> Markup:
    """The what-ifs of published reports, tried on this map."""
    if not lab.findings.tried or lab.result is None:
        return paragraph("Working out the what-ifs.", "note")
    base, has = lab.result, lab.result.sroi_ratio is not None
    def row(each) -> list[str]:
        if has:
            return [each.preset.title, _per(lab, each.sroi_ratio), _signed(lab, each.sroi_ratio - base.sroi_ratio)]
        return [each.preset.title, _money(lab, each.present_value), _money(lab, each.present_value - base.present_value)]
    whole = [row(each) for each in lab.findings.tried if each.preset.changes[0].how != "drop"]
    without = [row(each) for each in lab.findings.tried if each.preset.changes[0].how == "drop"]
    columns = ["What if", f"For {_each(lab)}" if has else "Present value", "Change"]
    found = table("What-ifs that published reports use", columns, whole, numbers=(1, 2))
    if without:
        found += Markup("<details><summary>Without one line at a time ({})</summary>{}</details>").format(
            len(without), table("Each line left out in turn", columns, without, numbers=(1, 2)))
    return found


def _signed(lab: AssumptionLab, change: float) -> str:
    return "no change" if round(change, 2) == 0 else f"{'' if change < 0 else '+'}{_per(lab, change)}"


# -- judgements, and another team

def judgements(lab: AssumptionLab) -> Markup:
    """Every judgement with its reason and what it does, and what came from files."""
    if not lab.judgements and not lab.records:
        return paragraph("Nothing is questioned yet.", "note")
    called, swings = names(lab), {EVERY_FIELD.get(bar.field, bar.field): bar for bar in lab.bars}
    worths = {one.place: one for one in lab.findings.weighed}
    has_ratio = lab.result is not None and lab.result.sroi_ratio is not None
    rows, say = [], ratio if has_ratio else lambda amount: _money(lab, amount)
    for place, typed in lab.judgements.items():
        one, bar = worths.get(place), swings.get(place)
        effect = "not yet" if one is None or one.worth is None else _money(lab, (one.worth.step if one.counts else one.worth.alone) or 0.0)
        lies = "–" if bar is None or None in (bar.at_low, bar.at_high) or not lab.revealed else " to ".join(map(say, sorted((bar.at_low, bar.at_high))))
        rows.append([called.of(place), typed.get("reason", ""), typed.get("grade", "") or "not graded", _standing(typed), effect, lies])
    columns = ["Assumption", "Your reason", "Evidence", "Counted?", "Moves the likely result by", "Alone, the result may be"]
    found = table("What you have questioned", columns, rows, numbers=(4, 5)) if rows else Markup("")
    items = [one.sentence for one in lab.findings.loaded]
    if items:
        found += heading("From a file, applied as written", 3) + Markup("<ul>{}</ul>").format(
            Markup("").join(Markup("<li>{}</li>").format(one) for one in items))
    return found


def _standing(typed: dict) -> str:
    if locked(typed):
        return "no: reason missing"
    decided = typed.get("decision", "")
    return f"no: {'rejected' if decided == 'reject' else 'parked'}" if decided in IDLE else "yes" if in_force(typed) else "no"


def comparison(lab: AssumptionLab) -> Markup:
    """Where another team's map differs, and what each difference is worth."""
    if not lab.other:
        return paragraph("Each team downloads its map above. Open the other team's here.", "note")
    if lab.findings.problems:
        return paragraph(" ".join(("The other map cannot be set beside yours.", *lab.findings.problems)), "problem")
    found = lab.findings.compared
    if found is None:
        return paragraph("Comparing.", "note")
    both = (found.mine.sroi_ratio, found.theirs.sroi_ratio)
    lead = f"Yours comes to {_money(lab, found.mine.present_value)}, theirs to {_money(lab, found.theirs.present_value)}."
    if None not in both:
        lead = f"Yours comes to {_per(lab, both[0])} for {_each(lab)}, theirs to {_per(lab, both[1])}."
    if not found.differences:
        return paragraph(f"{lead} The two maps say the same.")
    called, first = names(lab), found.biggest[0]
    return paragraph(f"{lead} They differ in {len(found.differences)} place{'s' if len(found.differences) > 1 else ''}. "
                     f"Most is due to this: {_where(called, first)}.") + table(
        "Line by line, from yours to theirs",
        ["Where", "Yours", "Theirs", "Why (yours)", "Why (theirs)", "Worth, in turn", "Worth alone"],
        [[_where(called, one), said(one.field, one.mine, _mark(lab)), said(one.field, one.theirs, _mark(lab)), _reason(one.mine), _reason(one.theirs),
          TOGETHER if one.worth.step is None else _money(lab, one.worth.step), "–" if one.worth.alone is None else _money(lab, one.worth.alone)] for one in found.biggest], numbers=(5, 6))


def _where(called: Names, one: Difference) -> str:
    if not one.line:
        return said("", None) if not one.field else called.of(f"{EVERY}.{one.field}").partition(":")[0]
    if not one.field:
        return f"Only {'theirs' if one.mine is None else 'yours'} has the line: {said('', one.mine or one.theirs)}"
    return called.of(f"{one.line}.{one.field}")


def _reason(given) -> str:
    one = given[0] if isinstance(given, tuple) and given else getattr(given, "value", None) if not hasattr(given, "reason") else given
    return getattr(one, "reason", "") or ""
