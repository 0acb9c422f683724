"""The whole of mails of which only the header was kept, once somebody may have it and asks."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.cases.actions import erase_files
from gehoord.channels.email.models import Kind, MailFolder, StoredMail
from gehoord.channels.email.queues import READ_MAIL
from gehoord.channels.email.reading import read_mail
from gehoord.channels.email.receiving import client
from gehoord.channels.email.receiving.imap import Server
from gehoord.channels.email.receiving.storing import Arrived, Kept, keep
from gehoord.channels.email.receiving.troubles import TROUBLES
from gehoord.jobs.nudges import nudge

END = re.compile(rb"\r?\n\r?\n")
AT_ONCE = 20


def fetch_wanted(folder: MailFolder, server: Server, hold: Callable[[float], object]) -> None:
    """Fetch whole mails of an open folder that somebody asked for.

    `hold` is called with the seconds the next one may last. One of which the server breaks off
    waits for a person again; then this raises what broke off.
    """
    wanted = StoredMail.objects.wanted_whole().filter(
        mailbox=folder.mailbox_id, folder=folder.name, size__lte=settings.GEHOORD_MAX_MAIL_BYTES
    )
    for row in wanted.select_related("mailbox").order_by("pk")[:AT_ONCE]:
        seconds = client.COMMAND_S + row.size / client.SLOWEST
        hold(seconds)
        try:
            raw = _whole(row, server, seconds)
        except TROUBLES:
            _not_now(row, _("The mail server broke off at this mail again. Try it later."))
            raise
        if raw is None:
            _not_now(row, _("This mail is not on the mail server any more; only its head is here."))
        elif len(raw) > settings.GEHOORD_MAX_MAIL_BYTES:
            _not_now(row, too_large(len(raw)), size=len(raw))
        else:
            _put(row, raw)


def _whole(row: StoredMail, server: Server, seconds: float) -> bytes | None:
    head = row.raw()
    most = 2 * settings.GEHOORD_MAX_MAIL_BYTES
    for uid in _places(row, head, server):
        found = server.mails([uid], most_bytes=most, seconds=seconds).get(uid)
        if found is not None:
            return found
    return None


def _places(row: StoredMail, head: bytes, server: Server) -> list[int]:
    """Where the mail lies now: under its number, or after renumbering where its Message-ID is."""
    if row.uid is not None and _is_there(row, head, row.uid, server):
        return [row.uid]
    named = read_mail(head).message_id if head else ""
    uids = server.uids_of(named) if named else []
    return [uid for uid in uids if _is_there(row, head, uid, server)]


def _is_there(row: StoredMail, head: bytes, uid: int, server: Server) -> bool:
    if not head:
        return any(each.received_at == row.received_at for each in server.listed(uid, uid))
    here = server.header(uid)
    if _first(here) == _first(head):
        return True
    named = read_mail(here).message_id
    return bool(named) and named == read_mail(head).message_id


def _first(raw: bytes) -> bytes:
    return END.split(raw, maxsplit=1)[0].strip()


def _not_now(row: StoredMail, why: str, **changes: object) -> None:
    waiting = StoredMail.objects.wanted_whole().filter(pk=row.pk)
    waiting.update(is_wanted=False, problem=why[:300], **changes)


def _put(row: StoredMail, raw: bytes) -> None:
    """Put the whole mail in the place of its header, and have it read."""
    kept = keep(row.mailbox, Arrived(raw=raw))
    if not kept.path:
        _is_copy(row)  # it came another way meanwhile
        return
    try:
        _replace(row, kept)
    except IntegrityError:
        default_storage.delete(kept.path)
        _is_copy(row)


@transaction.atomic
def _replace(row: StoredMail, kept: Kept) -> None:
    old = row.file.name
    changed = (
        StoredMail.objects.wanted_whole()
        .filter(pk=row.pk)
        .update(
            file=kept.path,
            digest=kept.digest,
            size=len(kept.arrived.raw),
            is_header_only=False,
            set_aside_at=None,
            problem="",
            attempts=0,
            next_attempt_at=timezone.now(),
        )
    )
    erase_files([old if changed else kept.path])
    nudge(READ_MAIL)


def _is_copy(row: StoredMail) -> None:
    StoredMail.objects.wanted_whole().filter(pk=row.pk).update(
        set_aside_at=None, kind=Kind.COPY, problem=""
    )


def too_large(size: int) -> str:
    """Tell that only the header of a mail was fetched, because of its size."""
    most = settings.GEHOORD_MAX_MAIL_BYTES
    return _(
        "This mail is {size} MB; Gehoord fetches {most} MB at most. It is still on the mail server. "
        "Ask the sender for a link to the files."
    ).format(size=-(-size // 1024**2), most=most // 1024**2)


def breaks_off(folder: str) -> str:
    """Tell that a mail cannot be had from the server."""
    return _(
        "The mail server breaks off at this mail. It is still there, in the folder {folder}: open "
        "it with another mail program."
    ).format(folder=folder)
