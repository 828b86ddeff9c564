"""The server's side of the warmed parent: start it, ask it for kernels, notice its end.

One reader thread listens to each parent, so a kernel can be asked for from any
thread or event loop. When a parent dies, its kernels live on and are watched by
process id; the next request starts a new parent.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass

from svtrain.serve.kernels import zygote

PATIENCE_SECONDS = 15.0  # for a kernel that waits for its parent to be warm; then it starts the stock way
READY_SECONDS = 180.0  # a parent that is not warm after so long never will be; a slow machine with much to do takes a minute
LAUNCH_SECONDS = 10.0
SEND_SECONDS = 2
MAX_FAILURES = 3
# The libraries that pandas brings along start threads when they are loaded, unless told not to.
ONE_THREAD = {
    **dict.fromkeys(
        ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
    ),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # a warning of the debugger about its own set-up
}
# One heap for all threads, and large buffers given back to the system as soon as they are done with.
SMALL_HEAP = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}
# What an interpreter or library reads once, when it starts: a fork cannot take these on afterwards.
START_ONLY = ("PYTHON", "IPYTHON", "LD_", "DYLD_", "LC_", "OMP_", "OPENBLAS_", "MKL_", "NUMEXPR_")
START_ONLY_NAMES = frozenset({"HOME", "LANG", "XDG_CONFIG_HOME"})

log = logging.getLogger(__name__)


class CannotFork(Exception):
    """The kernel has to start the stock way; the text says why."""


@dataclass(frozen=True)
class Settings:
    """What a parent is made of; two kernels with the same share one."""

    executable: str = sys.executable
    flags: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    history: bool = False


def too_late(env: dict[str, str], started_with: dict[str, str]) -> list[str]:
    """The variables that `env` asks for and that only work at the start of an interpreter.

    One that `env` merely leaves out is no objection: the fork does not see it either.

    >>> too_late({"PYTHONPATH": "/a", "COLOUR": "red"}, {"PYTHONPATH": "/b", "LANG": "C"})
    ['PYTHONPATH']
    """
    return [name for name, value in env.items()
            if (name in START_ONLY_NAMES or name.startswith(START_ONLY)) and started_with.get(name) != value]


class ForkedProcess:
    """A forked kernel, with as much of `subprocess.Popen` as a provisioner uses."""

    def __init__(self, pid: int, parent: WarmParent, streams: dict):
        self.pid = pid
        self.parent = parent
        self.returncode: int | None = None
        self.stdin, self.stdout, self.stderr = (streams.get(name) for name in ("stdin", "stdout", "stderr"))

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.returncode is None:
            self.returncode = self.parent.exits.pop(self.pid, None)
        if self.returncode is None and not self.parent.alive and not self._is_running():
            self.returncode = 1  # its parent is gone, so nobody was told the real one
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; subprocess.TimeoutExpired after `timeout` seconds."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"kernel {self.pid}", timeout)
            time.sleep(0.02)
        return self.returncode

    def send_signal(self, signum: int) -> None:
        """Send a signal, unless it is known to have ended."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def _is_running(self) -> bool:
        """Whether the process is there and not a zombie, without being its parent."""
        try:
            with open(f"/proc/{self.pid}/stat") as stat:
                return stat.read().rpartition(")")[2].split()[0] != "Z"
        except FileNotFoundError:
            if os.path.isdir("/proc/self"):
                return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True


class WarmParent:
    """One zygote process and the channel to it."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.started_with = dict(os.environ)
        self.since = time.monotonic()
        self.alive = True
        self.ready: Future = Future()
        self.exits: dict[int, int] = {}
        self._waiting: dict[int, Future] = {}
        self._lock = threading.Lock()
        self._count = 0
        self._start()

    def _start(self) -> None:
        self.channel, theirs = socket.socketpair()
        # A zygote that hangs must not hold up the server's event loop for long.
        self.channel.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        life, self._life = os.pipe()
        env = {**self.started_with, **ONE_THREAD, **SMALL_HEAP}
        settings = {name: getattr(self.settings, name) for name in ("modules", "calls", "history")}
        command = [self.settings.executable, *self.settings.flags, "-m", zygote.__name__,
                   str(theirs.fileno()), str(life), json.dumps(settings)]
        try:
            self.process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL,
                                            pass_fds=(theirs.fileno(), life))
        finally:
            theirs.close()
            os.close(life)
        self.pid = self.process.pid
        threading.Thread(target=self._listen, name="WarmParent", daemon=True).start()

    def _listen(self) -> None:
        """Take in what the zygote reports until it is gone."""
        try:
            while True:
                message, _ = zygote.receive(self.channel)
                if message is None:
                    break
                self._take(message)
        except (OSError, EOFError):
            pass
        self._ended()

    def _take(self, message: dict) -> None:
        if "exit" in message:
            self.exits[message["exit"]] = message["code"]
        elif "ready" in message:
            for note in message["notes"]:
                log.warning("Warming kernels: %s", note)
            self.ready.set_result(True)
        elif "failed" in message:
            log.debug("%s", message["details"])
            self.ready.set_exception(CannotFork(message["failed"]))
        else:
            waiting = self._waiting.pop(message["id"], None)
            if waiting is None:
                return
            if "pid" in message:
                self.exits.pop(message["pid"], None)  # of an earlier process with the same number
                waiting.set_result(message["pid"])
            else:
                waiting.set_exception(CannotFork(message["error"]))

    def _ended(self) -> None:
        with self._lock:
            self.alive = False
            waiting, self._waiting = list(self._waiting.values()), {}
        for future in (self.ready, *waiting):
            if not future.done():
                future.set_exception(CannotFork("the warmed parent has ended"))
        self.channel.close()
        if self.process.wait():
            log.warning("The warmed parent of the kernels ended (%s); the next kernel starts another.",
                        self.process.returncode)

    def request(self, message: dict, fds: list[int]) -> Future:
        """Ask for a kernel; the future holds its process id, or `CannotFork`."""
        future: Future = Future()
        with self._lock:
            if not self.alive:
                raise CannotFork("the warmed parent has ended")
            self._count += 1
            self._waiting[self._count] = future
            body = json.dumps({**message, "id": self._count}).encode()
            try:
                socket.send_fds(self.channel, [zygote.HEADER.pack(len(body))], fds)
                self.channel.sendall(body)
            except OSError as error:
                self.abandon()  # half a message may be on its way
                raise CannotFork(str(error)) from error
        return future

    def close(self) -> None:
        """Take no more requests. The zygote stays to reap its kernels, then goes."""
        try:
            self.channel.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def abandon(self) -> None:
        """End a zygote that does not answer; its kernels live on."""
        self.process.kill()


_parents: dict[Settings, WarmParent] = {}
_failures: dict[Settings, int] = {}
_guard = threading.Lock()


def parent_for(settings: Settings) -> WarmParent:
    """The living parent for `settings`, started if there is none.

    Raises
    ------
    CannotFork
        When it has failed to start several times in a row.
    """
    with _guard:
        parent = _parents.get(settings)
        if parent is not None and parent.alive:
            return parent
        if parent is not None and not parent.ready.done() or parent is not None and parent.ready.exception():
            _failures[settings] = _failures.get(settings, 0) + 1
        if _failures.get(settings, 0) >= MAX_FAILURES:
            raise CannotFork("the warmed parent did not start; kernels start the stock way")
        parent = _parents[settings] = WarmParent(settings)
        return parent


@atexit.register
def close_all() -> None:
    """Let every zygote go when the server ends in order."""
    for parent in _parents.values():
        parent.close()
