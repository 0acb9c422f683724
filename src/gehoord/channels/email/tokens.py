"""The address of one conversation: `service+r-k3j…@example.nl`. Nobody can make one up."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.crypto import constant_time_compare

from gehoord.cases.models import Conversation
from gehoord.channels.email.identity import identity
from gehoord.channels.email.models import OutgoingMail

TOKEN = re.compile(r"[^@]*\+r-([a-z0-9]{16,40})@[^@]*", re.IGNORECASE)


def conversation_with(addresses: Iterable[str]) -> Conversation | None:
    """The conversation whose token stands in one of these addresses."""
    for address in addresses:
        token = TOKEN.fullmatch(address.strip())
        if token is None:
            continue
        sent = OutgoingMail.objects.with_token(token[1]).order_by("-pk")
        found = sent.select_related("message__conversation__address__customer").first()
        if found and constant_time_compare(found.reply_token, token[1].lower()):
            return found.message.conversation
    return None


def without_token(address: str) -> str:
    """The identity of an address without what stands behind a plus sign."""
    name, _at, domain = identity(address).rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"
