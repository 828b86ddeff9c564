"""Marking by several people: each alone with a reason, then the spread, then one agreed mark. No widgets here."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from svtrain.apps.scoring_lab.marks_file import FORM, LONGEST, kept_mark, mark_typed, marks_from, plain_mark
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.scoring import Mark, MarkSpread, Moderated, spread_of_marks

if TYPE_CHECKING:
    from svtrain.room.seat import Seat

FEWEST = 2  # marks before a spread can be shown


class Panel:
    """The marks of each bid's answer, by the bidder's name.

    ``given`` holds what was committed: bidder to voice to mark and reason; a voice is a random name. Nothing of it is
    shown before `reveal`. ``agreed`` holds the moderated marks. ``voice`` is the evaluator who marks now.

    Examples
    --------
    >>> panel = Panel()
    >>> panel.commit("A", "60", "Names the college, no numbers")
    ''
    >>> panel.reveal("A")
    'One mark shows no spread; at least 2 people mark first.'
    >>> panel.next_evaluator()
    >>> panel.commit("A", "30", "No numbers at all"), panel.reveal("A"), panel.spread("A").width
    ('', '', 30.0)
    """

    def __init__(self, changed: Callable[[], None] = lambda: None):
        self.changed = changed
        self.voice = secrets.token_hex(6)
        self.given: dict[str, dict[str, dict]] = {}
        self.revealed: list[str] = []
        self.agreed: dict[str, dict] = {}

    # -- reading

    def count(self, bidder: str) -> int:
        """How many have marked; never what."""
        return len(self.given.get(bidder, {}))

    def spread(self, bidder: str) -> MarkSpread | None:
        """The marks without names; None before they are revealed."""
        if bidder not in self.revealed:
            return None
        return spread_of_marks(Mark(one["mark"], one["reason"]) for one in self.given.get(bidder, {}).values())

    def moderated(self) -> tuple[Moderated, ...]:
        """Each answer that has an agreed mark."""
        return tuple(Moderated(bidder, self.spread(bidder), one["mark"], one["reason"]) for bidder, one in self.agreed.items())

    # -- marking

    def commit(self, bidder: str, mark: str, reason: str) -> str:
        """Give a mark with its reason; an empty string when it was taken, else what is in the way."""
        if not bidder:
            return "Choose whose answer it is."
        if bidder in self.revealed:
            return f"The marks of {bidder} have been shown, so they take no more."
        number, problem = mark_typed(mark)
        if problem:
            return problem
        if not reason.strip():
            return "Write the reason; a mark without one cannot be moderated."
        self.given.setdefault(bidder, {})[self.voice] = {"mark": number, "reason": reason.strip()[:LONGEST]}
        self.changed()
        return ""

    def next_evaluator(self) -> None:
        """Somebody else marks from now on at this screen."""
        self.voice = secrets.token_hex(6)
        self.changed()

    def reveal(self, bidder: str) -> str:
        """Show the marks of one answer; from then on it takes no more."""
        if bidder in self.revealed:
            return ""
        if self.count(bidder) < FEWEST:
            return f"One mark shows no spread; at least {FEWEST} people mark first." if self.count(bidder) else "Nobody has marked this answer yet."
        self.revealed.append(bidder)
        self.changed()
        return ""

    def agree(self, bidder: str, mark: str, reason: str) -> str:
        """Record the moderated mark with its reason; only after the reveal."""
        if bidder not in self.revealed:
            return "Show the marks first; the agreed mark answers to them."
        number, problem = mark_typed(mark)
        if problem:
            return problem
        if not reason.strip():
            return "Write why you agreed on this mark; the file needs it."
        self.agreed[bidder] = {"mark": number, "reason": reason.strip()[:LONGEST]}
        self.changed()
        return ""

    def begin_again(self, bidder: str) -> None:
        """Put away all marks of one answer."""
        self.given.pop(bidder, None)
        self.agreed.pop(bidder, None)
        self.revealed = [one for one in self.revealed if one != bidder]
        self.changed()

    # -- by file

    def own_file(self) -> str:
        """The marks of the evaluator who marks now, to be handed in; the file holds no name.

        Raises
        ------
        CannotDo
            While there is none.
        """
        own = {bidder: voices[self.voice] for bidder, voices in self.given.items() if self.voice in voices}
        if not own:
            raise CannotDo(Problem("There is no mark of yours to hand in yet.", "marks"))
        return json.dumps({"svtrain": FORM, "voice": self.voice, "marks": own}, ensure_ascii=False, indent=1)

    def take(self, name: str, content: bytes, bidders: tuple[str, ...]) -> str:
        """Take in the marks that somebody handed in; says what came of it.

        Raises
        ------
        CannotDo
            When the file is not one of marks; the sentence names it.
        """
        voice, marks = marks_from(name, content)
        known = {bidder: one for bidder, one in marks.items() if bidder in bidders and bidder not in self.revealed}
        for bidder, one in known.items():
            self.given.setdefault(bidder, {})[voice] = one
        self.changed()
        left = len(marks) - len(known)
        return f"Taken in: {name}, {len(known)} marks." + (f" {left} left: their answer is not here, or is shown already." if left else "")

    # -- in a room

    def give_to_room(self, seat: Seat) -> str:
        """Hand one's marks to the room, an activity for each bidder; says what came of it."""
        own = {bidder: voices[self.voice] for bidder, voices in self.given.items() if self.voice in voices}
        if not own:
            return "There is no mark of yours to hand in yet."
        try:
            for bidder, one in own.items():
                seat.answer(activity(bidder), {"bidder": bidder, **one})
        except CannotDo as error:
            return " ".join(problem.message for problem in error.problems)
        return "Your marks are with the room. Others see them without your name, once they are revealed."

    def take_from_room(self, seat: Seat, bidders: tuple[str, ...]) -> str:
        """Take in the marks that the room has revealed; they replace those given at this screen."""
        taken, why = [], ""
        try:
            for bidder in bidders:
                shared = seat.shared(activity(bidder))
                marks = [plain_mark(answer.payload) for answer in shared.answers]
                marks = [one for one in marks if one]
                if len(marks) >= FEWEST:
                    self.given[bidder] = {f"room-{number}": one for number, one in enumerate(marks)}
                    self.revealed = [*[one for one in self.revealed if one != bidder], bidder]
                    taken.append(bidder)
                else:
                    why = why or shared.why_not
        except CannotDo as error:
            return " ".join(problem.message for problem in error.problems)
        self.changed()
        return f"Taken in from the room: the marks of {', '.join(taken)}." if taken else why or "The room has revealed no marks yet."

    def run_room(self, seat: Seat, bidder: str, verb: str) -> str:
        """For whoever leads the room: ``open`` or ``reveal`` the marking of one answer."""
        try:
            if verb == "open":
                seat.open(activity(bidder), {"title": f"Mark the answer of {bidder}"})
                return f"People in the room can mark {bidder} now."
            seat.reveal(activity(bidder))
            return f"The marks of {bidder} are shown to the room."
        except CannotDo as error:
            return " ".join(problem.message for problem in error.problems)

    # -- keeping

    def to_dict(self) -> dict:
        return {"voice": self.voice, "given": self.given, "revealed": self.revealed, "agreed": self.agreed}

    def from_dict(self, saved: Mapping) -> None:
        self.voice, self.revealed = str(saved["voice"]), [str(one) for one in saved["revealed"]]
        self.given = {bidder: {voice: kept_mark(one) for voice, one in voices.items()} for bidder, voices in saved["given"].items()}
        self.agreed = {bidder: kept_mark(one) for bidder, one in saved["agreed"].items()}


def activity(bidder: str) -> str:
    """The name of a bidder's marking in a room.

    Examples
    --------
    >>> activity("Hob & Hearth Ltd")
    'scoring-lab:hob-hearth-ltd'
    """
    name = re.sub(r"[^a-z0-9]+", "-", bidder.lower()).strip("-")[:60]
    return f"scoring-lab:{name or bidder.encode().hex()[:60]}"
