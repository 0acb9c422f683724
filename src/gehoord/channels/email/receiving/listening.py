"""Where mail servers on this machine find us: a socket, until we are asked to end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gehoord.channels.email.receiving.lmtp import Keeper, Session

MOST_CONNECTIONS = 100
GRACE_S = 20.0
"""So long the mails in hand may take when we are asked to end."""


class PlaceIsWrong(Exception):
    """Neither the path of a socket nor host:port."""


@dataclass(frozen=True)
class Place:
    """A path for a Unix socket, or a host and a port."""

    path: str = ""
    host: str = ""
    port: int = 0

    @classmethod
    def from_words(cls, words: str) -> Place:
        """Understand `/run/gehoord/lmtp`, `unix:/run/…`, `127.0.0.1:2400` and `[::1]:2400`.

        Raises PlaceIsWrong.
        """
        path = words.removeprefix("unix:")
        if path.startswith(("/", "./")):
            return cls(path=path)
        host, colon, port = words.removeprefix("inet:").rpartition(":")
        if not (host and colon and port.isascii() and port.isdecimal() and int(port) < 65536):
            raise PlaceIsWrong(words)
        return cls(host=host.strip("[]"), port=int(port))


class _Full(asyncio.Protocol):
    """More connections than a mail server on one machine needs."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(b"421 4.3.2 Too many connections, try again later\r\n")
        transport.close()


def listen(place: Place, *, is_ready: Callable[[], object] = lambda: None) -> None:
    """Take mail in until SIGTERM or SIGINT; call it in the main thread of a process of its own.

    `is_ready` is called once mail servers can come. Raises OSError if the place is taken.
    """
    asyncio.run(_listen(place, is_ready))


async def _listen(place: Place, is_ready: Callable[[], object]) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, ended.set)
    keeper, sessions = Keeper(), set[Session]()

    def answer() -> asyncio.BaseProtocol:
        return Session(keeper, sessions) if len(sessions) < MOST_CONNECTIONS else _Full()

    server = await _open(place, answer)
    is_ready()
    await ended.wait()
    server.close()
    _remove(place)
    for session in [*sessions]:
        session.leave()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GRACE_S):
            while any(session.is_busy for session in sessions):
                await asyncio.sleep(0.05)


async def _open(
    place: Place, answer: Callable[[], asyncio.BaseProtocol]
) -> asyncio.base_events.Server:
    loop = asyncio.get_running_loop()
    if not place.path:
        return await loop.create_server(answer, place.host, place.port)
    server = await loop.create_unix_server(answer, place.path)
    # Who may come here is said by the folder, as with Postfix's own sockets.
    Path(place.path).chmod(0o666)
    return server


def _remove(place: Place) -> None:
    with contextlib.suppress(FileNotFoundError):
        if place.path and stat.S_ISSOCK(Path(place.path).stat().st_mode):
            Path(place.path).unlink()
