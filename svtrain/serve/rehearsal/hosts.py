"""The real workshop server, started as a facilitator starts it, with its work in a folder of its own."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from svtrain.core.problems import CannotDo, Problem
from svtrain.serve.ports import HOST

LINKS = re.compile(r"^https?://\S+/join/\S+$", re.MULTILINE)
CODE = re.compile(r"and type the code +(\S.*)")
OPEN = re.compile(r"The workshop is open at (\S+)")
READY = "Press Ctrl+C to close it."  # the last that it prints as it opens
LONGEST_WORDS = 600
SECONDS = 90


@dataclass
class Host:
    """One running server. ``facilitator`` and ``projector`` are the links that it printed, ``code`` the short code."""

    address: str
    process: subprocess.Popen
    work: Path
    log: Path
    facilitator: str = ""
    projector: str = ""
    code: str = ""

    def said(self) -> str:
        """All that it printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def complaints(self) -> str:
        """What it printed after it was open: nothing, when all is well."""
        return " ".join(self.said().partition(READY)[2].split())[:LONGEST_WORDS]

    def processes(self) -> list[psutil.Process]:
        me = psutil.Process(self.process.pid)
        return [me, *me.children(recursive=True)]

    def stop(self) -> None:
        """End it, and all that it started."""
        try:
            family = self.processes()
        except psutil.NoSuchProcess:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            for one in family:
                if one.is_running():
                    one.kill()
            self.process.wait(10)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


async def open_workshop(work: Path, room: str, people: int, plan: str, store: str, people_store: str = "") -> Host:
    """``svtrain workshop``, up and warm.

    Raises
    ------
    CannotDo
        When it does not start; the sentence holds its own last words.
    """
    words = ["workshop", "--room", room, "--people", str(people), "--plan", plan, "--anyway", "--store", store]
    host = await _started(work, [*words, *(["--people-store", people_store] if people_store else [])])
    host.facilitator, host.projector = LINKS.findall(host.said())[-2:]
    host.code = CODE.search(host.said())[1].strip()
    return host


async def another(first: Host, work: Path, people: int, store: str, people_store: str = "") -> Host:
    """A second server with the same room and the same key, as behind a reverse proxy."""
    words = ["start", "--people", str(people), "--store", store, "--secret-file", str(first.work / "server" / "secret")]
    return await _started(work, [*words, *(["--people-store", people_store] if people_store else [])])


async def _started(work: Path, words: list[str]) -> Host:
    port = free_port()
    work.mkdir(parents=True, exist_ok=True)
    log = work / "server.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SVTRAIN_")} | {"SVTRAIN_WORK": str(work), "PYTHONUNBUFFERED": "1"}
    with log.open("w") as file:
        process = subprocess.Popen([sys.executable, "-m", "svtrain", *words, "--no-browser", "--port", str(port)], env=environment, stdout=file,
                                   stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    host = Host(f"http://{HOST}:{port}", process, work, log)
    end = time.monotonic() + SECONDS
    while not OPEN.search(host.said()):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            last = " ".join(host.said().split())[-300:]
            raise CannotDo(Problem(f"The workshop's server did not start. Its last words: {last}"))
        await asyncio.sleep(0.1)
    return host


def memory(hosts: list[Host]) -> dict[str, float]:
    """In MB: everything together (shared pages counted once where the system tells), and private to a middling process."""
    together, own, count = 0.0, [], 0
    for host in hosts:
        for process in host.processes():
            try:
                used = process.memory_full_info()
            except psutil.Error:
                continue
            together += getattr(used, "pss", used.rss)
            own.append(used.uss)
            count += 1
    return {"together": together / 2**20, "private": statistics.median(own) / 2**20 if own else 0.0, "processes": count}
