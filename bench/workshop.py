"""What a whole room costs: everybody opens a page at once, then types, then answers the facilitator.

    python bench/workshop.py [--people 30] [--seconds 20] [--every 5]

The server is `svtrain workshop`, started as a facilitator starts it. People join by link and walk the real HTTP and
websocket path, as in bench/visitors.py. The first page is opened before the clock starts, so the server is warm. Answers
begin when everybody has the room's page open; each answer is shown as a count on every page, which is what costs. At
the end each person's estimate is looked for in the room. Memory is what the server's processes have more than before
people came, shared pages counted once; a person's part of it is held against a stock kernel that shows the same page.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
import uuid
from pathlib import Path

import psutil
from jupyter_client.manager import AsyncKernelManager
from tornado.httpclient import AsyncHTTPClient

from svtrain.room import Store
from svtrain.serve.links import RoomLinks
from svtrain.serve.rehearsal import hosts
from svtrain.serve.rehearsal.people import ESTIMATE, page_of
from svtrain.serve.rehearsal.times import Times, late
from svtrain.serve.rehearsal.wire import WirePage
from svtrain.serve.session import server_secret

APP, READY, FIELD = "value-builder", "headline", "deadweight"
PAGE_ALONE = f"from svtrain.apps.{APP.replace('-', '_')}.view import show\nshow()"
SAME_IMPORTS = f"import importlib\nfrom svtrain.serve import warm\nfor name in warm._modules(): importlib.import_module(name)\n{PAGE_ALONE}"
TARGETS = {"open, 95%": 5.0, "type, 95%": 0.1, "memory": 0.25}


async def stock_kernel(folder: Path, code: str) -> float:
    """MB that a stock kernel has to itself once it has run some code."""
    manager = AsyncKernelManager(connection_file=str(folder / f"{uuid.uuid4().hex[:8]}.json"))
    await manager.start_kernel(env={**os.environ, "SVTRAIN_WORK": str(folder)}, stderr=asyncio.subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=120)
        asked = client.execute(code)
        while (reply := await client.get_shell_msg(timeout=120))["parent_header"].get("msg_id") != asked:
            pass
        assert reply["content"]["status"] == "ok", reply["content"]
        return psutil.Process(manager.provisioner.pid).memory_full_info().uss / 2**20
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


async def types(page: WirePage, seconds: float, every: float) -> None:
    """Change a field every so often, not all people at the same moment."""
    end = time.perf_counter() + seconds
    await asyncio.sleep(random.uniform(0, every))
    while time.perf_counter() < end:
        await page.type(FIELD, f"{random.randint(5, 95)}%")
        await asyncio.sleep(every * random.uniform(0.8, 1.2))


async def answers(page: WirePage, over: float) -> None:
    """Give an estimate at a moment of one's own."""
    await asyncio.sleep(random.uniform(0, over))
    for name, text in {"low": "10%", "likely": f"{random.randint(20, 60)}%", "high": "80%", "reason": "From the years before"}.items():
        await page.type(name, text)
    await page.press("send")
    await page.says("sent", "The room has your estimate", 60)


async def measure(given) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="workshop", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        host = await hosts.open_workshop(work / "server", "Bench", given.people, "180", str(work / "room.sqlite"))
        try:
            store = Store(str(work / "room.sqlite"))
            room = store.rooms()[0]
            links = RoomLinks(server_secret(host.work))
            leader = WirePage("the facilitator", host.address)
            await leader.join(host.facilitator)
            await leader.open(page_of(APP), READY)  # not counted: the server gets warm
            await leader.type(FIELD, "50%")
            await leader.open(page_of("estimate-room"), "count")
            before = hosts.memory([host])["together"]
            times = Times()
            people = [WirePage(f"P{number}", host.address, times=times) for number in range(given.people)]
            await asyncio.gather(*(page.join(f"{host.address}/join/{links.token(room)}") for page in people))
            opened = await asyncio.gather(*(page.open(page_of(APP), READY) for page in people))
            await asyncio.gather(*(types(page, given.seconds, given.every) for page in people))
            used = hosts.memory([host])
            typed = times.taken.pop("type, until the kernel is done")
            await asyncio.gather(*(page.open(page_of("estimate-room"), "standing") for page in people))
            await leader.press("open")
            await asyncio.gather(*(page.says("standing", "Round 1 is open", 60) for page in people))
            await asyncio.gather(*(answers(page, given.every) for page in people))
            there = next(each["answered"] for each in store.status(room).activities if each["item"] == ESTIMATE)
            doubled = store.status(room).answers - there
            store.close()
        finally:
            host.stop()
        alone, same = [statistics.median([await stock_kernel(work, code) for _ in range(3)]) for code in (PAGE_ALONE, SAME_IMPORTS)]
    mine = (used["together"] - before) / given.people
    return {"open, 50%": statistics.median(opened), "open, 95%": late(opened), "type, count": len(typed), "type, 50%": statistics.median(typed),
            "type, 95%": late(typed), "answering, 95%": late(times.taken["type, until the kernel is done"] + times.taken["press, until the kernel is done"]),
            "lost": given.people - there, "doubled": doubled, "mine": mine, "alone": alone, "same": same, "memory": mine / same, "together": used["together"]}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--people", type=int, default=30, help="100 shows what a hundred cost")
    ask.add_argument("--seconds", type=float, default=20, help="how long people type")
    ask.add_argument("--every", type=float, default=5, help="seconds between two changes of one person")
    given = ask.parse_args()
    AsyncHTTPClient.configure(None, max_clients=1000)
    found, load = asyncio.run(measure(given)), os.getloadavg()[0]
    print(f"{given.people} people on {os.cpu_count()} cores; the machine's load at the end {load:.1f}")
    print(f"  all open a page at once          p50 {found['open, 50%']:6.2f} s    p95 {found['open, 95%']:6.2f} s")
    print(f"  a change, until the kernel's done p50 {found['type, 50%'] * 1000:5.0f} ms   p95 {found['type, 95%'] * 1000:5.0f} ms   of {found['type, count']}")
    print(f"  while all answer in the room                  p95 {found['answering, 95%'] * 1000:5.0f} ms")
    print(f"  answers lost {found['lost']}, doubled {found['doubled']}")
    print(f"  memory a person {found['mine']:.0f} MB; all together {found['together']:.0f} MB")
    print(f"  a stock kernel with the same page and imports {found['same']:.0f} MB: ratio {found['memory']:.2f}")
    print(f"  a stock kernel with that page's own imports   {found['alone']:.0f} MB: ratio {found['mine'] / found['alone']:.2f}")
    for name, most in TARGETS.items():
        print(f"  {name}: {found[name]:.2f} of {most:g} at most, {'held' if found[name] <= most else 'NOT held'}")


if __name__ == "__main__":
    main()
