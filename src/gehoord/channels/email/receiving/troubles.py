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

from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.oauth import NoPermission
from gehoord.channels.email.receiving.client import SignInRefused

TROUBLES = (imaplib.IMAP4.error, ImapToolsError, OSError, EOFError, NoPermission)
"""What may go wrong between us and a server; all of it may be over the next time."""


def in_words(trouble: BaseException, mailbox: Mailbox, *, folder: str = "") -> str:
    """Say what went wrong with the incoming server of a mailbox and what to look at."""
    said = _signing_in(trouble, mailbox) or _connecting(trouble)
    if not said and isinstance(trouble, MailboxFolderSelectError):
        said = _("There is no folder {folder} in this mailbox. Check its name.")
    if not said:
        said = _("The connection with {host} broke off. Gehoord tries again by itself.")
    return said.format(host=mailbox.imap_host, port=mailbox.imap_port, folder=folder)[:300]


def _signing_in(trouble: BaseException, mailbox: Mailbox) -> str:
    if isinstance(trouble, NoPermission):
        return str(trouble).replace("{", "(").replace("}", ")")
    if isinstance(trouble, SignInRefused):
        if mailbox.uses_token:
            return _("{host} does not take the permission. Give permission again.")
        return _("{host} does not take the user name or the password. Fill them in again.")
    if isinstance(trouble, MailboxStarttlsError):
        return _("{host} offers no STARTTLS on port {port}. Choose TLS, with port 993.")
    return ""


def _connecting(trouble: BaseException) -> str:
    if isinstance(trouble, socket.gaierror):
        return _("The mail server {host} was not found. Check its name.")
    if isinstance(trouble, ssl.SSLCertVerificationError):
        return _("The certificate of {host} is not valid for this name, or nobody vouches for it.")
    if isinstance(trouble, ssl.SSLError):
        return _("{host} does not speak TLS on port {port}. Check the port and the security.")
    if isinstance(trouble, ConnectionRefusedError):
        return _("{host} takes no connections on port {port}. Check the port.")
    if isinstance(trouble, TimeoutError):
        return _("{host} does not answer. Check name and port, and the firewall.")
    return ""
