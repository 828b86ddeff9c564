from __future__ import annotations

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data import base_rates, benchmarks, series
from svtrain.data.series_data import all_series


def test_every_series_has_its_passport():
    assert len(all_series()) == 14
    for item in all_series().values():
        assert item.points, item.id
        assert all((item.unit, item.price_year, item.geography, item.perspective, item.note, item.question)), item.id
        for point in item.points:
            assert point.status in ("published", "provisional", "second-hand"), item.id
            assert all((point.passport.citation, point.passport.locator, point.passport.licence, point.passport.last_checked))


def test_scenarios_are_chosen_by_name():
    carbon = series("desnz-2023-appraisal")
    assert [carbon.at(2050, name) for name in ("low", "central", "high")] == [198.77, 397.54, 596.31]
    assert carbon.at("2050") == 397.54
    with pytest.raises(CannotDo, match=r"has no figure for 2050 \(middle\)"):
        carbon.at(2050, "middle")


def test_a_year_that_was_not_seen_is_not_guessed():
    with pytest.raises(CannotDo, match="has no figure for 2023/24"):
        series("landfill-tax-standard").at("2023/24")


def test_forecasts_of_their_time_say_so():
    years = {point.period for point in series("hmt-2015-03-fy").points if point.status == "provisional"}
    assert years == {"2014/15", "2015/16", "2016/17", "2017/18", "2018/19", "2019/20"}


def test_names_are_met_with_the_nearest():
    with pytest.raises(CannotDo, match='Did you mean "national-living-wage"'):
        series("national-livng-wage")
    with pytest.raises(CannotDo, match='Did you mean "deadweight"'):
        benchmarks("dead weight")


def test_measured_is_the_default():
    assert all(item.measured for item in benchmarks("displacement"))
    assert not any(item.measured for item in benchmarks("displacement", measured=False))
    assert len(benchmarks("displacement", measured=None)) == len(benchmarks("displacement")) + len(
        benchmarks("displacement", measured=False))


def test_percentiles_rise():
    for rate in base_rates().values():
        assert rate.p10 <= rate.p25 <= rate.median <= rate.p75 <= rate.p90, rate.factor
