"""A customer on five addresses and three channels, and what is decided about him."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from gehoord.cases.models import Case, Message
from gehoord.channels.contract import IncomingMessage, Receipt
from gehoord.channels.inbound import accept, read_due_inbound
from gehoord.channels.registry import register
from gehoord.contacts.actions import add_address
from gehoord.contacts.models import Customer
from tests.factories import make_agent, make_customer_message, make_team

ADDRESSES = [
    ("webchat", "11111111-1111-4111-8111-111111111111"),
    ("webchat", "22222222-2222-4222-8222-222222222222"),
    ("email", "r.hoekstra@klant.example"),
    ("email", "hoekstra.werk@klant.example"),
    ("whatsapp", "+31600000000"),
]


class Pager:
    """A third channel, in which somebody waits at the other end."""

    name, queue = "whatsapp", ""
    delivered: list[str] = []

    def deliver(self, message: Message) -> Receipt:
        self.delivered.append(message.text)
        return Receipt("1")

    def forget(self, senders) -> None: ...


def make_customer() -> Customer:
    register(Pager())
    Pager.delivered = []
    first = make_customer_message(sender=ADDRESSES[0][1], name="R. Hoekstra")
    customer = first.case.customer
    for channel, external_id in ADDRESSES[1:]:
        add_address(customer=customer, channel=channel, external_id=external_id)
    return customer


def write(channel: str, sender: str, *, text: str = "Ik wil een antwoord.", name: str = "") -> Case:
    team = make_team()
    row = accept(
        channel=channel,
        incoming=IncomingMessage(
            external_id=str(uuid4()),
            sender=sender,
            text=text,
            written_at=timezone.now(),
            sender_name=name,
        ),
        team=team,
    )
    read_due_inbound()
    row.refresh_from_db()
    return row.message.case


def seen_by_the_team(case: Case) -> bool:
    agent = make_agent(team=case.team)
    return Case.objects.visible_to(agent).filter(pk=case.pk).exists()


def explanations() -> list[Message]:
    return list(Message.objects.to_customers().filter(is_automatic=True))
