from __future__ import annotations

from datetime import date, datetime

import pytest

from svtrain.data.register.dates import DayReader, is_month_first, read_day


@pytest.mark.parametrize(("typed", "iso"), [
    ("31/03/2026", "2026-03-31"), ("1/4/19", "2019-04-01"), ("01-04-2019", "2019-04-01"), ("01.04.2019", "2019-04-01"),
    ("2026-03-31", "2026-03-31"), ("2026/03/31", "2026-03-31"), ("2020-07-31T16:50:18Z", "2020-07-31"),
    ("2020-07-31T00:00:00+01:00", "2020-07-31"), ("2020-07-31 00:00:00", "2020-07-31"), ("31/03/2026 00:00", "2026-03-31"),
    ("15 June 2015", "2015-06-15"), ("15th June 2015", "2015-06-15"), ("15-Jun-15", "2015-06-15"), ("Monday, 15 June 2015", "2015-06-15"),
    ("June 15, 2015", "2015-06-15"), ("20260331", "2026-03-31"), ("43831", "2020-01-01"), (43831, "2020-01-01"), (43831.75, "2020-01-01"),
    (datetime(2026, 3, 31, 9), "2026-03-31"), (date(2026, 3, 31), "2026-03-31"), ("1/4/75", "1975-04-01"), (" 31/03/2026 ", "2026-03-31"),
    ("29/02/2024", "2024-02-29")])
def test_days_as_they_are_written(typed, iso):
    found = read_day(typed)
    assert (found.iso, found.reason) == (iso, "")


@pytest.mark.parametrize("typed", ["", "N/A", "-", None, float("nan")])
def test_cells_that_say_nothing_are_no_fault(typed):
    assert read_day(typed) == read_day("")


@pytest.mark.parametrize("typed", ["TBC", "31/02/2026", "29/02/2023", "31/12/9999", "00/01/1900", "12", 12, "Ongoing", "٣١/٠٣/٢٠٢٦", True,
                                   "x" * 100, "2026-13-01", "1/2", "5.5"])
def test_a_guess_is_never_made(typed):
    found = read_day(typed)
    assert found.iso == "" and found.reason


def test_what_was_assumed_is_said():
    assert read_day("March 2026", last_of_month=True).iso == "2026-03-31"
    assert read_day("March 2026").reason == '"March 2026" names no day; taken as 2026-03-01'
    assert read_day("06/25/2026").reason == '"06/25/2026" can only be month first; taken as 2026-06-25'


def test_one_odd_day_does_not_turn_a_column_round():
    assert not is_month_first(["06/25/2026", "01/02/2026", "03/04/2026", "05/06/2026"])
    american = ["06/25/2026", "01/02/2026", "12/31/2026"]
    assert is_month_first(american)
    assert DayReader(month_first=True).column(american).isos == ["2026-06-25", "2026-01-02", "2026-12-31"]


def test_the_other_calendar_of_excel():
    assert read_day(42369, shift=1462).iso == "2020-01-01"
