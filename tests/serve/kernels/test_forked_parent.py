"""The warmed parent: what happens when it, its server or a kernel dies, and when it cannot be used."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Config

from svtrain.serve import kernels
from svtrain.serve.kernels import parent as parents
from svtrain.serve.kernels.parent import ForkedProcess
from svtrain.serve.kernels.provisioner import ForkProvisioner


def test_death_of_the_parent_takes_no_kernel_with_it_and_is_healed(start, gone):
    first = start()
    first.run("kept = 41")
    zygote = first.process.parent
    os.kill(zygote.pid, signal.SIGKILL)
    zygote.process.wait(5)
    time.sleep(0.2)
    assert first.ask("kept + 1") == 42
    assert first.manager.is_alive()

    second = start()
    assert second.process.parent.pid != zygote.pid
    assert second.ask("1 + 1") == 2

    # The first kernel is nobody's child now; its end is noticed all the same.
    pid = first.process.pid
    first.send("import os; os._exit(3)")
    assert gone(pid)
    assert not first.manager.is_alive()


def test_kernel_of_a_dead_parent_can_be_interrupted_and_shut_down(start, gone):
    one = start()
    one.process.parent.abandon()
    one.process.parent.process.wait(5)
    pid = one.process.pid
    asked = one.send("import time; time.sleep(30)")
    time.sleep(0.3)
    one.manager.interrupt_kernel()
    assert one.result(asked)["ename"] == "KeyboardInterrupt"
    one.manager.shutdown_kernel()
    assert gone(pid) and not one.manager.has_kernel


def test_parent_that_hangs_is_replaced(start, monkeypatch):
    one = start()
    zygote = one.process.parent
    monkeypatch.setattr(parents, "LAUNCH_SECONDS", 0.3)
    os.kill(zygote.pid, signal.SIGSTOP)
    meanwhile = start()
    assert isinstance(meanwhile.process, subprocess.Popen) and meanwhile.ask("1 + 1") == 2
    zygote.process.wait(5)
    monkeypatch.setattr(parents, "LAUNCH_SECONDS", 10)
    time.sleep(0.1)
    after = start()
    assert isinstance(after.process, ForkedProcess) and after.process.parent is not zygote
    assert one.ask("1 + 1") == 2


def test_parent_that_is_slow_to_warm_is_left_to_it(start, monkeypatch):
    """On a busy machine a kernel that waited long enough starts the stock way, and the next one finds the parent warm."""
    settings = start().process.parent.settings
    parents.parent_for(settings).abandon()
    monkeypatch.setattr(parents, "PATIENCE_SECONDS", 0.01)
    time.sleep(0.3)
    meanwhile = start()
    assert isinstance(meanwhile.process, subprocess.Popen) and meanwhile.ask("1 + 1") == 2
    warming = parents.parent_for(settings)
    assert warming.ready.result(60) is True
    after = start()
    assert after.process.parent is warming and after.ask("1 + 1") == 2


def test_killed_kernel_is_noticed_and_reaped(kernel):
    pid = kernel.process.pid
    os.kill(pid, signal.SIGKILL)
    assert kernel.process.wait(5) == -signal.SIGKILL
    assert not kernel.manager.is_alive()
    assert not os.path.exists(f"/proc/{pid}"), "a zombie is left"


RANDOM = """
import random, secrets, tempfile, uuid, numpy, multiprocessing
drawn = [random.random(), float(numpy.random.rand()), float(numpy.random.default_rng().random()), str(uuid.uuid4()),
         secrets.token_hex(8), tempfile.mktemp(), bytes(multiprocessing.current_process().authkey)]
"""


def test_kernels_draw_different_numbers_and_names(start):
    drawn = []
    for _ in range(3):
        one = start()
        assert one.run(RANDOM)["status"] == "ok"
        drawn.append(one.ask("drawn"))
    assert all(len(set(column)) == 3 for column in zip(*drawn, strict=True)), drawn


def test_each_kernel_has_its_own_environment_and_folder(start, tmp_path):
    os.environ["SVTRAIN_OF_THE_SERVER"] = "secret"
    try:
        kept = {name: os.environ[name] for name in ("PATH", "HOME")}
        for name in ("ada", "ben"):
            (tmp_path / name).mkdir()
            one = start(start={"env": {**kept, "SVTRAIN_PERSON": name}, "cwd": str(tmp_path / name)})
            assert isinstance(one.process, ForkedProcess)
            assert one.ask("(__import__('os').environ['SVTRAIN_PERSON'], __import__('os').getcwd())") == (
                name, str(tmp_path / name))
            assert one.ask("'SVTRAIN_OF_THE_SERVER' in __import__('os').environ") is False
    finally:
        del os.environ["SVTRAIN_OF_THE_SERVER"]


def test_ten_at_once(short):
    async def all_at_once():
        config = kernels.use(Config())
        KernelProvisionerFactory.clear_instance()
        KernelProvisionerFactory.instance(config=config)
        manager = AsyncMultiKernelManager(config=config, connection_dir=str(short))

        async def one(number: int):
            kernel = manager.get_kernel(await manager.start_kernel(env={**os.environ, "NUMBER": str(number)}))
            client = kernel.client()
            client.start_channels()
            await client.wait_for_ready(timeout=20)
            asked = client.execute("", user_expressions={"it": "__import__('os').environ['NUMBER']"})
            while True:
                reply = await client.get_shell_msg(timeout=10)
                if reply["parent_header"]["msg_id"] == asked:
                    break
            client.stop_channels()
            return kernel.provisioner.process, reply["content"]["user_expressions"]["it"]["data"]["text/plain"]

        try:
            return await asyncio.gather(*(one(number) for number in range(10)))
        finally:
            await manager.shutdown_all(now=True)
            KernelProvisionerFactory.clear_instance()

    told = asyncio.run(all_at_once())
    assert [answer for _, answer in told] == [repr(str(number)) for number in range(10)]
    assert len({process.pid for process, _ in told}) == 10
    assert len({process.parent for process, _ in told}) == 1


SERVER = """
import os, sys, time
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Config
from svtrain.serve import kernels
config = kernels.use(Config())
config.ForkProvisioner.modules, config.ForkProvisioner.calls = [], []
KernelProvisionerFactory.instance(config=config)
managers = [KernelManager(config=config, connection_file=os.path.join(sys.argv[1], f"{n}.json")) for n in range(2)]
for manager in managers:
    manager.start_kernel()
clients = [manager.client() for manager in managers]
for client in clients:
    client.start_channels()
    client.wait_for_ready(timeout=20)
clients[1].execute("import time; time.sleep(60)")
pids = [manager.provisioner.pid for manager in managers]
print(*pids, managers[0].provisioner.process.parent.pid, flush=True)
if sys.argv[2] == "killed":
    time.sleep(60)
"""


@pytest.mark.parametrize("end", ["killed", "ended"])
def test_nothing_is_left_when_the_server_is(short, gone, end):
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(short), end], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    pids = [int(pid) for pid in server.stdout.readline().split()]
    assert len(pids) == 3 and all(os.path.exists(f"/proc/{pid}") for pid in pids)
    if end == "killed":
        server.kill()
    server.wait(20)
    assert all(gone(pid, 8) for pid in pids)


@pytest.mark.parametrize("why, options", [
    ("switched off", {"config": {"ForkProvisioner": {"enabled": False}}}),
    ("another platform", {"config": {"ForkProvisioner": {"platforms": ["another"]}}}),
    ("unusual arguments", {"start": {"extra_arguments": ["--IPKernelApp.exec_lines=ready = 1"]}}),
    ("start-only variable", {"start": {"env": {**os.environ, "PYTHONHASHSEED": "7"}}}),
    ("a module that starts a thread", {"config": {"ForkProvisioner": {"modules": ["threaded"]}}}),
])
def test_starts_the_stock_way_where_a_fork_would_differ(start, tmp_path, monkeypatch, why, options):
    (tmp_path / "threaded.py").write_text("import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n")
    if "thread" in why:
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    config = kernels.use(Config())
    config.merge(Config(options.get("config", {})))
    one = start(config=config, start=options.get("start"))
    assert isinstance(one.process, subprocess.Popen)
    assert one.ask("1 + 1") == 2


def test_failing_warm_up_is_noted_and_kernels_are_forked_all_the_same(start, tmp_path, monkeypatch, caplog):
    (tmp_path / "warming.py").write_text(
        "import ipywidgets\nLEFT = []\ndef draw():\n    LEFT.append(ipywidgets.Text('shared'))\ndef fail():\n    raise ValueError('no data')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    config = kernels.use(Config(), modules=["missing_module"], calls=["warming:draw", "warming:fail"])
    one = start(config=config)
    assert isinstance(one.process, ForkedProcess)
    assert "missing_module" in caplog.text and "no data" in caplog.text
    assert one.ask("len(__import__('warming').LEFT)") == 1
    # The widget that was drawn is closed, and a new one works.
    assert one.ask("len(__import__('ipywidgets').Widget.widgets)") == 0
    assert one.run("import ipywidgets; text = ipywidgets.Text('mine')")["status"] == "ok"
    assert one.ask("(text.value, text.comm is not None)") == ("mine", True)


def test_encrypted_tcp_works_too(start):
    config = kernels.use(Config(), transport="tcp")
    one = start(config=config, transport_encryption="required")
    assert isinstance(one.process, ForkedProcess)
    assert one.ask("1 + 1") == 2


def test_ipc_leaves_no_channel_on_a_port(kernel):
    folder = Path(kernel.manager.connection_file).parent
    assert len([path for path in folder.iterdir() if path.is_socket()]) == 5


def test_long_folder_names_are_no_hindrance(start, tmp_path):
    """The path of a socket has about a hundred letters; a person's folder may have more."""
    folder = tmp_path / ("long" * 25)
    folder.mkdir()
    one = start(folder=folder)
    assert isinstance(one.process, ForkedProcess)
    assert one.ask("1 + 1") == 2
    sockets = Path(one.manager.ip).parent
    one.manager.restart_kernel(now=True)
    one.client.wait_for_ready(timeout=10)
    one.manager.shutdown_kernel(now=True)
    assert not sockets.exists()


def test_streams_are_where_the_server_wants_them(start, tmp_path):
    with open(tmp_path / "out", "w+b") as out:
        one = start(start={"stdout": out, "stderr": subprocess.STDOUT, "env": {**os.environ, "PYTEST_CURRENT_TEST": "1"}})
        one.run("import os; os.write(1, b'one '); os.write(2, b'two')")
        out.seek(0)
        assert out.read().endswith(b"one two")


def test_provisioner_is_found_with_and_without_an_installed_entry_point():
    KernelProvisionerFactory.provisioners.pop(kernels.NAME, None)
    kernels.register()
    assert KernelProvisionerFactory.provisioners[kernels.NAME].load() is ForkProvisioner
    import tomllib

    project = tomllib.loads((Path(__file__).resolve().parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (name, value), = project["entry-points"][KernelProvisionerFactory.GROUP_NAME].items()
    assert name == kernels.NAME
    assert EntryPoint(name, value, KernelProvisionerFactory.GROUP_NAME).load() is ForkProvisioner


def test_gives_up_after_a_parent_that_never_starts():
    settings = parents.Settings(executable="/bin/false")
    for _ in range(parents.MAX_FAILURES):
        with pytest.raises(parents.CannotFork, match="ended"):
            parents.parent_for(settings).ready.result(10)
    time.sleep(0.1)
    with pytest.raises(parents.CannotFork, match="did not start"):
        parents.parent_for(settings)
