"""Who gets a place when all kernels are taken."""

from __future__ import annotations

import asyncio
import time

import pytest

from svtrain.serve.people_kernels import PeopleKernels, RoomIsFull
from svtrain.serve.session import Person


@pytest.fixture
def full():
    """Three places, all taken: two of Ann's, one of Ben's."""
    kernels = PeopleKernels(most=3)
    kernels.owners = {"ann-1": ("ann", 1.0), "ann-2": ("ann", 2.0), "ben-1": ("ben", 3.0)}
    return kernels


def make_place(kernels, who):
    asyncio.run(kernels._make_place(Person(who)))
    return sorted({"ann-1", "ann-2", "ben-1"} - set(kernels.owners))


def test_a_stranger_waits_while_every_page_is_open(full):
    assert full.free() == 0
    with pytest.raises(RoomIsFull):
        make_place(full, "cid")


def test_a_page_that_was_just_left_keeps_its_place(full):
    full.left = {"ben-1": time.monotonic()}
    assert full.free() == 0
    with pytest.raises(RoomIsFull):
        make_place(full, "cid")


def test_a_page_long_left_gives_its_place_to_a_stranger(full):
    full.left = {"ben-1": time.monotonic() - 61, "ann-2": time.monotonic() - 90}
    assert full.free() == 2
    assert make_place(full, "cid") == ["ann-2"]
    assert full.free() == 2, "the place that Ann's page gave up, and Ben's"


def test_ones_own_open_page_ends_only_where_nobody_left_one(full):
    full.left = {"ben-1": time.monotonic() - 61}
    assert make_place(full, "ann") == ["ben-1"]
    full.owners["ben-2"] = ("ben", 4.0)
    assert make_place(full, "ann") == ["ann-1", "ben-1"]
