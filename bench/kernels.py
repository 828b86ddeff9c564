"""How long a kernel takes to have an app's code done, stock and forked, in one run.

    python bench/kernels.py [--rounds 7]

Each round starts a stock kernel and a forked one in turn, runs the same small app in it (fields, a table, a
figure), and reads the processes' own counters. The ratios are the result: absolute times depend on the machine.
The warmed parent is started before the first round; its one-off cost is printed too.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
import uuid
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Config

from svtrain.serve import kernels
from svtrain.serve.kernels import parent as parents

APP = """
import ipywidgets, numpy, pandas, plotly.graph_objects as go
from IPython.display import display
table = pandas.DataFrame({"year": range(5), "value": numpy.linspace(1, 2, 5)})
def figure():
    return go.Figure(go.Bar(x=table["year"], y=table["value"]), layout={"title": "Value by year"})
fields = [ipywidgets.FloatText(value=n, description=f"Field {n}") for n in range(8)]
chart = ipywidgets.HTML(figure().to_json())
def again(change):
    table["value"] = table["value"] * (1 + change["new"] / 100)
    chart.value = figure().to_json()
fields[0].observe(again, "value")
display(ipywidgets.VBox([*fields, ipywidgets.HTML(table.to_html()), chart]))
fields[0].value = 7.0
"""
TICKS = os.sysconf("SC_CLK_TCK")


def private_mb(pid: int) -> float:
    """Memory that no other process shares, in MB (the unique set size)."""
    rows = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return sum(int(rows[name].split()[0]) for name in ("Private_Clean", "Private_Dirty")) / 1024


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def one(config: Config, folder: Path, warmed: int | None) -> dict[str, float]:
    """Start a kernel, run the app, measure, end it."""
    manager = AsyncKernelManager(config=config, connection_file=str(folder / f"{uuid.uuid4().hex[:8]}.json"))
    before = time.process_time() + (cpu_seconds(warmed) if warmed else 0)
    started = time.perf_counter()
    await manager.start_kernel(stderr=asyncio.subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    ready = time.perf_counter()
    asked = client.execute(APP)
    while (reply := await client.get_shell_msg(timeout=60))["parent_header"].get("msg_id") != asked:
        pass
    done = time.perf_counter()
    assert reply["content"]["status"] == "ok", reply["content"]
    pid = manager.provisioner.pid
    await asyncio.sleep(0.2)
    cpu = cpu_seconds(pid) + time.process_time() + (cpu_seconds(warmed) if warmed else 0) - before
    private = private_mb(pid)
    client.stop_channels()
    await manager.shutdown_kernel(now=True)
    return {"ready, s": ready - started, "code done, s": done - started, "processor, s": cpu, "private, MB": private}


async def main(rounds: int, calls: list[str]) -> None:
    stock = Config()
    forked = kernels.use(Config(), calls=calls)
    began = time.perf_counter()
    kernels.start(forked)
    warmed = next(iter(parents._parents.values()))
    warmed.ready.result(60)
    print(f"warming the parent: {time.perf_counter() - began:.2f} s once, {private_mb(warmed.pid):.0f} MB once")
    results: dict[str, list[dict]] = {"stock": [], "forked": []}
    factory = KernelProvisionerFactory.instance()
    with tempfile.TemporaryDirectory(prefix="k") as folder:
        for _ in range(rounds):
            factory.default_provisioner_name = "local-provisioner"
            results["stock"].append(await one(stock, Path(folder), None))
            factory.default_provisioner_name = kernels.NAME
            results["forked"].append(await one(forked, Path(folder), warmed.pid))
    print(f"{'median of ' + str(rounds):16}{'stock':>10}{'forked':>10}{'ratio':>9}")
    for name in results["stock"][0]:
        middle = {kind: statistics.median(row[name] for row in rows) for kind, rows in results.items()}
        print(f"{name:16}{middle['stock']:10.3f}{middle['forked']:10.3f}{middle['forked'] / middle['stock']:9.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--call", action="append", default=[], help="a function, as module:name, for the parent to call")
    given = parser.parse_args()
    asyncio.run(main(given.rounds, given.call))
