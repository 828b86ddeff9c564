"""What is true when many rate the Flexible Framework. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from traitlets import Bool, Dict, HasTraits, Int, List, Unicode

from svtrain.apps.framework_raters.rating import PARTS, YES, Rating, cells_of, counts, month_problem, new_rater, rating_from, rating_of, this_month
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.raters import ThemeSpread, overall_of, spread_of
from svtrain.core.small_groups import SMALLEST as SMALLEST_ROOM
from svtrain.data.framework_data import Cell, framework_cells, framework_themes
from svtrain.room.rules import FACILITATOR, OPENED, PARTICIPANT, REVEALED

if TYPE_CHECKING:
    from svtrain.room.seat import Seat

ITEM = "framework-raters:ratings"  # the name of the activity in a room
ASKED = {"title": "Flexible Framework: rate each cell by yourself", "page": "framework-raters"}
ACTIONS = 3
SMALLEST = 3  # with two ratings each can tell what the other said


@dataclass(frozen=True, slots=True)
class Round:
    """The ratings of one month together; ``waiting`` counts those not shown yet, as there are too few."""

    when: str
    raters: int
    waiting: int
    spreads: tuple[ThemeSpread, ...]
    overall: int | None


def leads(seat: Seat | None) -> bool:
    """Whether a seat is a facilitator's; no where the room cannot be asked."""
    try:
        return seat is not None and seat.place().role == FACILITATOR
    except CannotDo:
        return False


class FrameworkRaters(HasTraits):
    """One person's own rating, and those that others handed in.

    Nobody else's rating is shown before one's own is finished (``done``). Only `recalc` reads what was typed; it leaves
    ``problems`` (a sentence by cell) and ``rounds`` (one for each month, the latest last; none while one's own is not finished).

    Examples
    --------
    >>> app = FrameworkRaters()
    >>> app.rate("people-1", "said", "yes")
    >>> app.problem("people-1")
    'Write what shows it; without that it does not count.'
    >>> app.rate("people-1", "evidence", "The champion is named in the policy")
    >>> app.mine.grid()
    {'people': {1: True}}
    """

    version = 1

    rater = Unicode()
    when = Unicode()
    cells = Dict(help="cell id to what was said of it")
    theme = Unicode(help="the theme on the screen")
    done = Bool(False, help="one's own rating is finished, so the others may be shown")
    others = List(help="ratings handed in, and one's own of earlier months, as plain data")
    leading = Bool(False, help="shows the map for a room, without a rating of one's own")
    own_before = List(help="which of those are one's own")
    problems = Dict()
    refused = List(help="why a file was not taken, a sentence each")
    rounds = List()
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.rater, self.when = self.rater or new_rater(), self.when or this_month()
        self.theme = self.theme or framework_themes()[0].id
        self.recalc()

    # -- reading

    def shown(self, cell: str, part: str) -> str:
        """What stands in a field."""
        return self.cells.get(cell, {}).get(part, "")

    def problem(self, place: str) -> str:
        """The sentence for one cell, or for ``when``; or nothing."""
        return self.problems.get(place, "")

    @property
    def mine(self) -> Rating:
        """One's own rating as it stands."""
        return Rating(self.rater, self.when.strip(), {key: said for key, said in self.cells.items() if said.get("said")})

    @property
    def rated(self) -> int:
        """How many of the cells have been rated."""
        return len(self.mine.cells)

    @property
    def latest(self) -> Round | None:
        """The latest month's round."""
        return self.rounds[-1] if self.rounds else None

    def next_actions(self) -> tuple[tuple[str, Cell], ...]:
        """The next three steps: the next cell of the themes that stand lowest, as the whole stands at its lowest theme."""
        if self.latest is None:
            return ()
        names = {theme.id: theme.name for theme in framework_themes()}
        standing = [one for one in self.latest.spreads if one.levels and one.agreed < len(cells_of(one.theme))]
        lowest = sorted(standing, key=lambda one: one.agreed)[:ACTIONS]
        return tuple((names[one.theme], cells_of(one.theme)[one.agreed]) for one in lowest)

    # -- changing

    def rate(self, cell: str, part: str, text: str) -> None:
        """Say something of one cell: ``said``, ``evidence``, ``where`` or ``sure``. A finished rating has to be opened again first."""
        if part not in PARTS or cell not in {one.id for one in framework_cells()}:
            raise ValueError(f"there is no {cell}.{part}")
        if text != self.shown(cell, part) and not self.done:
            self.cells = {**self.cells, cell: {**self.cells.get(cell, {}), part: text}}
            self.recalc()

    def date(self, when: str) -> None:
        """Say which month the rating is for."""
        if when != self.when and not self.done:
            self.when = when
            self.recalc()

    def finish(self) -> bool:
        """Commit one's own rating; only then are the others shown. Not while it is empty, or its month cannot be read."""
        if not self.rated or month_problem(self.when):
            return False
        self.done = True
        self.recalc()
        return True

    def begin_again(self) -> None:
        """Change one's rating, or in a later month start a new one from it; the finished one then stays among the rounds."""
        if self.done and self.when != this_month():
            self.own_before = [*self.own_before, self.rater]
            self.others = [*self.others, self.mine.as_dict()]
            self.rater, self.when = new_rater(), this_month()
        self.done = False
        self.recalc()

    def take(self, name: str, content: bytes) -> bool:
        """Take in a rating that somebody handed in; the same one again replaces itself."""
        try:
            rating = rating_from(content, name)
        except CannotDo as error:
            self.refused = [str(problem) for problem in error.problems]
            return False
        self.refused = []
        if rating.rater in {self.rater, *self.own_before}:
            self.refused = [f"{name}: this is your own rating; it is counted already."]
            return False
        self._take([rating])
        return True

    def give_to_room(self, seat: Seat) -> str:
        """Hand one's finished rating to the room; says what came of it."""
        try:
            if not self.done:
                raise CannotDo(Problem("Finish your own rating first; then it can be handed in.", "done"))
            seat.answer(ITEM, self.mine.as_dict())
        except CannotDo as error:
            return " ".join(problem.message for problem in error.problems)
        return "Your rating is with the room. Others see it without your name, once the facilitator reveals it."

    def look_at_room(self, seat: Seat) -> str:
        """Look what the room has come to, and take in what it has revealed; gives a sentence about it.

        A person's own rating has to be finished first. Whoever leads the room or shows it needs none of their own.
        """
        try:
            place, activity = seat.place(), seat.activities().get(ITEM)
        except CannotDo as error:
            return " ".join(problem.message for problem in error.problems)
        if activity is None:
            return "The room has not opened the rating yet. You can rate already; hand it in once it is open."
        answered = f"{activity.answered} of {place.people} people have handed in a rating."
        if activity.state != REVEALED:
            return f"{answered} Nobody sees any of them before the facilitator reveals the map."
        self.leading = place.role != PARTICIPANT
        if not (self.done or self.leading):
            return f"{answered} The map is revealed. It is shown to you once your own rating is finished."
        return f"{answered} {self.take_from_room(seat)}"

    def may_do(self, seat: Seat) -> tuple[str, ...]:
        """What this seat may do with the room's rating now: of ``open``, ``close`` and ``reveal``; nothing unless it leads the room."""
        if not leads(seat):
            return ()
        try:
            activity = seat.activities().get(ITEM)
        except CannotDo:
            return ()
        if activity is None:
            return ("open",)
        return () if activity.state == REVEALED else ("close", "reveal") if activity.state == OPENED else ("open", "reveal")

    def lead_room(self, seat: Seat, verb: str) -> str:
        """Open the rating to the room, close it, or reveal the map; says what came of it."""
        try:
            if verb == "reveal":
                self._enough(seat)
            {"open": lambda: seat.open(ITEM, ASKED), "close": lambda: seat.close_answers(ITEM), "reveal": lambda: seat.reveal(ITEM)}[verb]()
        except CannotDo as error:
            return " ".join(problem.message for problem in error.problems)
        return {"open": "The rating is open: everybody can hand theirs in.", "close": "The rating is closed: nobody can hand one in now.",
                "reveal": "The map is revealed to everybody who has finished a rating."}[verb]

    def _enough(self, seat: Seat) -> None:
        """A map that nobody would see is not revealed: after a reveal nobody can hand a rating in."""
        activity = seat.activities().get(ITEM)
        if activity is not None and activity.answered < SMALLEST_ROOM:
            raise CannotDo(Problem(f"A room's map is shown from {SMALLEST_ROOM} ratings on, and {activity.answered} came in. A smaller team hands its ratings over as files.", "reveal"))

    def take_from_room(self, seat: Seat) -> str:
        """Take in what the room has revealed; says what came of it."""
        try:
            shared = seat.shared(ITEM)
        except CannotDo as error:
            return " ".join(problem.message for problem in error.problems)
        if not shared.answers:
            return shared.why_not or "The room has revealed no rating yet."
        ratings = []
        for answer in shared.answers:
            with suppress(ValueError):
                ratings.append(rating_of(answer.payload))
        ratings = [rating for rating in ratings if rating.rater not in {self.rater, *self.own_before}]
        self._take(ratings)
        return f"Taken in from the room: {len(ratings)} ratings besides your own."

    def _take(self, ratings: list[Rating]) -> None:
        new = {rating.rater for rating in ratings}
        self.others = [one for one in self.others if one["rater"] not in new] + [rating.as_dict() for rating in ratings]
        self.recalc()

    def forget_others(self) -> None:
        """Put away every rating that others handed in."""
        self.others = [one for one in self.others if one["rater"] in self.own_before]
        self.recalc()

    def recalc(self) -> None:
        """Say what stands in the way of a cell, and put the ratings of each month together."""
        problems = {key: "Write what shows it; without that it does not count."
                    for key, said in self.cells.items() if said.get("said") == YES and not counts(said)}
        if month_problem(self.when):
            problems["when"] = month_problem(self.when)
        with self.hold_trait_notifications():
            self.problems = problems
            self.rounds = self._rounds() if self.done or self.leading else []
            self.revision += 1

    def _rounds(self) -> list[Round]:
        ratings, own = [*([self.mine] if self.done else []), *map(rating_of, self.others)], {self.rater, *self.own_before}
        found = []
        for when in sorted({one.when for one in ratings if one.when}):
            together = [one for one in ratings if one.when == when]
            shown = together if len(together) >= SMALLEST else [one for one in together if one.rater in own]
            found.append(_round(when, shown, len(together) - len(shown)))
        return found

    # -- handing on

    def text(self) -> str:
        """One's own rating as a file to hand in; it holds no name.

        Raises
        ------
        CannotDo
            While it is not finished.
        """
        if not self.done:
            raise CannotDo(Problem("Finish your own rating first; then it can be handed in.", "done"))
        return json.dumps(self.mine.as_dict(), ensure_ascii=False, indent=1)

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"rater": self.rater, "when": self.when, "cells": self.cells, "theme": self.theme, "done": self.done,
                "others": self.others, "own_before": self.own_before}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        with self.hold_trait_notifications():
            others = [rating_of(one).as_dict() for one in saved["others"]]
            self.rater, self.when, self.cells, self.done = saved["rater"], saved["when"], saved["cells"], saved["done"]
            self.theme = saved["theme"] if saved["theme"] in {theme.id for theme in framework_themes()} else framework_themes()[0].id
            self.others, self.own_before = others, saved["own_before"]
            self.recalc()


def _round(when: str, ratings: list[Rating], waiting: int) -> Round:
    grids = [rating.grid() for rating in ratings]
    spreads = tuple(spread_of(theme.id, grids) for theme in framework_themes())
    return Round(when, len(ratings), waiting, spreads, overall_of(spreads))
