"""What came in, exactly as it came, before anybody read it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from gehoord.accounts.models import Team
from gehoord.cases.models import Message
from gehoord.contacts.models import Channel
from gehoord.jobs.due import DueQuerySet, DueRow, to_do_index


class InboundQuerySet(DueQuerySet["Inbound"]):
    """Accepted messages by sender and by whether they were read into a case."""

    def from_sender(self, channel: str, sender: str) -> InboundQuerySet:
        return self.filter(channel=channel, sender=sender)

    def unread(self) -> InboundQuerySet:
        """Accepted, and not yet a message in a case."""
        return self.filter(message__isnull=True)

    def stuck(self) -> InboundQuerySet:
        """Tried often and still not read: somebody has to look."""
        return self.unread().filter(attempts__gte=Inbound.OFTEN)


class Inbound(DueRow):
    """One message as a channel delivered it. The same `external_id` twice is one row.

    Stored before the sender is answered, so what we accepted is never lost; the row is the queue
    of what is still to be read into a case.
    """

    OFTEN = 5

    channel = models.CharField(max_length=20, choices=Channel)
    external_id = models.CharField(max_length=200)
    sender = models.CharField(max_length=200)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    payload = models.JSONField()
    """The fields of IncomingMessage, see contract.py."""
    received_at = models.DateTimeField(default=timezone.now)
    message = models.OneToOneField(
        Message, models.CASCADE, null=True, blank=True, related_name="original"
    )
    error = models.CharField(max_length=300, blank=True)

    objects = InboundQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["channel", "sender", "received_at"], name="inbound_sender"),
            to_do_index(name="inbound_to_do"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["channel", "external_id"], name="one_row_per_delivery")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.external_id}"
