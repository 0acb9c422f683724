"""Look at what answers at the address of a mail server, to say why we cannot talk with it."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from cryptography import x509
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from imap_tools.errors import MailboxStarttlsError

from gehoord.channels.email.certificates import OTHER_NAME, words_for_certificate
from gehoord.channels.email.models import Security

PATIENCE_S = 10
"""A server that looks up who we are may take so long before it says a word."""
LOOK_S = 4
MOST_NAMES = 5
Kind = Literal["imap", "smtp"]
WHAT: dict[str, str | Promise] = {
    "imap": gettext_lazy("a server for incoming mail (IMAP)"),
    "smtp": gettext_lazy("a server for outgoing mail (SMTP)"),
    "pop3": gettext_lazy("a server for incoming mail by POP3"),
    "something": gettext_lazy("something that is no mail server"),
}
USUAL = {"imap": 993, "smtp": 465}
"""The ports on which TLS is spoken at once."""


@dataclass(frozen=True)
class Place:
    """Where we expect a mail server, and of which kind."""

    kind: Kind
    host: str
    port: int
    security: str


@dataclass(frozen=True)
class Seen:
    """What answers there: the first words it says (in bytes), and whether over TLS."""

    greeting: bytes
    is_tls: bool

    @property
    def what(self) -> str:
        """One of WHAT; empty if it says nothing."""
        if not self.greeting:
            return ""
        marks = {"imap": b"* ", "smtp": b"220", "pop3": b"+OK"}
        found = [what for what, mark in marks.items() if self.greeting.startswith(mark)]
        return found[0] if found else "something"


def look_at(place: Place) -> Seen:
    """What answers there, in the way we mean to talk with it or else in the other way."""
    is_tls = place.security == Security.TLS
    for over_tls, patience in ((is_tls, PATIENCE_S), (not is_tls, LOOK_S)):
        with suppress(OSError), _line(place, is_tls=over_tls, patience=patience) as line:
            if greeting := line.recv(200):
                return Seen(greeting, over_tls)
    return Seen(b"", is_tls)


def wrong_place(seen: Seen, place: Place) -> str:
    """Why we cannot talk with what answers there, and what to do; empty if we can."""
    is_tls = place.security == Security.TLS
    if not seen.what:
        words = _(
            "{host} takes the line on port {port}, and says nothing. Check port and firewall."
        )
    elif seen.what != place.kind:
        words = _(
            "On port {port} of {host} answers {what}. Fill in the right server and port; usual is "
            "{usual}."
        )
    elif seen.is_tls and not is_tls:
        words = _("{host} speaks TLS at once on port {port}. Choose that under Security.")
    elif is_tls and not seen.is_tls:
        words = _(
            "{host} speaks no TLS on port {port}. Choose STARTTLS under Security, or port {usual}."
        )
    else:
        return ""
    return words.format(
        host=place.host,
        port=place.port,
        usual=USUAL[place.kind],
        what=WHAT.get(seen.what, ""),
    )


def why_not_private(trouble: BaseException | None, place: Place) -> str:
    """Why there is no private line with the right server, and what to do; maybe empty."""
    filled = {"host": place.host, "port": place.port, "usual": USUAL[place.kind]}
    if isinstance(trouble, ssl.SSLCertVerificationError):
        return _about_certificate(trouble, place)
    if isinstance(trouble, ssl.SSLError):
        return _(
            "{host} only speaks an old TLS that is not safe. Have the mail server brought up to date."
        ).format(**filled)
    if isinstance(trouble, (MailboxStarttlsError, smtplib.SMTPNotSupportedError)):
        words = _("{host} offers no STARTTLS on port {port}. Choose TLS, with port {usual}.")
        return words.format(**filled)
    return ""


@contextmanager
def _line(place: Place, *, is_tls: bool, patience: float = LOOK_S) -> Iterator[socket.socket]:
    with socket.create_connection((place.host, place.port), timeout=patience) as plain:
        if not is_tls:
            yield plain
            return
        with _believing_anything().wrap_socket(plain, server_hostname=place.host) as private:
            yield private


def _about_certificate(trouble: ssl.SSLCertVerificationError, place: Place) -> str:
    words = words_for_certificate(trouble, host=place.host)
    if trouble.verify_code not in OTHER_NAME:
        return words
    names = ", ".join(_names_in(_certificate(place))[:MOST_NAMES])
    found = _("It is for: {names}.").format(names=names)
    return f"{words} {found}" if names else words


def _certificate(place: Place) -> bytes:
    """The certificate that a server shows; nothing else is said to it."""
    shown = b""
    with suppress(OSError, imaplib.IMAP4.error, smtplib.SMTPException):
        if place.security == Security.TLS:
            with _line(place, is_tls=True) as line:
                shown = _shown_on(line)
        elif place.kind == "imap":
            with imaplib.IMAP4(place.host, place.port, timeout=LOOK_S) as imap:
                imap.starttls(_believing_anything())
                shown = _shown_on(imap.sock)
        else:
            with smtplib.SMTP(place.host, place.port, timeout=LOOK_S) as smtp:
                smtp.starttls(context=_believing_anything())
                shown = _shown_on(smtp.sock)
    return shown


def _shown_on(line: socket.socket | None) -> bytes:
    return (line.getpeercert(binary_form=True) or b"") if isinstance(line, ssl.SSLSocket) else b""


def _names_in(certificate: bytes) -> list[str]:
    try:
        extensions = x509.load_der_x509_certificate(certificate).extensions
        names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return []
    return [str(name.value) for name in names]


def _believing_anything() -> ssl.SSLContext:
    """For a look only: nothing that matters is ever said over such a line."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
