"""A customer's mail that somebody else passed on to us, e.g. a colleague from his own mailbox."""

from __future__ import annotations

from django.db import transaction

from gehoord.accounts.models import Agent
from gehoord.cases.actions import set_customer
from gehoord.cases.models import Case, Conversation, Message
from gehoord.channels.email.models import StoredMail
from gehoord.channels.email.reading import Address
from gehoord.channels.email.references import note_participants
from gehoord.channels.email.sending.addresses import AddressNotUsable, Person, usable
from gehoord.contacts.actions import find_or_add_address
from gehoord.contacts.models import Channel


class NobodyWroteFirst(Exception):
    """The mail was not passed on, or does not say from whom it was."""


def first_writer(mail: StoredMail) -> Person | None:
    """Who wrote a mail before somebody passed it on to us."""
    name, _bracket, email = mail.forwarded_from.rpartition("<")
    try:
        return usable(email.rstrip("> "), name=name.strip())
    except AddressNotUsable:
        return None


def is_passed_on_for(conversation: Conversation, message: Message) -> bool:
    """Whether the customer of this conversation wrote what another passed on in this message."""
    mail = StoredMail.objects.filter(message=message).exclude(forwarded_from="").first()
    writer = first_writer(mail) if mail else None
    return writer is not None and writer.key == conversation.address.external_id.casefold()


@transaction.atomic
def make_first_writer_customer(*, message: Message, by: Agent) -> Case:
    """Make whoever wrote a forwarded mail the customer; answers go to him from now on.

    Who passed it on stays in the conversation. Raises NobodyWroteFirst.
    """
    mail = StoredMail.objects.filter(message=message).exclude(forwarded_from="").first()
    writer = first_writer(mail) if mail else None
    if mail is None or writer is None:
        raise NobodyWroteFirst
    address = find_or_add_address(
        channel=Channel.EMAIL,
        external_id=writer.address.lower(),
        name=writer.name,
        email=writer.address,
    )
    case = set_customer(conversation=message.conversation, address=address, by=by)
    passer = Address(mail.from_name, mail.from_email)
    note_participants(conversation=message.conversation, people=[passer])
    return case
