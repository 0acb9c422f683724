"""Mailboxes, the mails that came in, and the marks by which mails find their conversation."""

from gehoord.channels.email.models.confirmation import Confirmation
from gehoord.channels.email.models.incoming import (
    Kind,
    MailReference,
    Participant,
    StoredMail,
    StoredMailQuerySet,
)
from gehoord.channels.email.models.mailbox import (
    Auth,
    Mailbox,
    MailboxQuerySet,
    MailFolder,
    OldDoorKey,
    Provider,
    Security,
)
from gehoord.channels.email.models.outgoing import (
    AgentSignature,
    DraftAddressing,
    MailDraft,
    OutgoingMail,
    OutgoingMailQuerySet,
)

__all__ = [
    "AgentSignature",
    "Auth",
    "Confirmation",
    "DraftAddressing",
    "Kind",
    "MailDraft",
    "MailFolder",
    "MailReference",
    "Mailbox",
    "MailboxQuerySet",
    "OldDoorKey",
    "OutgoingMail",
    "OutgoingMailQuerySet",
    "Participant",
    "Provider",
    "Security",
    "StoredMail",
    "StoredMailQuerySet",
]
