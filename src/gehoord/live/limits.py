"""What a stranger may send before anybody looks at it: no endless head, no endless body."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gehoord.live.stream import App, Receive, Scope, Send

logger = logging.getLogger(__name__)

MOST_HEAD_BYTES = 64 * 1024
LONGEST_HEAD_S = 20
TOO_LARGE = b"This is too large.\n"


class CarefulProtocol(HttpToolsProtocol):
    """uvicorn's HTTP, which itself would read a request line and headers without end."""

    _head_bytes = 0
    _is_in_head = True
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give the first request some seconds to say what it wants."""
        super().connection_made(transport)
        self._time_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to count a head."""
        super().on_message_begin()
        self._is_in_head, self._head_bytes = True, 0
        self._time_head()

    def on_headers_complete(self) -> None:
        """End counting: what follows is the body."""
        self._is_in_head = False
        self._stop_clock()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head became too large."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._is_in_head:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES and not self.transport.is_closing():
                self.send_400_response("The head of this request is too large.")

    def _time_head(self) -> None:
        self._stop_clock()
        self._head_timer = self.loop.call_later(LONGEST_HEAD_S, self.transport.close)

    def _stop_clock(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


class BodyLimit:
    """Hands requests to `app`, with a body of at most `most_bytes`: more would fill the disk.

    Pages have smaller limits of their own, with words; this one is for what no page asks for.
    """

    def __init__(self, app: App, *, most_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, for uvicorn."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _promised(scope) > self.most_bytes:
            await _refuse(send)
        else:
            await self.app(scope, self._counting(receive, send), send)

    def _counting(self, receive: Receive, send: Send) -> Receive:
        """A `receive` that ends the request once too much came without being promised."""
        came = 0

        async def counted() -> Mapping[str, Any]:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came <= self.most_bytes:
                return message
            await _refuse(send)
            return {"type": "http.disconnect"}

        return counted


def _promised(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(lengths[0]) if lengths and lengths[0].isdigit() else 0


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(TOO_LARGE)),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
        (b"access-control-allow-origin", b"*"),  # or the chat on a website could not tell why
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_LARGE})
