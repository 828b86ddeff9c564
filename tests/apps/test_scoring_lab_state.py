"""The scoring lab, done without its screen."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from svtrain.apps.scoring_lab.doubt_view import DoubtView
from svtrain.apps.scoring_lab.marking_view import MarkingView
from svtrain.apps.scoring_lab.panel import Panel, activity
from svtrain.apps.scoring_lab.rows import MOST_BIDS
from svtrain.apps.scoring_lab.state import ScoringLab
from svtrain.apps.scoring_lab.story import DELIVERY, OPENED, THIRD, Story
from svtrain.apps.scoring_lab.story_view import PARTS
from svtrain.apps.scoring_lab.words import chance_words, decider, delivery, formula_words, grid, headline, law_note, spread_words
from svtrain.core.problems import CannotDo
from svtrain.report.tender_page import tender_page
from svtrain.room import Seat, Store
from svtrain.ui.button import Button

PAIRS = 64


def row(app, number):
    return app.bids[number - 1]["id"]


def winner(app):
    return app.result.winner


def everything_said(app):
    return " ".join(map(str, (headline(app), grid(app), decider(app), chance_words(app), delivery(app), formula_words(app), law_note())))


def test_it_opens_with_two_bids_under_every_formula():
    app = ScoringLab()
    assert winner(app) == "B" and len(app.pairs) == PAIRS and not app.problems
    assert "50% dearer" in headline(app) and "B wins, by 3.25 points" in headline(app)
    assert "Social Value) Act 2012" in law_note() and "subject of this contract" in law_note()
    assert "Procurement Act 2023, section 23" in law_note() and "regulation 67" in law_note() and "Source: legislation.gov.uk (2023)" in law_note()


def test_a_silly_bid_flips_the_winner_and_a_target_does_not():
    app = ScoringLab()
    app.add_silly()
    assert (app.before, winner(app)) == (("B",), "A")
    assert "The winner flips: before the silly bid it was B." in headline(app)
    assert "Without Silly bid, which comes last, B wins instead of A." in decider(app)
    app.choose(social_value="V3")
    assert winner(app) == "B" and "The same comes first as before the silly bid: B." in headline(app)
    assert "no losing bid was found" in decider(app)


def test_the_check_table_comes_out_of_typed_text():
    app = ScoringLab()
    app.add()
    for part, text in {"bidder": "C", "price": "£2,000,000", "promised": "3m", "quality": "20%", "qualitative": "30", "delivery": "5%"}.items():
        app.type(row(app, 3), part, text)
    totals = {(pair.price, pair.social_value): pair.totals for pair in app.pairs}
    for pair, wanted in {("P1", "V1"): (76.67, 73.89, 54.00), ("P1", "V2"): (81.33, 78.72, 47.00), ("P1", "V4"): (79.33, 77.58, 54.00),
                         ("P1", "V5"): (86.00, 83.56, 40.00), ("P4", "V3"): (71.31, 73.00, 24.00)}.items():
        assert [round(totals[pair][name], 2) for name in "ABC"] == list(wanted)


@pytest.mark.parametrize(("part", "text", "said"), [
    ("price", "", "The price of A is blank; every bid needs a price above zero."),
    ("price", "0", "The price of A is 0; a price must be above zero."),
    ("price", "-5", "The price of A is -5; a price must be above zero."),
    ("price", "lots", '"lots" is not a number; type digits, such as 1200 or 0.4.'),
    ("promised", "", "The promise of A is blank, and V1 needs it."),
    ("quality", "140", "The quality mark of A must be a mark from 0 to 100, not 140."),
    ("delivery", "80", "The chance of delivery of A must be a probability from 0 to 1, not 80; 80% is written 0.8."),
    ("promised_low", "900k", "A range needs both low and high."),
    ("bidder", "B", "B bids twice; give each bid its own name."),
    ("bidder", " ", "The bidder has no name."),
])
def test_what_stands_in_the_way_is_said_at_its_field(part, text, said):
    app = ScoringLab()
    app.type(row(app, 1), part, text)
    field = {"promised_low": "promised"}.get(part, part)
    place = row(app, 2 if text == "B" else 1)
    assert app.problem(f"{place}.{field}") == said
    assert app.result is None and not app.pairs and said.replace('"', "&#34;") in headline(app)
    assert next(one for one in app.bids if one["id"] == row(app, 1))[part] == text  # what was typed stays
    with pytest.raises(CannotDo):
        app.record()


def test_weights_settings_and_doubt_are_checked():
    app = ScoringLab()
    app.weigh("price", "50")
    assert app.problem("weights") == "The weights add up to 90; they must add up to 100."
    app.weigh("price", "sixty")
    assert "not a number" in app.problem("weights.price") and not app.problem("weights")
    app.weigh("price", "60")
    app.set("scale_low", "")
    assert winner(app) == "B" and len(app.pairs) == PAIRS - 8
    assert "P4 is left out. It needs: P4: the price that earns full marks, £." in grid(app)
    app.choose(price="P4")
    assert app.problem("settings.scale_low") == "P4 needs the published price that earns full marks."
    app.choose(price="P1")
    app.doubt_prices("20")
    assert app.problem("doubt").endswith("type 20%.")


def test_a_scale_of_another_tender_is_named_beside_the_table():
    app = ScoringLab()
    assert "P4 gives" not in grid(app)
    for number, price in ((1, "240000"), (2, "300000")):
        app.type(row(app, number), "price", price)
    assert "P4 gives every price full marks: its scale goes from £800,000 to £1,600,000." in grid(app)
    for number, price in ((1, "2.4m"), (2, "3m")):
        app.type(row(app, number), "price", price)
    assert "P4 gives every price none" in grid(app)


def test_long_names_are_cut_in_the_table_where_they_stay_apart():
    app = ScoringLab()
    long = "Greater Northern Community Grounds and Amenity Services Joint Venture"
    app.type(row(app, 2), "bidder", long)
    cells = grid(app).partition("</table>")[0]
    assert winner(app) == long and "Greater Northern Community\u2026" in cells and long not in cells and long in headline(app)
    app.type(row(app, 1), "bidder", f"{long} South")
    assert f">{long}<" in grid(app).partition("</table>")[0]


def test_ties_one_bid_and_no_promises_are_said():
    app = ScoringLab()
    for part in ("price", "promised", "quality", "qualitative", "delivery"):
        app.type(row(app, 2), part, app.bids[0][part])
    assert winner(app) is None and "No winner: A and B tie" in headline(app)
    app.remove(row(app, 2))
    assert winner(app) == "A" and "There is only one bid" in headline(app)
    app.type(row(app, 1), "promised", "0")
    assert "Nobody promises anything" in headline(app)
    app.remove(row(app, 1))
    assert app.problems == {"bids": "There are no bids."}
    assert everything_said(app)


def test_an_empty_row_waits_and_a_full_page_says_no():
    app = ScoringLab()
    app.add()
    assert winner(app) == "B" and app.before is None
    while app.add():
        pass
    assert len(app.bids) == MOST_BIDS


def test_a_bid_left_out_comes_back():
    app = ScoringLab()
    app.leave_out(row(app, 2))
    assert winner(app) == "A" and app.before == ("B",) and "leaving out B" in headline(app)
    app.leave_out(row(app, 2), False)
    assert winner(app) == "B" and app.before is None


def test_chances_follow_ranges_and_whose_prices_are_in_doubt():
    app = ScoringLab()
    assert "surer than it is" in chance_words(app)
    app.doubt_prices("50%")
    assert {one.bidder: one.p_win for one in app.result.ranking} == {"A": 0, "B": 1}  # off alike: a comparison does not notice
    app.doubt_prices(kind="each")
    chances = {one.bidder: one.p_win for one in app.result.ranking}
    assert 0 < chances["A"] < 0.5 and sum(chances.values()) == pytest.approx(1)
    app.doubt_prices("")
    app.type(row(app, 2), "promised_low", "100000")
    app.type(row(app, 2), "promised_high", "700000")
    assert 0 < {one.bidder: one.p_win for one in app.result.ranking}["A"] < 1
    assert "times in a hundred" in chance_words(app)


def test_delivery_ranks_the_other_way():
    assert "By promise B comes first; by what is likely to be delivered, A." in delivery(ScoringLab())
    app = ScoringLab()
    app.type(row(app, 1), "delivery", "")
    assert "Give each bid a chance of delivery" in delivery(app)


# -- files

BIDS = b"\xef\xbb\xbfBidder;Price;Promised;Quality;Qualitative;Delivery;Comment\r\n=A+1;\xc2\xa31,000,000;400000;70;60;0.8;x\r\n;;;;;;\r\nB;1080000;650000;70;70;0.5;\r\n"


def workbook(rows):
    book = openpyxl.Workbook()
    for one in rows:
        book.active.append(one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_bids_come_from_csv_excel_and_yaml():
    app = ScoringLab()
    assert app.open_file("bids.csv", BIDS), app.refused
    assert app.bidders() == ("=A+1", "B") and winner(app) == "B"
    assert "comment is not a column of bids and was not read." in app.notes
    assert app.open_file("bids.xlsx", workbook([["Our bids"], [], ["Bidder", "Price", "Promised", "Quality", "Passed"], ["X", 100, 5, 70, "no"], ["Y", 90.5, 4, 60, None]]))
    assert app.bidders() == ("X", "Y") and app.bids[0]["passed"] == "no" and app.bids[1]["price"] == "90.5"
    text = b"svtrain: tender/1\nweights: {price: 50, social_value: 30, quality: 20}\nsocial_value: V3\nproxies: {jobs: {low: 800, likely: 1000, high: 1200}}\n" \
           b"bids:\n - {bidder: P, price: 10, quality: 5, promises: {jobs: 3}}\n"
    assert app.open_file("tender.yaml", text)
    assert app.bids[0]["promised"] == "3,000" and app.bids[0]["promised_low"] == "2,400" and app.weights["price"] == "50"
    assert app.problem("settings.target") == "V3 needs the published amount in pounds that earns full marks."


@pytest.mark.parametrize(("name", "content", "said"), [
    ("bids.csv", b"bidder,cost\nA,1\n", "The file has no column 'price'."),
    ("bids.csv", b"bidder,price,promissed\nA,1,2\n", "Did you mean 'promised'?"),
    ("bids.csv", b"bidder,price\nA,1,000\n", "bids.csv, row 2: The row has 3 cells"),
    ("bids.csv", b"bidder,price\nA,lots\n", 'bids.A.price: "lots" is not a number'),
    ("bids.csv", b"\x00\x01\x02", "not text"),
    ("bids.csv", b"bidder,price\n" + b"".join(b"b%d,5\n" % n for n in range(30)), "takes at most 20"),
    ("bids.xlsx", b"PK\x03\x04junk", "bids.xlsx"),
    ("bids.xlsx", workbook([["a", "b"], [1, 2]]), "Bidder and Price"),
    ("bids.xlsm", b"x", "macros"),
    ("t.yaml", b"- 1", "t.yaml"),
    ("t.yaml", b"weights: {price: 60, social_value: 20, quality: 20}\nbids: [{bidder: A, price: 1, promises: {trees: 2}}]", "no proxy 'trees'"),
    ("t.pdf", b"%PDF", "CSV or Excel"),
])
def test_a_file_that_cannot_be_read_is_a_sentence_and_changes_nothing(name, content, said):
    app = ScoringLab()
    before = app.to_dict()
    assert not app.open_file(name, content)
    assert any(said in sentence for sentence in app.refused) and not any("/tmp" in sentence for sentence in app.refused)
    assert app.to_dict() == before


def test_every_practice_tender_is_scored():
    app = ScoringLab()
    for slug, _ in app.practice():
        app.open_practice(slug)
        assert app.result is not None, (slug, app.problems)


# -- marking

def marked(marks, bidder="A"):
    app = ScoringLab()
    for mark, reason in marks:
        assert app.panel.commit(bidder, mark, reason) == ""
        app.panel.next_evaluator()
    return app


def test_no_mark_is_seen_before_all_are_shown():
    app = marked([("30", "No numbers at all"), ("80", "Names the college")])
    assert app.panel.spread("A") is None and "2 people have marked" in spread_words(app, "A")
    assert not any(word in everything_said(app) + spread_words(app, "A") for word in ("No numbers at all", "Names the college"))
    assert "Show the marks first" in app.agree("A", "50", "Both read in part")
    assert app.panel.reveal("A") == ""
    said = spread_words(app, "A")
    assert "from 30 to 80, 50 apart" in said and "far apart" in said and "No numbers at all" in said
    assert "take no more" in app.panel.commit("A", "60", "Late")


def test_a_mark_wants_a_number_and_a_reason_and_company():
    panel = Panel()
    assert "reason" in panel.commit("A", "60", " ")
    assert "from 0 to 100" in panel.commit("A", "101", "x") and "not a number" in panel.commit("A", "good", "x")
    assert panel.count("A") == 0 and "Nobody has marked" in panel.reveal("A")
    panel.commit("A", "60", "x")
    panel.commit("A", "65", "changed my mind")
    assert panel.count("A") == 1 and "at least 2" in panel.reveal("A")


def test_the_agreed_mark_is_scored_and_goes_into_the_record():
    app = marked([("30", "No numbers"), ("80", "Names the college")])
    app.panel.reveal("A")
    assert app.agree("A", "90", "") and app.bids[0]["qualitative"] == "60"
    assert app.agree("A", "90", "The appendix has the numbers") == ""
    assert app.bids[0]["qualitative"] == "90" and app.own_pair("V5").totals["A"] == pytest.approx(92)
    one = app.record().moderated[0]
    assert (one.bidder, one.mark, one.spread.width) == ("A", 90, 50) and one.reason == "The appendix has the numbers"


def test_marks_travel_by_file_without_a_name():
    other = marked([("30", "No numbers")])
    with pytest.raises(CannotDo):
        other.panel.own_file()  # the next evaluator has not marked yet
    other.panel.commit("A", "40", "Few numbers")
    text = other.panel.own_file()
    assert set(json.loads(text)) == {"svtrain", "voice", "marks"}
    app = marked([("80", "Names the college")])
    for _ in range(2):
        assert "1 marks" in app.panel.take("m.json", text.encode(), app.bidders())
    assert app.panel.count("A") == 2
    assert "left" in app.panel.take("m.json", text.replace('"A"', '"Z"').encode(), app.bidders())


@pytest.mark.parametrize("content", [
    b"", b"[]", b"{", b"\xff", b"[" * 20_000, b"x" * 300_000, b'{"svtrain": "tender-marks/1", "voice": "../x", "marks": {"A": {"mark": 1, "reason": "r"}}}',
    b'{"svtrain": "tender-marks/1", "voice": "0123456789ab", "marks": {"A": {"mark": 101, "reason": "r"}}}',
    b'{"svtrain": "tender-marks/1", "voice": "0123456789ab", "marks": {"A": {"mark": true, "reason": "r"}}}',
    b'{"svtrain": "tender-marks/1", "voice": "0123456789ab", "marks": {}}',
])
def test_what_is_no_file_of_marks_is_refused_by_name(content):
    panel = Panel()
    with pytest.raises(CannotDo) as error:
        panel.take("odd.json", content, ("A",))
    assert "odd.json" in str(error.value) and not panel.given


def test_a_room_marks_and_the_store_keeps_the_marks_until_they_are_shown(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_STORE", f"sqlite:///{tmp_path}/room.db")
    store = Store(make=True)
    room = store.new("North team")
    lead = Seat(store.seat(room, "lead", role="facilitator"))
    seats = [Seat(store.seat(room, f"person{i}")) for i in range(5)]
    apps = [marked([]) for _ in seats]
    for app, mark in zip(apps, (30, 50, 60, 60, 80), strict=True):
        app.panel.commit("A", str(mark), f"Reason for {mark}")
    assert "not been opened" in apps[0].panel.give_to_room(seats[0])
    facilitator = ScoringLab()
    assert "can mark A now" in facilitator.panel.run_room(lead, "A", "open")
    assert all("with the room" in app.panel.give_to_room(seat) for app, seat in zip(apps, seats, strict=True))
    assert facilitator.panel.take_from_room(lead, ("A",)) == "The answers are shown once the facilitator reveals them."
    assert facilitator.panel.spread("A") is None
    assert "shown to the room" in facilitator.panel.run_room(lead, "A", "reveal")
    assert facilitator.panel.take_from_room(lead, ("A", "B")) == "Taken in from the room: the marks of A."
    assert (facilitator.panel.spread("A").low, facilitator.panel.spread("A").middle, len(facilitator.panel.spread("A").marks)) == (30, 60, 5)
    assert activity("Hob & Hearth, Ltd.") == "scoring-lab:hob-hearth-ltd" and activity("蒸").startswith("scoring-lab:")
    for seat, button in ((lead, "room-open"), (seats[0], "give")):  # the buttons of a room are those of one's part in it
        view = MarkingView(facilitator, seat)
        found = {one.name: one for one in within(view.render()) if isinstance(one, Button)}
        view.show()
        view.bidder.value = "B"
        assert {"room-open", "room-reveal", "give"} & set(found) == ({"room-open", "room-reveal"} if seat is lead else {"give"})
        found[button].click()
        assert ("can mark B now" if seat is lead else "no mark of yours") in view.handed.html
    store.close()


def within(widget):
    """A widget and all in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from within(child)


# -- keeping, and hostile words

def test_work_comes_back_after_a_refresh():
    app = marked([("30", "No numbers"), ("80", "Names the college")])
    app.add_silly()
    app.doubt_prices("20%", "each")
    app.panel.reveal("A")
    app.agree("A", "50", "Both in part")
    again = ScoringLab()
    again.from_dict(json.loads(json.dumps(app.to_dict())))
    assert again.to_dict() == app.to_dict() and again.record() == app.record()


def test_whose_answer_and_whose_promise_come_back_after_a_refresh():
    app = ScoringLab()
    marking, doubts = MarkingView(app), DoubtView(app)
    for view in (marking, doubts):
        view.render()
        view.show()
    marking.bidder.value, doubts.bid.value = "B", row(app, 2)
    marking.reason.value = "Half a reason"
    saved = json.loads(json.dumps(app.to_dict()))
    again = ScoringLab()
    again.from_dict(saved)
    marking, doubts = MarkingView(again), DoubtView(again)
    marking.show(), doubts.show()
    assert (marking.bidder.value, doubts.bid.value, marking.reason.value) == ("B", row(app, 2), "Half a reason")
    again.from_dict({name: kept for name, kept in saved.items() if name not in ("marked", "ranged", "drafts")})
    marking.show()
    assert marking.bidder.value == "A", "work of before knows no answer in hand"


def test_what_was_being_typed_for_a_mark_stays_with_its_answer_and_its_evaluator():
    app = ScoringLab()
    view = MarkingView(app)
    view.render()
    view.show()
    typed_for = view.mark.about
    view.bidder.value = "B"
    view.mark.set_state({"value": "30", "typed_about": typed_for})  # comes late, from before the choice
    assert view.mark.value == "" and app.drafts == {"A": {"mark": "30"}}
    view.bidder.value = "A"
    view.reason.value = "No numbers"
    view._commit()
    assert app.panel.count("A") == 1 and view.mark.value == view.reason.value == ""
    view.mark.set_state({"value": "30", "typed_about": typed_for})
    assert view.mark.value == "", "a mark that was given does not come back to the screen"
    view.reason.value = "What the evaluator before thought"
    typed_for = view.reason.about
    view._next()
    view.reason.set_state({"value": "What the evaluator before thought", "typed_about": typed_for})
    assert view.reason.value == "" and "before thought" not in str(app.to_dict())
    typed_for = view.reason.about
    view._next()
    view.reason.set_state({"value": "Typed at once by the next", "typed_about": typed_for})
    assert view.reason.value == "Typed at once by the next"


def test_a_range_that_comes_late_goes_to_the_bid_it_was_typed_for():
    app = ScoringLab()
    view = DoubtView(app)
    view.render()
    view.show()
    typed_for = view.low.about
    view.bid.value = row(app, 2)
    view.low.set_state({"value": "300000", "typed_about": typed_for})
    assert app.bids[0]["promised_low"] == "300000" and not app.bids[1].get("promised_low") and view.low.value == ""


def test_work_that_does_not_fit_is_refused_whole():
    app = ScoringLab()
    saved = {**app.to_dict(), "price": "P99"}
    with pytest.raises(ValueError):
        app.from_dict(saved)
    assert app.price == "P1"


def test_what_is_typed_is_escaped():
    app = marked([("30", "<script>alert(1)</script>"), ("80", "<img src=x>")])
    app.type(row(app, 2), "bidder", "<b onclick=x>B</b>")
    app.add_silly()
    app.panel.reveal("A")
    said = everything_said(app) + spread_words(app, "A")
    assert "<script" not in said and "<img" not in said and "<b onclick" not in said


# -- the story of the lesson

def test_the_story_keeps_the_bids_shut_until_the_formula_is_settled():
    story = Story()
    assert story.settle() and story.go_on() == 0
    story.formula = "V1"
    assert "reason" in story.settle() and story.step == 0
    story.reason = "<i>More promise, more points</i>"
    assert story.settle() == "" and story.step == OPENED
    assert [story.go_on() for _ in range(4)] == [2, 3, 4, 4]
    said = " ".join(str(part(story)) for part in PARTS.values())
    assert "without it, B would win" in said and "(V3): B wins without C, B wins with C." in said and "(V9), A wins." in said
    assert "<i>" not in said
    again = Story()
    again.from_dict(json.loads(json.dumps(story.to_dict())))
    assert again.step == DELIVERY
    with pytest.raises(ValueError):
        Story().from_dict({"formula": "", "reason": "", "step": THIRD})


@pytest.mark.parametrize("formula", ["V3", "V5"])
def test_an_immune_formula_holds_in_the_story(formula):
    story = Story(formula=formula, reason="One bid at a time", step=THIRD)
    assert "C changed nothing" in PARTS[THIRD](story)


def test_bids_of_ones_own_do_not_keep_the_invented_tenders_name():
    app = ScoringLab()
    assert "invented" in app.title
    assert app.open_file("ours.csv", b"bidder,price,promised,quality\nA,100,5,70\nB,120,9,80\n")
    assert app.title == ""
    before = app.result
    app.call("Cleaning <2027>")
    assert app.result is before and app.record().tender.title == "Cleaning <2027>" and app.to_dict()["title"] == "Cleaning <2027>"
    assert "<h1>Cleaning &lt;2027&gt;</h1>" in tender_page(app.record())
