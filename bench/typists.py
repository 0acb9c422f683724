"""Agents who type replies at human speed: each is what his page sends, without the page."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode
from uuid import uuid4

# As coach.js, draft.js and presence.js have them.
AFTER_A_SENTENCE_S, IN_A_SENTENCE_S, LONGEST_S = 0.060, 0.150, 0.400
AS_EVER_S, WAITS, REMEMBERED = 0.020, 6, 5
SAVE_AFTER_S = 0.600
SAY_TYPING_EVERY_S = 4.0

# Between two keys lies 0.24 s on average, which is 50 words a minute; behind a sentence one thinks.
KEY_S, SPREAD = 0.217, 0.45
THINKS_S = (0.8, 2.5)
CSRF = "c" * 32


def strokes(words: str, chance: random.Random) -> Iterator[tuple[float, str]]:
    """Each character with how long it takes until it is typed."""
    before = ""
    for sign in words:
        taken = chance.lognormvariate(0, SPREAD) * KEY_S
        if before in ".!?\n" and sign.isspace():
            taken += chance.uniform(*THINKS_S)
        yield taken, sign
        before = sign


@dataclass
class Sent:
    """What the typists' pages sent, with how long the server took for what the coach was asked."""

    answers_s: list[float] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)
    """From the last key to the answer about it."""
    statuses: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)

    def clear(self) -> None:
        for kept in (self.answers_s, self.waits_s, self.statuses, self.requests):
            kept.clear()


class Line:
    """A connection that stays open, as a browser keeps it."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.cookie = f"sessionid={session}; csrftoken={CSRF}"
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, fields: dict[str, str]) -> tuple[int, bytes]:
        """Send a form as the scripts do; returns status and body. Raises OSError if it broke."""
        if self.streams:
            # The server may have hung up while nobody spoke; a browser dials again.
            with contextlib.suppress(OSError):
                return await self._send(path, fields)
        self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        return await self._send(path, fields)

    async def _send(self, path: str, fields: dict[str, str]) -> tuple[int, bytes]:
        assert self.streams
        reader, writer = self.streams
        body = urlencode(fields).encode()
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\n"
            f"X-From-Script: yes\r\nX-CSRFToken: {CSRF}\r\nOrigin: http://127.0.0.1:{self.port}\r\n"
            "Content-Type: application/x-www-form-urlencoded;charset=UTF-8\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
            return int(head.split(b" ", 2)[1]), await reader.readexactly(int(length or 0))
        except (asyncio.IncompleteReadError, ValueError) as error:
            self.streams = None
            raise OSError("the connection broke") from error


class Typist:
    """An agent in one case, who types one draft after the other until he is told to stop."""

    def __init__(
        self, port: int, session: str, case: int, drafts: Sequence[str], sent: Sent, number: int
    ) -> None:
        self.chance = random.Random(number)
        self.lines = {name: Line(port, session) for name in ("coach", "draft", "here")}
        self.case, self.drafts, self.sent = case, drafts, sent
        self.text, self.last_key_at = "", 0.0
        self.timers: dict[str, asyncio.TimerHandle] = {}
        self.running: set[asyncio.Task[None]] = set()
        self.asking = self.overtaken = False
        self.lately, self.quickest_s = deque[float](maxlen=REMEMBERED), float("inf")
        self.saving = asyncio.Lock()
        self.submission = str(uuid4())
        self.kept, self.said_typing_at = "", 0.0

    async def type(self) -> None:
        """Type, for ever."""
        await asyncio.sleep(self.chance.uniform(0, 3))
        while True:
            draft = self.chance.choice(self.drafts)
            begun = self.chance.randrange(len(draft))
            self.text = draft[:begun]
            for taken, sign in strokes(draft[begun:], self.chance):
                await asyncio.sleep(taken)
                self.text += sign
                self.typed()
            await asyncio.sleep(self.chance.uniform(*THINKS_S))

    def typed(self) -> None:
        """What the scripts of the page do at an `input` event."""
        self.last_key_at = time.perf_counter()
        self.later("coach", self.pause(), self.look)
        self.later("draft", SAVE_AFTER_S, self.save)
        if self.last_key_at - self.said_typing_at > SAY_TYPING_EVERY_S:
            self.said_typing_at = self.last_key_at
            self.start(self.say_typing)

    def pause(self) -> float:
        if self.text[-1] in ".!?:;\n":
            return AFTER_A_SENTENCE_S
        busy = max(0.0, median(self.lately or [0]) - self.quickest_s - AS_EVER_S)
        return min(LONGEST_S, IN_A_SENTENCE_S + WAITS * busy)

    def later(self, name: str, seconds: float, act: Callable[[], Awaitable[None]]) -> None:
        if name in self.timers:
            self.timers[name].cancel()
        loop = asyncio.get_running_loop()
        self.timers[name] = loop.call_later(seconds, self.start, act)

    def start(self, act: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.ensure_future(act())
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    async def look(self) -> None:
        """Ask the coach; one question at a time, and later again if it was overtaken."""
        if self.asking:
            self.overtaken = True
            return
        self.asking, self.overtaken = True, False
        words, key_at, asked_at = self.text, self.last_key_at, time.perf_counter()
        await self.post("coach", {"text": words, "mode": "reply"})
        now = time.perf_counter()
        self.timed(now - asked_at)
        if words == self.text:
            self.sent.waits_s.append(now - key_at)
        self.asking = False
        if self.overtaken or words != self.text:
            self.later("coach", max(0.0, self.last_key_at + self.pause() - now), self.look)

    def timed(self, taken_s: float) -> None:
        self.sent.answers_s.append(taken_s)
        self.quickest_s = min(self.quickest_s, taken_s)
        self.lately.append(taken_s)

    async def save(self) -> None:
        """Keep the draft; one at a time, so that an older text never lands on a newer one."""
        async with self.saving:
            words = self.text
            if words != self.kept:
                fields = {"mode": "reply", "text": words, "submission": self.submission}
                await self.post("draft", fields)
                self.kept = words

    async def say_typing(self) -> None:
        await self.post("here", {"typing": "yes"})

    async def post(self, what: str, fields: dict[str, str]) -> None:
        try:
            status, _ = await self.lines[what].post(f"/cases/{self.case}/{what}/", fields)
        except OSError:
            status = 0
        self.sent.statuses[str(status)] += 1
        self.sent.requests[what] += 1

    async def stop(self) -> None:
        for timer in self.timers.values():
            timer.cancel()
        for task in self.running:
            task.cancel()
        for line in self.lines.values():
            if line.streams:
                line.streams[1].close()


@contextlib.asynccontextmanager
async def typing(typists: Sequence[Typist]) -> AsyncIterator[None]:
    """All of them type while the block runs."""
    tasks = [asyncio.create_task(typist.type()) for typist in typists]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(typist.stop() for typist in typists))
