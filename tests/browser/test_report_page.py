"""The report of a contract, printed: one sheet holds it, whatever was typed, and what it rests on begins on the next."""

from __future__ import annotations

import pytest

from svtrain.core.methods import side_by_side
from svtrain.core.uncertainty import uncertainty
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.cases import open_case
from svtrain.report.page import page_text
from svtrain.ui.drawing import standalone
from svtrain.ui.valuation_pictures import waterfall_picture

pytestmark = pytest.mark.browser
SHEET = {"width": 688, "height": 1001}  # A4 within its margins, in CSS pixels
ABOVE = 16  # the band and the space over the first line
LONG = "A name of an outcome that somebody wrote out in full and then some more " * 4


def of(count: int) -> ValueMap:
    """A map of so many lines, each name as long as a person in a hurry writes it."""
    return ValueMap.model_validate({
        "title": LONG, "price_year": "2024", "contract": {"reference": "W" * 120, "buyer": LONG, "supplier": LONG, "place": LONG},
        "inputs": [{"name": "Price", "value": 450_000}],
        "outcomes": [{"id": f"o{n}", "stakeholder": LONG, "outcome": f"{n} {LONG}", "quantity": {"low": 3, "likely": 5 + n, "high": 19 + n},
                      "unit": "person", "proxy": {"value": 900, "unit": "person for a whole year of work", "price_year": "2024"},
                      "deadweight": {"low": 0.1, "likely": 0.3, "high": 0.5}} for n in range(count)],
        "unpriced": [{"id": f"u{n}", "outcome": LONG, "quantity": 52, "red_line": {"at_least": 60}} for n in range(4)]})


def report(value_map: ValueMap) -> str:
    result = value(value_map, reference(), today="2026-11-22")
    picture = waterfall_picture(result)
    return page_text(value_map, result, reference(), spread=uncertainty(value_map, reference(), 500, 1), methods=side_by_side(value_map, reference()),
                     drawings={picture.title: standalone(picture.figure, title=picture.title, sentence=picture.sentence)})


@pytest.mark.parametrize("name", ["the real case", "one line", "forty lines"])
def test_the_report_is_one_sheet(page, violations, tmp_path, name):
    value_map = {"the real case": lambda: open_case("lwtc-westbank-2015"), "one line": lambda: of(1), "forty lines": lambda: of(40)}[name]()
    (tmp_path / "report.html").write_text(report(value_map), encoding="utf-8")
    page.set_content((tmp_path / "report.html").read_text(encoding="utf-8"))
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    front = page.locator(".front").bounding_box()
    assert front["height"] + ABOVE < SHEET["height"], "the report no longer fits one sheet of A4"
    assert page.locator(".behind").evaluate("part => getComputedStyle(part).breakBefore") == "page"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "a browser prints the whole report smaller when one word is wider than the sheet"
    assert page.locator(".behind").inner_text().count(value_map.title.strip()) >= 1, "what the first sheet cuts short stands in full behind"
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not violations(page)
    assert page.locator(".behind h3").count() == len(value_map.outcomes), "every line stands behind with its sources"
