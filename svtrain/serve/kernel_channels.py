"""The page's line to its kernel: open to the person who opened the kernel, for what a page needs, and no more."""

from __future__ import annotations

import json

from jupyter_server.auth import IdentityProvider, User
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from tornado.web import HTTPError
from traitlets import Bool
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from svtrain.serve.guard import Guarded, admitted
from svtrain.serve.people_kernels import ALLOWED

V1 = "v1.kernel.websocket.jupyter.org"
MOST_PARTS = 64  # channel, header, parent, metadata, content, and a widget's buffers
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
        if _may_be_said(incoming_msg, self.subprotocol):
            super().handle_incoming_message(incoming_msg)

    def _on_error(self, channel, msg, msg_list):
        """Tell the page only that there was an error.

        The stock method asks the kernel's own manager for those words, and only the manager of all kernels has them: without
        this an error in an app's code would be one of the line to its page.
        """
        self.kernel_manager.traceback_replacement_message = self.multi_kernel_manager.traceback_replacement_message
        super()._on_error(channel, msg, msg_list)


def _may_be_said(message: str | bytes, subprotocol: str | None) -> bool:
    """False for a message that cannot be read, and for a comm that a page has no reason to open."""
    try:
        if subprotocol == V1:
            if not _is_well_cut(message):
                return False
            _, parts = deserialize_msg_from_ws_v1(message)
            kind, content = json.loads(parts[0])["msg_type"], json.loads(parts[3])
        else:
            said = json.loads(message if isinstance(message, str) else b"")
            kind, content = said["header"]["msg_type"], said.get("content", {})
        return kind in ALLOWED and (kind != "comm_open" or content.get("target_name") == CONTROL)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return False


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
