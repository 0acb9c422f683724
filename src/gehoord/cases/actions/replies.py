from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent, House
from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.actions.attaching import IncomingFile, attach, throw_away_files
from gehoord.cases.actions.drafts import put_back_draft, take_draft
from gehoord.cases.actions.submitting import written_with
from gehoord.cases.models import (
    Case,
    Conversation,
    Delivery,
    Direction,
    Draft,
    Event,
    Message,
)
from gehoord.cases.queues import DELIVER
from gehoord.cases.statuses import Status, Step, after
from gehoord.coaching.blanks import blank_words
from gehoord.jobs.nudges import nudge


class CaseIsClosed(Exception):
    """A colleague solved the case while the agent was still writing."""


class ReplyIsEmpty(Exception):
    """There is nothing to send."""


class ReplyHasBlanks(Exception):
    """Something in the reply is still to be filled in; `blanks` says what, e.g. `[dag]`."""

    def __init__(self, blanks: list[str]) -> None:
        super().__init__(", ".join(blanks))
        self.blanks = blanks


class NobodyToAnswer(Exception):
    """The case has no conversation with a customer yet."""


class ReplyIsAlreadyGone(Exception):
    """The reply left before it could be taken back."""


@transaction.atomic
def send_reply(
    *,
    case: Case,
    author: Agent,
    text: str,
    submission: UUID,
    files: Iterable[IncomingFile] = (),
    conversation: Conversation | None = None,
    is_for_customer: bool = True,
    leaves_at_once: bool = False,
) -> Message:
    """Send the agent's answer, after the seconds in which it can be taken back.

    The row is the queue: a crash after this function returns delays a reply, it cannot lose it.
    The same words with the same `submission` twice are one reply. It goes out in the case's last
    `conversation` if none is named. What is not for the customer, such as a question to a
    supplier, leaves him waiting. What `leaves_at_once` cannot be taken back: something else counts
    from then on. A notice is both, and nobody takes the case on by sending it.

    Raises CaseIsClosed if a colleague solved the case, ReplyIsEmpty, NobodyToAnswer, or
    ReplyHasBlanks if a customer would read a blank like `[dag en tijd]`.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    text = text.strip()
    sent, submission = written_with(Message, submission, case=case, author=author, text=text)
    if sent is not None:
        return sent
    files = list(files)
    last = _conversation_to_answer(case, is_empty=not (text or files))
    conversation = conversation or last
    if blanks := blank_words(text):
        raise ReplyHasBlanks(blanks)
    now = timezone.now()
    undo_seconds = 0 if leaves_at_once else House.current().undo_seconds
    leaves_at = now + timedelta(seconds=undo_seconds)
    reply = conversation.messages.create(
        case=case,
        direction=Direction.TO_CUSTOMER,
        author=author,
        text=text,
        notice=_notice_for(conversation) if is_for_customer else "",
        written_at=now,
        submission=submission,
        delivery=Delivery.DUE,
        next_attempt_at=leaves_at,
    )
    attach(files, to=reply)
    if is_for_customer or not leaves_at_once:
        case.owner = case.owner or author
    _show_answer_on_case(case, reply, is_answer=is_for_customer)
    take_draft(case=case, author=author, mode=Draft.Mode.REPLY)
    record(case=case, kind=Event.Kind.REPLY_SENT, actor=author, message=reply.pk)
    nudge(DELIVER, at=leaves_at)
    announce(case)
    return reply


def _conversation_to_answer(case: Case, *, is_empty: bool) -> Conversation:
    if is_empty:
        raise ReplyIsEmpty
    if case.status == Status.SOLVED:
        raise CaseIsClosed
    conversation = case.conversations.order_by("-started_at", "-pk").first()
    if conversation is None:
        raise NobodyToAnswer
    return conversation


def _notice_for(conversation: Conversation) -> str:
    """The first reply says that software reads along; later ones need not."""
    replies = conversation.messages.to_customers().from_people()
    if replies.exclude(delivery=Delivery.FAILED).exists():
        return ""
    return _(
        "Software reads the messages to help our employee. A person reads, decides and answers."
    )


def _show_answer_on_case(case: Case, reply: Message, *, is_answer: bool) -> None:
    if is_answer:
        case.status = after(case.status, Step.REPLY)
        case.waiting_since = None
    case.last_message_at = reply.written_at
    case.save()


@transaction.atomic
def take_back_reply(*, reply: Message, agent: Agent) -> Draft:
    """Take a reply back before it leaves; the text is a draft again, files are thrown away.

    Raises ReplyIsAlreadyGone if it left in the meantime.
    """
    case = Case.objects.select_for_update().get(pk=reply.case_id)
    waiting = Message.objects.to_customers().select_for_update(of=("self",))
    row = waiting.filter(
        pk=reply.pk,
        delivery=Delivery.DUE,
        attempts=0,
        leased_until__isnull=True,
        next_attempt_at__gt=timezone.now(),
    ).first()
    if row is None:
        raise ReplyIsAlreadyGone
    draft = put_back_draft(case=case, author=agent, text=row.text)
    throw_away_files(row)
    row.delete()
    _show_as_unanswered(case)
    record(case=case, kind=Event.Kind.REPLY_TAKEN_BACK, actor=agent)
    announce(case)
    return draft


def _show_as_unanswered(case: Case) -> None:
    answered = case.messages.to_customers().from_people().in_order().last()
    unanswered = case.messages.from_customers().from_people().in_order()
    if answered is not None:
        unanswered = unanswered.filter(written_at__gt=answered.written_at)
    if (first := unanswered.first()) is None:
        return
    case.status = after(case.status, Step.TAKE_BACK)
    case.waiting_since = first.written_at
    case.solved_at = None
    case.save(update_fields=["status", "waiting_since", "solved_at"])
