"""A download hands over what was made, and nothing where there is nothing."""

from __future__ import annotations

import pytest

from svtrain.core.problems import CannotDo, Problem
from svtrain.ui.button import Download


def refuse():
    raise CannotDo(Problem("Not yet."))


@pytest.mark.parametrize(("make", "handed"), [(lambda: "£", ["£".encode()]), (lambda: b"", [b""]), (lambda: None, []), (refuse, [])])
def test_nothing_to_hand_over_is_no_error(make, handed, monkeypatch):
    sent = []
    button = Download("Save", "a.txt", make)
    monkeypatch.setattr(button, "send", lambda content, buffers=None: sent.extend(buffers))
    button.click()
    assert sent == handed
