"""A forked kernel answers as a stock one does."""

from __future__ import annotations

import os
import subprocess

import pytest
from jupyter_client.provisioning import LocalProvisioner

from svtrain.serve import kernels
from svtrain.serve.kernels.parent import ForkedProcess

# What a kernel can tell about itself; both kinds must say the same.
FACTS = """
import gc, locale, os, signal, sys
import ipywidgets
shell = get_ipython()
facts = {
    "name": __name__,
    "main": sys.modules["__main__"].__dict__ is globals(),
    "arguments": sys.argv[:2],
    "leads its session": os.getsid(0) == os.getpid() == os.getpgid(0),
    "signals": [str(signal.getsignal(n)) for n in (signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP, signal.SIGPIPE)],
    "standard input": os.read(0, 1),
    "collects": gc.isenabled(),
    "path": sys.path,
    "flags": str(sys.flags),
    "environment": {name: value for name, value in os.environ.items() if name not in ("JPY_PARENT_PID", "_")},
    "magics": {kind: sorted(names) for kind, names in shell.magics_manager.lsmagic().items()},
    "shell": type(shell).__name__,
    "streams": [type(sys.stdout).__name__, type(sys.stderr).__name__, type(sys.displayhook).__name__],
    "inherits": sorted(fd for fd in map(int, os.listdir("/proc/self/fd")) if fd < 1000 and os.path.exists(f"/proc/self/fd/{fd}") and os.get_inheritable(fd)),
    "umask": os.umask(os.umask(0o22)),
    "locale": locale.getlocale(),
    "answers to comms": sorted(shell.kernel.comm_manager.targets),
    "count": shell.execution_count,
    "tables": sorted(name for name in globals() if not name.startswith("_")),
    "folder": os.getcwd(),
    "parent": os.environ["JPY_PARENT_PID"],
}
"""

def test_tells_the_same_about_itself(pair):
    forked, stock = (told(one) for one in pair)
    assert forked == stock
    assert forked["environment"]["SVTRAIN_PERSON"] == "ada"


def told(kernel) -> dict:
    assert kernel.run(FACTS)["status"] == "ok"
    return kernel.ask("facts")


def test_is_a_fork_or_is_not(pair):
    forked, stock = pair
    assert isinstance(forked.process, ForkedProcess)
    assert isinstance(stock.process, subprocess.Popen)


@pytest.mark.parametrize("code, expected", [("import os; os._exit(7)", 7), ("import os; os.kill(os.getpid(), 9)", -9)])
def test_exit_code_is_reported(start, code, expected):
    for provisioner in (kernels.NAME, "local-provisioner"):
        one = start(provisioner)
        one.send(code)
        assert one.process.wait(5) == expected
        assert not one.manager.is_alive()


def test_interrupt_stops_a_sleep_and_keeps_the_kernel(pair):
    for one in pair:
        one.run("kept = 41")
        asked = one.send("import time; print('asleep', flush=True); time.sleep(30)")
        until_said(one, "asleep")
        one.manager.interrupt_kernel()
        assert one.result(asked)["ename"] == "KeyboardInterrupt"
        assert one.ask("kept + 1") == 42


def until_said(one, text: str) -> None:
    while True:
        message = one.client.get_iopub_msg(timeout=5)
        if message["msg_type"] == "stream":
            assert message["content"]["text"].strip() == text
            return


def test_restart_gives_a_new_process_with_the_same_settings(pair):
    for one in pair:
        before = one.process.pid
        one.run("kept = 1")
        one.manager.restart_kernel(now=True)
        one.client.wait_for_ready(timeout=10)
        assert one.process.pid != before
        assert one.ask("'kept' in globals()") is False
        assert one.ask("__import__('os').environ['SVTRAIN_PERSON']") == "ada"


def test_debugger_answers(pair):
    told = []
    for one in pair:
        message = one.client.session.msg("debug_request", {"type": "request", "seq": 1, "command": "debugInfo", "arguments": {}})
        one.client.control_channel.send(message)
        reply = one.client.get_control_msg(timeout=5)["content"]
        told.append((reply["success"], sorted(reply["body"])))
    assert told[0] == told[1] and told[0][0] is True


def test_output_of_the_machine_is_captured(start, tmp_path):
    """Output that a library writes past Python arrives too (not under pytest's own name in the environment)."""
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    for provisioner in (kernels.NAME, "local-provisioner"):
        one = start(provisioner, start={"env": env})
        one.run("import os; os.write(1, b'from below')")
        until_said(one, "from below")


def test_stock_class_is_underneath():
    from svtrain.serve.kernels.provisioner import ForkProvisioner

    assert issubclass(ForkProvisioner, LocalProvisioner)


def test_shutdown_ends_in_order(pair, gone, tmp_path):
    for number, one in enumerate(pair):
        left = tmp_path / str(number)
        one.run(f"import atexit; atexit.register(lambda: open({str(left)!r}, 'w').close())")
        pid = one.process.pid
        one.manager.shutdown_kernel()
        assert gone(pid) and not one.manager.has_kernel
        assert left.exists(), "what the kernel registered to be done at its exit was not done"
