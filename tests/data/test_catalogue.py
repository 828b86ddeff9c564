from __future__ import annotations

import subprocess
import sys

import pytest

from svtrain.core.problems import CannotDo
from svtrain.core.reference import Proxy, Reference
from svtrain.data import catalog
from svtrain.data.catalogue import Catalogue
from svtrain.data.reference_data import shipped


@pytest.fixture(scope="module")
def bank() -> Catalogue:
    return Catalogue(shipped())


@pytest.mark.parametrize(("typed", "first"), [
    ("volunteer hour", {"ons-volunteer-hour"}),
    ("GP appointment", {"gmca-he20-2-fiscal", "kf2024-gp", "hsn2024-gp"}),
    ("A&E", {"gmca-he4-0-fiscal", "kf2024-ae-ambulance", "hsn2024-ae"}),
    ("prison place", {"gmca-cr3-0-fiscal", "press-prison-42k"}),
    ("hip fracture", {"gmca-he7-10-fiscal", "springer-hip-fracture-low", "springer-hip-fracture-high"}),
    ("landfill", {"landfill-tax-2025-26", "landfill-tax-lower-2025-26"}),
    ("time saved on the bus", {"dft-time-1994"}),
    ("real living wage london", {"rlw-2024-25-london"}),
    ("apprenticeship level 2", {"gmca-es8-0-economic", "gmca-es8-0-fiscal"}),
    ("qaly", {"dhsc-qaly-marginal", "hmt-qaly-2018", "hmt-qaly-2022", "nice-qaly"}),
])
def test_find_ranks_the_plain_answer_first(bank, typed, first):
    assert bank.find(typed)[0].id in first


@pytest.mark.parametrize(("typed", "meant"), [("aprenticeship", "apprenticeship"), ("ambulanse", "ambulance"),
                                              ("burglery", "burglary"), ("volunter", "volunteer")])
def test_find_forgives_a_misspelling(bank, typed, meant):
    assert [item.id for item in bank.find(typed)] == [item.id for item in bank.find(meant)] != []


@pytest.mark.parametrize(("typed", "group"), [("NEET", "neet"), ("homeless", "homelessness"), ("carbon", "tonne-co2e"),
                                              ("lonely", "loneliness"), ("jobs", "job")])
def test_find_knows_the_words_that_people_use(bank, typed, group):
    assert {item.contested_group for item in bank.find(typed, limit=3)} == {group}


@pytest.mark.parametrize("typed", ["", "   ", "?!", "xyzzy", "\x1b[2J"])
def test_find_says_nothing_rather_than_anything(bank, typed):
    assert bank.find(typed) == []


def test_find_keeps_to_its_limit(bank):
    assert len(bank.find("crime", limit=4)) == 4
    assert len(bank.find("crime", limit=None)) > 40


def test_a_row_that_answers_every_word_beats_one_that_answers_one(bank):
    assert {item.contested_group for item in bank.find("tonne of waste", limit=4)} == {"waste-tonne"}


def test_show_names_the_nearest(bank):
    assert bank.show("gmca-cr3-0-fiscal").value == 33785
    with pytest.raises(CannotDo, match='Did you mean "gmca-cr3-0-fiscal"'):
        bank.show("gmca-cr3-fiscal")


def test_contested_gives_every_row_and_the_reasons(bank):
    job = bank.contested("job")
    assert len(job.proxies) == 23
    assert any("loss where another is a gain" in reason for reason in job.reasons)
    assert any("9 do not state a price year" in reason for reason in job.reasons)
    assert "never averaged" in job.reasons[-1]
    assert not hasattr(job, "mean")


def test_contested_says_so_when_only_the_counting_differs(bank):
    assert len(bank.contested("local-spend").reasons) == 2


def test_contested_is_every_group_of_two_or_more(bank):
    assert len(bank.groups()) == 28
    assert "wellbeing" not in bank.groups()
    for group, count in bank.groups().items():
        found = bank.contested(group)
        assert len(found.proxies) == count
        assert all(len(reason.split()) <= 25 for reason in found.reasons), found.reasons
    with pytest.raises(CannotDo, match='Did you mean "volunteering"'):
        bank.contested("volunteer")


def test_frame_is_the_whole_bank():
    table = catalog().frame()
    assert table.index.name == "id"
    assert len(table) == len(catalog())
    assert table.loc["gmca-ee1-0-fiscal", "value"] == 9800
    assert list(catalog().frame(catalog().find("prison place", limit=1)).index) == ["press-prison-42k"]


def test_pandas_comes_only_with_a_frame():
    code = "import sys, svtrain.data; svtrain.data.catalog().find('volunteer hour'); print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_an_empty_bank_answers_nothing():
    bank = Catalogue(Reference())
    assert bank.find("job") == []
    assert bank.groups() == {}
    assert len(bank.frame()) == 0


def test_equal_answers_stand_newest_first():
    rows = {name: Proxy(name, 1.0, "per hour", outcome="One hour", price_year=year) for name, year in (("a", "2012"), ("b", "2024"))}
    assert [item.id for item in Catalogue(Reference(proxies=rows)).find("hour")] == ["b", "a"]


def test_a_notebook_shows_what_it_can_be_asked(bank):
    assert repr(bank) == "224 proxies, 28 contested groups: .find(text) .show(id) .contested(group) .frame()"
