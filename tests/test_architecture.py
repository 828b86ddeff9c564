"""The house rules, read from the source itself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "svtrain"

# core <- data <- learn, room <- report <- ui <- apps <- serve, cli; a report prints exercises, plans and what a room said
LEVEL = {"core": 0, "data": 1, "learn": 2, "room": 2, "report": 3, "ui": 4, "apps": 5, "serve": 6, "cli": 7}
SCREENS = {"ipywidgets", "plotly", "anywidget", "IPython", "voila", "jupyterlab", "jupyter_server", "pandas", "yaml", "openpyxl"}


def imports_of(path: Path) -> list[str]:
    """Every module that a file names, wherever in the file it does so."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} uses a relative import; name the module in full"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "content" not in path.parts)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    here = path.relative_to(PACKAGE).parts[0]
    if here not in LEVEL:
        return
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] != "svtrain" or len(parts) < 2 or parts[1] not in LEVEL:
            continue
        there = parts[1]
        assert there == here or LEVEL[there] < LEVEL[here], f"{here} must not import {name}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").rglob("*.py")), ids=lambda p: p.stem)
def test_core_knows_no_screen_and_no_file(path):
    roots = {name.split(".")[0] for name in imports_of(path)}
    assert not roots & SCREENS
    assert not roots & {"pathlib", "os", "io", "json", "csv", "sqlite3"}
    calls = {node.func.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert "open" not in calls


def test_no_module_is_called_utils():
    assert not [path for path in modules() if path.stem in {"utils", "util", "helpers", "misc", "common"}]
