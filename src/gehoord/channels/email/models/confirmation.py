from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from gehoord.channels.email.models.incoming import StoredMail
from gehoord.channels.email.models.mailbox import Mailbox
from gehoord.jobs.due import DueQuerySet, DueRow, to_do_index


class Confirmation(DueRow):
    """That we told a sender that his mail is here, or why we did not. The row is its queue."""

    mail = models.OneToOneField(StoredMail, models.CASCADE, related_name="confirmation")
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="confirmations")
    to = models.CharField(max_length=200)
    """Lower case."""
    alike = models.CharField(max_length=200)
    """The address without digits and what stands behind a plus: programs number theirs."""
    domain = models.CharField(max_length=200)
    reference = models.CharField(max_length=200, unique=True)
    """The Message-ID without `<` and `>`."""
    made_at = models.DateTimeField(default=timezone.now)
    is_end_unknown = models.BooleanField(default=False)
    """A server may have it already: it is never sent twice."""
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    """Why the sender did not get it, in words for the agent."""

    objects = DueQuerySet["Confirmation"].as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            to_do_index(name="confirmation_to_do"),
            models.Index(fields=["mailbox", "made_at"], name="confirmation_lately"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} to {self.to}"
