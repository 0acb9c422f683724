"""Letters due at mail servers: one server that hangs holds up no letter for another."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from gehoord.cases.models import Message
from gehoord.channels.delivery import LEASE, deliver, due_replies
from gehoord.channels.email.models import Confirmation, Mailbox
from gehoord.channels.email.sending.answering import NoMailbox
from gehoord.channels.email.sending.confirmations import LEASE as CONFIRMATION_LEASE
from gehoord.channels.email.sending.confirmations import due_confirmations, send_confirmation
from gehoord.channels.email.sending.preparing import outgoing_for
from gehoord.contacts.models import Channel
from gehoord.jobs.due import DueQuerySet, work_through

Rows = TypeVar("Rows", bound=DueQuerySet[Any])
AT_ONCE = 3
"""Letters that one process hands over at one server at a time."""
REPLIES_AT_ONCE = 12
CONFIRMATIONS_AT_ONCE = 4


@dataclass(frozen=True)
class Place:
    """Where a mail server listens."""

    host: str
    port: int

    @classmethod
    def of(cls, mailbox: Mailbox) -> Place:
        """Where letters from a mailbox are handed over."""
        return cls(mailbox.smtp_host, mailbox.smtp_port)


class Slots:
    """How many letters are in hand at each mail server, in this process."""

    def __init__(self, most: int = AT_ONCE) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._busy = Counter[Place]()

    @contextmanager
    def slot_at(self, place: Place) -> Iterator[bool]:
        """Hold one of the slots of a server; False if all are taken."""
        with self._lock:
            is_free = self._busy[place] < self._most
            self._busy[place] += is_free
        try:
            yield is_free
        finally:
            with self._lock:
                self._busy[place] -= is_free

    def with_room(self, rows: Rows, mailbox: str) -> Rows:
        """Those rows whose server has a slot free; `mailbox` is the way to it."""
        for place in self._full():
            server = {f"{mailbox}__smtp_host": place.host, f"{mailbox}__smtp_port": place.port}
            rows = rows.exclude(**server)
        return rows

    def _full(self) -> list[Place]:
        with self._lock:
            return [place for place, number in self._busy.items() if number >= self._most]


_replies, _confirmations = Slots(), Slots()


def send_due_mail() -> int:
    """Deliver every reply by e-mail whose moment has come, at servers that have room."""
    mail = due_replies().filter(conversation__channel=Channel.EMAIL)
    return work_through(
        lambda: _replies.with_room(mail.all(), "outgoing_mail__mailbox"), _send, lease=LEASE
    )


def send_due_confirmations() -> int:
    """Send every confirmation of receipt that is due, at servers that have room."""
    return work_through(
        lambda: _confirmations.with_room(due_confirmations(), "mailbox"),
        _confirm,
        lease=CONFIRMATION_LEASE,
    )


def _send(reply: Message) -> None:
    try:
        mailbox = outgoing_for(reply).mailbox
    except NoMailbox:
        deliver(reply)  # the agent is told
        return
    with _replies.slot_at(Place.of(mailbox)) as is_free:
        deliver(reply) if is_free else reply.put_back()


def _confirm(row: Confirmation) -> None:
    with _confirmations.slot_at(Place.of(row.mailbox)) as is_free:
        send_confirmation(row) if is_free else row.put_back()
