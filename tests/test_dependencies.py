"""The lists of dependencies say the same thing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = {canonicalize_name(r.name): r for r in map(Requirement, PROJECT["project"]["dependencies"])}
TEST = {canonicalize_name(r.name): r for r in map(Requirement, PROJECT["project"]["optional-dependencies"]["test"])}


def pins(path: str) -> dict[str, set[str]]:
    """Name to pinned versions; a universal lock may hold one version per Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", (ROOT / path).read_text(encoding="utf-8"), re.M):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


LOCK = pins("requirements.lock")
TEST_LOCK = pins("tests/requirements.lock")


@pytest.mark.parametrize(("lock", "wanted"), [(LOCK, DIRECT), (TEST_LOCK, DIRECT | TEST)], ids=["lock", "test lock"])
def test_every_dependency_is_pinned_within_its_range(lock, wanted):
    for name, requirement in wanted.items():
        assert name in lock, f"{name} is not pinned"
        assert all(requirement.specifier.contains(version) for version in lock[name]), name


def test_the_test_lock_holds_the_lock_pin_for_pin():
    assert {name: TEST_LOCK.get(name) for name in LOCK} == LOCK


def test_conda_reaches_the_same_state():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip = next(entry["pip"] for entry in conda["dependencies"] if isinstance(entry, dict))
    assert pip[-1] == "-e ."
    listed = {canonicalize_name(r.name): r for r in map(Requirement, pip[:-1])}
    assert set(listed) == set(DIRECT)
    for name, requirement in listed.items():
        newest = max(LOCK[name], key=Version)  # the lock may hold an older one for an older Python
        assert str(requirement.specifier) == f"=={newest}", f"{name} differs from the lock"


@pytest.mark.parametrize("path", ["requirements.lock", "tests/requirements.lock"])
def test_locks_carry_hashes_and_no_addresses(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9_.-]+==)", text, flags=re.M)[1:]
    assert entries and all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|--index|--find-links|--extra", text)


def test_the_packages_fixed_for_the_project_are_there():
    assert {"jupyterlab", "ipywidgets", "voila", "pandas", "plotly"} <= set(DIRECT)
    assert "nbval" in TEST


def test_every_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name, requirement in DIRECT.items():
        line = next(line for line in text.splitlines() if line.strip().startswith(f'"{requirement.name}'))
        assert re.search(r"#\s*\w{3,}", line), f"{name} has no reason"
