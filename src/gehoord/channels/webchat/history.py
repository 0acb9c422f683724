"""What a visitor sees of his own conversation: his words, and replies that really left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gehoord.cases.models import Attachment, Case, Message, MessageQuerySet, Presence
from gehoord.channels.contract import IncomingMessage
from gehoord.channels.models import Inbound
from gehoord.channels.webchat.models import Visitor
from gehoord.contacts.models import Channel

PAGE = 50
"""Messages shown at once; earlier ones are asked for."""


@dataclass(frozen=True)
class AttachedFile:
    """A file with a message. `number` is None as long as the message waits to be read."""

    number: int | None
    name: str
    size: int


@dataclass(frozen=True)
class Said:
    """One thing that was said, by the visitor or by an agent.

    `key` is the visitor's own number of his message, or `reply-12`. `agent` is the pk of the
    agent who replied, None when he has left.
    """

    key: str
    is_own: bool
    text: str
    written_at: datetime
    notice: str = ""
    agent: int | None = None
    is_read: bool = True
    files: tuple[AttachedFile, ...] = ()
    name: str = ""
    full_name: str = ""
    has_photo: bool = False


@dataclass(frozen=True)
class History:
    """The end of a conversation, oldest first, and whether there is more before it."""

    said: tuple[Said, ...]
    has_earlier: bool

    @property
    def last_reply(self) -> Said | None:
        """The last thing an agent said."""
        return next((said for said in reversed(self.said) if not said.is_own), None)

    @property
    def unread(self) -> list[int]:
        """Numbers of the replies the visitor has not seen yet."""
        return [
            int(said.key.removeprefix("reply-"))
            for said in self.said
            if not said.is_own and not said.is_read
        ]


def external_id(visitor: Visitor, submission: UUID) -> str:
    """The number of a message on this channel: nobody can use another visitor's number."""
    return f"{visitor.key}/{submission}"


def messages_for(visitor: Visitor) -> MessageQuerySet:
    """Everything a visitor may see. Notes and events are other records: they cannot be in here."""
    return Message.objects.seen_by_customer().filter(
        conversation__channel=Channel.WEBCHAT,
        conversation__address__channel=Channel.WEBCHAT,
        conversation__address__external_id=visitor.external_id,
    )


def history_of(visitor: Visitor, *, before: datetime | None = None) -> History:
    """The last messages of a visitor, or the last ones before a moment.

    A message that was accepted but not read yet is in it: what he sent is there after a reload.
    """
    waiting = [] if before else _waiting(visitor)
    rows = messages_for(visitor).select_related("author", "case").prefetch_related("attachments")
    if before is not None:
        rows = rows.filter(written_at__lt=before)
    found = list(rows.order_by("-written_at", "-pk")[: PAGE + 1])
    said = {row.key: row for row in waiting} | {
        row.key: row for row in map(_said, reversed(found[:PAGE]))
    }
    # Stable: messages of one moment stay in the order in which they were kept.
    in_order = sorted(said.values(), key=lambda row: row.written_at)
    return History(tuple(in_order), has_earlier=len(found) > PAGE)


def _waiting(visitor: Visitor) -> list[Said]:
    # Asked before the messages: what is read in between is found twice, never missed.
    rows = Inbound.objects.from_sender(Channel.WEBCHAT, visitor.external_id).unread()
    return [_accepted(row) for row in rows.order_by("received_at", "pk")[:PAGE]]


def _accepted(row: Inbound) -> Said:
    incoming = IncomingMessage.from_payload(row.payload)
    files = tuple(AttachedFile(None, file.name, file.size) for file in incoming.files)
    return Said(
        key=_own_key(row.external_id),
        is_own=True,
        text=incoming.text,
        written_at=incoming.written_at,
        files=files,
    )


def _own_key(number: str) -> str:
    return number.rpartition("/")[2]


def _said(message: Message) -> Said:
    files = tuple(AttachedFile(file.pk, file.name, file.size) for file in message.attachments.all())
    if message.is_from_customer:
        return Said(
            key=_own_key(message.external_id) or f"message-{message.pk}",
            is_own=True,
            text=message.text,
            written_at=message.written_at,
            files=files,
        )
    author = None if message.case.hides_names else message.author
    return Said(
        key=f"reply-{message.pk}",
        is_own=False,
        text=message.text,
        written_at=message.written_at,
        notice=message.notice,
        agent=author.pk if author else None,
        is_read=message.read_at is not None,
        files=files,
        name=author.called if author else "",
        full_name=author.name if author else "",
        has_photo=bool(author and author.photo),
    )


def case_of(visitor: Visitor) -> Case | None:
    """The case a visitor is talking in."""
    address = visitor.address()
    if address is None:
        return None
    last = address.conversations.select_related("case__team").order_by("-started_at", "-pk").first()
    return last.case if last else None


def is_agent_typing(visitor: Visitor) -> bool:
    """Whether an agent is writing a reply to this visitor at this moment."""
    case = case_of(visitor)
    if case is None:
        return False
    return any(presence.is_typing for presence in Presence.objects.now().filter(case=case))


def attachment_for(visitor: Visitor, number: int) -> Attachment | None:
    """A file of the visitor's own conversation, or None."""
    return Attachment.objects.filter(pk=number, message__in=messages_for(visitor)).first()
