from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Conversation, Message, MessageQuerySet
from gehoord.jobs.due import DueQuerySet, DueRow, to_do_index
from gehoord.limits.call_back_course import HOLDS

SHOWN = timedelta(days=90)
"""So long after somebody looked, an ended conversation stays in the list of the quality coach."""
LONGEST_LESSON = 500


class EndedQuerySet(DueQuerySet["EndedWithoutGround"]):
    """Conversations that were ended without ground, by whether the customer heard from somebody."""

    def visible_to(self, agent: Agent) -> EndedQuerySet:
        """Those in cases that this agent may see."""
        cases = Case.objects.visible_to(agent).values("pk")
        return self.filter(conversation__case__in=cases)

    def with_contact(self) -> EndedQuerySet:
        """With `contacted_at`: when a person spoke to the customer, or a reply of one left."""
        first = Subquery(_replies_since().in_order().values("written_at")[:1])
        return self.annotate(contacted_at=Coalesce("called_back_at", first))

    def waiting(self) -> EndedQuerySet:
        """Those whose customer still waits for somebody."""
        return self.filter(~Exists(_replies_since()), called_back_at=None)

    def asked_of(self, agent: Agent) -> EndedQuerySet:
        """Those that this agent was called for, and that no colleague took."""
        is_free = Q(taken_by=None) | Q(taken_by=agent) | Q(taken_at__lte=timezone.now() - HOLDS)
        called = EndedWithoutGround.called.through.objects.filter(agent=agent)
        return self.waiting().filter(is_free, pk__in=called.values("endedwithoutground"))

    def for_quality(self, *, now: datetime | None = None) -> EndedQuerySet:
        """What the quality coach looks at: first what nobody looked at, then the latest."""
        since = (now or timezone.now()) - SHOWN
        shown = self.with_contact().filter(Q(looked_at=None) | Q(looked_at__gte=since))
        return shown.order_by(F("looked_at").desc(nulls_first=True), "-ended_at", "-pk")


def _replies_since() -> MessageQuerySet:
    """What people wrote to the customer after it ended, and that left."""
    left = Message.objects.to_customers().from_people().seen_by_customer()
    return left.filter(case=OuterRef("conversation__case"), written_at__gt=OuterRef("ended_at"))


class EndedWithoutGround(DueRow):
    """A conversation was ended without a step of the ladder: somebody calls back, and looks.

    It is about the conversation (domain model 3.4) and names nobody: not who ended it, and who
    calls back only until that is done. The row is due when somebody has to be reminded.
    """

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, related_name="ended_without_ground"
    )
    last_words = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """What the customer read at the end; null if it was said aloud."""
    ended_at = models.DateTimeField()
    call_back_by = models.DateTimeField()
    rung = models.PositiveSmallIntegerField(default=0)
    """How many times somebody was called for it, as `call_back_course` has it."""
    called = models.ManyToManyField(Agent, related_name="+")
    taken_by = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.JSONField(default=list, blank=True)
    """The moments at which nobody answered; nothing else of them."""
    called_back_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    lesson = models.CharField(max_length=LONGEST_LESSON, blank=True)
    """What the team learns from it, in the words of the quality coach."""

    objects = EndedQuerySet.as_manager()

    class Meta:
        ordering = ["call_back_by", "pk"]
        indexes: ClassVar[list[Any]] = [
            to_do_index(name="call_back_to_do"),
            models.Index(
                fields=["call_back_by"],
                condition=models.Q(called_back_at=None),
                name="calls_back_to_make",
            ),
        ]

    def __str__(self) -> str:
        return f"ended conversation {self.conversation_id}"

    def is_held_from(self, agent: Agent, *, now: datetime) -> bool:
        """Whether a colleague has it now."""
        if self.taken_by_id in (None, agent.pk) or self.taken_at is None:
            return False
        return now < self.taken_at + HOLDS
