"""One reply to its mail server, so that a crash at any moment loses nothing and doubles little.

The Message-ID is committed before the first attempt. Just before the last dot it is committed
that the end is unknown; after the server's answer, what the end was. A process that dies between
the two leaves an attempt whose end nobody can know: SMTP has no way to ask. Such a letter is sent
once more under the same Message-ID, which mail programs and most servers fold into one; if that
end stays unknown too, a person decides. Whom a server accepted is never on an envelope again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import NoReturn

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.cases.actions import mark_partly_failed
from gehoord.cases.models import Message
from gehoord.channels.contract import NotDelivered, Receipt, TryLater
from gehoord.channels.delivery import MOST_ATTEMPTS
from gehoord.channels.email.identity import identity
from gehoord.channels.email.models import Mailbox, OutgoingMail
from gehoord.channels.email.oauth import NoPermission, access_token
from gehoord.channels.email.sending.addresses import AddressNotUsable
from gehoord.channels.email.sending.answering import NoMailbox
from gehoord.channels.email.sending.building import as_bytes, needs_smtputf8
from gehoord.channels.email.sending.letter import Letter
from gehoord.channels.email.sending.preparing import letter_of, outgoing_for
from gehoord.channels.email.sending.refusals import (
    MailRefused,
    Refusal,
    ServerAway,
    words_for_recipient,
)
from gehoord.channels.email.sending.smtp import Outcome, Server, hand_over

logger = logging.getLogger(__name__)


def deliver_by_mail(message: Message) -> Receipt:
    """Hand a reply to the mail server of its mailbox.

    Raises NotDelivered with what the agent can do, or TryLater.
    """
    outgoing = _prepared(message)
    receipt = Receipt(external_id=outgoing.reference)
    if outgoing.handed_over_at is not None:
        return receipt
    letter, content = _written(outgoing)
    server = server_of(outgoing.mailbox)
    if not outgoing.claim(timedelta(seconds=server.longest(len(content)))):
        raise TryLater("another process is handing it over")
    outcome = _attempt(outgoing, letter, content, server)
    _settle(outgoing, outcome)
    return receipt


def server_of(mailbox: Mailbox) -> Server:
    """The outgoing mail server of a mailbox, with what signs in there."""
    uses_token = mailbox.uses_token
    return Server(
        host=mailbox.smtp_host,
        port=mailbox.smtp_port,
        security=mailbox.smtp_security,
        user=mailbox.smtp_user,
        auth=mailbox.auth,
        password="" if uses_token else mailbox.secret,
        token=_token_of(mailbox) if uses_token else None,
    )


def _token_of(mailbox: Mailbox) -> Callable[[str], str]:
    return lambda refused: access_token(mailbox, refused=refused)


def _prepared(message: Message) -> OutgoingMail:
    try:
        outgoing = outgoing_for(message)
    except NoMailbox:
        raise NotDelivered(
            _("There is no mailbox to send from. Ask your administrator to set one up.")
        ) from None
    if not outgoing.mailbox.is_on or not outgoing.mailbox.smtp_host:
        raise NotDelivered(
            _("The mailbox {address} is off or has no outgoing mail server.").format(
                address=outgoing.mailbox.address
            )
        )
    if outgoing.failed_at is not None:
        # An agent looked at it and asks for one more try.
        outgoing.failed_at, outgoing.refused, outgoing.unknown_ends = None, {}, 0
        outgoing.save(update_fields=["failed_at", "refused", "unknown_ends"])
    if outgoing.unknown_ends >= OutgoingMail.UNKNOWN_ENDS:
        _fail(
            outgoing,
            _(
                "The mail server broke off twice without saying whether it took the message. It "
                "may have arrived: ask the customer, or send it again."
            ),
        )
    return outgoing


def _written(outgoing: OutgoingMail) -> tuple[Letter, bytes]:
    try:
        letter = letter_of(outgoing)
        if not letter.recipients:
            _fail(outgoing, _("There is no address to send it to. Fill one in and send it again."))
        return letter, as_bytes(letter)
    except AddressNotUsable as wrong:
        words = _("{typed} is not an e-mail address. Correct it and send it again.")
        _fail(outgoing, words.format(typed=wrong))
    except OSError as error:
        logger.exception("a file of outgoing mail %s cannot be read", outgoing.pk)
        raise TryLater("a file cannot be read") from error


def _attempt(outgoing: OutgoingMail, letter: Letter, content: bytes, server: Server) -> Outcome:
    before = outgoing.unknown_ends
    done = {identity(address) for address in (*outgoing.accepted, *outgoing.refused)}
    left = [person.address for person in letter.recipients if person.key not in done]
    if not left:
        return Outcome()
    try:
        return hand_over(
            content,
            server=server,
            sender="" if letter.is_automatic else outgoing.mailbox.address,
            recipients=left,
            needs_smtputf8=needs_smtputf8(letter),
            before_last_dot=partial(_note_last_dot, outgoing),
        )
    except MailRefused as refusal:
        _note_known_end(outgoing, before)
        _fail(outgoing, str(refusal))
    except (ServerAway, NoPermission) as trouble:
        if not (isinstance(trouble, ServerAway) and trouble.is_end_unknown):
            _note_known_end(outgoing, before)
        _later(outgoing, str(trouble))


def _note_last_dot(outgoing: OutgoingMail) -> None:
    """From here on the server may have it, whatever becomes of us."""
    outgoing.unknown_ends += 1
    outgoing.save(update_fields=["unknown_ends"])


def _note_known_end(outgoing: OutgoingMail, before: int) -> None:
    """The attempt came to nothing and we know that: it does not count as unknown."""
    outgoing.unknown_ends = before
    outgoing.save(update_fields=["unknown_ends"])


def _settle(outgoing: OutgoingMail, outcome: Outcome) -> None:
    """Note whom the server took it for, and what that means for the agent."""
    later = {a: r for a, r in outcome.refused.items() if not r.is_final}
    for address, refusal in outcome.refused.items():
        if refusal.is_final:
            outgoing.refused[address] = words_for_recipient(refusal, address=address)
    outgoing.accepted = [*outgoing.accepted, *outcome.accepted]
    if outcome.accepted:
        outgoing.unknown_ends = 0
    outgoing.save(update_fields=["accepted", "refused", "unknown_ends"])
    if later:
        _give_up_or_wait(outgoing, later)
    if not outgoing.accepted:
        _fail(outgoing, " ".join(outgoing.refused.values()))
    _finish(outgoing)


def _give_up_or_wait(outgoing: OutgoingMail, later: dict[str, Refusal]) -> None:
    if outgoing.message.attempts < MOST_ATTEMPTS:
        _later(outgoing, "; ".join(refusal.quote for refusal in later.values()))
    for address, refusal in later.items():
        outgoing.refused[address] = words_for_recipient(refusal, address=address)


@transaction.atomic
def _finish(outgoing: OutgoingMail) -> None:
    """Everybody who can have it has it; who cannot is told once."""
    outgoing.handed_over_at, outgoing.busy_until, outgoing.said = timezone.now(), None, ""
    outgoing.save(update_fields=["handed_over_at", "busy_until", "said", "refused"])
    if outgoing.refused:
        mark_partly_failed(reply=outgoing.message, why=" ".join(outgoing.refused.values()))


def _fail(outgoing: OutgoingMail, words: str) -> NoReturn:
    outgoing.failed_at, outgoing.busy_until = timezone.now(), None
    outgoing.said = words[:300]
    outgoing.save(update_fields=["failed_at", "busy_until", "said", "refused"])
    raise NotDelivered(words)


def _later(outgoing: OutgoingMail, words: str) -> NoReturn:
    outgoing.busy_until, outgoing.said = None, words[:300]
    outgoing.save(update_fields=["busy_until", "said"])
    if outgoing.message.attempts >= MOST_ATTEMPTS:
        _fail(
            outgoing,
            _("The mail server could not be reached for two hours. ({why})").format(why=words),
        )
    raise TryLater(words)
