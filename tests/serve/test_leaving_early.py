"""Pages that are left while they open, at every moment of it: the server serves on, and its log stays silent."""

from __future__ import annotations

import random
import threading
import time
from contextlib import suppress

import requests
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

TIMES = 24  # pages that each of the visitors opens and leaves


def leave_early(stage, seed: int) -> None:
    """One visitor who opens pages and leaves each after a moment, before its line, while it is made, or just after."""
    moments, visitor = random.Random(seed), stage.visitor()
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    for _ in range(TIMES):
        with suppress(requests.RequestException), visitor.get(f"{stage.address}/voila/render/apps/probe.ipynb", stream=True, timeout=20) as answer:
            text, end = b"", time.monotonic() + moments.uniform(0, 1)
            for piece in answer.iter_content(256):
                text += piece
                if time.monotonic() > end:
                    break
            found = text.partition(b'"kernelId": "')[2][:36].decode()
        if len(found) == 36 and moments.random() < 0.7:
            address = stage.address.replace("http", "ws") + f"/api/kernels/{found}/channels?session_id={moments.random()}"
            with suppress(WebSocketException, TimeoutError, OSError):
                line = connect(address, additional_headers={"Cookie": cookie}, origin=stage.address, open_timeout=moments.uniform(0.01, 1), close_timeout=0.1, ping_interval=None)
                time.sleep(moments.uniform(0, 0.2))
                line.socket.close()


def test_a_page_left_while_it_opens_leaves_no_traceback(stages):
    stage = stages()
    visitors = [threading.Thread(target=leave_early, args=(stage, seed)) for seed in range(3)]
    for each in visitors:
        each.start()
    for each in visitors:
        each.join()
    stage.open(stage.visitor())  # it still serves
    said = stage.log.read_text()
    assert "Traceback" not in said and "Exception in thread" not in said, said[-3000:]
