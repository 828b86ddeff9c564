"""A proxy policy as an Excel workbook: judgements that may be edited, the first ones, passports and editions."""

from __future__ import annotations

import io
from collections.abc import Sequence

from svtrain.core.challenge import DECISIONS, QUESTIONS
from svtrain.core.proxy_policy import GRADES, JudgedProxy, ProxyPolicy, Verdict
from svtrain.core.reference import Reference
from svtrain.data.policy_layout import ABOUT_LINES, FIRST, FIRST_COLUMNS, FORMAT, NOW, NOW_COLUMNS, PASSPORT_COLUMNS, PASSPORTS
from svtrain.data.private import WATERMARK
from svtrain.data.workbook_layout import ABOUT, KEY_ROW_MARK

HEAD = 3  # the row of headings
WRAPPED = ("reason", "evidence", "would_change_if", "=outcome", "use.source", "was.unit", "use.unit")
LISTS = {"decision": list(DECISIONS), "grade": list(GRADES), "question": list(QUESTIONS), "blind": ["yes", "no"], "private": ["yes", "no"]}


def policy_workbook(policy: ProxyPolicy, reference: Reference, *, left_out: Sequence[str] = ()) -> bytes:
    """The workbook of a policy. Text that starts like a formula stays text; `svtrain.data.proxy_policy` reads it back.

    Parameters
    ----------
    policy : ProxyPolicy
        What is written, all of it: `svtrain.report.licence_guard.publishable_policy` takes out what must not leave the machine.
    reference : Reference
        For the passports of the proxies.
    left_out : sequence of str
        Sentences about what was taken out, to stand in the workbook.

    Examples
    --------
    >>> policy_workbook(ProxyPolicy(title="Ours"), Reference())[:2]
    b'PK'
    """
    from xlsxwriter import Workbook

    from svtrain.report.workbook.style import NOT_XML, Book

    out = io.BytesIO()
    written = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book = Book(written)
    _about(book, policy, left_out)
    _judgements(book, policy, reference)
    _first(book, policy)
    _passports(book, policy, reference)
    written.set_properties({"title": NOT_XML.sub(" ", policy.title[:200]), "comments": "A proxy policy, written by svtrain."})
    written.close()
    return out.getvalue()


def _about(book, policy: ProxyPolicy, left_out: Sequence[str]) -> None:
    sheet = book.sheet(ABOUT, landscape=False)
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 70)
    book.text(sheet, 0, 1, "Our proxy policy", "title")
    book.text(sheet, 1, 0, FORMAT, "key")
    for row, (key, label) in enumerate(ABOUT_LINES, 2):
        book.text(sheet, row, 0, key, "key")
        book.text(sheet, row, 1, label, "label")
        if key == "made":
            book.day(sheet, row, 2, policy.made)
        else:
            book.text(sheet, row, 2, getattr(policy, key), "input", text_wrap=True)
    counts = [sum(one.verdict.decision == decision for one in policy.proxies) for decision in DECISIONS]
    row = len(ABOUT_LINES) + 3
    said = [f"{decision.capitalize()}: {count}." for decision, count in zip(DECISIONS, counts, strict=True)]
    said += [f"Evidence grade {grade}: {meaning}." for grade, meaning in GRADES.items()]
    said += [WATERMARK] if any(one.private for one in policy.proxies) else []
    for line, sentence in enumerate([*said, *left_out], row):
        book.text(sheet, line, 1, sentence, "quiet")


def _judgements(book, policy: ProxyPolicy, reference: Reference) -> None:
    sheet = book.sheet(NOW)
    _top(book, sheet, "Judgements in force", "Change a judgement, its reason or its own value here, then open the workbook in the proxy explorer again.", NOW_COLUMNS)
    for row, one in enumerate(policy.proxies, HEAD + 1):
        known = reference.proxies.get(one.proxy)
        _row(book, sheet, row, NOW_COLUMNS, {**_flat(one), "=outcome": known.outcome if known else "not in this bank"})
    for column, (key, _, _) in enumerate(NOW_COLUMNS):
        if key in LISTS:
            sheet.data_validation(HEAD + 1, column, HEAD + 500, column, {"validate": "list", "source": LISTS[key]})


def _first(book, policy: ProxyPolicy) -> None:
    sheet = book.sheet(FIRST, "#7A8B91")
    _top(book, sheet, "First judgements", "What was said at first, kept as it was. Where it was before rivals were seen, the column says so.", FIRST_COLUMNS)
    for row, one in enumerate(policy.proxies, HEAD + 1):
        _row(book, sheet, row, FIRST_COLUMNS, {"proxy": one.proxy, **_verdict(one.first)}, "computed")


def _top(book, sheet, title: str, said: str, columns) -> None:
    book.text(sheet, 0, 0, title, "title")
    book.text(sheet, 1, 0, said, "quiet")
    book.headings(sheet, HEAD - 1, columns, KEY_ROW_MARK)
    sheet.fit_to_pages(-(-sum(width for _, _, width in columns) // 150), 0)  # pages side by side, each readable
    sheet.repeat_columns(0)
    sheet.freeze_panes(HEAD + 1, 1)
    sheet.repeat_rows(HEAD)


def _row(book, sheet, row: int, columns, given: dict, kind: str = "input") -> None:
    for column, (key, _, _) in enumerate(columns):
        value = given.get(key)
        look = "computed" if key in ("=outcome", "proxy") else kind
        if isinstance(value, int | float):
            book.number(sheet, row, column, value, look)
        else:
            book.text(sheet, row, column, str(value or ""), look, **({"text_wrap": True} if key in WRAPPED else {}))


def _flat(one: JudgedProxy) -> dict:
    was = {f"was.{name}": getattr(one.was, name) for name in type(one.was).model_fields}
    return {"proxy": one.proxy, "private": "yes" if one.private else "no", **was, **_verdict(one.verdict)}


def _verdict(verdict: Verdict) -> dict:
    found = {name: getattr(verdict, name) for name in ("decision", "reason", "grade", "evidence", "question", "would_change_if")}
    found |= {"on": verdict.on.isoformat(), "blind": "yes" if verdict.blind else "no"}
    if verdict.use is None:
        return found
    value = verdict.use.value
    spread = {"use.value.low": value.low, "use.value.high": value.high, "use.value.distribution": value.distribution if value.low is not None else ""}
    return found | {"use.value.likely": value.likely, **spread, **{f"use.{name}": getattr(verdict.use, name) for name in ("unit", "price_year", "source", "perspective")}}


def _passports(book, policy: ProxyPolicy, reference: Reference) -> None:
    sheet = book.sheet(PASSPORTS, "#7A8B91")
    _top(book, sheet, "Passports", "Where each published number comes from, and what to ask of it.", PASSPORT_COLUMNS)
    row = HEAD + 1
    for one in policy.proxies:
        known = reference.proxies.get(one.proxy)
        for column, (key, _, _) in enumerate(PASSPORT_COLUMNS):
            said = one.proxy if key == "proxy" else getattr(known, key) if known else ""
            book.text(sheet, row, column, said or ("not stated" if known else ""), "computed", text_wrap=True)
        row += 1
    book.text(sheet, row + 1, 1, "Editions of the data", "section")
    for line, used in enumerate(policy.vintage, row + 2):
        for column, text in enumerate(("data", used.dataset, used.version, used.sha256)):
            book.text(sheet, line, column, text, "quiet")
