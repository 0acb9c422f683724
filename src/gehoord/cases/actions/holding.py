"""Messages that come while a customer is not helped here: kept apart, explained, never dropped."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.models import Case, Conversation, Delivery, Direction, Event, Message
from gehoord.cases.queues import DELIVER
from gehoord.jobs.nudges import nudge


def set_apart(conversation: Conversation, *, until: datetime, at: datetime) -> Conversation:
    """The conversation in which a message is kept until a moment, in a case nobody has to answer.

    A case that goes on already is left alone: then it is one in a case that follows it. Call it in
    a transaction.
    """
    if not conversation.case.messages.exists():
        return _held(conversation, conversation.case, until)
    apart = conversation.address.conversations.filter(case__in=Case.objects.held())
    for each in (conversation, apart.order_by("pk").last()):
        # A decider may let it through at this moment; then it is a case like any other.
        if each is not None and (case := _locked(each.case_id)).is_held:
            return _held(each, case, until)
    following = _following(conversation, at)
    return _held(following, following.case, until)


def set_beside(conversation: Conversation, *, at: datetime) -> Conversation:
    """Where somebody goes on who is helped, when the case he writes in is kept apart.

    In the case before it while that is open, else in one that follows.
    """
    kept = conversation.case_id
    opened = Event.objects.filter(case=kept, kind=Event.Kind.OPENED).order_by("pk").first()
    followers = Event.objects.filter(kind=Event.Kind.OPENED, details__after=kept).values("case")
    near = Q(case=opened.details.get("after") if opened else None) | Q(case__in=followers)
    going_on = Case.objects.open().not_held()
    known = conversation.address.conversations.filter(near, case__in=going_on)
    return known.order_by("started_at", "pk").last() or _following(conversation, at)


def _following(conversation: Conversation, at: datetime) -> Conversation:
    """A conversation in a case of its own, that knows which one it follows."""
    before = conversation.case
    case = Case.objects.create(
        customer=conversation.address.customer,
        team=before.team,
        title=before.title,
        opened_at=at,
        last_message_at=at,
        last_channel=conversation.channel,
    )
    record(case=case, kind=Event.Kind.OPENED, actor=None, after=before.pk)
    return Conversation.objects.create(
        case=case, channel=conversation.channel, address=conversation.address, started_at=at
    )


def _locked(number: int) -> Case:
    return Case.objects.select_for_update().get(pk=number)


def _held(conversation: Conversation, case: Case, until: datetime) -> Conversation:
    case.held_until = until
    case.save(update_fields=["held_until"])
    conversation.case = case
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
    waiting = Case.objects.filter(pk__in=cases).exclude(held_until=None)
    for case in waiting.exclude(held_until=until):
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
