"""The sheet of outcomes: one row an outcome, from quantity to present value, its years to the right."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from svtrain.core.conventions import Conventions
from svtrain.core.estimate import due_to_others
from svtrain.core.value_map import InlineProxy, Outcome
from svtrain.core.years import counted_years
from svtrain.data.workbook_layout import KEY_ROW_MARK, OUTCOME_COLUMNS, OUTCOMES, REASONS
from svtrain.report.workbook.plan import FIRST_OUTCOME, FIRST_YEAR, Plan
from svtrain.report.workbook.reasons import split_share_rows
from svtrain.report.workbook.style import FACTOR, MONEY, NUMBER, RULE, SHARE, Book, cell

KEYS, FACTORS = FIRST_OUTCOME - 2, FIRST_OUTCOME - 3
SHARES = ("deadweight", "displacement", "leakage", "drop_off")
_TEXTS = ("id", "stakeholder", "outcome", "unit", "kind", "perspective", "place", "notes")


def write_outcomes(book: Book, plan: Plan, progress: Callable[[int, int], None] | None = None) -> None:
    """Inputs of every outcome in marked boxes; all else is a formula."""
    sheet = book.sheet(OUTCOMES)
    book.text(sheet, 0, 0, "Outcomes", "title")
    book.text(sheet, 1, 0, "Type in the yellow boxes; everything else follows. To add a line, insert a row and copy the one "
              "above it.", "quiet")
    book.headings(sheet, KEYS, OUTCOME_COLUMNS, KEY_ROW_MARK)
    _year_headings(book, sheet, plan)
    shared = split_share_rows(plan.value_map)
    for row, (outcome, result, proxy) in enumerate(
            zip(plan.value_map.outcomes, plan.result.by_outcome, plan.found, strict=True), FIRST_OUTCOME):
        _inputs(book, sheet, plan, row, outcome, proxy, shared.get(outcome.id))
        _results(book, sheet, plan, row, outcome, result, proxy)
        if progress and row % 50 == 0:
            progress(row - FIRST_OUTCOME + 1, len(plan.value_map.outcomes))
    _closing_row(book, sheet, plan)
    _totals(book, sheet, plan)
    _checks(sheet, plan)
    sheet.freeze_panes(FIRST_OUTCOME, 3)
    sheet.repeat_rows(KEYS + 1)
    sheet.print_area(0, 0, plan.outcomes_end + 1, plan.column("=present_value"))  # the years would make it too small to read
    sheet.set_column(plan.column("kind"), plan.column("includes"), 12, None, {"level": 1})


def _year_headings(book: Book, sheet, plan: Plan) -> None:
    sheet.set_column(plan.year_column, plan.year_column + plan.years - 1, 12)
    book.text(sheet, FACTORS, plan.year_column - 1, "Discount factor", "label", align="right")
    for offset in range(plan.years):
        column = plan.year_column + offset
        book.formula(sheet, FACTORS, column, f"={cell(FIRST_YEAR + offset, 3, sheet='Years')}",
                     float(plan.axis.factors[offset]), number=FACTOR)
        book.number(sheet, KEYS + 1, column, offset + 1, "heading", '"Year "0')


def _inputs(book: Book, sheet, plan: Plan, row: int, outcome: Outcome, proxy, shares: list[int] | None) -> None:
    def text(key: str, given: str) -> None:
        long = {"text_wrap": True} if key in ("stakeholder", "outcome", "notes", "proxy.unit", "unit") else {}
        book.text(sheet, row, plan.column(key), given, "input", **long)

    def number(key: str, given: float | None, form: str = NUMBER) -> None:
        book.number(sheet, row, plan.column(key), given, "input", form)

    for key in _TEXTS:
        text(key, str(getattr(outcome, key) or ""))
    text("includes", "; ".join(outcome.includes))
    sheet.write_boolean(row, plan.column("comparison_group"), outcome.comparison_group, book.format("input", align="center"))
    text("proxy.id", outcome.proxy.id if isinstance(outcome.proxy, InlineProxy) else outcome.proxy)
    number("proxy.value", proxy.value.likely, '#,##0.00;[Red]-#,##0.00')
    text("proxy.unit", proxy.passport.unit)
    text("proxy.price_year", proxy.passport.price_year or "")
    number("quantity", outcome.quantity.likely)
    for key in SHARES:
        number(key, getattr(outcome, key).likely, SHARE)
    number("duration_years", outcome.duration_years.likely)
    number("starts_year", outcome.starts_year, "0")
    number("drop_off_from_year", outcome.drop_off_from_year, "0")
    if shares is None:
        number("attribution", outcome.attribution[0].likely, SHARE)
    else:
        kept = "*".join(f"(1-{cell(each, 2, sheet=REASONS)})" for each in shares)
        book.formula(sheet, row, plan.column("attribution"), f"=1-{kept}", due_to_others(outcome.attribution), number=SHARE)


def _results(book: Book, sheet, plan: Plan, row: int, outcome: Outcome, result, proxy) -> None:
    def at(key: str) -> str:
        return cell(row, plan.column(key), fixed_row=False)

    years = f"{cell(row, plan.year_column, fixed_row=False)}:{cell(row, plan.year_column + plan.years - 1, fixed_row=False)}"
    factors = f"{cell(FACTORS, plan.year_column)}:{cell(FACTORS, plan.year_column + plan.years - 1)}"
    counted = float(counted_years(outcome.duration_years.likely, plan.axis.conventions.part_year))
    formulas = {
        "=price_factor": (price_factor(at("proxy.price_year")), proxy.rebased.factor, FACTOR),
        "=gross": (f"={at('quantity')}*{at('proxy.value')}*{at('=price_factor')}", result.gross, MONEY),
        "=first_year": ("=" + "*".join([at("=gross"), *(f"(1-{at(key)})" for key in (
            "deadweight", "displacement", "attribution", "leakage"))]), result.first_year, MONEY),
        "=all_years": (f"=SUM({years})", float(sum(result.by_year)), MONEY),
        "=present_value": (f"=SUMPRODUCT({years},{factors})", result.present_value, MONEY),
        "=years_counted": (years_counted(at("duration_years")), counted, NUMBER),
    }
    for key, (formula, value, form) in formulas.items():
        book.formula(sheet, row, plan.column(key), formula, value, "result" if key == "=present_value" else "computed", form)
    by_year = [*result.by_year, *np.zeros(plan.years - len(result.by_year))]
    for offset, value in enumerate(by_year):
        column = plan.year_column + offset
        book.formula(sheet, row, column, year_value(cell(KEYS + 1, column, fixed_column=False), at), float(value))


def price_factor(year: str) -> str:
    """Moves a proxy from its own prices to the map's: by the published financial years, or by (blended) calendar years."""
    def look(wanted: str, column: str) -> str:
        return f"INDEX(price_{column},MATCH({wanted}&\"\",price_years,0))"

    financial = f"{look('map_price_year', 'financial')}/{look(year, 'financial')}"
    level = f"{look('map_price_year', 'level')}/{look(year, 'level')}"
    both = f"AND(ISNUMBER({look('map_price_year', 'financial')}),ISNUMBER({look(year, 'financial')}))"
    return f'=IF(map_price_year="",1,IF({year}&""=map_price_year&"",1,IF({both},{financial},{level})))'


def years_counted(duration: str) -> str:
    """How many years count under the rule for part years."""
    return (f'=IF(part_year_in_force="round_up",MAX(0,ROUNDUP({duration}-0.000000001,0)),'
            f'IF(part_year_in_force="round_down",ROUNDDOWN({duration}+0.000000001,0),{duration}))')


def year_value(year: str, at) -> str:
    """The value of one of the map's years: first year, less drop-off so far, times the part of the year that counts."""
    start, since = at("starts_year"), at("drop_off_from_year")
    drops = f"({year}-{start}+2-{since})"  # how often the drop-off has bitten
    kept = f"IF({drops}<=0,1,(1-{at('drop_off')})^{drops})"
    part = f"MAX(0,MIN(1,{at('=years_counted')}-({year}-{start})))"
    return f"=IF({year}<{start},0,{at('=first_year')}*{kept}*{part})"


def _closing_row(book: Book, sheet, plan: Plan) -> None:
    for column in range(len(OUTCOME_COLUMNS) + plan.years):
        sheet.write_blank(plan.outcomes_end, column, None, book.format("plain", top=1, top_color=RULE))
    sheet.set_row(plan.outcomes_end, 6)


def _totals(book: Book, sheet, plan: Plan) -> None:
    row, end = plan.outcomes_end + 1, plan.outcomes_end
    book.text(sheet, row, 2, "All outcomes", "label", align="right")
    totals = {"=gross": sum(one.gross for one in plan.result.by_outcome),
              "=first_year": sum(one.first_year for one in plan.result.by_outcome),
              "=all_years": sum(sum(one.by_year) for one in plan.result.by_outcome),
              "=present_value": plan.result.present_value}
    for key, value in totals.items():
        column = plan.column(key)
        book.formula(sheet, row, column, f"=SUM({cell(FIRST_OUTCOME, column)}:{cell(end, column)})", float(value), "result")


def _checks(sheet, plan: Plan) -> None:
    """Boxes refuse what the engine would refuse."""
    last = max(plan.outcomes_end, FIRST_OUTCOME)
    share = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_title": "A share",
             "error_message": "This is the share taken away: a number from 0 to 1, or 0% to 100%."}
    for key in (*SHARES, "attribution"):
        sheet.data_validation(FIRST_OUTCOME, plan.column(key), last, plan.column(key), share)
    whole = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 1000, "error_title": "A year",
             "error_message": "This is a whole year, counted from 1."}
    for key in ("starts_year", "drop_off_from_year"):
        sheet.data_validation(FIRST_OUTCOME, plan.column(key), last, plan.column(key), whole)
    sheet.data_validation(FIRST_OUTCOME, plan.column("kind"), last, plan.column("kind"),
                          {"validate": "list", "source": ["output", "outcome"]})


def in_force(conventions: Conventions) -> dict[str, object]:
    """What each choice comes to once every blank is filled in."""
    resolved = conventions.resolved()
    return {name: getattr(resolved, name) for name in ("mode", "timing", "schedule", "discount_rate", "part_year",
                                                       "discount_inputs", "price_index")}
