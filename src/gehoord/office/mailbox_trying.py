"""Try a mailbox step by step, and say in words what is wrong and what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from imap_tools.errors import MailboxFolderSelectError

from gehoord.channels.email.models import Mailbox, Security
from gehoord.channels.email.oauth import NoPermission, forget_token
from gehoord.channels.email.oauth.providers import is_here
from gehoord.channels.email.oauth.rights import missing_right
from gehoord.channels.email.receiving.client import SignInRefused
from gehoord.channels.email.receiving.imap import Server, connected, token_for
from gehoord.channels.email.receiving.troubles import TROUBLES, in_words
from gehoord.channels.email.sending.handing_over import server_of
from gehoord.channels.email.sending.refusals import MailRefused, ServerAway
from gehoord.channels.email.sending.smtp import try_server
from gehoord.office.mailbox_looking import Place, look_at, why_not_private, wrong_place

KNOCK_S = 8
"""A firewall that swallows everything is told from a slow server after so many seconds."""
SLOW_S = 12
TRIAL_S = 20
NEARLY_FULL = 0.9
HUNG = gettext_lazy(
    "{host} lets us wait too long. Try again later, or ask your mail administrator."
)
FINE, CARE, WRONG, UNTRIED = "fine", "care", "wrong", "untried"
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
        trials.append(
            Trial(_("Incoming mail"), _walk([*names, *folders, _("Room")], _incoming(box)))
        )
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
    place = Place("imap", box.imap_host, box.imap_port, box.imap_security)
    yield from _reach(place)
    began = monotonic()
    try:
        with connected(box) as server:
            server.end_in(TRIAL_S)
            yield _privacy(place)
            server.sign_in(box, token_for(box))
            yield FINE, _as_whom(box.user)
            for name in box.folders:
                yield _folder(box, server, name)
            yield _room(server)
    except TROUBLES as trouble:
        if monotonic() - began >= TRIAL_S:
            raise StepFailed(HUNG.format(host=place.host)) from trouble
        lacks = _lacks(box, place) if isinstance(trouble, SignInRefused) else ""
        why = lacks or why_not_private(trouble, place) or in_words(trouble, box)
        raise StepFailed(why) from trouble


def _folder(box: Mailbox, server: Server, name: str) -> Said:
    try:
        number = server.open(name).exists
    except MailboxFolderSelectError as trouble:
        there = ", ".join(server.folder_names()[:MOST_NAMES])
        found = _("On the server there are: %(names)s.") % {"names": there} if there else ""
        return WRONG, f"{in_words(trouble, box, folder=name)} {found}".strip()
    words = ngettext(
        "It can be opened. There is %(number)d message in it.",
        "It can be opened. There are %(number)d messages in it.",
        number,
    )
    return FINE, words % {"number": number}


def _room(server: Server) -> Said:
    """A full mailbox gives customers their mail back."""
    full = server.fullness()
    if full is None:
        return FINE, _("The server does not say how full the mailbox is.")
    filled = {"full": round(100 * full)}
    if full >= 1:
        return WRONG, _(
            "The mailbox is full, so customers' mail comes back to them. Make room in it, or have it "
            "made larger."
        )
    if full >= NEARLY_FULL:
        words = _("The mailbox is %(full)d %% full. Make room in time, or mail comes back.")
        return CARE, words % filled
    return FINE, _("The mailbox is %(full)d %% full.") % filled


def _outgoing(box: Mailbox) -> Iterator[Said]:
    place = Place("smtp", box.smtp_host, box.smtp_port, box.smtp_security)
    yield from _reach(place)
    server = replace(
        server_of(box), connect_seconds=SLOW_S, command_seconds=SLOW_S, answer_seconds=0
    )
    reached: list[str] = []
    trouble: Exception | None = None
    try:
        try_server(server, sender=box.address, reached=reached.append)
    except (ServerAway, MailRefused, NoPermission) as why:
        trouble = why
    if "connected" not in reached:
        raise StepFailed(why_not_private(trouble and trouble.__cause__, place) or str(trouble))
    yield _privacy(place)
    if trouble and "timed out" in str(trouble.__cause__):
        raise StepFailed(HUNG.format(host=place.host))
    if not reached[1:]:
        raise StepFailed(_lacks(box, place) or str(trouble))
    is_in = reached[1:] == ["signed in"]
    yield FINE, _as_whom(server.user) if is_in else _("The server asks for no password.")
    if trouble:
        raise StepFailed(str(trouble))
    yield FINE, _("The server lets this mailbox send. Nothing was sent.")


def _lacks(box: Mailbox, place: Place) -> str:
    """The right that the permission of a refused mailbox does not have, in words."""
    try:
        right = missing_right(box, token_for(box), kind=place.kind) if box.uses_token else ""
    except NoPermission:
        return ""
    if not right:
        return ""
    return _(
        "The permission does not hold the right {right}. Give it to the app at Microsoft, have it "
        "allowed, and sign in again."
    ).format(right=right)


def _reach(place: Place) -> Iterator[Said]:
    """Find a server, knock at its door, and see whether who answers is the one we need."""
    host, port = place.host, place.port
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
    seen = look_at(place)
    why = wrong_place(seen, place)
    if why and (not seen.what or seen.what != place.kind):
        raise StepFailed(why)
    yield FINE, _("Port %(port)d is open.") % {"port": port}
    if why:
        raise StepFailed(why)


def _privacy(place: Place) -> Said:
    if place.security != Security.NONE:
        return FINE, _("Encrypted, with a certificate that is right for this name.")
    if is_here(place.host):
        return FINE, _("Not encrypted. On this machine that is no harm.")
    return CARE, _(
        "Not encrypted: whoever is on the way can read mail and password. Choose TLS if the server "
        "can do it."
    )


def _as_whom(user: str) -> str:
    return _("Signed in as %(user)s.") % {"user": user}
