"""A room for one: a real store in a folder that goes away, and eight pretend people whose answers are drawn by lot."""

from __future__ import annotations

import atexit
import json
import random
import shutil
import tempfile
from pathlib import Path

from svtrain.apps.cockpit.block import TEN_RANGES, exercise_of
from svtrain.apps.cockpit.state import Cockpit
from svtrain.core.problems import CannotDo, Problem
from svtrain.learn.exercise import ChoiceExercise, NumberExercise
from svtrain.learn.list_exercises import BugHuntExercise, TableExercise
from svtrain.learn.measuring.measures import AFTER, BEFORE, COMMITMENT, REACTION, measures
from svtrain.learn.open_exercises import EstimateExercise, JudgementExercise
from svtrain.learn.tally import payload_of
from svtrain.room import Seat, Store
from svtrain.room.rules import FACILITATOR

PEOPLE = 8


class DryRun:
    """A room that nobody else is in; ``cockpit`` runs it."""

    def __init__(self, seed: int | None = None):
        self.folder = Path(tempfile.mkdtemp(prefix="svtrain-dry-run-"))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.lot = random.Random(seed)
        store = Store(self.folder / "room.sqlite", make=True)
        room = store.new("Dry run")
        self.cockpit = Cockpit(Seat(store.seat(room, "who-runs-it", FACILITATOR), store.address, connections=2))
        self.people = [Seat(store.seat(room, f"pretend-{number}"), store.address, connections=1) for number in range(PEOPLE)]
        store.close()
        self.cockpit.refresh()

    def answer(self) -> None:
        """Let everybody answer the activity that is looked at.

        Raises
        ------
        CannotDo
            When it is not open.
        """
        item = self.cockpit.item
        if self.cockpit.activity is None:
            raise CannotDo(Problem("Open the activity first."))
        for person in self.people:
            person.answer(item, pretended(item, self.lot))


def pretended(item: str, lot: random.Random) -> dict:
    """An answer drawn by lot, of the form that the activity takes."""
    one, asked = exercise_of(item), measures()
    if item in (BEFORE, AFTER):
        return {each.id: lot.randint(1, 3) + (item == AFTER) for each in asked.statements}
    if item == REACTION:
        return {each.id: lot.randint(3, 5) for each in asked.reaction}
    if item == COMMITMENT:
        return {"what": "Ask the supplier what would have happened anyway", "contract": "", "by": "", "code": f"{lot.randrange(10**6):06d}"}
    if item in TEN_RANGES:
        return {"hits": lot.randint(2, 9), "n": 10}
    if isinstance(one, ChoiceExercise):
        return payload_of(lot.choice(one.options).id)
    if isinstance(one, NumberExercise):
        return payload_of(str(lot.choice([one.answer.value, *(wrong.value for wrong in one.misconceptions)])))
    if isinstance(one, EstimateExercise):
        ends = sorted(round(abs(one.answer.value) * lot.uniform(0.4, 1.6), 1) for _ in range(2))
        unit = "%" if one.answer.unit == "%" else ""
        return payload_of(json.dumps({"low": f"{ends[0]}{unit}", "high": f"{ends[1]}{unit}"}))
    if isinstance(one, JudgementExercise):
        return payload_of(json.dumps({"view": lot.choice(one.views).id, "reason": "A pretend reason"}))
    if isinstance(one, BugHuntExercise):
        return payload_of(json.dumps([claim.id for claim in one.claims if lot.random() < 0.5] or [one.claims[0].id]))
    if isinstance(one, TableExercise):
        return payload_of(json.dumps({each.id: lot.choice(one.places).id for each in one.rows}))
    return payload_of(json.dumps({each.id: "Something pretended" for each in one.notes})) if one else {}
