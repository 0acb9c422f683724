"""What the pages show of customers who wait to be called back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Conversation, Event
from gehoord.channels.webchat.hours import is_open_at, opens_next
from gehoord.channels.webchat.models import Visitor
from gehoord.contacts.models import Channel
from gehoord.limits.call_back_course import WITHIN, WITHOUT_GROUND
from gehoord.limits.call_backs import next_morning
from gehoord.limits.models import EndedWithoutGround

PHONE = "phone"
"""The addresses of a customer that are telephone numbers."""


class CallBack:
    """One customer who waits, for one agent."""

    def __init__(self, ended: EndedWithoutGround, agent: Agent) -> None:
        self.ended, self.agent = ended, agent
        self.now = timezone.now()

    @property
    def case(self) -> Case:
        return self.ended.conversation.case

    @property
    def by(self) -> datetime:
        return self.ended.call_back_by

    @property
    def is_late(self) -> bool:
        return self.now > self.by

    @property
    def begins_at(self) -> datetime | None:
        """From when he can be called, if that is later: the customer was told so."""
        begins_at = self.by - WITHIN
        return begins_at if begins_at > self.now else None

    @property
    def is_mine(self) -> bool:
        return self.ended.taken_by_id == self.agent.pk

    @property
    def taken_by(self) -> Agent | None:
        """The colleague who calls him now."""
        is_held = self.ended.is_held_from(self.agent, now=self.now)
        return self.ended.taken_by if is_held else None

    @cached_property
    def numbers(self) -> list[str]:
        """The customer's telephone numbers."""
        phones = self.case.customer.addresses.filter(channel=PHONE)
        return list(phones.values_list("external_id", flat=True))

    @property
    def tries(self) -> int:
        """How many times nobody answered."""
        return len(self.ended.tried_at)

    @cached_property
    def is_enders(self) -> bool:
        """Whether this agent ended it himself: that is fine, and a colleague does the rest."""
        ended = self.case.events.filter(kind=Event.Kind.LIMIT, details__what=WITHOUT_GROUND)
        return bool(ended.filter(actor=self.agent).exists())


def call_backs_of(agent: Agent) -> list[CallBack]:
    """All customers who wait, of whom this agent may see the case; the first one before the others."""
    return _rows(EndedWithoutGround.objects.visible_to(agent), agent)


def call_backs_in(case: Case, agent: Agent) -> list[CallBack]:
    """The customer of a case, while he waits."""
    return _rows(EndedWithoutGround.objects.filter(conversation__case=case), agent)


def asked_of(agent: Agent) -> Iterable[EndedWithoutGround]:
    """The customers for whom this agent was called, and whom no colleague calls."""
    visible = EndedWithoutGround.objects.visible_to(agent)
    return visible.asked_of(agent).order_by("call_back_by", "pk")


def _rows(rows: QuerySet[EndedWithoutGround], agent: Agent) -> list[CallBack]:
    waiting = EndedWithoutGround.objects.waiting().filter(pk__in=rows.values("pk"))
    found = waiting.select_related("conversation__case__customer", "taken_by")
    return [CallBack(each, agent) for each in found.order_by("call_back_by", "pk")]


def chat_opens_at(conversation: Conversation, *, at: datetime) -> datetime | None:
    """When the chat opens in which somebody talks; None if it is open, or it is no chat."""
    if conversation.channel != Channel.WEBCHAT:
        return None
    visitor = _visitor(conversation.address.external_id)
    if visitor is None or (
        visitor.site.is_open and is_open_at(visitor.site.opening_hours, at)
    ):  # fmt: skip
        return None
    return opens_next(visitor.site.opening_hours, at) or next_morning(at)


def _visitor(key: str) -> Visitor | None:
    try:
        number = UUID(key)
    except ValueError:
        return None
    return Visitor.objects.filter(key=number).select_related("site").first()
