"""Many visitors at once, over the real HTTP and websocket path, without a browser.

    python bench/visitors.py --visitors 30 --seconds 20 [--stock] [--page apps/value-builder.ipynb]

Each visitor asks for the page, opens its kernel's websocket as the page's scripts do, asks for the widgets'
states, and is ready when they have come. Then it changes one field every few seconds and waits until the
kernel has done all that follows from it. With --stock, stock Voila serves the same notebook in the same run
and the ratios are printed. All traffic stays on this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from svtrain.serve.rehearsal.hosts import free_port
from svtrain.serve.rehearsal.times import late
from svtrain.serve.rehearsal.wire import KERNEL, V1, packed, parts

ROOT = Path(__file__).resolve().parents[1]
OURS = "import sys; from svtrain.serve.voila_server import run; run(port=int(sys.argv[1]), most_kernels=int(sys.argv[2]))"
PATIENCE = 120.0


class Visitor:
    """One person's page: a kernel, a websocket, a field to change."""

    def __init__(self, address: str, page: str, field: str, cookie: str = ""):
        self.address, self.page, self.field, self.cookie = address, page, field, cookie
        self.session = uuid.uuid4().hex

    async def open(self) -> float:
        """Open the page; seconds until its widgets' states are here."""
        began = time.perf_counter()
        answer = await AsyncHTTPClient().fetch(HTTPRequest(
            f"{self.address}/voila/render/{self.page}", headers={"Cookie": self.cookie}, request_timeout=PATIENCE))
        self.code_done = time.perf_counter() - began
        cookies = "; ".join(filter(None, [self.cookie, *(each.split(";")[0] for each in answer.headers.get_list("Set-Cookie"))]))
        self.kernel = KERNEL.search(answer.body.decode())[1]
        self.line = await websocket_connect(HTTPRequest(
            f"{self.address.replace('http', 'ws')}/api/kernels/{self.kernel}/channels?session_id={self.session}",
            headers={"Cookie": cookies, "Origin": self.address}, connect_timeout=PATIENCE),
            subprotocols=[V1], max_message_size=50_000_000)
        comm = uuid.uuid4().hex
        await self.say("comm_open", {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}},
                       {"version": "1.0.0"})
        await self.say("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        states = await self.hear(lambda said: said["msg_type"] == "comm_msg" and said["content"]["data"].get("method") == "update_states")
        ready = time.perf_counter() - began
        self.pick(states["content"]["data"]["states"])
        return ready

    def pick(self, states: dict) -> None:
        """Find the field to change: by its name, else the first that holds text."""
        named = [(number, found["state"]) for number, found in states.items() if found["state"].get("name") == self.field]
        typed = [(number, found["state"]) for number, found in states.items()
                 if isinstance(found["state"].get("value"), str) and found["model_name"] != "HTMLModel"]
        self.comm, self.state = (named or typed)[0]

    async def change(self) -> float:
        """Type into the field; seconds until the kernel has sent all that follows."""
        text = self.state.get("value")
        value = round(random.uniform(0.05, 0.95), 3)
        began = time.perf_counter()
        asked = await self.say("comm_msg", {"comm_id": self.comm, "data": {
            "method": "update", "state": {"value": value if isinstance(text, float) else str(value)}, "buffer_paths": []}})
        await self.hear(lambda said: said["msg_type"] == "status" and said["content"]["execution_state"] == "idle"
                        and said["parent_header"].get("msg_id") == asked)
        return time.perf_counter() - began

    async def say(self, kind: str, content: dict, metadata: dict | None = None) -> str:
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "session": self.session, "username": "", "version": "5.3",
                  "date": datetime.now(UTC).isoformat()}
        await self.line.write_message(packed(b"shell", header, {}, metadata or {}, content), binary=True)
        return number

    async def hear(self, wanted) -> dict:
        """The first message that is wanted."""
        end = time.perf_counter() + PATIENCE
        while True:
            said = await asyncio.wait_for(self.line.read_message(), end - time.perf_counter())
            if said is None:
                raise ConnectionError("the server closed the line")
            _, header, parent, _, content, *_ = parts(said)
            header = json.loads(header)
            if header["msg_type"] not in ("comm_msg", "status"):
                continue
            said = {"msg_type": header["msg_type"], "parent_header": json.loads(parent), "content": json.loads(content)}
            if wanted(said):
                return said

    async def stay(self, seconds: float, every: float, times: list[float]) -> None:
        """Change the field every so often, not all visitors at the same moment."""
        end = time.perf_counter() + seconds
        await asyncio.sleep(random.uniform(0, every))
        while time.perf_counter() < end:
            times.append(await self.change())
            await asyncio.sleep(every * random.uniform(0.8, 1.2))


def command(stock: bool, port: int, visitors: int) -> list[str]:
    if stock:
        return [sys.executable, "-m", "voila", "notebooks", "--no-browser", f"--port={port}", "--Voila.log_level=ERROR"]
    return [sys.executable, "-c", OURS, str(port), str(visitors + 10)]


async def answering(address: str, server: subprocess.Popen) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("the server stopped")
        try:
            await AsyncHTTPClient().fetch(address, request_timeout=5, raise_error=False)
            return
        except OSError:
            await asyncio.sleep(0.1)
    raise SystemExit("the server does not answer")


def family(server: subprocess.Popen) -> list[psutil.Process]:
    me = psutil.Process(server.pid)
    return [me, *me.children(recursive=True)]


def processor(server: subprocess.Popen) -> float:
    """Processor time of the server and all its processes so far, in seconds."""
    total = 0.0
    for process in family(server):
        try:
            times = process.cpu_times()
            total += times.user + times.system
        except psutil.NoSuchProcess:
            pass
    return total


def memory(server: subprocess.Popen) -> tuple[float, float]:
    """In MB: everything together (shared pages counted once), and private to a middling kernel."""
    together, own = 0.0, []
    for process in family(server):
        try:
            used = process.memory_full_info()
        except psutil.Error:
            continue
        together += used.pss
        own.append(used.uss)
    return together / 2**20, statistics.median(own) / 2**20


async def measure(stock: bool, given) -> dict[str, float]:
    """Serve, visit, hold, and say what it took."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="visitors") as work:
        env = {**os.environ, "SVTRAIN_WORK": work}
        server = subprocess.Popen(command(stock, port, given.visitors), cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        try:
            await answering(address, server)
            first = Visitor(address, given.page, given.field)
            await first.open()  # not counted: it warms the disk, and the page that the server keeps
            await first.change()
            before = processor(server)
            visitors = [Visitor(address, given.page, given.field) for _ in range(given.visitors)]
            opened = await asyncio.gather(*(each.open() for each in visitors), return_exceptions=True)
            ready = [time for time in opened if isinstance(time, float)]
            errors = [repr(each) for each in opened if not isinstance(each, float)]
            spent = (processor(server) - before) / max(1, len(ready))
            changes: list[float] = []
            held = [each for each, time in zip(visitors, opened, strict=True) if isinstance(time, float)]
            stayed = await asyncio.gather(*(each.stay(given.seconds, given.every, changes) for each in held), return_exceptions=True)
            errors += [repr(each) for each in stayed if each is not None]
            together, own = memory(server)
        finally:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()
    if errors:
        print(f"{len(errors)} errors, such as {errors[0]}")
    return {
        "code done, median s": statistics.median(each.code_done for each in held),
        "ready, median s": statistics.median(ready), "ready, 95% s": late(ready, 0.95), "processor to open, s": spent,
        "change, median s": statistics.median(changes or [float("nan")]), "change, 95% s": late(changes or [float("nan")], 0.95),
        "changes": len(changes), "private, MB": own, "together, MB": together, "errors": len(errors),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=15, help="how long they stay")
    parser.add_argument("--every", type=float, default=5, help="seconds between two changes of one visitor")
    parser.add_argument("--page", default="apps/value-builder.ipynb")
    parser.add_argument("--field", default="deadweight", help="the name of the field that is changed")
    parser.add_argument("--stock", action="store_true", help="serve the same notebook with stock Voila too")
    given = parser.parse_args()
    AsyncHTTPClient.configure(None, max_clients=1000)
    rows = {"ours": asyncio.run(measure(False, given))}
    if given.stock:
        rows = {"stock": asyncio.run(measure(True, given)), **rows}
    print(f"{given.visitors} visitors".ljust(24) + "".join(f"{kind:>10}" for kind in rows) + ("     ratio" if given.stock else ""))
    for name in rows["ours"]:
        values = [rows[kind][name] for kind in rows]
        ratio = f"{values[1] / values[0]:10.2f}" if given.stock and values[0] else ""
        print(name.ljust(24) + "".join(f"{value:10.3f}" for value in values) + ratio)


if __name__ == "__main__":
    main()
