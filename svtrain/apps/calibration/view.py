"""What is seen of ten ranges. It reads the state and calls its verbs; it holds nothing."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.calibration.state import ENDS, Ranges
from svtrain.apps.calibration.words import ASKED, INTRO, NO_SEARCH, progress, room_scores, score
from svtrain.learn.measuring.measures import CALIBRATION_AFTER, CALIBRATION_BEFORE
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button
from svtrain.ui.field import NumberField
from svtrain.ui.in_room import RoomLine
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, heading, paragraph

ITEMS = {"first": CALIBRATION_BEFORE, "second": CALIBRATION_AFTER}  # the room's activity of each set
LABELS = {"low": "Question {}: at least", "high": "Question {}: at most"}


class View:
    """The screen of one `Ranges`."""

    def __init__(self, ranges: Ranges):
        self.ranges = ranges
        self.fields = {(one.id, end): NumberField(LABELS[end].format(number), unit=one.unit, name=f"{one.id}.{end}")
                       for number, one in enumerate(ranges.questions, 1) for end in ENDS}
        self.progress, self.score = Words(live=True, name="progress"), Words(live=True, name="score")
        self.button = Button("Commit all ten", kind="main", on_click=ranges.commit, name="commit")
        self.room = RoomLine(ITEMS[ranges.which], ASKED, room_scores)
        self.send = Button("Send my score to the room", on_click=self._send, name="send-score")
        self.to_room = row()

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        ranges = self.ranges
        self.kept = keep(ranges, f"calibration-{ranges.which}", on_loaded=self._show)
        for (id, end), field in self.fields.items():
            field.on_value(lambda text, id=id, end=end: ranges.type(id, end, text))
        ranges.observe(lambda _: self._show(), "revision")
        self.room.on_change(self._show)
        self._show()
        cards = [Stack([Words(heading(f"{number}. {one.text}", 3)), columns(*(self.fields[one.id, end] for end in ENDS), narrowest="11rem")],
                      _dom_classes=("sv-section",)) for number, one in enumerate(ranges.questions, 1)]
        parts = [Words(paragraph(INTRO) + paragraph(NO_SEARCH, "note")), *cards, row(self.button), results(self.progress, self.score), self.room, self.to_room]
        if not whole:
            return Stack([*parts, self.kept], _dom_classes=("sv-section",))
        return page("How well do your ranges hold?", "", section("Ten ranges", *parts), your_work(self.kept))

    def _show(self) -> None:
        ranges = self.ranges
        for (id, end), field in self.fields.items():
            field.value, field.disabled = ranges.shown(id, end), ranges.committed
            field.problem = ranges.problem(id) if end == "high" else ""
        self.button.disabled = ranges.committed
        self.progress.say(progress(ranges))
        self.score.say(score(ranges))
        wanted = (self.send,) if ranges.committed and self.room.takes() else ()
        if self.to_room.children != wanted:
            self.to_room.children = wanted

    def _send(self) -> None:
        found = self.ranges.score()
        self.room.hand_in({"hits": found.hits, "n": found.n})


def show(whole: bool = True, which: str = "first") -> None:
    """Show ten questions, where this person left off; ``whole=False`` for a place inside a lesson, ``which`` names the set."""
    display(View(Ranges(which)).render(whole))
