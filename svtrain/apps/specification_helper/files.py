"""Files that the specification becomes: a Word document, a page, and commitments to follow. No contact data, no name that was found in prose and no licensed name is in them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.specification import Requirement, Specification
from svtrain.core.typed_fields import plain
from svtrain.data import held_back
from svtrain.data.formula_cells import as_text
from svtrain.report.publish.personal import cleaned

if TYPE_CHECKING:
    from svtrain.apps.specification_helper.state import SpecificationHelper

COLUMNS = ("commitment_id", "contract_ref", "measure", "unit", "target_qty", "proxy_id", "due_date", "owner", "evidence_required")


class Files:
    """Each raises `CannotDo` where there is nothing to write."""

    def __init__(self, app: SpecificationHelper):
        self.app = app

    def name(self, ending: str) -> str:
        """A file's name from the contract's title."""
        title = _without_people(self.app.facts.get("title", "")).lower()
        return f"{re.sub(r'[^a-z0-9]+', '-', title).strip('-')[:40] or 'contract'}-outcomes{ending}"

    def word(self) -> bytes:
        """The Word document."""
        from svtrain.report.word.specification import specification_word

        return specification_word(self._whole())

    def page(self) -> str:
        """The HTML page."""
        from svtrain.report.specification_page import specification_page

        return specification_page(self._whole())

    def commitments(self) -> str:
        """The commitments as CSV, to be followed with `svtrain monitor`; each row needs its number."""
        found = self._whole()
        rows = [one for one in found.requirements if one.target is not None]
        if not rows:
            raise CannotDo(Problem("No requirement has a number yet, so there is nothing to follow."))
        licensed = {one.proxy_id for one in held_back([one.proxy_id for one in rows if one.proxy_id])}
        words = io.StringIO()
        writer = csv.writer(words, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in rows:
            proxy = "" if one.proxy_id in licensed else one.proxy_id
            cells = (f"{found.reference or 'contract'}-{one.id}", found.reference or found.title or "contract", one.indicator or one.outcome, one.unit,
                     plain(one.target).replace(",", ""), proxy, one.due.isoformat() if one.due else "", one.owner, one.evidence)
            writer.writerow([as_text(cell) for cell in cells])
        return words.getvalue()

    def printed(self) -> tuple[Requirement, ...]:
        """The requirements as they will stand in the papers: without persons."""
        return tuple(map(_clean, self.app.requirements))

    def notes(self) -> list[str]:
        """What was left out of the files, or is not decided in them."""
        found = self.app.requirements
        said = [one.reason for one in held_back([one.proxy_id for one in found if one.proxy_id])]
        unset = [one.outcome or f"requirement {one.id}" for one in found if one.missing]
        return said + ([f"Still with gaps, and marked so in the files: {'; '.join(unset)}."] if unset else [])

    def _whole(self) -> Specification:
        found = self.app.specification()
        if not found.requirements:
            raise CannotDo(Problem("Write a requirement first; there is nothing to take along."))
        return replace(found, title=_without_people(found.title), reference=cleaned(found.reference, keep_names=True)[0],
                       requirements=tuple(map(_clean, found.requirements)), prompts=tuple(map(_without_people, found.prompts)))


def _without_people(text: str) -> str:
    return cleaned(text)[0]


def _clean(one: Requirement) -> Requirement:
    return replace(one, **{name: _without_people(getattr(one, name)) for name in ("outcome", "stakeholder", "indicator", "unit", "evidence", "owner")})
