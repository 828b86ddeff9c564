"""Which published answers may stand on one axis, and what is said of the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from svtrain.core.reference import PriceIndex, Proxy
from svtrain.core.rivals import names_a_rival, rivals
from svtrain.data.reference_data import shipped

INDEX = PriceIndex("demo", "Demo index", calendar={"2019": 80.0, "2020": 90.0, "2024": 100.0}, financial={})
OURS = Proxy("ours", 10, "per hour", price_year="2024", perspective="market price")


def apart(other: Proxy) -> tuple[str, ...]:
    found = rivals(OURS, [OURS, other], INDEX)
    assert len(found.axis) == 1
    return found.apart[0].reasons


@pytest.mark.parametrize(("change", "said"), [
    ({"unit": "per year"}, "Counts another thing: per year, not per hour."),
    ({"perspective": "fiscal saving"}, "Another side: fiscal saving, not market price."),
    ({"perspective": ""}, "Another side: not stated, not market price."),
    ({"price_year": None}, "States no price year."),
    ({"price_year": "1900"}, "Demo index covers 2019 to 2024; the price year 1900 is outside it."),
    ({"currency": "EUR"}, "In EUR, not GBP."),
])
def test_one_difference_is_enough_to_stand_apart(change, said):
    assert apart(replace(OURS, id="other", **change)) == (said,)


def test_every_difference_is_said():
    assert len(apart(replace(OURS, id="other", unit="per year", perspective="economic", price_year=None))) == 3


def test_another_year_is_rebased_and_the_published_value_is_kept():
    one = rivals(OURS, [replace(OURS, id="old", value=8, price_year="2019/20")], INDEX).axis[1]
    assert one.proxy.value == 8 and one.value == pytest.approx(8 * 100 / 82.5)
    assert "¾ of the first calendar year" in one.rebased.sentence


def test_an_unknown_year_on_our_side_leaves_no_axis():
    found = rivals(replace(OURS, price_year=None), [replace(OURS, id="other")], INDEX)
    assert found.apart[0].reasons == ("The one you look at does not state its price year.",)


def test_capitals_and_spaces_do_not_part_what_is_the_same():
    assert len(rivals(OURS, [replace(OURS, id="other", unit="Per  hour", perspective="Market price")], INDEX).axis) == 2


def test_the_job_group_of_the_bank_is_as_far_apart_as_it_is_said():
    """The figures on the first lesson's page, from the bank itself."""
    known = shipped()
    group = [item for item in known.proxies.values() if item.contested_group == "job"]
    found = rivals(known.proxies["jrf-living-wage-job-gov"], group, known.indices["uk-gdp-deflator"])
    assert {one.proxy.id for one in found.axis} == {"jrf-living-wage-job-gov", "gmca-ee1-0-fiscal", "gmca-ee2-0-fiscal", "gmca-ee3-0-fiscal"}
    assert found.spread == (-3946.0, 64000.0)
    assert len(found.axis) + len(found.apart) == len(group) and all(one.reasons for one in found.apart)


def test_no_rival_of_another_unit_side_or_unknown_year_is_ever_on_the_axis():
    known = shipped()
    for chosen in known.proxies.values():
        group = [item for item in known.proxies.values() if item.contested_group and item.contested_group == chosen.contested_group]
        for one in rivals(chosen, group, known.indices["uk-gdp-deflator"]).axis[1:]:
            assert (one.proxy.unit.lower(), one.proxy.perspective) == (chosen.unit.lower(), chosen.perspective)
            assert one.proxy.price_year and chosen.price_year
            assert (one.proxy.price_year == chosen.price_year) == (one.rebased.sentence == "")


def test_a_caveat_that_gives_a_rival_away_is_found():
    known = shipped().proxies
    group = [item for item in known.values() if item.contested_group == "job"]
    assert names_a_rival(known["jrf-living-wage-job-gov"].caveat, known["jrf-living-wage-job-gov"], group)
    assert not names_a_rival(known["dwp-fjf-exchequer"].caveat, known["dwp-fjf-exchequer"], group)
