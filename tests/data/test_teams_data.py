"""The seven teams: figures as the report prints them, each with its page."""

from __future__ import annotations

import pytest

from svtrain.data.systems_data import systems
from svtrain.data.teams_data import HEADINGS, learnings, teams

LESSONS = {
    "explore/01-what-is-social-value", "explore/02-our-context-and-place", "explore/03-what-we-already-do",
    "explore/04-where-in-the-cycle", "explore/05-where-the-money-goes", "challenge/01-is-this-proxy-any-good",
    "challenge/02-what-would-have-happened-anyway", "challenge/03-how-sure-are-we", "challenge/04-counting-rules",
    "challenge/05-tools-and-methods", "challenge/06-bug-hunt", "challenge/07-when-pounds-are-the-wrong-unit",
    "apply/01-value-your-own-contract", "apply/02-write-outcomes-into-the-specification", "apply/03-score-a-tender",
    "apply/04-follow-delivery", "apply/05-our-approach"}

# id: staff, spend, threshold, level, date, page; copied by hand from the report
PRINTED = {
    "anglia-ruskin": (4.5, 67_000_000, 40_000_000, 4, "", 13),
    "barnsley": (19, 389_400_000, 70_000, None, "", 14),
    "durham": (19, 251_000_000, 0, None, "", 15),
    "newcastle": (8.6, 194_600_000, 50_000, 4, "August 2016", 16),
    "birmingham": (43, 350_000_000, None, 5, "2018", 17),
    "manchester": (11, 720_000_000, 100_000, 5, "2015", 18),
    "yorkshire-humber-police": (37, 297_000_000, 50_000, None, "", 19),
}


def by_id():
    return {team.id: team for team in teams()}


def test_the_figures_are_the_reports():
    found = {team.id: (team.staff, team.spend, team.threshold, team.flexible_framework_level, team.flexible_framework_date, team.page)
             for team in teams()}
    assert found == PRINTED


def test_what_only_some_pages_say():
    found = by_id()
    assert [team.id for team in teams() if team.iso_14001] == ["anglia-ruskin"]
    assert found["newcastle"].threshold_works == 250_000
    assert found["manchester"].spend_year == "2019"
    assert "£230m" in found["birmingham"].spend_note
    assert (found["durham"].threshold_status, found["birmingham"].threshold_status) == ("all procurement", "not stated")
    assert {team.kind for team in teams()} == {"university", "council", "police"}


def test_a_doubtful_figure_says_so():
    assert [team.id for team in teams() if team.threshold_status == "doubtful as printed"] == ["anglia-ruskin"]
    assert "£40m" in by_id()["anglia-ruskin"].threshold_note


def test_a_level_is_given_only_where_the_page_gives_it():
    for team in teams():
        if team.flexible_framework_level is None:
            assert "at least level 4 (page 10)" in team.flexible_framework_note


@pytest.mark.parametrize("team", teams(), ids=lambda team: team.id)
def test_every_team_has_all_four_headings_with_its_page(team):
    assert {statement.heading for statement in team.statements} == set(HEADINGS)
    for fact in (*team.statements, *team.uses):
        assert fact.page == team.page
        assert fact.passport.locator.startswith(f"Page {team.page}")
        assert fact.passport.source_id == "svp-2020" and fact.passport.last_checked and fact.passport.licence


def test_tools_named_on_each_page():
    used = {team.id: {use.system_id: use.use for use in team.uses} for team in teams()}
    assert used["barnsley"] == {"social-value-engine": "uses", "social-value-portal": "bought", "barnsley-toolkit": "developed"}
    assert used["newcastle"] == {"category-management": "uses", "social-value-engine": "tested", "newcastle-model": "aware",
                                 "flexible-framework": "uses"}
    assert used["birmingham"]["netpositive-tool"] == "uses"
    assert used["manchester"]["social-value-portal"] == "bought"
    assert used["yorkshire-humber-police"] == {"social-value-engine": "tested", "police-statement": "developed"}
    known = {system.id for system in systems()}
    assert {name for uses in used.values() for name in uses} <= known


def test_learnings_are_tied_to_steps_and_lessons():
    assert len(learnings()) == 19
    assert [sum(item.step == step for item in learnings()) for step in ("explore", "challenge", "apply")] == [8, 10, 1]
    for item in learnings():
        assert item.lessons and set(item.lessons) <= LESSONS
        assert 5 <= item.page <= 12 and item.passport.locator.startswith(f"Page {item.page}")
    assert next(item for item in learnings() if item.id == "hungry-at-tender").page == 11


def test_each_step_of_lessons_answers_to_a_learning():
    taught = {lesson for item in learnings() for lesson in item.lessons}
    assert {lesson.partition("/")[0] for lesson in taught} == {"explore", "challenge", "apply"}
