"""The sheet of reasons: the range, grade, reason and evidence behind every number of an outcome."""

from __future__ import annotations

from svtrain.core.estimate import Estimate
from svtrain.core.value_map import ASSUMPTIONS, InlineProxy, Outcome, ValueMap
from svtrain.data.workbook_layout import KEY_ROW_MARK, OUTCOMES, REASON_COLUMNS, REASONS
from svtrain.report.workbook.plan import FIRST_OUTCOME, Plan
from svtrain.report.workbook.style import NUMBER, SHARE, Book, cell

FIRST = 4
_SHARES = ("deadweight", "displacement", "attribution", "leakage", "drop_off")


def numbers_of(outcome: Outcome) -> list[tuple[str, Estimate | None]]:
    """Every number of an outcome by name; several shares due to others are attribution.1, attribution.2, ...

    A proxy whose value only the bank knows has no estimate.
    """
    found: list[tuple[str, Estimate | None]] = []
    for name in ASSUMPTIONS:
        if name == "proxy":
            found.append((name, outcome.proxy.value if isinstance(outcome.proxy, InlineProxy) else None))
        elif name == "attribution" and len(outcome.attribution) > 1:
            found += [(f"attribution.{number}", share) for number, share in enumerate(outcome.attribution, 1)]
        else:
            given = getattr(outcome, name)
            found.append((name, given[0] if name == "attribution" else given))
    return found


MANY = 500  # outcomes; a longer map lists only the numbers that say more than a point


def rows_of(value_map: ValueMap) -> list[tuple[int, str, Estimate | None]]:
    """The rows of this sheet: the outcome's position, the number's name, and what the map says of it."""
    every = len(value_map.outcomes) <= MANY
    return [(position, name, estimate) for position, outcome in enumerate(value_map.outcomes)
            for name, estimate in numbers_of(outcome)
            if every or name.startswith("attribution.") or (estimate and isinstance(estimate.model_dump(), dict))]


def split_share_rows(value_map: ValueMap) -> dict[str, list[int]]:
    """For each outcome with several shares due to others, the rows of this sheet where they stand."""
    rows: dict[str, list[int]] = {}
    for row, (position, name, _) in enumerate(rows_of(value_map), FIRST):
        if name.startswith("attribution."):
            rows.setdefault(value_map.outcomes[position].id, []).append(row)
    return rows


def write_reasons(book: Book, plan: Plan) -> None:
    """One row a number; the likely value is the box on the sheet of outcomes."""
    sheet = book.sheet(REASONS, "#7A8B91")
    book.text(sheet, 0, 0, "Ranges and reasons", "title")
    book.text(sheet, 1, 0, "Low and high make a range; write why you believe the number, and how good the evidence is.", "quiet")
    book.headings(sheet, FIRST - 2, REASON_COLUMNS, KEY_ROW_MARK)
    listed = rows_of(plan.value_map)
    for row, (position, name, estimate) in enumerate(listed, FIRST):
        _row(book, sheet, plan, row, FIRST_OUTCOME + position, plan.value_map.outcomes[position], name, estimate)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(FIRST - 1)
    if listed:
        last = FIRST + len(listed) - 1
        sheet.autofilter(FIRST - 1, 0, last, len(REASON_COLUMNS) - 1)
        sheet.data_validation(FIRST, 5, last, 5, {"validate": "list", "source": ["pert", "triangular", "uniform"]})


def _row(book: Book, sheet, plan: Plan, row: int, line: int, outcome: Outcome, name: str, estimate: Estimate | None) -> None:
    form = SHARE if name.partition(".")[0] in _SHARES else NUMBER
    book.formula(sheet, row, 0, f"={cell(line, 0, sheet=OUTCOMES)}", outcome.id, number="@")
    book.text(sheet, row, 1, name, "plain")
    if name.startswith("attribution."):
        book.number(sheet, row, 2, estimate.likely, "input", form)
    else:
        column = plan.column("proxy.value" if name == "proxy" else name)
        proxy = plan.found[line - FIRST_OUTCOME].value.likely
        book.formula(sheet, row, 2, f"={cell(line, column, sheet=OUTCOMES)}", estimate.likely if estimate else proxy, number=form)
    book.number(sheet, row, 3, estimate.low if estimate else None, "input", form)
    book.number(sheet, row, 4, estimate.high if estimate else None, "input", form)
    kind = estimate.distribution if estimate and estimate.low is not None else ""
    for column, given in enumerate((kind, *((getattr(estimate, key) if estimate else "") for key in (
            "shared", "grade", "reason", "evidence"))), 5):
        book.text(sheet, row, column, given, "input", **({"text_wrap": True} if column > 7 else {}))
