"""Files that a contract in hand becomes: a map, a workbook, a page and slides. Licensed values stay on the machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.documents import yaml_text
from svtrain.report.licence_guard import hold_back
from svtrain.report.publish.personal import FREE_TEXT, Checked, cleaned_tree

if TYPE_CHECKING:
    from svtrain.apps.contract_valuer.state import ContractValuer


class Files:
    """Each raises `CannotDo` while there is no result, or where a licensed value would be taken along."""

    def __init__(self, app: ContractValuer):
        self.app = app

    def name(self, ending: str) -> str:
        """A file's name from the contract's title.

        Examples
        --------
        >>> from svtrain.apps.contract_valuer.state import ContractValuer
        >>> ContractValuer().files.name("-report.html")
        'contract-report.html'
        """
        title = self.app.shown("", "title")
        return f"{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-')[:40] or 'contract'}{ending}"

    def map(self) -> str:
        """The value map as YAML. It may hold licensed values: it is for this person's own use."""
        return yaml_text(self._whole(guarded=False).as_dict())

    def workbook(self) -> bytes:
        """The Excel workbook with live formulas, which can be opened here again; it holds every word as it was typed."""
        from svtrain.report.map_files import workbook_bytes

        return workbook_bytes(self._whole())

    def page(self) -> str:
        """The report as one HTML page, ready to be printed or kept as a PDF; no name that was found in its words is in it."""
        from svtrain.core.methods import side_by_side
        from svtrain.report.page import page_text
        from svtrain.ui.drawing import standalone
        from svtrain.ui.valuation_pictures import waterfall_picture

        whole, found = self._without_people(), self.app.found
        picture = waterfall_picture(found.result)
        drawing = {picture.title: standalone(picture.figure, title=picture.title, sentence=picture.sentence)}
        return page_text(whole, found.result, reference(), spread=found.spread, drawings=drawing, methods=side_by_side(whole, reference()))

    def deck(self) -> bytes:
        """Slides: the range, the waterfall, the assumptions, the sources."""
        from svtrain.report.slides import deck_bytes

        whole, found = self._without_people(), self.app.found
        return deck_bytes(whole, found.result, reference(), spread=found.spread)

    def taken_out(self) -> tuple[str, ...]:
        """What looks like a person in the words of the map, a sentence by place; the report and the slides leave it out."""
        checked = Checked()
        cleaned_tree(self._whole(guarded=False).as_dict(), FREE_TEXT, checked)
        return checked.sentences()

    def _without_people(self) -> ValueMap:
        return ValueMap.model_validate(cleaned_tree(self._whole().as_dict(), FREE_TEXT, Checked()))

    def _whole(self, guarded: bool = True) -> ValueMap:
        whole = self.app.found.map
        if whole is None:
            said = list(self.app.problems.values())[:3] or ["There is nothing to save yet: a line needs a number and a price first."]
            raise CannotDo([Problem(one) for one in said])
        if guarded:
            hold_back(whole)
        return whole
