"""What a server does not need to do for each page: wait for silence, read what widgets say, and listen for a heartbeat.

The stock `wait_for_ready` ends by waiting until the output channel has been
silent for 0.2 seconds: a fifth of a second of every page view. What it waits
for is known: the idle status of its own request. So wait for that.

A page of a hundred widgets sends hundreds of messages between kernel and
browser while it opens. The stock server decodes each of them twice more on the
way, to run the notebook and to watch for activity; neither looks at them.
"""

from __future__ import annotations

import asyncio
import time
from queue import Empty

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from traitlets import Type

FIRST_PATIENCE_SECONDS = 0.2
LONGEST_PATIENCE_SECONDS = 1.0
STRAGGLER_SECONDS = 0.05
LOOK_AGAIN_SECONDS = 0.2
OUTPUT_WIDGET = b'"OutputModel"'


class RequestChannel(AsyncZMQSocketChannel):
    """Looks for an answer again from time to time, also where nothing was said of one.

    A socket tells of news once, to whoever uses it next. An `Output` widget in a
    notebook makes the client send while it waits for its cell's answer; where the
    two cross, the send uses up the news and the stock channel waits for ever.
    """

    async def get_msg(self, timeout: float | None = None) -> dict:
        """The next message; `queue.Empty` after `timeout` seconds, None waits for as long as it takes."""
        end = float("inf") if timeout is None else time.monotonic() + timeout
        while True:
            try:
                return await super().get_msg(min(LOOK_AGAIN_SECONDS, max(0.0, end - time.monotonic())))
            except Empty:
                if time.monotonic() >= end:
                    raise


class OutputChannel(AsyncZMQSocketChannel):
    """Passes over what widgets tell the browser, but for `Output`: whoever runs a notebook plays its part."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._outputs: set[bytes] = set()

    async def get_msg(self, timeout: float | None = None) -> dict:
        """The next message that concerns whoever runs a notebook; `queue.Empty` after `timeout` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                frames = await self.socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                left = None if end is None else max(0, int(1000 * (end - time.monotonic())))
                if not await self.socket.poll(left):
                    raise Empty from None
                continue
            if self._concerns_us(frames):
                _, signed = self.session.feed_identities(frames)
                return self.session.deserialize(signed)
            if end is not None and time.monotonic() > end:
                raise Empty

    def _concerns_us(self, frames: list[bytes]) -> bool:
        topic = frames[0]
        if not topic.startswith(b"comm-"):
            return True
        if OUTPUT_WIDGET in b"".join(frames[1:]):
            self._outputs.add(topic)
        return topic in self._outputs


class PromptClient(AsyncKernelClient):
    """`AsyncKernelClient` without the silence at the end of `wait_for_ready`, without widgets' messages and without a heartbeat."""

    shell_channel_class = Type(RequestChannel)
    iopub_channel_class = Type(OutputChannel)

    def start_channels(self, shell: bool = True, iopub: bool = True, stdin: bool = True, hb: bool = False, control: bool = True) -> None:
        """Start what is read. Nothing reads a heartbeat: the kernel's manager knows whether its process lives.

        The thread of a heartbeat that is stopped before it has begun to beat never ends; it opens sockets until no more can
        be opened, and whoever stops it waits. So it goes for a page that is left at the wrong moment.
        """
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=hb, control=control)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until both channels answer.

        Parameters
        ----------
        timeout : float, optional
            Seconds; None waits for as long as the kernel lives.

        Raises
        ------
        RuntimeError
            When the kernel dies or the time is over, as in the stock client.
        """
        deadline = float("inf") if timeout is None else time.monotonic() + timeout
        patience = FIRST_PATIENCE_SECONDS
        while True:
            asked = self.kernel_info()
            reply = await self._reply_to(asked, patience)
            if reply is not None and await self._output_connected(asked, patience):
                self._handle_kernel_info_reply(reply)
                return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")
            patience = min(patience * 2, LONGEST_PATIENCE_SECONDS)

    async def _reply_to(self, asked: str, patience: float) -> dict | None:
        """The answer to `asked` on the shell channel, or None."""
        end = time.monotonic() + patience
        while (message := await self._next(self.shell_channel, end - time.monotonic())) is not None:
            if message["parent_header"].get("msg_id") == asked:
                return message
        return None

    async def _output_connected(self, asked: str, patience: float) -> bool:
        """Whether the output channel works, with all that belongs to `asked` read from it."""
        message = await self._next(self.iopub_channel, patience)
        connected = message is not None
        while message is not None:
            ours = message["parent_header"].get("msg_id") == asked
            if ours and message["content"].get("execution_state") == "idle":
                break
            message = await self._next(self.iopub_channel, STRAGGLER_SECONDS)
        return connected

    @staticmethod
    async def _next(channel, patience: float) -> dict | None:
        """The next message, or None when there is none within `patience` seconds."""
        try:
            return await channel.get_msg(timeout=max(0.0, patience))
        except (Empty, asyncio.TimeoutError):
            return None


class WatchesLightly:
    """For a `MappingKernelManager`: it watches kernels for activity by their status alone.

    ::

        class Kernels(WatchesLightly, AsyncMappingKernelManager): ...

    Culling needs to know when a kernel was last busy, and ipykernel says so
    under the topic ``kernel.``; what widgets send has topics of its own.
    """

    def start_watching_activity(self, kernel_id: str) -> None:
        """Watch as the stock manager does, with all but the status left at the kernel."""
        super().start_watching_activity(kernel_id)
        socket = self.get_kernel(kernel_id)._activity_stream.socket
        socket.subscribe(b"kernel.")
        socket.unsubscribe(b"")
