"""Mails about which a person has to decide: kept, told, and never in the way of others."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.channels.email.models import StoredMail
from gehoord.channels.email.queues import READ_MAIL
from gehoord.jobs.nudges import nudge
from gehoord.live import publish

HOUR = timedelta(hours=1)
MOST_AUTOMATIC = 20
MOST_WRITTEN = 100
"""New cases of one sender in an hour; a web form that sends for everybody is one sender."""


class MailIsSetAside(Exception):
    """A person has to decide about this mail; the text says why."""


@transaction.atomic
def set_aside(*, row: StoredMail, problem: str) -> None:
    """Keep a mail for a person who decides; nothing of it is lost."""
    row.finish(set_aside_at=timezone.now(), problem=problem[:300])
    publish("mail-set-aside", audiences=[row.mailbox.team.audience])


@transaction.atomic
def read_again(*, row: StoredMail) -> StoredMail:
    """Read a mail that was set aside once more, because somebody asks for it.

    What was held back for its number or its size is taken in now.
    """
    again = StoredMail.objects.set_aside().filter(pk=row.pk, message__isnull=True)
    changed = again.update(
        set_aside_at=None, is_wanted=True, attempts=0, next_attempt_at=timezone.now()
    )
    if changed:
        nudge(READ_MAIL)
    return row


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
