"""Handing one letter to a mail server over SMTP."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer

from django.utils.translation import gettext as _

from gehoord.channels.email.certificates import trusted_authorities, words_for_certificate
from gehoord.channels.email.sending.addresses import wire_address
from gehoord.channels.email.sending.refusals import (
    MailRefused,
    Refusal,
    ServerAway,
    content_refused,
    may_not_send,
    sender_refused,
    too_big,
)
from gehoord.channels.email.sending.signing_in import sign_in

CONNECT_SECONDS = 20
COMMAND_SECONDS = 30
ANSWER_SECONDS = 120
"""After the last dot a server may look through the letter for viruses before it says yes."""
SLOWEST = 50_000
"""Bytes a second; a slower line is taken for a dead one."""
CHUNK = 64 * 1024
LINE_STARTS_WITH_DOT = re.compile(rb"(?m)^\.")
TROUBLE = (OSError, smtplib.SMTPException, ValueError)


@dataclass(frozen=True)
class Server:
    """Where letters are handed over, and as whom."""

    host: str
    port: int
    security: str = "starttls"
    """`tls`, `starttls` (which the server then has to offer) or `none`."""
    user: str = ""
    password: str = field(default="", repr=False)
    token: Callable[[str], str] | None = None
    """Gives an OAuth2 access token other than the one that was refused; then there is no password."""
    auth: str = ""
    """How we sign in, to say the right thing when we may not."""
    connect_seconds: float = CONNECT_SECONDS
    command_seconds: float = COMMAND_SECONDS
    answer_seconds: float = ANSWER_SECONDS

    def longest(self, size: int) -> float:
        """The seconds after which handing over `size` bytes has ended, one way or another."""
        return (
            self.connect_seconds + 4 * self.command_seconds + size / SLOWEST + self.answer_seconds
        )


@dataclass
class Outcome:
    """Who the server took the letter for, and who not."""

    accepted: list[str] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)


def hand_over(
    content: bytes,
    *,
    server: Server,
    sender: str,
    recipients: Sequence[str],
    needs_smtputf8: bool = False,
    before_last_dot: Callable[[], object] = lambda: None,
) -> Outcome:
    """Hand a letter to the server for all recipients at once; it is taken for whom it accepts.

    `before_last_dot` is called when from then on the server may have taken it. Raises MailRefused
    or ServerAway.
    """
    outcome = Outcome()
    with _watched(server, len(content)) as smtp:
        _envelope(smtp, content, sender, needs_smtputf8=needs_smtputf8)
        for recipient in recipients:
            code, said = smtp.rcpt(wire_address(recipient))
            if code in (250, 251):
                outcome.accepted.append(recipient)
            elif code == 421:
                raise ServerAway(Refusal.from_reply(code, said).quote)
            else:
                outcome.refused[recipient] = Refusal.from_reply(code, said)
        if outcome.accepted:
            _send_data(smtp, content, server, before_last_dot)
        with suppress(*TROUBLE):
            smtp.quit()
    return outcome


def try_server(
    server: Server, *, sender: str, reached: Callable[[str], object] = lambda _step: None
) -> None:
    """Connect, sign in and ask whether `sender` may send, to himself; nothing is sent.

    `reached` hears how far it came: `connected`, then `signed in` or `needs no sign-in`. Raises
    MailRefused or ServerAway with words for whoever sets the mailbox up.
    """
    with _watched(server, 0, reached) as smtp:
        try:
            _envelope(smtp, b"", sender, needs_smtputf8=False)
        except MailRefused as trouble:
            raise MailRefused(
                trouble.refusal, may_not_send(trouble.refusal, sender=sender)
            ) from None
        # Most servers look at the sender only when they hear for whom it is.
        refusal = Refusal.from_reply(*smtp.rcpt(wire_address(sender)))
        if refusal.is_final:
            raise MailRefused(refusal, may_not_send(refusal, sender=sender))
        with suppress(*TROUBLE):
            smtp.rset()
            smtp.quit()


@contextmanager
def _watched(
    server: Server, size: int, reached: Callable[[str], object] = lambda _step: None
) -> Iterator[smtplib.SMTP]:
    """A connection that is signed in, and that is cut when it lasts longer than it may."""
    smtp = None
    try:
        smtp = _connected(server)
        reached("connected")
        with _deadline(smtp, server.longest(size)):
            if smtp.sock is not None:
                smtp.sock.settimeout(server.command_seconds)
            reached("signed in" if sign_in(smtp, server) else "needs no sign-in")
            yield smtp
    except (MailRefused, ServerAway):
        raise
    except ssl.SSLCertVerificationError as error:
        raise ServerAway(words_for_certificate(error, host=server.host)) from error
    except TROUBLE as error:
        raise ServerAway(_words_of(error, server)) from error
    finally:
        if smtp is not None:
            smtp.close()


def _connected(server: Server) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            timeout=server.connect_seconds,
            context=trusted_authorities(),
        )
    smtp = smtplib.SMTP(server.host, server.port, timeout=server.connect_seconds)
    if server.security == "starttls":
        smtp.starttls(context=trusted_authorities())
    return smtp


@contextmanager
def _deadline(smtp: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Cut the connection of a server that dribbles: every byte in time, and no end."""

    def cut() -> None:
        with suppress(OSError):
            if smtp.sock is not None:
                smtp.sock.shutdown(socket.SHUT_RDWR)

    watch = Timer(seconds, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _envelope(smtp: smtplib.SMTP, content: bytes, sender: str, *, needs_smtputf8: bool) -> None:
    options = []
    if smtp.has_extn("size"):
        most = smtp.esmtp_features.get("size", "").strip()
        if most.isdecimal() and 0 < int(most) < len(content):
            refusal = Refusal(552, "5.3.4")
            raise MailRefused(refusal, too_big(size=len(content), most=int(most)))
        options.append(f"SIZE={len(content)}")
    if needs_smtputf8:
        if not smtp.has_extn("smtputf8"):
            words = _(
                "The mail server does not take addresses with letters such as é or ü before the @."
                " Ask the customer for another address."
            )
            raise MailRefused(Refusal(553, "5.6.7"), words)
        options.append("SMTPUTF8")
    code, said = smtp.mail(wire_address(sender), options)
    if code == 250:
        return
    refusal = Refusal.from_reply(code, said)
    if not refusal.is_final:
        raise ServerAway(refusal.quote)
    words = content_refused(refusal) if code == 552 else sender_refused(refusal, sender=sender)
    raise MailRefused(refusal, words)


def _send_data(
    smtp: smtplib.SMTP, content: bytes, server: Server, before_last_dot: Callable[[], object]
) -> None:
    code, said = smtp.docmd("DATA")
    if code != 354:
        _refuse_content(code, said)
    body = LINE_STARTS_WITH_DOT.sub(b"..", content)
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    for start in range(0, len(body), CHUNK):
        # In pieces, because a time limit holds for all that is given at once.
        smtp.send(body[start : start + CHUNK])
    before_last_dot()
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(server.answer_seconds)
        code, said = smtp.docmd(".")
    except TROUBLE as error:
        words = _words_of(error, server)
        raise ServerAway(words, is_end_unknown=True) from error
    if code == -1:
        raise ServerAway(Refusal.from_reply(code, said).quote, is_end_unknown=True)
    if not 200 <= code <= 299:
        _refuse_content(code, said)


def _refuse_content(code: int, said: bytes) -> None:
    refusal = Refusal.from_reply(code, said)
    if refusal.is_final:
        raise MailRefused(refusal, content_refused(refusal))
    raise ServerAway(refusal.quote)


def _words_of(error: Exception, server: Server) -> str:
    place = f"{server.host}:{server.port}"
    if isinstance(error, socket.gaierror):
        return _("There is no mail server called {host}.").format(host=server.host)
    if isinstance(error, ConnectionRefusedError):
        return _("Nobody answers at {place}.").format(place=place)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _("The mail server at {place} offers no STARTTLS.").format(place=place)
    if isinstance(error, smtplib.SMTPResponseException):
        return Refusal.from_reply(error.smtp_code, error.smtp_error).quote
    if isinstance(error, TimeoutError):
        return _("The mail server at {place} does not answer in time.").format(place=place)
    return _("The mail server at {place} broke off: {why}").format(place=place, why=error)
