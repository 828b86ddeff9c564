"""What is true in the cockpit. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from traitlets import Bool, Int, List, Unicode

from svtrain.apps.cockpit.block import Cut, Offer, minutes_late, offers, others, session_of, what_to_cut
from svtrain.apps.cockpit.paper import read_rows
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.saved_work import work_folder
from svtrain.learn.plan import Block, RunSheet, open_plan, plan_from, plan_in
from svtrain.learn.plan.minutes_taken import record_minutes
from svtrain.room import SMALLEST, Activity, Event, Seat
from svtrain.room import conducting as at
from svtrain.room.follower import Follower
from svtrain.room.rules import STATES
from svtrain.room.tables import LONGEST_PAYLOAD

PLAN = "180"
FIVE_MINUTES = 300
ON_TIME = 2  # minutes of delay that nobody has to make up


class Cockpit(Follower):
    """A room as whoever runs it conducts it.

    The verbs that write touch nothing but the store, so a page may run them beside its event loop; they raise `CannotDo`.
    Look again afterwards. ``index`` is the block that is looked at, ``item`` the activity.
    """

    version = 1

    index = Int(0)
    item = Unicode()
    paper = Unicode(help="rows typed in from paper, as they are")
    paper_problems = List(help="a sentence each")
    park = Unicode(help="a question for later, while it is typed")
    said = Unicode(help="what the last press did")
    trouble = Unicode(help="why the last press did nothing, or nothing")
    asked = Bool(False, help="the person has been told that too few answered, and may reveal all the same")

    def __init__(self, seat: Seat, now: Callable[[], float] = time.time, **traits: Any):
        super().__init__(seat, **traits)
        self.now = now
        self.sheet: RunSheet = open_plan(PLAN, work_folder())
        self.plan, self._own = PLAN, {}
        self.running: at.Running | None = None

    # -- the run sheet

    def _taken(self, fresh: tuple[Event, ...]) -> None:
        self._use_plan(at.plan_of(self.events), at.own_plan(self.events))
        self.running = at.running(self.events)
        begins = any(event.kind == at.BLOCK for event in fresh)
        if begins and self.running and self.running.index < len(self.blocks):
            self.index = self.running.index
        opened = [event.item for event in fresh if event.kind in STATES and event.item in self.activities]
        known = {offer.item for offer in self.offers()}
        self.item = opened[-1] if opened else self.item if self.item in known and not begins else self._next_item()

    def _use_plan(self, name: str, own: dict) -> None:
        if name and (name, own) != (self.plan, self._own):
            try:
                self.sheet = plan_from(own) if own else open_plan(name, work_folder())
                self.index = min(self.index, len(self.blocks) - 1)
            except CannotDo as error:
                self.trouble = error.problems[0].message
            self.plan, self._own = name, own

    def _next_item(self) -> str:
        """The first activity of the block that has not been opened, else the first."""
        here = offers(self.block)
        return next((offer.item for offer in here if offer.item not in self.activities), here[0].item if here else next(iter(self.activities), ""))

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.sheet.blocks()

    @property
    def block(self) -> Block:
        return self.blocks[self.index]

    @property
    def is_running(self) -> bool:
        """Whether the block that is looked at is the one that goes on."""
        return self.running is not None and self.running.index == self.index

    def look_at(self, index: int) -> None:
        """Look at another block."""
        if 0 <= index < len(self.blocks) and index != self.index:
            self.index = index
            self.item = self._next_item()
            self.asked = False
            self.revision += 1

    def late(self) -> float:
        """By how many minutes the block that goes on ends later than planned; 0 while nothing goes on."""
        began = at.begun(self.events)
        if self.running is None or self.running.index >= len(self.blocks):
            return 0.0
        session = session_of(self.sheet, self.running.index)
        first = min((each for each in session if each in began), default=None)
        if first is None:
            return 0.0
        start = began[first] - 60 * self.blocks[first].starts
        now = self.now()
        return minutes_late(self.sheet, self.running.index, start, now + max(0.0, self.running.left_at(now)))

    def cuts(self) -> list[Cut]:
        """What to leave out first, from how late it is."""
        late = self.late()
        return what_to_cut(self.sheet, self.running.index, late) if self.running and late > ON_TIME else []

    # -- verbs of the clock; these only write to the store

    def choose_plan(self, name: str) -> None:
        """Take another run sheet for this room."""
        open_plan(name, work_folder())
        self.seat.add(at.PLAN, at.ROOM, {"plan": name})

    def take_plan(self, name: str, content: bytes) -> None:
        """Take a run sheet from a file for this room."""
        sheet = plan_in(name, content)
        said = _kept_plan(sheet.title, sheet)
        if said is None:
            raise CannotDo(Problem("This run sheet is too long for one room. Make a file of each of its sessions.", place=name))
        self.seat.add(at.PLAN, at.ROOM, said)

    def _hold_plan(self) -> None:
        """Keep the run sheet in the room as it is now: minutes that are kept today change the next plan, not this one."""
        if not self._own and (said := _kept_plan(self.plan, self.sheet)):
            self.seat.add(at.PLAN, at.ROOM, said)

    def begin(self) -> None:
        """Begin the block that is looked at."""
        self._hold_plan()
        block = self.block
        self.seat.add(at.BLOCK, at.ROOM, at.begin(self.index, block.id, block.title, block.minutes))

    def go_on(self) -> None:
        """Begin the block after the one that goes on; after the last, end the session."""
        following = self.running.index + 1 if self.running else self.index
        if following >= len(self.blocks):
            self.end()
            return
        block = self.blocks[following]
        self.seat.add(at.BLOCK, at.ROOM, at.begin(following, block.id, block.title, block.minutes))

    def end(self) -> None:
        """No block goes on any more."""
        self.seat.add(at.BLOCK, at.ROOM, {"index": at.OVER})

    def pause(self) -> None:
        """Stop the clock, or let it go on."""
        now = self._now_running()
        self.seat.add(at.CLOCK, at.ROOM, at.clock(now, paused=not now.paused, at=self.now()))

    def five_more(self) -> None:
        """Give the block five more minutes."""
        self.seat.add(at.CLOCK, at.ROOM, at.clock(self._now_running(), more=FIVE_MINUTES, at=self.now()))

    def _now_running(self) -> at.Running:
        if self.running is None:
            raise CannotDo(Problem("No block is going on. Begin one first."))
        return self.running

    # -- activities

    def offers(self) -> list[Offer]:
        """What can be run now: the block's activities, then those opened elsewhere."""
        here = offers(self.block)
        return [*here, *others(self.activities, here)]

    @property
    def offer(self) -> Offer | None:
        return next((offer for offer in self.offers() if offer.item == self.item), None)

    @property
    def activity(self) -> Activity | None:
        return self.activities.get(self.item)

    def choose(self, item: str) -> None:
        """Look at another activity."""
        if item and item != self.item:
            self.item, self.asked, self.paper_problems = item, False, []
            self.revision += 1

    def open(self) -> None:
        """Let people answer; a round that was closed goes on."""
        if self.offer is None:
            raise CannotDo(Problem("Choose an activity first."))
        self.seat.open(self.item, {} if self.activity else self.offer.payload)

    def close(self) -> None:
        """Take no more answers for now."""
        self.seat.close_answers(self.item)

    def reveal(self) -> None:
        """Show the answers without names. It cannot be undone."""
        self.seat.reveal(self.item)

    def second_round(self) -> None:
        """Let people answer again."""
        self.seat.second_round(self.item)

    def may_reveal(self) -> bool:
        """Whether to go ahead: where too few have answered, the first press only warns."""
        few = self.activity is not None and self.activity.answered < SMALLEST
        ready, self.asked = not few or self.asked, few and not self.asked
        self.revision += 1
        return ready

    # -- everybody's screen and the projector

    def send_page(self, path: str, title: str) -> None:
        """Ask everybody to open a page; nothing is opened for them."""
        self.seat.add(at.PAGE, at.ROOM, {"path": path, "title": title})

    def take_back(self) -> None:
        """Ask for no page any more."""
        self.seat.add(at.PAGE, at.ROOM, {"path": ""})

    def show_on_wall(self, what: str, text: str = "") -> None:
        """Choose what the projector shows."""
        self.seat.add(at.SHOW, at.ROOM, {"what": what, "text": text[:at.LONGEST_PARKED]})

    # -- for later

    def parked(self) -> list[at.Parked]:
        """The parking list, what is open first."""
        return sorted(at.parked(self.events), key=lambda one: (one.done, one.n))

    def add_parked(self) -> None:
        """Put what was typed on the parking list."""
        text = self.park.strip()
        if not text:
            raise CannotDo(Problem("Type the question first."))
        self.seat.add(at.PARKED, at.ROOM, {"text": text[:at.LONGEST_PARKED]})

    def show_parked(self, n: int) -> None:
        """Put a participant's question on everybody's list."""
        one = next(one for one in self.parked() if one.n == n)
        self.seat.add(at.PARKED_SHOWN, at.ROOM, {"of": n, "text": one.text})

    def done_parked(self, n: int) -> None:
        """A question has been dealt with."""
        self.seat.add(at.PARKED_DONE, at.ROOM, {"of": n})

    # -- minutes and paper

    def minute_cards(self) -> list[at.Taken]:
        """What the blocks that are done took, the newest last; those whose minutes have been kept are left out."""
        told = {event.payload.get("n") for event in self.events if event.kind == at.MINUTES}
        return [one for number, one in enumerate(at.taken(self.events)) if number not in told and one.planned > 0]

    def keep_minutes(self, card: at.Taken, took: float) -> None:
        """Keep what a block took, so that the next plan is better."""
        number = at.taken(self.events).index(card)
        record_minutes(work_folder(), card.id, card.planned, took)
        self.seat.add(at.MINUTES, at.ROOM, {"n": number, "block": card.id, "planned": card.planned, "took": round(took, 1)})

    def drop_minutes(self, card: at.Taken) -> None:
        """Do not keep them: the block was only tried out."""
        self.seat.add(at.MINUTES, at.ROOM, {"n": at.taken(self.events).index(card), "block": card.id})

    def check_paper(self) -> int:
        """Read the rows typed in from paper; how many can be recorded, and 0 while any of them is wrong."""
        found, problems = self._paper()
        self.paper_problems = [str(problem) for problem in problems]
        self.revision += 1
        return 0 if problems else len(found)

    def give_paper(self) -> int:
        """Record the rows typed in from paper, all of them or, with any fault, none; how many there were."""
        found, problems = self._paper()
        if problems:
            raise CannotDo(problems)
        number = self.activity.round if self.activity else 0
        for done, one in enumerate(found):
            try:
                self.seat.answer_from_paper(one.sheet, self.item, one.payload, team=one.team, round=number, key=f"{one.key}-{number}")
            except CannotDo as error:
                raise CannotDo(Problem(f"{done} of {len(found)} rows are recorded. Sheet {one.sheet}: {error.problems[0].message}")) from None
        return len(found)

    def _paper(self):
        return read_rows(self.item, self.paper, self.activity.payload if self.activity else {})

    # -- what became of a press

    def settle(self, error: str, said: str = "") -> None:
        """Take up what became of a press: why it did nothing, or what it did."""
        self.trouble, self.said, self.asked = error, "" if error else said, False
        self.revision += 1

    # -- keeping

    def to_dict(self) -> dict:
        """What comes back after a refresh; the rest is in the room."""
        return {"paper": self.paper, "park": self.park}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        self.paper, self.park = str(saved["paper"]), str(saved["park"])
        self.revision += 1


def _kept_plan(name: str, sheet: RunSheet) -> dict | None:
    """A run sheet as a room keeps it; without its longest notes where it is long, and None where it is too long even so."""
    for left_out in ((), ("online", "in_room", "homework", "planned_from")):
        said = sheet.model_dump(mode="json", exclude_defaults=True)
        for session in said["sessions"]:
            for block in session["blocks"]:
                for key in left_out:
                    block.pop(key, None)
        if len(json.dumps(kept := {"plan": name, "sheet": said})) <= LONGEST_PAYLOAD:
            return kept
    return None
