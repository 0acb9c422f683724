"""Confirmations of receipt on their way out: each at most once, and soon or not at all."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.channels.email.models import Confirmation, StoredMail
from gehoord.channels.email.oauth import NoPermission
from gehoord.channels.email.sending.addresses import Person, usable
from gehoord.channels.email.sending.answering import ANSWER
from gehoord.channels.email.sending.building import as_bytes, needs_smtputf8
from gehoord.channels.email.sending.handing_over import server_of
from gehoord.channels.email.sending.heads import head_of_mail
from gehoord.channels.email.sending.letter import Letter
from gehoord.channels.email.sending.numbering import numbered
from gehoord.channels.email.sending.refusals import MailRefused, Refusal, ServerAway
from gehoord.channels.email.sending.smtp import Outcome, hand_over
from gehoord.channels.email.threading import MARK
from gehoord.jobs.due import DueQuerySet

LEASE = timedelta(minutes=10)
MOST_TRIES = 8
"""About ten minutes; a confirmation that comes much later than the mail helps nobody."""
NUMBER = "{{zaaknummer}}"
AGENT = "{{medewerker}}"
SUBJECT_LENGTH = 100
LINKS = ("://", "www.")


class SomebodyElseSends(Exception):
    """The lease ran out and another process has it."""


def standard_words() -> str:
    """What a confirmation says if the house wrote nothing of its own."""
    return _(
        "We have received your message. An employee reads it and answers you as soon as possible."
        "\n\nThe number of your case is {number}. Do you want to add something? Then answer this "
        "e-mail.\n\nThis message was sent automatically."
    ).format(number=NUMBER)


def due_confirmations() -> DueQuerySet[Confirmation]:
    """Confirmations, to be claimed when their moment has come."""
    return Confirmation.objects.select_related("mail__message__case", "mail__mailbox", "mailbox")


def send_confirmation(row: Confirmation) -> None:
    """Hand one to the mail server. One that a server may have already is not sent again."""
    if row.is_end_unknown or row.attempts > MOST_TRIES:
        row.finish(problem=_("The confirmation of receipt may not have arrived."))
        return
    try:
        outcome = _hand_over(row)
    except SomebodyElseSends:
        return
    except MailRefused as refusal:
        _not_sent(row, str(refusal))
    except (ServerAway, NoPermission) as trouble:
        if getattr(trouble, "is_end_unknown", False):
            row.finish(problem=_("The confirmation of receipt may not have arrived."))
        else:
            _later(row, str(trouble))
    else:
        _settle(row, outcome)


def _hand_over(row: Confirmation) -> Outcome:
    letter = letter_for(row)
    return hand_over(
        as_bytes(letter),
        server=server_of(row.mailbox),
        sender="",  # nobody is told if it does not arrive, and no program answers that
        recipients=[row.to],
        needs_smtputf8=needs_smtputf8(letter),
        before_last_dot=partial(_note_last_dot, row),
    )


def letter_for(row: Confirmation) -> Letter:
    """The letter: never with words of the mail it answers, which anybody may have sent."""
    stored, mailbox = row.mail, row.mailbox
    head = head_of_mail(stored)
    number = str(stored.message.case_id) if stored.message else ""
    words = (mailbox.confirmation.strip() or standard_words()).replace(NUMBER, number)
    own = [line for line in mailbox.signature.splitlines() if AGENT not in line]
    return Letter(
        sender=Person(mailbox.address, mailbox.name),
        subject=_subject(stored),
        text=words,
        message_id=f"<{row.reference}>",
        written_at=row.made_at,
        to=(usable(row.to, name=stored.from_name),),
        signature="\n".join(own).strip(),
        in_reply_to=head.message_id,
        references=(*head.references, head.message_id) if head.message_id else (),
        is_automatic=True,
    )


def _subject(stored: StoredMail) -> str:
    bare = MARK.sub("", ANSWER.sub("", stored.subject))[:SUBJECT_LENGTH].strip()
    if not bare or any(sign in bare.lower() for sign in LINKS):
        bare = _("your message")
    subject = _("Automatic reply: {subject}").format(subject=bare)
    if stored.message is None:
        return subject
    return numbered(subject, case=stored.message.case, mailbox=stored.mailbox)


def _note_last_dot(row: Confirmation) -> None:
    if not row.keep(LEASE, is_end_unknown=True):
        raise SomebodyElseSends


def _settle(row: Confirmation, outcome: Outcome) -> None:
    refusal: Refusal | None = outcome.refused.get(row.to)
    if refusal is None:
        row.finish(sent_at=timezone.now(), is_end_unknown=False)
    elif refusal.is_final:
        _not_sent(row, refusal.quote)
    else:
        _later(row, refusal.quote)


def _not_sent(row: Confirmation, why: str) -> None:
    told = _("The confirmation of receipt was not sent: {why}").format(why=why)
    row.finish(problem=told[:300], is_end_unknown=False)


def _later(row: Confirmation, why: str) -> None:
    if row.attempts >= MOST_TRIES:
        _not_sent(row, why)
    elif row.keep(LEASE, is_end_unknown=False):
        row.try_again()
