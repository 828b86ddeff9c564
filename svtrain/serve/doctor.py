"""Looks at this machine and says what is installed, what is missing and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from svtrain.core.problems import CannotDo
from svtrain.data.places import content
from svtrain.serve.browsers import find_browser
from svtrain.serve.ports import HOST, port_is_free

PACKAGES = (
    "svtrain", "jupyterlab", "ipywidgets", "voila", "pandas", "plotly", "anywidget", "numpy", "scipy", "pydantic",
    "PyYAML", "RapidFuzz", "Jinja2", "typer", "rich", "openpyxl", "lxml", "XlsxWriter", "itsdangerous",
)
ROOM_NEEDED_MB = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its state, whether it is well, and what to do when it is not."""

    what: str
    state: str
    well: bool = True
    advice: str = ""


def examine(port: int, work: Path) -> list[Finding]:
    """Every finding, in the order a person would mend them."""
    return [_python(), *map(_package, PACKAGES), _fork(), _content(), _datasets(), _browser(), _port(port), _work(work)]


def _python() -> Finding:
    version = platform.python_version()
    return Finding("Python", f"{version} on {platform.system()} {platform.machine()}", sys.version_info >= (3, 11),
                   "" if sys.version_info >= (3, 11) else "Install Python 3.11 or newer.")


def _package(name: str) -> Finding:
    try:
        return Finding(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(name, "missing", False, "Run python3 workshop.py again; it installs what is missing.")


def _fork() -> Finding:
    """Fast kernels are forked from a warm parent where the system allows it."""
    able = hasattr(os, "fork") and util.find_spec("svtrain.serve.kernels") is not None
    return Finding("Kernels", "forked from a warm parent" if able else "started one by one (slower, but they work)")


def _content() -> Finding:
    missing = [name for name in ("notebooks", "exercises", "datasets") if not content(name).is_dir()]
    if missing:
        return Finding("Lessons", f"missing: {', '.join(missing)}", False, "Install svtrain again.")
    lessons = len([p for p in content("notebooks").glob("[0-9]*/*.ipynb")])
    return Finding("Lessons", f"{lessons} lessons, {len(list(content('notebooks').glob('apps/*.ipynb')))} apps")


def _datasets() -> Finding:
    from svtrain.data import reference

    try:
        known = reference()
    except CannotDo as error:
        return Finding("Datasets", "cannot be read", False, str(error.problems[0]))
    return Finding("Datasets", f"{len(known.vintages)} packages, {len(known.proxies)} proxies")


def _browser() -> Finding:
    path = find_browser()
    return Finding("Browser for tests", path or "none found; any browser can open the workshop, but the browser tests are skipped")


def _port(port: int) -> Finding:
    free = port_is_free(port)
    return Finding("Port", f"{HOST}:{port} is {'free' if free else 'in use'}", free,
                   "" if free else f"Close the other program, or start with --port {port + 1}.")


def _work(work: Path) -> Finding:
    nearest = next(folder for folder in (work, *work.parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        return Finding("Saved work", f"{work} cannot be written", False, "Set SVTRAIN_WORK to a folder that you may write to.")
    free = shutil.disk_usage(nearest).free // 2**20
    return Finding("Saved work", f"{work}, {free:,} MB free", free >= ROOM_NEEDED_MB,
                   "" if free >= ROOM_NEEDED_MB else "The disk is nearly full; free some space.")
