"""Fetch what is new in the folders of all mailboxes. The row of a folder says who fetches."""

from __future__ import annotations

import imaplib
import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gehoord.channels.email.models import Mailbox, MailFolder
from gehoord.channels.email.receiving import client
from gehoord.channels.email.receiving.answers import Listed, Opened
from gehoord.channels.email.receiving.imap import HEADER_BYTES, Server, signed_in
from gehoord.channels.email.receiving.storing import Arrived, add_row, keep
from gehoord.channels.email.receiving.troubles import TROUBLES, in_words
from gehoord.channels.email.receiving.whole import breaks_off, fetch_wanted, too_large
from gehoord.jobs.due import DueQuerySet, stopping, work_through

logger = logging.getLogger(__name__)

PAUSE = timedelta(seconds=60)
LEASE = timedelta(minutes=5)
MARGIN_S = 30.0
"""So much before the lease on a folder ends, nothing is asked of its server any more."""
TURN_S = 30.0
"""So long one folder has its turn; what is left comes after the other folders."""
WINDOW = 1000
AT_ONCE = 50
BYTES_AT_ONCE = 8 * 1024 * 1024
FEW = 2000
NUMBERED_ANEW = timedelta(days=3)
"""When a server numbers a folder anew, so much before the last fetch is looked at again."""
TRIES = 3


class SomebodyElseFetches(Exception):
    """The lease on the folder ran out and another process has it."""


def folders_to_fetch() -> DueQuerySet[MailFolder]:
    """The rows of all folders that are fetched; those that have no row yet get one."""
    _add_folders()
    rows = MailFolder.objects.filter(mailbox__in=Mailbox.objects.fetched())
    return rows.select_related("mailbox")


def fetch_due_folders() -> int:
    """Fetch from every folder whose moment has come, one after the other; returns how many."""
    return work_through(folders_to_fetch(), fetch_folder, lease=LEASE)


def _add_folders() -> None:
    wanted = {
        (mailbox.pk, name) for mailbox in Mailbox.objects.fetched() for name in mailbox.folders
    }
    known = dict[tuple[int, str], bool]()
    for pk, name, at in MailFolder.objects.values_list("mailbox", "name", "next_attempt_at"):
        known[pk, name] = at is not None
    for pk, name in sorted(wanted - known.keys()):
        MailFolder.objects.get_or_create(
            mailbox_id=pk, name=name, defaults={"next_attempt_at": timezone.now()}
        )
    for pk, name in sorted(key for key in wanted if known.get(key) is False):
        again = MailFolder.objects.filter(mailbox=pk, name=name, leased_until__isnull=True)
        again.update(next_attempt_at=timezone.now())


def fetch_folder(
    row: MailFolder, *, opened: Callable[[Server], object] = lambda _server: None
) -> None:
    """Fetch what is new in one folder; what goes wrong is told on the folder and tried again.

    `opened` hears of the connection once there is one: whoever has to end may break it off.
    """
    mailbox = row.mailbox
    if row.name not in mailbox.folders:
        row.finish()
        return
    try:
        with signed_in(mailbox) as server:
            opened(server)
            is_done = _Turn(row, server).fetch()
    except SomebodyElseFetches:
        return
    except TROUBLES as trouble:
        if stopping.is_set():
            row.come_back(at=timezone.now())  # perhaps it was us who broke off
            return
        logger.warning("%s %s: %r", mailbox.address, row.name, trouble)
        row.keep(LEASE, problem=in_words(trouble, mailbox, folder=row.name))
        row.try_again()
    else:
        now = timezone.now()
        done = {"polled_at": now} if is_done else {}
        row.come_back(at=now + PAUSE if is_done else now, problem="", **done)


class _Turn:
    """One folder's turn, with an open connection."""

    def __init__(self, row: MailFolder, server: Server) -> None:
        self.row = row
        self.server = server
        self.ends = time.monotonic() + TURN_S

    def fetch(self) -> bool:
        """Fetch until nothing is left (True) or the turn is over (False)."""
        self._hold()
        opened = self.server.open(self.row.name, may_change=self.row.mailbox.marks_seen)
        if opened.uid_validity != self.row.uid_validity:
            self._begin(opened)
        while self.row.last_uid + 1 < opened.uid_next:
            if stopping.is_set() or time.monotonic() > self.ends:
                return False
            self._hold()
            window = self.server.listed(self.row.last_uid + 1, self.row.last_uid + WINDOW)
            if not window:
                following = self.server.next_uid_after(self.row.last_uid + WINDOW)
                if following is None:
                    break
                self._advance(following - 1)
                continue
            self._fetch_all([each.uid for each in window if self._is_wanted(each)], window)
        fetch_wanted(self.row, self.server, lambda seconds: self._hold(seconds=seconds))
        return True

    def _begin(self, opened: Opened) -> None:
        """The first time, or a folder that the server numbers anew."""
        since = self.row.mailbox.import_from
        if self.row.uid_validity and self.row.polled_at is not None:
            since = max(since, self.row.polled_at - NUMBERED_ANEW)
        self._hold(
            uid_validity=opened.uid_validity,
            last_uid=self._before_first(opened, since),
            first_new_uid=opened.uid_next,
            import_from=since,
            hard_uid=0,
            hard_tries=0,
        )

    def _before_first(self, opened: Opened, since: datetime) -> int:
        """Among many old mails the server is asked where the new ones begin."""
        if opened.exists <= FEW or since < timezone.now() - timedelta(days=14):
            return 0
        try:
            first = self.server.first_uid_since(since - timedelta(days=1))
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            return 0  # it cannot search: look at all of them
        return min(first or opened.uid_next, opened.uid_next) - 1

    def _is_wanted(self, listed: Listed) -> bool:
        if listed.uid >= self.row.first_new_uid:
            return True
        since = self.row.import_from or self.row.mailbox.import_from
        return listed.received_at is not None and listed.received_at >= since

    def _fetch_all(self, wanted: Sequence[int], window: Sequence[Listed]) -> None:
        moments = {each.uid: each.received_at for each in window}
        sizes = self.server.sizes(wanted) if wanted else {}
        for uids in self._batches(wanted, sizes):
            if stopping.is_set() or time.monotonic() > self.ends:
                return
            try:
                arrived = self._fetch(uids, sizes)
            except TROUBLES:
                self._note_hard(uids)
                raise
            self._store(uids, [self._placed(each, moments) for each in arrived])
        self._advance(window[-1].uid)

    def _batches(self, uids: Sequence[int], sizes: dict[int, int]) -> Iterator[list[int]]:
        batch: list[int] = []
        total, large = 0, min(BYTES_AT_ONCE, settings.GEHOORD_MAX_MAIL_BYTES)
        for uid in uids:
            size = sizes.get(uid, BYTES_AT_ONCE)
            # Where the last fetch broke off, one by one shows which mail it is.
            is_alone = uid <= self.row.hard_uid or size > large
            if batch and (is_alone or len(batch) >= AT_ONCE or total + size > BYTES_AT_ONCE):
                yield batch
                batch, total = [], 0
            batch.append(uid)
            total += size
            if is_alone:
                yield batch
                batch, total = [], 0
        if batch:
            yield batch

    def _fetch(self, uids: list[int], sizes: dict[int, int]) -> list[Arrived]:
        first = uids[0]
        size = sizes.get(first, 0)
        if len(uids) == 1 and size > settings.GEHOORD_MAX_MAIL_BYTES:
            return [self._header_of(first, size, too_large(size))]
        if len(uids) == 1 and first == self.row.hard_uid and self.row.hard_tries >= TRIES:
            return [self._header_of(first, size, breaks_off(self.row.name))]
        most = sum(sizes.get(uid, 0) for uid in uids) if len(uids) > 1 else 0
        seconds = client.COMMAND_S + sum(sizes.get(uid, 0) for uid in uids) / client.SLOWEST
        self._hold(seconds=seconds)
        # A server may count line ends otherwise than it sends them.
        most = max(2 * most, settings.GEHOORD_MAX_MAIL_BYTES)
        found = self.server.mails(uids, most_bytes=most, seconds=seconds)
        if missing := [uid for uid in uids if uid not in found]:
            self._check_gone(missing)
        return [_whole(uid, found[uid]) for uid in uids if uid in found]

    def _check_gone(self, uids: Sequence[int]) -> None:
        """A mail that is still listed was not deleted by somebody: the server kept it back."""
        for uid in uids:
            if self.server.listed(uid, uid):
                raise imaplib.IMAP4.abort("the server keeps a mail back")

    def _header_of(self, uid: int, size: int, problem: str) -> Arrived:
        given_up = self.row.hard_uid == uid and self.row.hard_tries >= 2 * TRIES
        header = b"" if given_up else self.server.header(uid)
        return Arrived(raw=header, uid=uid, size=size, problem=problem)

    def _placed(self, arrived: Arrived, moments: dict[int, datetime | None]) -> Arrived:
        return Arrived(
            raw=arrived.raw,
            received_at=moments.get(arrived.uid or 0),
            folder=self.row.name,
            uid=arrived.uid,
            size=arrived.size,
            problem=arrived.problem,
        )

    def _note_hard(self, uids: Sequence[int]) -> None:
        """Remember where it broke off; one mail that breaks it again and again is passed over."""
        if len(uids) > 1:
            self._hold(hard_uid=uids[-1], hard_tries=0)
        else:
            before = self.row.hard_tries if self.row.hard_uid == uids[0] else 0
            self._hold(hard_uid=uids[0], hard_tries=before + 1)

    def _store(self, uids: Sequence[int], arrived: Sequence[Arrived]) -> None:
        mailbox = self.row.mailbox
        kept = [keep(mailbox, each) for each in arrived]
        lease = self.row._lease
        try:
            with transaction.atomic():
                # The rows and how far we are, together or not at all.
                for each in kept:
                    add_row(mailbox=mailbox, kept=each)
                self._advance(uids[-1])
        except Exception:
            self.row._lease = lease  # as it still is in the database
            raise
        if mailbox.marks_seen:
            self.server.mark_seen(uids)

    def _advance(self, uid: int) -> None:
        self._hold(last_uid=max(uid, self.row.last_uid))

    def _hold(self, *, seconds: float = 0, **changes: object) -> None:
        """Keep the folder for what comes next, which may last so long besides the usual."""
        lease = LEASE + timedelta(seconds=seconds)
        if not self.row.keep(lease, **changes):
            raise SomebodyElseFetches
        self.server.end_in(lease.total_seconds() - MARGIN_S)


def _whole(uid: int, raw: bytes) -> Arrived:
    """A fetched mail; of one that is larger than the server said, its header."""
    size = len(raw)
    if size <= settings.GEHOORD_MAX_MAIL_BYTES:
        return Arrived(raw=raw, uid=uid, size=size)
    header = re.split(rb"\r?\n\r?\n", raw[:HEADER_BYTES], maxsplit=1)[0] + b"\r\n\r\n"
    return Arrived(raw=header, uid=uid, size=size, problem=too_large(size))
