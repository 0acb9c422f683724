"""Visitors we no longer know: erased with their customer, or never heard of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gehoord.channels.webchat.models import Visitor
from gehoord.contacts.models import Address, Channel
from gehoord.live import publish
from gehoord.live.stream import RIGHTS

SILENT_FOR = timedelta(days=30)
AT_ONCE = 500


def visitors_known_as(senders: Iterable[str]) -> QuerySet[Visitor]:
    """Visitors by their address on this channel; what cannot be a visitor's is passed over."""
    return Visitor.objects.filter(key__in=[key for key in map(_key, senders) if key])


def _key(sender: str) -> UUID | None:
    try:
        return UUID(sender)
    except ValueError:
        return None


@transaction.atomic
def forget_visitors(*, senders: Iterable[str]) -> None:
    """Delete visitors, and end the live stream in a chat window that is still open."""
    visitors = list(visitors_known_as(senders))
    Visitor.objects.filter(pk__in=[visitor.pk for visitor in visitors]).delete()
    publish(RIGHTS, audiences=[visitor.audience for visitor in visitors])


def forget_silent_visitors() -> int:
    """Delete visitors who opened a chat a month ago and never wrote."""
    before, last, gone = timezone.now() - SILENT_FOR, 0, 0
    while visitors := list(
        Visitor.objects.filter(created_at__lt=before, pk__gt=last).order_by("pk")[:AT_ONCE]
    ):
        gone += _forget_silent(visitors)
        last = visitors[-1].pk
    return gone


@transaction.atomic
def _forget_silent(visitors: Iterable[Visitor]) -> int:
    by_key = {visitor.external_id: visitor.pk for visitor in visitors}
    # The address is made together with the first message.
    wrote = Address.objects.filter(channel=Channel.WEBCHAT, external_id__in=by_key)
    for key in wrote.values_list("external_id", flat=True):
        del by_key[key]
    Visitor.objects.filter(pk__in=by_key.values()).delete()
    return len(by_key)
