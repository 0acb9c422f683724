"""The door for mail servers and providers that bring mail themselves, signed."""

from __future__ import annotations

import hashlib
import hmac
import time

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.tokens import without_token

WINDOW_S = 300
"""A signature is good for so long, before and after its moment."""


class SignatureIsWrong(Exception):
    """Not signed with the key of this mailbox, or too long ago."""


def mailbox_at(address: str) -> Mailbox | None:
    """The mailbox that receives mail for an address, also one with a token in it."""
    address = address.strip().strip("<>").lower()
    boxes = Mailbox.objects.on().select_related("team")
    return (
        boxes.filter(address=address).first()
        or boxes.filter(address=without_token(address)).first()
    )


def signature(key: str, timestamp: str, raw: bytes) -> str:
    """What a provider puts in X-Gehoord-Signature: over its timestamp, a dot, and the mail."""
    told = timestamp.encode() + b"." + raw
    return hmac.new(key.encode(), told, hashlib.sha256).hexdigest()


def check_signature(mailbox: Mailbox, *, timestamp: str, given: str, raw: bytes) -> None:
    """Let a mail in only if its signature is right and fresh; a renewed key is good for a day more.

    Raises SignatureIsWrong.
    """
    is_moment = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12
    shown = given.removeprefix("sha256=").lower()
    # Every key is tried, so that the time it takes does not tell which one was right.
    are_right = [
        constant_time_compare(shown, signature(key, timestamp, raw)) for key in _keys(mailbox)
    ]
    if not (is_moment and any(are_right)):
        raise SignatureIsWrong
    if abs(time.time() - int(timestamp)) > WINDOW_S:
        raise SignatureIsWrong


def _keys(mailbox: Mailbox) -> list[str]:
    """The key of a mailbox, and those before it that are still good."""
    old = mailbox.old_door_keys.filter(ends_at__gt=timezone.now())
    return [key for key in (mailbox.door_key, *(each.key for each in old)) if key]
