"""What every lesson and app notebook must have. Their outputs are compared by nbval, which runs them too."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("[0-9]-*/*.ipynb"))
APPS = sorted(NOTEBOOKS.glob("apps/*.ipynb"))
CHECKED = "nbval-check-output"


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def read(path: Path):
    return nbformat.read(path, as_version=4)


def words_of(notebook) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_there_is_a_lesson_and_an_app():
    assert LESSONS and APPS


@pytest.mark.parametrize("path", LESSONS + APPS, ids=name)
def test_the_gallery_can_tell_what_it_is(path):
    said = read(path).metadata["svtrain"]
    assert said["kind"] == ("app" if path.parent.name == "apps" else "lesson")
    assert said["step"] in {"explore", "challenge", "apply"} | ({"run"} if said["kind"] == "app" else set())
    assert said["minutes"] > 0 and said["minutes"] % 5 == 0
    assert said["title"] and said["purpose"].endswith(".")


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_a_lesson_has_its_parts(path):
    notebook = read(path)
    words = words_of(notebook)
    assert words.startswith(f"# {notebook.metadata['svtrain']['title']}")
    objectives = re.findall(r"^\d\. ", words.split("## ")[0], re.M)
    assert 2 <= len(objectives) <= 4
    assert f"{notebook.metadata['svtrain']['minutes']} minutes" in words
    for part in ("## Key points", "## Take back to your contract"):
        assert part in words
    assert "exercise_card(" in "".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_a_lesson_compares_outputs_that_are_really_there(path):
    """nbval passes a cell that has no stored output to compare with; so one is demanded here."""
    checked = [cell for cell in read(path).cells if CHECKED in cell.metadata.get("tags", [])]
    assert checked
    for cell in checked:
        assert cell.outputs, f"nothing is stored to compare with: {cell.source[:60]}"
        assert not any(output.output_type == "error" for output in cell.outputs)


@pytest.mark.parametrize("path", LESSONS + APPS, ids=name)
def test_headings_go_down_one_level_at_a_time(path):
    levels = [len(marks) for marks in re.findall(r"^(#+) ", words_of(read(path)), re.M)]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert levels.count(1) <= 1


@pytest.mark.parametrize("path", LESSONS + APPS, ids=name)
def test_nothing_of_a_machine_or_of_widgets_is_stored(path):
    text = path.read_text(encoding="utf-8")
    assert "/home/" not in text and "/work/" not in text and "C:\\\\" not in text
    assert "application/vnd.jupyter.widget-state" not in text
    for cell in read(path).cells:
        if cell.cell_type == "code" and CHECKED not in cell.metadata.get("tags", []):
            assert not cell.outputs and cell.execution_count is None, f"clear this cell: {cell.source[:60]}"


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)\)", words_of(read(path))):
        if not target.startswith(("http:", "https:")):
            assert (path.parent / target).exists(), target
