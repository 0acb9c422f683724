"""How far a reply got. Channels tell; the agent sees the true state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.actions.guiding import follow_reply
from gehoord.cases.models import Case, Delivery, Event, Message
from gehoord.cases.queues import DELIVER
from gehoord.jobs.nudges import nudge

REACHED = {
    Delivery.DUE: 0,
    Delivery.FAILED: 0,
    Delivery.SENT: 1,
    Delivery.DELIVERED: 2,
    Delivery.READ: 3,
}


@transaction.atomic
def mark_sent(*, reply: Message, external_id: str = "") -> bool:
    """The channel took the reply over from us.

    False if another worker has the row now; then nothing is changed.
    """
    # The case first, as everywhere: two who hold one and wait for the other would wait for ever.
    case = Case.objects.select_for_update().get(pk=reply.case_id)
    if not reply.finish():
        return False
    reply.delivery, reply.external_id = Delivery.SENT, external_id or reply.external_id
    reply.save(update_fields=["delivery", "external_id"])
    follow_reply(case=case, reply=reply)
    announce(reply.case, also=(f"address-{reply.conversation.address_id}",), is_in_list=False)
    return True


@transaction.atomic
def mark_failed(*, reply: Message, why: str) -> bool:
    """The reply cannot be delivered; the agent is told why and what he can do.

    False if another worker has the row now; then nothing is changed.
    """
    if not reply.finish():
        return False
    reply.delivery, reply.failure = Delivery.FAILED, why[:300]
    reply.save(update_fields=["delivery", "failure"])
    record(case=reply.case, kind=Event.Kind.REPLY_FAILED, actor=None, message=reply.pk)
    announce(reply.case)
    return True


@transaction.atomic
def mark_partly_failed(*, reply: Message, why: str) -> None:
    """Some of those a reply was for did not get it, and others did: the agent is told who."""
    reply.failure = why[:300]
    reply.save(update_fields=["failure"])
    record(case=reply.case, kind=Event.Kind.REPLY_FAILED, actor=None, message=reply.pk)
    announce(reply.case)


@transaction.atomic
def try_again(*, reply: Message) -> Message:
    """Deliver a failed reply once more, because an agent asks for it."""
    again = Message.objects.filter(pk=reply.pk, delivery=Delivery.FAILED).update(
        delivery=Delivery.DUE, failure="", attempts=0, next_attempt_at=timezone.now()
    )
    if again:
        nudge(DELIVER)
        announce(reply.case, is_in_list=False)
    return reply


@transaction.atomic
def mark_delivered(*, replies: list[Message], at: datetime | None = None) -> int:
    """The replies are on the customer's device. Returns how many that is news for."""
    return _reach(replies, Delivery.DELIVERED, at or timezone.now())


@transaction.atomic
def mark_read(*, replies: list[Message], at: datetime | None = None) -> int:
    """The customer had the replies on the screen. Returns how many that is news for."""
    return _reach(replies, Delivery.READ, at or timezone.now())


def _reach(replies: list[Message], state: Delivery, at: datetime) -> int:
    # Decided in the row itself: two receipts at once never make "read" into "delivered" again.
    before = [each for each, reached in REACHED.items() if 0 < reached < REACHED[state]]
    changes: dict[str, object] = {"delivery": state, "delivered_at": Coalesce("delivered_at", at)}
    if state == Delivery.READ:
        changes["read_at"] = at
    fresh = [
        reply
        for reply in sorted(replies, key=lambda reply: reply.pk)
        if Message.objects.filter(pk=reply.pk, delivery__in=before).update(**changes)
    ]
    for case in {reply.case for reply in fresh}:
        announce(case, is_in_list=False)
    return len(fresh)
