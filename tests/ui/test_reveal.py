"""Commit before reveal: what an exercise keeps back, and what it shows after an answer."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from svtrain.learn import exercises
from svtrain.learn.list_exercises import BugHuntExercise
from svtrain.ui.exercise_card import exercise_card
from svtrain.ui.hunt_words import PERSON, what_the_checks_find
from svtrain.ui.reveal import FIRST, key_points, kept_card, reveal_after

MAP_HUNTS = [one for one in exercises() if one.map and isinstance(one, BugHuntExercise)]


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))


def test_nothing_is_made_before_an_answer_and_all_of_it_after():
    made = []
    card = exercise_card("take-off-both-shares")
    box = reveal_after(card, "Show more", lambda: made.append(1) or Markup("<p>More.</p>"))
    box.press.click()
    card.check.click()
    box.press.click()
    assert FIRST in box.shown.html and not made
    card.field.value = "12"
    card.check.click()
    box.press.click()
    assert box.shown.html == "<p>More.</p>" and made == [1]


def test_a_card_that_is_missing_keeps_nothing_back():
    box = reveal_after(exercise_card("no-such-exercise"), "Show", lambda: Markup("<p>All.</p>"))
    box.press.click()
    assert box.shown.html == "<p>All.</p>"


def test_a_kept_exercise_is_made_when_it_opens_and_opens_what_waits_for_it():
    first = exercise_card("take-off-both-shares")
    part = kept_card(first, "typed-or-measured", before=lambda: Markup("<p>Before it.</p>"))
    points = key_points([first, part], "The point.")
    first.field.value = "12"
    first.check.click()
    assert part.opened and part.card is not None and not points.opened and "Typed or measured?" in points.said.html
    assert part.children[0].children[0].html == "<p>Before it.</p>"
    part.card.field.value = "widen"
    part.card.check.click()
    assert points.opened


def test_a_kept_exercise_that_cannot_be_opened_keeps_nothing_back():
    part = kept_card([], "no-such-exercise")
    assert part.opened and key_points([part], "The point.").opened


@pytest.mark.parametrize("one", MAP_HUNTS, ids=lambda one: one.id)
def test_after_a_hunt_each_wrong_claim_has_its_finder(one):
    said = what_the_checks_find(one.id, today="2026-11-22")
    wrong = [claim for claim in one.claims if claim.wrong]
    assert said.count(PERSON) == sum(not claim.caught_by for claim in wrong)
    assert f"{sum(bool(claim.caught_by) for claim in wrong)} of the {len(wrong)} planted errors" in said
    assert all(str(Markup.escape(claim.text)) in said for claim in wrong)


def test_a_card_shows_the_map_it_asks_about():
    html = exercise_card("past-the-red-line").children[0].html
    assert html.index("Lights and wardens for three parks") < html.index("The map above") and "Beside the ratio, without a price" in html
