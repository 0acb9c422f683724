"""To which conversation a mail belongs. Nobody gets into one that he was not part of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Conversation
from gehoord.channels.email.models import MailReference, Participant
from gehoord.channels.email.reading import Mail
from gehoord.channels.email.references import answered_by
from gehoord.channels.email.senders import Sender, all_recipients
from gehoord.channels.email.tokens import conversation_with
from gehoord.contacts.models import Address, Channel

MARK = re.compile(r"\[#(\d{1,12})\]")


class Proof(StrEnum):
    """Why a mail belongs to a conversation."""

    NONE = "none"
    REFERENCE = "reference"
    TOKEN = "token"  # noqa: S105
    SUBJECT = "subject"


@dataclass(frozen=True)
class Belonging:
    """The conversation of a mail, None for a new one, and who the writer is in it."""

    conversation: Conversation | None = None
    proof: Proof = Proof.NONE
    colleague: Agent | None = None
    is_customer: bool = False


def belonging_of(mail: Mail, sender: Sender) -> Belonging:
    """Find the conversation a mail continues.

    First what it answers, if its writer is part of that conversation; then the token in the
    address it was sent to; then the number in the subject, if its writer is part of that case.
    """
    for found in _answered(mail):
        if (known := _in(found, sender, Proof.REFERENCE)) is not None:
            return known
    if (found_by_token := conversation_with(all_recipients(mail))) is not None:
        known = _in(found_by_token, sender, Proof.TOKEN)
        return known or Belonging(found_by_token, Proof.TOKEN)
    for number in MARK.findall(mail.subject[:1000])[:3]:
        for found in _of_case(int(number)):
            if (known := _in(found, sender, Proof.SUBJECT)) is not None:
                return known
    return Belonging()


def _answered(mail: Mail) -> list[Conversation]:
    names = answered_by(mail)
    rows = MailReference.objects.filter(reference__in=names).select_related(
        "conversation__address__customer", "conversation__case"
    )
    by_name = {row.reference: row.conversation for row in rows}
    nearest = [by_name[name] for name in names if name in by_name]
    return list({found.pk: found for found in nearest}.values())


def _of_case(number: int) -> list[Conversation]:
    rows = Conversation.objects.filter(case=number, channel=Channel.EMAIL)
    return list(rows.select_related("address__customer", "case").order_by("-started_at", "-pk"))


def _in(conversation: Conversation, sender: Sender, proof: Proof) -> Belonging | None:
    """Who a sender is in a conversation; None if he has no part in it."""
    if not sender.email:
        return None
    customer = conversation.address.customer_id
    own = Address.objects.filter(customer=customer, channel=Channel.EMAIL, external_id=sender.email)
    if own.exists():
        return Belonging(conversation, proof, is_customer=True)
    if (colleague := _colleague(conversation, sender)) is not None:
        return Belonging(conversation, proof, colleague=colleague)
    if Participant.objects.filter(conversation=conversation, email=sender.email).exists():
        return Belonging(conversation, proof)
    return None


def _colleague(conversation: Conversation, sender: Sender) -> Agent | None:
    agent = Agent.objects.active().filter(email__iexact=sender.email).first()
    if agent is None:
        return None
    visible = Case.objects.visible_to(agent).filter(pk=conversation.case_id)
    return agent if visible.exists() else None
