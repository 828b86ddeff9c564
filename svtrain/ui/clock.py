"""A clock that runs in the browser: the kernel says when it ends, and hears of it once a minute."""

from __future__ import annotations

import time
from collections.abc import Callable

import traitlets

from svtrain.ui.element import Element


class Clock(Element):
    """Counts down to a moment, and then up, as "+02:10, over time".

    It says in words, not only in colour, whether it runs, stands still or is over. A screen reader hears of it when five
    minutes, one minute and none are left. On the page: ``[data-clock=<name>]`` carries ``data-state`` (``running``, ``still``, ``over``).

    Parameters
    ----------
    label : str
        What is timed.
    on_minute : callable
        Called about once a minute while it runs.

    Examples
    --------
    >>> clock = Clock("Welcome")
    >>> clock.run(300)
    >>> clock.running, round(clock.ends - clock.sent)
    (True, 300)
    >>> clock.stand(120)
    >>> clock.running, clock.left
    (False, 120.0)
    """

    script = "clock.js"
    label = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    idle = traitlets.Unicode("Paused").tag(sync=True)
    shown = traitlets.Bool(False).tag(sync=True)
    running = traitlets.Bool(False).tag(sync=True)
    ends = traitlets.Float(0).tag(sync=True)
    left = traitlets.Float(0).tag(sync=True)
    sent = traitlets.Float(0).tag(sync=True)

    def __init__(self, label: str = "", *, on_minute: Callable[[], None] | None = None, **more):
        super().__init__(label=label, **more)
        self._on_minute = on_minute
        self.on_msg(self._heard)

    def run(self, seconds: float) -> None:
        """Count down from so many seconds, which may be below zero."""
        now = time.time()
        if self.running and abs(self.ends - now - seconds) < 1:
            return
        self._set(shown=True, running=True, ends=now + seconds, left=float(seconds), sent=now)

    def stand(self, seconds: float, idle: str = "Paused") -> None:
        """Show so many seconds and stand still."""
        self._set(shown=True, running=False, ends=0.0, left=float(seconds), sent=time.time(), idle=idle)

    def blank(self, idle: str = "") -> None:
        """Show no time."""
        self._set(shown=False, running=False, idle=idle)

    def _set(self, **values) -> None:
        with self.hold_sync():
            for name, value in values.items():
                setattr(self, name, value)

    def _heard(self, _widget, message, _buffers):
        if message.get("did") == "minute" and self._on_minute:
            self._on_minute()
