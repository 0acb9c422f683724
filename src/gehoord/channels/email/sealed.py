"""Secrets of mail servers, which lie encrypted in the database."""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

logger = logging.getLogger(__name__)


if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


class SealedField(Text):
    """Text that is encrypted with a key made of the installation's own.

    A key that was changed opens nothing: the secret is empty then, and has to be filled in again.
    """

    def from_db_value(self, value: str | None, *_where: Any) -> str:
        """Open what lies in the database."""
        return unseal(value)

    def get_prep_value(self, value: Any) -> str:
        """Seal what is put in the database."""
        return seal(str(value or ""))


def seal(words: str) -> str:
    """Words that only this installation can read; nothing stays nothing."""
    return _keys().encrypt(words.encode()).decode() if words else ""


def unseal(sealed: str | None) -> str:
    """What was sealed; empty if that was done with a key that is not ours any more."""
    if not sealed:
        return ""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        logger.warning("a secret of a mailbox cannot be opened with this key")
        return ""


def _keys() -> MultiFernet:
    words = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(word))) for word in words])


def _key(word: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"gehoord.email.sealed")
    return base64.urlsafe_b64encode(made.derive(word.encode()))
