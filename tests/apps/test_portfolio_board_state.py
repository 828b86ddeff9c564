"""The portfolio board without a screen."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from svtrain.apps.portfolio_board import words
from svtrain.apps.portfolio_board.state import PortfolioBoard
from svtrain.apps.portfolio_board.view import View
from svtrain.core.portfolio import sums
from svtrain.data import reference
from svtrain.data.commitments import monitor_files
from svtrain.data.kept_portfolio import trimmed
from svtrain.data.places import content
from svtrain.data.portfolio import practice_portfolio
from svtrain.data.register_files import value_files

PRACTICE = content("datasets") / "practice"
CONTRACTS = b"reference,title,supplier,value,start,end,category,place\nK1,Grounds <b>,=1+1,100000,2025-04-01,2027-03-31,Parks,Leeds\nK2,Care,Ours,50000,01/04/2025,31/03/2027,,\n"
COMMITMENTS = (b"commitment_id,contract_ref,measure,unit,target_qty,proxy_id,due_date,owner,proxy_value,price_year,deadweight\n"
               b"A,K1,Jobs,person,10,,2027-03-31,Jo Bloggs,1000,2024,0.5\nB,K1,Hours,hour,100,,2027-03-31,Jo Bloggs,10,2024,\nC,K2,Jobs,person,20,,2027-03-31,,1000,2024,0.5\n"
               b"D,K9,Jobs,person,20,,2027-03-31,,1000,2024,\n")
DELIVERIES = (b"delivery_id,commitment_id,period_end,qty,verification,note,person,disadvantage\n1,A,2026-03-31,1,sample,ring Jo on 0191 498 0123,P1,carer\n"
              b"2,A,2026-03-31,1,self,,P1,carer\n3,B,2026-03-31,40,self,,,\n4,C,2026-03-31,8,third-party,,,\n5,A,soon,8,self,,,\n")


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    monkeypatch.delenv("SVTRAIN_PERSON", raising=False)
    return tmp_path


@pytest.fixture
def own():
    board = PortfolioBoard()
    for name, table in (("contracts.csv", CONTRACTS), ("commitments.csv", COMMITMENTS), ("deliveries.csv", DELIVERIES)):
        board.take(name, table)
    assert board.problems == {}
    return board


def test_each_promise_stands_as_the_monitor_says():
    files = {name: PRACTICE / f"{name}.csv" for name in ("commitments", "deliveries", "spend", "contracts")}
    said = monitor_files(files["commitments"], files["deliveries"], files["spend"], files["contracts"])
    found = practice_portfolio(reference())
    assert found.as_of == said.as_of and list(found.ids) == [each.commitment.id for each in said.found]
    assert list(found.ratings) == [each.rating for each in said.found]
    target = found.targets
    assert found.lines.delivered * target == pytest.approx([each.delivered for each in said.found])
    assert found.lines.verified * target == pytest.approx([each.verified for each in said.found])
    assert found.lines.due * target == pytest.approx([each.committed_to_date for each in said.found])


def test_the_high_end_without_deductions_is_the_registers_own_value():
    valued = value_files(PRACTICE / "contracts.csv", PRACTICE / "commitments.csv", reference())
    found = practice_portfolio(reference())
    point = [name not in reference().proxies or reference().proxies[name].low is None for name in found.proxies]
    present = valued.lines["present_value"].to_numpy()
    for end, left in enumerate(found.left):
        assert found.lines.worth[point, end] == pytest.approx(present[point] * left, nan_ok=True)
    assert found.left == pytest.approx((0.5 * 0.47, 0.8 * 0.745, 0.948 * 0.9))


def test_groups_add_up_to_the_whole_and_filters_narrow_it():
    board = PortfolioBoard()
    whole = board.whole
    for kind in ("theme", "place", "category"):
        board.by(kind)
        assert sum(found.committed.mid for _, found in board.groups) == pytest.approx(whole.committed.mid)
    board.choose("theme", "Environment")
    board.choose("place", "Calderbrook (invented)")
    assert 0 < board.whole.promises < 13 and {name for name, _ in board.groups} <= set(board.portfolio.categories)
    board.choose("rating", "Good")
    assert set(board.portfolio.ratings[board.mask]) <= {"Good"}
    board.choose("place", "Nowhere")
    assert board.chosen["place"] == "Calderbrook (invented)"
    board.all_again()
    assert board.whole == whole


def test_few_people_are_hidden_everywhere(own):
    found = dict(own.groups)
    assert own.whole.people == 9 and not own.whole.hidden
    rows = {own.portfolio.references[n]: each for n, each in own.contracts}
    assert rows["K1"].hidden and rows["K2"].hidden  # K2 is large enough, but the total less K2 would tell K1
    assert rows["K1"].committed.high > 0 and found
    own.look("K1")
    jobs, hours = (words.line(own.portfolio, int(n)) for n in own.rows_of("K1"))
    assert jobs[3:6] == (words.HIDDEN,) * 3 and hours[3] == "40"
    own.choose("category", "Parks")
    assert own.whole.hidden and words.HIDDEN not in " ".join(words.headline(own.portfolio, own.whole, 1))
    assert "fewer than five people" in " ".join(words.headline(own.portfolio, own.whole, 1))


def test_one_person_counts_once_and_gaps_are_said(own):
    delivered = own.portfolio.lines.delivered * own.portfolio.targets
    assert delivered.tolist() == [1, 40, 8, 0]
    said = " ".join(words.gaps(own.portfolio, own.whole))
    assert "1 promise names a contract that is not in the register" in said and "1 promise reported something of which nothing was checked" in said
    assert "row 6" in " ".join(own.portfolio.problems)
    assert own.portfolio.places == ("Leeds", "Place not given")


def test_stated_deductions_stand_and_others_take_the_reports_range(own):
    worth = own.portfolio.lines.worth
    assert worth[0, 0] == worth[0, 2] and worth[1, 0] < worth[1, 1] < worth[1, 2]
    assert "For 2 of 4 promises nobody said" in " ".join(words.assumptions(own.portfolio))


def test_a_refresh_brings_the_files_back_without_what_names_people(own, work):
    own.choose("place", "Leeds")
    again = PortfolioBoard()
    again.from_dict(own.to_dict())
    assert again.whole == own.whole and again.chosen == {"place": "Leeds"} and again.source == "own"
    kept = b"".join(trimmed(name, table) for name, table in (("commitments.csv", COMMITMENTS), ("deliveries.csv", DELIVERIES)))
    assert b"Bloggs" not in kept and b"0191" not in kept
    again.practise()
    assert not list(work.rglob("portfolio-*.zip"))
    lost = PortfolioBoard()
    lost.from_dict(own.to_dict())
    assert lost.source == "practice" and "not kept here any more" in lost.problems["contracts.csv"]


@pytest.mark.parametrize("table", [b"", b"\0\1\2", b"a,b\n1,2\n", b"PK\3\4 not a table", b"commitment_id,contract_ref\nA,K1\n", b'"' * 300_000])
def test_a_file_that_is_no_such_table_is_a_sentence(own, table):
    before = own.whole
    own.take("commitments.csv", table)
    assert own.problems["commitments.csv"] and own.whole == before
    own.take("commitments.csv", COMMITMENTS)
    assert own.problems == {}


def test_hostile_words_are_words(own):
    view = View(own)
    view.render()
    own.look("K1")
    assert "Grounds &lt;b&gt;" in view.contracts.html and "<b>" not in view.contracts.html + view.close.html
    own.look("<script>")
    assert own.contract == ""


def test_a_value_map_gives_a_contract_its_range():
    board = PortfolioBoard()
    board.look("PC07")
    result, spread = board.spread_of("PC07")
    assert spread.ratio_p5 < result.sroi_ratio < spread.ratio_p95
    board.take_map("x.yaml", b"svtrain: value-map/1\ncontract: {reference: NOPE}\n")
    assert "not in this portfolio" in board.problems["map"]


def test_lines_without_a_contract_are_in_no_sum(own):
    assert sums(own.portfolio.lines, np.ones(4, bool)).promises == 4 and own.whole.promises == 3


def test_a_large_file_is_paged():
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["reference", "title"])
    rows.writerows([f"K{n}", f"Contract {n}"] for n in range(45))
    board = PortfolioBoard()
    board.take("contracts.csv", out.getvalue().encode())
    promises = "commitment_id,contract_ref,target_qty,proxy_value\n" + "".join(f"C{n},K{n},{n},1\n" for n in range(45))
    board.take("commitments.csv", promises.encode())
    assert board.source == "practice" and board.given == ("contracts.csv", "commitments.csv")
    board.take("deliveries.csv", b"commitment_id,period_end,qty\nC1,2026-01-01,1\n")
    assert board.pages == 3 and board.portfolio.references[board.listed()[0][0]] == "K44"
    board.turn(5)
    assert (board.page, len(board.listed())) == (2, 5)


def _semicolons(table: bytes) -> bytes:
    return table.replace(b",", b";")


def _as_excel(table: bytes) -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.active.append(["Our tracker"])
    for row in csv.reader(io.StringIO(table.decode())):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("written", [_semicolons, _as_excel])
def test_the_same_tables_in_another_dress_give_the_same_sums(own, written):
    board = PortfolioBoard()
    for name, table in (("contracts.csv", CONTRACTS), ("commitments.csv", COMMITMENTS), ("deliveries.csv", DELIVERIES)):
        board.take(name, written(table))
    assert board.problems == {} and board.whole == own.whole


def test_a_promise_of_nothing_has_no_word_and_verification_is_known_however_it_is_spelled():
    board = PortfolioBoard()
    tables = {"contracts.csv": CONTRACTS, "commitments.csv": COMMITMENTS.replace(b"hour,100", b"hour,0"), "deliveries.csv": DELIVERIES.replace(b"third-party", b"Third party")}
    for name, table in tables.items():
        board.take(name, table)
    portfolio = board.portfolio
    assert portfolio.ratings[portfolio.ids.index("B")] == "Other"
    assert portfolio.lines.verified[portfolio.ids.index("C")] == pytest.approx(0.4)
    assert not any("deliveries.csv were left out" in said and said.startswith("2") for said in portfolio.problems)


def test_what_is_over_is_said():
    board = PortfolioBoard()
    for name, table in (("contracts.csv", CONTRACTS), ("commitments.csv", COMMITMENTS), ("deliveries.csv", DELIVERIES.replace(b",40,self", b",400,self"))):
        board.take(name, table)
    assert "1 promise reported more than was promised." in " ".join(words.gaps(board.portfolio, board.whole))
