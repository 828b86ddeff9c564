"""Jobs as full-time years: the published example, the first twelve months, more than full time, and what has to hold."""

from __future__ import annotations

import pytest

from svtrain.core.job_years import WEEKS, Job, job_years

TWO_YEARS = [Job("Full", 10, 37, 2 * WEEKS), Job("Half", 5, 18.5, 2 * WEEKS)]


def test_the_published_example():
    assert job_years(TWO_YEARS, first_year_only=False).fte_years == 25
    found = job_years(TWO_YEARS)
    assert (found.fte_years, found.every_year, found.persons) == (12.5, 25, 15)


@pytest.mark.parametrize("weeks, counts", [(1, 1 / 52), (26, 0.5), (52, 1), (53, 1), (104, 1)])
def test_only_the_first_twelve_months_of_a_person_count(weeks, counts):
    one = job_years([Job("", 1, 37, weeks)]).jobs[0]
    assert one.fte_years == pytest.approx(counts) and bool(one.said) is (weeks > WEEKS)


def test_nobody_is_more_than_one_full_time_worker():
    found = job_years([Job("Long hours", 2, 60, 52)])
    assert found.fte_years == 2 and "37 of 60 hours" in found.jobs[0].said[0]
    assert job_years([Job("Long hours", 2, 30, 52)], whole_time=30).fte_years == 2
    assert job_years([Job("Long hours", 2, 30, 52)], whole_time=40).fte_years == 1.5


def test_a_job_split_in_two_rows_counts_the_same():
    assert job_years([Job("", 4, 20, 30), Job("", 2, 20, 30)]).fte_years == pytest.approx(job_years([Job("", 6, 20, 30)]).fte_years)
    assert job_years([]).fte_years == 0
