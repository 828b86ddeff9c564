"""The page's line to its kernel: open to the person who opened the kernel, for what a page needs, and no more."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

from jupyter_server.auth import IdentityProvider, User
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError
from traitlets import Bool
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from svtrain.serve.guard import Guarded, admitted, log_failure
from svtrain.serve.once import heard_by
from svtrain.serve.pace import Pace
from svtrain.serve.people_kernels import ALLOWED

V1 = "v1.kernel.websocket.jupyter.org"
MOST_PARTS = 64  # channel, header, parent, metadata, content, and a widget's buffers
CHANNEL = "shell"  # a page has nothing to say on any other
ERRORS = b"stream.stderr"  # under which a kernel publishes them
MOST_LINES = 4  # to one kernel: a page has one, and one more for each time its line dropped and the server does not know yet
CONTROL = "jupyter.widget.control"  # the one comm that a page opens; widgets are made by the kernel alone


class PersonIdentity(IdentityProvider):
    """Whoever holds the signed cookie is somebody; whoever does not is nobody."""

    def get_user(self, handler):
        person = handler.settings["people"].known(handler)
        return User(username=person.id) if person else None


class PageConnection(ZMQChannelsWebsocketConnection):
    """Passes on what a page may say to its kernel."""

    limit_rate = Bool(False)  # an app's widgets come in one burst; the stock limit of 1 MB a second would drop them

    def handle_incoming_message(self, incoming_msg):
        header = _may_be_said(incoming_msg, self.subprotocol)
        if header is None:
            return
        if heard_by(self.kernel_manager).again(header["msg_id"]):
            self._answer(header)
        else:
            super().handle_incoming_message(incoming_msg)

    def _answer(self, header: dict) -> None:
        """Tell the page that its kernel has had a message: the kernel's own answer may have gone with the line that dropped."""
        told = self.session.msg("status", {"execution_state": "idle"}, parent={"header": header})
        self.handle_outgoing_message("iopub", self.session.serialize(told, ident=b"status"))

    def handle_outgoing_message(self, stream, outgoing_msg):
        """Pass on what a kernel tells its page, but for warnings and what was the matter in its code."""
        if outgoing_msg[0] != ERRORS:
            with suppress(WebSocketClosedError):  # the page left while this was on its way
                super().handle_outgoing_message(stream, outgoing_msg)

    def _on_error(self, channel, msg, msg_list):
        """Tell the page only that there was an error.

        The stock method asks the kernel's own manager for those words, and only the manager of all kernels has them: without
        this an error in an app's code would be one of the line to its page.
        """
        self.kernel_manager.traceback_replacement_message = self.multi_kernel_manager.traceback_replacement_message
        super()._on_error(channel, msg, msg_list)


def _may_be_said(message: str | bytes, subprotocol: str | None) -> dict | None:
    """A message's header; None where it cannot be read, is on another channel than a page's, or opens a comm that a page has no reason to open."""
    try:
        channel, (header, _, _, content) = _read(message, subprotocol)
        kind = header["msg_type"]
        about_a_comm = kind in ("comm_open", "comm_msg", "comm_close")
        may = (channel == CHANNEL and kind in ALLOWED and (not about_a_comm or isinstance(content["comm_id"], str))
               and (kind != "comm_open" or content.get("target_name") == CONTROL))
        return header if may else None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None


def _read(message: str | bytes, subprotocol: str | None) -> tuple[str, list[dict]]:
    """A message's channel, header, parent's header, metadata and content; raises when it is not made of these."""
    if subprotocol == V1:
        if not _is_well_cut(message):
            raise ValueError
        channel, parts = deserialize_msg_from_ws_v1(message)
        said = [json.loads(part.decode("utf-8")) for part in parts[:4]]
    else:
        whole = json.loads(message if isinstance(message, str) else b"")
        channel, said = whole["channel"], [whole["header"], whole["parent_header"], whole["metadata"], whole["content"]]
        if whole.get("buffers"):
            raise ValueError  # this protocol has no place for bytes
    if not all(isinstance(part, dict) for part in said) or not isinstance(said[0]["msg_id"], str):
        raise TypeError
    return channel, said


def _is_well_cut(message: bytes) -> bool:
    """False for a message whose table of parts is not true; the parser of the protocol would believe any number in it.

    Examples
    --------
    >>> _is_well_cut((2**62).to_bytes(8, "little") * 3)
    False
    """
    count = int.from_bytes(message[:8], "little")
    if not 6 <= count <= MOST_PARTS or len(message) < 8 * (count + 1):
        return False
    at = [int.from_bytes(message[8 * i:8 * (i + 1)], "little") for i in range(1, count + 1)]
    return at[0] == 8 * (count + 1) and at == sorted(at) and at[-1] == len(message)


class ChannelsHandler(VoilaKernelWebsocketHandler):
    """The websocket of one kernel, for its owner, from our own pages."""

    _counts_pings = False

    def initialize(self, *args, **kwargs):
        super().initialize(*args, **kwargs)
        self._pace = Pace()

    async def open(self, kernel_id):
        """Open the line; the oldest of too many to one kernel is closed, as each costs the server ten files."""
        lines = self.settings["lines"].setdefault(kernel_id, [])
        lines.append(self)
        if len(lines) > MOST_LINES:
            lines.pop(0).close(1001)
        await super().open(kernel_id)

    def on_close(self) -> None:
        """Forget the line."""
        lines = self.settings["lines"]
        left = [line for line in lines.get(self.kernel_id, []) if line is not self]
        if left:
            lines[self.kernel_id] = left
        else:
            lines.pop(self.kernel_id, None)
        super().on_close()

    async def on_message(self, message) -> None:
        """Pass a message on. Nothing more is read from this line until the pause is over that it has to make, if any."""
        super().on_message(message)
        if wait := self._pace.wait_after(len(message)):
            await asyncio.sleep(wait)

    def write_message(self, message, binary: bool = False):
        """Send a message; that the page has left meanwhile is no error."""
        sent = super().write_message(message, binary)
        if sent is not None:
            sent.add_done_callback(lambda done: done.cancelled() or done.exception())
        return sent

    def log_exception(self, kind, value, traceback) -> None:
        log_failure(self, kind, traceback)

    @property
    def ping_timeout(self) -> int:
        """Milliseconds without an answer before a line counts as dropped: three pings, as in jupyter_server.

        tornado reads the same name and takes at most one interval; jupyter_server's own check would then drop a line
        whose answer is a millisecond late.
        """
        return self.ping_interval * (3 if self._counts_pings else 1)

    def send_ping(self) -> None:
        """Ask whether the page is still there, and drop the line when it has long been silent."""
        self._counts_pings = True
        try:
            super().send_ping()
        finally:
            self._counts_pings = False

    async def prepare(self):
        await super().prepare()
        if not admitted(self):
            raise HTTPError(403)
        kernel_id = self.path_kwargs["kernel_id"]
        if not self.kernel_manager.owned(kernel_id, self.settings["people"].known(self)) or kernel_id not in self.kernel_manager:
            raise HTTPError(404)

    def write_error(self, status_code: int, **kwargs) -> None:
        self.finish()


class KernelHandler(Guarded):
    """Whether a kernel is alive, for its owner; nothing else can be done here."""

    def prepare(self):
        super().prepare()
        self.kernels = self.settings["kernel_manager"]
        if not self.kernels.owned(self.path_kwargs["kernel_id"], self.settings["people"].known(self)):
            raise HTTPError(404)

    def get(self, kernel_id: str) -> None:
        if kernel_id not in self.kernels:
            raise HTTPError(404)
        self.set_header("Cache-Control", "no-store")
        model = self.kernels.kernel_model(kernel_id)
        self.finish({"id": kernel_id, "name": model["name"], "execution_state": model["execution_state"],
                     "connections": model["connections"], "last_activity": model["last_activity"]})


class LeaveHandler(Guarded):
    """A page that closes gives its kernel up, once what was typed last is saved. Only its owner's browser, from our own page, can say so."""

    async def post(self, kernel_id: str) -> None:
        kernels = self.settings["kernel_manager"]
        origin = self.request.headers.get("Origin", "")
        if not kernels.owned(kernel_id, self.settings["people"].known(self)):
            raise HTTPError(404)
        if origin.partition("://")[2] != self.request.host:
            raise HTTPError(403)
        kernels.end_soon(kernel_id)
        self.set_status(204)
        self.finish()

    def check_xsrf_cookie(self) -> None:
        """The origin and the cookie's own SameSite rule do this work."""
