"""The page that stands alone, and what an export holds back."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from svtrain.core.uncertainty import uncertainty
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.cases import open_case
from svtrain.report.page import page_text

HOSTILE = "<script>alert(1)</script>\"'&"


def page_of(value_map, **more):
    return page_text(value_map, value(value_map, reference(), today="2026-11-22"), reference(), **more)


def test_the_real_case_shows_its_numbers():
    text = page_of(open_case("lwtc-westbank-2015"))
    for shown in ("5.80", "£699,154", "£120,509", "£578,645", "0.966184", "Lower risk of developing type 2 diabetes"):
        assert shown in text


def test_the_range_leads_where_there_is_one():
    value_map = ValueMap.model_validate({"inputs": [{"name": "Price", "value": 100}], "outcomes": [
        {"id": "a", "quantity": {"low": 1, "likely": 2, "high": 4}, "proxy": {"value": 90, "unit": "person"}}]})
    spread = uncertainty(value_map, reference(), 500, 1)
    text = page_of(value_map, spread=spread)
    assert text.index("nine times in ten") < text.index("likely value")
    assert spread.headline in text.replace("&#39;", "'")


def test_what_a_person_typed_is_text():
    value_map = ValueMap.model_validate({"title": HOSTILE, "notes": HOSTILE, "contract": {"supplier": HOSTILE}, "outcomes": [
        {"id": HOSTILE, "outcome": HOSTILE, "quantity": 1, "proxy": {"value": 1, "unit": HOSTILE, "source": HOSTILE, "url": "javascript:alert(1)"},
         "deadweight": {"value": 0.5, "reason": HOSTILE}}]})
    text = page_of(value_map)
    assert "<script" not in text and "javascript:" not in text
    assert text.count("&lt;script&gt;") >= 7


UNPRICED = {"id": "safe", "stakeholder": HOSTILE, "outcome": "Feels safe after dark", "quantity": 52, "unit": HOSTILE, "reason": HOSTILE,
            "red_line": {"at_least": 60}}


def test_what_has_no_price_stands_beside_the_ratio():
    one = {"inputs": [{"name": "Price", "value": 100}], "outcomes": [{"id": "a", "quantity": 2, "proxy": {"value": 90}}]}
    text = page_of(ValueMap.model_validate({**one, "unpriced": [UNPRICED, {"id": "view", "weight": 20}]}))
    assert text.index("Red line not met.") < text.index("for each £1 put in") < text.index("Beside the ratio, without a price")
    assert "Its weight is 20 of 100." in text and "2 outcomes without a price stand beside this" in text
    assert "<script" not in text and text.count("&lt;script&gt;") >= 4
    met = page_of(ValueMap.model_validate({**one, "unpriced": [{**UNPRICED, "quantity": 60}]}))
    assert "Red line not met" not in met and "Red line not met" not in page_of(ValueMap.model_validate(one))


def test_it_asks_nothing_of_another_host():
    text = page_of(open_case("lwtc-westbank-2015"))
    assert not re.search(r"<(script|img|link|iframe|object)\b|@import|url\(|\bsrc=", text)
    assert "default-src 'none'" in text


def test_the_same_work_gives_the_same_bytes():
    assert page_of(open_case("lwtc-westbank-2015")) == page_of(open_case("lwtc-westbank-2015"))


def test_a_map_of_nothing_is_a_page_too():
    assert "nothing to divide by" in page_of(ValueMap())


# -- what an export holds back

MAP = """svtrain: value-map/1
inputs: [{name: Price, value: 100}]
outcomes: [{id: week, quantity: 2, unit: week, proxy: our-apprentice-week}]
"""
PRIVATE = """proxy_id,outcome,unit,value,price_year,perspective,geography,source,locator,licence,last_checked
our-apprentice-week,A week of an apprenticeship,per week,123.45,2023,economic,UK,A licensed list,row 3,Licensed to us,2026-11-01
"""


@pytest.fixture
def office(tmp_path):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "my_licensed_proxies.csv").write_text(PRIVATE, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    return tmp_path


def run(folder, *words):
    return subprocess.run([sys.executable, "-m", "svtrain", "value", "map.yaml", *words], cwd=folder, capture_output=True, text=True)


def test_a_licensed_value_is_used_on_this_machine(office):
    assert "246.90" in run(office, "--json").stdout or '"sroi_ratio": 2.38' in run(office, "--json").stdout


@pytest.mark.parametrize(("option", "name"), [("--html", "out.html"), ("--xlsx", "out.xlsx")])
def test_an_export_names_the_licensed_value_and_writes_nothing(office, option, name):
    done = run(office, option, name)
    assert done.returncode == 2
    assert done.stderr.startswith("outcomes.week.proxy: Nothing was exported:") and "our-apprentice-week" in done.stderr
    assert not (office / name).exists()


def test_a_copy_that_stays_here_is_marked(office):
    assert run(office, "--html", "out.html", "--keep-private").returncode in {0, 1}
    assert "not to leave this machine" in (office / "out.html").read_text(encoding="utf-8")
