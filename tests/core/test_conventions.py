from __future__ import annotations

import pytest
from pydantic import ValidationError

from svtrain.core.conventions import Conventions


def test_blanks_mean_a_published_report():
    found = Conventions().resolved()
    assert (found.mode, found.timing, found.schedule, found.discount_inputs, found.part_year) == (
        "sroi_report", "end_of_year", "green-book-standard", False, "prorata")


def test_green_book_fixes_timing_and_inputs():
    found = Conventions(mode="green_book").resolved()
    assert (found.timing, found.discount_inputs) == ("start_of_year", True)


@pytest.mark.parametrize("given", [{"timing": "mid_year"}, {"discount_rate": 0.1}, {"discount_inputs": True}, {"schedule": "health"}])
def test_a_setting_without_a_mode_means_custom(given):
    assert Conventions(**given).resolved().mode == "custom"


@pytest.mark.parametrize("given", [
    {"mode": "sroi_report", "timing": "mid_year"}, {"mode": "green_book", "timing": "end_of_year"},
    {"mode": "sroi_report", "discount_rate": 0.1}, {"mode": "sroi_report", "schedule": "green-book-health"},
    {"mode": "green_book", "discount_inputs": False}, {"mode": "custom", "discount_rate": 0.1, "schedule": "health"},
])
def test_a_setting_that_contradicts_its_mode_is_refused(given):
    with pytest.raises(ValidationError, match="custom|not both"):
        Conventions(**given)


@pytest.mark.parametrize("given", [{}, {"mode": "green_book", "schedule": "health"}, {"discount_rate": 0.0105, "part_year": "round_up"}])
def test_what_is_printed_on_a_result_reads_back(given):
    settled = Conventions(**given).resolved()
    assert Conventions(**settled.as_dict()).resolved() == settled


def test_the_other_mode_keeps_part_years_and_the_health_schedule():
    found = Conventions(mode="green_book", schedule="health", part_year="round_up")
    assert found.in_mode("sroi_report").resolved().schedule == "green-book-standard"
    assert found.in_mode("green_book").resolved().schedule == "green-book-health"
    assert found.in_mode("sroi_report").part_year == "round_up"
