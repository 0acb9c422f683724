"""Whether a sender hears from a program that his mail is here. RFC 3834, and then some.

Two programs that answer each other have to come to an end also when the other one hides that it
is a program. So only a first mail is confirmed, each address once a day, and few that look alike.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent
from gehoord.cases.models import Conversation, Message
from gehoord.channels.email.models import Confirmation, MailReference, StoredMail
from gehoord.channels.email.queues import CONFIRM_MAIL
from gehoord.channels.email.reading import Mail
from gehoord.channels.email.references import answered_by, note_reference
from gehoord.channels.email.senders import PROGRAMS, Sender, all_recipients
from gehoord.channels.email.sending.addresses import AddressNotUsable, usable
from gehoord.channels.email.threading import MARK
from gehoord.channels.email.tokens import conversation_with
from gehoord.channels.email.wording import UNDERWAY
from gehoord.contacts.models import Channel
from gehoord.jobs.nudges import nudge

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LATE = DAY
"""A mail that lay so long somewhere is not confirmed any more."""
MOST_ALIKE = 5
"""In a day, of addresses that differ in their number only."""
MOST_OF_DOMAIN = 100
"""In an hour, of all addresses at one domain."""
NOBODY = re.compile(
    r"(?:no|do[-_.]?not|niet|geen)[-_.]?(?:reply|respond|answer|antwoord(?:en)?|beantwoorden)\b"
    r"|(?:mailer-?daemon|postmaster|hostmaster|root|daemon|bounces?|listserv|majordomo|owner"
    r"|notifications?|meldingen)(?![a-z])|.*-(?:request|owner|bounces?)$",
    re.IGNORECASE,
)
"""Where nobody reads what is answered, or a program does."""
UNASKED = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)
NUMBER = re.compile(r"\d+")


def confirm(*, row: StoredMail, mail: Mail, sender: Sender, message: Message) -> None:
    """Have the sender told that a mail is here, if that is what he expects.

    Call it in the transaction in which the mail became `message`. Why somebody hears nothing who
    could have expected it is kept for the agent.
    """
    is_first = _is_first(mail, message, domain=sender.email.rpartition("@")[2])
    if not (is_first and _is_asked_for(row, mail) and _is_somebody(sender)):
        return
    domain = sender.email.rpartition("@")[2]
    alike = NUMBER.sub("#", sender.email.rpartition("@")[0].partition("+")[0]) + f"@{domain}"
    told = Confirmation(mail=row, mailbox=row.mailbox, to=sender.email, alike=alike, domain=domain)
    told.reference = f"{secrets.token_hex(12)}.c{row.pk}@{_own_domain(row)}"
    told.problem = _too_many(told)
    told.next_attempt_at = None if told.problem else timezone.now()
    told.save(force_insert=True)
    if not told.problem:
        note_reference(conversation=message.conversation, message_id=told.reference)
        nudge(CONFIRM_MAIL)


def words_of(stored: StoredMail) -> str:
    """What to tell the agent about the confirmation of a mail; empty if there is none."""
    told: Confirmation | None = getattr(stored, "confirmation", None)
    if told is None:
        return ""
    if told.problem:
        return told.problem
    if told.sent_at is None:
        return _("The sender gets a confirmation of receipt.")
    return _("The sender got a confirmation of receipt.")


def _own_domain(row: StoredMail) -> str:
    domain = row.mailbox.address.rpartition("@")[2]
    return domain if domain.isascii() else "gehoord"


def _is_asked_for(row: StoredMail, mail: Mail) -> bool:
    """The house wants it, a person wrote the mail, and only just."""
    box, now = row.mailbox, timezone.now()
    if box.confirms_since is None or not (box.is_on and box.smtp_host):
        return False
    if row.is_wanted or row.is_spam or mail.auto != "none":
        return False
    if UNASKED.search(mail.header("x-auto-response-suppress")):
        return False
    is_old = mail.date is not None and mail.date < row.received_at - UNDERWAY
    return not is_old and row.received_at >= max(box.confirms_since, now - LATE)


def _is_first(mail: Mail, message: Message, *, domain: str) -> bool:
    """Not an answer to something of ours, and not of somebody who is told why we do not help now."""
    if message.case.is_held:
        return False
    if message.conversation.messages.exclude(pk=message.pk).exists():
        return False
    if conversation_with(all_recipients(mail)) is not None:
        return False
    # Another house numbers its cases as we do: it has to be one of ours with somebody there.
    numbers = MARK.findall(mail.subject[:1000])
    talks = Conversation.objects.filter(case__in=numbers, channel=Channel.EMAIL)
    talks = talks.exclude(case=message.case_id)
    if numbers and talks.filter(address__external_id__iendswith=f"@{domain}").exists():
        return False
    return not MailReference.objects.filter(reference__in=answered_by(mail)).exists()


def _is_somebody(sender: Sender) -> bool:
    """A person outside the house who can be answered."""
    local = sender.email.rpartition("@")[0]
    if not local or sender.is_own or PROGRAMS.fullmatch(local) or NOBODY.match(local):
        return False
    try:
        usable(sender.email)
    except AddressNotUsable:
        return False
    return not Agent.objects.filter(email__iexact=sender.email).exists()


def _too_many(told: Confirmation) -> str:
    """Why this one is not sent: the address had one, or a program may be answering us."""
    sent = Confirmation.objects.filter(mailbox=told.mailbox, problem="")
    today = sent.filter(made_at__gt=told.made_at - DAY)
    if today.filter(to=told.to).exists():
        return _("No confirmation of receipt: this address got one in the last 24 hours.")
    of_domain = sent.filter(domain=told.domain, made_at__gt=told.made_at - HOUR)
    if today.filter(alike=told.alike).count() >= MOST_ALIKE or of_domain.count() >= MOST_OF_DOMAIN:
        return _(
            "No confirmation of receipt: many such addresses wrote shortly after each other. "
            "Perhaps a program answers our mails."
        )
    return ""
