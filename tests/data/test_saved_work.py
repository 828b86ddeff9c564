"""Saved work: whole or not at all, two tabs, old and newer versions, codes, and everything out or away."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data import saved_work
from svtrain.data.saved_work import SavedWork, delete_all, download_all, kept_of, person, work_folder


@pytest.fixture
def tab(tmp_path):
    """Opens tabs of one person on one app."""
    return lambda version=1, owner="ada", app="builder", **more: SavedWork(app, version, folder=tmp_path, owner=owner, **more)


def sentence(call, *args) -> str:
    with pytest.raises(CannotDo) as caught:
        call(*args)
    (problem,) = caught.value.problems
    return problem.message


def test_what_was_saved_comes_back(tab):
    state = {"typed": {"jobs": {"deadweight": "40 %"}}, "name": "<b>é"}
    assert tab().load() is None
    assert tab().save(state) == ""
    assert tab().load() == state


def test_people_and_apps_are_apart(tab):
    tab().save({"a": 1})
    assert tab(owner="bob").load() is None
    assert tab(app="other").load() is None


@pytest.mark.parametrize("hostile", ["../../etc", "a/b", "..", "", "C:\\x", "a\0b", "x" * 300])
def test_a_hostile_person_stays_inside_the_folder(tmp_path, hostile):
    store = SavedWork("builder", folder=tmp_path, owner=hostile)
    store.save({"a": 1})
    assert tmp_path / "people" == store.path.resolve().parents[1]


@pytest.mark.parametrize("hostile", ["../x", "", "a/b", ".hidden"])
def test_an_app_cannot_name_another_place(tmp_path, hostile):
    with pytest.raises(ValueError):
        SavedWork(hostile, folder=tmp_path)


def test_a_second_tab_keeps_both_and_says_so(tab):
    first, second = tab(), tab()
    assert first.load() is None and second.load() is None
    first.save({"by": "first"})
    assert "another tab" in second.save({"by": "second"})
    assert second.save({"by": "second", "more": 1}) == "", "it is said once"
    assert first.save({"by": "first", "more": 2}) == "", "the first tab is not disturbed"
    fresh = tab()
    assert fresh.load() == {"by": "first", "more": 2}
    (other,) = fresh.others()
    assert fresh.load(other.tab) == {"by": "second", "more": 1}
    fresh.drop(other.tab)
    assert fresh.others() == []


def test_a_refresh_is_not_another_tab(tab):
    first = tab()
    first.save({"n": 1})
    again = tab()
    assert again.load() == {"n": 1}
    assert again.save({"n": 2}) == ""


def test_the_same_work_in_two_tabs_is_no_conflict(tab):
    first, second = tab(), tab()
    first.save({"n": 1})
    assert second.save({"n": 1}) == ""


def test_an_old_state_is_brought_up_to_date(tab):
    tab().save({"dead": "0.4"})
    steps = {1: lambda old: {"deadweight": old["dead"]}, 2: lambda old: {**old, "leakage": "0"}}
    assert tab(3, migrations=steps).load() == {"deadweight": "0.4", "leakage": "0"}


def test_a_newer_or_unknown_state_is_kept_and_work_goes_on_beside_it(tab):
    tab(5).save({"new": True})
    old = tab(2)
    assert "newer version" in sentence(old.load)
    old.save({"old": True})
    assert tab(5).load() == {"new": True}
    assert tab(2).others()[0].app == "builder"
    assert "older version" in sentence(tab(9).load)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 1}', b"\xff\xfe", b'{"version": "x", "app": 1, "state": {}, "mark": "", "saved_at": ""}'])
def test_a_damaged_file_is_kept_and_said(tab, content):
    tab().save({"n": 1})
    path = tab().path
    path.write_bytes(content)
    store = tab()
    assert "cannot be read" in sentence(store.load)
    store.save({"n": 2})
    assert path.read_bytes() == content
    assert store.others() == [] and kept_of("ada", store.root)[0].tab == store.tab


def test_a_full_disk_loses_nothing_and_is_said(tab, monkeypatch):
    store = tab()
    store.save({"n": 1})

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "the disk is full" in sentence(store.save, {"n": 2})
    monkeypatch.undo()
    assert tab().load() == {"n": 1}
    assert sorted(path.name for path in store.home.iterdir()) == ["builder.json"], "no half-written file is left"
    assert store.save({"n": 3}) == ""


def test_a_folder_that_may_not_be_made_is_said(tmp_path):
    (tmp_path / "people").write_text("a file is in the way")
    assert "could not be saved" in sentence(SavedWork("builder", folder=tmp_path, owner="ada").save, {"n": 1})


def test_too_much_work_is_refused_with_a_sentence(tab):
    store = tab()
    store.save({"n": 1})
    assert "too large" in sentence(store.save, {"n": "x" * 6_000_000})
    assert tab().load() == {"n": 1}


def test_a_killed_kernel_leaves_the_last_whole_save(tmp_path):
    code = (
        "import itertools, sys; from svtrain.data.saved_work import SavedWork\n"
        f"store = SavedWork('builder', folder={str(tmp_path)!r}, owner='ada')\n"
        "for n in itertools.count(1):\n"
        "    store.save({'n': n, 'text': 'x' * 200_000})\n"
        "    if n == 3: print('going', flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    process.kill()
    process.wait()
    store = SavedWork("builder", folder=tmp_path, owner="ada")
    state = store.load()
    assert state["n"] >= 3 and len(state["text"]) == 200_000


def test_a_lock_left_by_a_killed_kernel_does_not_block(tab, monkeypatch):
    monkeypatch.setattr(saved_work, "LOCK_SECONDS", 0.05)
    store = tab()
    store.save({"n": 1})
    lock = store.home / ".builder.lock"
    lock.write_text("")
    os.utime(lock, (1, 1))
    assert store.save({"n": 2}) == ""


def test_many_kernels_saving_at_once_never_break_a_file(tmp_path):
    code = (
        "from svtrain.data.saved_work import SavedWork\n"
        f"store = SavedWork('builder', folder={str(tmp_path)!r}, owner='ada')\n"
        "for n in range(15): store.save({'n': n, 'tab': store.tab})\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    kept = kept_of("ada", tmp_path)
    assert len(kept) == 3
    fresh = SavedWork("builder", folder=tmp_path, owner="ada")
    states = [fresh.load(), *(fresh.load(other.tab) for other in fresh.others())]
    assert [state["n"] for state in states] == [14, 14, 14]
    assert len({state["tab"] for state in states}) == 3


def test_a_code_takes_the_work_to_another_device(tab):
    here = tab(owner="ada")
    here.save({"n": 1})
    code = here.code()
    here.save({"n": 2})
    there = tab(owner="bob")
    assert there.take_up(code.lower().replace("-", " ")) == {"n": 2}
    assert not set(code) & set("01ILOU")
    assert len(code.replace("-", "")) == 8


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA", "../../people/ada/builder", "0000-0000", "x" * 5000])
def test_an_unknown_code_is_said(tab, typed):
    assert "no saved work under that code" in sentence(tab().take_up, typed)


def test_a_code_of_another_page_says_so(tab):
    first = tab()
    first.save({"n": 1})
    assert "another page" in sentence(tab(app="other").take_up, first.code())


def test_no_code_before_a_save(tab):
    assert "Nothing has been saved yet" in sentence(tab().code)


def test_everything_kept_can_be_taken_and_deleted(tab, tmp_path):
    tab().save({"n": 1})
    tab(app="other").save({"m": 2})
    tab(owner="bob").save({"b": 3})
    code = tab().code()
    with zipfile.ZipFile(io.BytesIO(download_all("ada", tmp_path))) as archive:
        assert sorted(archive.namelist()) == ["builder.json", "other.json"]
        assert json.loads(archive.read("builder.json"))["state"] == {"n": 1}
    assert sorted(kept.app for kept in kept_of("ada", tmp_path)) == ["builder", "other"]
    assert delete_all("ada", tmp_path) == 3
    assert kept_of("ada", tmp_path) == [] and tab().load() is None
    assert "no saved work" in sentence(tab(owner="bob").take_up, code)
    assert tab(owner="bob").load() == {"b": 3}
    assert delete_all("ada", tmp_path) == 0


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_others_on_the_machine_cannot_read_it(tab):
    store = tab()
    store.save({"n": 1})
    assert store.path.stat().st_mode & 0o077 == 0
    assert store.home.stat().st_mode & 0o077 == 0


def test_the_server_says_where_and_whose(monkeypatch, tmp_path):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    monkeypatch.setenv("SVTRAIN_PERSON", "p123")
    assert (work_folder(), person()) == (tmp_path, "p123")
    monkeypatch.delenv("SVTRAIN_WORK")
    monkeypatch.delenv("SVTRAIN_PERSON")
    assert (work_folder(), person()) == (Path.home() / ".svtrain" / "work", "me")
