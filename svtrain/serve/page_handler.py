"""A lesson or an app for one visitor: the page at once, its kernel meanwhile, its widgets when they are ready."""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError
from voila.execute import VoilaExecutor

from svtrain.learn.contents import pages
from svtrain.serve.guard import Guarded
from svtrain.serve.page_pieces import KERNEL, PageStore, as_script
from svtrain.serve.people_kernels import new_number
from svtrain.serve.session import DAYS

log = logging.getLogger("svtrain.serve")
LONGEST_QUERY = 2000
COLUMNS = re.compile(r"\S {2,}\S")  # what was set under one another with blanks


class PageHandler(Guarded):
    """Sends a notebook's page piece by piece, each cell's output as soon as it is there."""

    sends_to_join = True

    def initialize(self, notebooks: Path, store: PageStore):
        self.notebooks = notebooks
        self.store = store

    async def get(self, path: str) -> None:
        await self.open_page(path, self.request.query)

    async def open_page(self, path: str, query: str, remember: bool = True) -> None:
        """Send the page of a notebook; its kernel is told the query. ``remember`` lets the front page offer it again."""
        page = next((page for page in pages(self.notebooks) if page.path == path), None)
        if page is None or len(query) > LONGEST_QUERY:
            raise HTTPError(404)
        person = self.settings["people"].greet(self)
        kernels = self.settings["kernel_manager"]
        if not kernels.holds_one(person) and (place := self.settings["queue"].place(person.id, kernels.free())):
            self.set_status(503)
            self.set_header("Retry-After", "5")
            return self.show("busy.html", place=place)
        pieces = await self.store.pieces(self.notebooks / path, page)
        number = new_number()
        turn = self.settings["turns"].take()
        starting = asyncio.ensure_future(kernels.start_for(person, path, query, number, turn))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        if remember:
            self.set_cookie("svtrain-last", path, path=self.settings["base_url"], samesite="Lax", httponly=True, expires_days=DAYS)
        try:
            self.write(pieces.words[0].replace(KERNEL, number))
            await self.flush()
            await self._run(kernels, starting, number, pieces)
        except StreamClosedError:
            await self._give_up(starting, kernels, number)
        finally:
            turn.end()

    async def _run(self, kernels, starting, number: str, pieces) -> None:
        executor = None
        try:
            await starting
            executor = VoilaExecutor(pieces.notebook, km=kernels.get_kernel(number), log=_quiet)
            await executor.async_start_new_kernel_client()
            for index, (cell, words) in enumerate(zip(pieces.cells, pieces.words[1:], strict=True)):
                self.write(await self._shown(executor, cell, index) + words)
                await self.flush()
        except StreamClosedError:
            raise
        except Exception as error:  # the kernel did not start or died on the way: the page says so
            log.error("A page's kernel failed: %s", type(error).__name__)
            self.write(self.settings["parts"].failed())
        finally:
            if executor is not None and executor.kc is not None:
                executor.kc.stop_channels()

    async def _shown(self, executor: VoilaExecutor, cell, index: int) -> str:
        """Run a cell and return what it shows, as the page's scripts read it."""
        cell = nbformat.from_dict(cell)
        try:
            await executor.async_execute_cell(cell, index, store_history=False)
        except CellExecutionError as error:
            log.error("A cell of a page failed: %s", error.ename)
        return "".join(self._output(output) for output in cell.outputs)

    def _output(self, output) -> str:
        if output.output_type == "error":
            return str(self.settings["parts"].failed())
        if output.output_type == "stream":
            return str(self.settings["parts"].printed(output.text, bool(COLUMNS.search(output.text)))) if output.name == "stdout" else ""
        return as_script(output)

    async def _give_up(self, starting, kernels, number: str) -> None:
        """The visitor left before the page was done."""
        try:
            await starting
        finally:
            await kernels.end(number)


_quiet = logging.getLogger("svtrain.serve.cells")  # nbclient logs whole cells, with what people typed
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False
