"""A scored tender as an Excel workbook: change a price, a weight or a formula in it, and the winner follows."""

from __future__ import annotations

import io

from svtrain.core.scoring import TenderRecord


def tender_workbook(record: TenderRecord) -> bytes:
    """The workbook of a scored tender, with live formulas for every formula pair.

    Chances of winning are numbers, as they were drawn. Text that starts like a formula stays text. Its sheet of bids
    can be read back by `svtrain.data.tender`.

    Parameters
    ----------
    record : TenderRecord
        The tender, its scoring under every pair, the marks and the reasons.
    """
    from xlsxwriter import Workbook

    from svtrain.report.tender_workbook.bids import write_bids, write_rules
    from svtrain.report.tender_workbook.pairs import write_pairs
    from svtrain.report.tender_workbook.plan import Plan
    from svtrain.report.tender_workbook.said import write_about, write_marks
    from svtrain.report.tender_workbook.scores import write_result, write_scores
    from svtrain.report.workbook.style import NOT_XML, Book

    out = io.BytesIO()
    written = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book, plan = Book(written), Plan(record)
    first = book.sheet("Result")
    for write in (write_bids, write_rules, write_scores, write_pairs, write_marks, write_about):
        write(book, plan)
    write_result(book, plan, first)
    first.activate()
    written.set_properties({"title": NOT_XML.sub(" ", record.tender.title[:200]), "comments": "Written by svtrain; scores are live formulas."})
    written.close()
    return out.getvalue()
