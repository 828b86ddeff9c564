"""What JupyterLab shows when it is opened for the first time: a lesson, and the page of that lesson (Voila) beside it."""

from __future__ import annotations

import json
from pathlib import Path

PREVIEW = "Voila Preview"  # the name under which Voila's extension of JupyterLab opens a page


def side_by_side(lesson: str) -> dict:
    """A layout of JupyterLab, in its own words.

    Parameters
    ----------
    lesson
        The lesson's path under the notebooks, with forward slashes.

    Examples
    --------
    >>> layout = side_by_side("1-explore/01-what-is-social-value.ipynb")
    >>> [area["widgets"][0].partition(":")[0] for area in layout["layout-restorer:data"]["main"]["dock"]["children"]]
    ['notebook', 'voila-preview']
    """
    notebook, page = f"notebook:{lesson}", f"voila-preview:{lesson}"
    areas = [{"type": "tab-area", "currentIndex": 0, "widgets": [each]} for each in (notebook, page)]
    dock = {"type": "split-area", "orientation": "horizontal", "sizes": [0.5, 0.5], "children": areas}
    return {
        "layout-restorer:data": {
            "main": {"dock": dock, "current": notebook},
            "left": {"collapsed": False, "current": "filebrowser", "widgets": ["filebrowser", "running-sessions", "@jupyterlab/toc:plugin"]},
            "relativeSizes": [0.16, 0.84, 0],
        },
        notebook: {"data": {"path": lesson, "factory": "Notebook"}},
        page: {"data": {"path": lesson, "factory": PREVIEW}},
    }


def lay_out_once(folder: Path, lesson: str) -> None:
    """Put the first layout in place; a layout that the person has made since is never touched."""
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    folder.mkdir(parents=True, exist_ok=True)
    kept = WorkspacesManager(str(folder))
    if not kept.list_workspaces():
        kept.save("default", json.dumps({"data": side_by_side(lesson), "metadata": {"id": "default"}}))
