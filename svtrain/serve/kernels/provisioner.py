"""A jupyter_client kernel provisioner whose kernels are forks of a warmed parent."""

from __future__ import annotations

import asyncio
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, List, Unicode

from svtrain.serve.kernels import parent as parents
from svtrain.serve.kernels import warming
from svtrain.serve.kernels.parent import CannotFork, ForkedProcess, Settings

LONGEST_SOCKET_PATH = 100  # systems allow 103 to 107 bytes
LAUNCHERS = ("ipykernel_launcher", "ipykernel")
# What every kernel uses comes first, so that it lies together: a kernel then makes fewer pages its own.
STOCK_MODULES = ["ipywidgets", "anywidget", "numpy", "pandas", "plotly.graph_objects"]
STOCK_CALLS = [f"{warming.__name__}:libraries"]


class ForkProvisioner(LocalProvisioner):
    """Forks kernels where that is possible, and starts them the stock way where it is not.

    Everything but the launch is `LocalProvisioner`: signals, waiting, clean-up.
    """

    enabled = Bool(True, config=True, help="Fork kernels; when false, start each the stock way.")
    platforms = List(
        Unicode(), ["linux"], config=True,
        help="Values of sys.platform where kernels are forked. 'darwin' may be added: system libraries "
             "on a Mac are not all safe to fork, so it is not there by itself.",
    )
    modules = List(Unicode(), STOCK_MODULES, config=True, help="Modules that the warmed parent imports.")
    calls = List(Unicode(), STOCK_CALLS, config=True, help="Functions, as 'module:name', that the warmed parent calls.")
    history = Bool(False, config=True, help="Keep IPython's history file, as stock kernels do.")

    _sockets: str | None = None

    async def pre_launch(self, **kwargs) -> dict:
        """As the stock one, after making sure that the kernel's sockets can be where they are to be."""
        manager = self.parent
        if manager is not None and manager.transport == "ipc" and not self._can_be_bound(manager.ip):
            self._sockets = tempfile.mkdtemp(prefix="kernel-")
            manager.ip = os.path.join(self._sockets, "ipc")
        return await super().pre_launch(**kwargs)

    @staticmethod
    def _can_be_bound(path: str) -> bool:
        """Whether files that begin so can be sockets for a kernel that works in another folder."""
        return os.path.isabs(path) and len(os.fsencode(path)) + len("-10") <= LONGEST_SOCKET_PATH

    async def cleanup(self, restart: bool = False) -> None:
        """Clean up; the sockets' folder stays for a restart."""
        await super().cleanup(restart=restart)
        if self._sockets is not None and not restart:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None

    async def launch_kernel(self, cmd: list[str], **kwargs) -> KernelConnectionInfo:
        """Launch by fork, or by `LocalProvisioner` where a fork would not give the same kernel."""
        try:
            self.process = await self._fork(cmd, dict(kwargs))
        except CannotFork as why:
            self.log.info("Kernel %s starts the stock way: %s", self.kernel_id, why)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs.get("cwd", pathlib.Path.cwd())
        return self.connection_info

    def warm(self) -> parents.WarmParent:
        """Start the parent for stock-looking kernels now, rather than at the first launch."""
        return parents.parent_for(self._settings(sys.executable, ()))

    def _settings(self, executable: str, flags: tuple[str, ...]) -> Settings:
        return Settings(executable, flags, tuple(self.modules), tuple(self.calls), self.history)

    async def _fork(self, cmd: list[str], kwargs: dict) -> ForkedProcess:
        if not self.enabled or sys.platform not in self.platforms:
            raise CannotFork(f"forking is off on {sys.platform}")
        executable, flags, connection_file = self._read(cmd)
        env = self._environment(kwargs)
        parent = parents.parent_for(self._settings(executable, flags))
        late = parents.too_late(env, parent.started_with)
        if late:
            raise CannotFork(f"{', '.join(late)} only works at the start of an interpreter")
        await self._until_warm(parent)
        message = {"env": env, "cwd": self._folder(kwargs), "connection_file": connection_file}
        with ExitStack() as stack:
            fds, streams = self._streams(kwargs, stack)
            if kwargs:
                raise CannotFork(f"it asks for {', '.join(sorted(kwargs))}")
            waiting, bound = os.pipe()
            stack.callback(os.close, waiting)
            try:
                answer = parent.request(message, [*fds, bound])
            finally:
                os.close(bound)
            pid = await self._in_time(parent, answer, parents.LAUNCH_SECONDS)
            await self._until_closed(waiting)
        return ForkedProcess(pid, parent, streams)

    async def _until_closed(self, fd: int) -> None:
        """Wait until the kernel has bound its channels, has died, or is slow: clients then find out themselves."""
        closed = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(fd, closed.set)
        try:
            await asyncio.wait_for(closed.wait(), parents.LAUNCH_SECONDS)
        except asyncio.TimeoutError:
            pass
        finally:
            loop.remove_reader(fd)

    async def _until_warm(self, parent) -> None:
        """Wait for the parent to be warm; where that takes long, leave it to it and start the stock way."""
        try:
            await self._heard(parent.ready, parents.PATIENCE_SECONDS)
        except asyncio.TimeoutError:
            if time.monotonic() - parent.since > parents.READY_SECONDS:
                parent.abandon()
            raise CannotFork("the warmed parent is not warm yet") from None

    @staticmethod
    async def _heard(future, seconds: float):
        """The result of a future that others may wait for as well: nobody's patience ends it for them, nor for the thread that fills it."""
        if future.done():
            return future.result()
        return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), seconds)

    async def _in_time(self, parent, future, seconds: float):
        """Wait for the zygote, but not for ever: one that hangs is replaced."""
        try:
            return await self._heard(future, seconds)
        except asyncio.TimeoutError:
            parent.abandon()
            raise CannotFork("the warmed parent did not answer") from None

    def _read(self, cmd: list[str]) -> tuple[str, tuple[str, ...], str]:
        """The interpreter, its flags and the connection file of a plain ipykernel command."""
        try:
            at = cmd.index("-m")
        except ValueError:
            raise CannotFork("it is not a Python module") from None
        module, *rest = cmd[at + 1:]
        if module not in LAUNCHERS or len(rest) != 2 or rest[0] != "-f":
            raise CannotFork("its command line is not the plain one of ipykernel")
        if os.path.realpath(cmd[0]) != os.path.realpath(sys.executable) or os.path.dirname(
            os.path.abspath(cmd[0])
        ) != os.path.dirname(os.path.abspath(sys.executable)):
            raise CannotFork("it runs in another Python")
        return cmd[0], tuple(cmd[1:at]), rest[1]

    def _environment(self, kwargs: dict) -> dict[str, str]:
        env = dict(kwargs.pop("env", None) or os.environ)
        if not kwargs.pop("independent", False):
            env["JPY_PARENT_PID"] = str(os.getpid())
        return env

    def _folder(self, kwargs: dict) -> str:
        folder = os.path.abspath(kwargs.pop("cwd", None) or os.getcwd())
        if not os.path.isdir(folder):
            raise CannotFork("its folder does not exist")  # the stock way gives the stock error
        return folder

    def _streams(self, kwargs: dict, stack: ExitStack) -> tuple[list[int], dict]:
        """Descriptors for the kernel's stdin, stdout and stderr, as `launch_kernel` would choose them."""
        fds, ours = [], {}
        for name, inherited in (("stdin", None), ("stdout", 1), ("stderr", 2)):
            wanted = kwargs.pop(name, None)
            if wanted is None and inherited is not None:
                fds.append(inherited)
            elif wanted in (None, subprocess.DEVNULL):
                # A stock kernel gets a pipe that is closed at once: both read as the end of a file.
                fds.append(self._opened(os.open(os.devnull, os.O_RDWR), stack))
            elif wanted == subprocess.PIPE:
                reading, writing = os.pipe()
                theirs, mine = (reading, writing) if name == "stdin" else (writing, reading)
                fds.append(self._opened(theirs, stack))
                ours[name] = os.fdopen(mine, "wb" if name == "stdin" else "rb", buffering=0)
            elif wanted == subprocess.STDOUT and name == "stderr":
                fds.append(fds[1])
            else:
                fds.append(wanted if isinstance(wanted, int) else wanted.fileno())
        kwargs.pop("kernel_id", None), kwargs.pop("extra_arguments", None)
        return fds, ours

    @staticmethod
    def _opened(fd: int, stack: ExitStack) -> int:
        stack.callback(os.close, fd)
        return fd
