"""Forked kernels under a Jupyter server's own manager, and notebooks run with its client."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import nbformat
import pytest
from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError
from traitlets.config import Config
from traitlets.config.loader import KVArgParseConfigLoader

from svtrain.serve import kernels
from svtrain.serve.kernels.client import PromptClient, WatchesLightly
from svtrain.serve.kernels.parent import ForkedProcess
from svtrain.serve.kernels.provisioner import ForkProvisioner


class Kernels(WatchesLightly, AsyncMappingKernelManager):
    """As a server would have it."""


@pytest.fixture
def config():
    config = kernels.use(Config())
    config.KernelRestarter.time_to_dead = 0.2
    config.MappingKernelManager.cull_idle_timeout = 1
    config.MappingKernelManager.cull_interval = 1
    KernelProvisionerFactory.clear_instance()
    KernelProvisionerFactory.instance(config=config)
    yield config
    KernelProvisionerFactory.clear_instance()


async def until(true, seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        await asyncio.sleep(0.02)


def test_death_is_followed_by_a_restart_and_idleness_by_culling(config, short):
    async def life():
        manager = Kernels(config=config, connection_dir=str(short), root_dir=str(short))
        number = await manager.start_kernel(kernel_name="python3")
        manager.notify_connect(number)  # as a page does; a connected kernel is not culled
        kernel = manager.get_kernel(number)
        first = kernel.provisioner.process
        assert isinstance(first, ForkedProcess)

        os.kill(first.pid, signal.SIGKILL)
        await until(lambda: kernel.provisioner.process not in (None, first))

        # A widget's message is activity, though the watch does not read it.
        client = kernel.client()
        client.start_channels()
        await client.wait_for_ready(timeout=10)
        before = kernel.last_activity
        client.shell_channel.send(client.session.msg("comm_msg", {"comm_id": "none", "data": {}}))
        await until(lambda: kernel.last_activity > before)
        client.stop_channels()

        manager.notify_disconnect(number)
        await until(lambda: number not in manager)
        await manager.shutdown_all(now=True)

    asyncio.run(life())


CELLS = ["""
import ipywidgets
from IPython.display import display
out = ipywidgets.Output()
text = ipywidgets.Text("hello")
with out:
    print("inside")
print("outside")
display(text)
""", "text.value = 'changed'\ntext.value", "with out:\n    print('again')\n1/0"]


def test_notebook_has_the_same_outputs_with_either_client(config, short):
    assert run(config) == stock(kernels.use(Config(), transport="tcp"))


def stock(config) -> list:
    """As the stock client has it; on a busy machine it may miss a reply, and then it is asked once more."""
    client = "jupyter_client.asynchronous.AsyncKernelClient"
    try:
        return run(config, client)
    except CellTimeoutError:
        return run(config, client)


def run(config, client: str | None = None) -> list:
    if client:
        config.AsyncKernelManager.client_class = client
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    runner = NotebookClient(notebook, allow_errors=True, kernel_name="python3", config=config, timeout=60)
    runner.execute()
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    for output in outputs:
        output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return [(output.output_type, output.get("text"), output.get("data"), output.get("ename")) for output in outputs]


def test_arguments_say_the_same_as_the_settings():
    """Read back as a server that is started with arguments reads them."""
    loaded = KVArgParseConfigLoader(kernels.arguments(modules=["decimal"], history=True)).load_config()
    provisioner = ForkProvisioner(config=loaded)
    wanted = ForkProvisioner(config=kernels.use(Config(), modules=["decimal"], history=True))
    for name in ("modules", "calls", "history"):
        assert getattr(provisioner, name) == getattr(wanted, name)
    assert KernelProvisionerFactory(config=loaded).default_provisioner_name == kernels.NAME


def test_client_says_when_the_kernel_died(config, short):
    async def life():
        manager = Kernels(config=config, connection_dir=str(short), root_dir=str(short))
        number = await manager.start_kernel(kernel_name="python3")
        kernel = manager.get_kernel(number)
        kernel.stop_restarter()
        client = kernel.client()
        assert isinstance(client, PromptClient)
        client.start_channels()
        os.kill(kernel.provisioner.pid, signal.SIGKILL)
        with pytest.raises(RuntimeError, match="died"):
            await client.wait_for_ready(timeout=10)
        client.stop_channels()
        await manager.shutdown_all(now=True)

    asyncio.run(life())
