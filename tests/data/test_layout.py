from __future__ import annotations

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.layout import PARTS, lay_out
from svtrain.data.places import content


def test_without_a_folder_the_content_is_used_where_it_lies():
    assert all((lay_out(None) / part).is_dir() for part in PARTS)


def test_everything_is_laid_out(tmp_path):
    root = lay_out(tmp_path / "my workshop")
    for part in PARTS:
        shipped = {path.relative_to(content(part)) for path in content(part).rglob("*")
                   if path.is_file() and not {".ipynb_checkpoints", "__pycache__"} & set(path.parts)}
        there = {path.relative_to(root / part) for path in (root / part).rglob("*") if path.is_file()}
        assert there == shipped and shipped


def test_a_persons_work_is_never_overwritten(tmp_path):
    mine = tmp_path / "exercises" / "take-off-both-shares" / "exercise.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text("my notes")
    lay_out(tmp_path)
    assert mine.read_text() == "my notes"
    assert mine.with_name("facilitator.md").exists()


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(CannotDo, match="This is a file; name a folder"):
        lay_out(tmp_path / "taken")


def test_a_part_in_the_way_is_named(tmp_path):
    (tmp_path / "notebooks").write_text("")
    with pytest.raises(CannotDo, match="could not be laid out"):
        lay_out(tmp_path)
