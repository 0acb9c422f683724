"""What happens in a running Gehoord that no page does: time passes, a mail comes.

`python -m tests.browser.elsewhere hours-pass CASE HOURS`, in a process with the settings of the server.
"""

import sys
from datetime import timedelta
from uuid import uuid4

import django

django.setup()

from django.db.models import F
from django.utils import timezone

from gehoord.cases.models import Case
from gehoord.channels.contract import IncomingMessage
from gehoord.channels.inbound import accept
from gehoord.contacts.actions import add_address
from gehoord.limits.models import Measure


def hours_pass(case: str, hours: str) -> None:
    """Everything that was decided about a customer was decided so many hours earlier."""
    past = timedelta(hours=int(hours))
    customer = Case.objects.get(pk=int(case)).customer
    Measure.objects.filter(customer=customer).update(
        begins_at=F("begins_at") - past, ends_at=F("ends_at") - past, told_at=F("told_at") - past
    )
    held = Case.objects.filter(customer=customer, held_until__isnull=False)
    held.update(held_until=F("held_until") - past)


def mail_comes(case: str, text: str) -> None:
    """The customer of a case sends an e-mail."""
    found = Case.objects.get(pk=int(case))
    sender = f"klant{found.customer_id}@klant.example"
    add_address(customer=found.customer, channel="email", external_id=sender)
    incoming = IncomingMessage(
        external_id=str(uuid4()), sender=sender, text=text, written_at=timezone.now()
    )
    accept(channel="email", incoming=incoming, team=found.team)


def chat_comes(case: str, text: str) -> None:
    """The customer of a case writes in his chat all the same, though it is closed for him."""
    found = Case.objects.get(pk=int(case))
    sender = found.customer.addresses.get(channel="webchat").external_id
    incoming = IncomingMessage(
        external_id=str(uuid4()), sender=sender, text=text, written_at=timezone.now()
    )
    accept(channel="webchat", incoming=incoming, team=found.team)


HAPPENS = {"hours-pass": hours_pass, "mail-comes": mail_comes, "chat-comes": chat_comes}

if __name__ == "__main__":
    what, *words = sys.argv[1:]
    HAPPENS[what](*words)
