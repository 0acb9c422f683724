"""The e-mails of the demonstration, through the same door as real ones, with their clock set back."""

from __future__ import annotations

from datetime import datetime
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent, Team
from gehoord.cases.actions import assign_case, mark_sent
from gehoord.cases.models import Case, Event, Message
from gehoord.channels.email.models import Mailbox, OutgoingMail, StoredMail
from gehoord.channels.email.models.mailbox import Security
from gehoord.channels.email.reading_in import read_in
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.sending.writing import send_mail
from gehoord.coaching.models import Reading
from gehoord.demo.actions.remembering import remember
from gehoord.demo.cast import Cast
from gehoord.demo.letters import US, Answered, Letter, Thread, all_threads, raw_mail
from gehoord.demo.models import DemoRecord

NO_SERVER = 1
"""A port nobody listens on, until the post office of the demonstration is open."""


@transaction.atomic
def add_mailboxes(cast: Cast, teams: dict[str, Team]) -> dict[str, Mailbox]:
    """One mailbox for each company; nothing is fetched, and its mail goes no further."""
    boxes = {}
    for company in cast.companies:
        boxes[company.key] = remember(
            Mailbox.objects.create(
                address=f"service@{company.key}.example",
                name=company.brand,
                team=teams[company.team],
                smtp_host="127.0.0.1",
                smtp_port=NO_SERVER,
                smtp_security=Security.NONE,
                signature=f"{company.brand}\nservice@{company.key}.example",
            )
        )
    return boxes


def play_mails(
    *, cast: Cast, boxes: dict[str, Mailbox], agents: dict[str, list[Agent]], now: datetime
) -> None:
    """Let every mail of the demonstration come in, and our answers go."""
    teams = {company.key: company.team for company in cast.companies}
    for number, thread in enumerate(all_threads(), start=1):
        answering = agents[teams[thread.company]]
        agent = answering[number % len(answering)]
        with transaction.atomic():
            _play(thread, boxes[thread.company], cast, agent, now, number)


def _play(
    thread: Thread, box: Mailbox, cast: Cast, agent: Agent, now: datetime, number: int
) -> None:
    rng = Random(number)  # noqa: S311 - a play, not a secret
    case: Case | None = None
    answered: Answered | None = None
    for letter in thread.letters:
        at, began = now - letter.ago, timezone.now()
        if letter.sender == US:
            assert case is not None
            answered = _answer(case, agent, letter, at, UUID(int=rng.getrandbits(128), version=4))
            _set_back(case, at, since=began)
            continue
        raw = raw_mail(
            letter, thread=thread, to=box.address, cast=cast, at=at, answered=answered,
            number=number,
        )  # fmt: skip
        case = _arrive(box, raw, at)
        _set_back(case, at, since=began)


def _arrive(box: Mailbox, raw: bytes, at: datetime) -> Case:
    row = store_mail(mailbox=box, arrived=Arrived(raw=raw, received_at=at))
    read_in(row)
    message = StoredMail.objects.select_related("message__case").get(pk=row.pk).message
    assert message is not None
    Reading.objects.filter(pk=message.reading_id or 0).update(read_at=at)
    remember(message.case.customer)
    return message.case


def _answer(case: Case, agent: Agent, letter: Letter, at: datetime, submission: UUID) -> Answered:
    case.refresh_from_db()
    if case.owner_id is None:
        assign_case(case=case, owner=agent, by=agent)
    reply = send_mail(case=case, author=agent, text=letter.text, submission=submission)
    outgoing = OutgoingMail.objects.get(message=reply)
    mark_sent(reply=reply, external_id=outgoing.reference)
    Message.objects.filter(pk=reply.pk).update(written_at=at, delivered_at=at)
    OutgoingMail.objects.filter(pk=outgoing.pk).update(handed_over_at=at)
    return Answered(letter.text, at, agent.called, f"<{outgoing.reference}>")


def _set_back(case: Case, at: datetime, *, since: datetime) -> None:
    """What just happened, happened then."""
    Event.objects.filter(case=case, at__gte=since).update(at=at)
    Case.objects.filter(pk=case.pk).update(last_message_at=at)


@transaction.atomic
def send_by(*, port: int) -> None:
    """Have the mailboxes of the demonstration send through this port of this machine."""
    boxes = Mailbox.objects.filter(pk__in=DemoRecord.ids_of(Mailbox))
    boxes.filter(smtp_host="127.0.0.1").update(smtp_port=port)
