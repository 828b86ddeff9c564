"""The tool chooser, done without its screen."""

from __future__ import annotations

import itertools
import json

import pytest

from svtrain.apps.tool_chooser.state import ToolChooser
from svtrain.apps.tool_chooser.tools import HAVE, NEEDS, tools
from svtrain.apps.tool_chooser.words import found, pair
from svtrain.data.systems_data import stages, systems

STAGES = [stage.id for stage in stages()]


@pytest.fixture
def chooser():
    return ToolChooser()


def test_every_system_of_the_report_and_ours_can_be_chosen(chooser):
    ids = {tool.id for tool in chooser.tools}
    assert {one.id for one in systems()} < ids
    assert sum(tool.ours for tool in chooser.tools) >= 4


def test_every_tool_is_described_and_tagged():
    served = set()
    for tool in tools():
        assert tool.asks_for and tool.gives and tool.hides and tool.best_at in tool.helps_at
        assert tool.serves <= set(NEEDS) and tool.serves and set(tool.wants) <= set(HAVE)
        assert set(tool.helps_at) <= set(STAGES)
        served |= tool.serves
    assert served == set(NEEDS)  # no need is asked about that nothing serves


def test_there_is_never_a_single_winner(chooser):
    for need, stage, pounds in itertools.product([*NEEDS, ""], [*STAGES, ""], ["", "yes", "no"]):
        with chooser.hold_trait_notifications():
            chooser.need, chooser.stage, chooser.pounds = need, stage, pounds
        if not chooser.asked:
            continue
        right = chooser.findings.looks_right
        assert len(right) >= 2
        assert [fit.tool.name.casefold() for fit in right] == sorted(fit.tool.name.casefold() for fit in right)
        assert len(right) + len(chooser.findings.not_now) == len(chooser.tools)
        assert bool(chooser.findings.widened) == (sum(fit.answers for fit in right) < 2)
        if not chooser.findings.widened:
            assert all(fit.answers for fit in right)


def test_the_same_tool_fits_at_design_and_not_at_the_tender(chooser):
    chooser.need, chooser.stage = "price", "design"
    assert "social-value-engine" in {fit.tool.id for fit in chooser.findings.looks_right}
    chooser.stage = "tender"
    left_out = next(fit for fit in chooser.findings.not_now if fit.tool.id == "social-value-engine")
    assert "helps most at: Design the service" in left_out.against_it[0]


def test_what_is_at_hand_shows_what_is_missing(chooser):
    chooser.need, chooser.stage = "price", "design"
    chooser.tick("outcomes", True)
    chooser.tick("counts", True)
    engine = next(fit for fit in chooser.findings.looks_right if fit.tool.id == "social-value-engine")
    assert engine.missing == (HAVE["prices"], HAVE["deductions"])
    chooser.tick("counts", False)
    engine = next(fit for fit in chooser.findings.looks_right if fit.tool.id == "social-value-engine")
    assert HAVE["counts"] in engine.missing
    assert "You still lack" in found(chooser)


def test_what_needs_checking_says_so(chooser):
    chooser.need = "team"
    chooser.first, chooser.second = "iso-14001", "flexible-framework"
    assert "general knowledge" in pair(chooser)
    assert "Not fully checked" in found(chooser)


def test_two_are_compared_only_when_they_are_two(chooser):
    chooser.first = chooser.second = "iso-14001"
    assert "two different tools" in pair(chooser)


def test_before_anything_is_asked_every_tool_is_listed(chooser):
    assert not chooser.asked and f"Every tool ({len(chooser.tools)})" in found(chooser)


def test_work_comes_back_and_what_is_gone_is_left_out(chooser):
    chooser.need, chooser.stage, chooser.pounds, chooser.first, chooser.reason = "bids", "tender", "yes", "iso-20400", "Because."
    chooser.tick("bids", True)
    again = ToolChooser()
    again.from_dict(json.loads(json.dumps(chooser.to_dict())))
    assert again.to_dict() == chooser.to_dict()
    assert again.findings == chooser.findings
    again.from_dict({**chooser.to_dict(), "need": "gone", "stage": "gone", "first": "gone", "have": ["gone"]})
    assert (again.need, again.stage, again.first, again.have) == ("", "", "", ())
