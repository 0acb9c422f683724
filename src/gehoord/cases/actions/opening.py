"""Cases that we begin ourselves, cases cut in two, and cases of somebody else."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent, Team
from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.actions.coursing import draw_course_again
from gehoord.cases.actions.incoming import WORDS_LENGTH, shortened, title_of
from gehoord.cases.models import Case, Conversation, Event, Message
from gehoord.cases.statuses import Status
from gehoord.contacts.models import Address


class NothingToSplitOff(Exception):
    """The message is ours, or the only one in its case."""


@transaction.atomic
def open_case(*, address: Address, team: Team, title: str, by: Agent) -> Conversation:
    """Begin a case with somebody who did not write to us first; what we say comes after this."""
    now = timezone.now()
    case = Case.objects.create(
        customer=address.customer,
        team=team,
        owner=by,
        title=title[:200],
        status=Status.ANSWERED,
        opened_at=now,
        last_message_at=now,
        last_channel=address.channel,
    )
    record(case=case, kind=Event.Kind.OPENED, actor=by)
    conversation = case.conversations.create(
        channel=address.channel, address=address, started_at=now
    )
    announce(case)
    return conversation


@transaction.atomic
def split_message(*, message: Message, by: Agent) -> Case:
    """Make a case of its own of a customer's message that is about something else.

    The message moves with its files and its reading; the old case waits for us no longer if
    nothing unanswered is left in it. Raises NothingToSplitOff.
    """
    old = Case.objects.select_for_update().get(pk=message.case_id)
    message = Message.objects.select_related("conversation", "reading").get(pk=message.pk)
    others = old.messages.exclude(pk=message.pk)
    if not message.is_from_customer or not others.exists():
        raise NothingToSplitOff
    was, words = message.conversation, _words_in_list(message)
    case = Case.objects.create(
        customer=old.customer,
        team=old.team,
        title=title_of(message.text) if words else "",
        opened_at=message.written_at,
        waiting_since=message.written_at,
        last_message_at=message.written_at,
        last_customer_at=message.written_at,
        last_words=words,
        last_channel=was.channel,
    )
    message.conversation = case.conversations.create(
        channel=was.channel, address=was.address, started_at=message.written_at
    )
    message.case = case
    message.save(update_fields=["case", "conversation"])
    draw_course_again(case)
    case.save(update_fields=["course", "anger_now", "is_rising"])
    record(case=case, kind=Event.Kind.OPENED, actor=by, after=old.pk)
    _show_without(old)
    announce(case)
    announce(old)
    return case


@transaction.atomic
def set_customer(*, conversation: Conversation, address: Address, by: Agent) -> Case:
    """Make whoever wrote first the customer of a case that somebody else passed on to us."""
    case = Case.objects.select_for_update().get(pk=conversation.case_id)
    if conversation.address_id == address.pk and case.customer_id == address.customer_id:
        return case
    conversation.address = address
    conversation.save(update_fields=["address"])
    case.customer = address.customer
    case.save(update_fields=["customer"])
    record(case=case, kind=Event.Kind.CUSTOMER, actor=by)
    announce(case)
    return case


def _words_in_list(message: Message) -> str:
    """The words for the list; what is folded in the case does not stand open there."""
    is_shielded = message.reading is not None and message.reading.is_shielded
    return "" if is_shielded else shortened(message.text, WORDS_LENGTH)


def _show_without(case: Case) -> None:
    """The old case as if the message had never been in it."""
    written = case.messages.from_customers().from_people().in_order()
    ours = case.messages.to_customers().in_order().last()
    unanswered = written.filter(written_at__gt=ours.written_at) if ours else written
    first, last = unanswered.first(), written.last()
    if case.status == Status.WAITING:
        case.status = Status.WAITING if first else Status.ANSWERED
        case.waiting_since = first.written_at if first else None
    case.last_customer_at = last.written_at if last else None
    case.last_words = _words_in_list(last) if last else ""
    draw_course_again(case)
    case.save()
