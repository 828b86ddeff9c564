"""The maker of practice contracts: same seed, same bytes; whole or not at all."""

from __future__ import annotations

import csv

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.practice_making import HEADERS, LAST_DAY, make_practice
from svtrain.data.reference_data import reference


def read(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_practice(300, 5, tmp_path_factory.mktemp("made") / "set")


def test_same_seed_same_bytes_another_seed_others(made, tmp_path):
    assert contents(make_practice(300, 5, tmp_path / "again")) == contents(made)
    assert contents(make_practice(300, 6, tmp_path / "other")) != contents(made)


def test_the_bytes_are_the_same_on_every_machine(made):
    """Written down once: another machine or another Python must make these very lines."""
    lines = {name: whole.decode("utf-8").split("\n") for name, whole in contents(made).items()}
    assert lines["contracts.csv"][1] == (
        'MK000001,Legal services,"Advice on employment, property and civil claims, ordered case by case. Invented for training.",'
        'Kirkmere Police (invented),Oxenhope Vale Trading (invented),1,4301000,"whole life, including VAT",2024-10-01,2028-09-30,'
        "79100000,Legal services,Kirkmere (invented),no,no,2")
    assert lines["deliveries.csv"][1] == ("MK000001-C1-Q1,MK000001-C1,2024-12-31,97.46,time record,MK000001-C1-2024-12-31,"
                                          "Contract manager (invented),2025-01-24,sample,")
    assert lines["spend.csv"][1] == "MK000001,2024-12-31,282413"
    assert not any("\r" in line for found in lines.values() for line in found)


def test_more_contracts_leave_the_first_ones_as_they_were(made, tmp_path):
    fewer = contents(make_practice(40, 5, tmp_path / "fewer"))
    for name, whole in contents(made).items():
        assert whole.startswith(fewer[name])


def test_four_files_with_the_agreed_columns(made):
    assert {path.name for path in made.iterdir()} == set(HEADERS)
    for name, header in HEADERS.items():
        assert tuple(read(made, name)[0]) == header


def test_everything_joins_up_and_is_invented(made):
    contracts = {row["reference"]: row for row in read(made, "contracts.csv")}
    commitments = {row["commitment_id"]: row for row in read(made, "commitments.csv")}
    assert len(contracts) == 300 and len(commitments) > 900
    for row in contracts.values():
        assert row["buyer"].endswith("(invented)") and row["supplier"].endswith("(invented)")
        assert row["start"] < row["end"] and float(row["value"]) > 0
    for row in commitments.values():
        assert row["proxy_id"] in reference().proxies and float(row["target_qty"]) > 0
        assert row["due_date"] == contracts[row["contract_ref"]]["end"]
    deliveries = read(made, "deliveries.csv")
    assert len({row["delivery_id"] for row in deliveries}) == len(deliveries)
    for row in deliveries:
        contract = contracts[commitments[row["commitment_id"]]["contract_ref"]]
        assert contract["start"] < row["period_end"] <= min(contract["end"], LAST_DAY.isoformat())
        assert row["verified_on"] > row["period_end"] and float(row["qty"]) >= 0
    assert {row["verification"] for row in deliveries} == {"self", "sample", "third-party"}
    assert {row["contract_ref"] for row in read(made, "spend.csv")} <= set(contracts)


def test_no_made_contract_asks_for_what_is_unlawful(made):
    assert not [row for row in read(made, "commitments.csv") if "asylum" in row["measure"]]


@pytest.mark.parametrize("count", [0, -1, 2_000_001])
def test_a_count_out_of_range_is_refused(count, tmp_path):
    with pytest.raises(CannotDo, match="count must be from 1 to 2,000,000"):
        make_practice(count, 1, tmp_path / "set")
    assert not list(tmp_path.iterdir())


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(CannotDo, match="not an empty folder"):
        make_practice(1, 1, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_stop_half_way_leaves_nothing(tmp_path):
    def stop(done):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_practice(10, 1, tmp_path / "set", stop)
    assert not list(tmp_path.iterdir())
