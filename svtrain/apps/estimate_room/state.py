"""What is true on a participant's page and on a projector. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from traitlets import Bool, Dict, Unicode

from svtrain.apps.estimate_room.question import PREFIX, Question, question_in
from svtrain.apps.estimate_room.ranges import PARTS, problems_now, read_range, typed_from
from svtrain.core.problems import CannotDo
from svtrain.room import SMALLEST, Activity, Event, Judgement, Movement, Shared, judgement
from svtrain.room.follower import Follower, Look
from svtrain.room.rules import ANSWER, FORGOTTEN, OPENED, STATES
from svtrain.room.seat import REFUSED


@dataclass(frozen=True, slots=True)
class EstimatesLook(Look):
    """A look that knows how rounds moved as well."""

    moved: dict[tuple[str, int], Movement | None]


class RoomState(Follower):
    """The room's estimates as one seat sees them; a projector needs no more than this.

    ``now`` is the activity that is looked at: the one that the facilitator last touched, until another is chosen.
    """

    version = 1

    now = Unicode()
    moved = Dict(help="(activity, round) to how it moved since the first round")
    sent = Dict(help="(activity, round) to what I sent myself")

    def concerns(self, activity: Activity) -> bool:
        """Only what is estimated here."""
        return activity.item.startswith(PREFIX) and question_in(activity.payload) is not None

    def look(self) -> EstimatesLook:
        """What is there now, and how the rounds that were newly revealed moved.

        Raises
        ------
        CannotDo
            When the seat has run out or the store is away.
        """
        found = super().look()
        moved = {(item, number): self.seat.movement(item, 1, number) for item, number in found.shared if number > 1}
        return EstimatesLook(found.place, found.events, found.activities, found.shared, moved)

    def take(self, found: EstimatesLook) -> None:
        """Show what a look found; an older look than the last changes nothing."""
        self._news = found.moved
        super().take(found)

    def _taken(self, fresh: tuple[Event, ...]) -> None:
        sent, now = dict(self.sent), self.now
        for event in fresh:
            if event.kind in STATES and event.item in self.activities:
                now = event.item
            elif event.kind == ANSWER and event.mine and (given := judgement(event.payload)) is not None:
                sent[event.item, event.round] = given
        forgotten = any(event.kind == FORGOTTEN for event in fresh)  # then what was revealed is worked out afresh
        self.moved, self.sent, self.now = {} if forgotten else {**self.moved, **self._news}, sent, now

    # -- what is looked at

    def choose(self, item: str) -> None:
        """Look at another activity."""
        if item in self.activities and item != self.now:
            self.now = item
            self.revision += 1

    @property
    def activity(self) -> Activity | None:
        return self.activities.get(self.now)

    @property
    def question(self) -> Question | None:
        return question_in(self.activity.payload) if self.activity else None

    @property
    def round(self) -> int:
        return self.activity.round if self.activity else 0

    def titles(self) -> list[tuple[str, str]]:
        """Every activity as (id, words), the newest first."""
        found = [(item, question_in(one.payload)) for item, one in self.activities.items()]
        return [(item, asked.title) for item, asked in reversed(found)]

    def revealed(self, item: str = "", number: int = 0) -> Shared | None:
        """What was revealed of a round, by default of the newest revealed round of what is looked at."""
        item = item or self.now
        rounds = [at for of, at in self.shared if of == item]
        return self.shared.get((item, number or max(rounds, default=0)))

    def judgements(self, item: str = "", number: int = 0) -> tuple[Judgement, ...]:
        """The revealed estimates that make sense, none where they are too few; one that does not never stops the room."""
        found, activity = self.revealed(item, number), self.activities.get(item or self.now)
        if found is None or activity is None:
            return ()
        asked = question_in(activity.payload)
        given = (judgement(answer.payload) for answer in found.answers)
        kept = tuple(one for one in given if one is not None and asked.holds(one.low) and asked.holds(one.high))
        return kept if len(kept) >= SMALLEST else ()

    def movement(self, item: str = "") -> Movement | None:
        """How the newest revealed round moved since the first."""
        item = item or self.now
        found = [number for of, number in self.moved if of == item]
        return self.moved[item, max(found)] if found else None


class Participant(RoomState):
    """One person's estimates in a room.

    ``typed`` holds raw text by room, activity and round. `press` makes one answer of it, which stays in ``pending`` under
    one key until the store has it, so that it is recorded once, however often it has to be tried.
    """

    typed = Dict()
    pending = Dict(help="the answer that is on its way, or nothing")
    told = Unicode(help="why the last answer did not arrive, or nothing")
    tried = Bool(False)

    def mark(self, number: int = 0, item: str = "") -> str:
        """Under what name the text of a round is kept."""
        return f"{self.place.room if self.place else ''} {item or self.now} {number or self.round}"

    def shown(self, part: str) -> str:
        """What stands in a field: what was typed, else what was sent or typed in an earlier round."""
        for number in range(self.round, 0, -1):
            typed = self.typed.get(self.mark(number), {})
            if part in typed:
                return typed[part]
            if (self.now, number) in self.sent and self.question:
                return typed_from(self.question, self.sent[self.now, number])[part]
        return ""

    def problem(self, part: str) -> str:
        """The sentence for one part, or nothing."""
        if self.question is None or not self.is_open:
            return ""
        return problems_now(self.question, self._whole(), self.tried).get(part, "")

    @property
    def is_open(self) -> bool:
        return self.activity is not None and self.activity.state == OPENED

    @property
    def mine(self) -> Judgement | None:
        """What I sent in the round that is looked at."""
        return self.sent.get((self.now, self.round))

    @property
    def changed(self) -> bool:
        """Whether what stands in the fields is something else than what was sent."""
        return self.mine is not None and read_range(self.question, self._whole())[0] != self.mine

    def type(self, part: str, text: str, mark: str = "") -> None:
        """Take what a person typed into a field, as it is; ``mark`` may name another estimate or round than the one looked at."""
        now, mark = self.mark(), mark or self.mark()
        before = self.shown(part) if mark == now else self.typed.get(mark, {}).get(part)
        if self.activity is not None and text != before:
            self.typed = {**self.typed, mark: {**self.typed.get(mark, {}), part: text}}
            self.revision += 1

    def press(self) -> bool:
        """Make an answer of what was typed; False while something is missing."""
        if not self.is_open:
            return False
        given, problems = read_range(self.question, self._whole())
        self.tried = bool(problems)
        if given is not None:
            self.pending = {"item": self.now, "round": self.round, "key": secrets.token_hex(16), "payload": given.payload()}
        self.told = ""
        self.revision += 1
        return given is not None

    def settle(self, going: dict, error: CannotDo | None) -> None:
        """Take up what became of an attempt; unless it was recorded or refused for good, it stays pending."""
        message = error.problems[0].message if error else ""
        if error is None:
            self.sent = {**self.sent, (going["item"], going["round"]): judgement(going["payload"])}
        if (error is None or message in REFUSED.values()) and self.pending.get("key") == going["key"]:
            self.pending = {}
        self.told = message
        self.revision += 1

    def send(self) -> bool:
        """Press, try once, and settle; False where nothing was recorded."""
        if not self.press():
            return False
        going = self.pending
        self.settle(going, self.attempt(going))
        return not self.told

    def _whole(self) -> dict[str, str]:
        return {part: self.shown(part) for part in PARTS}

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"typed": self.typed, "pending": self.pending}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        pending = saved["pending"]
        with self.hold_trait_notifications():
            self.typed = {str(mark): {part: str(text) for part, text in typed.items() if part in PARTS} for mark, typed in saved["typed"].items()}
            self.pending = pending if {"item", "round", "key", "payload"} <= set(pending) else {}
            self.revision += 1
