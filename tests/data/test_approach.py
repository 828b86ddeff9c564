"""A team's approach in a file: what it may hold, and one sentence for each thing that it may not."""

from __future__ import annotations

import pytest

from svtrain.core.approach import BOXES, DAYS, PARTS, Approach, Boxes
from svtrain.core.problems import CannotDo
from svtrain.data.approach import approach_from, approach_from_bytes, approach_text, read_approach

WHOLE = {
    "svtrain": "approach/1", "title": "Ours", "team": "North", "organisation": "Our council", "decides": "the board", "made": "2026-11-22",
    "boxes": {"lead": {"words": "=1+1\nThe lead", "taken": [{"item": "Lesson notes", "app": "exercise-who-holds-it", "saved_at": "2026-11-22T10:00:00+00:00"}]},
              "scoring": "P2, as no other bid moves it"},
    "figures": [{"of": "Grounds", "likely": 3.1, "low": 2, "high": 4.4, "basis": "Green Book", "vintage": [{"dataset": "proxies", "version": "1"}]}],
    "next_steps": [{"step": "Ask", "within": 30, "owner": "The lead"}, {"step": "Look", "within": 90}],
    "vintage": [{"dataset": "benchmarks", "version": "2", "sha256": "ab"}],
}


def faults(**changed) -> list[str]:
    found, problems = approach_from({**WHOLE, **changed}, "ours.yaml")
    assert found is None
    return [str(problem) for problem in problems]


@pytest.mark.parametrize("as_json", [False, True])
def test_what_is_written_is_read_back_equal(as_json):
    approach = approach_from(WHOLE)[0]
    assert approach_from_bytes("ours.json" if as_json else "ours.yaml", approach_text(approach, as_json=as_json).encode()) == approach
    assert [one.dataset for one in approach.used()] == ["benchmarks", "proxies"]


def test_text_alone_is_a_box():
    assert approach_from(WHOLE)[0].boxes.scoring.words == "P2, as no other bid moves it"


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"tame": "x"}, "ours.yaml: tame: There is no 'tame' here. Did you mean 'team'?"),
    ({"boxes": {"delivry": "x"}}, "ours.yaml: boxes.delivry: There is no 'delivry' here. Did you mean 'delivery'?"),
    ({"boxes": {"lead": {"word": "x"}}}, "ours.yaml: boxes.lead.word: There is no 'word' here. Did you mean 'words'?"),
    ({"next_steps": [{"step": "Ask", "within": 60}]}, "ours.yaml: next_steps.1.within: A next step is for 30 or for 90 days."),
    ({"next_steps": [{"within": 30}]}, "ours.yaml: next_steps.1.step: The step is missing."),
    ({"figures": [{"of": "A", "likely": 1, "low": 1}]}, "ours.yaml: figures.1: A range needs both low and high; give the other one, or leave both out."),
    ({"figures": [{"of": "A", "likely": 1, "low": 2, "high": 1}]}, "ours.yaml: figures.1: The low end lies above the high end."),
    ({"figures": [{"of": "A", "likely": 1}, {"of": "A", "likely": 2}]}, "ours.yaml: figures: The figure of 'A' stands here twice."),
    ({"svtrain": "approach/2"}, "ours.yaml: An approach starts with svtrain: approach/1; this file does not."),
])
def test_what_does_not_belong_is_named(changed, sentence):
    assert faults(**changed) == [sentence]


def test_a_box_has_a_length():
    assert faults(boxes={"lead": "x" * 5_000})[0].startswith("ours.yaml: boxes.lead.words: ")


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(CannotDo, match="The file cannot be read"):
        read_approach(tmp_path / "none.yaml")
    (tmp_path / "odd.yaml").write_text("- 1")
    with pytest.raises(CannotDo, match="starts with svtrain: approach/1"):
        read_approach(tmp_path / "odd.yaml")


def test_every_box_is_a_field_and_has_its_part():
    assert [box.id for box in BOXES] == list(Boxes.model_fields)
    assert {box.part for box in BOXES} == set(PARTS) and DAYS == (30, 90)
    assert Approach().box("lead").words == ""
