"""What a page gives to a room: a person's first answer of a round goes there, and the room's answers are shown after the reveal."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import cache

from markupsafe import Markup

from svtrain.core.problems import CannotDo
from svtrain.learn.parts import Exercise
from svtrain.learn.tally import item_of, payload_of, tally
from svtrain.room import Event, my_seat
from svtrain.room.follower import Follower
from svtrain.room.rules import ANSWER, CLOSED, OPENED, PARTICIPANT, REVEALED
from svtrain.room.seat import REFUSED, Seat
from svtrain.ui.live import Live
from svtrain.ui.tally_words import tally_words
from svtrain.ui.words import Words, heading, paragraph

ASKED = "The room has opened this exercise. The answer that you check next goes to the room, without your name."
HAS_IT = "The room has your answer. You may go on trying here; only the first one counts."
CLOSED_NOW = "The room takes no more answers here."
ON_ITS_WAY = "Your answer is on its way to the room."


class RoomOfPage(Follower):
    """The room as all exercises of one page follow it: one look for all of them, and answers sent one after another."""

    counts = False

    def __init__(self, seat: Seat):
        super().__init__(seat)
        self.given: set[tuple[str, int]] = set()
        self.waiting: list[dict] = []
        self.told: dict[str, str] = {}
        self.live = Live(self)

    def _taken(self, fresh: tuple[Event, ...]) -> None:
        self.given |= {(event.item, event.round) for event in fresh if event.kind == ANSWER and event.mine}

    def takes(self, item: str) -> bool:
        """Whether the room wants an answer to an exercise that it has not had from here in this round."""
        one = self.activities.get(item)
        takes_part = self.place is not None and self.place.role == PARTICIPANT
        asked_for = takes_part and one is not None and one.state == OPENED and (item, one.round) not in self.given
        return asked_for and not any(each["item"] == item for each in self.waiting)

    def hand_in(self, item: str, payload: dict) -> None:
        """Send an answer, where the room wants one; it is tried until the room has it or refuses it."""
        if self.takes(item):
            self.waiting.append({"item": item, "round": self.activities[item].round, "key": secrets.token_hex(16), "payload": payload})
            self.revision += 1
            self.live.deliver()

    @property
    def pending(self) -> dict:
        return self.waiting[0] if self.waiting else {}

    def settle(self, going: dict, error: CannotDo | None) -> None:
        """Take up what became of an attempt; unless it was recorded or refused for good, it waits."""
        message = error.problems[0].message if error else ""
        if error is None:
            self.given.add((going["item"], going["round"]))
        if error is None or message in REFUSED.values():
            self.waiting = [each for each in self.waiting if each is not going]
        self.told[going["item"]] = message
        self.revision += 1


@cache
def _room(seat: Seat) -> RoomOfPage:
    room = RoomOfPage(seat)
    room.live.start()
    return room


def room_of_page() -> RoomOfPage | None:
    """The room that this page's exercises follow; None outside a room."""
    seat = my_seat()
    return _room(seat) if seat is not None else None


class RoomLine(Words):
    """What the room wants with one thing on a page, and what it answered; nothing outside a room.

    On the page: ``[data-words=room]``.

    Parameters
    ----------
    item
        The activity.
    asked
        What to say when the room wants an answer.
    answers
        Says what the room answered, from the payloads of what was revealed.
    """

    def __init__(self, item: str, asked: str, answers: Callable[[list[dict]], Markup], room: RoomOfPage | None = None):
        super().__init__(live=True, name="room")
        self._item, self._asked, self._tell, self._room = item, asked, answers, room or room_of_page()
        if self._room is not None:
            self._room.observe(lambda _: self.say(self._words()), "revision")
            self.say(self._words())

    def takes(self) -> bool:
        """Whether the room wants an answer."""
        return self._room is not None and self._room.takes(self._item)

    def on_change(self, call: Callable[[], None]) -> None:
        """Call ``call()`` whenever the room has changed."""
        if self._room is not None:
            self._room.observe(lambda _: call(), "revision")

    def hand_in(self, payload: dict) -> None:
        """Send an answer, where the room wants one."""
        if self._room is not None:
            self._room.hand_in(self._item, payload)

    def _words(self) -> Markup:
        room, item = self._room, self._item
        one, problem = room.activities.get(item), room.told.get(item)
        if problem:
            return paragraph(problem, "problem")
        if any(each["item"] == item for each in room.waiting):
            return paragraph(ON_ITS_WAY, "note")
        if one is None:
            return Markup("")
        if one.state == REVEALED:
            return self._answers()
        if (item, one.round) in room.given:
            return paragraph(HAS_IT, "good")
        if room.place is None or room.place.role != PARTICIPANT:
            return Markup("")
        return paragraph(CLOSED_NOW if one.state == CLOSED else self._asked, "note" if one.state == CLOSED else "good")

    def _answers(self) -> Markup:
        found = self._room.revealed(self._item)
        if found is None:
            return Markup("")
        if not found.answers:
            return paragraph(found.why_not, "note")
        return heading("What the room answered", 4) + self._tell([each.payload for each in found.answers])


class ExerciseLine(RoomLine):
    """The line of an exercise."""

    def __init__(self, one: Exercise, room: RoomOfPage | None = None):
        super().__init__(item_of(one.id), ASKED, lambda payloads: tally_words(tally(one, payloads)), room)

    def hand_in_answer(self, answer: str) -> None:
        """Send an answer that was just checked, where the room wants one."""
        self.hand_in(payload_of(answer))
