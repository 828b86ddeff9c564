"""The fields of one bid on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from svtrain.apps.scoring_lab.rows import OUT, Row
from svtrain.apps.scoring_lab.state import ScoringLab
from svtrain.apps.scoring_lab.words import bid_head
from svtrain.ui.button import Button
from svtrain.ui.field import Field, NumberField, TextField
from svtrain.ui.layout import columns, row
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words

SHOWN = {"price": ("Price, £", 10_000), "promised": ("Promise, £", 10_000), "quality": ("Quality", 1),
         "qualitative": ("Social mark", 1), "delivery": ("Delivery", 0.05)}


class BidFields(Stack):
    """One bid: what it says, and the buttons that leave it out or take it away."""

    def __init__(self, app: ScoringLab, row_id: str):
        self.app, self.row_id = app, row_id
        self.head = Words()
        self.fields: dict[str, Field] = {part: NumberField(step=step) for part, (_, step) in SHOWN.items()}
        self.fields = {"bidder": TextField(), **self.fields}
        self.out = Button("Leave out", on_click=self._leave_out)
        self.gone = Button("Remove", on_click=lambda: app.remove(row_id))
        for part, field in self.fields.items():
            field.on_value(lambda text, part=part: app.type(row_id, part, text))
        super().__init__([self.head, columns(*self.fields.values(), narrowest="10rem"), row(self.out, self.gone)], _dom_classes=("sv-section",))

    def _leave_out(self) -> None:
        self.app.leave_out(self.row_id, self._row().get(OUT) != "yes")

    def _row(self) -> Row:
        return next(one for one in self.app.bids if one["id"] == self.row_id)

    def show(self, given: Mapping[str, str], number: int) -> None:
        """What stands in each field, and what is wrong with it."""
        self.head.say(bid_head(self.app, given, number))
        bidder = given.get("bidder", "").strip() or f"bid {number}"
        for part, field in self.fields.items():
            label = SHOWN[part][0] if part in SHOWN else "Bidder"
            field.label, field.name = f"{label} ({number})", f"{part}.{number}"
            field.value, field.problem = given.get(part, ""), self.app.problem(f"{self.row_id}.{part}")
        self.out.name, self.gone.name = f"out.{number}", f"remove.{number}"
        self.out.text = "Put back" if given.get(OUT) == "yes" else "Leave out"
        self.out.long_name, self.gone.long_name = f"{self.out.text} {bidder}", f"Remove {bidder}"
