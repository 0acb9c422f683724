"""Open inboxes: many live streams in one event loop, which note what they hear and when."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict

TOPIC = re.compile(rb"^data: (.+)$", re.MULTILINE)


class Listener(asyncio.Protocol):
    """One agent's stream. `heard` has the moments at which each topic came, in order."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.heard: dict[bytes, list[float]] = defaultdict(list)
        self.is_open = asyncio.get_running_loop().create_future()
        self.ended_at: float | None = None
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        whole, mark, self._rest = (self._rest + data).rpartition(b"\n\n")
        for topic in TOPIC.findall(whole + mark):
            self.heard[topic].append(now)
        if not self.is_open.done() and b"again" in self.heard:
            self.is_open.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        self.ended_at = time.perf_counter()
        if not self.is_open.done():
            self.is_open.set_exception(ConnectionError(self._rest.decode(errors="replace")))

    def first_after(self, topic: bytes, moment: float) -> float | None:
        """When a topic was first heard after a moment."""
        return next((at for at in self.heard.get(topic, ()) if at >= moment), None)


async def listen(port: int, sessions: list[str]) -> list[Listener]:
    """Open a stream per session; returns when each has heard that nothing is missed from now on."""
    loop = asyncio.get_running_loop()
    listeners = []
    for session in sessions:
        request = f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={session}\r\n\r\n"
        _transport, listener = await loop.create_connection(
            lambda request=request: Listener(request.encode()), "127.0.0.1", port
        )
        await asyncio.wait_for(listener.is_open, 30)
        listeners.append(listener)
    return listeners


def hang_up(listeners: list[Listener]) -> None:
    """Close the streams."""
    for listener in listeners:
        listener.transport.close()
