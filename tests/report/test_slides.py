"""The deck, opened again: range first, a native waterfall that adds up, assumptions, sources and data versions; nothing typed is more than text."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from svtrain.core.uncertainty import uncertainty
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.data import practice, reference
from svtrain.data.cases import case_ids, open_case
from svtrain.report.slides import deck_bytes

NASTY = "=HYPERLINK(\"x\")\x00<script>" + "long " * 200


def deck(value_map, spread=None):
    return Presentation(io.BytesIO(deck_bytes(value_map, value(value_map, reference()), reference(), spread=spread)))


def texts(slide):
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False) and shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def everything(show):
    return "\n".join(text for slide in show.slides for text in texts(slide))


def chart(show):
    return next(shape.chart for slide in show.slides for shape in slide.shapes if getattr(shape, "has_chart", False) and shape.has_chart)


def test_a_practice_contract_with_its_range():
    whole = practice().contract("grounds-maintenance").value_map()
    spread = uncertainty(whole, reference(), 500, 1)
    show, result = deck(whole, spread), value(whole, reference())
    first = "\n".join(texts(show.slides[0]))
    assert first.index(f"£{spread.ratio_p5:.2f} to £{spread.ratio_p95:.2f}") < first.index(f"£{result.sroi_ratio:.2f} for each £1, with every")
    assert spread.headline.rstrip(".") in first
    said = everything(show)
    for outcome in whole.outcomes:
        assert outcome.outcome in said and outcome.deadweight.reason in said
    for used in result.vintage:
        assert f"{used.dataset} {used.version}" in said
    assert "Licence" in said or "OGL" in said


@pytest.mark.parametrize("case", case_ids())
def test_the_native_waterfall_stands_on_its_numbers(case):
    whole = open_case(case)
    result = value(whole, reference())
    series = {one.name: list(one.values) for one in chart(deck(whole)).plots[0].series}
    assert series["What stands"][0] == pytest.approx(max(0, sum(one.gross for one in result.by_outcome)))
    assert series["What stands"][-1] == pytest.approx(result.present_value)
    assert all(len(values) == len(series["Held up by"]) for values in series.values())


def test_a_loss_hangs_below_zero():
    whole = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "outcomes": [
        {"id": "harm", "quantity": 10, "proxy": {"value": -90}, "deadweight": 0.5}]})
    series = {one.name: list(one.values) for one in chart(deck(whole)).plots[0].series}
    assert series["Below zero"] == [-900, 0, -450, -450] and series["Held up by"] == [0, -450, 0, 0] and series["Added"] == [0, -450, 0, 0]


def test_what_a_person_typed_stays_text():
    whole = ValueMap.model_validate({"title": NASTY, "contract": {"supplier": NASTY}, "outcomes": [
        {"id": "a", "outcome": NASTY, "quantity": 1, "unit": NASTY, "proxy": {"value": 1, "source": NASTY}, "deadweight": {"value": 0.5, "reason": NASTY}}]})
    show = deck(whole)
    assert "=HYPERLINK" in everything(show) and "\x00" not in everything(show)
    sheet = load_workbook(io.BytesIO(chart(show).part.chart_workbook.xlsx_part.blob)).active
    assert not [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_each_slide_has_a_title_and_every_chart_its_words():
    for slide in (show := deck(open_case("lwtc-westbank-2015"))).slides:
        assert slide.shapes.title.text_frame.text
    frame = next(shape for slide in show.slides for shape in slide.shapes if getattr(shape, "has_chart", False) and shape.has_chart)
    assert "Gross value: £" in frame._element.nvGraphicFramePr.cNvPr.get("descr")
