"""Replies by e-mail."""

from __future__ import annotations

from collections.abc import Sequence

from gehoord.cases.models import Message
from gehoord.channels.contract import Receipt
from gehoord.channels.email.forgetting import forget_mail
from gehoord.channels.email.queues import SEND_MAIL
from gehoord.channels.email.sending.handing_over import deliver_by_mail
from gehoord.contacts.models import Channel


class Email:
    """Mailboxes of the organisation."""

    name = Channel.EMAIL.value
    queue = SEND_MAIL

    def deliver(self, message: Message) -> Receipt:
        """Bring a reply to the customer's mail server."""
        return deliver_by_mail(message)

    def forget(self, senders: Sequence[str]) -> None:
        """Delete the mails of these senders that belong to no message."""
        forget_mail(senders=senders)
