"""A line to the server that can be cut: everything goes through it, and when it is cut nothing does, as when a network goes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from svtrain.serve.ports import HOST

CHUNK = 65_536


class Relay:
    """Listens on a port of its own and passes everything on to a server, until it is cut.

    Examples
    --------
    >>> async def cut():
    ...     relay = await Relay("http://127.0.0.1:1").start()
    ...     relay.cut()
    ...     await relay.stop()
    ...     return relay.address.startswith("http://127.0.0.1:")
    >>> asyncio.run(cut())
    True
    """

    def __init__(self, server: str):
        self.server, self._to = server.rstrip("/"), urlsplit(server)
        self._open, self._writers, self._tasks = True, set(), set()

    async def start(self) -> Relay:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._come, HOST, 0)
        self.address = f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"
        return self

    def cut(self) -> None:
        """Break every connection at once, and take no new one."""
        self._open = False
        for writer in list(self._writers):
            writer.transport.abort()

    def mend(self) -> None:
        """Take connections again."""
        self._open = True

    async def stop(self) -> None:
        """Listen no more."""
        self.cut()
        self._server.close()
        for task in list(self._tasks):
            task.cancel()

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            if self._open:
                there_reader, there = await asyncio.open_connection(self._to.hostname, self._to.port)
                self._writers |= {writer, there}
                if self._open:
                    await asyncio.gather(self._pass(reader, there), self._pass(there_reader, writer))
                self._writers -= {writer, there}
                there.close()
        except (OSError, asyncio.CancelledError):
            pass  # the server is gone, or the rehearsal is over
        finally:
            self._tasks.discard(task)
            writer.transport.abort() if not self._open else writer.close()

    @staticmethod
    async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                writer.write(data)
                await writer.drain()
        with suppress(OSError, RuntimeError):
            writer.write_eof()
