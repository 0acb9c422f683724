"""Mail that a mail server on this machine brings by LMTP (RFC 2033).

It is on our disk, with its row, before the server hears 250 for a recipient; until then the mail
stays in the server's queue. The same mail again changes nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope
from aiosmtpd.smtp import Session as Talk
from django.conf import settings
from django.db import close_old_connections

from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.receiving.door import mailbox_at
from gehoord.channels.email.receiving.storing import Arrived, store_mail

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""So many mails are in memory at a time; the others wait at the mail server."""
SILENCE_S = 300
LONGEST_LINE = 1024 * 1024
"""Bytes; the standard says 998, and programs forget to break their lines."""
KEPT = "250 2.0.0 Kept"
UNKNOWN = "550 5.1.1 There is no such mailbox here"
EMPTY = "554 5.6.0 There is nothing in this mail"
LATER = "451 4.3.0 This mail cannot be kept now, try again later"
LEAVING = "421 4.3.2 Gehoord stops, try again later"

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Keeper:
    """Answers what a mail server asks; the database is asked in threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="lmtp")
        self.room = asyncio.Semaphore(AT_ONCE)

    async def handle_RCPT(
        self, _server: Any, _talk: Talk, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Whether a recipient has a mailbox here."""
        try:
            box = await self._in_thread(mailbox_at, address)
        except Exception:
            logger.exception("the mailbox of a recipient cannot be looked up")
            return LATER
        if box is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, _server: Any, _talk: Talk, envelope: Envelope) -> str:
        """Keep a mail for all its recipients; one answer for each, in their order."""
        return "\r\n".join(await self._in_thread(keep_for_all, envelope))

    async def handle_exception(self, _error: Exception) -> str:
        """Nothing that goes wrong here is the sender's fault."""
        logger.exception("a mail server was not understood")
        return LATER

    async def _in_thread(
        self, work: Callable[Given, Result], *words: Given.args, **more: Given.kwargs
    ) -> Result:
        def run() -> Result:
            close_old_connections()
            try:
                return work(*words, **more)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)


def keep_for_all(envelope: Envelope) -> list[str]:
    """Keep a mail once in each mailbox; returns what to answer for each recipient."""
    content = envelope.original_content or b""
    if not content.strip():
        return [EMPTY] * len(envelope.rcpt_tos)
    answers: dict[str, str] = {}
    boxes: dict[int, tuple[Mailbox, list[str]]] = {}
    for address in dict.fromkeys(envelope.rcpt_tos):
        try:
            box = mailbox_at(address)
        except Exception:
            logger.exception("the mailbox of a recipient cannot be looked up")
            answers[address] = LATER
            continue
        if box is None:
            answers[address] = UNKNOWN
        else:
            boxes.setdefault(box.pk, (box, []))[1].append(address)
    for box, addresses in boxes.values():
        answer = _keep(box, _head(envelope.mail_from, addresses) + content)
        answers |= dict.fromkeys(addresses, answer)
    return [answers[address] for address in envelope.rcpt_tos]


def _keep(box: Mailbox, raw: bytes) -> str:
    try:
        store_mail(mailbox=box, arrived=Arrived(raw=raw))
    except Exception:
        logger.exception("a mail for %s cannot be kept", box.address)
        return LATER
    return KEPT


def _head(sender: str | None, addresses: list[str]) -> bytes:
    """What stood on the envelope, as the last mail server on the way notes it."""
    sender = "" if sender in (None, "<>") else sender
    lines = [f"Return-Path: <{sender}>", *(f"Delivered-To: {each}" for each in addresses)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape")


class Session(LMTP):
    """One connection of a mail server."""

    line_length_limit = LONGEST_LINE

    def __init__(self, keeper: Keeper, sessions: set[Session]) -> None:
        super().__init__(
            keeper,
            data_size_limit=settings.GEHOORD_MAX_MAIL_BYTES,
            enable_SMTPUTF8=True,
            hostname="gehoord",
            ident="LMTP",
            timeout=SILENCE_S,
            loop=asyncio.get_running_loop(),
        )
        self._room = keeper.room
        self._sessions = sessions
        self._answers = 0
        self._is_leaving = False
        self.is_busy = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A mail server came."""
        self._sessions.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """It is gone."""
        self._sessions.discard(self)
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:
        """Take a mail in, when there is room for it."""
        self.is_busy = True
        try:
            async with self._room:
                await super().smtp_DATA(arg)
        except Exception:
            logger.exception("a mail broke off")
            await self.push(LATER)
        finally:
            self._answers, self.is_busy = 0, False
            if self._is_leaving:
                self.leave()

    async def push(self, status: str | bytes) -> None:
        """Answer; after a mail once for each recipient, also when it is the same for all."""
        said = status.decode() if isinstance(status, bytes) else status
        if self._answers and "\r\n" not in said:
            said = "\r\n".join([said] * self._answers)
        if said.startswith("354") and self.is_busy and self.envelope is not None:
            self._answers = len(self.envelope.rcpt_tos)
        await super().push(said)

    def leave(self) -> None:
        """Go when the mail in hand is kept; what comes after it stays with the mail server."""
        self._is_leaving = True
        if not self.is_busy and isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(f"{LEAVING}\r\n".encode())
            self.transport.close()
