from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import ProtectedError

from gehoord.accounts.models import Agent, AuditEvent, House, Team
from gehoord.cases.models import Attachment, Case, SavedReply
from gehoord.channels.email.models import Mailbox, StoredMail
from gehoord.channels.models import Inbound
from gehoord.channels.webchat.models import Site, Visitor
from gehoord.coaching.corrections import erase_readings
from gehoord.coaching.models import Reading
from gehoord.contacts.models import Address, Customer
from gehoord.demo.models import DemoRecord
from gehoord.limits.models import EvidencePack, HouseRules, Incident


def remove_demonstration() -> list[str]:
    """Take away the demonstration and everything people did in it; real data stay.

    Returns the names of what had to stay because real data need it, e.g. a team that got a real
    case. Doing it twice is harmless. Of a measure that was erased before, that there was one stays:
    nothing says any more whose it was.
    """
    with transaction.atomic():
        files = _remove_customers()
        _remove_all(SavedReply)
        StoredMail.objects.filter(mailbox__in=DemoRecord.ids_of(Mailbox), message=None).delete()
        stayed = _remove_all(Mailbox) + _remove_all(Site) + _remove_all(Agent) + _remove_all(Team)
        _remove_all(AuditEvent)
        _remove_all(HouseRules)
        _remove_all(House)
        if not stayed:
            DemoRecord.objects.all().delete()
    # Only now: a file cannot be rolled back.
    for file in files:
        default_storage.delete(file)
    return stayed


def _remove_customers() -> list[str]:
    """Take away customers and their cases; returns the files that came with their messages."""
    senders = _senders()
    visiting = Address.objects.filter(external_id__in=senders).values("customer")
    customers = Customer.objects.filter(
        models.Q(pk__in=DemoRecord.ids_of(Customer)) | models.Q(pk__in=visiting)
    )
    cases = Case.objects.filter(customer__in=customers)
    files = _remove_incidents(customers)
    files += Attachment.objects.filter(message__case__in=cases).values_list("file", flat=True)
    readings = list(Reading.objects.filter(message__case__in=cases).values_list("pk", flat=True))
    Inbound.objects.filter(sender__in=senders).delete()
    customers.delete()
    erase_readings(numbers=readings)
    return files


def _remove_incidents(customers: models.QuerySet[Customer]) -> list[str]:
    """Take the register's incidents away, also without names; returns their copies for evidence."""
    incidents = Incident.objects.filter(
        models.Q(pk__in=DemoRecord.ids_of(Incident)) | models.Q(customer__in=customers)
    )
    packs = list(EvidencePack.objects.filter(incident__in=incidents).values_list("path", flat=True))
    incidents.delete()
    return packs


def _senders() -> list[str]:
    """The windows people opened in the chats of the demonstration, today's visitors too."""
    keys = Visitor.objects.filter(site__in=DemoRecord.ids_of(Site)).values_list("key", flat=True)
    return [str(key) for key in keys]


def _remove_all(model: type[models.Model]) -> list[str]:
    stayed = []
    for record in model._base_manager.filter(pk__in=DemoRecord.ids_of(model)):
        try:
            with transaction.atomic():
                record.delete()
        except ProtectedError:
            stayed.append(str(record))
    return stayed
