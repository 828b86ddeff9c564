"""An answer is found also where the sending of something else has used up the notice of it."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager
from queue import Empty

import pytest
import zmq
import zmq.asyncio
from jupyter_client.session import Session

from svtrain.serve.kernels.client import PromptClient

SESSION = Session(key=b"key")


@contextmanager
def channel_and_kernel(folder):
    """A client's shell channel, and the socket of a kernel to which it is connected."""
    clients, kernels = zmq.asyncio.Context(), zmq.Context()
    try:
        kernel = kernels.socket(zmq.ROUTER)
        kernel.bind(f"ipc://{folder}/shell")
        ours = clients.socket(zmq.DEALER)
        ours.connect(f"ipc://{folder}/shell")
        channel = PromptClient.shell_channel_class.default_value(ours, SESSION)
        channel.send(SESSION.msg("execute_request", {}))
        assert kernel.poll(5000)
        yield channel, kernel
    finally:
        clients.destroy(linger=0)
        kernels.destroy(linger=0)


def test_an_answer_that_crosses_with_what_is_sent(short):
    async def life():
        with channel_and_kernel(short) as (channel, kernel):
            idents, _ = SESSION.feed_identities(kernel.recv_multipart())
            waiting = asyncio.ensure_future(channel.get_msg(timeout=None))
            await asyncio.sleep(0.05)  # it waits
            SESSION.send(kernel, "execute_reply", {}, ident=idents)
            time.sleep(0.1)  # the answer is here, and the loop has not looked yet
            channel.send(SESSION.msg("comm_msg", {}))  # the notice of the answer goes to this
            answer = await asyncio.wait_for(waiting, 10)
            assert answer["msg_type"] == "execute_reply"

    asyncio.run(life())


def test_no_answer_is_said_in_time(short):
    async def life():
        with channel_and_kernel(short) as (channel, _):
            for seconds in (0, 0.01, 0.5):
                began = time.monotonic()
                with pytest.raises(Empty):
                    await channel.get_msg(timeout=seconds)
                assert time.monotonic() - began >= seconds - 0.01

    asyncio.run(life())


def test_a_client_that_is_stopped_at_once_leaves_no_thread_behind(short):
    async def life():
        before = set(threading.enumerate())
        for _ in range(50):
            client = PromptClient(transport="ipc", ip=f"{short}/kernel", shell_port=1, iopub_port=2, stdin_port=3, hb_port=4, control_port=5)
            client.start_channels()
            assert client.shell_channel.is_alive() and client.iopub_channel.is_alive() and not client.hb_channel.is_alive()
            client.stop_channels()
        assert set(threading.enumerate()) <= before

    asyncio.run(life())
