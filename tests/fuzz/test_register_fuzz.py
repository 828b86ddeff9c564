"""Whatever a file holds, the reader gives rows that add up, or one sentence; never a traceback, never contact data."""

from __future__ import annotations

import importlib.util
import io
import re
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from svtrain.core.problems import CannotDo
from svtrain.data.register import OUTPUT, Options, Reading, read_register
from svtrain.data.register.dates import read_day
from svtrain.data.register.money import amount, amounts
from svtrain.data.register.output import rows
from svtrain.data.register.personal import may_hold, removed
from svtrain.data.register.suppliers import suppliers
from svtrain.data.register.words import free_text

_spec = importlib.util.spec_from_file_location("register_mutations", Path(__file__).with_name("register_mutations.py"))
mutations = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(mutations)

quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
some = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
texts = st.text(max_size=60) | st.sampled_from(mutations.CELLS) | st.lists(st.sampled_from(mutations.CELLS), max_size=4).map("".join)


def adds_up(data: bytes) -> None:
    try:
        found = read_register(data, remember=False)
    except CannotDo as told:
        assert told.problems and all(problem.message.endswith(".") for problem in told.problems)
        return
    report, frame = found.report, found.frame
    assert report.rows == report.read + report.skipped
    assert len(frame) == report.read and tuple(frame.columns) == OUTPUT
    assert frame.source_row.is_unique or report.kind.startswith("ocds")
    assert {problem.row for problem in report.problems if problem.skipped}.isdisjoint(frame.source_row) or report.kind.startswith("ocds")
    assert sum(problem.skipped for problem in report.problems) == report.skipped
    whole = frame.to_csv() + str(report.as_json()["problems"])
    assert not re.search(r"jo@x\.org|(?<![\d/£.,-])0191 498 0123(?![\d/])", whole)
    for piece in Reading(data, "f", Options(remember=False)).pieces():
        "".join(str(cell) for row in rows(piece) for cell in row).encode()  # what is written out is text that UTF-8 can hold


@quick
@given(st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_spoilt_files_add_up(seed, count):
    adds_up(mutations.mutated(Random(seed), count))


@pytest.mark.parametrize("make", [mutations.records_file, mutations.page_file, mutations.spreadsheet_file])
@quick
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 40))
def test_spoilt_records_pages_and_xml_add_up(make, seed, count):
    chance = Random(seed)
    adds_up(mutations.spoilt(chance, make(chance, count)))


@quick
@given(st.text(max_size=300), st.sampled_from(["<table>{}", "<table><tr><th>Supplier<th>Amount<tr><td>{}", '[{{"Supplier": "{}"}}]',
                                               '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">{}</Workbook>']))
def test_any_text_in_a_page_in_records_and_in_xml(text, whole):
    adds_up(whole.format(text).encode("utf-8", "replace"))


@quick
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"Supplier,Amount\n\"")
@example(b"sep=")
def test_any_bytes(data):
    adds_up(data)
    adds_up(b"Supplier,Amount,Date\n" + data)


@quick
@given(st.integers(0, 2**32 - 1))
def test_spoilt_workbooks(seed):
    chance = Random(seed)
    book = openpyxl.Workbook()
    book.active.append(["Supplier", "Amount", "Date"])
    for _ in range(5):
        book.active.append([chance.choice(["A", 1, None, True, 2.5]) for _ in range(3)])
    out = io.BytesIO()
    book.save(out)
    adds_up(mutations.spoilt(chance, out.getvalue()))


@some
@given(texts)
def test_one_cell_of_money(text):
    one, column = amount(text), amounts([text, "1"])
    assert (one.value is None) or abs(one.value) <= 1e15
    if text:
        same = column.values[0] == one.value or (one.value is None and column.values[0] != column.values[0])
        assert same or text.strip() in ("",), (text, one, column)


@some
@given(texts | st.floats() | st.integers())
def test_one_cell_of_a_day(cell):
    found = read_day(cell)
    assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", found.iso)


@some
@given(texts)
def test_one_cell_of_suppliers(text):
    found = suppliers(text)
    assert found.count >= 0 and "\n" not in found.names


@some
@given(texts)
def test_contact_data_is_looked_for_wherever_it_could_be(text):
    assert removed(text) == text or may_hold(text)
    assert not re.search(r"[\w.]+@[\w]+\.[\w]+", free_text(text))


@pytest.mark.parametrize("seed", range(40))
def test_both_readers_agree_on_spoilt_text(seed):
    """The quick reader, where it does not give up, gives what the patient one gives."""
    chance = Random(seed)
    data = mutations.spoilt(chance, b"Supplier,Amount,Date,Description\n" + b"".join(
        b"S%d Ltd,%d.50,01/02/2024,%s\n" % (number, number, b"word " * 12) for number in range(900)))
    reading = [Reading(data, "f", Options(remember=False)) for _ in range(2)]
    reading[1].table.pieces = reading[1].table.patient_pieces
    found = [[list(rows(piece)) for piece in one.pieces()] for one in reading]
    assert sum(found[0], []) == sum(found[1], [])
    assert [one.report.problems for one in reading][0] == [one.report.problems for one in reading][1]
