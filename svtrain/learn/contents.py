"""What there is to open: lessons and apps, as their notebooks describe themselves.

A notebook says what it is under ``metadata.svtrain``:

``kind``     ``lesson`` or ``app``
``step``     ``explore``, ``challenge`` or ``apply``; ``run`` is for running a room, and not among the steps
``title``    what people see; by default the first heading
``minutes``  how long it takes, a whole number; may be absent
``purpose``  one sentence: what a person can do afterwards

What is absent is read from the folder: ``1-explore/``, ``2-challenge/`` and ``3-apply/`` hold lessons, ``apps/`` holds apps.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_SHOWN = re.compile(r"(?:exercise_card\(|kept_card\([\w.]+,)\s*['\"]([a-z0-9-]+)['\"]")
STEPS = ("explore", "challenge", "apply")
RUN = "run"
PLACES = (*STEPS, RUN)


@dataclass(frozen=True, slots=True)
class Page:
    """A notebook that people may open; ``path`` is relative to the folder of notebooks, with forward slashes."""

    path: str
    kind: str
    step: str
    title: str
    minutes: int | None
    purpose: str


def pages(notebooks: Path) -> list[Page]:
    """Every lesson and app in the folder, in reading order.

    Parameters
    ----------
    notebooks
        The folder that holds ``1-explore/`` and the others. A notebook that cannot be read is left out.

    Examples
    --------
    >>> pages(Path("no such folder"))
    []
    """
    found = [page for path in sorted(notebooks.glob("*/*.ipynb")) if (page := _page(notebooks, path))]
    return sorted(found, key=lambda page: (PLACES.index(page.step), page.path))


def exercises_in(path: Path) -> tuple[str, ...]:
    """The ids of the exercises that a lesson shows, in its order.

    Examples
    --------
    >>> exercises_in(Path("no such lesson.ipynb"))
    ()
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8")).get("cells", [])
    except (OSError, ValueError):
        return ()
    code = "\n".join("".join(cell.get("source", [])) for cell in cells if cell.get("cell_type") == "code")
    return tuple(dict.fromkeys(_SHOWN.findall(code)))


def _page(notebooks: Path, path: Path) -> Page | None:
    if any(part.startswith(".") for part in path.relative_to(notebooks).parts):
        return None
    try:
        said, heading = _described(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, AttributeError):
        return None
    folder = path.parent.name
    return Page(
        path=path.relative_to(notebooks).as_posix(),
        kind=said.get("kind") if said.get("kind") in ("lesson", "app") else ("app" if folder == "apps" else "lesson"),
        step=said.get("step") if said.get("step") in PLACES else _step_of(folder),
        title=str(said.get("title") or heading or path.stem.replace("-", " ").replace("_", " ").capitalize()),
        minutes=said.get("minutes") if isinstance(said.get("minutes"), int) else None,
        purpose=str(said.get("purpose") or ""),
    )


def _step_of(folder: str) -> str:
    return next((step for step in STEPS if folder.endswith(step)), "apply" if folder == "apps" else "explore")


@lru_cache(maxsize=256)
def _described(path: Path, changed: int) -> tuple[dict, str]:
    """What a notebook says of itself, and its first heading; read again only when the file changes."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    heading = ""
    for cell in notebook.get("cells", []):
        if cell.get("cell_type") == "markdown":
            text = "".join(cell.get("source", []))
            heading = next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), "")
            if heading:
                break
    said = notebook.get("metadata", {}).get("svtrain", {})
    return (said if isinstance(said, dict) else {}), heading
