"""A progress bar that appears only when the wait is longer than two seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

PATIENCE = 2.0  # seconds


@contextmanager
def bar_for(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that takes how much is done and how much is wanted; the bar goes to standard error."""
    from rich.console import Console
    from rich.progress import Progress

    shown = Progress(console=Console(stderr=True), transient=True)
    began, task = monotonic(), None

    def report(done: int, wanted: int) -> None:
        nonlocal task
        if task is None:
            elapsed = monotonic() - began
            if not done or done >= wanted or elapsed * wanted / done < PATIENCE:
                return
            task = shown.add_task(what, total=wanted)
            shown.start()
        shown.update(task, completed=done)

    try:
        yield report
    finally:
        if task is not None:
            shown.stop()
