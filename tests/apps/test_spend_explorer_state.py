"""The spend explorer without a screen: reading, correcting, adding up, choosing, keeping."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from svtrain.apps.spend_explorer import downloads, words
from svtrain.apps.spend_explorer.state import SpendExplorer
from svtrain.core.problems import CannotDo
from svtrain.data.chosen_contracts import load_chosen
from svtrain.data.kept_register import keep_register, kept_register
from svtrain.learn import exercise


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path / "work"))
    monkeypatch.delenv("SVTRAIN_PERSON", raising=False)
    return tmp_path / "work"


@pytest.fixture
def app():
    made = SpendExplorer()
    assert made.practise()
    return made


SPEND = (b"Supplier,Net Amount,Payment Date,Expense Type,Contact Email,Phone\n" + b"".join(
    b'Acme %d Ltd,"%d,000.00",0%d/04/2026,Repairs,jo%d@acme.example,0191 498 0%03d\n' % (n, n + 1, n + 1, n, n) for n in range(6)))


def walk(app, words=("care", "phase", "lot 1")):
    for place, word in enumerate(words):
        app.type("search", word)
        app.pick(app.found()["key"].iloc[0])
        app.say_why(place, f"Because of {word}")
    assert app.commit()
    for at, key in enumerate(app.candidates):
        app.give_mark(key, "influence", str(at % 5 + 1))
        app.give_mark(key, "relevance", "3")


def test_the_practice_register_is_read_whole_with_what_is_wrong_in_it(app):
    assert app.account["rows"] == app.account["read"] + app.account["skipped"] == 243
    assert app.sums.repeats == 2 and app.sums.no_value == 3 and app.sums.spellings == 25
    said = words.read_words(app)
    assert "242 of 243 rows were read as contracts; 1 was left out" in said and "total of other rows" in said and "invented" in said


def test_everything_that_is_counted_adds_up(app):
    sums = app.sums
    assert sum(one.value for one in sums.categories) == pytest.approx(sums.value)
    assert sum(part.value for one in sums.categories for part in one.suppliers) == pytest.approx(sums.value)
    for slices in (sums.sizes, sums.sme, sums.vcse):
        assert sum(one.value for one in slices) == pytest.approx(sums.value) and sum(one.rows for one in slices) == sums.rows
    ends = app.ending
    assert len(ends.soon) + ends.ended + ends.later + ends.no_end == len(app.things) == sums.rows
    parts = 0.0
    for buyer in app.buyers():
        app.choose_part(buyer=buyer)
        parts += app.sums.value
    assert parts == pytest.approx(sums.value)


def test_the_exercises_say_what_the_register_says(app):
    few, care = exercise("few-take-most").exercise, exercise("read-with-care").exercise
    found = app.sums.concentration
    assert few.answer.value == dict(found.reach)[0.8] and f"{found.suppliers} suppliers" in few.prompt
    said = " ".join(claim.text for claim in care.claims)
    assert f"£{app.sums.value / 1e6:.0f}m" in said and f"{app.sums.spellings} suppliers" in said
    assert app.ending.ended == 79 and "Seventy-nine rows ended" in said
    assert round(app.sums.sme[-1].rows / app.sums.rows, 1) == 0.2 and "A fifth of the rows" in said


def test_repeats_are_counted_until_a_person_says_once(app):
    before = app.sums.value
    app.choose_part(once=True)
    assert app.sums.rows == 240 and app.sums.value == pytest.approx(before - app.sums.repeats_value)


def test_a_file_that_does_not_say_where_suppliers_are_gives_no_local_share():
    app = SpendExplorer()
    assert app.take("spend.csv", SPEND)
    app.type("local", "Leeds")
    assert app.local == () and "cannot be known" in words.local_words(app)
    assert "cannot be known" in words.small_words(app) and "cannot be known" in words.ending_words(app)


def test_payments_to_one_supplier_are_one_thing_to_choose():
    app = SpendExplorer()
    app.take("spend.csv", SPEND + SPEND.split(b"\n", 1)[1])
    assert app.is_spend and len(app.table) == 12 and len(app.things) == 6
    assert app.things["value"].sum() == pytest.approx(app.sums.value) and app.sums.repeats == 6


def test_an_unreadable_file_leaves_the_one_before_and_says_why(app):
    assert not app.take("photo.png", b"\x89PNG....")
    assert "a picture" in app.problems["file"] and app.account["read"] == 242 and app.source.startswith("practice")


def test_a_file_whose_columns_say_nothing_can_be_corrected_by_choice(work):
    app = SpendExplorer()
    odd = b"Aaa,Bbb,End Date,Start Date\nGreen CIC,1200,,01/04/2026\nBlue Ltd,50,,01/05/2026\n"
    assert app.take("odd.csv", odd) and app.account["read"] == 0
    assert app.correct("Aaa", "supplier") and app.correct("Bbb", "value")
    assert app.account["read"] == 2 and app.sums.value == 1250
    again = SpendExplorer()
    again.take("odd-2.csv", odd)
    assert again.sums.value == 1250, "the correction is remembered for files of this shape"
    assert again.forget_corrections() and again.account["read"] == 0


def test_headings_that_were_not_found_are_named_by_their_row():
    app = SpendExplorer()
    data = b"x,y\n1,2\nWhom,How many\n" + b"A Ltd,5\n" * 3
    assert not app.take("odd.csv", data) and "--header-row" not in app.problems["file"]
    app.type("header_row", "three")
    assert not app.read_again() and "number of a row" in app.problems["header_row"]
    app.type("header_row", "3")
    assert app.read_again() and app.account["header"] == ["Whom", "How many"]


def test_contact_data_is_never_kept(work):
    app = SpendExplorer()
    app.take("spend.csv", SPEND)
    everything = json.dumps(app.to_dict()) + app.table.to_csv()
    kept = kept_register(app.mark).to_csv()
    assert not any(mark in text for text in (everything, kept) for mark in ("acme.example", "498 0", "jo1@"))
    assert [how for heading, _, how, _ in app.account["columns"] if heading in ("Contact Email", "Phone")] == ["dropped", "dropped"]


def test_what_is_saved_holds_no_row_and_comes_back(work):
    app = SpendExplorer()
    app.take("spend.csv", b"Supplier,Net Amount\n" + b"=cmd() Ltd,5\n" * 3 + b"".join(b"Firm %d,%d\n" % (n, n) for n in range(5000)))
    saved = json.loads(json.dumps(app.to_dict()))
    assert len(json.dumps(saved)) < 10_000
    again = SpendExplorer()
    again.from_dict(saved)
    assert again.sums == app.sums and again.table.equals(app.table) and not again.can_correct
    next(work.rglob("register-*.csv.gz")).unlink()
    third = SpendExplorer()
    third.from_dict(saved)
    assert third.sums is None and "Give the file again" in third.problems["file"]


def test_only_the_newest_register_is_kept_and_formulas_are_text(work):
    app = SpendExplorer()
    app.take("a.csv", SPEND)
    app.take("b.csv", b"Supplier,Net Amount,Description\n=1+1,5,+44 test\n")
    files = list(work.rglob("register-*.csv.gz"))
    assert len(files) == 1 and kept_register(app.mark)["supplier"].tolist() == ["=1+1"]
    import gzip
    assert "'=1+1" in gzip.open(files[0], "rt").read()


def test_nothing_is_ranked_before_ones_own_three_are_committed_with_reasons(app):
    app.type("search", "care")
    for key in app.found()["key"].head(3):
        app.pick(key)
    assert app.ranking() == [] and not app.commit() and "write why" in app.problems["mine"]
    assert "already" in app.pick(app.mine[0]["key"]) and "Take one back" in app.pick(app.found()["key"].iloc[4]) and "found first" in app.pick("")
    for place in range(3):
        app.say_why(place, "It matters")
    assert app.commit() and len(app.ranking()) == 9
    before = [dict(one) for one in app.mine]
    app.say_why(0, "Changed afterwards")
    app.unpick(0)
    assert app.mine == before


def test_the_ranking_follows_from_the_marks_alone(app):
    walk(app)
    found = app.ranking()
    assert [one.product for one in found] == sorted((one.value * one.influence * one.relevance for one in found), reverse=True)
    assert all(one.rank == 1 + sum(other.product > one.product for other in found) for one in found)
    app.give_mark(found[0].key, "influence", "")
    assert app.ranking()[-1].key == found[0].key and app.ranking()[-1].rank is None


def test_the_three_are_handed_over_with_reasons_and_marks(app):
    walk(app)
    assert not app.hand_over() and "3 different" in app.problems["chosen"]
    for place, one in enumerate(app.ranking()[:3]):
        app.choose(place, key=one.key, reason="=It ends soon")
    assert app.hand_over()
    found = load_chosen()
    assert [one.title for one in found.contracts] == [one.row["title"] for one in app.ranking()[:3]] and found.register == app.source
    assert found.contracts[0].marks["value"] == 5 and found.contracts[0].value > 0
    rows = list(csv.DictReader(io.StringIO(downloads.three(app))))
    assert rows[0]["reason"] == "'=It ends soon"
    app.choose(0, key=app.chosen[1]["key"])
    with pytest.raises(CannotDo):
        app.chosen_contracts()


def test_another_file_begins_another_choice(app):
    walk(app)
    app.take("spend.csv", SPEND)
    assert app.mine == [] and not app.committed and app.typed["as_of"] == ""


def test_downloads_hold_what_they_say(app):
    faults = list(csv.DictReader(io.StringIO(downloads.faults(app))))
    assert len(faults) == 4 and faults[-1]["reason"] == "it is a total of other rows"
    ending = list(csv.DictReader(io.StringIO(downloads.ending(app))))
    assert len(ending) == 73 and all("2026-10-01" <= one["end"] <= "2028-04-01" for one in ending)
    assert downloads.faults(SpendExplorer()) is None and downloads.three(app) is None


def test_a_person_on_a_shared_server_keeps_corrections_to_themselves(monkeypatch):
    odd = b"Aaa,Amount,Date\nGreen CIC,1200,01/04/2026\n"
    monkeypatch.setenv("SVTRAIN_PERSON", "one")
    first = SpendExplorer()
    first.take("odd.csv", odd)
    assert first.correct("Aaa", "supplier")
    monkeypatch.setenv("SVTRAIN_PERSON", "two")
    second = SpendExplorer()
    second.take("odd.csv", odd)
    assert second.sums.concentration.suppliers == 0 and first.sums.concentration.suppliers == 1


def test_an_empty_part_says_so_and_breaks_nothing():
    app = SpendExplorer()
    app.take("empty.csv", b"Supplier,Amount,Date\n")
    assert app.sums.rows == 0
    for made in (words.read_words, words.columns_words, words.whole_words, words.local_words, words.small_words, words.ending_words):
        assert made(app)
    assert words.tree(app) is None and words.pareto(app) is None
    app.type("search", "x")
    assert len(app.found()) == 0


def test_a_folder_that_cannot_be_written_is_said_and_the_register_still_seen(work):
    work.write_text("not a folder")
    app = SpendExplorer()
    assert app.take("spend.csv", SPEND) and app.sums.rows == 6
    assert "could not be kept" in app.problems["kept"]
    with pytest.raises(CannotDo):
        keep_register(app.table)


def test_a_sheet_with_other_headings_can_be_chosen():
    whole = openpyxl.Workbook()
    for sheet, rows in ((whole.active, [["Supplier", "Amount", "Date"], ["Acme", 1, "01/04/2026"]]),
                        (whole.create_sheet("July"), [["Who", "Total", "Date"], ["Late", 2, "01/07/2026"], ["Later", 3, "02/07/2026"]])):
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    whole.save(out)
    app = SpendExplorer()
    assert app.take("both.xlsx", out.getvalue()) and app.account["sheet_names"] == ["Sheet", "July"] and app.sums.value == 1
    app.type("sheet", "July")
    assert app.read_again() and app.sums.value == 5
    assert 'No column was taken for the supplier. "Who" may hold it: say which one with the choices below.' in app.account["notes"]
    assert app.correct("Who", "supplier") and app.table["supplier"].tolist() == ["Late", "Later"]
    assert app.take("spend.csv", SPEND) and app.typed["sheet"] == "" and app.account["sheet_names"] == []


def test_awards_of_one_notice_are_chosen_one_by_one():
    app = SpendExplorer()
    awards = [{"id": str(n), "title": f"Lot {n}", "value": {"amount": n * 100, "currency": "GBP"}} for n in (1, 2, 3)]
    assert app.take("notices.json", json.dumps({"releases": [{"ocid": "x", "awards": awards}]}).encode())
    walk(app, ("lot 1", "lot 2", "lot 3"))
    assert [app.row(one["key"])["title"] for one in app.mine] == ["Lot 1", "Lot 2", "Lot 3"]
    assert app.row(app.mine[2]["key"])["value"] == 300


def test_the_picture_of_categories_says_what_is_in_it():
    app = SpendExplorer()
    app.take("spend.csv", b"Supplier,Amount,Date,Category\nA Ltd,60,01/04/2026,Roads\nB Ltd,30,01/04/2026,Roads\nC Ltd,20,01/04/2026,Care\nD Ltd,-5,01/04/2026,IT\n")
    assert words.tree(app).sentence == ("Roads is the largest of 2 categories, with 81.8% of \u00a3110. The largest supplier in it is A Ltd, with \u00a360. "
                                        "What was paid back is left out of the picture.")
    assert ("currency", words.FIELD_WORDS["currency"]) in words.field_options()
