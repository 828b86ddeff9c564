"""The warmed parent: imports once, then forks a kernel for each request.

Started by `parent.WarmParent` as ``python -m <this module> CHANNEL LIFE SETTINGS``.
It has one thread and no event loop, so a fork of it is safe. It reads requests
from CHANNEL, answers with the new process's id, and reports each exit.
LIFE is a pipe that ends when the server does.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import selectors
import signal
import socket
import struct
import sys
import time
import traceback

HEADER = struct.Struct("!I")
GRACE_SECONDS = 5.0  # for kernels to end by themselves after their server died


def send(channel: socket.socket, message: dict) -> None:
    """Write one message; the server reads the same frames."""
    body = json.dumps(message).encode()
    channel.sendall(HEADER.pack(len(body)) + body)


def receive(channel: socket.socket) -> tuple[dict | None, list[int]]:
    """Read one message with the file descriptors that came with it; None at the end."""
    head, fds, _, _ = socket.recv_fds(channel, HEADER.size, 8)
    if not head:
        return None, fds
    head += exactly(channel, HEADER.size - len(head))
    return json.loads(exactly(channel, HEADER.unpack(head)[0])), fds


def exactly(channel: socket.socket, count: int) -> bytes:
    """Read `count` bytes; EOFError when the other side is gone."""
    parts = []
    while count:
        part = channel.recv(min(count, 1 << 16))
        if not part:
            raise EOFError("the server closed the channel in the middle of a message")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def threads() -> int:
    """How many threads this process has, those that Python does not know included."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        import threading

        return threading.active_count()


def alone(seconds: float = 1.0) -> bool:
    """Whether this process has one thread; one that has ended may be listed for a moment longer."""
    end = time.monotonic() + seconds
    while threads() > 1:
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def warm_up(settings: dict):
    """Build the shell, import, call what was asked for; the notes say what went wrong.

    The shell comes first: libraries such as ipywidgets look for it when they are
    imported, and register themselves with it.
    """
    from svtrain.serve.kernels import forked

    notes: list[str] = []
    app = forked.ForkedKernelApp.instance()
    app.warm(history=settings["history"])
    for name in settings["modules"]:
        before = threads()
        try:
            importlib.import_module(name)
        except Exception as error:
            notes.append(f"{name} could not be imported: {error!r}")
        if threads() > before:
            raise RuntimeError(f"importing {name} started a thread, so a fork would not be safe")
    for name in settings["calls"]:
        gc.freeze()  # the collection at the end looks at this call's leftovers only, and makes fewer holes
        try:
            forked.resolve(name)()
        except Exception:
            notes.append(f"{name} failed: {traceback.format_exc(limit=-3)}")
    tidy_widgets(app)
    if not alone():
        raise RuntimeError("a warm-up call started a thread, so a fork would not be safe")
    return app, notes


def tidy_widgets(app) -> None:
    """Close what the calls drew: no visitor may inherit another's widget."""
    widgets = sys.modules.get("ipywidgets")
    if widgets is not None:
        widgets.Widget.close_all()
    app.kernel.comm_manager.comms.clear()
    app.shell.reset(new_session=True)


class Zygote:
    """The loop that forks and reaps."""

    def __init__(self, channel: socket.socket, life: int, app, gained: dict[str, str]):
        self.channel = channel
        self.life = life
        self.app = app
        self.gained = gained
        self.children: set[int] = set()
        self.wake, self._waker = os.pipe()
        for fd in (self.wake, self._waker):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        # A Ctrl-C in the server's terminal reaches this process too; the server decides.
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def run(self):
        """Serve until the server is gone; in a fork, return the kernel's application."""
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.channel, selectors.EVENT_READ, self.on_request)
        self.selector.register(self.wake, selectors.EVENT_READ, self.on_wake)
        while True:
            for key, _ in self.selector.select():
                try:
                    kernel = key.data()
                except (EOFError, OSError):
                    return self.wind_down()
                if kernel is not None:
                    return kernel

    def on_wake(self) -> None:
        """Reap what has exited and tell the server how."""
        try:
            os.read(self.wake, 4096)
        except BlockingIOError:
            pass
        for pid in list(self.children):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                self.children.discard(pid)
                send(self.channel, {"exit": pid, "code": os.waitstatus_to_exitcode(status)})

    def on_request(self):
        """Fork a kernel, or end when the server has closed the channel."""
        request, fds = receive(self.channel)
        if request is None:
            raise EOFError
        try:
            pid = os.fork()
        except OSError as error:
            send(self.channel, {"id": request["id"], "error": str(error)})
            pid = None
        if pid == 0:
            try:
                self.become(request, fds)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            return self.app
        for fd in fds:
            os.close(fd)
        if pid is not None:
            self.children.add(pid)
            send(self.channel, {"id": request["id"], "pid": pid})
        return None

    def become(self, request: dict, fds: list[int]) -> None:
        """In the fork: let go of the parent's things, take on the request's."""
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.selector.close()
        self.channel.close()
        os.close(self.wake)
        os.close(self._waker)
        *streams, bound = fds
        for target, fd in enumerate(streams):
            os.dup2(fd, target)
            os.close(fd)
        os.set_inheritable(bound, False)
        from svtrain.serve.kernels import forked

        forked.own_environment({**self.gained, **request["env"]}, request["cwd"])
        forked.fresh_randomness()
        sys.argv = [importlib.util.find_spec("ipykernel_launcher").origin, "-f", request["connection_file"]]
        gc.enable()
        self.app.begin(request["connection_file"], self.life, bound)

    def wind_down(self) -> None:
        """No more requests: stay until the last kernel has been reaped, and no longer."""
        self.channel.close()
        deadline = None
        while self.children:
            if deadline is None and self.server_is_gone():
                deadline = time.monotonic() + GRACE_SECONDS
            for pid in list(self.children):
                if deadline is not None and time.monotonic() > deadline:
                    os.kill(pid, signal.SIGKILL)
                if os.waitpid(pid, os.WNOHANG)[0]:
                    self.children.discard(pid)
            time.sleep(0.1)

    def server_is_gone(self) -> bool:
        """Whether the pipe that the server holds has ended."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.life, selectors.EVENT_READ)
            return bool(selector.select(0))


FILLED: list[list[bytes]] = []
POOL_BYTES = 16 * 1024  # Python hands out blocks of one size from pools of this size
LARGE_SIZES = (65536, 32768, 16384, 8192, 4096, 2048, 1024, 768, 560)  # beyond Python's pools, from the C library
MOST_FILLING = 4 * 1024 * 1024  # bytes for each size of block


def fill_holes() -> None:
    """Fill the free blocks among the objects that all kernels share, for good.

    A kernel would put its first objects into them and so unshare the pages they
    are on; now it starts on pages of its own. About 2 MB less for each kernel.
    """
    for size in range(48, 513, 16):
        FILLED.append(fill(size, in_a_row=POOL_BYTES // size - 2, rows=2, header=0))
    for size in LARGE_SIZES:
        FILLED.append(fill(size, in_a_row=4, rows=1, header=32))


def fill(size: int, in_a_row: int, rows: int, header: int) -> list[bytes]:
    """Take blocks of one size until so many came one after the other: then the holes are full.

    `header` is the most that may lie between two blocks, in bytes.
    """
    overhead = sys.getsizeof(b"") + 1
    filling, row, last = [], 0, 0
    while rows and len(filling) * size < MOST_FILLING:
        block = bytes(size - overhead)
        filling.append(block)
        row = row + 1 if 0 < id(block) - last <= size + header else 0
        if row == in_a_row:
            rows -= 1
        last = id(block)
    return filling


def trial_fork() -> None:
    """Fork once for nothing: where that does not work, the server should know before a visitor does."""
    pid = os.fork()
    if pid == 0:
        try:
            import threading

            thread = threading.Thread(target=time.time)
            thread.start()
            thread.join()
            numpy = sys.modules.get("numpy")
            if numpy is not None:
                numpy.ones((64, 64)) @ numpy.ones((64, 64))
        except BaseException:
            os._exit(1)
        os._exit(0)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            if status:
                raise RuntimeError(f"a trial fork ended with {os.waitstatus_to_exitcode(status)}")
            return
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise RuntimeError("a trial fork did not finish")


def main() -> None:
    channel_fd, life, settings = int(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
    if sys.path and sys.path[0] in ("", os.getcwd()):
        del sys.path[0]  # as the stock launcher does; the shell puts "" back in its place
    channel = socket.socket(fileno=channel_fd)
    for fd in (channel_fd, life):
        os.set_inheritable(fd, False)
    started_with = set(os.environ)
    gc.disable()  # a collection writes to every object, and would unshare their pages
    try:
        app, notes = warm_up(settings)
        trial_fork()
    except Exception as error:
        send(channel, {"failed": str(error), "details": traceback.format_exc()})
        return
    gc.collect()  # what the calls left over is freed here, not in each kernel
    fill_holes()
    gc.freeze()
    send(channel, {"ready": os.getpid(), "notes": notes})
    # What imported modules have set, they would have set in each kernel.
    gained = {name: value for name, value in os.environ.items() if name not in started_with}
    kernel = Zygote(channel, life, app, gained).run()
    if kernel is not None:
        kernel.start()


if __name__ == "__main__":
    main()
