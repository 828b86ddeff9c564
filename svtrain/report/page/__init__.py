"""A valuation as one HTML page that stands alone: no script, no picture or style from elsewhere.

Printed, its first sheet is the report; what it rests on follows behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from svtrain.core.estimate import Estimate
from svtrain.core.found_proxies import FoundProxy, find_proxies
from svtrain.core.methods import SideBySide
from svtrain.core.reference import Reference
from svtrain.core.rounding import SIGNS, price_in_words
from svtrain.core.terms import label
from svtrain.core.typed_days import day_words
from svtrain.core.uncertainty import Uncertainty
from svtrain.core.valuation import Valuation
from svtrain.core.value_map import DEDUCTIONS, Outcome, ValueMap
from svtrain.data.documents import write_text

MOST_ROWS, MOST_ALARMS = 12, 2  # on the first page; an alarm takes the room of two rows
ONE_ROW = 34  # characters of an outcome's name that one row of print holds; a longer one takes two and is cut there


def write_page(value_map: ValueMap, result: Valuation, reference: Reference, path: Path | str, *,
               spread: Uncertainty | None = None, drawings: Mapping[str, str] | None = None, methods: SideBySide | None = None) -> None:
    """Write the page whole or not at all; the same work gives the same bytes.

    Parameters
    ----------
    value_map, result, reference
        The map, its valuation, and what it was valued with.
    path
        Where to write it.
    spread : Uncertainty, optional
        A simulation of the same map; its range then leads the page.
    drawings : mapping of str to str, optional
        SVG elements by title, made by us: they are put in as they are.
    methods : SideBySide, optional
        The same map by other methods; a table of them then stands after the lines.

    Raises
    ------
    CannotDo
        When the file cannot be written.
    """
    write_text(path, page_text(value_map, result, reference, spread=spread, drawings=drawings, methods=methods))


def page_text(value_map: ValueMap, result: Valuation, reference: Reference, *, spread: Uncertainty | None = None,
              drawings: Mapping[str, str] | None = None, methods: SideBySide | None = None) -> str:
    """The page as text; everything that a person typed is escaped."""
    pages = Environment(loader=PackageLoader("svtrain.report.page", "."), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
    sign = SIGNS.get(value_map.currency, f"{value_map.currency} ")
    pages.filters["money"] = lambda amount: f"{'−' if round(amount) < 0 else ''}{sign}{abs(round(amount)):,}"
    pages.filters["to_one"] = lambda ratio: f"{'−' if round(ratio, 2) < 0 else ''}{sign}{abs(ratio):.2f}"
    found = find_proxies(value_map, reference)
    lines = [_line(outcome, proxy, value, value_map.currency) for outcome, proxy, value in zip(value_map.outcomes, found, result.by_outcome, strict=True)]
    return pages.get_template("page.html.j2").render(
        map=value_map, result=result, one=f"{sign}1", spread=spread, methods=methods, note=_notes(value_map), contract=_contract(value_map),
        private=any(proxy.passport.private for proxy in found),
        lines=lines, front=_front(lines, [item for item in result.unpriced if item.state == "not met"]),
        drawings={title: Markup(svg) for title, svg in (drawings or {}).items() if svg})


def _front(lines: list[dict], alarms: list) -> dict:
    """The lines that stand on the first page, and the sums of those that do not: a sheet of paper holds so many."""
    kept = _that_fit(lines, MOST_ROWS - 2 * len(alarms[:MOST_ALARMS]))
    others = [line["value"] for n, line in enumerate(lines) if n not in kept]
    return {"lines": [line for n, line in enumerate(lines) if n in kept], "others": len(others),
            "alarms": alarms[:MOST_ALARMS], "more_alarms": len(alarms[MOST_ALARMS:]),
            **{name: sum(getattr(one, name) for one in others) for name in ("gross", "first_year", "present_value")}}


def _that_fit(lines: list[dict], rows: int) -> set[int]:
    """Which lines stand on the first page: all that fit, or those worth most with one row left for the others together."""
    taken = [1 if len(f"{line['outcome'].outcome or line['outcome'].id}{line['outcome'].stakeholder}") <= ONE_ROW and len(line["price"]) <= ONE_ROW // 2 else 2 for line in lines]
    if sum(taken) <= rows:
        return set(range(len(lines)))
    worth = sorted(range(len(lines)), key=lambda n: -abs(lines[n]["value"].present_value))
    fits = accumulate(taken[n] for n in worth)
    return {n for n, used in zip(worth, fits, strict=True) if used < rows}


def _notes(value_map: ValueMap) -> tuple[str, ...]:
    notes = value_map.notes
    return ((notes,) if notes else ()) if isinstance(notes, str) else notes


def _contract(value_map: ValueMap) -> str:
    """Which contract it is, in one line."""
    one = value_map.contract
    if one is None:
        return ""
    days = f"{day_words(one.start)} to {day_words(one.end)}" if one.start and one.end else ""
    return ", ".join(filter(None, (one.reference, one.buyer, one.supplier, one.place, days)))


def _line(outcome: Outcome, proxy: FoundProxy, value, currency: str) -> dict:
    """One outcome with each judgement in words."""
    kept = proxy.passport
    return {
        "outcome": outcome, "value": value,
        "quantity_range": f"{outcome.quantity.low:,.10g} to {outcome.quantity.high:,.10g}" if outcome.quantity.uncertain else "",
        "price": price_in_words(proxy.value.likely, kept.unit, currency),
        "prices_of": kept.price_year or kept.price_year_note or "price year not stated",
        "source": " ".join(filter(None, (kept.source, kept.locator))) or "no source given",
        "licence": kept.licence, "perspective": kept.perspective, "url": kept.url if kept.url.startswith(("https://", "http://")) else "",
        "judgements": [_number("quantity", outcome.quantity, outcome.unit), *_said("proxy", proxy.value, kept.unit), *_said("duration_years", outcome.duration_years, "years"),
                       *(judged for name in (*DEDUCTIONS, "drop_off") for judged in _judged(name, getattr(outcome, name)))],
    }


def _number(name: str, one: Estimate, unit: str) -> dict:
    """A number that is not a share, with its range, its reason and its grade."""
    return {"label": label({"duration_years": "duration"}.get(name, name)), "value": f"{one.likely:,.10g} {unit}".strip(), "range": f"{one.low:,.10g} to {one.high:,.10g}" if one.uncertain else "",
            "reason": one.reason, "grade": one.grade}


def _said(name: str, one: Estimate, unit: str) -> list[dict]:
    """A number of which something was said; a plain one stands in the sentence above already."""
    return [_number(name, one, unit)] if one.reason or one.uncertain else []


def _judged(name: str, said) -> list[dict]:
    estimates = said if isinstance(said, tuple) else (said,)
    return [{"label": label(name), "value": f"{one.likely:.1%}", "range": f"{one.low:.0%} to {one.high:.0%}" if one.uncertain else "",
             "reason": one.reason, "grade": one.grade} for one in estimates if one.likely or one.reason or one.uncertain]
