"""Mails about which a person has to decide: kept, told, and never in the way of others."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent
from gehoord.channels.email.models import MailFolder, StoredMail, StoredMailQuerySet
from gehoord.channels.email.queues import FETCH_MAIL, READ_MAIL
from gehoord.jobs.nudges import nudge
from gehoord.live import publish

HOUR = timedelta(hours=1)
MOST_AUTOMATIC = 20
MOST_WRITTEN = 100
"""New cases of one sender in an hour; a web form that sends for everybody is one sender."""

MOST_NAMED = 100
"""Numbers of mails in the list of changes."""


class MailIsSetAside(Exception):
    """A person has to decide about this mail; the text says why."""


@transaction.atomic
def set_aside(*, row: StoredMail, problem: str) -> None:
    """Keep a mail for a person who decides; nothing of it is lost."""
    now = timezone.now()
    row.finish(set_aside_at=now, left_at=None, left_by=None, problem=problem[:300])
    publish("mail-set-aside", audiences=[row.mailbox.team.audience])


@transaction.atomic
def read_again(*, row: StoredMail) -> StoredMail:
    """Read a mail that was set aside once more, because somebody asks for it.

    What was held back for its number is taken in now. Of what was held back for its size the
    whole mail is fetched if that is allowed by now, and stays aside until it is there; else its
    header is taken in.
    """
    rows = StoredMail.objects.kept_out_of_cases().filter(pk=row.pk)
    row = rows.select_related("mailbox__team").first() or row
    if is_to_be_fetched(row):
        told = _("Gehoord fetches the whole mail from the mail server.")
        rows.update(is_wanted=True, left_at=None, left_by=None, problem=told)
        waiting = MailFolder.objects.filter(mailbox=row.mailbox_id, name=row.folder)
        waiting.filter(leased_until__isnull=True).update(next_attempt_at=timezone.now())
        nudge(FETCH_MAIL)
        row.problem = told
        return row
    changed = rows.update(
        set_aside_at=None,
        left_at=None,
        left_by=None,
        is_wanted=True,
        attempts=0,
        next_attempt_at=timezone.now(),
    )
    if changed:
        nudge(READ_MAIL)
    return row


def is_to_be_fetched(row: StoredMail) -> bool:
    """Whether only the header of a mail is here, and the whole of it may come now."""
    box = row.mailbox
    is_there = box.is_on and bool(box.imap_host) and row.folder in box.folders
    is_small_enough = row.size <= settings.GEHOORD_MAX_MAIL_BYTES
    return row.is_header_only and row.message_id is None and is_there and is_small_enough


@transaction.atomic
def leave(*, rows: StoredMailQuerySet, by: Agent) -> int:
    """Say that mails set aside need nothing; returns how many that was news for.

    They stay where they are, can be taken up again, and go when cases of their age go.
    """
    found = list(rows.set_aside().select_related("mailbox__team").select_for_update(of=("self",)))
    return _note(found, by=by, what="mail left", left_at=timezone.now(), left_by=by)


@transaction.atomic
def take_up_again(*, rows: StoredMailQuerySet, by: Agent) -> int:
    """Let mails wait for somebody again that were left; returns how many that was news for."""
    found = list(rows.left().select_related("mailbox__team").select_for_update(of=("self",)))
    return _note(found, by=by, what="mail taken up again", left_at=None, left_by=None)


def _note(rows: list[StoredMail], *, by: Agent, what: str, **changes: object) -> int:
    for box in {row.mailbox for row in rows}:
        numbers = [row.pk for row in rows if row.mailbox == box]
        StoredMail.objects.filter(pk__in=numbers).update(**changes)
        record(actor=by, what=what, about=box.address, mails=numbers[:MOST_NAMED])
        publish("mail-set-aside", audiences=[box.team.audience])
    return len(rows)


def too_many_from(row: StoredMail, *, is_automatic: bool) -> str:
    """Why no new case is made of a mail: two programs may be answering each other."""
    if not row.from_email:
        return ""
    most = MOST_AUTOMATIC if is_automatic else MOST_WRITTEN
    lately = StoredMail.objects.filter(
        from_email=row.from_email,
        mailbox=row.mailbox_id,
        message__isnull=False,
        received_at__gt=row.received_at - HOUR,
        received_at__lte=row.received_at,
    )
    if lately.count() < most:
        return ""
    return _(
        "There were {most} mails from this address in an hour. Take in what somebody has to answer."
    ).format(most=most)
