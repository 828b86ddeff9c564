"""What a visitor with a websocket of their own can do to kernels: nothing but what a page does."""

from __future__ import annotations

import asyncio
import json
import os
import re
import tempfile
import time
import uuid
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import requests
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from svtrain.serve.kernel_channels import MOST_LINES, ChannelsHandler
from svtrain.serve.pace import Pace

V1 = "v1.kernel.websocket.jupyter.org"


def message(kind: str, content: dict) -> dict:
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": uuid.uuid4().hex, "date": "2026-01-01T00:00:00Z", "version": "5.3"}
    return {"header": header, "parent_header": {}, "metadata": {}, "content": content}


def packed(channel: str, said: dict) -> bytes:
    """A message as the v1 protocol of kernel websockets has it."""
    parts = [channel.encode()] + [json.dumps(said[key]).encode() for key in ("header", "parent_header", "metadata", "content")]
    offsets = [8 * (len(parts) + 2)]  # the count, and where each part begins and the last one ends
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    numbers = [len(offsets), *offsets]
    return b"".join(n.to_bytes(8, "little") for n in numbers) + b"".join(parts)


def unpacked(data: bytes) -> tuple[str, str, dict]:
    count = int.from_bytes(data[:8], "little")
    at = [int.from_bytes(data[8 * (i + 1):8 * (i + 2)], "little") for i in range(count)]
    parts = [data[at[i]:at[i + 1]] for i in range(count - 1)]
    return json.loads(parts[1])["msg_type"], json.loads(parts[2]).get("msg_id", ""), json.loads(parts[4])


class Line:
    """A visitor's line to a kernel, in either protocol."""

    def __init__(self, stage, visitor: requests.Session, kernel: str, v1: bool = True, **headers):
        cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        address = stage.address.replace("http", "ws") + f"/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        headers = {"Cookie": cookie} | headers
        origin = headers.pop("Origin", stage.address)
        self.v1 = v1
        self.stack = ExitStack()
        self.socket = self.stack.enter_context(connect(address, additional_headers=headers, origin=origin, subprotocols=[V1] if v1 else None, open_timeout=20, ping_interval=None, close_timeout=1))

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stack.close()

    def say(self, kind: str, content: dict, channel: str = "shell") -> str:
        said = message(kind, content)
        self.socket.send(packed(channel, said) if self.v1 else json.dumps(said | {"channel": channel}))
        return said["header"]["msg_id"]

    def replies(self, to: str, seconds: float = 1.5) -> list[tuple[str, dict]]:
        found, end = [], time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                data = self.socket.recv(timeout=left)
            except TimeoutError:
                break
            if isinstance(data, bytes):
                kind, parent, content = unpacked(data)
            else:
                heard = json.loads(data)
                kind, parent, content = heard["msg_type"], heard["parent_header"].get("msg_id", ""), heard["content"]
            if parent == to:
                found.append((kind, content))
                if kind.endswith("_reply"):
                    break
        return found

    def alive(self) -> bool:
        return any(kind == "kernel_info_reply" for kind, _ in self.replies(self.say("kernel_info_request", {}), 3))


def still_alive(stage, mine) -> bool:
    with Line(stage, *mine) as line:
        return line.alive()


@pytest.fixture(scope="module")
def mine(stage):
    visitor = stage.visitor()
    kernel, _ = stage.open(visitor)
    return visitor, kernel


@pytest.mark.parametrize("v1", [True, False])
@pytest.mark.parametrize("channel", ["shell", "control"])
def test_code_is_not_run(stage, mine, tmp_path, v1, channel):
    mark = tmp_path / "was-run"
    with Line(stage, *mine, v1=v1) as line:
        assert line.alive()
        asked = line.say("execute_request", {"code": f"open({str(mark)!r}, 'w').close()", "silent": False, "user_expressions": {}}, channel)
        assert line.replies(asked, 0.5) == []
        assert line.alive()
    assert not mark.exists()


@pytest.mark.parametrize("kind, content", [
    ("shutdown_request", {"restart": False}), ("shutdown_request", {"restart": True}), ("interrupt_request", {}),
    ("complete_request", {"code": "secret_", "cursor_pos": 7}), ("inspect_request", {"code": "box", "cursor_pos": 1, "detail_level": 1}),
    ("history_request", {"hist_access_type": "tail", "n": 10, "output": True, "raw": True}), ("is_complete_request", {"code": "1"}),
    ("debug_request", {"command": "initialize", "seq": 1, "type": "request", "arguments": {}}),
    ("create_subshell_request", {}), ("input_reply", {"value": "1"}), ("usage_request", {}),
])
def test_other_requests_get_no_answer(stage, mine, kind, content):
    channel = "control" if kind in ("shutdown_request", "interrupt_request", "debug_request", "create_subshell_request", "usage_request") else "shell"
    with Line(stage, *mine) as line:
        assert line.replies(line.say(kind, content, channel), 0.3) == []
        assert line.alive()


def test_a_visitor_makes_no_widgets(stage, mine):
    def comms(line):
        return next(content for kind, content in line.replies(line.say("comm_info_request", {}), 5) if kind == "comm_info_reply")["comms"]

    state = {"_model_name": "TextModel", "_model_module": "@jupyter-widgets/controls", "_model_module_version": "2.0.0",
             "_view_name": "TextView", "_view_module": "@jupyter-widgets/controls", "_view_module_version": "2.0.0"}
    with Line(stage, *mine) as line:
        before = comms(line)
        line.say("comm_open", {"comm_id": uuid.uuid4().hex, "target_name": "jupyter.widget", "data": {"state": state, "buffer_paths": []}})
        assert before and comms(line) == before


@pytest.mark.parametrize("data", [b"", b"\0", b"\xff" * 64, (2**62).to_bytes(8, "little") * 3, "{}", "[]", "null", "not json", '{"header": 3}'])
def test_nonsense_does_not_end_the_server(stage, mine, data):
    with Line(stage, *mine) as line:
        line.socket.send(data)
    assert still_alive(stage, mine)


@pytest.mark.parametrize("channel", ["control", "stdin", "iopub", "nope", "", None, [], {}])
def test_a_page_has_one_channel(stage, mine, channel):
    said = message("kernel_info_request", {}) | {"channel": channel}
    with Line(stage, *mine, v1=False) as line:
        line.socket.send(json.dumps(said))
        assert line.replies(said["header"]["msg_id"], 0.3) == []
        assert line.alive()


@pytest.mark.parametrize("change", [
    {"header": []}, {"header": {"msg_type": "comm_msg"}}, {"parent_header": None}, {"metadata": 3}, {"content": {"data": {}}}, {"content": {"comm_id": {"a": 1}, "data": {}}},
    {"buffers": ["x"]},
])
def test_a_message_with_odd_parts_is_left_out(stage, mine, change):
    with Line(stage, *mine, v1=False) as line:
        line.socket.send(json.dumps(message("comm_msg", {"comm_id": "x", "data": {}}) | {"channel": "shell"} | change))
        assert line.alive()
    assert "Traceback" not in stage.log.read_text()


def test_bytes_that_are_read_in_two_ways_are_left_out(stage, mine):
    """As UTF-16, or so deep that a reader gives up: what the server looks at has to be what the kernel would run."""
    said = message("comm_msg", {"comm_id": "x", "data": {}})
    for odd in (json.dumps(said["header"]).encode("utf-16"), b"[" * 100_000 + b"]" * 100_000):
        parts = [b"shell", odd, b"{}", b"{}", b"{}"]
        offsets = [8 * (len(parts) + 2)]
        for part in parts:
            offsets.append(offsets[-1] + len(part))
        with Line(stage, *mine) as line:
            line.socket.send(b"".join(n.to_bytes(8, "little") for n in (len(offsets), *offsets)) + b"".join(parts))
            assert line.alive()
    assert mine[1] not in stage.log.read_text()


def test_a_visitor_holds_few_lines_and_the_server_few_files(stage, mine):
    server = psutil.Process(stage.process.pid)
    with ExitStack() as stack:
        lines = [stack.enter_context(Line(stage, *mine)) for _ in range(MOST_LINES + 6)]
        assert lines[-1].alive()
        with pytest.raises(ConnectionClosed):
            while True:
                lines[0].socket.recv(timeout=10)
        assert lines[-1].alive()
        assert sum(1 for line in server.net_connections("tcp") if line.status == psutil.CONN_ESTABLISHED) <= MOST_LINES + 6


def test_who_says_much_waits(monkeypatch):
    """Nothing is lost of it: the line is read again after a pause, and others are heard meanwhile."""
    passed, pauses = [], []

    async def pause(seconds):
        pauses.append(seconds)

    monkeypatch.setattr("svtrain.serve.kernel_channels.asyncio.sleep", pause)
    handler = ChannelsHandler.__new__(ChannelsHandler)
    handler._pace, handler.connection = Pace(burst=100, a_second=1, each=10), SimpleNamespace(handle_incoming_message=passed.append)
    for _ in range(4):
        asyncio.run(handler.on_message(b"x" * 30))
    assert len(passed) == 4 and [round(each) for each in pauses] == [20, 60]


def test_what_is_wrong_in_an_apps_code_stays_in_the_kernel(stage):
    """Neither its words nor its lines go to the page, whether it fails in an answer or by itself."""
    visitor = stage.visitor()
    kernel, _ = stage.open(visitor, "apps/faults.ipynb")
    with Line(stage, visitor, kernel) as line:
        comms = next(content for kind, content in line.replies(line.say("comm_info_request", {}), 5) if kind == "comm_info_reply")["comms"]
        for comm in comms:
            line.say("comm_msg", {"comm_id": comm, "data": {"method": "update", "state": {"value": "typed-by-ann"}, "buffer_paths": []}})
        heard, end = "", time.monotonic() + 30
        while time.monotonic() < end:
            try:
                heard += str(unpacked(line.socket.recv(timeout=1)))
            except TimeoutError:
                if "ExecutionError" in heard:
                    break
    assert "ExecutionError" in heard, "the callback did not fail"
    for word in ("failed-by-itself", "failed-in-an-answer", "Traceback", "a-warning"):
        assert word not in heard and word not in stage.log.read_text()


def test_anothers_kernel_is_out_of_reach(stage, mine):
    _, kernel = mine
    other = stage.visitor()
    nobody = requests.Session()
    for who in (other, nobody):
        assert who.get(f"{stage.address}/api/kernels/{kernel}").status_code == 404
        assert who.post(f"{stage.address}/voila/api/shutdown/{kernel}", headers={"Origin": stage.address}).status_code == 404
        with pytest.raises(InvalidStatus) as refused:
            Line(stage, who, kernel)
        assert refused.value.response.status_code in (403, 404)
    assert still_alive(stage, mine)


def test_a_page_of_another_host_gets_no_line(stage, mine):
    with pytest.raises(InvalidStatus) as refused:
        Line(stage, *mine, Origin="http://evil.example")
    assert refused.value.response.status_code == 403
    visitor, kernel = mine
    assert visitor.post(f"{stage.address}/voila/api/shutdown/{kernel}", headers={"Origin": "http://evil.example"}).status_code == 403
    assert visitor.post(f"{stage.address}/voila/api/shutdown/{kernel}").status_code == 403
    assert still_alive(stage, mine)


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "POST"])
def test_a_kernel_takes_no_orders(stage, mine, method):
    visitor, kernel = mine
    for path in (f"/api/kernels/{kernel}", f"/api/kernels/{kernel}/restart", f"/api/kernels/{kernel}/interrupt", "/api/kernels"):
        assert visitor.request(method, stage.address + path, headers={"Origin": stage.address}).status_code in (404, 405)
    assert still_alive(stage, mine)


def test_the_owner_may_leave(stage):
    visitor = stage.visitor()
    kernel, _ = stage.open(visitor)
    assert visitor.post(f"{stage.address}/voila/api/shutdown/{kernel}", headers={"Origin": stage.address}).status_code == 204
    assert visitor.get(f"{stage.address}/api/kernels/{kernel}").status_code == 404


@pytest.mark.skipif(os.name == "nt", reason="Windows has no local sockets for kernels")
def test_kernels_are_reached_by_files_of_their_owner(stage, mine):
    server = psutil.Process(stage.process.pid)
    family = [server, *server.children(recursive=True)]
    open_to = {port.laddr.ip for process in family for port in process.net_connections("inet") if port.status == psutil.CONN_LISTEN}
    assert open_to == {"127.0.0.1"}
    _, kernel = mine
    found = [path for path in Path(tempfile.gettempdir()).glob(f"voila_*/kernel-{kernel}.json")]
    assert [json.loads(path.read_text())["transport"] for path in found] == ["ipc"]
    assert found[0].parent.stat().st_mode & 0o077 == 0


def test_one_person_cannot_take_every_place(stages):
    stage = stages(most_kernels=3, forked_kernels=False)
    greedy, other = stage.visitor(), stage.visitor()
    kernels = [stage.open(greedy)[0] for _ in range(3)]
    assert other.get(f"{stage.address}/voila/render/apps/probe.ipynb").status_code == 503
    newest, _ = stage.open(greedy)
    assert greedy.get(f"{stage.address}/api/kernels/{kernels[0]}").status_code == 404
    assert greedy.get(f"{stage.address}/api/kernels/{newest}").status_code == 200
    for kernel in (kernels[1], kernels[2], newest):
        greedy.post(f"{stage.address}/voila/api/shutdown/{kernel}", headers={"Origin": stage.address})
    assert other.get(f"{stage.address}/queue").json() == {"place": 0}
    assert re.search("A probe", stage.open(other)[1])
