"""Customers, and the addresses on channels where they can be reached."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent

LONGEST_WHY = 200
"""Signs of what an agent goes by when he says that two customers are one."""


class Channel(models.TextChoices):
    """The ways customers reach us. A channel's code lives in `channels/<value>/`."""

    WEBCHAT = "webchat", _("Web chat")
    EMAIL = "email", _("E-mail")


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Reads customers."""

    def found_by(self, words: str) -> CustomerQuerySet:
        """Customers whose first or last name, or e-mail address, begins with these words."""
        return self.filter(
            Q(name__istartswith=words)
            | Q(name__icontains=f" {words}")
            | Q(email__istartswith=words)
        )

    def without_cases(self) -> CustomerQuerySet:
        """Customers of whom nothing is left but how they are called and reached."""
        return self.filter(cases__isnull=True)


class Customer(models.Model):
    """A person or organisation with a case."""

    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CustomerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name on the screen; a visitor who gave none is `Bezoeker 12`."""
        return self.name or _("Visitor {number}").format(number=self.pk)


class Address(models.Model):
    """Where one customer is reached on one channel. A phone number is not an identity."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses")
    channel = models.CharField(max_length=20, choices=Channel)
    external_id = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["channel", "external_id"], name="one_row_per_address")
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.external_id}"


class Merge(models.Model):
    """A person found that two customers are one: who went up in the other, and what came along.

    Kept as long as the customer, because a mistake may come out after months: then they are split.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="merges")
    number = models.PositiveBigIntegerField()
    """The number of the one that is gone."""
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    filled = models.JSONField(default=list, blank=True)
    """What the one that stayed had not, and has from the other: `name`, `email`."""
    rows = models.JSONField(default=dict, blank=True)
    """Numbers of what came along, by column: `{"cases.case.customer": [12, 40]}`."""
    why = models.CharField(max_length=LONGEST_WHY)
    by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"customer {self.number} in {self.customer_id}"

    @property
    def called(self) -> str:
        """How the one that is gone was called."""
        return Customer(pk=self.number, name=self.name).called

    @property
    def addresses(self) -> models.QuerySet[Address]:
        """Where that one was reached, as far as it is still an address of this customer."""
        came = self.rows.get("contacts.address.customer", [])
        return Address.objects.filter(pk__in=came, customer=self.customer_id)
