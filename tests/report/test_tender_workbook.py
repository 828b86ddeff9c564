"""The workbook of a scored tender, recalculated by another program, and handed hostile text; and the record as a page."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from dataclasses import replace

import openpyxl
import pytest

from svtrain.core.scoring import Bid, Mark, Moderated, PriceRule, SocialValueRule, Tender, TenderRecord, Weights, every_pair, score, spread_of_marks
from svtrain.data.tender import read_tender, tender_from
from svtrain.data.tender_writing import plain_tender, tender_text
from svtrain.report.tender_page import tender_page
from svtrain.report.tender_workbook import tender_workbook

TENDER = Tender(
    Weights(60, 20, 20),
    (Bid("A", 1_000_000, 400_000, 70, 60, 0.8), Bid("B", 1_080_000, 650_000, 70, 70, 0.5),
     Bid("C", 2_000_000, 3_000_000, 20, 30, 0.05, passed=False)),
    PriceRule("P1", 800_000, 1_600_000, 2, 10_000), SocialValueRule("V1", 0.5, 650_000), "Grounds")

# What is typed into the workbook, and the same in the tender.
EDITS = {
    "as written": ({}, TENDER),
    "another price": ({"Bids!B5": 1_500_000}, replace(TENDER, bids=(replace(TENDER.bids[0], price=1_500_000), *TENDER.bids[1:]))),
    "other weights": ({"Rules!B5": 30, "Rules!B6": 50}, replace(TENDER, weights=Weights(30, 50, 20))),
    "published": ({"Rules!B8": "P4", "Rules!B9": "V3", "Rules!B15": 900_000},
                  replace(TENDER, price=replace(TENDER.price, formula="P4"), social_value=replace(TENDER.social_value, formula="V3", target=900_000))),
    "price per point": ({"Rules!B8": "PQP"}, TENDER.using("PQP")), "ratio": ({"Rules!B8": "QPR", "Rules!B9": "V4"}, TENDER.using("QPR", "V4")),
    "willing to pay": ({"Rules!B8": "WTP", "Rules!B9": "V6"}, TENDER.using("WTP", "V6")), "delivery": ({"Rules!B9": "V9", "Rules!B8": "P5"}, TENDER.using("P5", "V9")),
    "nobody promises": ({f"Bids!C{row}": 0 for row in (5, 6, 7)}, replace(TENDER, bids=tuple(replace(bid, promised=0) for bid in TENDER.bids))),
}


def record_of(tender, **more):
    pairs, skipped = every_pair(tender, draws=10)
    return TenderRecord(tender, score(tender, draws=10), tuple(pairs), tuple(skipped), **more)


def edited(raw, edits, path):
    book = openpyxl.load_workbook(io.BytesIO(raw))
    for place, wanted in edits.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell].value = wanted
    book.save(path)  # without any stored result: whoever opens it has to calculate
    return path


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory):
    """Every edit, recalculated by LibreOffice in one go."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is missing; CI has to install it.")
        pytest.skip("LibreOffice is not installed, so no other program can recalculate the workbook.")
    folder = tmp_path_factory.mktemp("edits")
    raw = tender_workbook(record_of(TENDER))
    files = {name: edited(raw, edits, folder / f"{name.replace(' ', '-')}.xlsx") for name, (edits, _) in EDITS.items()}
    subprocess.run([office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                    "--outdir", str(folder / "done"), *map(str, files.values())], check=True, capture_output=True, timeout=300)
    return {name: folder / "done" / file.name for name, file in files.items()}


def assert_agrees(path, tender):
    """The scores, the winner and every pair are the engine's."""
    book = openpyxl.load_workbook(path, data_only=True)
    result, pairs = score(tender, draws=1), every_pair(tender, draws=1)[0]
    shown = {row[0]: row for row in book["Result"].iter_rows(min_row=7, max_row=6 + len(tender.bids), values_only=True)}
    for row in result.ranking:
        assert shown[row.bidder][1] == pytest.approx(row.total, rel=1e-9)
        assert shown[row.bidder][2] == row.rank
    assert book["Result"]["B3"].value == (result.winner or "A tie")
    lines = list(book["Every pair"].iter_rows(min_row=5, max_row=4 + len(pairs), values_only=True))
    assert [line[:2] for line in lines] == [(pair.price, pair.social_value) for pair in pairs]
    for line, pair in zip(lines, pairs, strict=True):
        assert list(line[7:]) == pytest.approx(list(pair.totals.values()), rel=1e-9)
        assert line[2] == (pair.winner or "A tie") and line[3] == pytest.approx(pair.margin, rel=1e-6, abs=1e-9)
        assert (line[4] == "other") == (pair.winner != result.winner)


@pytest.mark.parametrize("name", EDITS)
def test_another_program_recalculates_to_the_engines_scores(recalculated, name):
    assert_agrees(recalculated[name], EDITS[name][1])


def test_stored_results_are_the_engines_own(tmp_path):
    (tmp_path / "scores.xlsx").write_bytes(tender_workbook(record_of(TENDER)))
    assert_agrees(tmp_path / "scores.xlsx", TENDER)


def test_the_sheet_of_bids_reads_back(tmp_path):
    tender = replace(TENDER, bids=(replace(TENDER.bids[0], promised=Bid("x", 1, tender_bid_range()).promised), *TENDER.bids[1:]))
    (tmp_path / "scores.xlsx").write_bytes(tender_workbook(record_of(tender)))
    found, said = read_tender(tmp_path / "scores.xlsx")
    assert found.bids == tender.bids and "assumed" in said[-1]


def tender_bid_range():
    return tender_from({"weights": {"price": 100, "social_value": 0, "quality": 0}, "bids": [
        {"bidder": "x", "price": 1, "promised": {"low": 1, "likely": 2, "high": 4}}]})[0].bids[0].promised


def test_a_tender_is_written_and_read_back(tmp_path):
    (tmp_path / "tender.yaml").write_text(tender_text(TENDER), encoding="utf-8")
    assert read_tender(tmp_path / "tender.yaml")[0] == TENDER
    assert tender_from(plain_tender(TENDER))[0] == TENDER


def test_a_formula_without_what_it_needs_is_left_out_and_said():
    tender = replace(TENDER, price=PriceRule("P1"), bids=tuple(replace(bid, delivery=None, quality=bid.quality) for bid in TENDER.bids))
    book = openpyxl.load_workbook(io.BytesIO(tender_workbook(record_of(tender))))
    heads = {cell.value: cell.column for cell in book["Scores"][4]}
    assert book["Scores"].cell(5, heads["P4"]).value is None and book["Scores"].cell(5, heads["V9"]).value is None
    assert any("V9 is left out." in str(cell.value) for cell in book["About"]["A"])


HOSTILE = ["=1+1", "+44 113", "-5", "@cmd", "\tx", "\rx", '=HYPERLINK("http://x")', "<r>&</r>", "\x01", "<script>alert(1)</script>"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text):
    tender = replace(TENDER, title=text, bids=(replace(TENDER.bids[0], bidder=text), *TENDER.bids[1:]))
    moderated = (Moderated(text, spread_of_marks([Mark(30, text), Mark(80, text)]), 60, text),)
    record = record_of(tender, reason=text, moderated=moderated, notes=(text,), versions=(text,))
    book = openpyxl.load_workbook(io.BytesIO(tender_workbook(record)))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert not (cell.data_type == "f" and len(text) > 3 and text in str(cell.value))
                if str(cell.value).startswith(("=", "+", "-", "@")) and cell.data_type == "s":
                    assert cell.quotePrefix
    assert "<script" not in tender_page(record)


def test_the_page_holds_what_the_file_needs():
    moderated = (Moderated("A", spread_of_marks([Mark(30, "No numbers"), Mark(80, "Names the college")]), 60, "The appendix helps"),)
    record = record_of(TENDER, reason="Jobs for the estate", moderated=moderated, doubt="Prices may be off by 20%.", versions=("svtrain 1",))
    page = tender_page(record)
    for said in ("A</span> comes first under P1 and V1", "50% dearer", "price 60, social value 20, other quality 20", "Jobs for the estate", "30: No numbers",
                 "agreed 60", "The appendix helps", "from 30 to 80", "Without C, which comes last, B wins instead of A.", "Prices may be off by 20%.", "svtrain 1"):
        assert said in page, said
    assert "http" not in page.replace('http-equiv', "") and "<script" not in page
    assert page == tender_page(record)
