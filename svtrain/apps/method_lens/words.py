"""The sentences and tables of the method lens."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.method_lens.state import MethodLens
from svtrain.core.method_lines import METHODS, TAKES
from svtrain.core.methods import ASKS
from svtrain.core.value_map import ASSUMPTIONS
from svtrain.ui.amounts import mark, money, ratio, share
from svtrain.ui.words import heading, paragraph, table

INTRO = "One contract by four methods. See what each counts, what it leaves out, and why they differ."
NO_WINNER = "The four answer different questions. Their figures are not to be added up or ranked, so there is no total and no winner."
NAMES = {"principles": "Principles and spend share", "counted": "Counted and priced", "change_in_lives": "Change in lives", "green_book": "Green Book"}
COUNTS = {
    "principles": "Each principle as met or not met, and each kind of supplier's share of the money.",
    "counted": "How many of each measure, times one list's price.",
    "change_in_lives": "What is left of each change after deductions, over all its years, in today's money, beside what was put in.",
    "green_book": "The same benefits, and the costs, on one axis of years whose first year stays whole.",
}
FIELDS = {"quantity": "how many", "proxy": "what one is worth", "deadweight": "what would have happened anyway", "displacement": "what was only moved",
          "attribution": "who else deserves credit", "leakage": "what is felt elsewhere", "drop_off": "how fast it fades", "duration_years": "how long it lasts"}
STEPS = {"counted": "Counted and priced", "price": "The list's price is not the map's", "deadweight": "Would have happened anyway",
         "displacement": "Was only moved", "attribution": "Due to others", "leakage": "Is felt elsewhere", "years": "Later years",
         "discount": "Later is worth less today", "change_in_lives": "Change in lives", "first_years": "Years counted as the Green Book does",
         "green_book": "Green Book"}
FORMATS = ("A price list is a CSV with outcome_id and price, and measure, unit and licence if you like. The ids are those of the map's lines. "
           "Spend is a CSV with supplier and amount, and yes or no in local, sme and vcse.")
MET = (("", "Nobody has looked"), ("yes", "Met"), ("no", "Not met"))
CHOICES = (("", "Choose"), *NAMES.items())


def title(lens: MethodLens) -> Markup:
    """Which contract this is."""
    if lens.map is None:
        return paragraph(" ".join(lens.blocked), "problem")
    count = len(lens.map.outcomes)
    lines = "1 line" if count == 1 else f"{count} lines"
    return paragraph(f"{lens.map.title or 'A map without a title'}: {lines}.")


def questions() -> Markup:
    """What each method asks, takes and leaves lying: known before any figure."""
    rows = [(NAMES[method], ASKS[method], _takes(method)) for method in METHODS]
    return table("Four methods, four questions", ["Method", "It asks", "It takes from the map"], rows)


def _takes(method: str) -> str:
    taken = TAKES[method]
    if not taken:
        return "nothing; it wants to know who is paid, and what you stand for"
    if len(taken) == len(ASSUMPTIONS):
        return f"all {len(taken)} numbers of each line"
    left = ", ".join(FIELDS[name] for name in ASSUMPTIONS if name not in taken)
    return f"{', '.join(FIELDS[name] for name in taken)}; it leaves lying: {left}"


def choice_note(lens: MethodLens) -> Markup:
    """What is missing, or the choice that was kept."""
    if lens.problem:
        return paragraph(lens.problem, "problem")
    if not lens.kept:
        return paragraph("No figure is worked out before you have chosen.", "note")
    return paragraph(f"Kept, before any figure: {NAMES[lens.first['method']].lower()}.", "note")


def summary(lens: MethodLens) -> Markup:
    """What stands in the way, or that there is no winner."""
    if lens.kept and lens.found is None:
        return Markup("").join(paragraph(said, "problem") for said in lens.blocked[:5])
    return paragraph(NO_WINNER)


def card(lens: MethodLens, method: str) -> Markup:
    """One method: its question, its result and range, what it counts and leaves out, and its conventions."""
    if lens.found is None:
        return Markup("")
    result, spread = _RESULTS[method](lens)
    hides = Markup("").join(Markup("<li>{}</li>").format(said) for said in getattr(lens.found, method).hides)
    rules = Markup("").join(Markup("<li>{}</li>").format(said) for said in _conventions(lens, method))
    return Markup(
        '{}<p class="sv-note">{}</p><p data-method="{}"><strong>{}</strong></p><p>Range: {}</p><p><strong>It counts.</strong> {}</p>'
        "<p><strong>It leaves out.</strong></p><ul>{}</ul><details><summary>Its conventions</summary><ul>{}</ul></details>"
    ).format(heading(NAMES[method], 3), lens.found.asks[method], method, result, spread, COUNTS[method], hides, rules)


def _principles(lens: MethodLens) -> tuple[str, str]:
    view = lens.found.principles
    said = [f"{each.name}: {'met' if each.met else 'not met' if each.met is False else 'nobody has looked'}." for each in view.principles]
    if not view.spend:
        return " ".join([*said, "Nobody has said who gets the money."]), "none; it is a matter of yes or no."
    kinds = ((view.local_share, "local suppliers"), (view.sme_share, "small businesses"), (view.vcse_share, "charities and social enterprises"))
    shares = [f"{'unknown' if part is None else share(part)} to {kind}" for part, kind in kinds]
    return " ".join([*said, f"Of {_money(lens, view.spend)} spent: {', '.join(shares)}."]), "none; shares are exact for the spend that was given."


def _counted(lens: MethodLens) -> tuple[str, str]:
    view = lens.found.counted
    return f"{_money(lens, view.counted_value)} at the prices of “{view.price_list}”.", _spread(lens, lens.ranges.counted)


def _lives(lens: MethodLens) -> tuple[str, str]:
    view = lens.found.change_in_lives
    per = "Nothing is put in, so there is no ratio" if view.sroi_ratio is None else f"{_per(lens, view.sroi_ratio)} for each {_mark(lens)}1 put in"
    return f"{_money(lens, view.valuation.present_value)} in today's money. {per}.", _spread(lens, lens.ranges.change_in_lives, lens.ranges.lives_ratio)


def _book(lens: MethodLens) -> tuple[str, str]:
    view = lens.found.green_book
    per = "no costs to set against them" if view.benefit_cost_ratio is None else (
        f"costs {_money(lens, view.costs)}. {_per(lens, view.benefit_cost_ratio)} of benefit for each {_mark(lens)}1 of cost")
    return f"Benefits {_money(lens, view.benefits)}; {per}.", _spread(lens, lens.ranges.green_book, lens.ranges.book_ratio)


_RESULTS = {"principles": _principles, "counted": _counted, "change_in_lives": _lives, "green_book": _book}


def _spread(lens: MethodLens, ends: tuple[float, float] | None, ratios: tuple[float, float] | None = None) -> str:
    if ends is None:
        return "none is given for what it uses, so it looks surer than it is."
    per = f", or {_per(lens, ratios[0])} to {_per(lens, ratios[1])} for each {_mark(lens)}1" if ratios else ""
    return f"{_money(lens, ends[0])} to {_money(lens, ends[1])}, nine times in ten{per}."


def _conventions(lens: MethodLens, method: str) -> list[str]:
    if method == "principles":
        return ["A principle is met when somebody says so, with a reason that you ask for.", "A share is of the spend that was given, and of nothing else."]
    if method == "counted":
        view = lens.found.counted
        said = ["Nothing is taken away, and each thing counts once, in no year."]
        if view.synthetic:
            said.append("This list is invented: the map's own prices, rounded so that nobody takes it for a real one.")
        if view.licence and not view.synthetic:
            said.append(f"Licence of the list: {view.licence}.")
        words = dict(lens.lines())
        return said + [f"Not on the list, so counted as nothing: {', '.join(words.get(one, one) for one in view.unpriced)}."] if view.unpriced else said
    return list(getattr(lens.found, method).valuation.sentences)


def kept_apart(lens: MethodLens) -> Markup:
    """What the map keeps without a price: in none of the four."""
    unpriced = lens.found.change_in_lives.valuation.unpriced if lens.found is not None else ()
    if not unpriced:
        return Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(item.sentence) for item in unpriced)
    return paragraph("In the pounds of none of the four:") + Markup("<ul>{}</ul>").format(items)


def lines_table(lens: MethodLens) -> Markup:
    """Each line of the map under the three methods that give money, with how far they part."""
    if lens.found is None:
        return Markup("")
    counted = {line.outcome: line.counted_value for line in lens.found.counted.lines}
    book = {each.id: each.present_value for each in lens.found.green_book.valuation.by_outcome}
    words = dict(lens.lines())
    rows = [(words[each.id], _money(lens, counted[each.id]) if each.id in counted else "not on the list", _money(lens, each.present_value),
             _money(lens, book[each.id])) for each in lens.found.change_in_lives.valuation.by_outcome]
    return table("Line by line", ["Line", *(NAMES[method] for method in METHODS[1:])], rows, numbers=(1, 2, 3)) + paragraph(
        "Principles and spend share have no figure for a line. That is what they leave out, and what they spare you from guessing.", "note")


def why(lens: MethodLens) -> Markup:
    """One line from method to method, step by step."""
    steps = lens.differences()
    if not steps:
        return Markup("")
    rows = [(STEPS[step.key] if not step.total else f"= {STEPS[step.key]}", _money(lens, step.amount) if step.total else _signed(lens, step.amount)) for step in steps]
    largest = max((step for step in steps if not step.total), key=lambda step: abs(step.amount), default=None)
    said = "The methods agree on this line." if largest is None else f"What parts them most on this line: {_low(STEPS[largest.key])}, {_signed(lens, largest.amount)}."
    return paragraph(said) + table("From one method's figure to the next", ["Step", "Amount"], rows, numbers=(1,))


def _low(text: str) -> str:
    return text[0].lower() + text[1:]


def _mark(lens: MethodLens) -> str:
    return mark(lens.map.currency)


def _money(lens: MethodLens, amount: float) -> str:
    return money(amount, _mark(lens))


def _signed(lens: MethodLens, amount: float) -> str:
    return f"{'+' if round(amount) > 0 else ''}{_money(lens, amount)}"


def _per(lens: MethodLens, value: float) -> str:
    return f"{_mark(lens)}{ratio(value)}"
