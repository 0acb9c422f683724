"""The door for mail servers and providers that bring mail themselves, signed."""

from __future__ import annotations

import hashlib
import hmac
import time

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
    """Let a mail in only if its signature is right and fresh.

    Raises SignatureIsWrong.
    """
    is_moment = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12
    is_right = constant_time_compare(
        given.removeprefix("sha256=").lower(), signature(mailbox.door_key, timestamp, raw)
    )
    if not (mailbox.door_key and is_moment and is_right):
        raise SignatureIsWrong
    if abs(time.time() - int(timestamp)) > WINDOW_S:
        raise SignatureIsWrong
