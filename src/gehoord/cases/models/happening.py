from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent
from gehoord.cases.models.case import Case
from gehoord.cases.models.proposal import seal_of


class Event(models.Model):
    """What happened to a case: who, what, when, why. Never the text of a message."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        REOPENED = "reopened", _("reopened")
        OWNER = "owner", _("owner changed")
        TEAM = "team", _("moved to another team")
        CUSTOMER = "customer", _("customer changed")
        STAGE = "stage", _("stage changed")
        PATH = "path", _("path changed")
        STATUS = "status", _("status changed")
        REPLY_SENT = "reply_sent", _("reply sent")
        REPLY_TAKEN_BACK = "reply_taken_back", _("reply taken back")
        REPLY_FAILED = "reply_failed", _("reply not delivered")
        NOTE = "note", _("note written")
        PART = "part", _("problem changed")
        READING = "reading", _("reading disputed")
        LIMIT = "limit", _("house rules")
        PROPOSAL = "proposal", _("proposal asked from software")

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    actor = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["case", "at"], name="event_timeline")]

    def __str__(self) -> str:
        return f"{self.kind} on case {self.case_id}"


class Draft(models.Model):
    """What an agent is writing in a case, kept while typing. Only he sees it."""

    class Mode(models.TextChoices):
        REPLY = "reply", _("Reply")
        NOTE = "note", _("Internal note")

    case = models.ForeignKey(Case, models.CASCADE, related_name="drafts")
    author = models.ForeignKey(Agent, models.CASCADE, related_name="drafts")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.REPLY)
    text = models.TextField(blank=True)
    proposed = models.CharField(max_length=64, blank=True)
    """The seal of the text as software proposed it, if the agent took a proposal."""
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "author", "mode"], name="one_draft_per_mode")
        ]

    def __str__(self) -> str:
        return f"draft of {self.author_id} in case {self.case_id}"

    @property
    def is_proposed(self) -> bool:
        """Whether software wrote it and nobody changed a letter since."""
        return bool(self.proposed) and self.proposed == seal_of(self.text)


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Presences by whether they are still true."""

    def now(self) -> PresenceQuerySet:
        """Who has the case open at this moment."""
        return self.filter(seen_at__gte=timezone.now() - Presence.LASTS)

    def past(self) -> PresenceQuerySet:
        return self.filter(seen_at__lt=timezone.now() - Presence.LASTS)


class Presence(models.Model):
    """Somebody has a case open. Gone a minute later, never history: it is not a time sheet."""

    LASTS = timedelta(seconds=60)
    TYPING_LASTS = timedelta(seconds=10)

    case = models.ForeignKey(Case, models.CASCADE, related_name="presences")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)
    typing_at = models.DateTimeField(null=True, blank=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "agent"], name="one_presence_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} looks at case {self.case_id}"

    @property
    def is_typing(self) -> bool:
        """Whether the agent was writing a reply a moment ago."""
        return self.typing_at is not None and self.typing_at > timezone.now() - self.TYPING_LASTS
