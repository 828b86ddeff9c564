"""A page without a browser: the real HTTP and websocket path, as the page's own scripts walk it."""

from __future__ import annotations

import asyncio
import html
import json
import re
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClosedError, websocket_connect

from svtrain.serve.rehearsal.heard import Ear
from svtrain.serve.rehearsal.relay import Relay
from svtrain.serve.rehearsal.times import Times

V1 = "v1.kernel.websocket.jupyter.org"  # what browsers speak
KERNEL = re.compile(r'"kernelId": ?"([0-9a-f-]{36})"')
TAG = re.compile(r"<[^>]*>")
PATIENCE = 120.0
LARGEST = 50_000_000


class NotSeen(Exception):
    """What a person waits for did not come."""


class WirePage:
    """One person's page: cookies, one kernel, its line, and the widgets as the page would show them."""

    kind = "wire"

    def __init__(self, who: str, address: str, ear: Ear | None = None, times: Times | None = None, relay: Relay | None = None):
        self.who, self.address, self.ear, self.times, self.relay = who, (relay.address if relay else address).rstrip("/"), ear or Ear(), times or Times(), relay
        self.cookies: dict[str, str] = {}
        self.states: dict[str, dict] = {}
        self.files: list[tuple[str, bytes]] = []
        self.session, self.path, self.kernel, self.line = uuid.uuid4().hex, "", "", None
        self._news, self._idle, self._reading = asyncio.Event(), {}, None

    # -- coming and going

    async def join(self, link: str) -> None:
        """Follow a link into the room, and press its button."""
        self.address = "{0.scheme}://{0.netloc}".format(urlsplit(link))
        await self._ask(link, post={})

    async def join_with(self, code: str) -> None:
        """Type the short code."""
        await self._ask(f"{self.address}/join", post={"code": code})

    async def leave(self) -> None:
        """Press the button that gives the place in the room back."""
        await self.shut()
        await self._ask(f"{self.address}/room/leave", post={})

    def cookie(self, name: str) -> str:
        return self.cookies.get(name, "")

    async def person_cookie(self) -> str:
        """The sealed cookie that says who this is."""
        from svtrain.serve.session import COOKIE

        return self.cookie(COOKIE)

    # -- pages

    async def open(self, path: str, ready: str, why: str = "") -> float:
        """Open a page; seconds until the words named ``ready`` are there, kept under ``why`` or the page's own name."""
        await self.shut()
        began = time.perf_counter()
        answer = await self._ask(f"{self.address}/voila/render/{path}")
        found = KERNEL.search(answer.body.decode())
        if found is None:
            raise NotSeen(f"{path} came without a kernel")
        self.path, self.kernel, self.states = path, found[1], {}
        await self._connect()
        await self.until(lambda: self._words(ready) is not None, f"{path} to be ready")
        took = time.perf_counter() - began
        self.times.note(why or opened(path, self.kind), took)
        return took

    async def reload(self, ready: str) -> None:
        """Press the browser's own button to load the page again."""
        await self.open(self.path, ready)

    async def beside(self) -> WirePage:
        """Another tab of the same person."""
        other = WirePage(self.who, self.address, self.ear, self.times)
        other.cookies = self.cookies
        return other

    async def shut(self) -> None:
        """Close the page; like a browser, it tells the server that its kernel is not needed any more."""
        if self.kernel:
            self._hang_up()
            try:
                await self._ask(f"{self.address}/voila/api/shutdown/{self.kernel}", post={})
            except HTTPClientError:
                pass  # the server has ended it already
            self.kernel = ""

    def _hang_up(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        if self.line is not None:
            self.line.close()
            self.line = None

    async def cut(self) -> None:
        """The network goes: the line breaks, and nothing is told to anybody."""
        if self.relay is not None:
            self.relay.cut()
        self._hang_up()

    async def mend(self) -> None:
        """The network is back: the page takes up its kernel again."""
        if self.relay is not None:
            self.relay.mend()
        self.states = {}
        await self._connect()
        await self.until(lambda: bool(self.states), "the page to come back")

    # -- what a person does

    async def type(self, field: str, text: str) -> None:
        """Type into a field; returns when the kernel has sent all that follows from it."""
        number = await self._found(lambda one: one.get("name") == field and "label" in one and "value" in one, f"the field {field}")
        began = time.perf_counter()
        self.states[number]["value"] = text
        await self._said_and_done("comm_msg", {"comm_id": number, "data": {"method": "update", "state": {"value": text}, "buffer_paths": []}})
        self.times.note("type, until the kernel is done", time.perf_counter() - began)

    choose = type

    async def press(self, button: str) -> None:
        """Press a button; returns when the kernel has done what follows at once."""
        number = await self._found(lambda one: one.get("name") == button and "text" in one and not one.get("disabled"), f"the button {button}")
        began = time.perf_counter()
        await self._said_and_done("comm_msg", {"comm_id": number, "data": {"method": "custom", "content": {"did": "click"}}})
        self.times.note("press, until the kernel is done", time.perf_counter() - began)

    async def step(self, number: int) -> None:
        """Go to another step of a page that has steps; 0 is the first."""
        bar = await self._found(lambda one: "titles" in one and "current" in one, "the steps")
        await self._said_and_done("comm_msg", {"comm_id": bar, "data": {"method": "update", "state": {"current": number}, "buffer_paths": []}})

    async def download(self, button: str) -> bytes:
        """Press a button that hands over a file, and take the file."""
        count = len(self.files)
        await self.press(button)
        await self.until(lambda: len(self.files) > count, f"the file of {button}")
        return self.files[-1][1]

    # -- what a person sees

    async def says(self, words: str, text: str = "", seconds: float = 30) -> str:
        """Wait until the words of that name hold a text, and give all of them."""
        def there() -> bool:
            said = self._words(words)
            return said is not None and text.casefold() in said.casefold()

        try:
            await self.until(there, f'"{text}" in {words}', seconds)
        except NotSeen as error:
            raise NotSeen(f"{error}; {instead(self._words(words))}") from None
        return self._words(words) or ""

    async def value(self, field: str) -> str:
        """What stands in a field."""
        number = await self._found(lambda one: one.get("name") == field and "label" in one and "value" in one, f"the field {field}")
        return self.states[number]["value"]

    async def until(self, true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Wait for something to become true through what the server sends.

        Raises
        ------
        NotSeen
            When it does not.
        """
        end = time.monotonic() + seconds
        while not true():
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), end - time.monotonic())
            except TimeoutError:
                raise NotSeen(f"{self.who} waited {seconds:.0f} s for {what}") from None

    def _words(self, name: str) -> str | None:
        found = [one["html"] for one in self.states.values() if one.get("name") == name and "html" in one]
        return " ".join(html.unescape(TAG.sub(" ", found[-1])).split()) if found else None

    def markup(self, name: str) -> str:
        """The words of that name with their markup."""
        return next((one["html"] for one in reversed(list(self.states.values())) if one.get("name") == name and "html" in one), "")

    async def _found(self, wanted: Callable[[dict], bool], what: str) -> str:
        def number() -> str | None:
            return next((key for key, state in self.states.items() if wanted(state)), None)

        await self.until(lambda: number() is not None, what, 30)
        return number() or ""

    # -- the line

    async def _ask(self, url: str, post: dict | None = None) -> HTTPResponse:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Origin": self.address}
        request = HTTPRequest(url, method="GET" if post is None else "POST", body=None if post is None else urlencode(post), headers=headers,
                              request_timeout=PATIENCE, connect_timeout=PATIENCE, follow_redirects=False)
        try:
            answer = await AsyncHTTPClient().fetch(request)
        except HTTPClientError as error:
            if error.response is None or not 300 <= error.code < 400:
                raise
            answer = error.response
        for each in answer.headers.get_list("Set-Cookie"):
            name, _, value = each.split(";")[0].partition("=")
            self.cookies[name] = value
        self.ear.hear(self.who, answer.body.decode("utf-8", "replace") if answer.body else "")
        return answer

    async def _connect(self) -> None:
        self.line = await websocket_connect(HTTPRequest(
            f"{self.address.replace('http', 'ws', 1)}/api/kernels/{self.kernel}/channels?session_id={self.session}",
            headers={"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Origin": self.address}, connect_timeout=PATIENCE),
            subprotocols=[V1], max_message_size=LARGEST)
        self._reading = asyncio.create_task(self._read(self.line))
        comm = uuid.uuid4().hex
        await self._say("comm_open", {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}, {"version": "1.0.0"})
        await self._say("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})

    async def _read(self, line) -> None:
        try:
            while (said := await line.read_message()) is not None:
                self.ear.hear(self.who, said.decode("utf-8", "replace"))
                self._take(parts(said))
                self._news.set()
            fault = NotSeen(f"{self.who} was cut off from the kernel of {self.path}")
        except Exception as error:  # whoever waits must hear of it
            fault = error
        for waiting in self._idle.values():
            waiting.cancelled() or waiting.done() or waiting.set_exception(fault)
        self._idle.clear()

    def _take(self, told: list[bytes]) -> None:
        _, header, parent, _, content, *buffers = told
        kind = json.loads(header)["msg_type"]
        if kind == "status":
            done = self._idle.pop(json.loads(parent).get("msg_id"), None) if b'"idle"' in content else None
            if done is not None and not done.done():
                done.set_result(time.perf_counter())
        elif kind in ("comm_open", "comm_msg", "comm_close"):
            said = json.loads(content)
            self._comm(kind, said["comm_id"], said.get("data", {}), buffers)

    def _comm(self, kind: str, number: str, data: dict, buffers: list[bytes]) -> None:
        method = data.get("method")
        if kind == "comm_close":
            self.states.pop(number, None)
        elif kind == "comm_open":
            self.states[number] = dict(data.get("state", {}))
        elif method == "update_states":
            self.states |= {key: dict(one["state"]) for key, one in data["states"].items()}
        elif method == "update":
            self.states.setdefault(number, {}).update(data["state"])
        elif method == "custom" and data.get("content", {}).get("do") == "save":
            self.files.append((data["content"]["name"], bytes(buffers[0])))

    async def _said_and_done(self, kind: str, content: dict) -> None:
        done = asyncio.get_running_loop().create_future()
        await self._say(kind, content, done=done)
        try:
            await asyncio.wait_for(done, PATIENCE)
        except TimeoutError:
            raise NotSeen(f"{self.who} waited {PATIENCE:.0f} s for the kernel of {self.path} to be done") from None

    async def _say(self, kind: str, content: dict, metadata: dict | None = None, done: asyncio.Future | None = None) -> None:
        if self.line is None:
            raise WebSocketClosedError
        number = uuid.uuid4().hex
        if done is not None:
            self._idle[number] = done
        header = {"msg_id": number, "msg_type": kind, "session": self.session, "username": "", "version": "5.3", "date": datetime.now(UTC).isoformat()}
        await self.line.write_message(packed(b"shell", header, {}, metadata or {}, content), binary=True)


def opened(path: str, kind: str) -> str:
    """Under what name the time to open a page is kept.

    Examples
    --------
    >>> opened("apps/estimate-room.ipynb", "browser")
    'open estimate-room, browser'
    """
    return f"open {path.rsplit('/')[-1].removesuffix('.ipynb')}, {kind}"


def instead(said: str | None) -> str:
    """What stood where something else was waited for.

    Examples
    --------
    >>> instead("  The room is\\n busy. "), instead(None)
    ('there stood "The room is busy."', 'those words were not on the page')
    """
    return "those words were not on the page" if said is None else f'there stood "{" ".join(said.split())[:200]}"'


def packed(channel: bytes, *told: dict) -> bytes:
    """A message as browsers send it: where each part ends, then the parts.

    Examples
    --------
    >>> parts(packed(b"shell", {"a": 1}))
    [b'shell', b'{"a": 1}']
    """
    pieces = [channel, *(json.dumps(each).encode() for each in told)]
    ends = [8 * (len(pieces) + 2)]
    for piece in pieces:
        ends.append(ends[-1] + len(piece))
    return b"".join([len(ends).to_bytes(8, "little"), *(end.to_bytes(8, "little") for end in ends), *pieces])


def parts(message: bytes) -> list[bytes]:
    """The parts of a message as browsers get it."""
    count = int.from_bytes(message[:8], "little")
    ends = [int.from_bytes(message[8 * n:8 * n + 8], "little") for n in range(1, count + 1)]
    return [message[start:end] for start, end in zip(ends, ends[1:])]
