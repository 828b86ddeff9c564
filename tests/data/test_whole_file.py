"""What is a file is read whole; what is none is refused before it is opened."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.small_csv import read_small_csv
from svtrain.data.value_map import read_value_map
from svtrain.data.whole_file import read_whole

PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")


@PIPES
@pytest.mark.parametrize(("name", "read"), [("map.yaml", read_value_map), ("map.xlsx", read_value_map), ("bids.csv", read_small_csv)])
def test_a_pipe_that_nobody_fills_is_refused_and_not_waited_for(tmp_path, name, read):
    os.mkfifo(tmp_path / name)
    with pytest.raises(CannotDo, match=f"{name}: This is a pipe or a device, not a file"):
        read(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_that_never_ends_is_refused():
    with pytest.raises(CannotDo, match="a pipe or a device"):
        read_value_map("/dev/zero")


@PIPES
def test_what_a_shell_hands_over_is_read():
    there, here = os.pipe()
    os.write(here, b"a: 1")
    os.close(here)
    try:
        assert read_whole(f"/dev/fd/{there}", 100) == b"a: 1"
    finally:
        os.close(there)


def test_standard_input_is_read_and_has_its_limit(tmp_path, monkeypatch):
    (tmp_path / "typed").write_bytes(b"title: From a pipe\n")
    with open(tmp_path / "typed", encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        assert read_value_map("-").title == "From a pipe"
    with open(tmp_path / "typed", encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        with pytest.raises(CannotDo, match="over 0 MB"):
            read_whole("-", 3)


@pytest.mark.parametrize(("name", "said"), [("none.yaml", "cannot be read: No such file"), (".", "This is a folder"), ("a\0b", "cannot be read")])
def test_other_names_that_are_no_file(tmp_path, name, said):
    with pytest.raises(CannotDo, match=said):
        read_whole(f"{tmp_path}/{name}", 100)
