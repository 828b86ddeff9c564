"""The sheets of years, conventions and prices: how the number was made, all of it live."""

from __future__ import annotations

import numpy as np

from svtrain.core.conventions import SHORT, STANDARD
from svtrain.core.reference import PriceIndex
from svtrain.core.valuation import LAST_BITS
from svtrain.core.years import yearly_rates
from svtrain.data.workbook_layout import CONVENTION_KEYS, CONVENTIONS, INPUTS, OUTCOMES, PRICES, YEARS
from svtrain.report.workbook.outcomes import in_force
from svtrain.report.workbook.plan import FIRST_INPUT, FIRST_OUTCOME, FIRST_YEAR, Plan
from svtrain.report.workbook.style import FACTOR, MONEY, SHARE, Book, cell

WRITTEN, BANDS = 4, 17  # rows: the choices as written; the head of the table of schedules
_LABELS = {"mode": "Mode", "timing": "A value is felt at", "schedule": "Discount schedule", "discount_rate": "One flat rate instead",
           "part_year": "Part of a year", "discount_inputs": "Inputs are discounted", "price_index": "Price index"}
_LISTS = {"mode": ["sroi_report", "green_book", "custom"], "timing": ["end_of_year", "mid_year", "start_of_year"],
          "part_year": ["prorata", "round_up", "round_down"], "discount_inputs": ["TRUE", "FALSE"]}


def write_conventions(book: Book, plan: Plan) -> None:
    """Each choice as the map writes it, what it comes to, and the discount schedules."""
    sheet = book.sheet(CONVENTIONS, "#7A8B91", landscape=False)
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 7, 24)
    book.text(sheet, 0, 1, "Conventions", "title")
    book.text(sheet, 1, 1, "The choices that change the answer though no outcome changes. A blank takes what the mode says.", "quiet")
    for column, heading in enumerate(("Choice", "As written", "In force"), 1):
        book.text(sheet, WRITTEN - 1, column, heading, "heading")
    values, formulas = in_force(plan.value_map.conventions), _formulas(plan)
    for row, key in enumerate(CONVENTION_KEYS, WRITTEN):
        book.text(sheet, row, 0, key, "key")
        book.text(sheet, row, 1, _LABELS[key], "label")
        _written(book, sheet, row, key, getattr(plan.value_map.conventions, key))
        book.formula(sheet, row, 3, formulas[key], values[key], number=SHARE if key == "discount_rate" else "@")
        book.book.define_name(f"{key}_in_force", f"={cell(row, 3, sheet=CONVENTIONS)}")
        if key in _LISTS:
            sheet.data_validation(row, 2, row, 2, {"validate": "list", "source": _LISTS[key]})
    book.text(sheet, WRITTEN + 8, 1, "A price index is copied into this workbook; for another one, change the map and write it again.", "quiet")
    _schedules(book, sheet, plan)


def _written(book: Book, sheet, row: int, key: str, given: object) -> None:
    if key == "discount_rate":
        book.number(sheet, row, 2, given, "input", SHARE)
    elif isinstance(given, bool):
        sheet.write_boolean(row, 2, given, book.format("input", align="left"))
    else:
        book.text(sheet, row, 2, str(given or ""), "input")


def _formulas(plan: Plan) -> dict[str, str]:
    at = {key: cell(row, 2) for row, key in enumerate(CONVENTION_KEYS, WRITTEN)}
    named = at["schedule"]
    for short, whole in SHORT.items():
        named = f'IF({at["schedule"]}="{short}","{whole}",{named})'
    blank = ",".join(f'{at[key]}=""' for key in ("timing", "schedule", "discount_rate", "discount_inputs"))
    return {
        "mode": f'=IF({at["mode"]}<>"",{at["mode"]},IF(AND({blank}),"sroi_report","custom"))',
        "timing": f'=IF(mode_in_force="green_book","start_of_year",IF(mode_in_force="sroi_report","end_of_year",'
                  f'IF({at["timing"]}="","end_of_year",{at["timing"]})))',
        "schedule": f'=IF({at["discount_rate"]}<>"","",IF({at["schedule"]}="","{STANDARD}",{named}))',
        "discount_rate": f'=IF({at["discount_rate"]}="","",{at["discount_rate"]})',
        "part_year": f'=IF({at["part_year"]}="","prorata",{at["part_year"]})',
        "discount_inputs": f'=IF(mode_in_force="green_book",TRUE,IF(mode_in_force="sroi_report",FALSE,IF({at["discount_inputs"]}="",FALSE,{at["discount_inputs"]})))',
        "price_index": f'={at["price_index"]}',
    }


def _schedules(book: Book, sheet, plan: Plan) -> None:
    """Every known schedule as bands: from this year on, this rate."""
    known = sorted(plan.reference.schedules.values(), key=lambda each: each.id)
    firsts = sorted({first for each in known for first, _ in each.bands} | {0})
    book.text(sheet, BANDS - 2, 1, "Discount schedules", "section")
    book.text(sheet, BANDS, 1, "From year", "heading")
    for column, schedule in enumerate(known, 2):
        book.text(sheet, BANDS, column, schedule.id, "heading")
        sheet.set_column(column, column, 24)
        for row, first in enumerate(firsts, BANDS + 1):
            rate = next((rate for start, rate in sorted(schedule.bands, reverse=True) if start <= first), schedule.bands[0][1])
            book.number(sheet, row, column, rate, "input", "0.00%")
        book.text(sheet, BANDS + 1 + len(firsts), column, f"{schedule.title} ({schedule.status}). {schedule.source}", "quiet", text_wrap=True)
    for row, first in enumerate(firsts, BANDS + 1):
        book.number(sheet, row, 1, first, "computed", "0")
    last, wide = BANDS + len(firsts), 1 + max(1, len(known))
    for name, (top, left, bottom, right) in {"schedule_years": (BANDS + 1, 1, last, 1), "schedule_names": (BANDS, 2, BANDS, wide),
                                             "schedule_rates": (BANDS + 1, 2, last, wide)}.items():
        book.book.define_name(name, f"={cell(top, left, sheet=CONVENTIONS)}:{cell(bottom, right)}")


def write_years(book: Book, plan: Plan) -> None:
    """Rates, discount factors, values and when the inputs are paid back, one row a year."""
    sheet = book.sheet(YEARS)
    book.text(sheet, 0, 0, "Years", "title")
    book.text(sheet, 1, 0, "Year 1 is the year of the activity. Factors chain from year to year.", "quiet")
    headings = ("Year", "Rate", "End-of-year factor", "Discount factor", "Value", "Present value", "Inputs", "Present value so far",
                "Inputs are paid back")
    for column, heading in enumerate(headings):
        book.text(sheet, FIRST_YEAR - 1, column, heading, "heading")
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, len(headings) - 1, 16)
    sheet.set_row(FIRST_YEAR - 1, 32)
    rates = yearly_rates(plan.axis.conventions, plan.axis.schedule, plan.years)
    ends = np.cumprod(1 / (1 + rates))
    results = {year.year: year for year in plan.result.by_year}
    so_far = 0.0
    for offset in range(plan.years):
        found = results.get(offset + 1)
        so_far += found.present_value if found else 0.0
        _year(book, sheet, plan, offset, (float(rates[offset]), float(ends[offset]), found, so_far))
    sheet.freeze_panes(FIRST_YEAR, 1)
    sheet.repeat_rows(FIRST_YEAR - 1)


def _year(book: Book, sheet, plan: Plan, offset: int, values: tuple) -> None:
    rate, end, found, so_far = values
    row = FIRST_YEAR + offset
    at = [cell(row, column, fixed_row=False) for column in range(9)]
    before = [cell(row - 1, column, fixed_row=False) for column in range(9)]
    first = offset == 0
    starts = "1" if first else before[2]
    column = plan.year_column + offset
    years = f"{cell(FIRST_OUTCOME, column, sheet=OUTCOMES)}:{cell(plan.outcomes_end, column)}"
    counted, when = plan.input_column("=counted"), plan.input_column("year")
    inputs = (f"=SUMIF({cell(FIRST_INPUT, when, sheet=INPUTS)}:{cell(plan.inputs_end, when)},{at[0]},"
              f"{cell(FIRST_INPUT, counted, sheet=INPUTS)}:{cell(plan.inputs_end, counted)})")
    enough = f"total_inputs*(1-{LAST_BITS:.0E})"
    reached = f"AND(total_inputs>0,{at[7]}>={enough}" + ("" if first else f",MAX({cell(FIRST_YEAR, 7)}:{before[7]})<{enough}") + ")"
    paid = f'=IF({reached},{at[0]}-1+MIN(1,(total_inputs-{"0" if first else before[7]})/{at[5]}),"")'
    payback = plan.result.payback_years
    here = payback if payback is not None and offset < payback <= offset + 1 else ""
    book.number(sheet, row, 0, offset + 1, "computed", "0")
    formulas = (
        (1, '=IF(discount_rate_in_force<>"",discount_rate_in_force,INDEX(schedule_rates,MATCH(' + at[0] + ",schedule_years,1),MATCH(schedule_in_force,schedule_names,0)))", rate, "0.00%"),
        (2, f"={starts}/(1+{at[1]})", end, FACTOR),
        (3, f'=IF(timing_in_force="start_of_year",{starts},IF(timing_in_force="mid_year",{starts}/SQRT(1+{at[1]}),{at[2]}))', float(plan.axis.factors[offset]), FACTOR),
        (4, f"=SUM({years})", found.value if found else 0.0, MONEY),
        (5, f"={at[4]}*{at[3]}", found.present_value if found else 0.0, MONEY),
        (6, inputs, found.inputs if found else 0.0, MONEY),
        (7, f"={at[5]}" if first else f"={before[7]}+{at[5]}", so_far, MONEY),
        (8, paid, here, "0.0"),
    )
    for position, formula, value, form in formulas:
        book.formula(sheet, row, position, formula, value, number=form)


def write_prices(book: Book, plan: Plan) -> None:
    """The price index year by year; a financial year is three quarters of one calendar year and a quarter of the next."""
    index = plan.reference.indices.get(plan.value_map.conventions.price_index) or PriceIndex("", "No price index is known")
    sheet = book.sheet(PRICES, "#7A8B91", landscape=False)
    sheet.set_column(0, 2, 20)
    book.text(sheet, 0, 0, "Prices", "title")
    book.text(sheet, 1, 0, f"{index.title}. {index.source}".strip(), "quiet")
    for column, heading in enumerate(("Year", "Level", "Published financial years")):
        book.text(sheet, 3, column, heading, "heading")
    calendar = sorted(index.calendar)
    rows = {year: 4 + position for position, year in enumerate(calendar)}
    blended = {f"{year}/{(int(year) + 1) % 100:02d}": year for year in calendar if str(int(year) + 1) in index.calendar}
    labels = [*calendar, *sorted({*blended, *index.financial})] or ["none"]
    for row, label in enumerate(labels, 4):
        book.text(sheet, row, 0, label, "computed")
        if label in index.calendar:
            book.number(sheet, row, 1, index.calendar[label], "computed", "0.0000")
        elif label in blended:
            first, second = rows[blended[label]], rows[str(int(blended[label]) + 1)]
            level = 0.75 * index.calendar[blended[label]] + 0.25 * index.calendar[str(int(blended[label]) + 1)]
            book.formula(sheet, row, 1, f"=0.75*{cell(first, 1)}+0.25*{cell(second, 1)}", level, number="0.0000")
        if label in index.financial:
            book.number(sheet, row, 2, index.financial[label], "computed", "0.0000")
    last = 3 + len(labels)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{last + 1}"})
    for column, name in enumerate(("price_years", "price_level", "price_financial")):
        book.book.define_name(name, f"={cell(4, column, sheet=PRICES)}:{cell(last, column)}")
    sheet.freeze_panes(4, 0)
