"""The cockpit and the projector without their screens, over a real store."""

from __future__ import annotations

import json

import pytest

from svtrain.apps.cockpit.block import cuts_of, minutes_late, offers, session_of, what_to_cut
from svtrain.apps.cockpit.dry_run import PEOPLE, DryRun
from svtrain.apps.cockpit.paper import columns, empty_grid, read_rows
from svtrain.apps.cockpit.spread import spread_picture, spread_words
from svtrain.apps.cockpit.state import Cockpit
from svtrain.apps.cockpit.words import lateness, notes, run_sheet, sent, spread, standing, told, where
from svtrain.apps.estimate_room.question import START, item_of, questions
from svtrain.apps.projector.state import Wall
from svtrain.apps.projector.words import later, middle
from svtrain.apps.projector.words import sent as sent_on_wall
from svtrain.core.problems import CannotDo
from svtrain.data.starts import open_start
from svtrain.learn.measuring.measures import BEFORE, CALIBRATION_BEFORE, COMMITMENT, measures
from svtrain.learn.plan import assemble, open_plan, write_plan
from svtrain.learn.plan.minutes_taken import MinutesTaken, record_minutes
from svtrain.room import Seat, Store, open_workshop
from svtrain.room import conducting as at

CHOICE = "what-the-act-asks"


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path / "work"))
    return tmp_path / "work"


@pytest.fixture
def store(tmp_path, work):
    store = Store(tmp_path / "room.sqlite", make=True)
    open_workshop(store, store.new("North"), "90", 20)
    yield store
    store.close()


@pytest.fixture
def seat(store):
    made = []

    def seat(person: str, role: str = "participant") -> Seat:
        made.append(Seat(store.seat("north", person, role), store.address, connections=2))
        return made[-1]

    yield seat
    for one in made:
        one.close()


class Clock:
    """The time, which the test moves on."""

    def __init__(self, now: float):
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def cockpit(seat):
    state = Cockpit(seat("who-runs-it", "facilitator"))
    state.refresh()
    return state


@pytest.fixture
def wall(seat):
    state = Wall(seat("the-wall", "projector"))
    state.refresh()
    return state


def do(state, *verbs):
    for verb in verbs:
        verb()
        state.refresh()


def at_lesson(cockpit):
    cockpit.look_at(1)
    do(cockpit, cockpit.begin)
    cockpit.choose(f"exercise:{CHOICE}")
    do(cockpit, cockpit.open)


def give(seat, item, payloads):
    for number, payload in enumerate(payloads):
        seat(f"person-{number}").answer(item, payload)


def options():
    from svtrain.learn import exercise

    one = exercise(CHOICE).exercise
    return next(each.id for each in one.options if each.correct), [each.id for each in one.options if not each.correct]


# -- the run sheet and its clock


def test_the_plan_is_the_rooms_own_and_can_be_changed(cockpit):
    assert cockpit.plan == "90" and cockpit.sheet.minutes == 90
    do(cockpit, lambda: cockpit.choose_plan("60"))
    assert cockpit.sheet.minutes == 60
    with pytest.raises(CannotDo):
        cockpit.choose_plan("61")


def test_a_run_sheet_of_ones_own_is_kept_in_the_room(cockpit, seat, tmp_path):
    sheet = assemble(45, ["challenge"])
    write_plan(sheet, tmp_path / "mine.yaml")
    content = (tmp_path / "mine.yaml").read_bytes()
    do(cockpit, lambda: cockpit.take_plan("mine.yaml", content))
    other = Cockpit(seat("somebody-else-who-runs-it", "facilitator"))
    other.refresh()
    assert cockpit.sheet == other.sheet == sheet
    (tmp_path / "long.yaml").write_text((tmp_path / "mine.yaml").read_text().replace("purpose: ", f"purpose: {'long ' * 2000}", 3))
    for name, bad in (("mine.yaml", b"svtrain: plan/2"), ("mine.yaml", b"\xff\x00"), ("mine.yaml", content.replace(b"minutes: 45", b"minutes: no")),
                      ("long.yaml", (tmp_path / "long.yaml").read_bytes())):
        with pytest.raises(CannotDo):
            cockpit.take_plan(name, bad)
    do(cockpit, lambda: cockpit.choose_plan("60"))
    assert cockpit.sheet == open_plan("60")


def test_a_block_runs_stands_still_and_gets_five_more_minutes(cockpit, wall):
    do(cockpit, cockpit.begin)
    planned = 60 * cockpit.block.minutes
    began = cockpit.running.since
    assert cockpit.running.left_at(began + 30) == planned - 30
    cockpit.now = Clock(began + 60)
    do(cockpit, cockpit.pause)
    assert cockpit.running.paused and cockpit.running.left_at(began + 1000) == pytest.approx(planned - 60, abs=1)
    do(cockpit, cockpit.five_more)
    assert cockpit.running.left == pytest.approx(planned + 240, abs=1) and cockpit.running.paused
    cockpit.now = Clock(began + 100)
    do(cockpit, cockpit.pause)
    wall.refresh()
    assert not cockpit.running.paused and wall.running == cockpit.running
    assert "Now" in run_sheet(cockpit) and cockpit.block.title in where(cockpit)


def test_the_next_block_begins_and_the_last_ends_the_session(cockpit):
    do(cockpit, cockpit.begin)
    for _ in cockpit.blocks:
        do(cockpit, cockpit.go_on)
    assert cockpit.running is None and len(at.taken(cockpit.events)) == len(cockpit.blocks)
    with pytest.raises(CannotDo, match="No block is going on"):
        cockpit.pause()


def test_late_means_later_than_the_run_sheet_and_cuts_win_it_back(cockpit):
    do(cockpit, cockpit.begin, cockpit.go_on)
    block, now = cockpit.block, cockpit.running.since
    cockpit.now = Clock(now + 60 * (block.minutes + 9))
    began = at.begun(cockpit.events)[0]
    late = cockpit.late()
    assert late == pytest.approx((cockpit.now() - began) / 60 - block.starts - block.minutes)
    cockpit.now = Clock(began + 60 * (block.starts + block.minutes + 9))
    assert cockpit.late() == pytest.approx(9)
    assert sum(cut.minutes for cut in cockpit.cuts()) >= 9
    assert cockpit.cuts()[0].what in lateness(cockpit).unescape() and "minutes late" in lateness(cockpit)


def test_cuts_come_in_the_run_sheets_order_and_only_from_what_is_left():
    sheet = open_plan("180")
    last = len(sheet.blocks()) - 1
    assert what_to_cut(sheet, last, 30) == [cut for cut in cuts_of(sheet.blocks()[last]) if cut.minutes]
    found = what_to_cut(sheet, 2, 1)
    assert len(found) == 1 and found[0].block == next(block.title for block in sheet.blocks()[2:] if any(cut.minutes for cut in cuts_of(block)))
    assert minutes_late(sheet, 0, 0, 60 * sheet.blocks()[0].minutes) == 0


def test_a_session_of_half_days_keeps_to_itself():
    sheet = open_plan("4x-half-day")
    first = len(sheet.sessions[0].blocks)
    assert session_of(sheet, first - 1) == range(first) and session_of(sheet, first).start == first


def test_todays_minutes_change_the_next_plan_and_not_this_one(cockpit, seat, work):
    for name in ("90", "4x-half-day"):
        do(cockpit, lambda name=name: cockpit.choose_plan(name), cockpit.begin)
        before = [(block.id, block.starts, block.minutes) for block in cockpit.blocks]
        for _ in range(2):
            for block in cockpit.blocks:
                record_minutes(work, block.id, block.minutes, 2 * block.minutes)
        later = Cockpit(seat("who-runs-it-after-a-reload", "facilitator"))
        later.refresh()
        assert [(block.id, block.starts, block.minutes) for block in later.blocks] == before
    assert open_plan("90", work) != open_plan("90")


def test_minutes_are_kept_once_for_the_next_plan(cockpit, work):
    do(cockpit, cockpit.begin, cockpit.go_on)
    (card,) = cockpit.minute_cards()
    do(cockpit, lambda: cockpit.keep_minutes(card, 14))
    assert cockpit.minute_cards() == [] and MinutesTaken.read(work).runs == {card.id: [(card.planned, 14.0)]}
    do(cockpit, cockpit.go_on)
    (second,) = cockpit.minute_cards()
    do(cockpit, lambda: cockpit.drop_minutes(second))
    assert cockpit.minute_cards() == [] and MinutesTaken.read(work).count(second.id) == 0


# -- activities


def test_the_opening_and_the_closing_have_the_measures(cockpit):
    assert [offer.item for offer in offers(cockpit.blocks[0])] == [BEFORE]
    assert COMMITMENT in [offer.item for offer in offers(cockpit.blocks[-1])]


def test_the_ten_ranges_can_be_asked_for_and_are_shown_as_one_figure(cockpit, wall, seat):
    index = next(index for index, block in enumerate(open_plan("180").blocks()) if block.page.startswith("2-challenge/02"))
    do(cockpit, lambda: cockpit.choose_plan("180"))
    cockpit.look_at(index)
    cockpit.choose(CALIBRATION_BEFORE)
    do(cockpit, cockpit.open)
    give(seat, CALIBRATION_BEFORE, [{"hits": 4, "n": 10}, {"hits": 6, "n": 10}, {"hits": 5, "n": 10}, {"hits": 5, "n": 10}, {"hits": "many"}])
    do(cockpit, cockpit.reveal)
    wall.refresh()
    assert "Of 4 people, 5 in ten" in middle(wall)


def test_nobody_sees_an_answer_before_the_reveal_and_the_rule_follows_it(cockpit, wall, seat):
    right, wrong = options()
    at_lesson(cockpit)
    give(seat, cockpit.item, [{"answer": right}, {"answer": right}] + [{"answer": wrong[0]}] * 3)
    cockpit.refresh(), wall.refresh()
    assert "5 of 5 have answered" in standing(cockpit) and "once you reveal" in spread(cockpit)
    assert "sv-tally" not in middle(wall) and "5 of 5 have answered" in middle(wall)
    do(cockpit, cockpit.reveal)
    wall.refresh()
    assert "Stop and correct it" in spread(cockpit) and "3 of 5" in spread(cockpit)
    assert "3 of 5" in middle(wall) and "Stop and correct" not in middle(wall)
    assert "Sticky points" in notes(cockpit)
    do(cockpit, cockpit.second_round)
    give(seat, cockpit.item, [{"answer": right}] * 5)
    do(cockpit, cockpit.reveal)
    assert "Explain it shortly" in spread(cockpit) and "round 2" in spread(cockpit)


def test_under_five_a_first_press_only_warns(cockpit, seat):
    at_lesson(cockpit)
    give(seat, cockpit.item, [{"answer": "x"}] * 4)
    cockpit.refresh()
    assert not cockpit.may_reveal() and "Fewer than 5" in told(cockpit)
    assert cockpit.may_reveal()
    do(cockpit, cockpit.reveal)
    assert "Fewer than 5" in spread(cockpit)


def test_an_activity_opened_elsewhere_can_be_run_here(cockpit, seat):
    item, asked = item_of("a.deadweight"), questions(open_start(START), START)["a.deadweight"]
    do(cockpit, lambda: cockpit.seat.open(item, asked.payload()))
    assert cockpit.item == item and cockpit.offer.title
    give(seat, item, [{"low": n / 20, "likely": n / 10, "high": n / 5, "reason": f"words of {n}"} for n in range(1, 6)])
    do(cockpit, cockpit.reveal)
    assert "The middle answer is 30%" in spread(cockpit)
    assert spread_picture(cockpit.activity, cockpit.revealed(item)) is not None


def test_the_measures_are_shown_as_marks_and_commitments_as_a_count(cockpit, wall, seat):
    cockpit.choose(BEFORE)
    do(cockpit, cockpit.open)
    give(seat, BEFORE, [{each.id: mark for each in measures().statements} for mark in (1, 2, 3, 4, 5)])
    do(cockpit, cockpit.reveal)
    assert "3.0" in spread_words(cockpit.activity, cockpit.revealed(BEFORE))
    cockpit.look_at(len(cockpit.blocks) - 1)
    cockpit.choose(COMMITMENT)
    do(cockpit, cockpit.open)
    give(seat, COMMITMENT, [{"what": "<b>ask</b> Ann", "contract": "", "by": "", "code": f"A-{n}"} for n in range(5)])
    do(cockpit, cockpit.reveal)
    wall.refresh()
    assert "5 people wrote down" in middle(wall) and "Ann" not in middle(wall)


# -- everybody's screen


def test_the_wall_shows_how_to_join_until_something_happens_and_then_what_is_chosen(cockpit, wall):
    assert wall.what == at.JOIN
    do(cockpit, cockpit.begin, lambda: cockpit.send_page("apps/value-builder.ipynb", "Value builder"))
    wall.refresh()
    assert wall.what == at.FOLLOW and "Please open “Value builder”" in sent_on_wall(wall) and "Value builder" in sent(cockpit)
    do(cockpit, lambda: cockpit.show_on_wall(at.BREAK, "Lunch <i>until</i> 13:30"), cockpit.take_back)
    wall.refresh()
    assert "Lunch &lt;i&gt;until" in middle(wall) and sent_on_wall(wall) == ""


def test_what_a_participant_parks_is_theirs_and_the_facilitators_until_it_is_shown(cockpit, wall, seat):
    seat("me").add(at.PARKED, "parking", {"text": "How do we price trust?"})
    cockpit.park = "And who pays?"
    do(cockpit, cockpit.add_parked, lambda: cockpit.show_on_wall(at.BREAK))
    wall.refresh()
    mine, own = cockpit.parked()
    assert not mine.shown and own.shown and "trust" not in later(wall) and "who pays" in later(wall)
    do(cockpit, lambda: cockpit.show_parked(mine.n))
    wall.refresh()
    assert "trust" in later(wall)
    do(cockpit, lambda: cockpit.done_parked(own.n))
    wall.refresh()
    assert "who pays" not in later(wall) and [one.done for one in cockpit.parked()] == [False, True]
    cockpit.park = " "
    with pytest.raises(CannotDo, match="Type the question first"):
        cockpit.add_parked()


# -- paper


def test_rows_from_paper_are_recorded_together_or_not_at_all(cockpit, store):
    at_lesson(cockpit)
    right, wrong = options()
    cockpit.paper = f"sheet\tanswer\n1\t{right}\n2\tZ\n\n3\n3\tA\n1\tA\nnot a number\tA"
    assert cockpit.check_paper() == 0
    assert [problem[:6] for problem in cockpit.paper_problems] == ["row 3:", "row 7:", "row 8:"]
    with pytest.raises(CannotDo):
        cockpit.give_paper()
    assert store.status("north").answers == 0
    cockpit.paper = f"sheet\tanswer\n1\t{right}\n2\tB\n3\tA\n4\t{wrong[0]}\n5\t{right}"
    assert cockpit.check_paper() == 5
    do(cockpit, cockpit.give_paper, cockpit.give_paper)
    assert store.status("north").answers == 5, "the same rows again are no new answers"
    do(cockpit, cockpit.reveal)
    assert cockpit.revealed(cockpit.item).answered == 5


@pytest.mark.parametrize("item, row, payload", [
    (BEFORE, "7, 1, 2, 3, 4, 5", {"own-words": 1, "question": 2, "anyway": 3, "tender": 4, "delivery": 5}),
    (COMMITMENT, "7, Ask the supplier, Grounds, May", {"code": "7", "what": "Ask the supplier", "contract": "Grounds", "by": "May"}),
    ("exercise:take-off-both-shares", '7; "8,702"', {"answer": "8,702"}),
    ("exercise:who-sets-the-weights", "7, A, because, and more", None),
])
def test_every_kind_of_sheet_can_be_read(item, row, payload):
    found, problems = read_rows(item, row)
    assert not problems and found[0].sheet == "7"
    assert payload is None or found[0].payload == payload


def test_an_estimate_from_paper_is_read_as_the_question_reads_it():
    asked = questions(open_start(START), START)["a.deadweight"].payload()
    item = item_of("a.deadweight")
    (one,), problems = read_rows(item, "4, 10%, 20%, 40%, we asked around, twice", asked)
    assert not problems and one.payload["likely"] == 0.2 and one.payload["reason"] == "we asked around, twice"
    assert "high" in str(read_rows(item, "4, 10%, 20%, 5%", asked)[1][0])
    assert "25%" in str(read_rows(item, "4, 10%, 25, 40%", asked)[1][0]), "whoever types 25 for a share is asked"


def test_every_exercise_has_a_grid_or_says_that_it_has_none():
    from svtrain.learn.library import exercises

    for one in exercises():
        assert columns(f"exercise:{one.id}"), one.id
        assert empty_grid(f"exercise:{one.id}", 2).count("\r\n") == 3
    assert read_rows("talk", "1, x")[1][0].message.startswith("Answers to this activity cannot")


# -- the dry run, hostile words, what comes back


def test_a_dry_run_goes_through_every_activity_of_a_day(work):
    run = DryRun(seed=1)
    cockpit = run.cockpit
    do(cockpit, lambda: cockpit.choose_plan("180"))
    with pytest.raises(CannotDo, match="Open the activity first"):
        run.answer()
    for index, block in enumerate(cockpit.blocks):
        cockpit.look_at(index)
        for offer in offers(block):
            cockpit.choose(offer.item)
            do(cockpit, cockpit.open, run.answer, cockpit.reveal)
            assert len(cockpit.revealed(offer.item).answers) == PEOPLE
            assert spread(cockpit)


def test_what_was_typed_comes_back(cockpit, seat):
    cockpit.paper, cockpit.park = "1, A", "A question"
    again = Cockpit(seat("who-runs-it", "facilitator"))
    again.from_dict(cockpit.to_dict())
    assert (again.paper, again.park) == ("1, A", "A question")


def test_records_that_make_no_sense_stop_nobody(cockpit, wall):
    for kind, payload in (("block", {"index": "x", "minutes": None}), ("clock", {"left": "soon"}), ("page", {"path": 3}), ("show", {"what": []}),
                          ("parked", {"text": 7}), ("plan", {"plan": ["90"]})):
        cockpit.seat.add(kind, "room", payload)
        cockpit.refresh(), wall.refresh()
    assert not cockpit.lost and not wall.lost and sent(cockpit) and middle(wall)


JUDGED = "exercise:a-big-promise-or-a-plan"


@pytest.mark.parametrize("rows", ['1, A, "because it is\n2, B, no\n3, B, yes', '1\tA\t"because\n2\tB\t"no\n3\tB\tyes"'])
def test_a_quotation_mark_that_is_not_closed_swallows_nobodys_answer(rows):
    found, problems = read_rows(JUDGED, rows)
    assert not found and str(problems[0]).startswith("row 1: A quotation mark is not closed")


def test_words_with_marks_in_them_are_taken_as_they_are():
    found, problems = read_rows(JUDGED, '1, A, "no" is what they said; and why\n2, B, they said "no"\n3, A, "one, two"')
    assert not problems and [json.loads(one.payload["answer"])["reason"] for one in found] == ["no is what they said; and why", 'they said "no"', "one, two"]
    found, problems = read_rows(JUDGED, '1\tA\t"two\nlines"\n2\tB\tno')
    assert not problems and [one.sheet for one in found] == ["1", "2"]


def test_headings_in_any_order_and_once():
    item = "exercise:take-off-both-shares"
    assert [one.payload["answer"] for one in read_rows(item, "\ufeffAnswer;Sheet\n8702;1")[0]] == ["8702"]
    assert "stands here twice" in str(read_rows(item, "sheet,sheet,answer\n1,2,3")[1][0])
    assert read_rows(item, "1," + "9" * 200_000)[1] and read_rows(item, "9" * 200_000)[1]


def test_a_code_that_two_sheets_have_is_named():
    found, problems = read_rows(COMMITMENT, "1,Ask,,,PV1\n2,Check,,,pv1\n3,Look,,,PA2")
    assert [one.sheet for one in found] == ["1", "3"] and str(problems[0]).startswith('row 2: The code "pv1" stands here twice')
