"""The sheets of sources and findings: where every proxy comes from, which editions were used, what a check found."""

from __future__ import annotations

from svtrain.core.found_proxies import FoundProxy
from svtrain.core.value_map import InlineProxy, Outcome
from svtrain.data.workbook_layout import KEY_ROW_MARK, LINT, OUTCOMES, PROXY_TEXTS, SOURCE_COLUMNS, SOURCES
from svtrain.report.workbook.plan import FIRST_OUTCOME, Plan
from svtrain.report.workbook.style import LEVELS, NUMBER, Book, cell

FIRST = 4


def write_sources(book: Book, plan: Plan) -> None:
    """One row an outcome: its proxy's passport, as the map and the bank give it; then the datasets' editions."""
    sheet = book.sheet(SOURCES, "#7A8B91")
    book.text(sheet, 0, 0, "Sources", "title")
    book.text(sheet, 1, 0, "Value, unit and price year stand with the outcome; here is where they come from.", "quiet")
    book.headings(sheet, FIRST - 2, SOURCE_COLUMNS, KEY_ROW_MARK)
    for row, (outcome, proxy) in enumerate(zip(plan.value_map.outcomes, plan.found, strict=True), FIRST):
        _row(book, sheet, plan, row, outcome, proxy)
    row = FIRST + len(plan.value_map.outcomes) + 2
    book.text(sheet, row, 0, "Datasets used", "section")
    for row, used in enumerate(plan.result.vintage or (), row + 1):
        book.text(sheet, row, 0, f"{used.dataset} {used.version}, sha256 {used.sha256}", "quiet")
    if not plan.result.vintage:
        book.text(sheet, row + 1, 0, "None: every number is the map's own.", "quiet")
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(FIRST - 1)


def _row(book: Book, sheet, plan: Plan, row: int, outcome: Outcome, proxy: FoundProxy) -> None:
    written = outcome.proxy if isinstance(outcome.proxy, InlineProxy) else None
    wanted = written.id if written else outcome.proxy
    bank = plan.reference.proxies.get(wanted) if wanted else None
    given = "" if written is None else "; ".join(sorted(name for name in InlineProxy.model_fields if name != "id"
                                                        and getattr(written, name) not in ("", None)))
    column = {key: position for position, (key, _, _) in enumerate(SOURCE_COLUMNS)}
    book.formula(sheet, row, 0, f"={cell(FIRST_OUTCOME + row - FIRST, 0, sheet=OUTCOMES)}", outcome.id, number="@")
    book.text(sheet, row, column["id"], wanted, "computed")
    book.text(sheet, row, column["written_as"], "id" if written is None else "proxy", "computed")
    book.text(sheet, row, column["given"], given, "computed", text_wrap=True)
    book.number(sheet, row, column["bank_value"], bank.value if bank else None, "computed", NUMBER)
    book.text(sheet, row, column["bank_unit"], bank.unit if bank else "", "computed")
    book.text(sheet, row, column["bank_price_year"], (bank.price_year or "") if bank else "", "computed")
    book.text(sheet, row, column["=locator"], proxy.passport.locator, "computed", text_wrap=True)
    for key in PROXY_TEXTS:
        own = written is not None and getattr(written, key)
        shown = getattr(written, key) if own else getattr(proxy.passport, key)
        kind = "computed" if bank and not own else "input"
        book.text(sheet, row, column[key], str(shown or "") if bank or own else "", kind, text_wrap=True)


def write_lint(book: Book, plan: Plan) -> None:
    """What the checks found when the workbook was written."""
    sheet = book.sheet(LINT, "#B86A4B")
    book.text(sheet, 0, 0, "Findings", "title")
    book.text(sheet, 1, 0, "As they were when this workbook was written; read it back into svtrain to check it again.", "quiet")
    for column, (heading, width) in enumerate((("Level", 11), ("Rule", 26), ("Field", 30), ("What to look at", 100))):
        sheet.set_column(column, column, width)
        book.text(sheet, 3, column, heading, "heading")
    for row, finding in enumerate(plan.result.lint, 4):
        for column, given in enumerate((finding.level, finding.rule, finding.field, finding.message)):
            book.text(sheet, row, column, given, "wrapped", bg_color=LEVELS[finding.level])
    if not plan.result.lint:
        book.text(sheet, 4, 0, "Nothing was found.", "plain")
    else:
        sheet.autofilter(3, 0, 3 + len(plan.result.lint), 3)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
