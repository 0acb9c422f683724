"""An IMAP client that does not wait for ever, nor read whatever a server sends."""

from __future__ import annotations

import imaplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from imap_tools import BaseMailBox
from imap_tools.errors import MailboxStarttlsError

from gehoord.channels.email.certificates import trusted_authorities
from gehoord.channels.email.models import Mailbox, Security

SILENCE_S = 30
"""So long a server may say nothing at all."""
COMMAND_S = 120
"""So long one command may last, however often the server says something."""
WORDS = 8 * 1024 * 1024
"""Bytes of an answer besides the mails in it."""


class SaysTooMuch(imaplib.IMAP4.abort):
    """The server sends more than what was asked for could be."""


class SignInRefused(imaplib.IMAP4.error):
    """The server does not let us in; the text is the reason it gave."""


class Guarded(imaplib.IMAP4):
    """An IMAP client that stops reading when an answer gets too long or lasts too long."""

    allowance = WORDS
    the_socket: socket.socket | None = None

    def _create_socket(self, *words: Any, **more: Any) -> Any:
        made = super()._create_socket(*words, **more)  # type: ignore[misc]
        self.the_socket = made
        return made

    def read(self, size: int) -> bytes:
        """Read what the server announced, if that may be."""
        self._take(size)
        return super().read(size)

    def readline(self) -> bytes:
        """Read a line."""
        line = super().readline()
        self._take(len(line))
        return line

    def _take(self, size: int) -> None:
        self.allowance -= size
        if self.allowance < 0:
            raise SaysTooMuch("more than was asked for")

    @contextmanager
    def within(self, seconds: float, *, besides: int = 0) -> Iterator[None]:
        """Have what happens in it end in time, and read `besides` bytes of mail at most."""
        self.allowance = WORDS + besides
        end = threading.Timer(seconds, self.hang_up)
        end.daemon = True
        end.start()
        try:
            yield
        finally:
            end.cancel()

    def hang_up(self) -> None:
        """Break the connection off, also from another thread than the one that waits."""
        if self.the_socket is not None:
            with suppress(OSError):
                # Not the TLS layer's own shutdown: that one belongs to the thread that reads.
                socket.socket.shutdown(self.the_socket, socket.SHUT_RDWR)


class GuardedTls(Guarded, imaplib.IMAP4_SSL):
    """The same over TLS."""


class Client(BaseMailBox):
    """A connection with the server of a mailbox, not signed in yet."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        host, port = self._mailbox.imap_host, self._mailbox.imap_port
        trusted = trusted_authorities()
        if self._mailbox.imap_security == Security.TLS:
            return GuardedTls(host, port, ssl_context=trusted, timeout=SILENCE_S)
        client = Guarded(host, port, timeout=SILENCE_S)
        if self._mailbox.imap_security == Security.STARTTLS:
            with client.within(COMMAND_S):
                try:
                    client.starttls(trusted)
                except imaplib.IMAP4.error as refused:
                    raise MailboxStarttlsError(
                        command_result=("NO", []), expected="OK"
                    ) from refused
            client.the_socket = client.sock
        return client
