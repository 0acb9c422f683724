"""Replies in the customer's own chat window."""

from __future__ import annotations

from gehoord.cases.models import Message
from gehoord.channels.contract import Receipt
from gehoord.contacts.models import Channel


class Webchat:
    """The chat on the organisation's own website."""

    name = Channel.WEBCHAT.value

    def deliver(self, message: Message) -> Receipt:
        """Show a reply in the visitor's window: he sees every reply that is marked as sent."""
        return Receipt(external_id=f"webchat-{message.pk}")
