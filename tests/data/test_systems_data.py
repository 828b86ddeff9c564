"""The systems that the report names, and the Flexible Framework grid."""

from __future__ import annotations

import pytest

from svtrain.data.framework_data import LGA, framework_cells, framework_levels, framework_themes
from svtrain.data.systems_data import stages, systems

NAMED = {"social-value-engine", "social-value-portal", "national-toms", "netpositive-tool", "newcastle-model", "flexible-framework",
         "iso-14001", "iso-20400", "social-value-act", "barnsley-toolkit", "police-statement", "category-management",
         "economic-impact-studies"}


def test_every_system_has_an_entry():
    assert {system.id for system in systems()} == NAMED


@pytest.mark.parametrize("system", systems(), ids=lambda system: system.id)
def test_an_entry_says_what_it_asks_gives_hides_and_where_it_helps(system):
    known = {stage.id for stage in stages()}
    assert system.asks_for and system.gives and system.hides and system.why_there and system.licence_note
    assert set(system.helps_at) <= known and system.best_at in system.helps_at
    assert system.passport.citation and system.passport.locator and system.passport.last_checked


def test_the_reports_finding_on_the_engine_is_kept():
    engine = next(system for system in systems() if system.id == "social-value-engine")
    assert "tender" not in engine.helps_at
    assert {"design", "specification", "delivery"} <= set(engine.helps_at)


def test_what_forbids_shipping_says_so():
    notes = {system.id: system.licence_note for system in systems()}
    assert "CC BY-NC-ND" in notes["national-toms"]
    assert "no proxy values" in notes["social-value-engine"]


def test_what_the_report_does_not_name_says_so():
    assert [system.id for system in systems() if not system.report_pages] == ["iso-20400"]


def test_the_grid_is_whole():
    cells = {(cell.theme_id, cell.level): cell for cell in framework_cells()}
    assert set(cells) == {(theme.id, level) for theme in framework_themes() for level in range(1, 6)}
    assert sum(len(cell.criteria) for cell in framework_cells()) == 76
    assert all(cell.criteria and cell.summary and cell.check_note for cell in framework_cells())


def test_only_what_was_compared_is_marked_checked():
    checked = {cell.id for cell in framework_cells() if cell.check == "checked"}
    assert checked == {f"people-{level}" for level in range(1, 6)} | {f"policy-{level}" for level in range(1, 4)}
    assert {cell.check for cell in framework_cells()} == {"checked", "needs-checking"}


def test_level_words_of_both_scales():
    assert [level.name for level in framework_levels()] == ["Foundation", "Embed", "Practise", "Enhance", "Lead"]
    assert [level.name for level in framework_levels(LGA)] == ["Minimum", "Developing", "Mature", "Leader", "Innovator"]
