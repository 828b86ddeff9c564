"""What the kernels' parent does ahead leaves nothing of anybody's behind."""

from __future__ import annotations

import importlib
import os
import sys
import threading

from svtrain.serve import warm


def test_every_app_opens_for_nobody_and_saves_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("SVTRAIN_PERSON", "ada-0123456789abcdef")
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    before, threads = dict(os.environ), threading.active_count()
    warm.workshop()
    assert dict(os.environ) == before
    assert threading.active_count() == threads
    assert not list(tmp_path.iterdir())
    assert {f"svtrain.apps.{name}.view" for name in warm.app_names()} <= set(sys.modules)


def test_one_app_that_fails_does_not_stop_the_others(monkeypatch):
    opened = []
    views = {name: importlib.import_module(f"svtrain.apps.{name}.view") for name in warm.app_names()}
    for name, view in views.items():
        monkeypatch.setattr(view, "show", lambda name=name: opened.append(name))
    first = sorted(views)[0]
    monkeypatch.setattr(views[first], "show", lambda: 1 / 0)
    try:
        warm.workshop()
    except RuntimeError as error:
        assert f"the app {first}" in str(error)
    else:
        raise AssertionError("nothing was said about the app that failed")
    assert set(opened) == set(views) - {first}
