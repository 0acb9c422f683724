"""A conversation with an IMAP server that may hang, break off or say anything."""

from __future__ import annotations

import imaplib
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from imap_tools import BaseMailBox
from imap_tools.errors import MailboxLoginError

from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.oauth import access_token
from gehoord.channels.email.receiving import answers, client
from gehoord.channels.email.receiving.answers import Listed, Opened

HEADER_BYTES = 256 * 1024


class Server:
    """A signed-in connection. Every method raises what `troubles.TROUBLES` names."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box
        self._imap = box.client
        self._exists = 0

    def sign_in(self, mailbox: Mailbox, token: str) -> None:
        """Sign in with a permission, or with the password if there is none.

        Raises SignInRefused.
        """
        shown = client.TokenShown(mailbox.user, token)
        try:
            with self._within(client.SIGN_IN_S):
                if token:
                    self._imap.authenticate("XOAUTH2", shown)
                elif (mailbox.user + mailbox.secret).isascii():
                    self._box.login(mailbox.user, mailbox.secret, None)
                else:
                    self._box.login_utf8(mailbox.user, mailbox.secret, None)
        except imaplib.IMAP4.abort:
            raise
        except MailboxLoginError as refused:
            raise client.SignInRefused(answers.words_in(refused.command_result[1])) from refused
        except (imaplib.IMAP4.error, ValueError) as refused:
            raise client.SignInRefused(f"{refused} {shown.challenge}".strip()) from refused

    def folder_names(self) -> list[str]:
        """The folders that can be opened."""
        with self._within():
            found = self._box.folder.list()
        return [each.name for each in found if "\\Noselect" not in each.flags]

    def fullness(self) -> float | None:
        """How full the mailbox is, from 0 to 1 or a little more; None if the server does not say."""
        try:
            with self._within():
                answer, said = self._imap.getquotaroot("INBOX")
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:  # many servers do not know the question
            return None
        lines = [line for part in said for line in part or []] if answer == "OK" else []
        return answers.fullness(lines)

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
        for line in answers.plain(lines):
            uid, moment = answers.UID.search(line), answers.MOMENT.search(line)
            if uid and first <= int(uid[1]) <= last:
                found[int(uid[1])] = Listed(
                    int(uid[1]), answers.moment(moment[1] if moment else b"")
                )
        return [found[uid] for uid in sorted(found)]

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """How large mails are, so far as the server can be believed."""
        lines = self._uid_fetch(answers.numbers(uids), "(UID RFC822.SIZE)")
        pairs = (
            (answers.UID.search(line), answers.SIZE.search(line)) for line in answers.plain(lines)
        )
        return {int(uid[1]): int(size[1]) for uid, size in pairs if uid and size}

    def mails(
        self, uids: Sequence[int], *, most_bytes: int, seconds: float | None = None
    ) -> dict[int, bytes]:
        """Whole mails by number; one that is gone from the server is not among them."""
        what = "(UID BODY.PEEK[])"
        lines = self._uid_fetch(answers.numbers(uids), what, besides=most_bytes, seconds=seconds)
        return dict(answers.bodies(lines))

    def header(self, uid: int) -> bytes:
        """The beginning of the header of one mail."""
        what = f"(UID BODY.PEEK[HEADER]<0.{HEADER_BYTES}>)"
        found = dict(answers.bodies(self._uid_fetch(str(uid), what, besides=HEADER_BYTES)))
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

    def uids_of(self, message_id: str) -> list[int]:
        """The mails with a Message-ID; none if it is one that cannot be asked for."""
        if not answers.ASKABLE.fullmatch(message_id):
            return []
        with self._within():
            answer, found = self._imap.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id}"')
        if answer != "OK":
            raise imaplib.IMAP4.error("SEARCH")
        return [int(word) for line in found if line for word in line.split()]

    def mark_seen(self, uids: Sequence[int]) -> None:
        """Say on the server that mails were read."""
        with self._within():
            self._imap.uid("STORE", answers.numbers(uids), "+FLAGS.SILENT", r"(\Seen)")

    def wait_for_mail(self, seconds: float) -> bool:
        """Wait until mail came or something else changed; True if mail came."""
        return self._guarded.wait_for_news(seconds)

    @property
    def may_wait(self) -> bool:
        """Whether the server knows IDLE."""
        return "IDLE" in self._imap.capabilities

    def close(self) -> None:
        """Say goodbye, without waiting long for an answer."""
        with suppress(Exception), self._within(5):
            self._imap.logout()

    def end_in(self, seconds: float) -> None:
        """Let nothing that is asked from now on last longer than until then."""
        self._guarded.ends_at = time.monotonic() + seconds

    def hang_up(self) -> None:
        """Break the connection off, from another thread than the one that waits."""
        self._guarded.hang_up()

    def _uid_at(self, place: int) -> int | None:
        with self._within():
            answer, lines = self._imap.fetch(str(place), "(UID)")
        found = (
            [answers.UID.search(line) for line in answers.plain(lines)] if answer == "OK" else []
        )
        return next((int(each[1]) for each in found if each), None)

    def _uid_fetch(
        self, numbers: str, what: str, *, besides: int = 0, seconds: float | None = None
    ) -> list[Any]:
        with self._within(seconds, besides=besides):
            answer, lines = self._imap.uid("FETCH", numbers, what)
        if answer != "OK":
            raise imaplib.IMAP4.error(f"FETCH: {answer}")
        return list(lines)

    def _code(self, name: str) -> int:
        said = list(answers.plain(self._imap.untagged_responses.get(name) or []))
        number = answers.CODE.match(said[-1]) if said else None
        return int(number[1]) if number else 0

    def _within(self, seconds: float | None = None, *, besides: int = 0) -> Any:
        return self._guarded.within(seconds or client.COMMAND_S, besides=besides)

    @property
    def _guarded(self) -> client.Guarded:
        assert isinstance(self._imap, client.Guarded)
        return self._imap


@contextmanager
def signed_in(mailbox: Mailbox) -> Iterator[Server]:
    """Connect with the server of a mailbox and sign in; the end closes the connection.

    A permission that is not taken is renewed once: it may have ended before its time.
    """
    token = token_for(mailbox)
    try:
        server = _let_in(mailbox, token)
    except client.SignInRefused:
        if not token:
            raise
        server = _let_in(mailbox, access_token(mailbox, refused=token))
    try:
        yield server
    finally:
        server.close()


def _let_in(mailbox: Mailbox, token: str) -> Server:
    server = Server(client.Client(mailbox))
    try:
        server.sign_in(mailbox, token)
    except BaseException:
        server.close()
        raise
    return server


@contextmanager
def connected(mailbox: Mailbox) -> Iterator[Server]:
    """Connect with the server of a mailbox, not signed in yet; the end closes the connection."""
    server = Server(client.Client(mailbox))
    try:
        yield server
    finally:
        server.close()


def token_for(mailbox: Mailbox) -> str:
    """The permission to sign in, empty where a password does. Raises NoPermission."""
    return access_token(mailbox) if mailbox.uses_token else ""
