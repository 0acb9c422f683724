"""What a colleague wrote outside Gehoord, e.g. in his own mail program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gehoord.accounts.models import Agent
from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.actions.attaching import IncomingFile, attach
from gehoord.cases.actions.guiding import follow_reply
from gehoord.cases.models import Case, Conversation, Delivery, Direction, Event, Message, Note
from gehoord.cases.statuses import OPEN, Step, after


@transaction.atomic
def take_in_reply(
    *,
    conversation: Conversation,
    author: Agent,
    text: str,
    written_at: datetime,
    external_id: str,
    files: Iterable[IncomingFile] = (),
) -> Message:
    """Show an answer that reached the customer without us: nothing is sent.

    Taking in the same `external_id` twice gives the reply that is already there.
    """
    case = Case.objects.select_for_update().get(pk=conversation.case_id)
    known = conversation.messages.to_customers().filter(external_id=external_id)
    if external_id and (reply := known.first()) is not None:
        return reply
    reply = conversation.messages.create(
        case=case,
        direction=Direction.TO_CUSTOMER,
        author=author,
        text=text,
        written_at=written_at,
        external_id=external_id,
        delivery=Delivery.SENT,
    )
    attach(files, to=reply)
    is_answered = case.waiting_since is not None and case.waiting_since <= written_at
    if case.status in OPEN and is_answered:
        case.status, case.waiting_since = after(case.status, Step.REPLY), None
        case.owner = case.owner or author
    case.last_message_at = max(case.last_message_at, written_at)
    case.save()
    record(case=case, kind=Event.Kind.REPLY_SENT, actor=author, message=reply.pk, by="mail")
    follow_reply(case=case, reply=reply)
    announce(case)
    return reply


@transaction.atomic
def take_in_note(
    *, case: Case, author: Agent, text: str, written_at: datetime, submission: UUID
) -> Note:
    """Keep what a colleague wrote about a case to us alone; his drafts stay as they are.

    The same `submission` twice is one note.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    known = Note.objects.filter(submission=submission).first()
    if known is not None:
        return known
    note = case.notes.create(author=author, text=text, written_at=written_at, submission=submission)
    record(case=case, kind=Event.Kind.NOTE, actor=author, note=note.pk, by="mail")
    announce(case, is_in_list=False)
    return note
