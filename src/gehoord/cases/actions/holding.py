"""Messages that come while a customer is not helped here: kept apart, explained, never dropped."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.models import Case, Conversation, Delivery, Direction, Event, Message
from gehoord.cases.queues import DELIVER
from gehoord.jobs.nudges import nudge


def set_apart(conversation: Conversation, *, until: datetime, at: datetime) -> Conversation:
    """The conversation in which a message is kept until a moment, in a case nobody has to answer.

    A conversation that goes on already is left alone: then it is one in a case that follows it.
    """
    if not conversation.messages.exists() or conversation.case.is_held:
        return _held(conversation, until)
    address = conversation.address
    apart = address.conversations.filter(case__held_until__gt=timezone.now())
    if (known := apart.order_by("pk").last()) is not None:
        return _held(known, until)
    before = conversation.case
    case = Case.objects.create(
        customer=address.customer,
        team=before.team,
        title=before.title,
        opened_at=at,
        last_message_at=at,
        last_channel=conversation.channel,
    )
    record(case=case, kind=Event.Kind.OPENED, actor=None, after=before.pk)
    return _held(
        Conversation.objects.create(
            case=case, channel=conversation.channel, address=address, started_at=at
        ),
        until,
    )


def _held(conversation: Conversation, until: datetime) -> Conversation:
    case = conversation.case
    case.held_until = until
    case.save(update_fields=["held_until"])
    return conversation


@transaction.atomic
def let_through(*, case: Case) -> Case:
    """Put a case that was kept apart among those of its team."""
    Case.objects.filter(pk=case.pk).update(held_until=None)
    case.held_until = None
    announce(case)
    return case


@transaction.atomic
def hold_until(*, cases: list[int], until: datetime | None) -> None:
    """Keep cases apart longer or shorter, because what they wait for ends at another moment."""
    for case in Case.objects.filter(pk__in=cases).exclude(held_until=None):
        case.held_until = until
        case.save(update_fields=["held_until"])
        announce(case)


@transaction.atomic
def explain(*, conversation: Conversation, text: str) -> Message:
    """Repeat to a customer what a person decided about him before. It answers nothing he asked."""
    now = timezone.now()
    message = conversation.messages.create(
        case=conversation.case,
        direction=Direction.TO_CUSTOMER,
        text=text,
        written_at=now,
        is_automatic=True,
        delivery=Delivery.DUE,
        next_attempt_at=now,
    )
    nudge(DELIVER)
    return message
