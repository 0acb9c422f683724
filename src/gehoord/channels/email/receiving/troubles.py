"""What can be wrong with a mail server, in words for whoever can put it right."""

from __future__ import annotations

import imaplib
import socket
import ssl

from django.utils.translation import gettext as _
from imap_tools.errors import (
    ImapToolsError,
    MailboxFolderSelectError,
    MailboxStarttlsError,
)

from gehoord.channels.email.certificates import words_for_certificate
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.oauth import NoPermission
from gehoord.channels.email.receiving.client import SignInRefused
from gehoord.channels.email.sign_in_words import words_for_no

TROUBLES = (imaplib.IMAP4.error, ImapToolsError, OSError, EOFError, NoPermission)
"""What may go wrong between us and a server; all of it may be over the next time."""


def in_words(trouble: BaseException, mailbox: Mailbox, *, folder: str = "") -> str:
    """Say what went wrong with the incoming server of a mailbox and what to look at."""
    said = _signing_in(trouble, mailbox) or _connecting(trouble, mailbox.imap_host)
    if not said and isinstance(trouble, MailboxFolderSelectError):
        said = _("There is no folder {folder} in this mailbox. Check its name.")
    if not said:
        said = _("The connection with {host} broke off. Gehoord tries again by itself.")
    return said.format(host=mailbox.imap_host, port=mailbox.imap_port, folder=folder)[:300]


def _signing_in(trouble: BaseException, mailbox: Mailbox) -> str:
    if isinstance(trouble, NoPermission):
        return _plain(str(trouble))
    if isinstance(trouble, SignInRefused):
        words = words_for_no(str(trouble), host=mailbox.imap_host, auth=mailbox.auth)
        return _plain(f"{words} ({str(trouble)[:80]})" if str(trouble) else words)
    if "authenticated but not connected" in str(trouble):
        return _(
            "We may sign in, and this mailbox stays shut. Give the account the right to open it, or "
            "switch on IMAP for it."
        )
    if isinstance(trouble, MailboxStarttlsError):
        return _("{host} offers no STARTTLS on port {port}. Choose TLS, with port 993.")
    return ""


def _plain(words: str) -> str:
    """Without the braces that would ask to have something filled in."""
    return words.replace("{", "(").replace("}", ")")


def _connecting(trouble: BaseException, host: str) -> str:
    if isinstance(trouble, socket.gaierror):
        return _("The mail server {host} was not found. Check its name.")
    if isinstance(trouble, ssl.SSLCertVerificationError):
        return _plain(words_for_certificate(trouble, host=host))
    if isinstance(trouble, ssl.SSLError):
        return _("{host} does not speak TLS on port {port}. Check the port and the security.")
    if isinstance(trouble, ConnectionRefusedError):
        return _("{host} takes no connections on port {port}. Check the port.")
    if isinstance(trouble, TimeoutError):
        return _("{host} does not answer. Check name and port, and the firewall.")
    return ""
