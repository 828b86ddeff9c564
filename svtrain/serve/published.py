"""Published work at an address of its own: ``/published/<address>``, and a list of what anybody may see at ``/published/``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from tornado.web import HTTPError

from svtrain.report.publish.record import record_at
from svtrain.serve.links import BadTries
from svtrain.serve.page_handler import PageHandler
from svtrain.serve.page_pieces import PageStore

PAGE = "apps/published.ipynb"
BAD_ADDRESSES = 60  # a minute from one address


class PublishedHandler(PageHandler):
    """The read-only page of one record. Its kernel is told the record's address, and nothing that the visitor sent."""

    def initialize(self, notebooks: Path, store: PageStore, folder: Path, tries: BadTries):
        super().initialize(notebooks, store)
        self.folder, self.tries = folder, tries

    async def get(self, address: str = "") -> None:
        where = self.request.remote_ip or ""
        if self.request.query or self.tries.held_up(where):
            raise HTTPError(429 if self.tries.held_up(where) else 404)
        if address and record_at(self.folder, address) is None:
            self.tries.too_many(where)
            raise HTTPError(404)
        await self.open_page(PAGE, urlencode({"work": address}) if address else "", remember=False)
