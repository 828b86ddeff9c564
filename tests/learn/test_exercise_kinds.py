"""The kinds of exercise with answers of several parts: read, marked, and refused where they are badly made."""

from __future__ import annotations

import json

import pytest
from pydantic import TypeAdapter, ValidationError

from svtrain.learn.exercise import AnyExercise
from svtrain.learn.marking import mark

ALL = {"title": "T", "step": "explore", "minutes": 5, "objectives": ["O"], "prompt": "P", "solution": "S"}
HUNT = {**ALL, "id": "hunt", "kind": "bug_hunt", "claims": [
    {"id": "a", "text": "A.", "feedback": "Sound."},
    {"id": "b", "text": "B.", "wrong": True, "misconception": "believes-b", "feedback": "No."},
    {"id": "c", "text": "C.", "wrong": True, "misconception": "believes-c", "feedback": "No."}]}
TABLE = {**ALL, "id": "table", "kind": "table", "places": [{"id": "x", "text": "X"}, {"id": "y", "text": "Y"}], "rows": [
    {"id": "one", "text": "One", "place": "x", "why": "W.", "wrong": [{"place": "y", "misconception": "m-one", "feedback": "F one."}]},
    {"id": "two", "text": "Two", "place": "y", "why": "W.", "wrong": [{"place": "x", "misconception": "m-two", "feedback": "F two."}]}]}
ESTIMATE = {**ALL, "id": "estimate", "kind": "estimate", "answer": {"value": 25, "unit": "%", "widest": 50, "why": "W."},
            "too_low": {"misconception": "low", "feedback": "L."}, "too_high": {"misconception": "high", "feedback": "H."}}
JUDGEMENT = {**ALL, "id": "judgement", "kind": "judgement", "views": [
    {"id": "yes", "text": "Yes", "feedback": "For."}, {"id": "no", "text": "No", "feedback": "Against."}]}
OWN = {**ALL, "id": "own", "kind": "own_contract", "notes": [{"id": "p", "label": "P"}, {"id": "q", "label": "Q"}]}


def read(one):
    return TypeAdapter(AnyExercise).validate_python(one)


@pytest.mark.parametrize(("one", "answer", "result", "misconception"), [
    (HUNT, ["b", "c"], "correct", ""), (HUNT, '["c", "b"]', "correct", ""), (HUNT, "b, c", "correct", ""),
    (HUNT, ["b"], "partly", "believes-c"), (HUNT, ["a"], "incorrect", "believes-b"),
    (HUNT, ["a", "b", "c"], "partly", "sound-claim-doubted"), (HUNT, [], "unattempted", ""), (HUNT, ["z"], "invalid", ""),
    (HUNT, 7, "invalid", ""),
    (TABLE, {"one": "x", "two": "y"}, "correct", ""), (TABLE, {"one": "x"}, "partly", ""), (TABLE, {"one": "x", "two": "x"}, "partly", "m-two"),
    (TABLE, {"one": "y", "two": "x"}, "incorrect", "m-one"), (TABLE, {"one": "nowhere"}, "invalid", ""),
    (TABLE, {"three": "x"}, "invalid", ""), (TABLE, {}, "unattempted", ""), (TABLE, "x", "invalid", ""),
    (ESTIMATE, {"low": "20%", "high": "30%"}, "correct", ""), (ESTIMATE, {"low": 25, "high": "25%"}, "correct", ""),
    (ESTIMATE, {"low": 0, "high": 90}, "partly", ""), (ESTIMATE, {"low": 0.2, "high": 0.4}, "invalid", ""), (ESTIMATE, {"low": "1%", "high": "2%"}, "incorrect", "low"),
    (ESTIMATE, {"low": "60%", "high": "90%"}, "incorrect", "high"), (ESTIMATE, {"low": "60%", "high": "20%"}, "invalid", ""),
    (ESTIMATE, {"low": "60%"}, "invalid", ""), (ESTIMATE, {"low": "some", "high": "all"}, "invalid", ""),
    (JUDGEMENT, {"view": "no", "reason": "R"}, "recorded", ""), (JUDGEMENT, {"view": "no"}, "invalid", ""),
    (JUDGEMENT, {"view": "maybe", "reason": "R"}, "invalid", ""), (JUDGEMENT, {"view": "", "reason": " "}, "unattempted", ""),
    (OWN, {"p": "text", "q": "text"}, "recorded", ""), (OWN, {"q": "text"}, "recorded", ""), (OWN, {"p": " "}, "unattempted", ""),
])
def test_answers_are_marked(one, answer, result, misconception):
    feedback = mark(read(one), answer)
    assert (feedback.result, feedback.misconception) == (result, misconception)


@pytest.mark.parametrize("one", [HUNT, TABLE, ESTIMATE, JUDGEMENT, OWN], ids=lambda one: one["kind"])
@pytest.mark.parametrize("answer", ["{", "[1, 2]", '{"low": {"a": 1}, "high": []}', float("nan"), object(), ["b", 3], "\u0000"])
def test_nothing_that_is_typed_breaks_the_checker(one, answer):
    assert mark(read(one), answer).result in {"invalid", "unattempted", "incorrect"}


def test_each_part_is_spoken_to():
    assert mark(read(HUNT), ["b", "a"]).details == ("Wrong, as you say: “B.” No.", "This one is sound: “A.” Sound.")
    assert mark(read(TABLE), {"one": "y"}).details == ("“One” F one.",)
    assert mark(read(OWN), {"p": "x"}).details == ("Still empty: Q",)
    assert "<li>Still empty: Q</li>" in mark(read(OWN), {"p": "x"})._repr_html_()


def test_what_was_missed_is_not_given_away():
    feedback = mark(read(HUNT), ["b"])
    assert "1 of 2" in feedback.message and "C." not in json.dumps(feedback.details)


@pytest.mark.parametrize(("one", "change", "says"), [
    (HUNT, {"claims": [dict(HUNT["claims"][1]), dict(HUNT["claims"][2]), {**HUNT["claims"][1], "id": "d"}]}, "some must be sound"),
    (HUNT, {"claims": [HUNT["claims"][0], HUNT["claims"][0], HUNT["claims"][1]]}, "share an id"),
    (HUNT, {"claims": [*HUNT["claims"][:2], {**HUNT["claims"][2], "misconception": ""}]}, "must name its misconception"),
    (TABLE, {"rows": [{**TABLE["rows"][0], "wrong": []}, TABLE["rows"][1]]}, "explain each wrong place"),
    (TABLE, {"rows": [{**TABLE["rows"][0], "place": "z"}, TABLE["rows"][1]]}, "explain each wrong place"),
    (JUDGEMENT, {"views": [JUDGEMENT["views"][0]] * 2}, "share an id"),
    (OWN, {"notes": [OWN["notes"][0]] * 2}, "share an id"),
])
def test_a_badly_made_exercise_is_refused(one, change, says):
    with pytest.raises(ValidationError, match=says):
        read({**one, **change})
