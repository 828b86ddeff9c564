"""Erasing must work when nothing more can be written: it is what people then want to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from contextlib import contextmanager

import pytest

from svtrain.core.problems import CannotDo, Problem
from svtrain.room.address import Line
from svtrain.room.faults import FULL, StoreFull

on_sqlite = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)

FILL = """
    from svtrain.core.problems import CannotDo
    from svtrain.room import Seat, Store
    path = "{folder}/room.sqlite"
    store = Store(path, make=True)
    rooms = [store.new("full"), store.new("other")]
    lead = Seat(store.seat("full", "lead", "facilitator"), path)
    lead.open("a")
    seat = Seat(store.seat("full", "somebody"), path)
    for number in range({answers}):
        try:
            seat.answer("a", {{"likely": number, "reason": "erase me " * 100}})
        except CannotDo as error:
            assert "no space left" in str(error), error
            break
"""
LEAVE = {"killed": "import os; os._exit(0)", "closed": "[each.close() for each in (seat, lead, store)]"}


def on_a_full_disk(folder, answers: int, leave: str) -> subprocess.CompletedProcess:
    """Fill a disk of one megabyte, and close its room: in a space of its own, where anybody may mount one."""
    if shutil.which("unshare") is None:
        pytest.skip("no unshare here")
    fill = textwrap.dedent(FILL).format(folder=folder, answers=answers) + LEAVE[leave]
    script = textwrap.dedent(f"""
        mount -t tmpfs -o size=1m none {folder} || exit 77
        {sys.executable} - <<'END' || exit 78
        {{fill}}
        END
        dd if=/dev/zero of={folder}/rest bs=4k 2>/dev/null
        {sys.executable} -m svtrain room close full --delete --store {folder}/room.sqlite || exit $?
        rm {folder}/rest
        {sys.executable} -m svtrain room status --store {folder}/room.sqlite --json
        grep -c 'erase me' {folder}/*
    """).format(fill=fill)
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, timeout=120)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this machine lets nobody mount a disk")
    return done


@pytest.mark.skipif(sys.platform != "linux", reason="tmpfs is Linux")
@pytest.mark.parametrize(("answers", "leave"), [(10_000, "killed"), (20, "closed")])
def test_a_room_is_erased_where_nothing_more_can_be_written(tmp_path, answers, leave):
    done = on_a_full_disk(tmp_path, answers, leave)
    assert done.stderr == "" and "The room is erased" in done.stdout
    assert '"other"' in done.stdout and '"full"' not in done.stdout
    assert done.stdout.splitlines()[-1].endswith("0"), "what is erased is in no file"


@pytest.fixture
def full(monkeypatch):
    """Every further write is refused, as on a full disk."""
    @contextmanager
    def refuse(self, erasing=""):
        raise StoreFull(Problem(FULL))
        yield

    return lambda: monkeypatch.setattr(Line, "writing", refuse)


@on_sqlite
def test_one_person_is_forgotten_and_the_rest_stays(ground, facilitator, full):
    facilitator.open("a")
    for name in "vwxyz":
        ground.seat(name).answer("a", {"likely": 1, "reason": f"said by {name}"})
    facilitator.reveal("a")
    for seat in ground.open_seats:
        seat.close()
    full()
    assert ground.store.erase_person(ground.room, "z") == 1
    assert "z" not in ground.store.people(ground.room) and ground.store.status(ground.room).answers == 4
    assert facilitator.shared("a").answers == (), "what was revealed is worked out again"
    assert ground.rows("PRAGMA integrity_check")[0][0] == "ok"


@on_sqlite
def test_a_store_that_others_use_says_what_to_do(ground, facilitator, full, monkeypatch):
    monkeypatch.setattr("svtrain.room.full_disk.PATIENCE", 0.1)
    facilitator.open("a")
    full()
    with pytest.raises(CannotDo, match="Stop that workshop, and then erase again.") as found:
        ground.store.erase_room(ground.room)
    assert len(found.value.problems) == 1
    assert ground.store.status(ground.room).events == 1


@on_sqlite
def test_a_room_that_is_not_there_is_still_said(ground, full):
    full()
    with pytest.raises(CannotDo, match="There is no room nowhere in this store"):
        ground.store.erase_room("nowhere")
