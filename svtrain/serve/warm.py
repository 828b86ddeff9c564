"""What the parent of all kernels does before the first visitor: it loads the workshop and opens each app once.

Every kernel is a fork of that parent (`svtrain.serve.kernels`), so what is loaded here is loaded for everybody,
and an app that has been opened here opens faster there. Nothing of it may be anybody's: the apps are opened
for nobody, with a folder for saved work that is deleted at once.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import pkgutil
import tempfile
from contextlib import contextmanager

LOADED = ("core", "data", "learn", "room", "report", "ui", "apps")
LEFT = ("svtrain.report.slides", "svtrain.report.word", "svtrain.report.pack")  # other people's large code that one press in a hundred needs

log = logging.getLogger(__name__)


def workshop() -> None:
    """Import every part that a notebook may use, then open each app once.

    Raises
    ------
    RuntimeError
        At the end, naming what could not be loaded or opened; the rest is warm all the same.
    """
    _say_little()
    failed = [name for name in _modules() if not _works(importlib.import_module, name)]
    with _nobody():
        failed += [f"the app {name}" for name in app_names() if not _works(_open, name)]
    if failed:
        raise RuntimeError(f"not warmed: {', '.join(failed)}")


def _say_little() -> None:
    """In the server's log a kernel names the kind of an error only: its words and its lines may tell what somebody typed."""
    from ipykernel.kernelapp import IPKernelApp

    if IPKernelApp.initialized():
        IPKernelApp.instance().log.addFilter(without_words)


def without_words(record: logging.LogRecord) -> bool:
    """Leave nothing of an error in a record of the log but its kind.

    Examples
    --------
    >>> try:
    ...     float("Ann Example")
    ... except ValueError:
    ...     import sys
    ...     record = logging.LogRecord("kernel", logging.ERROR, "", 0, "Invalid %s", ("message",), sys.exc_info())
    >>> without_words(record), record.getMessage(), record.exc_info
    (True, 'Invalid message (ValueError)', None)
    """
    if record.exc_info and record.exc_info[0]:
        record.msg, record.args = f"{record.getMessage()} ({record.exc_info[0].__name__})", None
        record.exc_info = record.exc_text = None
    return True


def _works(do, name: str) -> bool:
    try:
        do(name)
    except Exception:
        log.exception("Not warmed: %s", name)
        return False
    return True


def _open(app: str) -> None:
    importlib.import_module(f"svtrain.apps.{app}.view").show()


def app_names() -> list[str]:
    """The apps, by the name of their folder."""
    from svtrain import apps

    found = [each.name for each in pkgutil.iter_modules(apps.__path__) if each.ispkg]
    return sorted(name for name in found if importlib.util.find_spec(f"svtrain.apps.{name}.view") is not None)


def _modules() -> list[str]:
    found = []
    for name in LOADED:
        if importlib.util.find_spec(f"svtrain.{name}") is not None:
            package = importlib.import_module(f"svtrain.{name}")
            found += [each.name for each in pkgutil.walk_packages(package.__path__, f"svtrain.{name}.")]
    return [name for name in found if not name.startswith(LEFT)]


@contextmanager
def _nobody():
    """An environment in which work is nobody's and is saved nowhere, and scripts come from the server as on a page."""
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SVTRAIN_")}
    with tempfile.TemporaryDirectory() as work:
        ours = {"SVTRAIN_WORK": work, "SVTRAIN_STATIC": "/svtrain/static/"}
        os.environ.update(ours)
        try:
            yield
        finally:
            for name in ours:
                del os.environ[name]
            os.environ.update(before)
