"""Everything a privacy officer does to a customer's data. Each leaves an audit event."""

from __future__ import annotations

from django.db import transaction

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent
from gehoord.cases.actions import erase_cases
from gehoord.cases.models import Case
from gehoord.channels.forgetting import forget_sender
from gehoord.contacts.actions import remove_customer
from gehoord.contacts.models import Address, Customer
from gehoord.limits.retention import forget_limits


@transaction.atomic
def note_export(*, customer: Customer, actor: Agent) -> None:
    """Write down that somebody took a copy of all there is about a customer."""
    record(
        actor=actor,
        what="customer exported",
        about=str(customer.pk),
        cases=customer.cases.count(),
    )


@transaction.atomic
def erase_customer(*, customer: Customer, actor: Agent) -> bool:
    """Delete a customer with everything he wrote, was sent and was noted about him, for good.

    False if a measure against abuse still holds: then it stays with its words and the addresses it
    is about until it is over, and the rest is gone already. The audit event that stays has his
    number and no name. Raises ReplyIsOnItsWay if a reply still has to be delivered; then nothing
    is deleted.
    """
    # Whoever takes a message in holds the address: nothing comes in between.
    list(Address.objects.select_for_update().filter(customer=customer).values_list("pk"))
    is_all_gone = forget_limits(customer=customer)
    cases = erase_cases(cases=Case.objects.filter(customer=customer))
    forget_sender(customer=customer)
    # Who he was taken for before is nobody's business any more, also while the rest has to wait.
    customer.merges.all().delete()
    number = customer.pk
    if is_all_gone:
        remove_customer(customer=customer)
    what = "customer erased" if is_all_gone else "erasure waits"
    record(actor=actor, what=what, about=str(number), cases=cases)
    return is_all_gone
