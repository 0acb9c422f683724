"""Messages on their way in: stored as they came, then read into a case."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from gehoord.accounts.models import Team
from gehoord.cases.actions import take_in_message
from gehoord.channels.contract import IncomingMessage
from gehoord.channels.models import Inbound
from gehoord.contacts.actions import find_or_add_address
from gehoord.jobs.due import work_through
from gehoord.jobs.nudges import nudge

READ = "read-inbound"
LEASE = timedelta(seconds=30)


@transaction.atomic
def accept(*, channel: str, incoming: IncomingMessage, team: Team) -> Inbound:
    """Keep a message as it came; after this it cannot be lost. A redelivery changes nothing."""
    try:
        with transaction.atomic():
            row = Inbound.objects.create(
                channel=channel,
                external_id=incoming.external_id,
                sender=incoming.sender,
                team=team,
                payload=incoming.as_payload(),
                next_attempt_at=timezone.now(),
            )
    except IntegrityError:
        # Nearly every message is new, so that is tried before it is asked.
        return Inbound.objects.get(channel=channel, external_id=incoming.external_id)
    nudge(READ)
    return row


def read_due_inbound() -> int:
    """Read every accepted message into its case; what fails comes back later."""
    return work_through(Inbound.objects.select_related("team"), read_into_case, lease=LEASE)


def read_into_case(row: Inbound) -> None:
    """Turn one accepted message into a message of a customer in a case."""
    incoming = IncomingMessage.from_payload(row.payload)
    with transaction.atomic():
        address = find_or_add_address(
            channel=row.channel,
            external_id=incoming.sender,
            name=incoming.sender_name,
            email=incoming.sender_email,
        )
        message = take_in_message(
            address=address,
            team=row.team,
            text=incoming.text,
            written_at=incoming.written_at,
            external_id=incoming.external_id,
            subject=incoming.subject,
            files=incoming.files,
        )
        row.finish(message=message)
