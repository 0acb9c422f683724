from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent
from gehoord.cases.models import Conversation, Message, Note
from gehoord.channels.email.models.mailbox import Mailbox
from gehoord.jobs.due import DueQuerySet, DueRow, to_do_index


class Kind(models.TextChoices):
    """What a mail turned out to be."""

    MESSAGE = "message", _("message")
    BOUNCE = "bounce", _("delivery report")
    AUTO = "auto", _("automatic reply")
    LIST = "list", _("mailing list")
    OWN = "own", _("our own mail")
    COPY = "copy", _("copy of a mail that is there already")


class StoredMailQuerySet(DueQuerySet["StoredMail"]):
    """Mails by what became of them."""

    def unread(self) -> StoredMailQuerySet:
        """Stored, and not read into a case yet."""
        return self.filter(next_attempt_at__isnull=False)

    def set_aside(self) -> StoredMailQuerySet:
        """Mails that could not be read: somebody has to look."""
        return self.filter(set_aside_at__isnull=False, left_at__isnull=True)

    def left(self) -> StoredMailQuerySet:
        """Mails set aside that somebody looked at and found to need nothing."""
        return self.filter(set_aside_at__isnull=False, left_at__isnull=False)

    def kept_out_of_cases(self) -> StoredMailQuerySet:
        """Mails set aside, also those that were left; never one that is in a case."""
        return self.filter(set_aside_at__isnull=False, message__isnull=True)

    def wanted_whole(self) -> StoredMailQuerySet:
        """Mails of which only the header is here, and somebody asked for the rest."""
        return self.set_aside().filter(is_header_only=True, is_wanted=True, message__isnull=True)

    def visible_to(self, agent: Agent) -> StoredMailQuerySet:
        """Mails whose words this agent may read: those for the teams whose cases he sees."""
        if agent.sees_all_teams:
            return self
        if not agent.may_answer:
            return self.none()
        return self.filter(mailbox__team__in=agent.team_ids)

    def outside_cases(self) -> StoredMailQuerySet:
        """Done with, and part of no case."""
        done = self.filter(next_attempt_at__isnull=True)
        return done.filter(message__isnull=True, about__isnull=True, note__isnull=True)


class StoredMail(DueRow):
    """One mail exactly as it came. Stored before the server hears that we have it.

    The row is the queue of what is still to be read into a case.
    """

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="mails")
    digest = models.CharField(max_length=64)
    """SHA-256 of the bytes: the same mail twice in one mailbox is one row."""
    file = models.FileField(max_length=200)
    size = models.PositiveBigIntegerField()
    """Bytes on the server; only the header was kept of what is larger than the house allows."""
    folder = models.CharField(max_length=200, blank=True)
    uid = models.PositiveBigIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MESSAGE)
    from_email = models.CharField(max_length=200, blank=True, db_index=True)
    from_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    forwarded_from = models.CharField(max_length=320, blank=True)
    """Who first wrote a mail that was forwarded to us: perhaps he is the customer."""
    message = models.OneToOneField(
        Message, models.CASCADE, null=True, blank=True, related_name="mail"
    )
    about = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="reports"
    )
    """The sent message that a delivery report tells about."""
    note = models.OneToOneField(Note, models.CASCADE, null=True, blank=True, related_name="mail")
    """What a colleague wrote to us alone, from his own mail program."""
    is_spam = models.BooleanField(default=False)
    """A mail server on the way took it for spam."""
    is_header_only = models.BooleanField(default=False)
    is_wanted = models.BooleanField(default=False)
    """Somebody looked and asked to have it read all the same."""
    set_aside_at = models.DateTimeField(null=True, blank=True, db_index=True)
    left_at = models.DateTimeField(null=True, blank=True)
    """When somebody looked and found that a mail set aside needs nothing."""
    left_by = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="+")
    problem = models.CharField(max_length=300, blank=True)
    """Why it was set aside and what to do, in words for whoever can act."""

    objects = StoredMailQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            to_do_index(name="stored_mail_to_do"),
            models.Index(fields=["from_email", "received_at"], name="stored_mail_sender"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["mailbox", "digest"], name="one_row_per_mail")
        ]

    def __str__(self) -> str:
        return f"{self.from_email}: {self.subject}"

    def raw(self) -> bytes:
        """The bytes as they came."""
        with self.file.open("rb") as file:
            content: bytes = file.read()
        return content


class MailReference(models.Model):
    """A Message-ID that was seen in, or sent from, a conversation."""

    reference = models.CharField(max_length=200, unique=True)
    """The Message-ID without `<` and `>`, see `references.reference`."""
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="mail_references")
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="mail_references"
    )

    def __str__(self) -> str:
        return self.reference


class Participant(models.Model):
    """Somebody besides the customer who wrote in a conversation or got its mails."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    email = models.CharField(max_length=200)
    """Lower case."""
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["conversation", "email"], name="one_row_per_participant"
            )
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["email"], name="participant_email")]

    def __str__(self) -> str:
        return self.email
