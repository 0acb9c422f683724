"""A conversation with an IMAP server that may hang, break off or say anything."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from imap_tools import BaseMailBox
from imap_tools.errors import MailboxStarttlsError

from gehoord.channels.email.models import Auth, Mailbox, Security
from gehoord.channels.email.oauth import access_token

SILENCE_S = 30
"""So long a server may say nothing at all."""
COMMAND_S = 120
"""So long one command may last, however often the server says something."""
WORDS = 8 * 1024 * 1024
"""Bytes of an answer besides the mails in it."""
HEADER_BYTES = 256 * 1024
UID = re.compile(rb"\bUID (\d{1,20})")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,20})")
MOMENT = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
CODE = re.compile(rb"^\D*(\d{1,20})")


class SaysTooMuch(imaplib.IMAP4.abort):
    """The server sends more than what was asked for could be."""


class _Guarded(imaplib.IMAP4):
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
        end = threading.Timer(seconds, self._hang_up)
        end.daemon = True
        end.start()
        try:
            yield
        finally:
            end.cancel()

    def _hang_up(self) -> None:
        if self.the_socket is not None:
            with suppress(OSError):
                # Not the TLS layer's own shutdown: that one belongs to the thread that reads.
                socket.socket.shutdown(self.the_socket, socket.SHUT_RDWR)


class _GuardedTls(_Guarded, imaplib.IMAP4_SSL):
    pass


class _Client(BaseMailBox):
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        host, port = self._mailbox.imap_host, self._mailbox.imap_port
        trusted = ssl.create_default_context()
        if settings.GEHOORD_MAIL_CA:
            trusted.load_verify_locations(settings.GEHOORD_MAIL_CA)
        if self._mailbox.imap_security == Security.TLS:
            return _GuardedTls(host, port, ssl_context=trusted, timeout=SILENCE_S)
        client = _Guarded(host, port, timeout=SILENCE_S)
        if self._mailbox.imap_security == Security.STARTTLS:
            with client.within(COMMAND_S):
                try:
                    client.starttls(trusted)
                except imaplib.IMAP4.error as refused:
                    raise MailboxStarttlsError(command_result=("NO", []), expected="OK") from refused
            client.the_socket = client.sock
        return client


@dataclass(frozen=True)
class Opened:
    """What a server says of a folder: its numbering, the next number and how many mails."""

    uid_validity: int
    uid_next: int
    exists: int


@dataclass(frozen=True)
class Listed:
    """A mail in a folder, before it is fetched."""

    uid: int
    received_at: datetime | None


class Server:
    """A signed-in connection. Every method raises what `troubles.TROUBLES` names."""

    def __init__(self, client: BaseMailBox) -> None:
        self._box = client
        self._imap = client.client
        self._exists = 0

    def open(self, folder: str, *, may_change: bool = False) -> Opened:
        """Open a folder, to look only unless it `may_change`."""
        with self._within():
            self._box.folder.set(folder, readonly=not may_change)
        self._exists = self._code("EXISTS")
        uid_next = self._code("UIDNEXT")
        if not uid_next:
            last = self._uid_at(self._exists) if self._exists else 0
            uid_next = (last or 0) + 1
        return Opened(self._code("UIDVALIDITY") or 1, uid_next, self._exists)

    def listed(self, first: int, last: int) -> list[Listed]:
        """The mails with a number in a range, the lowest first."""
        lines = self._uid_fetch(f"{first}:{last}", "(UID INTERNALDATE)")
        found = {}
        for line in _plain(lines):
            uid, moment = UID.search(line), MOMENT.search(line)
            if uid and first <= int(uid[1]) <= last:
                found[int(uid[1])] = Listed(int(uid[1]), _moment(moment[1] if moment else b""))
        return [found[uid] for uid in sorted(found)]

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """How large mails are, so far as the server can be believed."""
        lines = self._uid_fetch(_numbers(uids), "(UID RFC822.SIZE)")
        pairs = ((UID.search(line), SIZE.search(line)) for line in _plain(lines))
        return {int(uid[1]): int(size[1]) for uid, size in pairs if uid and size}

    def mails(self, uids: Sequence[int], *, most_bytes: int) -> dict[int, bytes]:
        """Whole mails by number; one that is gone from the server is not among them."""
        lines = self._uid_fetch(_numbers(uids), "(UID BODY.PEEK[])", besides=most_bytes)
        return dict(_bodies(lines))

    def header(self, uid: int) -> bytes:
        """The beginning of the header of one mail."""
        what = f"(UID BODY.PEEK[HEADER]<0.{HEADER_BYTES}>)"
        found = dict(_bodies(self._uid_fetch(str(uid), what, besides=HEADER_BYTES)))
        return found.get(uid, b"")

    def next_uid_after(self, uid: int) -> int | None:
        """The lowest number above `uid`, found by halving; None if there is none."""
        low, high = 1, self._exists
        found = None
        while low <= high:
            middle = (low + high) // 2
            here = self._uid_at(middle)
            if here is None:
                return None  # somebody deletes mails meanwhile; the next time will tell
            if here > uid:
                found, high = here, middle - 1
            else:
                low = middle + 1
        return found

    def first_uid_since(self, moment: datetime) -> int | None:
        """The lowest number of mails that came on the day of a moment or later."""
        day = moment.astimezone(UTC).strftime("%d-%b-%Y")
        with self._within():
            answer, found = self._imap.uid("SEARCH", "SINCE", day)
        if answer != "OK":
            raise imaplib.IMAP4.error("SEARCH")
        numbers = [int(word) for line in found if line for word in line.split()]
        return min(numbers, default=None)

    def mark_seen(self, uids: Sequence[int]) -> None:
        """Say on the server that mails were read."""
        with self._within():
            self._imap.uid("STORE", _numbers(uids), "+FLAGS.SILENT", r"(\Seen)")

    def wait_for_mail(self, seconds: float) -> bool:
        """Wait until the server says that something changed; False if it did not in this time."""
        with self._within(COMMAND_S):
            self._box.idle.start()
        heard = self._box.idle.poll(timeout=seconds)
        with self._within(SILENCE_S):
            self._box.idle.stop()
        return any(b"EXISTS" in line or b"RECENT" in line for line in heard)

    @property
    def may_wait(self) -> bool:
        """Whether the server knows IDLE."""
        return "IDLE" in self._imap.capabilities

    def close(self) -> None:
        """Say goodbye, without waiting long for an answer."""
        with suppress(Exception), self._within(5):
            self._imap.logout()

    def _uid_at(self, place: int) -> int | None:
        with self._within():
            answer, lines = self._imap.fetch(str(place), "(UID)")
        found = [UID.search(line) for line in _plain(lines)] if answer == "OK" else []
        return next((int(each[1]) for each in found if each), None)

    def _uid_fetch(self, numbers: str, what: str, *, besides: int = 0) -> list[Any]:
        with self._within(besides=besides):
            answer, lines = self._imap.uid("FETCH", numbers, what)
        if answer != "OK":
            raise imaplib.IMAP4.error(f"FETCH: {answer}")
        return list(lines)

    def _code(self, name: str) -> int:
        said = self._imap.untagged_responses.get(name) or [b""]
        number = CODE.match(said[-1] or b"")
        return int(number[1]) if number else 0

    def _within(self, seconds: float = COMMAND_S, *, besides: int = 0) -> Any:
        assert isinstance(self._imap, _Guarded)  # noqa: S101 - made above
        return self._imap.within(seconds, besides=besides)


@contextmanager
def signed_in(mailbox: Mailbox) -> Iterator[Server]:
    """Connect with the server of a mailbox and sign in; the end closes the connection."""
    token = access_token(mailbox) if mailbox.auth == Auth.OAUTH2 else ""
    client = _Client(mailbox)
    server = Server(client)
    try:
        user = mailbox.imap_user or mailbox.address
        with server._within():
            if token:
                client.xoauth2(user, token, None)
            elif (user + mailbox.secret).isascii():
                client.login(user, mailbox.secret, None)
            else:
                client.login_utf8(user, mailbox.secret, None)
        yield server
    finally:
        server.close()


def _numbers(uids: Iterable[int]) -> str:
    return ",".join(map(str, uids))


def _plain(lines: Iterable[Any]) -> Iterator[bytes]:
    for line in lines:
        if line:
            yield line[0] if isinstance(line, tuple) else line


def _bodies(lines: Sequence[Any]) -> Iterator[tuple[int, bytes]]:
    """Each mail with its number, which some servers say before it and some behind."""
    for place, line in enumerate(lines):
        if not isinstance(line, tuple):
            continue
        after = lines[place + 1] if place + 1 < len(lines) else b""
        uid = UID.search(line[0]) or (UID.search(after) if isinstance(after, bytes) else None)
        if uid:
            yield int(uid[1]), line[1]


def _moment(words: bytes) -> datetime | None:
    try:
        return datetime.strptime(words.decode().strip(), "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        return None
