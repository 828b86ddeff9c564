"""The sentences of the value builder."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from svtrain.apps.value_builder.state import ValueBuilder
from svtrain.core.valuation import Valuation
from svtrain.ui.amounts import mark, money, ratio
from svtrain.ui.valuation_words import red_lines

WAYS = {
    "sroi_report": "the usual way of published reports",
    "green_book": "the Green Book way",
    "custom": "this map's own way",
}
WHY_WAYS = {
    "sroi_report": "Year 1 is discounted like every other year.",
    "green_book": "Year 1 is not discounted, and inputs of later years are.",
    "custom": "The map sets its own timing and rate.",
}


def title(app: ValueBuilder) -> str:
    """Which contract this is: its title, supplier and start."""
    contract = app.plain.get("contract") or {}
    start = f"from {date.fromisoformat(contract['start']):%B %Y}" if contract.get("start") else ""
    return ", ".join(filter(None, (app.plain.get("title") or "A map without a title", contract.get("supplier"), start)))


def headline(app: ValueBuilder) -> Markup:
    """The result under both modes, or what stands in the way of one."""
    if app.result is None:
        return _blocked(app)
    result, other, sign = app.result, app.other, mark(app.result.currency)
    if result.sroi_ratio is None:
        return red_lines(result) + Markup('<p class="sv-big">No ratio</p><p>{}</p><p>Present value: <strong>{}</strong></p>').format(
            result.note, money(result.present_value, sign))
    return red_lines(result) + _range(app) + Markup(
        '<p class="sv-headline"><strong class="sv-big" data-result="ratio">{}</strong> for each {}1 put in, {}.</p>'
        '<p><strong data-result="other-ratio">{}</strong> {}. {}</p>'
        '<p>{} present value, less {} put in, leaves <span class="sv-whole">{}</span>.{}</p>'
    ).format(
        _per(result.sroi_ratio, sign), sign, _way(result), _per(other.sroi_ratio, sign), _way(other), WHY_WAYS[_mode(other)],
        money(result.present_value, sign), money(result.total_inputs, sign), money(result.net_present_value, sign), _payback(result),
    )


def _range(app: ValueBuilder) -> Markup:
    """The range and what drives it come before the one figure; a map of points says that it has none."""
    spread, sign = app.spread, mark(app.result.currency)
    if spread is None:
        return Markup('<p class="sv-note">No number here has a range yet, so the result below looks surer than it is.</p>')
    return Markup(
        '<p class="sv-headline"><strong class="sv-big" data-result="range">{} to {}</strong> for each {}1, nine times in ten.</p><p>{}</p>'
    ).format(_per(spread.ratio_p5, sign), _per(spread.ratio_p95, sign), sign, _whole(spread.headline))


def _whole(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."


def _blocked(app: ValueBuilder) -> Markup:
    count = len(app.problems)
    if not count:
        return Markup("<p>Open a value map to see its result.</p>")
    fields = "one field is" if count == 1 else f"{count} fields are"
    items = Markup("").join(Markup("<li>{}: {}</li>").format(_where(field), message) for field, message in app.problems.items())
    return Markup("<p class='sv-problem'><strong>No result while {} wrong.</strong></p><ul>{}</ul>").format(fields, items)


def _where(field: str) -> str:
    parts = field.split(".")
    return f"{parts[-1].replace('_', ' ')} of line {'.'.join(parts[1:-1])}" if parts[0] == "outcomes" and len(parts) > 2 else field.replace("_", " ")


def _per(value: float | None, sign: str) -> str:
    return "no ratio" if value is None else f"{sign}{ratio(value)}"


def _mode(valuation: Valuation) -> str:
    return valuation.conventions.mode or "custom"


def _way(valuation: Valuation) -> str:
    return WAYS[_mode(valuation)]


def _payback(valuation: Valuation) -> str:
    if valuation.payback_years is None:
        return " The value never reaches what was put in."
    return f" The value reaches what was put in after {valuation.payback_years:.1f} years."


def line_note(app: ValueBuilder) -> Markup:
    """What one line came to, under its fields."""
    if app.result is None or not app.line:
        return Markup("")
    one = next((one for one in app.result.by_outcome if one.id == app.line), None)
    if one is None:
        return Markup("")
    sign = mark(app.result.currency)
    return Markup("<p>This line: {} in its first year, <strong>{}</strong> over all its years, in today's money.</p>").format(
        money(one.first_year, sign), money(one.present_value, sign))
