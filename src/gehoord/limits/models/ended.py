from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from gehoord.cases.models import Conversation

CALL_BACK_WITHIN = timedelta(minutes=15)


class EndedWithoutGround(models.Model):
    """A conversation was ended without a step of the ladder: somebody looks, and calls back.

    Names no agent: it is about the conversation (seed of domain model 3.4).
    """

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, related_name="ended_without_ground"
    )
    ended_at = models.DateTimeField()
    call_back_by = models.DateTimeField()
    called_back_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["call_back_by"]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["call_back_by"],
                condition=models.Q(called_back_at=None),
                name="calls_back_to_make",
            )
        ]

    def __str__(self) -> str:
        return f"ended conversation {self.conversation_id}"

    @classmethod
    def begin(cls, *, conversation: Conversation, at: datetime | None = None) -> EndedWithoutGround:
        """Put a conversation down that ended just now."""
        now = at or timezone.now()
        return cls.objects.create(
            conversation=conversation, ended_at=now, call_back_by=now + CALL_BACK_WITHIN
        )
