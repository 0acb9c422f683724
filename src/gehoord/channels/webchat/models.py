"""Where a chat stands (a site), and who writes in it (a visitor)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Team
from gehoord.contacts.models import Address, Channel


class Site(models.Model):
    """One website with a chat on it, and the team that answers there."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    brand = models.CharField(_("name customers know"), max_length=80)
    team = models.ForeignKey(Team, models.PROTECT, related_name="sites", verbose_name=_("team"))
    hosts = models.JSONField(_("websites that may show the chat"), default=list)
    """Origins such as `https://www.example.nl`, compared exactly."""
    is_open = models.BooleanField(_("chat is on"), default=True)
    opening_hours = models.JSONField(_("opening hours"), default=dict, blank=True)
    """`{"mon": ["09:00", "17:30"], …}` in the house's time zone; no days at all is always open."""
    welcome = models.CharField(_("first words to a visitor"), max_length=200, blank=True)
    rules_url = models.URLField(_("page with the house rules"), blank=True)

    class Meta:
        ordering = ["brand", "key"]

    def __str__(self) -> str:
        return self.brand


class Visitor(models.Model):
    """Somebody who opened a chat. Known by a signed token in his own browser, by nothing else."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, models.CASCADE, related_name="visitors")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["site", "created_at"])]

    def __str__(self) -> str:
        return self.name or str(self.key)

    @property
    def external_id(self) -> str:
        """The visitor's address on this channel."""
        return str(self.key)

    @property
    def audience(self) -> str:
        """Who hears of changes before there is an address."""
        return f"visitor-{self.pk}"

    def address(self) -> Address | None:
        """The visitor among our customers; None until he first wrote."""
        known = Address.objects.filter(channel=Channel.WEBCHAT, external_id=self.external_id)
        return known.select_related("customer").first()
