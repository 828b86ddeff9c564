"""The first sheet: the result in large, what it rests on, and where it comes from."""

from __future__ import annotations

from svtrain.data.workbook_layout import LINT, OUTCOMES, RESULT, YEARS
from svtrain.report.workbook.plan import FIRST_OUTCOME, FIRST_YEAR, Plan
from svtrain.report.workbook.style import DEEP, MONEY, RATIO, Book, cell
from svtrain.report.workbook.unpriced import write_alarm, write_beside

MOST_BARS = 40  # a chart with more says nothing


def write_result(book: Book, plan: Plan, sheet) -> None:
    """Present value, inputs, ratio, net present value and payback, all live; then two charts and the conventions."""
    for column, width in enumerate((26, 20, 20, 20, 20)):
        sheet.set_column(column, column, width)
    book.text(sheet, 0, 0, plan.value_map.title or "Value map", "title")
    book.text(sheet, 1, 0, _subtitle(plan), "quiet")
    row = 3
    if any(proxy.passport.private for proxy in plan.found):
        book.text(sheet, row, 0, "Holds licensed values of your organisation: not to leave this machine.", "label", font_color="#A32A2A")
        row += 1
    row = _totals(book, sheet, plan, write_alarm(book, sheet, plan, row))
    row = write_beside(book, sheet, plan, row + 1)
    row = _sentences(book, sheet, plan, row)
    _charts(book, sheet, plan, row + 1)


def _subtitle(plan: Plan) -> str:
    contract = plan.value_map.contract
    parts = [plan.value_map.currency, f"{plan.value_map.price_year} prices" if plan.value_map.price_year else ""]
    if contract is not None:
        parts = [contract.reference, contract.buyer, contract.supplier, *parts]
    return " · ".join(part for part in parts if part)


def _totals(book: Book, sheet, plan: Plan, row: int) -> int:
    result = plan.result
    names = {"total_present_value": (f"={plan.outcome_total('=present_value')}", result.present_value, "Present value", MONEY),
             "total_inputs": (f"={plan.inputs_total}", result.total_inputs, "Inputs", MONEY),
             "sroi_ratio": ('=IF(total_inputs>0,total_present_value/total_inputs,"")', result.sroi_ratio, "Ratio", RATIO),
             "net_ratio": ('=IF(total_inputs>0,sroi_ratio-1,"")', result.net_ratio, "Net ratio", RATIO),
             "net_present_value": ("=total_present_value-total_inputs", result.net_present_value, "Net present value", MONEY),
             "payback_years": (_payback(plan), "never in these years" if result.payback_years is None and result.total_inputs > 0
                               else result.payback_years, "Payback, years", "0.0")}
    for name, (formula, value, label, form) in names.items():
        large = name in ("total_present_value", "sroi_ratio")
        book.text(sheet, row, 0, label, "card label")
        book.formula(sheet, row, 1, formula, value, "big" if large else "card", form)
        sheet.set_row(row, 36 if large else 22)
        book.book.define_name(name, f"={cell(row, 1, sheet=RESULT)}")
        row += 1
    note = "Nothing is put in, so there is nothing to divide by: the map has a present value but no ratio."
    book.formula(sheet, row, 0, f'=IF(total_inputs>0,"","{note}")', "" if result.total_inputs > 0 else note, "quiet", "@")
    reach = (f"=IF(SUMPRODUCT(MAX({_column(plan, 'starts_year')}+{_column(plan, '=years_counted')}))-1>{plan.years},"
             f'"A line reaches past year {plan.years}, the last on these sheets: the total leaves it out.","")')
    book.formula(sheet, row + 1, 0, reach, "", "label", "@")
    return row + 2


def _column(plan: Plan, key: str) -> str:
    column = plan.column(key)
    last = max(FIRST_OUTCOME, plan.outcomes_end - 1)
    return f"{cell(FIRST_OUTCOME, column, sheet=OUTCOMES)}:{cell(last, column)}"


def _payback(plan: Plan) -> str:
    when = plan.years_range(8)
    return f'=IF(total_inputs<=0,"",IF(COUNT({when})=0,"never in these years",MIN({when})))'


def _sentences(book: Book, sheet, plan: Plan, row: int) -> int:
    book.text(sheet, row, 0, "How the number was made", "section")
    for column in range(1, 5):
        book.text(sheet, row, column, "", "section")
    live = ('="In force: "&mode_in_force&", "&timing_in_force&", "&IF(discount_rate_in_force<>"",TEXT(discount_rate_in_force,"0.00%")&" a year",'
            'schedule_in_force)&", part years "&part_year_in_force&", inputs "&IF(discount_inputs_in_force,"discounted","not discounted")&"."')
    chosen = plan.axis.conventions
    rate = chosen.schedule if chosen.discount_rate is None else f"{chosen.discount_rate:.2%} a year"
    shown = (f"In force: {chosen.mode}, {chosen.timing}, {rate}, part years {chosen.part_year}, "
             f"inputs {'discounted' if chosen.discount_inputs else 'not discounted'}.")
    book.formula(sheet, row + 1, 0, live, shown, "plain", "@")
    row += 2
    for sentence in plan.result.sentences:
        book.text(sheet, row, 0, f"As written: {sentence}", "quiet")
        row += 1
    counts = {level: sum(finding.level == level for finding in plan.result.lint) for level in ("error", "warning", "note")}
    found = ", ".join(f"{count} {level}{'' if count == 1 else 's'}" for level, count in counts.items() if count) or "nothing"
    sheet.write_url(row, 0, f"internal:'{LINT}'!A1", book.format("plain", font_color=DEEP, underline=1), f"The checks found {found}.")
    return row + 1


def _charts(book: Book, sheet, plan: Plan, row: int) -> None:
    lines = len(plan.value_map.outcomes)
    if 1 <= lines <= MOST_BARS:
        column, last = plan.column("=present_value"), plan.outcomes_end - 1
        bars = book.book.add_chart({"type": "bar"})
        bars.add_series({"name": "Present value", "categories": [OUTCOMES, FIRST_OUTCOME, 0, last, 0],
                         "values": [OUTCOMES, FIRST_OUTCOME, column, last, column], "fill": {"color": DEEP}, "gap": 60})
        bars.set_y_axis({"reverse": True, "line": {"none": True}, "major_gridlines": {"visible": False}})
        _dress(bars, "Present value by outcome", "x")
        sheet.insert_chart(row, 0, bars, {"x_scale": 1.08, "y_scale": max(0.7, min(1.8, lines / 9)), "description": "Present value of every outcome"})
    years = min(plan.years, max((year.year for year in plan.result.by_year), default=1))
    pillars = book.book.add_chart({"type": "column"})
    pillars.add_series({"name": "Present value", "categories": [YEARS, FIRST_YEAR, 0, FIRST_YEAR + years - 1, 0],
                        "values": [YEARS, FIRST_YEAR, 5, FIRST_YEAR + years - 1, 5], "fill": {"color": "#D08C47"}, "gap": 60})
    pillars.set_x_axis({"name": "Year", "major_gridlines": {"visible": False}})
    _dress(pillars, "Present value by year", "y")
    sheet.insert_chart(row, 3, pillars, {"x_offset": 40, "x_scale": 0.9, "y_scale": 0.9, "description": "Present value of every year"})


def _dress(chart, title: str, value_axis: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "color": DEEP}, "overlay": False})
    chart.set_legend({"none": True})
    axis = {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E3E8EA"}}, "line": {"none": True}}
    (chart.set_x_axis if value_axis == "x" else chart.set_y_axis)(axis)
    chart.set_chartarea({"border": {"none": True}})
