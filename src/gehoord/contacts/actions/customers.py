"""Customers and their addresses: found, added, corrected, removed."""

from __future__ import annotations

from django.db import transaction

from gehoord.contacts.models import Address, Customer


class CustomerHasCases(Exception):
    """What a customer wrote has to go before the customer can."""


@transaction.atomic
def find_or_add_address(
    *, channel: str, external_id: str, name: str = "", email: str = ""
) -> Address:
    """The address of a sender; a sender we do not know becomes a customer.

    Two messages of one new sender at the same moment make one customer.
    """
    known = Address.objects.filter(channel=channel, external_id=external_id)
    if (found := known.select_related("customer").first()) is not None:
        complete_customer(customer=found.customer, name=name, email=email)
        return found
    customer = Customer.objects.create(name=name, email=email)
    address, is_new = Address.objects.get_or_create(
        channel=channel, external_id=external_id, defaults={"customer": customer}
    )
    if not is_new:
        customer.delete()
    return address


@transaction.atomic
def add_address(*, customer: Customer, channel: str, external_id: str) -> bool:
    """Note a further address of a customer; False if it is somebody else's."""
    address, _is_new = Address.objects.get_or_create(
        channel=channel, external_id=external_id, defaults={"customer": customer}
    )
    return address.customer_id == customer.pk


@transaction.atomic
def complete_customer(*, customer: Customer, name: str = "", email: str = "") -> Customer:
    """Fill in what we did not know yet. What an agent corrected is never overwritten."""
    changed = [
        field
        for field, value in (("name", name), ("email", email))
        if value and not getattr(customer, field)
    ]
    for field in changed:
        setattr(customer, field, {"name": name, "email": email}[field])
    if changed:
        customer.save(update_fields=changed)
    return customer


@transaction.atomic
def change_customer(*, customer: Customer, name: str, email: str) -> Customer:
    """Correct a customer's name or e-mail address."""
    customer.name, customer.email = name, email
    customer.save(update_fields=["name", "email"])
    return customer


@transaction.atomic
def remove_customer(*, customer: Customer) -> None:
    """Delete a customer and the addresses where he was reached.

    Raises CustomerHasCases if there is a case of this customer.
    """
    if not Customer.objects.without_cases().filter(pk=customer.pk).exists():
        raise CustomerHasCases
    customer.delete()
