from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent
from gehoord.cases.models import Draft, Message
from gehoord.channels.email.models.mailbox import Mailbox

TOKEN_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # noqa: S105
TOKEN_LENGTH = 20


def new_token() -> str:
    """Nothing anybody can guess: a hundred bits, in letters that survive every mail program."""
    return "".join(secrets.choice(TOKEN_LETTERS) for _number in range(TOKEN_LENGTH))


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """E-mails we send, by what identifies them when somebody answers."""

    def with_token(self, token: str) -> OutgoingMailQuerySet:
        """Those whose answers come back to the address with this token."""
        return self.filter(reply_token=token.lower()).exclude(reply_token="")

    def known_as(self, reference: str) -> OutgoingMailQuerySet:
        """The one with this Message-ID, with or without its angle brackets."""
        return self.filter(reference=reference.strip().strip("<>"))


class OutgoingMail(models.Model):
    """How a reply goes out as an e-mail: to whom, under which subject and Message-ID.

    The Message-ID is in the database before the first attempt and never changes: what a mail
    server got twice after a crash is one e-mail for whoever receives it.
    """

    UNKNOWN_ENDS = 2
    """So many attempts may end without our knowing whether the server took it, then a person
    decides: it is sent again once, never again and again."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="outgoing_mail")
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="outgoing")
    reference = models.CharField(max_length=200, unique=True)
    """The Message-ID without `<` and `>`."""
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list, blank=True)
    bcc = models.JSONField(default=list, blank=True)
    """Each as `Name <address>`, checked before it was kept."""
    subject = models.CharField(max_length=900, blank=True)
    in_reply_to = models.CharField(max_length=500, blank=True)
    references = models.JSONField(default=list, blank=True)
    """Message-IDs with their angle brackets, oldest first."""
    html = models.TextField(blank=True)
    """What the agent formatted beyond the marks in the text; cleaned. Empty is: from the text."""
    reply_token = models.CharField(max_length=40, blank=True, db_index=True)
    quoted = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    """The message shown below the new words."""
    is_forward = models.BooleanField(default=False)
    accepted = models.JSONField(default=list, blank=True)
    """Addresses for which a server took it; they never get it again."""
    refused = models.JSONField(default=dict, blank=True)
    """Addresses that were refused for good, with words for the agent."""
    busy_until = models.DateTimeField(null=True, blank=True)
    """A process is handing it over until then."""
    unknown_ends = models.PositiveSmallIntegerField(default=0)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    """When the server had it for everybody it would take it for."""
    failed_at = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=300, blank=True)
    """What the last attempt ended with."""

    objects = OutgoingMailQuerySet.as_manager()

    def __str__(self) -> str:
        return self.reference

    def claim(self, lasts: timedelta) -> bool:
        """Take it for handing over; False if another process has it or has done it."""
        now = timezone.now()
        free = type(self).objects.filter(
            Q(busy_until__isnull=True) | Q(busy_until__lte=now),
            pk=self.pk,
            handed_over_at__isnull=True,
        )
        if not free.update(busy_until=now + lasts):
            return False
        self.refresh_from_db()
        return True


class DraftAddressing(models.Model):
    """To whom a draft will go, kept while the agent writes."""

    class Mode(models.TextChoices):
        REPLY = "reply", _("Reply")
        REPLY_ALL = "reply_all", _("Reply to all")
        FORWARD = "forward", _("Forward")

    draft = models.OneToOneField(Draft, models.CASCADE, related_name="addressing")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.REPLY)
    to = models.JSONField(default=list, blank=True)
    cc = models.JSONField(default=list, blank=True)
    bcc = models.JSONField(default=list, blank=True)
    """As typed: only what is sent has to be right."""
    subject = models.CharField(max_length=900, blank=True)
    answers = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    """The mail it is about; null is the customer's last one."""

    def __str__(self) -> str:
        return f"{self.mode} of draft {self.draft_id}"


class MailDraft(models.Model):
    """A new e-mail an agent is writing, exactly as typed. It has no case before it is sent."""

    author = models.OneToOneField(Agent, models.CASCADE, related_name="mail_draft")
    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, blank=True, related_name="+")
    to = models.TextField(blank=True)
    cc = models.TextField(blank=True)
    bcc = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"new mail of {self.author_id}"


class AgentSignature(models.Model):
    """The lines with which an agent ends his own e-mails."""

    agent = models.OneToOneField(Agent, models.CASCADE, related_name="mail_signature")
    text = models.TextField(_("your signature"), blank=True, max_length=2000)

    def __str__(self) -> str:
        return f"signature of {self.agent_id}"
