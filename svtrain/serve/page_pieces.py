"""A notebook's page, rendered once and kept: everything but what its cells show.

Voila renders a notebook's page from its template for every visitor. Here the same template is rendered once for each
version of the notebook, with a gap where a code cell's output goes; a visit only fills the gaps.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
from voila.exporter import VoilaExporter

from svtrain.learn.contents import Page

KERNEL = "the-number-of-the-kernel"
SLOT = re.compile(r"<!--slot (\d+)-->")


@dataclass(frozen=True, slots=True)
class Pieces:
    """``words[0]``, the output of ``cells[0]``, ``words[1]``, the output of ``cells[1]`` ... ``words[-1]``."""

    words: list[str]
    cells: list[nbformat.NotebookNode]
    notebook: nbformat.NotebookNode


class PageStore:
    """Keeps the pieces of each notebook until the file changes.

    Parameters
    ----------
    template_paths
        Where Voila's templates are looked for.
    contents_manager
        Reads the images that a notebook's words name.
    page_config
        What the scripts of the page are told.
    """

    def __init__(self, template_paths, contents_manager, page_config: dict, base_url: str, template: str = "svtrain"):
        self._options = dict(template_paths=template_paths, contents_manager=contents_manager, base_url=base_url,
                             template_name=template, theme="light")
        self._page_config = page_config
        self._kept: dict[Path, tuple[int, Pieces]] = {}
        self._busy = asyncio.Lock()

    async def pieces(self, path: Path, about: Page) -> Pieces:
        """The pieces of a notebook's page; rendered again only when the file has changed."""
        changed = path.stat().st_mtime_ns
        if path not in self._kept or self._kept[path][0] != changed:
            async with self._busy:
                if path not in self._kept or self._kept[path][0] != changed:
                    self._kept[path] = (changed, await self._render(path, about))
        return self._kept[path][1]

    async def _render(self, path: Path, about: Page) -> Pieces:
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata["svtrain"] = asdict(about)
        cells: list[nbformat.NotebookNode] = []
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = []
                if cell.source.strip():
                    cell.metadata["slot"] = len(cells)
                    cells.append(cell)
        page_config = self._page_config if has_maths(notebook) else self._page_config | {
            "noMathsUrl": f"{self._page_config['fullStaticUrl']}/no-maths.js",
        }
        exporter = VoilaExporter(**self._options)
        exporter.exclude_input = exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
        resources = {"base_url": self._options["base_url"], "theme": "light", "template": "svtrain",
                     "metadata": {"name": path.stem}, "page_config": page_config}
        html = ""
        async for part, _ in exporter.generate_from_notebook_node(
            notebook, resources=resources, page_config=page_config, extra_context={
                "frontend": "voila", "main_js": "voila.js", "kernel_start": lambda nb: KERNEL,
                "cell_generator": _every_cell, "progressive_rendering": False,
            },
        ):
            html += part
        return Pieces(SLOT.split(html)[::2], cells, notebook)


def has_maths(notebook) -> bool:
    """True when a notebook may show a formula; Voila's scripts fetch MathJax (0.9 MB) for every other page too.

    Examples
    --------
    >>> has_maths(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("It costs $5, or $6.")]))
    True
    >>> has_maths(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("It costs £5.")]))
    False
    """
    words = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    code = "".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return words.count("$") > 1 or bool(re.search(r"\\[(\[]|\\begin", words)) or bool(re.search(r"Math|Latex|\$\$", code))


async def _every_cell(notebook, kernel_id):
    for cell in notebook.cells:
        yield cell


def as_script(output: dict) -> str:
    """An output as the page's scripts read it; nothing in it can end the script element.

    Examples
    --------
    >>> as_script({"data": {"text/plain": "</script>"}}).count("</script>")
    1
    """
    text = json.dumps({**output, "trusted": True})
    for character, escape in (("<", r"\u003c"), (">", r"\u003e"), ("&", r"\u0026")):
        text = text.replace(character, escape)
    return f'<script type="application/vnd.voila.cell-output+json">{text}</script>'
