"""Run sheets: they fit the minutes, touch every step asked for, and learn from what blocks really took."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtrain.core.problems import CannotDo
from svtrain.data.places import content
from svtrain.learn.contents import STEPS, pages
from svtrain.learn.facilitator_notes import facilitator_notes
from svtrain.learn.library import exercises
from svtrain.learn.plan import NAMES, MinutesTaken, assemble, named_plan, open_plan, plan_from, read_plan, write_plan
from svtrain.learn.plan.fitting import longest_stretch
from svtrain.learn.plan.lesson_notes import lessons, notes
from svtrain.learn.plan.minutes_taken import record_minutes


def test_every_lesson_has_notes_and_every_note_a_lesson():
    shipped = {page.path.removesuffix(".ipynb") for page in pages(content("notebooks")) if page.kind == "lesson"}
    assert set(notes().lessons) == shipped
    for lesson in lessons():
        assert set(lesson.note.keep) <= {part.exercise for part in lesson.parts}, f"{lesson.id} keeps an exercise that it does not show"


@pytest.mark.parametrize("task", exercises(), ids=lambda task: task.id)
def test_every_exercise_tells_the_facilitator_what_it_must(task):
    said = facilitator_notes(task.id)
    assert said.purpose and said.minutes and said.sticky_points and said.spread and said.cut_first
    assert said.minutes.startswith(str(task.minutes)), "the notes and the exercise give the same minutes"


@given(st.integers(30, 600), st.sets(st.sampled_from(STEPS), min_size=1))
@settings(max_examples=60, deadline=None)
def test_a_plan_fits_and_is_in_order(minutes, steps):
    sheet = assemble(minutes, steps)
    (session,) = sheet.sessions
    assert session.minutes <= minutes
    clock = 0
    for block in session.blocks:
        assert block.starts == clock
        clock += block.minutes
    assert clock == session.minutes
    assert (session.blocks[0].kind, session.blocks[-1].kind) == ("opening", "closing")
    assert {block.step for block in session.blocks if block.step} <= steps
    order = [(STEPS.index(block.step), block.page) for block in session.blocks if block.kind == "lesson"]
    assert order == sorted(order) and len(set(order)) == len(order)
    assert len({block.id for block in session.blocks}) == len(session.blocks)


@pytest.mark.parametrize("name", NAMES)
def test_a_named_plan_uses_its_time_and_survives_its_file(name, tmp_path):
    sheet = named_plan(name)
    wanted = {"day": 360, "4x-half-day": 720}.get(name) or int(name)
    assert wanted - 20 * len(sheet.sessions) <= sheet.minutes <= wanted
    assert {block.step for block in sheet.blocks()} >= set(STEPS)
    for block in sheet.blocks():
        if block.kind == "lesson":
            assert block.purpose and block.checkpoint and block.cut_first and block.in_room and block.online
    write_plan(sheet, tmp_path / "plan.yaml")
    assert read_plan(tmp_path / "plan.yaml") == sheet == open_plan(str(tmp_path / "plan.yaml"))


def test_half_days_have_homework_and_no_lesson_twice():
    sheet = named_plan("4x-half-day")
    done = [block.id for block in sheet.blocks() if block.kind == "lesson"]
    assert len(sheet.sessions) == 4 and len(set(done)) == len(done)
    assert all(session.homework for session in sheet.sessions)


def test_breaks_divide_a_long_day():
    blocks = named_plan("day").sessions[0].blocks
    kinds = [block.kind for block in blocks]
    assert kinds.count("break") == 2 and kinds.index("break") < kinds.index("lunch") < len(kinds) - 1 - kinds[::-1].index("break")


def test_minutes_taken_change_the_next_plan(tmp_path):
    name = named_plan("90").sessions[0].blocks[1].id
    before = next(block for block in named_plan("90", tmp_path).blocks() if block.id == name)
    record_minutes(tmp_path, name, 20, 40)
    assert next(block for block in named_plan("90", tmp_path).blocks() if block.id == name) == before, "one run is not enough"
    record_minutes(tmp_path, name, 20, 60)
    taken = MinutesTaken.read(tmp_path)
    assert taken.count(name) == 2 and taken.stretch(name) == 2.0
    after = next(block for block in named_plan("90", tmp_path).blocks() if block.id == name)
    assert after.planned_from == "the middle of 2 earlier runs"
    assert after.minutes > sum(part.minutes for part in after.parts) + 5


def test_a_spoilt_line_of_minutes_is_left_out(tmp_path):
    record_minutes(tmp_path, "one", 10, 12)
    with (tmp_path / "minutes-taken.jsonl").open("a", encoding="utf-8") as kept:
        kept.write("{half a line\n[]\n")
    record_minutes(tmp_path, "one", 10, 14)
    assert MinutesTaken.read(tmp_path).runs == {"one": [(10, 12.0), (10, 14.0)]}
    with pytest.raises(CannotDo):
        record_minutes(tmp_path, "one", 10, 0)


def test_minutes_of_the_welcome_count_too_and_nonsense_does_not(tmp_path):
    for _ in range(2):
        record_minutes(tmp_path, "opening", 10, 20)
    with (tmp_path / "minutes-taken.jsonl").open("ab") as kept:
        kept.write(b'{"block": "opening", "planned": 0, "took": 5}\n{"block": "opening", "planned": 10, "took": NaN}\n{"block": "opening", "planned": 1e999, "took": 5}\n\xff\xfe\n')
    first = named_plan("180", tmp_path).sessions[0].blocks[0]
    assert (first.kind, first.minutes, first.planned_from) == ("opening", 20, "the middle of 2 earlier runs")
    assert named_plan("180", tmp_path).minutes == 180


@pytest.mark.parametrize("steps", [STEPS, ("explore",), ("challenge",), ("explore", "apply"), ("challenge", "apply")])
@pytest.mark.parametrize("minutes", [90, 105, 180, 240, 270, 300, 345, 360])
def test_nobody_sits_longer_than_about_an_hour_and_a_half(minutes, steps):
    (session,) = assemble(minutes, steps).sessions
    assert longest_stretch(session.blocks) <= 95 and session.minutes == minutes
    assert {block.step for block in session.blocks if block.step} == set(steps)


def test_four_half_days_use_all_their_minutes():
    assert [session.minutes for session in named_plan("4x-half-day").sessions] == [180] * 4


def test_a_short_plan_takes_what_fits_of_another_step_before_a_second_lesson_of_the_same():
    steps = [block.step for block in assemble(37).blocks() if block.step]
    assert len(steps) == len(set(steps)) == 2


def test_a_changed_plan_is_timed_anew():
    said = named_plan("90").model_dump(mode="json", exclude_defaults=True)
    blocks = said["sessions"][0]["blocks"]
    blocks[1]["minutes"] += 17
    blocks[1], blocks[2] = blocks[2], blocks[1]
    sheet = plan_from(said)
    assert sheet.minutes == sheet.sessions[0].minutes == 107
    assert [block.starts for block in sheet.blocks()] == [sum(each.minutes for each in sheet.blocks()[:at]) for at in range(len(sheet.blocks()))]


def test_what_is_wrong_in_a_plans_file_is_said_in_its_own_words(tmp_path):
    path = tmp_path / "mine.yaml"
    write_plan(named_plan("60"), path)
    path.write_text(path.read_text(encoding="utf-8").replace("minutes: 5\n", "minuts: fifty\n", 1).replace("kind: closing", "kind: end"), encoding="utf-8")
    with pytest.raises(CannotDo) as told:
        read_plan(path)
    said = "\n".join(map(str, told.value.problems))
    assert "sessions.1.blocks.1.minuts: There is no 'minuts' here. Did you mean 'minutes'?" in said
    assert "This must be 'opening', 'lesson', 'break', 'lunch' or 'closing', not 'end'." in said
    assert "validation" not in said and "input" not in said.casefold() and len(told.value.problems) == 3
