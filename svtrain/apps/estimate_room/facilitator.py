"""What is true on a facilitator's page: the map, what is estimated next, and which disagreement matters."""

from __future__ import annotations

import hashlib
from typing import Any

from traitlets import Bool, Dict, Instance, List, Unicode

from svtrain.apps.estimate_room.matter import what_matters
from svtrain.apps.estimate_room.question import START, Question, item_of, question_in, questions
from svtrain.apps.estimate_room.state import RoomState
from svtrain.core.disagreement import Disagreement
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.value_map import ValueMap
from svtrain.data.starts import open_start
from svtrain.data.value_map import value_map_from
from svtrain.report.map_files import open_bytes
from svtrain.room import SMALLEST, Event, Seat

FILE = "file:"


class Facilitator(RoomState):
    """The room as its facilitator runs it.

    The verbs that write (`open_estimate`, `close`, `reveal`, `second_round`) touch nothing but the store, so a page may run
    them beside its event loop; they raise `CannotDo`. Look again afterwards.
    """

    map_id = Unicode(START)
    plain = Dict(help="the map, where it came from a person's own file")
    field = Unicode()
    matters = Instance(Disagreement, allow_none=True)
    no_result = Unicode(help="why the disagreement cannot be worked out, or nothing")
    refused = List(help="why a file could not be opened, a sentence each")
    trouble = Unicode(help="why the last press did nothing, or nothing")
    asked = Bool(False, help="the person has been told that too few answered, and may reveal all the same")

    def __init__(self, seat: Seat, **traits: Any):
        super().__init__(seat, **traits)
        self._worked_out: tuple | None = None
        self._load(self.map_id)

    # -- the map

    def open_map(self, map_id: str) -> None:
        """Estimate assumptions of another map from the list."""
        if map_id and map_id != self.map_id:
            self._load(map_id)

    def open_file(self, name: str, content: bytes) -> bool:
        """Estimate assumptions of a map of one's own; if it cannot be read, say why and keep what was open."""
        try:
            found = open_bytes(name, content)
        except CannotDo as error:
            self.refused = [str(problem) for problem in error.problems]
            return False
        self.plain, self.refused = found.as_dict(), []
        self._use(found, file_id(content))
        return True

    def _load(self, map_id: str) -> None:
        self._use(open_start(map_id), map_id)

    def _use(self, value_map: ValueMap, map_id: str) -> None:
        self.map, self.questions = value_map, questions(value_map, map_id)
        with self.hold_trait_notifications():
            self.map_id = map_id
            if self.field not in self.questions:
                self.field = next((field for field, one in self.questions.items() if one.assumption == "deadweight"), next(iter(self.questions), ""))
            self._work_out()
            self.revision += 1

    # -- what is estimated next

    def lines(self) -> list[tuple[str, str]]:
        """The lines of the map as (first field, words)."""
        found: dict[str, str] = {}
        for field, one in self.questions.items():
            found.setdefault(one.about, field)
        return [(field, about) for about, field in found.items()]

    def assumptions(self) -> list[tuple[str, str]]:
        """The numbers of the chosen line as (field, words)."""
        about = self.questions[self.field].about if self.field else ""
        same = [(field, one) for field, one in self.questions.items() if one.about == about]
        several = sum(one.assumption == "attribution" for _, one in same) > 1
        return [(field, f"{one.label} {field.rpartition('.')[2]}" if several and one.assumption == "attribution" else one.label) for field, one in same]

    def choose_line(self, field: str) -> None:
        """Look at another line; the same assumption of it where it has one."""
        if field in self.questions and self.questions[field].about != self.questions[self.field].about:
            wanted = self.questions[self.field].assumption
            self.field = next((each for each, one in self.questions.items()
                               if one.about == self.questions[field].about and one.assumption == wanted), field)
            self.revision += 1

    def choose_field(self, field: str) -> None:
        """Choose the number to be estimated."""
        if field in self.questions and field != self.field:
            self.field = field
            self.revision += 1

    @property
    def next_question(self) -> Question | None:
        return self.questions.get(self.field)

    def next_item(self) -> str:
        """The activity's id: the one that this map's field has already, else a new one."""
        again = 1
        while (item := item_of(self.field, again)) in self.activities and question_in(self.activities[item].payload).map_id != self.map_id:
            again += 1
        return item

    # -- running the room; these only write to the store

    def open_estimate(self) -> None:
        """Let people estimate the chosen number."""
        if self.next_question is None:
            raise CannotDo(Problem("This map has no number to estimate. Choose another map."))
        self.seat.open(self.next_item(), self.next_question.payload())

    def open_again(self) -> None:
        """Go on with a round that was closed."""
        self.seat.open(self.now)

    def close(self) -> None:
        """Take no more answers for now."""
        self.seat.close_answers(self.now)

    def reveal(self) -> None:
        """Show the answers without names. It cannot be undone."""
        self.seat.reveal(self.now)

    def second_round(self) -> None:
        """Let people estimate again."""
        self.seat.second_round(self.now)

    def settle(self, error: str) -> None:
        """Take up what became of a press: why it did nothing, or nothing."""
        self.trouble, self.asked = error, False
        self.revision += 1

    def may_reveal(self) -> bool:
        """Whether to go ahead: where too few have answered, the first press only warns."""
        few = self.activity is not None and self.activity.answered < SMALLEST
        ready, self.asked = not few or self.asked, few and not self.asked
        self.revision += 1
        return ready

    # -- which disagreement matters

    def answers(self) -> dict[str, list[float]]:
        """Likely figures by field of this map, from the newest revealed round of each."""
        found = {}
        for item, one in self.activities.items():
            asked = question_in(one.payload)
            if asked.map_id == self.map_id and asked.field in self.questions:
                found[asked.field] = [each.likely for each in self.judgements(item)]
        return found

    def _taken(self, fresh: tuple[Event, ...]) -> None:
        super()._taken(fresh)
        self._work_out()

    def _work_out(self) -> None:
        given = self.answers()
        if (self.map_id, given) == self._worked_out:  # most looks bring nothing that was revealed
            return
        self._worked_out = (self.map_id, given)
        try:
            self.matters, self.no_result = what_matters(self.map, given), ""
        except CannotDo as error:
            self.matters, self.no_result = None, error.problems[0].message

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"map_id": self.map_id, "plain": self.plain if self.map_id.startswith(FILE) else {}, "field": self.field}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work; where the map cannot be had any more, stay with the one that is open."""
        map_id, plain, field = str(saved["map_id"]), saved["plain"], str(saved["field"])
        if map_id.startswith(FILE):
            found, _ = value_map_from(plain)
            if found is not None:
                self.plain = plain
                self._use(found, map_id)
        else:
            try:
                self._load(map_id)
            except CannotDo:
                return
        self.choose_field(field)


def file_id(content: bytes) -> str:
    """The name by which the room knows a map from a file; it says nothing about the file.

    Examples
    --------
    >>> file_id(b"a map")
    'file:23e1765cd966'
    """
    return FILE + hashlib.sha256(content).hexdigest()[:12]
