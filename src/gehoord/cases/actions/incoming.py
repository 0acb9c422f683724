from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import House, Team
from gehoord.cases import doors
from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.actions.attaching import IncomingFile, attach
from gehoord.cases.actions.coursing import add_to_course
from gehoord.cases.actions.guiding import follow_customer
from gehoord.cases.actions.holding import let_through, set_apart, set_beside
from gehoord.cases.models import Case, Conversation, Direction, Event, Message
from gehoord.cases.statuses import Status, Step, after
from gehoord.coaching.actions import read_message
from gehoord.coaching.models import Reading
from gehoord.contacts.models import Address, Customer

TITLE_LENGTH = 120
FIRST_SENTENCE = re.compile(r".{20,}?[.!?](?=\s)")
WORDS_LENGTH = 160


@dataclass(frozen=True)
class Thread:
    """Where a message belongs, from a channel in which messages say what they answer.

    No `conversation` is a new case, also if the sender has others. `spoken_by` names who wrote it
    if that was not the customer; `writer` is his address, if he is a customer of ours too. What
    `is_automatic` asks for no answer: it opens no solved case.
    """

    conversation: Conversation | None = None
    spoken_by: str = ""
    writer: Address | None = None
    is_automatic: bool = False


@transaction.atomic
def take_in_message(
    *,
    address: Address,
    team: Team,
    text: str,
    written_at: datetime,
    external_id: str,
    subject: str = "",
    files: Iterable[IncomingFile] = (),
    thread: Thread | None = None,
) -> Message:
    """Put a customer's message in the right case, read how it sounds and tell the team.

    Without a `thread`, a message of somebody with an open case belongs to that case; shortly
    after a case was solved it opens that one again; otherwise it starts a new case with `team`.
    A `thread` says instead which conversation is continued; `address` is that conversation's.
    Taking in the same `external_id` twice gives the message that is already there.
    """
    # One at a time per sender: two first messages at once make one case.
    # Whose address it is, is asked after that: two customers may have been merged meanwhile.
    address = Address.objects.select_for_update().get(pk=address.pk)
    known = Message.objects.filter(conversation__address=address, external_id=external_id)
    if (message := known.first()) is not None:
        return message
    writer = thread.writer if thread and thread.spoken_by else address
    closed = _closed_for(writer)
    before = thread.conversation if thread else _last_of(address)
    begun = None
    if before is not None and _goes_on(before, at=written_at, thread=thread):
        conversation, last_words = before, _words_before(before)
    else:
        after = before if thread else None
        begun = _begin(address, team, subject or text, at=written_at, after=after)
        conversation, last_words = begun, ""
    if thread and thread.is_automatic:
        if closed:
            conversation = set_apart(conversation, until=closed.until, at=written_at)
        message = _note_automatic(conversation, text, written_at, external_id, files)
        _tell_doors(message, writer)
        return message
    reading = read_message(text=text, previous=last_words, channel=conversation.channel)
    conversation = _behind_the_door(conversation, closed, reading, at=written_at)
    if conversation.ended_at is not None:
        conversation = _begun_again(conversation, written_at)
    # A case that begins now is nobody else's yet.
    case = begun.case if begun is not None and conversation is begun else _locked_case(conversation)
    message = conversation.messages.create(
        case=case,
        direction=Direction.FROM_CUSTOMER,
        text=text,
        written_at=written_at,
        external_id=external_id,
        reading=reading,
        spoken_by=thread.spoken_by if thread else "",
    )
    attach(files, to=message)
    _show_on_case(case, message, reading)
    _tell_doors(message, writer)
    announce(case, also=(f"address-{address.pk}",))
    return message


def _closed_for(writer: Address | None) -> doors.Closed | None:
    """Why somebody is not helped here now; who ends that at this moment goes first or comes after."""
    if writer is None or doors.closed_for(writer) is None:
        return None
    Customer.objects.select_for_update().get(pk=writer.customer_id)
    return doors.closed_for(writer)


def _behind_the_door(
    conversation: Conversation, closed: doors.Closed | None, reading: Reading, *, at: datetime
) -> Conversation:
    """Where a message belongs of somebody who is not helped here for a while; his life comes first.

    Whoever is helped is not kept apart with somebody else's words, or with his own of before.
    """
    if reading.is_crisis:
        if conversation.case.is_held:
            let_through(case=conversation.case)
        return conversation
    if closed:
        return set_apart(conversation, until=closed.until, at=at)
    return set_beside(conversation, at=at) if conversation.case.is_held else conversation


def _tell_doors(message: Message, writer: Address | None) -> None:
    if writer is not None:
        doors.took_in(message, writer)


def _note_automatic(
    conversation: Conversation,
    text: str,
    written_at: datetime,
    external_id: str,
    files: Iterable[IncomingFile],
) -> Message:
    """What a machine sent stands in the conversation, but nobody has to answer it."""
    case = _locked_case(conversation)
    message = conversation.messages.create(
        case=case,
        direction=Direction.FROM_CUSTOMER,
        text=text,
        written_at=written_at,
        external_id=external_id,
        is_automatic=True,
    )
    attach(files, to=message)
    announce(case, also=(f"address-{conversation.address_id}",), is_in_list=False)
    return message


def _goes_on(conversation: Conversation, *, at: datetime, thread: Thread | None) -> bool:
    """Whether a message continues a conversation; else it starts one in a new case."""
    if thread and thread.is_automatic:
        return True
    return conversation.case.is_open or _is_soon_after(conversation.case, at)


def _begin(
    address: Address, team: Team, text: str, *, at: datetime, after: Conversation | None
) -> Conversation:
    """A conversation in a new case, which belongs to the one before if that is known."""
    case = Case.objects.create(
        customer=address.customer,
        team=after.case.team if after else team,
        title=title_of(text),
        opened_at=at,
        last_message_at=at,
        last_channel=address.channel,
    )
    if after:
        record(case=case, kind=Event.Kind.OPENED, actor=None, after=after.case_id)
    else:
        record(case=case, kind=Event.Kind.OPENED, actor=None)
    return Conversation.objects.create(
        case=case, channel=address.channel, address=address, started_at=at
    )


def _begun_again(ended: Conversation, at: datetime) -> Conversation:
    """A new talk in the case of one that was ended: the case goes on."""
    return Conversation.objects.create(
        case=ended.case, channel=ended.channel, address=ended.address, started_at=at
    )


def _locked_case(conversation: Conversation) -> Case:
    return Case.objects.select_for_update().get(pk=conversation.case_id)


def _last_of(address: Address) -> Conversation | None:
    return address.conversations.select_related("case").order_by("-started_at", "-pk").first()


def _is_soon_after(case: Case, at: datetime) -> bool:
    """Whether a message comes so soon after solving that it is about the same problem."""
    reopens_until = timezone.now() - timedelta(days=House.current().reopen_days)
    return (case.solved_at or at) > reopens_until


def _words_before(conversation: Conversation) -> str:
    """The message before this one: short answers only mean something after a question."""
    before = conversation.messages.in_order().values_list("text", flat=True).last()
    return before or ""


def _show_on_case(case: Case, message: Message, reading: Reading) -> None:
    if case.status == Status.SOLVED:
        record(case=case, kind=Event.Kind.REOPENED, actor=None)
    if case.status != Status.WAITING:
        case.waiting_since = message.written_at
    case.status = after(case.status, Step.CUSTOMER_WRITES)
    case.waiting_since = case.waiting_since or message.written_at
    case.solved_at = None
    case.last_message_at = max(case.last_message_at, message.written_at)
    if reading.is_shielded and case.last_customer_at is None:
        case.title = ""
    case.last_customer_at = message.written_at
    # Words that are folded in the case do not stand open in the list either.
    case.last_words = "" if reading.is_shielded else shortened(message.text, WORDS_LENGTH)
    case.last_channel = message.conversation.channel
    add_to_course(case, reading)
    follow_customer(case=case, message=message, reading=reading)
    case.save()


def title_of(text: str) -> str:
    """The first sentence; a greeting alone is no title."""
    line = shortened(text, TITLE_LENGTH)
    sentence = FIRST_SENTENCE.match(line)
    return sentence[0] if sentence else line


def shortened(text: str, length: int) -> str:
    """The first words on one line; an empty message keeps an empty line."""
    # Only the beginning is looked at: a message may be 100,000 characters long.
    line = " ".join(text[: length * 4].split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
