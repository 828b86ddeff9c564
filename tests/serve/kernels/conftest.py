"""Real kernel managers and real kernels, forked and stock."""

from __future__ import annotations

import ast
import os
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Config

from svtrain.serve import kernels


class Running:
    """One kernel and a client of it."""

    def __init__(self, manager, client):
        self.manager, self.client = manager, client

    @property
    def process(self):
        return self.manager.provisioner.process

    def send(self, code: str) -> str:
        return self.client.execute(code, stop_on_error=False)  # an error must not cancel what is asked next

    def result(self, asked: str, seconds: float = 10) -> dict:
        """The reply to a request, whatever else arrives before it."""
        end = time.monotonic() + seconds
        while True:
            reply = self.client.get_shell_msg(timeout=max(0.01, end - time.monotonic()))
            if reply["parent_header"].get("msg_id") == asked:
                return reply["content"]

    def run(self, code: str) -> dict:
        return self.result(self.send(code))

    def ask(self, expression: str):
        """The value of an expression in the kernel, for anything that has a literal."""
        asked = self.client.execute("", user_expressions={"it": expression}, silent=False)
        told = self.result(asked)["user_expressions"]["it"]
        assert told["status"] == "ok", told
        return ast.literal_eval(told["data"]["text/plain"])


def small() -> Config:
    """Settings whose parent is warm sooner than the stock one; it is started anew several times."""
    config = kernels.use(Config())
    config.ForkProvisioner.modules = ["numpy", "ipywidgets"]
    config.ForkProvisioner.calls = []
    return config


@contextmanager
def running(folder: Path, provisioner: str, config: Config | None, start: dict, **options):
    """Start a kernel with a provisioner and end it whatever happens."""
    config = small() if config is None else config
    KernelProvisionerFactory.clear_instance()
    factory = KernelProvisionerFactory.instance()
    factory.default_provisioner_name = provisioner
    manager = KernelManager(config=config, connection_file=str(folder / f"{uuid.uuid4().hex[:8]}.json"), **options)
    manager.start_kernel(**start)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=30)
        yield Running(manager, client)
    finally:
        client.stop_channels()
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)
        KernelProvisionerFactory.clear_instance()


@pytest.fixture
def short():
    """A folder with a short name: the path of a socket may have about a hundred letters."""
    with short_folder() as folder:
        yield folder


@contextmanager
def short_folder():
    with tempfile.TemporaryDirectory(prefix="k", dir="/tmp") as folder:
        yield Path(folder)


@contextmanager
def starting():
    with ExitStack() as stack:
        short = stack.enter_context(short_folder())
        yield lambda provisioner=kernels.NAME, config=None, start=None, folder=short, **options: stack.enter_context(
            running(folder, provisioner, config, start or {}, **options))


@pytest.fixture
def start():
    """Starts kernels, and ends them after the test: `start(provisioner, config, start={...}, transport_encryption=...)`."""
    with starting() as begin:
        yield begin


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """A forked kernel and a stock one, for all tests of a module."""
    folder = tmp_path_factory.mktemp("folder")
    options = {"start": {"cwd": str(folder), "env": {**os.environ, "SVTRAIN_PERSON": "ada"}}}
    with starting() as begin:
        yield begin(config=kernels.use(Config()), **options), begin("local-provisioner", **options)


@pytest.fixture
def kernel(start):
    """One forked kernel."""
    return start()


@pytest.fixture
def gone():
    """Says whether a process has ended (a zombie has) within some seconds."""
    return has_gone


def has_gone(pid: int, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def pytest_collection_modifyitems(items):
    for item in items:
        if "kernels" in Path(item.fspath).parts and sys.platform != "linux":
            item.add_marker(pytest.mark.skip(reason="kernels are forked on Linux; elsewhere they start the stock way"))
