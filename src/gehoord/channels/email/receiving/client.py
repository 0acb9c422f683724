"""An IMAP client that does not wait for ever, nor read whatever a server sends."""

from __future__ import annotations

import imaplib
import select
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from typing import Any

from imap_tools import BaseMailBox
from imap_tools.errors import MailboxStarttlsError

from gehoord.channels.email.certificates import trusted_authorities
from gehoord.channels.email.models import Mailbox, Security

SILENCE_S = 30
"""So long a server may say nothing at all."""
CONNECT_S = 40
"""So long it may take until a server has said who it is, and the line is private."""
SIGN_IN_S = 60
COMMAND_S = 120
"""So long one command may last, however often the server says something."""
SLOWEST = 50_000
"""Bytes a second; a slower line is taken for a dead one."""
WORDS = 8 * 1024 * 1024
"""Bytes of an answer besides the mails in it."""
LONGEST_LINE = 1_000_000
NEWS = {"EXISTS", "RECENT"}
imaplib.Commands.setdefault("IDLE", ("SELECTED",))


class SaysTooMuch(imaplib.IMAP4.abort):
    """The server sends more than what was asked for could be."""


class SignInRefused(imaplib.IMAP4.error):
    """The server does not let us in; the text is the reason it gave."""


class Guarded(imaplib.IMAP4):
    """An IMAP client that stops reading when an answer gets too long or lasts too long."""

    allowance = WORDS
    ends_at: float | None = None
    """On the clock of `time.monotonic`: no command lasts longer than until then."""
    _line: socket.socket | None = None
    _incoming: BufferedReader | None = None
    _incoming_of: socket.socket | None = None
    _is_given_up = False

    def __init__(self, *words: Any, **more: Any) -> None:
        with self.within(CONNECT_S):
            super().__init__(*words, **more)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        made: socket.socket = imaplib.IMAP4._create_socket(self, timeout)  # type: ignore[attr-defined]
        # The same line under another number: TLS takes the first one for itself.
        self._line = made.dup()
        if self._is_given_up:
            made.close()
            raise TimeoutError
        return self._made_private(made)

    def _made_private(self, made: socket.socket) -> socket.socket:
        return made

    def shutdown(self) -> None:
        """Close the connection."""
        try:
            super().shutdown()
        finally:
            for each in (self._incoming, self._line):
                if each is not None:
                    each.close()

    def read(self, size: int) -> bytes:
        """Read what the server announced, if that may be."""
        self._take(size)
        return self._reader().read(size)

    def readline(self) -> bytes:
        """Read a line."""
        line = self._reader().readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise SaysTooMuch("a line without an end")
        self._take(len(line))
        return line

    def _reader(self) -> BufferedReader:
        # Ours and not the one of imaplib: whether something was read already has to be known.
        if self._incoming is None or self._incoming_of is not self.sock:
            # What came before the line was private is not read any more.
            self._incoming_of = self.sock
            self._incoming = self.sock.makefile("rb")
        return self._incoming

    def _take(self, size: int) -> None:
        self.allowance -= size
        if self.allowance < 0:
            raise SaysTooMuch("more than was asked for")

    @contextmanager
    def within(self, seconds: float, *, besides: int = 0) -> Iterator[None]:
        """Have what happens in it end in time, and read `besides` bytes of mail at most."""
        self.allowance = WORDS + besides
        if self.ends_at is not None:
            seconds = min(seconds, self.ends_at - time.monotonic())
        end = threading.Timer(max(seconds, 0), self.hang_up)
        end.daemon = True
        end.start()
        try:
            yield
        finally:
            end.cancel()

    def wait_for_news(self, seconds: float) -> bool:
        """Wait until the server says that mail came, or anything else; True if mail came.

        It may say so before it lets us wait, in the same breath, or when we stop waiting.
        Raises imaplib.IMAP4.error, also if it does not let us wait.
        """
        told: dict[str, Any] = self.untagged_responses
        told.clear()
        with self.within(COMMAND_S):
            tag = self._command("IDLE")
            while self._get_response():
                if self.tagged_commands[tag]:
                    raise imaplib.IMAP4.error("IDLE")
        if not NEWS & told.keys():
            self._wait_for_a_word(seconds)
        with self.within(SILENCE_S):
            self.send(b"DONE\r\n")
            self._command_complete("IDLE", tag)
        return bool(NEWS & told.keys())

    def _wait_for_a_word(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        patience = self.sock.gettimeout()
        poller = select.poll()
        poller.register(self.sock, select.POLLIN)
        self.sock.settimeout(0)
        try:
            is_readable = False
            while not self._holds_a_word(is_readable=is_readable) and time.monotonic() < until:
                is_readable = bool(poller.poll(max(until - time.monotonic(), 0) * 1000))
        finally:
            self.sock.settimeout(patience)

    def _holds_a_word(self, *, is_readable: bool) -> bool:
        try:
            # Nothing, although there is something to read, is the end of the line.
            return bool(self._reader().peek(1)) or is_readable
        except ssl.SSLWantReadError:
            return False  # TLS had something to say to itself

    def hang_up(self) -> None:
        """Break the connection off, also from another thread than the one that waits."""
        self._is_given_up = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


class GuardedTls(Guarded, imaplib.IMAP4_SSL):
    """The same over TLS."""

    def _made_private(self, made: socket.socket) -> socket.socket:
        private: socket.socket = self.ssl_context.wrap_socket(made, server_hostname=self.host)
        return private


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
            with client.within(CONNECT_S):
                try:
                    client.starttls(trusted)
                except imaplib.IMAP4.error as refused:
                    raise MailboxStarttlsError(
                        command_result=("NO", []), expected="OK"
                    ) from refused
        return client


class TokenShown:
    """Shows a token as XOAUTH2 wants it, and hears why the server does not take it."""

    def __init__(self, user: str, token: str) -> None:
        self._words = f"user={user}\x01auth=Bearer {token}\x01\x01".encode()
        self._is_shown = False
        self.challenge = ""

    def __call__(self, challenge: bytes) -> bytes:
        if self._is_shown:
            # It says no already, and waits for an empty line before it says so.
            self.challenge = challenge.decode("utf-8", "replace")[:300]
            return b""
        self._is_shown = True
        return self._words
