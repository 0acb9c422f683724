"""Replies on their way out. Whoever claims the row first delivers it."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils.translation import gettext as _

from gehoord.cases.actions import mark_failed, mark_sent
from gehoord.cases.models import Message
from gehoord.cases.models.talk import MessageQuerySet
from gehoord.channels.contract import NotDelivered, TryLater
from gehoord.channels.registry import channel_named, channels
from gehoord.jobs.due import work_through
from gehoord.jobs.nudges import run_drain

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 12
"""About two hours with the growing delay; then a person decides."""


def deliver_due_replies() -> int:
    """Deliver every reply whose time to be taken back is over.

    Those of a channel with a drain of its own are left to that: they wait for a server, and the
    others do not wait with them.
    """
    apart = {channel.name: channel.queue for channel in channels() if channel.queue}
    near = due_replies().exclude(conversation__channel__in=apart)
    return work_through(near, deliver, lease=LEASE) + sum(map(run_drain, apart.values()))


def due_replies() -> MessageQuerySet:
    """Replies, to be claimed when their moment has come."""
    return Message.objects.to_customers().select_related("conversation", "case")


def deliver(reply: Message) -> None:
    """Hand one reply to its channel, and note what became of it.

    Raises TypeError for anything but a message: a note can never leave.
    """
    if not isinstance(reply, Message):
        raise TypeError(f"{type(reply).__name__} is not a message and cannot be delivered")
    try:
        receipt = channel_named(reply.conversation.channel).deliver(reply)
    except NotDelivered as refusal:
        mark_failed(reply=reply, why=str(refusal))
    except (TryLater, KeyError) as trouble:
        logger.warning("reply %s: %r", reply.pk, trouble)
        if reply.attempts < MOST_ATTEMPTS:
            reply.try_again()
        else:
            mark_failed(reply=reply, why=_("The channel could not be reached for two hours."))
    else:
        mark_sent(reply=reply, external_id=receipt.external_id)
