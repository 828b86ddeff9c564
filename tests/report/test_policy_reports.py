"""A proxy policy as a workbook and as a page: read back, edited, hostile, and without licensed values."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest

from svtrain.apps.published.policy_content import policy_content
from svtrain.core.problems import CannotDo
from svtrain.core.proxy_policy import ProxyPolicy
from svtrain.core.reference import Proxy, Reference
from svtrain.data.proxy_policy import policy_from, policy_from_bytes
from svtrain.data.reference_data import shipped
from svtrain.report.licence_guard import publishable_policy
from svtrain.report.policy_page import policy_page
from svtrain.report.policy_workbook import policy_workbook

HOSTILE = "<script>alert(1)</script>\"'&"
SAID = {"decision": "accept", "reason": "Fits us.", "grade": "amber", "on": "2026-11-22"}
USE = {"value": {"low": 6000, "likely": 7000, "high": 9000, "distribution": "triangular"}, "source": "Our study", "price_year": 2024, "unit": "per job"}


def policy(**more) -> ProxyPolicy:
    said = {**SAID, **more}
    found, problems = policy_from({"svtrain": "proxy-policy/1", "title": "Ours", "owner": "North", "made": "2026-11-22", "notes": "Two lines", "proxies": [
        {"proxy": "gmca-ee1-0-fiscal", "was": {"value": 9800, "unit": "per claimant per year", "price_year": "2012/13", "licence": "CC BY 4.0"},
         "first": {**said, "blind": True}, "now": {**said, "decision": "adapt", "question": "why pounds", "use": USE}},
        {"proxy": "nlw-2019-20", "was": {"value": 8.21}, "first": {**said, "decision": "reject"}}],
        "vintage": [{"dataset": "proxies-gmca", "version": "1.0.0", "sha256": "abcdef0123456789"}]})
    assert not problems
    return found


def edited(change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(policy_workbook(policy(), shipped())))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def at(book, sheet, key, row=5):
    keys = {str(cell.value).removeprefix("key:"): cell.column for cell in book[sheet][3]}
    return book[sheet].cell(row, keys[key])


def test_the_workbook_is_read_back_equal():
    assert policy_from_bytes("policy.xlsx", policy_workbook(policy(), shipped())) == policy()


def test_it_has_the_passports_and_the_editions():
    book = openpyxl.load_workbook(io.BytesIO(policy_workbook(policy(), shipped())))
    words = {str(cell.value) for row in book["Passports"].iter_rows() for cell in row}
    assert {"CC BY 4.0", "proxies-gmca", "abcdef0123456789"} <= words


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "<r>=1</r>"])
def test_what_begins_like_a_formula_stays_text(text):
    raw = policy_workbook(policy(reason=text, evidence=text, would_change_if=text), shipped())
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/")]
    assert not any("<f>" in sheet for sheet in sheets)
    assert policy_from_bytes("p.xlsx", raw).proxies[0].first.reason.strip() == text.strip()


def test_an_edit_in_the_workbook_is_the_judgement_in_force_and_the_first_is_kept():
    def change(book):
        at(book, "Judgements", "decision", 6).value = "Park"
        at(book, "Judgements", "reason", 6).value = "Wait for the study"
        at(book, "Judgements", "use.value.likely").value = "£7,500"
    found = policy_from_bytes("p.xlsx", edited(change))
    assert (found.proxies[1].first.decision, found.proxies[1].verdict.decision) == ("reject", "park")
    assert found.proxies[0].verdict.use.value.likely == 7500


def test_a_row_may_be_added():
    def change(book):
        for key, given in {"proxy": "nlw-2024-25", "was.value": 11.44, "decision": "park", "reason": "New", "grade": "red", "on": "2026-11-22"}.items():
            at(book, "Judgements", key, 7).value = given
    found = policy_from_bytes("p.xlsx", edited(change))
    assert found.proxies[2].first.reason == "New" and found.proxies[2].now is None


@pytest.mark.parametrize(("key", "given", "said"), [
    ("decision", "perhaps", "p.xlsx, Judgements!H5: "), ("reason", None, "The reason is missing."), ("was.value", "lots", "is not a number"),
    ("blind", "maybe", "Write yes or no"), ("on", "soon", "a date such as"), ("use.value.low", 9999, "must rise"), ("grade", "purple", "no grade 'purple'"),
    ("use.source", None, "The source is missing."),
])
def test_a_mangled_cell_is_named(key, given, said):
    with pytest.raises(CannotDo) as refused:
        policy_from_bytes("p.xlsx", edited(lambda book: setattr(at(book, "Judgements", key), "value", given)))
    text = str(refused.value)
    assert said in text and "p.xlsx, Judgements!" in text and "/tmp" not in text


@pytest.mark.parametrize("change", [
    lambda book: book.remove(book["First judgements"]), lambda book: setattr(book["About"]["A2"], "value", "value-map-workbook/1"),
    lambda book: book["Judgements"].delete_rows(3), lambda book: book["Judgements"].delete_rows(6),
])
def test_a_mangled_workbook_is_one_clear_problem(change):
    with pytest.raises(CannotDo) as refused:
        policy_from_bytes("p.xlsx", edited(change))
    assert len(refused.value.problems) == 1 and "p.xlsx" in str(refused.value)


def test_the_page_shows_reasons_grades_dates_and_both_judgements():
    text = policy_page(policy(), shipped())
    for shown in ("Adapted.", "Fits us.", "amber", "2026-11-22", "At first, on 2026-11-22: accept.", "£7,000.00 per job, 2024 prices (between £6,000.00 per job and £9,000.00 per job)",
                  "£9,800.00 per claimant per year, 2012/13 prices", "proxies-gmca 1.0.0 (abcdef012345)", "Licence: CC BY 4.0.", "before any rival"):
        assert shown in text, shown


def test_a_published_policy_writes_prices_as_its_page_does():
    row = policy_content(policy(), shipped())[1].tables[0].rows[0]
    assert "£9,800.00 per claimant per year, 2012/13 prices" in row
    assert "£7,000.00 per job, 2024 prices (between £6,000.00 per job and £9,000.00 per job)" in row


def test_what_a_person_typed_is_text_and_nothing_comes_from_elsewhere():
    text = policy_page(policy(reason=HOSTILE, evidence=HOSTILE, would_change_if=HOSTILE).model_copy(update={"title": HOSTILE, "owner": HOSTILE}), shipped())
    assert "<script" not in text and text.count("&lt;script&gt;") >= 6
    assert not re.search(r"<(script|img|link|iframe|object)\b|@import|url\(|\bsrc=", text) and "default-src 'none'" in text


def test_licensed_values_are_left_out_and_it_is_said():
    bank = Reference(proxies={**shipped().proxies, "nlw-2019-20": Proxy("nlw-2019-20", 8.21, "hour", licence="Licensed", private=True)})
    kept, left_out = publishable_policy(policy(), bank)
    assert [one.proxy for one in kept.proxies] == ["gmca-ee1-0-fiscal"] and "Licensed" in left_out[0]
    raw = policy_workbook(kept, bank, left_out=left_out)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        words = packed.read("xl/sharedStrings.xml").decode()
    assert "is left out" in words and "8.21" not in words + policy_page(kept, bank, left_out=left_out)


@pytest.mark.parametrize("change", [{"private": True}, {"was": {"value": 8.21, "licence": "CC BY-NC-ND 4.0"}}])
def test_a_licensed_value_of_another_machine_is_left_out_by_what_the_policy_says(change):
    plain = policy().as_dict()
    plain["proxies"][1] |= {"proxy": "toms-99", **change}
    found, _ = policy_from(plain)
    kept, left_out = publishable_policy(found, shipped())
    assert len(kept.proxies) == 1 and "toms-99" in left_out[0]
    assert "not to leave this machine" in policy_page(found, shipped()) if "private" in change else True
