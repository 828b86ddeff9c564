"""A training held in a real room store, and its export, for the commands that measure it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from svtrain.learn.measuring import measures
from svtrain.learn.measuring.measures import AFTER, BEFORE, CALIBRATION_AFTER, CALIBRATION_BEFORE, COMMITMENT, REACTION
from svtrain.room import Store, export_room
from svtrain.room.seat import Seat

ARGUED = "exercise:same-or-different"


def _hold(folder: Path, name: str, people: int) -> Path:
    """Everybody answers everything, with other words; the folder of the export."""
    path = folder / f"{name}.sqlite"
    store = Store(path, make=True)
    room = store.new(name)
    lead = Seat(store.seat(room, "lead", "facilitator"), str(path))
    for item in (BEFORE, CALIBRATION_BEFORE, AFTER, CALIBRATION_AFTER, REACTION, COMMITMENT, ARGUED):
        lead.open(item)
    for n in range(people):
        seat = Seat(store.seat(room, f"person-{n}"), str(path))
        seat.answer(BEFORE, {each.id: 2 for each in measures().statements})
        seat.answer(AFTER, {each.id: 4 for each in measures().statements})
        seat.answer(CALIBRATION_BEFORE, {"hits": 3, "n": 10})
        seat.answer(CALIBRATION_AFTER, {"hits": 6, "n": 10})
        seat.answer(REACTION, {"useful": 4, "heard": 5, "pace": 2, "keep": f"<b>Number {n}</b>", "change": ""})
        seat.answer(COMMITMENT, {"code": f"PV{n}", "what": f"=ask the café for £{n}", "contract": "Catering", "by": "2027-01-15"})
        seat.answer(ARGUED, {"answer": "x", "reason": f"=Half of the {n} would have found work – says a survey"})
        seat.close()
    lead.close()
    export_room(store, room, folder / f"export-{name}", key=b"a key for the test")
    store.close()
    return folder / f"export-{name}"


def _fill(sheet: Path, changes: list[dict[str, str]], encoding: str = "utf-8") -> None:
    """Fill in the rows of a sheet, in order, as a spreadsheet would save it."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, change in zip(rows, changes, strict=False):
        row.update(change)
    with sheet.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="session")
def held(tmp_path_factory):
    """Each training is held once; tests get copies of its export."""
    return tmp_path_factory.mktemp("held"), {}


@pytest.fixture
def hold(held, tmp_path):
    """Hold a training of a name with so many people, and give the folder of its export."""
    folder, known = held

    def of(name: str, people: int) -> Path:
        if (name, people) not in known:
            (folder / f"{len(known)}").mkdir()
            known[name, people] = _hold(folder / f"{len(known)}", name, people)
        return Path(shutil.copytree(known[name, people], tmp_path / f"export-{name}"))

    return of


@pytest.fixture
def fill():
    """Fill in a sheet's rows."""
    return _fill
