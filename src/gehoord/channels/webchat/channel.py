"""Replies in the customer's own chat window."""

from __future__ import annotations

from collections.abc import Sequence

from gehoord.cases.models import Message
from gehoord.channels.contract import Receipt
from gehoord.channels.webchat.forgetting import forget_visitors
from gehoord.contacts.models import Channel


class Webchat:
    """The chat on the organisation's own website."""

    name = Channel.WEBCHAT.value
    queue = ""

    def deliver(self, message: Message) -> Receipt:
        """Show a reply in the visitor's window: he sees every reply that is marked as sent."""
        return Receipt(external_id=f"webchat-{message.pk}")

    def forget(self, senders: Sequence[str]) -> None:
        """Delete the visitors; their browsers are strangers from now on."""
        forget_visitors(senders=senders)
