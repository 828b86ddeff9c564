from __future__ import annotations

from datetime import date

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.commitments import monitor_files

COMMITMENTS = "commitment_id,contract_ref,measure,unit,target_qty,due_date\nC1,K1,Jobs,person,10,2026-04-01\nC2,K1,Trees,tree,\"1,000\",01/04/2026\n"
DELIVERIES = """\
delivery_id,commitment_id,period_end,qty,evidence_type,evidence_ref,verified_by,verified_on,verification,note
D1,C1,2024-06-30,1,payroll,P1,Ann,2024-07-01,sample,
D2,C1,2024-09-30,1,payroll,P2,Ann,2024-10-01,self,
D3,C2,2024-09-30,300,photos,P3,,,,
"""
SPEND = "contract_ref,period_end,spent\nK1,2024-06-30,\"£100,000\"\nK1,2024-09-30,50000\nK1,2025-09-30,99999\n"
CONTRACTS = "reference,title,start,end,value\nK1,Grounds,2024-04-01,2026-03-31,600000\n"


@pytest.fixture
def files(tmp_path):
    for name, text in {"c": COMMITMENTS, "d": DELIVERIES, "s": SPEND, "k": CONTRACTS}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def look(files, *names, **more):
    return monitor_files(*(None if name is None else files / f"{name}.csv" for name in ("c", "d", *names)), **more)


def test_by_time_from_one_period_before_the_first_report(files):
    found = look(files)
    assert found.as_of == date(2024, 9, 30)
    assert found.contracts["K1"].start == date(2024, 4, 1)
    first, second = found.found
    assert first.committed_to_date == pytest.approx(10 * 182 / 730)
    assert (first.delivered, first.verified_share, first.rating) == (2, 0.5, "Requires improvement")
    assert (second.delivered, second.verified_share, second.rating) == (300, 0, "Good")
    assert "Starts are taken to be one period before the first report: K1 from 2024-04-01." in found.notes


def test_by_spend_with_the_contracts_value(files):
    found = look(files, "s", "k", as_of=date(2024, 9, 30))
    assert found.as_dict()["contracts"][0]["spend_share"] == 0.25
    assert [each.committed_to_date for each in found.found] == [2.5, 250]
    assert {each.phased_by for each in found.found} == {"spend"}


def test_spend_without_a_value_falls_back_to_time_and_says_so(files):
    found = look(files, "s", as_of=date(2024, 9, 30))
    assert {each.phased_by for each in found.found} == {"time"}
    assert any("give the contracts for their values" in note for note in found.notes)


@pytest.mark.parametrize(("file", "line", "said"), [
    ("c", "C3,K1,Jobs,person,TBC,2026-04-01", ("target_qty", '"TBC" is not a number')),
    ("c", "C1,K1,Jobs,person,5,2026-04-01", ("commitment_id", "The commitment 'C1' is there twice.")),
    ("c", ",K1,Jobs,person,5,2026-04-01", ("commitment_id", "The commitment_id is blank.")),
    ("c", "C3,K1,Jobs,person,-5,2026-04-01", ("target_qty", "The target_qty is below zero.")),
    ("c", "C3,K1,Jobs,person,5,31/02/2026", ("due_date", '"31/02/2026" is not a date')),
    ("d", "D4,C9,2024-09-30,1,,,,,,", ("commitment_id", "There is no commitment 'C9'.")),
    ("d", "D4,C1,,1,,,,,,", ("period_end", "The period_end is blank.")),
    ("d", "D4,C1,2024-09-30,1,,,,,thorough,", ("verification", "It is self, sample or third-party, not 'thorough'.")),
    ("d", "D1,C1,2024-09-30,1,,,,,,", ("delivery_id", "The delivery 'D1' is there twice.")),
    ("d", "D4,C1,2024-09-30,=1+1,,,,,,", ("qty", '"=1+1" is not a number')),
    ("s", "K1,soon,5", ("period_end", '"soon" is not a date')),
])
def test_rows_that_cannot_be_read_are_listed_and_left_out(files, file, line, said):
    path = files / f"{file}.csv"
    whole = look(files, "s", as_of=date(2024, 9, 30))
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    found = look(files, "s", as_of=date(2024, 9, 30))
    assert [(each["file"], each["field"]) for each in found.problems] == [(path.name, said[0])]
    assert said[1] in found.problems[0]["reason"]
    assert [each.as_dict() for each in found.found] == [each.as_dict() for each in whole.found]


def test_a_column_that_is_nearly_known_is_refused(files):
    (files / "d.csv").write_text(DELIVERIES.replace("period_end", "period_ned"), encoding="utf-8")
    with pytest.raises(CannotDo, match="Did you mean 'period_ned'"):
        look(files)


@pytest.mark.parametrize("written", ["30/09/2024", "30.09.24", "2024/09/30", "30-Sep-24", "30 Sept 2024", "30th September 2024", "45565", "20240930", "2024-09-30T00:00:00"])
def test_a_day_is_read_in_every_way_that_people_write_it(files, written):
    whole = look(files)
    (files / "d.csv").write_text(DELIVERIES.replace("2024-09-30", written), encoding="utf-8")
    found = look(files)
    assert found.problems == [] and [each.as_dict() for each in found.found] == [each.as_dict() for each in whole.found]


def test_a_month_without_a_day_is_its_last_and_is_said(files):
    (files / "d.csv").write_text(DELIVERIES.replace("2024-09-30", "Sept 2024"), encoding="utf-8")
    found = look(files)
    assert found.problems == [] and found.as_of == date(2024, 9, 30)
    assert 'd.csv, row 3, period_end: "Sept 2024" names no day; taken as 2024-09-30.' in found.notes


def test_a_column_that_is_written_month_first_is_read_so(files):
    (files / "d.csv").write_text(DELIVERIES.replace("2024-06-30", "06/30/2024").replace("2024-09-30", "9/30/2024"), encoding="utf-8")
    found = look(files)
    assert (found.problems, found.as_of) == ([], date(2024, 9, 30))


@pytest.mark.parametrize("written", ["Third party", "THIRD-PARTY", "third_party"])
def test_verification_is_known_however_it_is_spelled(files, written):
    (files / "d.csv").write_text(DELIVERIES.replace(",sample,", f",{written},"), encoding="utf-8")
    assert look(files).found[0].verified == 1


def test_before_the_first_report_nothing_is_delivered(files):
    (files / "d.csv").write_text(DELIVERIES.splitlines()[0] + "\n", encoding="utf-8")
    found = look(files, None, "k", as_of=date(2024, 9, 30))
    assert [(each.delivered, each.rating) for each in found.found] == [(0, "Inadequate")] * 2


def test_what_stands_in_one_table_only_is_said(files):
    (files / "s.csv").write_text(SPEND + "K9,2024-06-30,5\n", encoding="utf-8")
    (files / "c.csv").write_text(COMMITMENTS + "C3,K3,Jobs,person,5,2026-04-01\n", encoding="utf-8")
    (files / "k.csv").write_text(CONTRACTS + "K7,Other,then,never,much\n", encoding="utf-8")  # no promise names it
    found = look(files, "s", "k", as_of=date(2024, 9, 30))
    assert "No promise names K9, so spend on it is left aside." in found.notes
    assert "The contracts do not hold K3, which promises name." in found.notes
    assert found.problems == []


def test_a_contract_that_is_there_twice_counts_as_first_given(files):
    (files / "k.csv").write_text(CONTRACTS + "K1,Grounds again,2024-04-01,2026-03-31,1\n", encoding="utf-8")
    found = look(files, "s", "k", as_of=date(2024, 9, 30))
    assert found.contracts["K1"].value == 600000
    assert found.problems[0]["reason"] == "The contract 'K1' is there twice; the first counts."
