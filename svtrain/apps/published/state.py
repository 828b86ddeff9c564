"""What a stakeholder's page shows: one published record, or a list of those that anybody may see. Nothing can be changed."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs

from traitlets import HasTraits, Instance, Tuple, Unicode

from svtrain.report.publish.record import ADDRESS, Published, record_at, records_in

FOLDER = "SVTRAIN_PUBLISHED"  # where the server keeps published work


class PublishedPage(HasTraits):
    """One published record, found by its address.

    Examples
    --------
    >>> page = PublishedPage(folder="/no/such/folder")
    >>> page.open("home-care")
    False
    >>> page.record is None, page.listed
    (True, ())
    """

    folder = Unicode()
    record = Instance(Published, allow_none=True)
    listed = Tuple(help="records that anybody may see")

    def __init__(self, **traits):
        super().__init__(**traits)
        self.folder = self.folder or os.environ.get(FOLDER, "")
        self.listed = tuple(each for each in self._records() if each.listed)

    def _records(self) -> list[Published]:
        return records_in(Path(self.folder)) if self.folder else []

    def open(self, address: str) -> bool:
        """Show the record with that address; False when there is none."""
        self.record = record_at(Path(self.folder), address) if self.folder and ADDRESS.fullmatch(address) else None
        return self.record is not None

    def open_asked(self) -> bool:
        """Show the record that the page's own address asks for."""
        asked = parse_qs(os.environ.get("QUERY_STRING", "")).get("work", [""])[0]
        return self.open(asked)
