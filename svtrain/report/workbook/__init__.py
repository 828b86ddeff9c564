"""A value map as an Excel workbook whose results are live formulas."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from svtrain.core.reference import Reference
from svtrain.core.value_map import ValueMap


Report = Callable[[int, int], None]


def workbook_bytes(value_map: ValueMap, reference: Reference, *, today: str | None = None, progress: Report | None = None) -> bytes:
    """The workbook of a map: change a deadweight in it and the ratio follows.

    Part years, ``starts_year``, ``drop_off_from_year``, schedules, timing and price rebasing are formulas too. Text that starts
    like a formula stays text. `svtrain.data.value_map_workbook` reads it back.

    Parameters
    ----------
    value_map : ValueMap
        The map.
    reference : Reference
        Where its proxies, schedules and index are looked up.
    today : str, optional
        ISO date for the checks; now by default.
    progress : callable, optional
        Told how many outcomes are written, and how many there are.

    Raises
    ------
    CannotDo
        When the map cannot be valued or is too large for a workbook.

    Examples
    --------
    >>> from svtrain.core.reference import Schedule
    >>> rates = Reference(schedules={"green-book-standard": Schedule("green-book-standard", "Green Book", ((0, 0.035),))})
    >>> example = ValueMap.model_validate({"outcomes": [{"id": "jobs", "quantity": 2, "proxy": {"value": 90}}]})
    >>> workbook_bytes(example, rates)[:2]
    b'PK'
    """
    from xlsxwriter import Workbook

    from svtrain.data.workbook_layout import RESULT
    from svtrain.report.workbook.about import write_about, write_inputs
    from svtrain.report.workbook.conventions import write_conventions, write_prices, write_years
    from svtrain.report.workbook.outcomes import write_outcomes
    from svtrain.report.workbook.plan import plan_of
    from svtrain.report.workbook.reasons import write_reasons
    from svtrain.report.workbook.result import write_result
    from svtrain.report.workbook.sources import write_lint, write_sources
    from svtrain.report.workbook.style import NOT_XML, Book
    from svtrain.report.workbook.unpriced import write_unpriced

    plan = plan_of(value_map, reference, today=today)
    out = io.BytesIO()
    written = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book = Book(written)
    first = book.sheet(RESULT)
    write_about(book, plan)
    write_inputs(book, plan)
    write_outcomes(book, plan, progress)
    write_unpriced(book, plan)
    for write in (write_reasons, write_years, write_conventions, write_prices,
                  write_sources, write_lint):
        write(book, plan)
    write_result(book, plan, first)
    first.activate()
    written.set_properties({"title": NOT_XML.sub(" ", value_map.title[:200]), "comments": "Written by svtrain; results are live formulas."})
    written.close()
    return out.getvalue()


def write_workbook(value_map: ValueMap, reference: Reference, path: Path | str, *, today: str | None = None,
                   progress: Report | None = None) -> None:
    """Write the workbook whole or not at all.

    Raises
    ------
    CannotDo
        When the map cannot be valued, or the file cannot be written.
    """
    from svtrain.data.documents import write_bytes

    write_bytes(path, workbook_bytes(value_map, reference, today=today, progress=progress))
