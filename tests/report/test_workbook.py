"""The workbook recalculated by another program, read back, and handed hostile text."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from svtrain.core.problems import CannotDo
from svtrain.core.reference import PriceIndex, Proxy, Reference, Schedule
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.data.value_map_workbook import read_workbook
from svtrain.report.workbook import workbook_bytes, write_workbook

BANDS = ((0, 0.035), (31, 0.03), (76, 0.025))
KNOWN = Reference(
    proxies={"job": Proxy("job", 9800, "person", price_year="2012/13", source="Unit costs", licence="CC BY 4.0", caveat="Old."),
             "tree": Proxy("tree", 40.25, "tree", price_year="2019")},
    schedules={"green-book-standard": Schedule("green-book-standard", "Green Book", BANDS),
               "green-book-health": Schedule("green-book-health", "Health", ((0, 0.015), (31, 0.0129)))},
    indices={"uk-gdp-deflator": PriceIndex("uk-gdp-deflator", "GDP deflator",
                                           {"2012": 71.9, "2013": 73.5, "2014": 74.7, "2019": 81.1085, "2024": 100.0},
                                           {"2011/12": 183.1, "2012/13": 186.1})})

EVERYTHING = ValueMap.model_validate({
    "title": "Grounds", "price_year": "2024", "notes": ["one", "two"], "stakeholders": {"Out of work": 30},
    "contract": {"reference": "GM-17", "value": 410000, "start": "2026-04-01", "end": "2029-03-31", "cpv": "0077310000"},
    "conventions": {"mode": "custom", "timing": "mid_year", "discount_inputs": True},
    "inputs": [{"name": "Contract", "value": {"low": 90_000, "likely": 100_000, "high": 120_000, "reason": "tender"}},
               {"name": "Hours", "value": 1062.75, "year": 2, "notes": "volunteers"}, {"name": "Before", "value": 500, "year": 0}],
    "outcomes": [
        {"id": "jobs", "stakeholder": "Out of work", "outcome": "Lasting work", "quantity": {"low": 4, "likely": 6, "high": 8},
         "proxy": "job", "deadweight": {"low": 0.2, "likely": 0.4, "high": 0.6, "grade": "amber", "reason": "leavers", "shared": "market"},
         "attribution": [0.25, {"low": 0.1, "likely": 0.2, "high": 0.3, "distribution": "uniform", "evidence": "talks"}],
         "displacement": 0.1, "drop_off": 0.5, "duration_years": 2.1, "notes": "free text"},
        {"id": "trees", "quantity": 120, "unit": "tree", "proxy": {"value": 40, "unit": "tree", "price_year": 2019, "source": "ours"},
         "drop_off": 0.01, "duration_years": 40, "starts_year": 3, "includes": ["jobs"], "comparison_group": True, "kind": "outcome"},
        {"id": "noise", "quantity": 12, "proxy": {"id": "job", "value": -100, "price_year": "2013/14", "caveat": "A guess."},
         "drop_off": 1, "leakage": 0.3, "duration_years": 3},
        {"id": "inside", "quantity": 10, "proxy": {"id": "tree", "value": 40.25}, "drop_off": 0.5, "drop_off_from_year": 1,
         "duration_years": 1.5},
        {"id": "dated", "quantity": 3, "proxy": {"value": 70, "price_year": "2014"}}],
    "unpriced": [
        {"id": "safe", "stakeholder": "Residents", "outcome": "Feels \"safe\" after dark", "quantity": {"low": 40, "likely": 52, "high": 61, "reason": "asked"},
         "unit": "% of residents", "reason": "=They said so.", "red_line": {"at_least": 60}},
        {"id": "injuries", "quantity": {"low": 0, "likely": 0, "high": 2}, "red_line": {"at_most": 1}, "notes": "site log"},
        {"id": "calm", "quantity": 3, "red_line": {"at_most": 4}}, {"id": "asked", "red_line": {"at_least": 1}},
        {"id": "view", "quantity": 12.5, "weight": 20}]})
TO_FINANCIAL = ValueMap.model_validate({"price_year": "2012/13", "inputs": [{"name": "All", "value": 10}], "outcomes": [
    {"id": "a", "quantity": 1, "proxy": {"value": 100, "price_year": "2011/12"}},
    {"id": "b", "quantity": 1, "proxy": {"value": 100, "price_year": "2019"}},
    {"id": "c", "quantity": 1, "proxy": {"value": 100, "price_year": "2013/14"}}]})

# (what is changed in the workbook, the same change in the map): sheet and cell are found by key.
EDITS = {
    "as written": ({}, {}),
    "deadweight": ({"jobs.deadweight": 0.55}, {"jobs": {"deadweight": {"low": 0.2, "likely": 0.55, "high": 0.6, "grade": "amber", "reason": "leavers",
                                                                      "shared": "market"}}}),
    "part year": ({"jobs.duration_years": 4.7}, {"jobs": {"duration_years": 4.7}}),
    "start": ({"trees.starts_year": 5}, {"trees": {"starts_year": 5}}),
    "drop-off from year 1": ({"jobs.drop_off_from_year": 1}, {"jobs": {"drop_off_from_year": 1}}),
    "drop-off from year 3": ({"trees.drop_off_from_year": 3}, {"trees": {"drop_off_from_year": 3}}),
    "whole drop-off": ({"trees.drop_off": 1}, {"trees": {"drop_off": 1}}),
    "proxy": ({"jobs.proxy.value": 5000}, {"jobs": {"proxy": {"id": "job", "value": 5000}}}),
    "proxy's year": ({"trees.proxy.price_year": "2013"}, {"trees": {"proxy": {"value": 40, "unit": "tree", "price_year": "2013", "source": "ours"}}}),
    "end of year": ({"timing": "end_of_year"}, {"conventions": {"mode": "custom", "timing": "end_of_year", "discount_inputs": True}}),
    "green book": ({"mode": "green_book", "timing": None, "discount_inputs": None}, {"conventions": {"mode": "green_book"}}),
    "sroi report": ({"mode": None, "timing": None, "discount_inputs": None}, {"conventions": {}}),
    "health": ({"schedule": "health"}, {"conventions": {"mode": "custom", "timing": "mid_year", "discount_inputs": True, "schedule": "health"}}),
    "flat rate": ({"discount_rate": 0.0105}, {"conventions": {"mode": "custom", "timing": "mid_year", "discount_inputs": True, "discount_rate": 0.0105}}),
    "round up": ({"part_year": "round_up"}, {"conventions": {"mode": "custom", "timing": "mid_year", "discount_inputs": True, "part_year": "round_up"}}),
    "round down": ({"part_year": "round_down"}, {"conventions": {"mode": "custom", "timing": "mid_year", "discount_inputs": True, "part_year": "round_down"}}),
    "own prices": ({"price_year": "2019"}, {"price_year": "2019"}),
    "inputs": ({"inputs.1": 110_000}, {"inputs": 110_000}),
}


def changed(value_map: ValueMap, change: dict) -> ValueMap:
    plain = value_map.as_dict()
    for key, given_value in change.items():
        if key == "conventions":
            plain["conventions"] = given_value
        elif key == "inputs":
            plain["inputs"][0]["value"]["likely"] = given_value
        elif key == "price_year":
            plain["price_year"] = given_value
        else:
            next(line for line in plain["outcomes"] if line["id"] == key).update(given_value)
    return ValueMap.model_validate(plain)


def cell_of(book, name: str):
    """The cell that holds a field, found by the hidden keys."""
    if name.startswith("inputs."):
        return book["Inputs"].cell(4 + int(name.removeprefix("inputs.")), 2)
    if "." not in name:
        sheet = book["About" if name == "price_year" else "Conventions"]
        return next(row[2] for row in sheet.iter_rows() if row[0].value == name)
    outcome, _, key = name.partition(".")
    sheet = book["Outcomes"]
    keys = {str(cell.value).removeprefix("key:"): cell.column for cell in sheet[4]}
    return next(sheet.cell(row[0].row, keys[key]) for row in sheet.iter_rows(min_row=6) if row[0].value == outcome)


def edited(raw: bytes, edits: dict, path: Path) -> Path:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    for name, wanted in edits.items():
        cell_of(book, name).value = wanted
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
    raw = workbook_bytes(EVERYTHING, KNOWN)
    files = [edited(raw, edits, folder / f"{name.replace(' ', '-').replace(chr(39), '')}.xlsx") for name, (edits, _) in EDITS.items()]
    financial = folder / "to-financial.xlsx"
    edited(workbook_bytes(TO_FINANCIAL, KNOWN), {}, financial)
    done = folder / "done"
    subprocess.run([office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
                    "xlsx:Calc MS Excel 2007 XML", "--outdir", str(done), *map(str, files), str(financial)],
                   check=True, capture_output=True, timeout=300)
    return {**{name: done / file.name for name, file in zip(EDITS, files, strict=True)}, "to financial": done / financial.name}


def names(path: Path) -> dict:
    """The named results of a recalculated workbook."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = {}
    for name in ("total_present_value", "total_inputs", "sroi_ratio", "net_ratio", "net_present_value", "payback_years"):
        sheet, _, address = book.defined_names[name].attr_text.partition("!")
        found[name] = book[sheet.strip("'$")][address.replace("$", "")].value
    return found


def assert_agrees(path: Path, value_map: ValueMap) -> None:
    result, found = value(value_map, KNOWN), names(path)
    assert found["total_present_value"] == pytest.approx(result.present_value, abs=0.01)
    assert found["total_inputs"] == pytest.approx(result.total_inputs, abs=0.01)
    assert found["net_present_value"] == pytest.approx(result.net_present_value, abs=0.01)
    assert found["sroi_ratio"] == pytest.approx(result.sroi_ratio, rel=1e-9)
    assert found["net_ratio"] == pytest.approx(result.net_ratio, rel=1e-9, abs=1e-9)
    if result.payback_years is None:
        assert found["payback_years"] == "never in these years"
    else:
        assert found["payback_years"] == pytest.approx(result.payback_years, rel=1e-9)


@pytest.mark.parametrize("name", EDITS)
def test_another_program_recalculates_to_the_engines_numbers(recalculated, name):
    assert_agrees(recalculated[name], changed(EVERYTHING, EDITS[name][1]))


def test_red_lines_are_live_beside_the_ratio(recalculated):
    book = openpyxl.load_workbook(recalculated["as written"], data_only=True)
    sheet = book["Unpriced"]
    column = next(cell.column for cell in sheet[3] if cell.value == "=state")
    assert [sheet.cell(row, column).value or "" for row in range(5, 10)] == [item.state for item in EVERYTHING.unpriced]
    front = [cell.value for row in book["Result"].iter_rows() for cell in row if isinstance(cell.value, str)]
    alarms = [text for text in front if text.startswith("Red line not met")]
    assert alarms == ["Red line not met: Feels 'safe' after dark. No ratio makes up for it."]
    assert front.index(alarms[0]) < front.index("Present value")


def test_prices_moved_to_a_financial_year(recalculated):
    assert_agrees(recalculated["to financial"], TO_FINANCIAL)


@pytest.mark.parametrize("name", EDITS)
def test_what_that_program_saved_reads_back_to_the_edited_map(recalculated, name):
    assert read_workbook(recalculated[name]) == changed(EVERYTHING, EDITS[name][1])


@pytest.mark.parametrize("name", EDITS)
def test_the_edited_workbook_reads_back_to_the_edited_map(tmp_path, name):
    path = edited(workbook_bytes(EVERYTHING, KNOWN), EDITS[name][0], tmp_path / "map.xlsx")
    assert read_workbook(path) == changed(EVERYTHING, EDITS[name][1])


def test_stored_results_are_the_engines_own(tmp_path):
    """A program that does not recalculate shows the right numbers too."""
    write_workbook(EVERYTHING, KNOWN, tmp_path / "map.xlsx")
    assert_agrees(tmp_path / "map.xlsx", EVERYTHING)


@pytest.mark.parametrize("plain", [
    {}, {"title": "No lines"}, {"inputs": [{"name": "a", "value": 0}]}, {"notes": "one line"},
    {"outcomes": [{"id": "a.b", "quantity": 0, "proxy": "tree"}, {"id": "1", "quantity": 1e12, "proxy": {"value": 1}}]},
    {"outcomes": [{"id": "x", "quantity": 1, "proxy": {"id": "job"}}, {"id": "y", "quantity": 1, "proxy": {"id": "job", "value": 9800}},
                  {"id": "z", "quantity": 1, "proxy": {"id": "own", "value": {"low": 1, "likely": 2, "high": 3}, "price_year": "2012/13"}}]},
])
def test_edges_read_back_equal(tmp_path, plain):
    value_map = ValueMap.model_validate(plain)
    write_workbook(value_map, KNOWN, tmp_path / "map.xlsx")
    assert read_workbook(tmp_path / "map.xlsx") == value_map


HOSTILE = ["=1+1", "+44 113", "-5", "@cmd", "\tx", "\rx", "=HYPERLINK(\"http://x\")", "<r>&</r>", "_x0041_", "\x01", "a\r\nb",
           " kept ", "'quoted", "2024", "TRUE", "1e5", "http://example.org", "\uffff"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(tmp_path, text):
    value_map = ValueMap.model_validate({
        "title": text, "notes": text, "contract": {"buyer": text, "cpv": text}, "stakeholders": {text: 3},
        "inputs": [{"name": text, "value": {"value": 1, "reason": text}, "notes": text}],
        "outcomes": [{"id": text, "stakeholder": text, "outcome": text, "unit": text, "quantity": 1, "notes": text,
                      "proxy": {"value": 1, "unit": text, "source": text},
                      "deadweight": {"value": 0.1, "reason": text, "evidence": text}}]})
    write_workbook(value_map, KNOWN, tmp_path / "map.xlsx")
    book = openpyxl.load_workbook(tmp_path / "map.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert not (cell.data_type == "f" and text in str(cell.value).removeprefix("=")[:len(text)] and len(text) > 3)
                if str(cell.value).startswith(("=", "+", "-", "@")) and cell.data_type == "s":
                    assert cell.quotePrefix
    if text != "<r>&</r>":  # it gets a space at its end
        assert read_workbook(tmp_path / "map.xlsx") == value_map


@pytest.mark.parametrize(("name", "wanted", "said"), [
    ("jobs.deadweight", "lots", 'Outcomes!K6: outcomes.jobs.deadweight: "lots" is not a number'),
    ("jobs.deadweight", 40, "Outcomes!K6: outcomes.jobs.deadweight"),
    ("jobs.deadweight", 0.9, None), ("jobs.deadweight", "90%", None),
    ("jobs.quantity", None, "Outcomes!D6: outcomes.jobs.quantity"),
    ("jobs.quantity", "#DIV/0!", "Outcomes!D6: outcomes.jobs.quantity: The cell shows the error #DIV/0!; type a number."),
    ("jobs.quantity", "=2*3", "Outcomes!D6: This holds a formula without a stored result"),
    ("trees.starts_year", 1.5, "Outcomes!Q7: outcomes.trees.starts_year"),
    ("trees.id", None, "Outcomes!A7: outcomes.2.id"), ("trees.id", "jobs", "The id 'jobs' is used twice"),
    ("mode", "sroi", "Conventions!C5: conventions.mode"), ("discount_rate", "high", "Conventions!C8: conventions.discount_rate"),
    ("timing", "end_of_year", None), ("price_year", "24", "About!C5: price_year"), ("inputs.1", -5, "Inputs!B5: inputs."),
])
def test_a_broken_workbook_names_the_cell(tmp_path, name, wanted, said):
    raw = workbook_bytes(EVERYTHING.model_copy(update={"outcomes": tuple(
        each if each.id != "jobs" else each.model_copy(update={"deadweight": each.deadweight.at(0.4)})
        for each in EVERYTHING.outcomes)}), KNOWN)
    path = edited(raw, {name: wanted}, tmp_path / "map.xlsx")
    if said is None:
        assert read_workbook(path)
        return
    with pytest.raises(CannotDo) as error:
        read_workbook(path)
    assert said in str(error.value)
    assert str(path) in str(error.value)


def test_what_is_no_workbook_of_ours_is_a_sentence(tmp_path):
    other = openpyxl.Workbook()
    other.save(tmp_path / "other.xlsx")
    (tmp_path / "junk.xlsx").write_bytes(b"PK\x03\x04 junk")
    (tmp_path / "text.xlsx").write_text("hello", encoding="utf-8")
    for name in ("other.xlsx", "junk.xlsx", "text.xlsx", "none.xlsx"):
        with pytest.raises(CannotDo):
            read_workbook(tmp_path / name)


def test_too_many_yearly_values_are_refused_before_anything_is_written(tmp_path):
    long = {"quantity": 1, "proxy": {"value": 1}, "duration_years": 1000}
    value_map = ValueMap.model_validate({"outcomes": [{"id": str(number), **long} for number in range(700)]})
    with pytest.raises(CannotDo, match="too many for a workbook"):
        write_workbook(value_map, KNOWN, tmp_path / "map.xlsx")
    assert not list(tmp_path.iterdir())


amounts = st.floats(min_value=0, max_value=1e9, allow_subnormal=False)
shares = st.floats(min_value=0, max_value=1, allow_subnormal=False)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=12)


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(st.fixed_dictionaries({
    "quantity": amounts, "proxy": st.fixed_dictionaries({"value": amounts.map(lambda x: -x)}, optional={"source": words, "unit": words}),
    "deadweight": shares, "attribution": st.lists(shares, min_size=1, max_size=3), "drop_off": shares,
    "duration_years": st.floats(min_value=0.01, max_value=9), "starts_year": st.integers(1, 4), "notes": words}), max_size=3))
def test_any_map_reads_back_equal_to_the_last_digit(tmp_path_factory, lines):
    value_map = ValueMap.model_validate({"outcomes": [{"id": f"line {number}", **line} for number, line in enumerate(lines)]})
    path = tmp_path_factory.mktemp("any") / "map.xlsx"
    write_workbook(value_map, KNOWN, path)
    assert read_workbook(path) == value_map
