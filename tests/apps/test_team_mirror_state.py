"""The team mirror, done without its screen."""

from __future__ import annotations

import json

import pytest

from svtrain.apps.team_mirror.state import OWN_RESOURCES, TeamMirror
from svtrain.apps.team_mirror.words import chart, close_look, nearest_note, sides
from svtrain.data.teams_data import teams


@pytest.fixture
def mirror():
    mirror = TeamMirror()
    for key, text in {"staff": "9", "spend": "£190m", "threshold": "50k", "level": "3", "since": "2019"}.items():
        mirror.type(key, text)
    return mirror


def test_all_seven_stand_beside_yours(mirror):
    assert [one.team for one in mirror.beside] == list(teams())
    assert mirror.facts["per_head"] == pytest.approx(190e6 / 9)
    assert all(len(one.differences) == 6 for one in mirror.beside)


def test_each_fact_has_its_own_nearest_team(mirror):
    nearest = {key: {team.short_name for team in found} for key, found in mirror.nearest().items()}
    assert nearest["staff"] == nearest["spend"] == {"Newcastle"}
    assert nearest["threshold"] == {"Newcastle", "Yorkshire and Humber Police"}
    assert nearest["since"] == {"Anglia Ruskin"}


def test_the_differences_are_told_beside_the_likeness(mirror):
    newcastle = mirror.of("newcastle")
    assert {d.fact.key for d in newcastle.alike} == {"staff", "spend", "per_head", "threshold"}
    assert {d.fact.key: d.words for d in newcastle.different} == {"level": "1 level above yours", "since": "4 years earlier than you"}


def test_what_the_report_does_not_say_is_not_compared(mirror):
    assert {d.fact.key for d in mirror.of("birmingham").unknown} == {"threshold", "since"}
    doubtful = next(d for d in mirror.of("anglia-ruskin").unknown)
    assert doubtful.fact.key == "threshold" and "doubtful" in doubtful.words
    assert "level 4" in next(d for d in mirror.of("durham").unknown if d.fact.key == "level").words


def test_all_procurement_is_like_all_procurement_only(mirror):
    mirror.type("threshold", "all")
    assert {team.short_name for team in mirror.nearest()["threshold"]} == {"Durham"}
    assert next(d for d in mirror.of("manchester").differences if d.fact.key == "threshold").words == "only part of it is theirs"


@pytest.mark.parametrize(("key", "text", "says"), [
    ("staff", "0", "above 0"), ("staff", "many", "not a number"), ("spend", "-5", "above 0"), ("level", "2.5", "whole number"),
    ("level", "9", "0 to 5"), ("since", "16", "a year"), ("threshold", "-1", "in pounds"),
])
def test_what_cannot_be_read_is_said_and_left_out(mirror, key, text, says):
    mirror.type(key, text)
    assert says in mirror.problem(key)
    assert key not in mirror.facts and key not in mirror.nearest()
    assert mirror.shown(key) == text


def test_tools_are_compared_by_name(mirror):
    mirror.tick("social-value-portal", True)
    mirror.tick(OWN_RESOURCES, True)
    barnsley = mirror.of("barnsley")
    assert barnsley.shared == ("Social Value Portal", "A toolkit or statement of our own")
    assert barnsley.only_theirs == ("Social Value Engine",)
    mirror.tick(OWN_RESOURCES, False)
    assert mirror.of("barnsley").shared == ("Social Value Portal",)
    assert "Newcastle City Council model" not in dict(mirror.tools()).values()  # nobody used it; one team knew of it


def test_no_one_score_is_given(mirror):
    words = str(nearest_note(mirror))
    assert "Newcastle is nearest on 4 of 6 facts; on the rest it is another team" in words
    assert "somewhat different: 1 level above yours" in words  # nobody in the report stands at 3, and that is said
    mirror.type("staff", "40")
    mirror.type("spend", "70m")
    assert "nearest on all" not in nearest_note(mirror)


def test_an_empty_mirror_shows_the_seven_and_asks():
    mirror = TeamMirror()
    assert mirror.nearest() == {} and mirror.problems == {}
    assert "Give at least one number" in nearest_note(mirror)
    assert str(sides(mirror)).count("<tr>") == 9
    assert [row[0] for row in chart(mirror, "staff").table["rows"]][:2] == ["Birmingham", "Yorkshire and Humber Police"]


def test_what_a_person_types_is_escaped(mirror):
    mirror.name = "<script>alert(1)</script>"
    assert "<script>" not in sides(mirror) + close_look(mirror)


def test_work_comes_back_after_a_refresh(mirror):
    mirror.kind, mirror.chosen, mirror.lesson = "council", "durham", "Ask them."
    mirror.tick("iso-14001", True)
    again = TeamMirror()
    again.from_dict(json.loads(json.dumps(mirror.to_dict())))
    assert again.to_dict() == mirror.to_dict()
    assert again.of("durham").same_kind is False
