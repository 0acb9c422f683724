"""Customers who write in the chat, at a steady pace that does not wait for answers."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

WORDS = (
    "Waar blijft mijn bestelling? Ik wacht nu al twee weken.",
    "Dit is de derde keer dat ik hierover schrijf en niemand doet iets.",
    "Ik ben echt heel boos. De monteur kwam wéér niet opdagen en ik zat de hele dag thuis.",
    "Kunt u kijken of de factuur klopt? Volgens mij is er dubbel afgeschreven.",
    "Schandalig dat dit zo lang moet duren. Ik wil nu iemand spreken die het oplost.",
    "Dank u, ik wacht het even af.",
)


@dataclass(frozen=True)
class Writer:
    """A visitor with the token of his browser. Each has an IP address of his own."""

    key: str
    token: str
    site: str
    ip: str


@dataclass
class Posted:
    """One message on its way: who, which, when, and what the server said."""

    writer: Writer
    submission: str
    late_s: float
    sent_at: float
    answered_at: float = 0.0
    status: int = 0

    @property
    def external_id(self) -> str:
        return f"{self.writer.key}/{self.submission}"


async def write(
    port: int, writers: Sequence[Writer], *, rate: float, seconds: float
) -> list[Posted]:
    """Have the writers write in turn, `rate` messages a second; returns all that was sent."""
    started_at = time.perf_counter()
    posted: list[asyncio.Task[Posted]] = []
    for number in range(int(rate * seconds)):
        due_at = started_at + number / rate
        await asyncio.sleep(max(due_at - time.perf_counter(), 0))
        text = WORDS[number % len(WORDS)]
        posted.append(
            asyncio.create_task(_post(port, writers[number % len(writers)], text, due_at))
        )
    return await asyncio.gather(*posted)


async def _post(port: int, writer: Writer, text: str, due_at: float) -> Posted:
    submission = str(uuid4())
    body = json.dumps({"id": submission, "text": text}).encode()
    head = (
        f"POST /chat/{writer.site}/api/messages HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Sec-Fetch-Site: same-origin\r\nAuthorization: Bearer {writer.token}\r\n"
        f"X-Forwarded-For: {writer.ip}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    now = time.perf_counter()
    posted = Posted(writer, submission, late_s=now - due_at, sent_at=now)
    try:
        reader, stream = await asyncio.open_connection("127.0.0.1", port)
        stream.write(head.encode() + body)
        answer = await asyncio.wait_for(reader.read(), 30)
        stream.close()
        posted.status = int(answer.split(b" ", 2)[1])
    except (OSError, TimeoutError, IndexError):
        posted.status = 0
    posted.answered_at = time.perf_counter()
    return posted
