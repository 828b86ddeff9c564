"""A kernel client that is ready when the kernel is.

The stock `wait_for_ready` ends by waiting until the output channel has been
silent for 0.2 seconds: a fifth of a second of every page view. What it waits
for is known: the idle status of its own request. So wait for that.
"""

from __future__ import annotations

import asyncio
import time
from queue import Empty

from jupyter_client.asynchronous import AsyncKernelClient

FIRST_PATIENCE_SECONDS = 0.2
LONGEST_PATIENCE_SECONDS = 1.0
STRAGGLER_SECONDS = 0.05


class PromptClient(AsyncKernelClient):
    """`AsyncKernelClient` without the silence at the end of `wait_for_ready`."""

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
