"""The kernel application, in two halves: before the fork and after it.

`ForkedKernelApp.warm` runs in the parent and builds what every kernel has in
common: configuration, the kernel object, the IPython shell. `begin` runs in the
fork and does what must be each kernel's own: sockets, threads, streams, identity.
"""

from __future__ import annotations

import atexit
import importlib
import os
import random
import sys
import threading
import time
import uuid

from IPython.core.application import ENV_CONFIG_DIRS, SYSTEM_CONFIG_DIRS
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from traitlets.config import Config


ALWAYS_COPIED = 1 << 30  # bytes: sending a larger buffer in place costs three more threads, for good


class Discard:
    """Stands in for the output channel while nobody listens."""

    def send_multipart(self, *frames, **options) -> None:
        """Drop a message."""


class ForkedKernel(IPythonKernel):
    """An IPython kernel that is built before the fork and connected after it."""

    @classmethod
    def instance(cls, *args, **given):
        """The one kernel; a second call with streams connects it (`IPKernelApp.init_kernel` makes it)."""
        if cls.initialized() and given.get("shell_stream") is not None:
            cls._instance.connect(**given)
            return cls._instance
        return super().instance(*args, **given)

    def connect(self, *, parent, session, iopub_socket, **streams) -> None:
        """Give the kernel its own channels, as its constructor would have."""
        self.ident = str(uuid.uuid4())
        self.session = session
        self.iopub_socket = iopub_socket
        for name in ("control_stream", "debugpy_stream", "debug_shell_socket", "shell_stream", "control_thread",
                     "shell_channel_thread", "iopub_thread", "stdin_socket"):
            setattr(self, name, streams[name])
        self._stdout, self._stderr = sys.stdout, sys.stderr
        self._connect_shell()
        self._connect_debugger()

    def _connect_shell(self) -> None:
        shell = self.shell
        shell.displayhook.session = shell.display_pub.session = self.session
        shell.displayhook.pub_socket = shell.display_pub.pub_socket = self.iopub_socket
        shell.displayhook.topic = self._topic("execute_result")
        shell.save_sys_module_state()
        name = os.environ.get("JPY_SESSION_NAME")
        if name:
            shell.user_ns["__session__"] = name
        # At exit the shell closes before the sockets, as in a stock kernel.
        atexit.unregister(shell.atexit_operations)
        atexit.register(shell.atexit_operations)

    def _connect_debugger(self) -> None:
        from ipykernel import debugger

        if debugger._is_debugpy_available:
            self.debugger = self.debugger_class(
                self.log, self.debugpy_stream, self._publish_debug_event, self.debug_shell_socket, self.session,
                self._kernel_modules, self.debug_just_my_code, self.filter_internal_frames,
            )


class ServerWatch(threading.Thread):
    """Ends the kernel at once when the server is gone: its end of a pipe closes with it."""

    def __init__(self, pipe: int):
        super().__init__(name="ServerWatch", daemon=True)
        self.pipe = pipe

    def run(self) -> None:
        """Wait for the end of the pipe; nothing is ever written to it."""
        while True:
            try:
                if not os.read(self.pipe, 1):
                    os._exit(1)
            except InterruptedError:
                continue


class ForkedKernelApp(IPKernelApp):
    """`IPKernelApp` whose first half runs before the fork.

    `initialize` stays the stock one: what `warm` has done is skipped in it, so a
    step that a later ipykernel adds is still taken.
    """

    warmed = code_is_run = history = False
    life = bound = -1

    def warm(self, history: bool = False) -> None:
        """Build, in the parent, what all kernels share."""
        self.history = history
        # The history file is a database and its writer a thread: both belong after the fork.
        super(IPKernelApp, self).initialize([])
        self.update_config(Config({"HistoryManager": {"enabled": False}, "IPKernelApp": {"quiet": self.quiet}}))
        self.init_pdb()
        self.init_path()
        self.kernel_class = ForkedKernel
        self.kernel = ForkedKernel.instance(
            parent=self, session=Session(parent=self), iopub_socket=Discard(), log=self.log,
            profile_dir=self.profile_dir, user_ns=self.user_ns,
        )
        self.shell = self.kernel.shell
        super().init_extensions()
        if not self._has_code():
            super().init_code()
            self.code_is_run = True
        self.warmed = True

    def begin(self, connection_file: str, life: int, bound: int) -> None:
        """Finish the start in the fork, with the connection that the server chose.

        `life` ends when the server does; `bound` is closed when clients can connect.
        """
        self.life, self.bound = life, bound
        self.parent_handle = int(os.environ.get("JPY_PARENT_PID") or 0)
        self.connection_file = connection_file
        self.session = Session(parent=self, copy_threshold=ALWAYS_COPIED)
        self.shell.init_environment()  # the environment has been replaced since
        if self.history:
            self.shell.config.HistoryManager.enabled = True
            self.shell.init_history()
        self.initialize([])

    def _has_code(self) -> bool:
        """Whether the person's configuration has code to run at the start of a kernel."""
        folders = [self.profile_dir.startup_dir, *(os.path.join(path, "startup") for path in (*ENV_CONFIG_DIRS, *SYSTEM_CONFIG_DIRS))]
        return bool(
            self.exec_lines or self.exec_files or self.code_to_run or self.file_to_run or self.module_to_run
            or os.environ.get("PYTHONSTARTUP")
            or any(name.endswith((".py", ".ipy")) for folder in folders if os.path.isdir(folder) for name in os.listdir(folder))
        )

    def init_code(self) -> None:
        """Run start-up code, where there is any.

        Without, the stock method only notes the names of all modules, which would
        unshare the page of each name: 2 MB a kernel. The parent has noted them.
        """
        if self.code_is_run:
            self.shell.user_ns_hidden.update(self.shell.user_ns)
        else:
            super().init_code()

    def init_extensions(self) -> None:
        """Nothing: the parent has loaded them for all."""

    def init_poller(self) -> None:
        """Watch the server itself: the parent of this process is the one it was forked from."""
        if self.parent_handle:
            self.poller = ServerWatch(self.life)

    def init_iopub(self, context) -> None:
        """Open the last channel, and say so: a client that connects too early loses a tenth of a second."""
        super().init_iopub(context)
        os.close(self.bound)

    def parse_command_line(self, argv=None):
        if not self.warmed:
            super().parse_command_line(argv)

    def init_crash_handler(self):
        if not self.warmed:
            super().init_crash_handler()

    def init_profile_dir(self):
        if not self.warmed:
            super().init_profile_dir()

    def init_config_files(self):
        if not self.warmed:
            super().init_config_files()

    def load_config_file(self, *args, **kwargs):
        if not self.warmed:
            super().load_config_file(*args, **kwargs)

    def init_pdb(self):
        if not self.warmed:
            super().init_pdb()


def fresh_randomness() -> None:
    """Give this process random numbers of its own.

    `random` and `tempfile` see the fork by themselves, `uuid` and `secrets` ask
    the system each time; numpy's global generator and multiprocessing's key do not.
    """
    random.seed()
    mtrand = sys.modules.get("numpy.random.mtrand")
    if mtrand is not None:
        mtrand.seed()
    process = sys.modules.get("multiprocessing.process")
    if process is not None:
        process.current_process().authkey = os.urandom(32)


def own_environment(env: dict[str, str], cwd: str | None) -> None:
    """Put the environment and folder that the server asked for in place."""
    moved = env.get("TZ") != os.environ.get("TZ")
    for name in os.environ.keys() - env.keys():
        del os.environ[name]
    os.environ.update({name: value for name, value in env.items() if os.environ.get(name) != value})
    if moved:
        time.tzset()
    if cwd:
        os.chdir(cwd)


def resolve(name: str):
    """The object that ``package.module:attribute`` names."""
    module, _, attribute = name.partition(":")
    found = importlib.import_module(module)
    for part in filter(None, attribute.split(".")):
        found = getattr(found, part)
    return found
