from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.actions.drafts import take_draft
from gehoord.cases.actions.replies import ReplyIsEmpty
from gehoord.cases.actions.submitting import written_with
from gehoord.cases.models import Case, Draft, Event, Note


@transaction.atomic
def write_note(*, case: Case, author: Agent, text: str, submission: UUID) -> Note:
    """Leave a note for colleagues. It stays inside: a note is not a message.

    Raises ReplyIsEmpty if there is no text.
    """
    text = text.strip()
    if not text:
        raise ReplyIsEmpty
    case = Case.objects.select_for_update().get(pk=case.pk)
    written, submission = written_with(Note, submission, case=case, author=author, text=text)
    if written is not None:
        return written
    note = case.notes.create(
        author=author, text=text, written_at=timezone.now(), submission=submission
    )
    take_draft(case=case, author=author, mode=Draft.Mode.NOTE)
    record(case=case, kind=Event.Kind.NOTE, actor=author, note=note.pk)
    announce(case, is_in_list=False)
    return note
