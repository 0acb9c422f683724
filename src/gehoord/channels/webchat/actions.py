"""Everything a visitor of a chat can change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID, uuid4, uuid5

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from gehoord.cases.actions import IncomingFile, mark_delivered, mark_read
from gehoord.cases.doors import closed_for
from gehoord.cases.models import Message
from gehoord.channels.contract import IncomingMessage
from gehoord.channels.inbound import accept
from gehoord.channels.models import Inbound
from gehoord.channels.webchat.history import case_of, external_id, messages_for
from gehoord.channels.webchat.models import Site, Visitor
from gehoord.channels.webchat.words import message_text
from gehoord.contacts.actions import complete_customer, find_or_add_address
from gehoord.contacts.models import Channel
from gehoord.live import publish
from gehoord.live.stream import RIGHTS


@transaction.atomic
def start_visit(*, site: Site, key: UUID | None = None) -> Visitor:
    """Begin to know somebody: made when he first writes, not when he only looks.

    A `key` his browser already has makes the same visitor twice: a form sent twice is one visit.
    """
    visitor, _is_new = Visitor.objects.select_related("site__team").get_or_create(
        site=site, key=key or uuid4()
    )
    return visitor


@transaction.atomic
def write_message(
    *, visitor: Visitor, submission: UUID, text: str, files: Iterable[IncomingFile] = ()
) -> Inbound:
    """Keep what a visitor wrote. The same `submission` twice is one message.

    Something else under a number that was used, from a form somebody went back to, is a message
    of its own.

    The address is made here, so that his live stream is his own from the first message on.

    Raises MessageIsEmpty or MessageIsTooLong.
    """
    files = tuple(files)
    incoming = IncomingMessage(
        external_id=external_id(visitor, submission),
        sender=visitor.external_id,
        text=message_text(text, may_be_empty=bool(files)),
        written_at=timezone.now(),
        sender_name=visitor.name,
        sender_email=visitor.email,
        files=files,
    )
    if visitor.address() is None:
        # A stream that was open before the first message hears of the address from now on.
        publish(RIGHTS, audiences=[visitor.audience])
        find_or_add_address(
            channel=Channel.WEBCHAT,
            external_id=visitor.external_id,
            name=visitor.name,
            email=visitor.email,
        )
    row = accept(channel=Channel.WEBCHAT, incoming=incoming, team=visitor.site.team)
    if not _says_the_same(row, incoming):
        own = uuid5(submission, repr(_content(incoming)))
        incoming = replace(incoming, external_id=external_id(visitor, own))
        row = accept(channel=Channel.WEBCHAT, incoming=incoming, team=visitor.site.team)
    _drop_copies(files, kept=row)
    publish("messages", audiences=[visitor.audience])
    return row


def _says_the_same(row: Inbound, incoming: IncomingMessage) -> bool:
    return _content(IncomingMessage.from_payload(row.payload)) == _content(incoming)


def _content(incoming: IncomingMessage) -> tuple[str, list[tuple[str, int]]]:
    return incoming.text, [(file.name, file.size) for file in incoming.files]


def _drop_copies(files: tuple[IncomingFile, ...], *, kept: Inbound) -> None:
    """Files of a message that was sent twice: the first ones stay."""
    paths = {file["path"] for file in kept.payload["files"]}
    for file in files:
        if file.path not in paths:
            default_storage.delete(file.path)


@transaction.atomic
def leave_email(*, visitor: Visitor, email: str) -> Visitor:
    """Note where a visitor can be reached outside the chat. `email` was checked by the form."""
    visitor.email = email
    visitor.save(update_fields=["email"])
    if (address := visitor.address()) is not None:
        complete_customer(customer=address.customer, email=email)
    return visitor


@transaction.atomic
def show_typing(*, visitor: Visitor) -> None:
    """Tell the team that the visitor is writing, unless he is not helped now. Nothing is kept."""
    case = case_of(visitor)
    if case is not None and closed_for(visitor.address()) is None:
        publish(f"typing-{case.pk}", audiences=[case.team.audience])


def mark_arrived(*, visitor: Visitor, replies: Iterable[int], is_read: bool) -> int:
    """Note that replies reached the visitor's device, or that he had them on the screen.

    Numbers of replies to somebody else are passed over. Returns for how many it was news.
    """
    found = messages_for(visitor).to_customers().filter(pk__in=list(replies))
    return _mark(list(found.select_related("case", "conversation")), is_read=is_read)


def _mark(replies: list[Message], *, is_read: bool) -> int:
    return mark_read(replies=replies) if is_read else mark_delivered(replies=replies)
