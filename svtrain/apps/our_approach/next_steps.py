"""The next steps on the screen, at 30 and at 90 days, each with its owner."""

from __future__ import annotations

from svtrain.apps.our_approach.state import OurApproach
from svtrain.core.approach import DAYS
from svtrain.ui.button import Button
from svtrain.ui.field import TextField
from svtrain.ui.layout import columns, row
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, heading, paragraph


class StepsView(Stack):
    """Rows of next steps kept true to the state by `show`; a row is made anew only when one was added or taken away."""

    def __init__(self, app: OurApproach):
        self.app, self._fields, self._shape = app, [], None
        self.lists = {days: Stack(_dom_classes=("sv-section",)) for days in DAYS}
        parts = []
        for days in DAYS:
            add = Button(f"Add a step for {days} days", on_click=lambda days=days: app.add_step(days), name=f"add-{days}")
            parts += [Words(heading(f"Within {days} days", 3)), self.lists[days], row(add)]
        super().__init__(parts, _dom_classes=("sv-section",))
        self.show()

    def show(self) -> None:
        """Show the state."""
        shape = [one["within"] for one in self.app.steps]
        if shape != self._shape:
            self._shape, self._fields = shape, [self._row(place) for place in range(len(shape))]
            for days, holder in self.lists.items():
                mine = [whole for one, (_, whole) in zip(self.app.steps, self._fields, strict=True) if one["within"] == days]
                holder.children = mine or [Words(paragraph("No step yet.", "note"))]
        for place, (fields, _) in enumerate(self._fields):
            for part, field in fields.items():
                field.value, field.problem = self.app.steps[place][part], self.app.problems.get(f"steps.{place}.{part}", "")

    def _row(self, place: int) -> tuple[dict[str, TextField], Stack]:
        fields = {"step": TextField("What will be done?", name=f"step-{place}"), "owner": TextField("Who does it?", hint="A role or a person.", name=f"owner-{place}")}
        for part, field in fields.items():
            field.on_value(lambda text, part=part: self.app.type_step(place, part, text))
        number = sum(within == self.app.steps[place]["within"] for within in self._shape[:place]) + 1
        drop = Button("Remove", long_name=f"Remove step {number} of {self.app.steps[place]['within']} days", on_click=lambda: self.app.drop_step(place), name=f"drop-{place}")
        return fields, columns(fields["step"], fields["owner"], drop, narrowest="14rem")
