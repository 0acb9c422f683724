"""Tell administrators which mailboxes stand still because their permission ended."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.accounts.notices import mail_administrators
from gehoord.channels.email.models import Mailbox


def tell_ended_permissions() -> int:
    """Mail the administrators about permissions that ended, once each; returns about how many."""
    told = 0
    for box in Mailbox.objects.stopped().filter(permission_told_at__isnull=True):
        if mail_administrators(subject=_subject(box), text=_text(box)):
            Mailbox.objects.filter(pk=box.pk).update(permission_told_at=timezone.now())
            told += 1
    return told


def _subject(box: Mailbox) -> str:
    return _("Mail of {address} stands still").format(address=box.address)


def _text(box: Mailbox) -> str:
    return _(
        "The mailbox {address} cannot be opened any more, so nothing is fetched from it and nothing "
        "is sent.\n\n{why}\n\nNo mail is lost: it waits on the mail server. Look at the page of "
        "this mailbox:\n{page}\n"
    ).format(
        address=box.address,
        why=box.permission_problem,
        page=f"{settings.GEHOORD_URL}/office/mailboxes/{box.pk}/",
    )
