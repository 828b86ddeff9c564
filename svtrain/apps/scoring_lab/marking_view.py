"""What is seen of marking and moderation."""

from __future__ import annotations

from svtrain.apps.scoring_lab.state import ScoringLab
from svtrain.apps.scoring_lab.words import PRIVATE, spread_words
from svtrain.core.problems import CannotDo
from svtrain.room import Seat
from svtrain.ui.button import Button, Download
from svtrain.ui.field import ChoiceField, Field, LongTextField, NumberField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, heading, paragraph

HINT = "What in the answer earns this mark? Write it for the person whom you would have to convince."

OWN, AGREED = ("mark", "reason"), ("agreed", "why")  # what one evaluator types, and what all settle on
SEP = "\x1f"  # between the turn and the bidder that a box is about


class MarkingView:
    """Marking alone, the spread, then the agreed mark, for one bidder's answer at a time."""

    def __init__(self, app: ScoringLab, seat: Seat | None = None):
        self.app, self.seat = app, seat
        self.bidder = ChoiceField("Whose answer", name="marked", turns=True)
        self.mark, self.reason = NumberField("Your mark, 0 to 100", step=1, name="mark"), LongTextField("Why this mark", rows=2, hint=HINT, name="mark.reason")
        self.agreed, self.why = NumberField("Agreed mark, 0 to 100", step=1, name="agreed"), LongTextField("Why you agreed on it", rows=2, name="agreed.reason")
        self.boxes: dict[str, Field] = {part: getattr(self, part) for part in (*OWN, *AGREED)}
        self.spread, self.told, self.handed = Words(live=True, name="spread"), Words(live=True, name="told"), Words(live=True, name="handed")
        self.file = FileField("Take in marks that somebody handed in", accept=".json", on_file=self._take, hint="One file for each evaluator.", limit=200_000)

    def render(self) -> Stack:
        """Build this part of the page."""
        self.bidder.on_value(lambda _: self._filling or self._moved())
        for part, field in self.boxes.items():
            field.on_value(lambda text, part=part, field=field: self._typed(field, part, text))
        commit = row(Button("Give this mark", kind="main", on_click=self._commit, name="commit"),
                     Button("Next evaluator at this screen", on_click=self._next, name="next"))
        reveal = row(Button("Everybody has marked: show the spread", on_click=self._reveal, name="reveal"),
                     Button("Put these marks away", on_click=self._again, name="again"))
        agree = row(Button("Record the agreed mark", kind="main", on_click=self._agree, name="agree"))
        return section("Mark alone, then moderate", self.bidder, columns(self.mark, self.reason), commit, self.told, reveal, results(self.spread),
                       columns(self.agreed, self.why), agree, self._handing(), intro=PRIVATE)

    def _handing(self) -> Stack:
        parts = [Words(heading("Marks from other screens", 3) + paragraph("Each evaluator marks on a page of their own and sends the file, which holds no name.", "note")),
                 row(Download("Download my marks to hand them in", "marks.json", self._own, mime="application/json", name="marks")), self.file, *self._room(), self.handed]
        return Stack(parts, _dom_classes=("sv-section",))

    def _room(self) -> list:
        if self.seat is None:
            return []
        if self._leads():
            return [row(Button("Let the room mark this answer", on_click=lambda: self._run("open"), name="room-open"),
                        Button("Show the room its marks", on_click=lambda: self._run("reveal"), name="room-reveal"), self._from_room())]
        give = Button("Hand my marks to the room", on_click=lambda: self._say(self.app.panel.give_to_room(self.seat)), name="give")
        return [row(give, self._from_room())]

    def _from_room(self) -> Button:
        take = lambda: self._say(self.app.panel.take_from_room(self.seat, self.app.bidders()))  # noqa: E731
        return Button("Take in what the room has shown", on_click=take, name="from-room")

    def _leads(self) -> bool:
        try:
            return self.seat.place().role == "facilitator"
        except CannotDo:
            return False

    # -- from the screen to the state

    _filling = False

    def _typed(self, field: Field, part: str, text: str) -> None:
        """Take text to the answer that it was typed for, which may be in hand no more when it comes; what was given or put away stays so."""
        if self._filling:
            return
        turn, _, bidder = (field.typed_about or self._about()).partition(SEP)
        if turn == str(self.app.turn):
            self.app.draft(bidder, part, text)
        if field.typed_about not in ("", self._about()):
            self._fill()

    def _about(self) -> str:
        return f"{self.app.turn}{SEP}{self.bidder.value}"

    def _run(self, verb: str) -> None:
        self._say(self.app.panel.run_room(self.seat, self.bidder.value, verb))

    def _commit(self) -> None:
        said = self.app.panel.commit(self.bidder.value, self.mark.value, self.reason.value)
        self.told.say(paragraph(said, "problem") if said else paragraph("Your mark is in. It stays hidden until the spread is shown.", "good"))
        if not said:
            self.app.put_down(OWN, self.bidder.value)
            self._fill()

    def _next(self) -> None:
        self.app.panel.next_evaluator()
        self.app.put_down(OWN)  # of every answer: the next evaluator sees none of it
        self._fill()
        self.told.say(paragraph("The next evaluator can mark now."))

    def _reveal(self) -> None:
        said = self.app.panel.reveal(self.bidder.value)
        self.told.say(paragraph(said, "problem") if said else "")

    def _again(self) -> None:
        self.app.panel.begin_again(self.bidder.value)
        self.app.put_down((*OWN, *AGREED), self.bidder.value)
        self._fill()
        self.told.say(paragraph(f"The marks of {self.bidder.value} are put away."))

    def _agree(self) -> None:
        said = self.app.agree(self.bidder.value, self.agreed.value, self.why.value)
        self.told.say(paragraph(said, "problem") if said else paragraph("Recorded. The bid is scored with the agreed mark now.", "good"))
        if not said:
            self.app.put_down(AGREED, self.bidder.value)
            self._fill()

    def _take(self, name: str, content: bytes) -> None:
        try:
            self._say(self.app.panel.take(name, content, self.app.bidders()))
        except CannotDo as error:
            self.file.problem = str(error)

    def _own(self) -> str:
        try:
            return self.app.panel.own_file()
        except CannotDo as error:
            self._say(error.problems[0].message)
            raise

    def _say(self, text: str) -> None:
        self.handed.say(paragraph(text))

    # -- from the state to the screen

    def _moved(self) -> None:
        """Another answer: what was being typed for the last one stays with it."""
        self.app.marked = self.bidder.value
        self.told.say("")
        self.show()

    def show(self) -> None:
        """The bidders to choose from, and what may be shown of the chosen one's marks."""
        names, self._filling = self.app.bidders(), True
        if [option[0] for option in self.bidder.options] != list(names):
            self.bidder.options = names
        self.bidder.value = self.app.marked if self.app.marked in names else names[0] if names else ""
        self._fill()
        shown = self.bidder.value in self.app.panel.revealed
        self.mark.disabled = self.reason.disabled = shown
        self.agreed.disabled = self.why.disabled = not shown
        self.spread.say(spread_words(self.app, self.bidder.value))

    def _fill(self) -> None:
        """What is being typed for the answer in hand."""
        self._filling, typed = True, self.app.drafts.get(self.bidder.value, {})
        for part, field in self.boxes.items():
            field.fill(typed.get(part, ""), self._about())
        self._filling = False
