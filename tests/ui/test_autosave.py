"""An app's state is kept as it changes and comes back; what cannot be kept is said."""

from __future__ import annotations

import asyncio
import json
import os

import pytest
import traitlets

from svtrain.data.saved_work import SavedWork
from svtrain.ui import autosave
from svtrain.ui.autosave import Autosave, keep, your_work
from svtrain.ui.stack import Stack


class State(traitlets.HasTraits):
    version = 1
    typed = traitlets.Unicode("40%")

    def to_dict(self):
        return {"typed": self.typed}

    def from_dict(self, saved):
        self.typed = saved["typed"]


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    monkeypatch.setenv("SVTRAIN_PERSON", "ada")
    return tmp_path


def press(box, name):
    """Press the button of that name, wherever it stands."""
    found = [child for child in walk(box) if getattr(child, "name", None) == name]
    found[0].click()


def walk(box):
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(child)


def said(box, name):
    return next(child for child in walk(box) if getattr(child, "name", None) == name)


def test_a_change_is_kept_and_comes_back():
    state = State()
    keep(state, "demo")
    state.typed = "50%"
    heard = []
    again = State()
    kept = keep(again, "demo", on_loaded=lambda: heard.append(again.typed))
    assert again.typed == "50%" and heard == ["50%"]
    assert "from last time" in kept.note.html


def test_two_works_of_one_page_are_said_in_one_line(monkeypatch):
    first, second = State(), State()
    kept = keep(first, "demo")
    other = keep(second, "other", beside=kept)
    page = Stack([kept, other])
    second.typed = "60%"
    assert "Saved at" in kept.note.html and [child.name for child in walk(page) if getattr(child, "name", "") == "saved"] == ["saved"]

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    told = []
    kept.note.send = told.append
    second.typed = "70%"
    assert "the disk is full" in other.warning.html and kept.warning.html == kept.note.html == ""
    kept.save_now()
    kept.note.asked()
    assert told == [{"saved": "no"}], "the page is saved when all of it is"


def test_nothing_is_written_before_there_is_a_change(work):
    keep(State(), "demo")
    assert not list(work.rglob("*.json"))


def test_many_keystrokes_are_one_save(monkeypatch):
    monkeypatch.setattr(autosave, "WAIT", 0.02)
    saves = []

    async def typing():
        state = State()
        kept = keep(state, "demo")
        real = kept.store.save
        kept.store.save = lambda now: saves.append(now) or real(now)
        for text in ("4", "45", "45%"):
            state.typed = text
        await asyncio.sleep(0.1)

    asyncio.run(typing())
    assert saves == [{"typed": "45%"}]


def test_two_tabs_are_told_and_both_are_kept():
    first, second = State(), State()
    keep(first, "demo")
    kept = keep(second, "demo")
    first.typed = "1"
    second.typed = "2"
    assert "another tab" in kept.warning.html
    third = State()
    again = keep(third, "demo")
    assert third.typed == "1"
    panel = your_work(again)
    (opener,) = [child for child in walk(panel) if getattr(child, "text", "").startswith("Open the version of")]
    opener.click()
    assert third.typed == "2"


def test_a_full_disk_is_said_and_tried_again(monkeypatch):
    state = State()
    kept = keep(state, "demo")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    state.typed = "50%"
    assert "the disk is full" in kept.warning.html
    monkeypatch.undo()
    kept.store = SavedWork("demo", folder=kept.store.root, owner="ada")
    state.typed = "60%"
    assert kept.warning.html == "" and "Saved at" in kept.note.html


def test_a_full_disk_is_tried_again_without_a_change(monkeypatch):
    monkeypatch.setattr(autosave, "WAIT", 0.01)
    monkeypatch.setattr(autosave, "AGAIN", 0.05)
    state, real = State(), os.fsync

    def full(_handle):
        raise OSError(28, "No space left on device")

    async def typing():
        kept = keep(state, "demo")
        monkeypatch.setattr("os.fsync", full)
        state.typed = "50%"
        while "the disk is full" not in kept.warning.html:
            await asyncio.sleep(0.01)
        assert kept.note.html == ""
        monkeypatch.setattr("os.fsync", real)
        while kept.warning.html:
            await asyncio.sleep(0.01)
        assert "Saved at" in kept.note.html

    asyncio.run(asyncio.wait_for(typing(), 10))
    assert SavedWork("demo").load() == {"typed": "50%"}


def test_a_fault_of_the_page_is_said(monkeypatch):
    state = State()
    kept = keep(state, "demo")
    monkeypatch.setattr(state, "to_dict", lambda: 1 / 0)
    state.typed = "50%"
    assert "could not be saved" in kept.warning.html


def test_an_old_state_that_cannot_be_brought_up_to_date_never_stops_the_page():
    SavedWork("demo").save({"something": "else"})
    state = State()
    state.version = 2
    kept = keep(state, "demo", migrations={1: lambda old: {"typed": old["typed"]}})
    assert state.typed == "40%" and "does not fit" in kept.warning.html
    state.typed = "50%"
    assert json.loads(SavedWork("demo").path.read_text())["state"] == {"something": "else"}


@pytest.mark.parametrize("damage", [{"saved_at": "yesterday"}, {"saved_at": None}, {"version": "1"}])
def test_a_damaged_copy_of_another_tab_never_stops_the_page(work, damage):
    store = SavedWork("demo")
    store.apart = True
    store.save({"typed": "1"})
    store.path.write_text(json.dumps(json.loads(store.path.read_text()) | damage))
    assert your_work(keep(State(), "demo"))


def test_a_state_that_does_not_fit_never_stops_the_page():
    SavedWork("demo").save({"something": "else"})
    state = State()
    kept = keep(state, "demo")
    assert state.typed == "40%" and "does not fit" in kept.warning.html
    state.typed = "50%"
    assert SavedWork("demo").load() == {"something": "else"}, "the old work is still there"


def test_a_code_and_a_deletion_through_the_panel(monkeypatch):
    state = State()
    kept = keep(state, "demo")
    panel = your_work(kept)
    state.typed = "50%"
    press(panel, "code")
    code = said(panel, "your-work").html.split("code is ")[1][:9]
    monkeypatch.setenv("SVTRAIN_PERSON", "bob")
    other = State()
    there = your_work(keep(other, "demo"))
    said(there, "resume-code").value = "WRNG-CODE"
    press(there, "take-up")
    assert other.typed == "40%"
    said(there, "resume-code").value = code
    press(there, "take-up")
    assert other.typed == "50%"
    monkeypatch.setenv("SVTRAIN_PERSON", "ada")
    press(panel, "delete")
    press(panel, "delete-sure")
    assert "Deleted: 2 files" in said(panel, "your-work").html
    assert SavedWork("demo").load() is None


def test_a_state_without_traitlets_says_when_it_changed():
    class Plain:
        version = 1
        n = 0

        def to_dict(self):
            return {"n": self.n}

        def from_dict(self, saved):
            self.n = saved["n"]

    plain = Plain()
    kept = Autosave(plain, SavedWork("plain"))
    plain.n = 3
    kept.save()
    assert SavedWork("plain").load() == {"n": 3}
