"""Server-Sent Events beside Django: a stream holds no thread and no database connection."""

import asyncio
import io
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.db import connections
from django.http import HttpRequest

from gehoord.live.doors import Door
from gehoord.live.hub import Hub, Subscription

logger = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

RETRY_MS = 2000
LONGEST_SEND_S = 30
MOST_STREAMS = 5000
DOOR_THREADS = 4
AGAIN = b"event: again\ndata: again\n\n"
PING = b": ping\n\n"
RIGHTS = "rights"
"""Announced to somebody whose rights changed: his stream is checked at once."""


@dataclass(frozen=True)
class Refused(Exception):
    """This caller gets no stream; `status` says why."""

    status: int


@dataclass(frozen=True)
class Entrance:
    """What a door said: the audiences, and the foreign site whose page may read the stream."""

    audiences: frozenset[str]
    origin: str | None


class LiveStream:
    """Answers the addresses of `doors` with a stream of topics, and leaves the rest to `app`."""

    def __init__(
        self,
        app: App,
        doors: Mapping[str, Door],
        hub: Hub,
        *,
        ping_s: float = 15,
        check_s: float = 60,
    ) -> None:
        self.app = app
        self.doors = doors
        self.hub = hub
        self.ping_s = ping_s
        self.check_s = check_s
        self._held: Counter[tuple[str, frozenset[str]]] = Counter()
        self._threads = ThreadPoolExecutor(DOOR_THREADS, thread_name_prefix="live-door")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, for uvicorn."""
        door = self.doors.get(scope["path"]) if scope["type"] == "http" else None
        if door is None:
            await self.app(scope, receive, send)
            return
        try:
            entrance = await self._enter(door, scope)
        except Refused as refused:
            await _answer(send, refused.status)
            return
        # Counted by whom it was opened for, also when the audiences change on the way.
        holder = (scope["path"], entrance.audiences)
        self._held[holder] += 1
        try:
            await self._stream(door, entrance, scope, receive, send)
        finally:
            self._held[holder] -= 1
            if not self._held[holder]:
                del self._held[holder]

    async def _enter(self, door: Door, scope: Scope) -> Entrance:
        if scope["method"] != "GET":
            raise Refused(405)
        try:
            entrance = await self._ask(door, scope)
        except Exception as error:
            logger.exception("a live door failed")
            raise Refused(503) from error
        if entrance is None:
            raise Refused(401)
        if self._held[(scope["path"], entrance.audiences)] >= door.streams_each:
            raise Refused(429)
        if self.hub.count() + door.leaves_free >= MOST_STREAMS:
            raise Refused(503)
        return entrance

    async def _ask(self, door: Door, scope: Scope) -> Entrance | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _knock, door, scope)

    async def _stream(
        self, door: Door, entrance: Entrance, scope: Scope, receive: Receive, send: Send
    ) -> None:
        subscription = self.hub.subscribe(entrance.audiences)
        gone = asyncio.ensure_future(_wait_until_gone(receive, subscription))
        try:
            await send(_start(200, _stream_headers(entrance.origin)))
            await _write(send, b"retry: %d\n\n" % RETRY_MS)
            await self._tell_until_closed(door, subscription, scope, send)
            await send({"type": "http.response.body", "body": b""})
        except (OSError, TimeoutError):
            logger.debug("a browser stopped reading its stream")
        finally:
            self.hub.unsubscribe(subscription)
            gone.cancel()

    async def _tell_until_closed(
        self, door: Door, subscription: Subscription, scope: Scope, send: Send
    ) -> None:
        check_at = time.monotonic() + self.check_s
        while not subscription.is_closed:
            is_again, topics = await subscription.wait(min(self.ping_s, self.check_s))
            if RIGHTS in topics or time.monotonic() >= check_at:
                if not await self._may_stay(door, subscription, scope):
                    return
                check_at = time.monotonic() + self.check_s
            if not subscription.is_closed:
                await _write(send, _as_events(is_again=is_again, topics=topics) or PING)

    async def _may_stay(self, door: Door, subscription: Subscription, scope: Scope) -> bool:
        try:
            entrance = await self._ask(door, scope)
        except Exception:
            # A database that is away shows nobody anything; the next check decides.
            logger.warning("a live door could not be asked again", exc_info=True)
            return True
        if entrance is None:
            return False
        if entrance.audiences != subscription.audiences:
            self.hub.move(subscription, entrance.audiences)
            subscription.tell_again()
        return True


def _knock(door: Door, scope: Scope) -> Entrance | None:
    try:
        request = ASGIRequest(dict(scope), io.BytesIO())
        audiences = door.enter(request)
        if audiences is None:
            return None
        return Entrance(audiences, _foreign_reader(door, request))
    finally:
        connections.close_all()


def _foreign_reader(door: Door, request: HttpRequest) -> str | None:
    origin = request.headers.get("Origin")
    return origin if origin and door.may_be_read_by(request, origin) else None


async def _wait_until_gone(receive: Receive, subscription: Subscription) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscription.close()


def _as_events(*, is_again: bool, topics: list[str]) -> bytes:
    events = b"".join(b"data: %s\n\n" % topic.encode() for topic in topics)
    return (AGAIN if is_again else b"") + events


def _stream_headers(origin: str | None) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),  # nginx would hold events back
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
        (b"vary", b"origin, cookie"),
    ]
    if origin:
        headers.append((b"access-control-allow-origin", origin.encode("ascii")))
    return headers


def _start(status: int, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": headers}


async def _write(send: Send, body: bytes) -> None:
    async with asyncio.timeout(LONGEST_SEND_S):
        await send({"type": "http.response.body", "body": body, "more_body": True})


async def _answer(send: Send, status: int) -> None:
    headers = [(b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send(_start(status, headers))
    await send({"type": "http.response.body", "body": b""})
