from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.rungs import LADDER, seats_of
from gehoord.limits.ladder.spans import Span


class Country(models.TextChoices):
    """Where the organisation's customers live: which numbers help in an emergency."""

    NETHERLANDS = "nl", _("the Netherlands")
    BELGIUM = "be", _("Belgium")
    BOTH = "both", _("both")


def _up_to(most: int) -> list[Any]:
    return [MinValueValidator(1), MaxValueValidator(most)]


def only_narrower(deciders: dict[str, list[list[str]]]) -> None:
    """Raises ValidationError for a seat too many or too few, an empty one, or another role."""
    for kind, seats in deciders.items():
        if kind not in LADDER or [set(seat) for seat in seats] != [
            set(seat) for seat in seats_of(Kind(kind), deciders)
        ]:
            raise ValidationError(
                _("At least one of the roles of each seat decides, and no other.")
            )


class HouseRules(models.Model):
    """What the organisation chose within the ladder: shorter is possible, longer is not. One row."""

    country = models.CharField(_("country"), max_length=4, choices=Country, default=Country.BOTH)
    warning_hours = models.PositiveSmallIntegerField(
        _("hours a warning counts"), default=24, validators=_up_to(24)
    )
    cool_off_hours = models.PositiveSmallIntegerField(
        _("hours of a cooling-off period"), default=2, validators=_up_to(24)
    )
    flag_days = models.PositiveSmallIntegerField(
        _("days of an attention mark"), default=90, validators=_up_to(90)
    )
    arrangement_months = models.PositiveSmallIntegerField(
        _("months of a contact arrangement"), default=6, validators=_up_to(6)
    )
    block_months = models.PositiveSmallIntegerField(
        _("months of a contact stop"), default=12, validators=_up_to(12)
    )
    appeal_contact = models.CharField(
        _("who answers questions about an appeal"), max_length=200, blank=True
    )
    open_mail = models.EmailField(_("e-mail address that always stays open"), blank=True)
    postal_address = models.TextField(_("address for letters"), blank=True)
    deciders = models.JSONField(
        _("who decides"), default=dict, blank=True, validators=[only_narrower]
    )
    """Kind of measure → for each seat the roles the house chose, of those the ladder allows."""
    texts = models.JSONField(_("texts"), default=dict, blank=True)
    """Name of a text for customers → how the house says it with `u` and with `je`."""
    stance = models.CharField(_("first sentence of the house rules"), max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_house_rules")
        ]

    def __str__(self) -> str:
        return "house rules"

    @classmethod
    def current(cls) -> HouseRules:
        """The house rules; made with their defaults when first asked for."""
        rules, _is_new = cls.objects.get_or_create(pk=1)
        return rules

    def length_of(self, kind: Kind) -> Span:
        """How long a measure lasts in this house."""
        return {
            Kind.WARNING: Span(hours=self.warning_hours),
            Kind.COOL_OFF: Span(hours=self.cool_off_hours),
            Kind.FLAG: Span(days=self.flag_days),
            Kind.ARRANGEMENT: Span(months=self.arrangement_months),
            Kind.BLOCK: Span(months=self.block_months),
        }[kind]
