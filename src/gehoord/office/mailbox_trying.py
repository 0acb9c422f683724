"""Try a mailbox step by step, and say in words what is wrong and what to do."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from imap_tools.errors import MailboxFolderSelectError

from gehoord.channels.email.models import Auth, Mailbox, Security
from gehoord.channels.email.oauth import NoPermission, forget_token
from gehoord.channels.email.receiving.imap import Server, connected, token_for
from gehoord.channels.email.receiving.troubles import TROUBLES, in_words
from gehoord.channels.email.sending.handing_over import server_of
from gehoord.channels.email.sending.refusals import MailRefused, ServerAway
from gehoord.channels.email.sending.smtp import try_server

KNOCK_S = 8
"""A firewall that swallows everything is told from a slow server after so many seconds."""
FINE, CARE, WRONG, UNTRIED = "fine", "care", "wrong", "untried"
USUAL = {
    993: Security.TLS,
    465: Security.TLS,
    143: Security.STARTTLS,
    587: Security.STARTTLS,
}
"""What is spoken on the ports of mail servers, nearly everywhere."""
MOST_NAMES = 30
Said = tuple[str, str]
"""How a step ended, and the words for it."""


@dataclass(frozen=True)
class Step:
    """One step of a trial: what it was, how it ended (`fine`, `care`, `wrong`, `untried`), and why."""

    name: str
    state: str
    words: str = ""


@dataclass(frozen=True)
class Trial:
    """The steps in one direction."""

    title: str
    steps: list[Step]

    @property
    def is_fine(self) -> bool:
        """Whether mail can come or go."""
        return all(step.state in (FINE, CARE) for step in self.steps)


class StepFailed(Exception):
    """A step did not work and the next ones make no sense; the text says what to do."""


def try_mailbox(box: Mailbox) -> list[Trial]:
    """Do everything that fetching and sending need, short of fetching and sending."""
    forget_token(box)
    trials = []
    if box.imap_host:
        names = [_("Server found"), _("Server answers"), _("Private line"), _("Signing in")]
        folders = [_("Folder %(name)s") % {"name": name} for name in box.folders]
        trials.append(Trial(_("Incoming mail"), _walk([*names, *folders], _incoming(box))))
    if box.smtp_host:
        names = [_("Server found"), _("Server answers"), _("Private line"), _("Signing in")]
        sends = _("Sending as %(address)s") % {"address": box.address}
        trials.append(Trial(_("Outgoing mail"), _walk([*names, sends], _outgoing(box))))
    return trials


def _walk(names: list[str], ends: Iterator[Said]) -> list[Step]:
    """Go on until a step fails; what comes after it was not tried."""
    steps: list[Step] = []
    try:
        for state, words in ends:
            steps.append(Step(names[len(steps)], state, words))
    except StepFailed as why:
        steps.append(Step(names[len(steps)], WRONG, str(why)))
    return [*steps, *(Step(name, UNTRIED) for name in names[len(steps) :])]


def _incoming(box: Mailbox) -> Iterator[Said]:
    yield from _reach(box.imap_host, box.imap_port)
    hint = _port_hint(box.imap_port, box.imap_security)
    try:
        with connected(box) as server:
            yield _privacy(box.imap_host, box.imap_security)
            hint = _sign_in_hint(box, box.imap_host)
            server.sign_in(box, token_for(box))
            yield FINE, _as_whom(box, box.imap_user or box.address)
            hint = ""
            for name in box.folders:
                yield _folder(box, server, name)
    except TROUBLES as trouble:
        raise StepFailed(_sentences(in_words(trouble, box), hint)) from trouble


def _folder(box: Mailbox, server: Server, name: str) -> Said:
    try:
        number = server.open(name).exists
    except MailboxFolderSelectError as trouble:
        there = ", ".join(server.folder_names()[:MOST_NAMES])
        found = _("On the server there are: %(names)s.") % {"names": there} if there else ""
        return WRONG, _sentences(in_words(trouble, box, folder=name), found)
    words = ngettext(
        "It can be opened. There is %(number)d message in it.",
        "It can be opened. There are %(number)d messages in it.",
        number,
    )
    return FINE, words % {"number": number}


def _outgoing(box: Mailbox) -> Iterator[Said]:
    yield from _reach(box.smtp_host, box.smtp_port)
    server = server_of(box)
    reached: list[str] = []
    why = ""
    try:
        try_server(server, sender=box.address, reached=reached.append)
    except (ServerAway, MailRefused, NoPermission) as trouble:
        why = str(trouble)
    if "connected" not in reached:
        raise StepFailed(_sentences(why, _port_hint(box.smtp_port, box.smtp_security)))
    yield _privacy(box.smtp_host, box.smtp_security)
    if "signed in" not in reached:
        raise StepFailed(_sentences(why, _sign_in_hint(box, box.smtp_host, said=why)))
    yield FINE, _as_whom(box, server.user) if server.user else _("The server asks for no password.")
    if why:
        raise StepFailed(why)
    yield FINE, _("The server lets this mailbox send. Nothing was sent.")


def _reach(host: str, port: int) -> Iterator[Said]:
    """Find a server, and knock at its door."""
    filled = {"host": host, "port": port}
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise StepFailed(
            _("The mail server {host} was not found. Check its name.").format(**filled)
        ) from trouble
    yield FINE, _("%(host)s is at %(place)s.") % {"host": host, "place": found[0][4][0]}
    try:
        socket.create_connection((host, port), timeout=KNOCK_S).close()
    except ConnectionRefusedError as trouble:
        words = _("{host} takes no connections on port {port}. Check the port.")
        raise StepFailed(words.format(**filled)) from trouble
    except OSError as trouble:
        words = _("{host} does not answer. Check name and port, and the firewall.")
        raise StepFailed(words.format(**filled)) from trouble
    yield FINE, _("Port %(port)d is open.") % {"port": port}


def _privacy(host: str, security: str) -> Said:
    if security != Security.NONE:
        return FINE, _("Encrypted, with a certificate that is right for this name.")
    if _is_here(host):
        return FINE, _("Not encrypted. On this machine that is no harm.")
    return CARE, _(
        "Not encrypted: whoever is on the way can read mail and password. Choose TLS if the server "
        "can do it."
    )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _as_whom(box: Mailbox, user: str) -> str:
    return _("Signed in as %(user)s.") % {"user": user}


def _port_hint(port: int, security: str) -> str:
    usual = USUAL.get(port, security)
    if usual == security:
        return ""
    return _("On port %(port)d servers speak %(usual)s: choose that under Security.") % {
        "port": port,
        "usual": Security(usual).label,
    }


def _sign_in_hint(box: Mailbox, host: str, *, said: str = "") -> str:
    """What usually is the matter at the two large providers."""
    if "5.7.139" in said or "SmtpClientAuth" in said:
        return _("Switch authenticated SMTP on for this mailbox in Exchange.")
    if box.auth != Auth.PASSWORD:
        return ""
    hints: dict[str, Callable[[], str]] = {
        "office365.com": lambda: _("Microsoft 365 takes no passwords here: choose OAuth 2."),
        "gmail.com": lambda: _("Google wants an app password here, not the one of the account."),
    }
    return next((hint() for end, hint in hints.items() if f".{host}".endswith(f".{end}")), "")


def _sentences(*words: str) -> str:
    return " ".join(each for each in words if each)
