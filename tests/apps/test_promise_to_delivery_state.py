"""Promise to delivery without a screen: practice, own files, evidence, and the year-one reveal."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from svtrain.apps.promise_to_delivery.reveal import GUESSING, SHOWN, Reveal, assumed, year_one
from svtrain.apps.promise_to_delivery.reveal_view import delivered
from svtrain.apps.promise_to_delivery.state import SPEND, Delivering
from svtrain.apps.promise_to_delivery.words import evidence, headline, opened, questions
from svtrain.data.delivery_tables import day_from
from svtrain.data.evidence_files import handed_over

COMMITMENTS = b"commitment_id,contract_ref,measure,unit,target_qty,due_date,start_date\nC1,K1,=Jobs,person,10,2026-04-01,2024-04-01\nC2,K2,Trees,tree,20,2026-04-01,2024-04-01\n"
DELIVERIES = b"delivery_id,commitment_id,period_end,qty,evidence_ref,verification\nD1,C1,2025-03-31,3,+P1,self\nD2,C2,2025-03-31,12,P2,sample\n"


@pytest.fixture
def own():
    app = Delivering()
    assert app.take("commitments", "promises.csv", COMMITMENTS) and app.take("deliveries", "done.csv", DELIVERIES)
    return app


def test_agency_staff_is_behind_by_time_and_not_by_spend():
    app = Delivering()
    app.look_at("PC03")
    assert {row.by_time.rating for row in app.rows()} == {"Inadequate", "Requires improvement"}
    app.phase(SPEND)
    assert {row.shown.rating for row in app.rows()} == {"Good"}
    assert "different words for 4 of them" in headline(app)


def test_one_evidence_behind_two_lines_is_asked_about():
    app = Delivering()
    app.look_at("PC06")
    assert "count it once, or give each its share" in questions(app)


def test_a_mangled_file_is_refused_with_the_column_and_nothing_changes():
    app = Delivering()
    assert not app.take("commitments", "promises.csv", COMMITMENTS.replace(b"target_qty", b"targt_qty"))
    assert "promises.csv" in app.refused["commitments"] and "target_qty" in app.refused["commitments"]
    assert not app.own and app.contract == "PC01"
    assert not app.take("deliveries", "done.csv", DELIVERIES)
    assert "Give the promises first" in app.refused["deliveries"]
    assert not app.take("commitments", "p.csv", b"commitment_id,contract_ref,target_qty\nC1,K1,many\n")
    assert "No promise in it can be read." in app.refused["commitments"] and "Row 2" in app.refused["commitments"]
    assert not app.take("commitments", "p.xls", b"x")


def test_own_files_are_rated_and_come_back(own):
    assert [one for one, _ in own.contracts()] == ["K1", "K2"]
    assert own.rows()[0].shown.rating == "Requires improvement"
    assert [gap.id for gap in own.gaps_of(own.rows()[0])][:2] == ["late", "self-only"]
    other = Delivering()
    other.from_dict(own.to_dict())
    assert other.rows() == own.rows() and other.own
    own.open_practice()
    assert not own.own and own.contract == "PC01"


def test_a_day_that_is_no_day_stays_in_the_field(own):
    own.look_on("soon")
    assert own.problems["as_of"] and own.as_of == "soon" and own.rows()
    own.look_on("1/6/2024")
    assert own.rows()[0].shown.delivered == 0


def test_rows_that_cannot_be_read_are_shown(own):
    assert own.take("deliveries", "done.csv", DELIVERIES + b"D3,C9,2025-03-31,1,,\n")
    assert "There is no commitment" in opened(own) and "D3" not in evidence(own)


def test_a_workbook_with_a_sheet_for_each_table():
    book = openpyxl.Workbook()
    for number, (name, raw) in enumerate((("Notes", b"hello\n"), ("Commitments", COMMITMENTS), ("Deliveries", DELIVERIES))):
        sheet = book.active if not number else book.create_sheet()
        sheet.title = name
        for cells in csv.reader(io.StringIO(raw.decode())):
            sheet.append([day_from(cell) or (float(cell) if cell.isdigit() else cell.removeprefix("=")) for cell in cells])
    raw = io.BytesIO()
    book.save(raw)
    app = Delivering()
    assert app.take("commitments", "all.xlsx", raw.getvalue()), app.refused
    assert app.take("deliveries", "all.xlsx", raw.getvalue()), app.refused
    assert [row.shown.delivered for row in app.rows()] == [3]


def test_evidence_and_next_time_are_handed_over_as_text(own, tmp_path, monkeypatch):
    lines = list(csv.DictReader(io.StringIO(own.evidence_table().removeprefix("\ufeff"))))
    assert lines[0]["evidence_ref"] == "'+P1" and "nobody but the supplier" in lines[0]["missing"]
    page = own.evidence_page()
    assert "=Jobs" in page and "<script" not in page
    asked = list(csv.DictReader(io.StringIO(own.next_table().removeprefix("\ufeff"))))
    assert asked[0]["measure"] == "'=Jobs" and asked[0]["target_qty"] == "6.02"
    again = Delivering()
    assert again.take("commitments", "next.csv", own.next_table().encode()), again.refused
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    own.take_along("C1", False)
    assert own.hand_over() == "Tick at least one promise to take along." and handed_over() == ("", [])
    own.take_along("C1", True)
    assert own.hand_over().startswith("Kept: 1 requirement") and handed_over()[1][0]["commitment_id"] == "C1"


def test_delivery_is_shown_only_after_a_ranking_a_guess_and_a_reason():
    story = Reveal()
    assert story.rank() == "Choose a contract for each of the three places."
    story.ranked = ["PC02", "PC02", "PC07"]
    assert story.rank() == "Each place needs another contract."
    story.ranked = ["PC02", "PC08", "PC07"]
    assert story.show() == "Settle your ranking by promise first." and story.rank() == "" and story.step == GUESSING
    story.place("ranked", 0, "PC01")
    assert story.ranked[0] == "PC02", "what is settled stays"
    for number, one in enumerate(("PC02", "PC07", "PC12")):
        story.place("guessed", number, one)
    assert "reason first" in story.show() and story.step == GUESSING
    story.reason = "<b>They are large</b>"
    assert story.show() == "" and story.step == SHOWN
    assert (story.hits("ranked"), story.hits("guessed")) == (3, 1)
    assert "&lt;b&gt;They are large" in delivered(story) and "Construction of a teaching block promised most and comes to place 6" in delivered(story)


def test_saved_work_cannot_skip_the_commitment():
    with pytest.raises(ValueError):
        Reveal().from_dict({"ranked": ["", "", ""], "guessed": ["", "", ""], "reason": "", "step": SHOWN})


def test_every_practice_promise_is_priced_and_the_assumption_is_said():
    assert [one.reference for one in sorted(year_one(), key=lambda one: -one.verified)][:3] == ["PC07", "PC08", "PC04"]
    assert len(assumed()) == 1 and "the same rise as in 2024 is assumed" in assumed()[0]


def test_no_persons_name_leaves_in_a_file_and_the_page_says_so():
    app = Delivering()
    assert app.take("commitments", "c.csv", b"commitment_id,contract_ref,measure,unit,target_qty,due_date,start_date,owner\nC1,K1,Jobs,person,10,31 March 2027,1 April 2025,Sarah Jones\n")
    assert app.take("deliveries", "d.csv", b"delivery_id,commitment_id,period_end,qty,verification,verified_by,note,person\n"
                    b"D1,C1,31 Mar 2026,1,sample,Mr Okafor,Ring 0191 498 0123,Priya Shah\nD2,C1,30/06/2026,1,self,,,Priya Shah\n")
    assert len(app.record.deliveries) == 2 and "taken out of every file" in evidence(app) and "Sarah Jones" in evidence(app)
    every = app.evidence_page() + app.evidence_table() + app.next_table()
    assert not [word for word in ("Sarah", "Okafor", "0191", "Priya") if word in every] and "[name removed]" in every
    assert "taken out" not in evidence(Delivering())


def test_large_numbers_leave_in_digits_that_can_be_read_again():
    app = Delivering()
    app.take("commitments", "c.csv", b"commitment_id,contract_ref,measure,unit,target_qty,due_date,start_date\nC1,K1,Local spend,GBP,12345678,2027-03-31,2026-04-01\n")
    app.take("deliveries", "d.csv", b"delivery_id,commitment_id,period_end,qty\nD1,C1,2026-09-30,7654321.5\n")
    assert ",12345678," in app.next_table()
    assert ",7654321.5,7654321.5," in app.evidence_table()
