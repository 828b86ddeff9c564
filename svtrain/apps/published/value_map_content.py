"""A value map as stakeholders read it: the range first, then what it rests on, in plain English."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.core.found_proxies import FoundProxy, find_proxies
from svtrain.core.portfolio import counts_people
from svtrain.core.small_groups import SMALLEST
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.rounding import price_in_words
from svtrain.core.terms import label
from svtrain.core.uncertainty import Uncertainty, uncertainty
from svtrain.core.valuation import Valuation, value
from svtrain.core.value_map import DEDUCTIONS, Outcome, ValueMap
from svtrain.report.publish.record import Drawing, Section, Table
from svtrain.ui.amounts import mark, money
from svtrain.ui.figures import Picture
from svtrain.ui.valuation_pictures import waterfall_picture, years_picture

DRAWS, SEED = 4_000, 1
LICENCE = "licence-forbids-publishing"  # the check that knows such a licence, or the name of such a list
HIDDEN = "hidden"


@dataclass(frozen=True)
class MapContent:
    """What a map has to show, and the lines that count so few people that their counts are hidden."""

    sections: tuple[Section, ...]
    small: tuple[str, ...]
    vintage: tuple[tuple[str, str, str], ...]


def small_lines(value_map: ValueMap, reference: Reference) -> tuple[str, ...]:
    """Lines that count from one to four people.

    Examples
    --------
    >>> small_lines(ValueMap.model_validate({"outcomes": [{"id": "jobs", "quantity": 2, "unit": "person", "proxy": {"value": 9}}]}), Reference())
    ('jobs',)
    """
    def unit(outcome: Outcome) -> str:
        known = reference.proxies.get(outcome.proxy) if isinstance(outcome.proxy, str) else None
        return outcome.unit or (known.unit if known else "") or getattr(outcome.proxy, "unit", "")

    return tuple(outcome.id for outcome in value_map.outcomes if 0 < outcome.quantity.likely < SMALLEST and counts_people(unit(outcome)))


def map_content(value_map: ValueMap, reference: Reference, *, today: str, forecast: bool = False) -> MapContent:
    """Everything a published map shows.

    A map that counts from one to four people on a line loses the counts and pounds of all its lines, so that no total gives the
    one away; with `forecast` such counts are hopes, and nothing is hidden.

    Raises
    ------
    CannotDo
        When the map cannot be valued, or a price in it has a licence that forbids publishing.
    """
    result = value(value_map, reference, today=today)
    kept = [found for found in result.lint if found.rule == LICENCE]
    if kept:
        raise CannotDo([Problem(f"Nothing was exported: {found.message} Price the line another way.", f"outcomes.{found.field}") for found in kept])
    spread = uncertainty(value_map, reference, DRAWS, SEED) if value_map.outcomes and result.total_inputs else None
    small = () if forecast else small_lines(value_map, reference)
    if small and len(value_map.outcomes) == 1:
        raise CannotDo(Problem("The map's one line counts fewer than five people, so its total would give them away. "
                               "Use --forecast if these are hopes and not people.", f"outcomes.{small[0]}.quantity"))
    found = find_proxies(value_map, reference)
    sections = [_short(value_map, result, spread)]
    if value_map.outcomes:
        sections += [Section("How the value comes about", drawings=(drawing(waterfall_picture(result)), drawing(years_picture(result))))]
        sections += [_lines(value_map, result, found, bool(small))]
    if result.unpriced:
        sections += [_unpriced(result)]
    if value_map.outcomes:
        sections += [_assumptions(value_map), _prices(value_map, found)]
    sections += [_counted(value_map, result, bool(small))]
    return MapContent(tuple(sections), small, tuple((used.dataset, used.version, used.sha256) for used in result.vintage))


def drawing(picture: Picture) -> Drawing:
    """A picture as a record keeps it."""
    return Drawing(picture.title, picture.sentence, picture.figure, picture.table)


def _short(value_map: ValueMap, result: Valuation, spread: Uncertainty | None) -> Section:
    sign, said = mark(value_map.currency), []
    if spread is not None and spread.ratio_p5 is not None and spread.ratio_p95 > spread.ratio_p5:
        said += [f"{sign}{spread.ratio_p5:.2f} to {sign}{spread.ratio_p95:.2f} of value for each {sign}1 put in, nine times in ten.", spread.headline]
    elif result.sroi_ratio is not None:
        said += [f"{sign}{result.sroi_ratio:.2f} of value for each {sign}1 put in, with no range given for any number."]
    if result.note:
        said.append(result.note)
    said.append(f"The value comes to {money(result.present_value, sign)} in today's money, for {money(result.total_inputs, sign)} put in.")
    said += [f"Red line not met. {item.sentence} No ratio makes up for it." for item in result.unpriced if item.state == "not met"]
    said.append("This is the worth of what changes for people, put in money. It is not money in a budget.")
    return Section("In short", tuple(said))


def _lines(value_map: ValueMap, result: Valuation, found: tuple[FoundProxy, ...], hide: bool) -> Section:
    sign = mark(value_map.currency)
    rows = tuple(
        (outcome.outcome or outcome.id, outcome.stakeholder, HIDDEN if hide else _spread(outcome.quantity, "{:,.10g}"),
         price_in_words(proxy.value.likely, proxy.passport.unit, value_map.currency), HIDDEN if hide else money(line.present_value, sign))
        for outcome, proxy, line in zip(value_map.outcomes, found, result.by_outcome, strict=True))
    said = (f"A line counts fewer than {SMALLEST} people. So counts and pounds are hidden on every line, and only totals are shown.",) if hide else ()
    return Section("What changes, and for whom", said, tables=(Table("Each line of the map", ("Outcome", "For whom", "How many", "Price of one", "Worth today"), rows),))


def _spread(estimate, form: str) -> str:
    if estimate.uncertain:
        return f"{form.format(estimate.low)} to {form.format(estimate.high)}, most likely {form.format(estimate.likely)}"
    return form.format(estimate.likely)


def _unpriced(result: Valuation) -> Section:
    rows = tuple((item.words, item.amount, item.rule, item.state or "none", item.reason or "No reason is given.") for item in result.unpriced)
    return Section("Beside the ratio, without a price", ("These are in none of the sums.",),
                   tables=(Table("Kept out of every sum", ("Outcome", "How it stands", "How it counts", "Red line", "Why it has no price"), rows),))


def _assumptions(value_map: ValueMap) -> Section:
    rows = []
    for outcome in value_map.outcomes:
        for name in (*DEDUCTIONS, "drop_off"):
            given = getattr(outcome, name)
            for one in given if isinstance(given, tuple) else (given,):
                if one.likely or one.reason or one.uncertain:
                    rows.append((outcome.outcome or outcome.id, label(name), _spread(one, "{:.0%}"), one.reason or "No reason is given.", one.grade or "not graded"))
        rows.append((outcome.outcome or outcome.id, label("duration"), _spread(outcome.duration_years, "{:g}"), outcome.duration_years.reason or "No reason is given.",
                     outcome.duration_years.grade or "not graded"))
    return Section("What it assumes", tables=(Table("Every assumption with its reason", ("Outcome", "Assumption", "Figure", "Reason", "Evidence"), tuple(rows)),))


def _prices(value_map: ValueMap, found: tuple[FoundProxy, ...]) -> Section:
    rows = tuple(
        (outcome.outcome or outcome.id, price_in_words(proxy.value.likely, proxy.passport.unit, value_map.currency),
         proxy.passport.price_year or proxy.passport.price_year_note or "not stated", proxy.passport.geography or "not stated", proxy.passport.perspective or "not stated",
         " ".join(filter(None, (proxy.passport.source, proxy.passport.locator))) or "no source given", proxy.passport.licence or "not stated",
         proxy.passport.last_checked or "not stated")
        for outcome, proxy in zip(value_map.outcomes, found, strict=True))
    return Section("Where the prices come from", tables=(
        Table("Each price with its passport", ("Outcome", "Price", "Price year", "Place", "Whose money", "Source", "Licence", "Last checked"), rows),))


def _counted(value_map: ValueMap, result: Valuation, hide: bool) -> Section:
    if hide:
        return Section("How it was counted", points=(*result.sentences, "What the checks say is left out, as it may name counts.", *value_map.notes))
    checks = tuple(f"{finding.level.capitalize()}: {finding.message}" for finding in result.lint) or ("The checks found nothing to question.",)
    return Section("How it was counted, and what the checks say", points=(*result.sentences, *checks, *value_map.notes))
