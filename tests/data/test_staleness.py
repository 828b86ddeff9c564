from __future__ import annotations

import shutil
from datetime import date

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.packages import Package
from svtrain.data.places import content
from svtrain.data.staleness import check_data, is_stale, months_since

CHECKED = date(2026, 11, 22)


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(content("datasets") / "proxies-parliament", tmp_path / "proxies-parliament")


def warnings(folder, as_of=CHECKED):
    return [item for item in check_data(as_of, [Package(folder)]) if item.level == "warning"]


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_fresh_data_asks_for_nothing(copy):
    assert warnings(copy) == []


@pytest.mark.parametrize(("checked", "stale"), [
    ("2024-11-22", False), ("2024-11-21", True), ("2026-11-22", False), ("2027-01-01", False), ("2024-12-31", False), ("", True),
    ("last year", True),
])
def test_two_years_to_the_day(checked, stale):
    assert is_stale(checked, CHECKED) is stale


def test_months_are_whole():
    assert months_since(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_since(date(2025, 12, 1), date(2026, 1, 1)) == 1


def test_an_old_check_is_found_with_what_rests_on_it(copy):
    edit(copy, "sources.csv", "2026-11-22,2026-11-22", "2023-01-01,2023-01-01")
    found, = warnings(copy)
    assert (found.rule, found.dataset) == ("stale", "proxies-parliament")
    assert "Last checked on 2023-01-01" in found.message


def test_everything_is_old_in_time(copy):
    assert len(warnings(copy, date(2029, 1, 1))) == 4


def test_a_gap_in_a_passport_is_found(copy):
    edit(copy, "values.csv", "GBP,2009/10", "GBP,")
    edit(copy, "sources.csv", "Open Parliament Licence v3.0,A", ",A")
    assert {(item.rule, item.message.split(" lacks its ")[1]) for item in warnings(copy)} == {
        ("passport", "price year."), ("passport", "licence.")}


def test_unclear_price_years_are_notes_not_guesses(copy):
    notes = [item for item in check_data(CHECKED, [Package(copy)]) if item.rule == "price-year-unclear"]
    assert len(notes) == 5
    assert {item.level for item in notes} == {"note"}


def test_a_value_of_no_series_is_refused(tmp_path):
    folder = shutil.copytree(content("datasets") / "wages", tmp_path / "wages")
    edit(folder, "values.csv", "national-living-wage,2019/20", "nobody,2019/20")
    with pytest.raises(CannotDo, match='"nobody" is not listed'):
        check_data(CHECKED, [Package(folder)])
