from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Team
from gehoord.channels.email.sealed import SealedField
from gehoord.jobs.due import DueQuerySet, DueRow, to_do_index


class Security(models.TextChoices):
    """How the connection with a mail server is kept private."""

    TLS = "tls", _("TLS from the start")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("none, only on your own machine")


class Auth(models.TextChoices):
    """How we sign in on a mail server."""

    PASSWORD = "password", _("with a password")
    OAUTH2 = "oauth2", _("with OAuth 2: somebody signs in once and gives permission")
    APP = "app", _("with OAuth 2 as an app: Microsoft 365, also for shared mailboxes")


class Provider(models.TextChoices):
    """Who gives out the permission to sign in."""

    MICROSOFT = "microsoft", _("Microsoft 365")
    GOOGLE = "google", _("Google")
    OTHER = "other", _("another one")


def inbox() -> list[str]:
    """The folders of a mailbox in which customers' mail arrives."""
    return ["INBOX"]


def new_key() -> str:
    """A secret with which a provider signs the mails it hands over."""
    return secrets.token_urlsafe(32)


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    """Mailboxes by whether and how mail is received for them."""

    def on(self) -> MailboxQuerySet:
        return self.filter(is_on=True)

    def stopped(self) -> MailboxQuerySet:
        """Mailboxes that stand still until an administrator renews their permission."""
        return self.on().exclude(auth=Auth.PASSWORD).filter(permission_ended_at__isnull=False)

    def fetched(self) -> MailboxQuerySet:
        """Mailboxes whose mail lies on a server from which we fetch it."""
        return self.on().exclude(imap_host="")


class Mailbox(models.Model):
    """One e-mail address of the organisation, and the team that answers there."""

    address = models.EmailField(_("e-mail address"), unique=True)
    """Lower case."""
    name = models.CharField(_("name customers see"), max_length=120, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="mailboxes", verbose_name=_("team"))
    is_on = models.BooleanField(_("mailbox is on"), default=True)
    imap_host = models.CharField(_("incoming mail server"), max_length=200, blank=True)
    imap_port = models.PositiveIntegerField(_("port"), default=993)
    imap_security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    imap_user = models.CharField(_("user name"), max_length=200, blank=True)
    smtp_host = models.CharField(_("outgoing mail server"), max_length=200, blank=True)
    smtp_port = models.PositiveIntegerField(_("port"), default=587)
    smtp_security = models.CharField(max_length=10, choices=Security, default=Security.STARTTLS)
    smtp_user = models.CharField(_("user name"), max_length=200, blank=True)
    auth = models.CharField(max_length=10, choices=Auth, default=Auth.PASSWORD)
    secret = SealedField(_("password"), blank=True, default="")
    provider = models.CharField(max_length=20, choices=Provider, blank=True)
    tenant = models.CharField(_("number of the organisation"), max_length=100, blank=True)
    """The organisation at Microsoft; empty is any."""
    authorize_url = models.URLField(_("address for signing in"), blank=True)
    token_url = models.URLField(_("address for permissions"), blank=True)
    client_id = models.CharField(_("client id"), max_length=200, blank=True)
    client_secret = SealedField(_("client secret"), blank=True, default="")
    refresh_token = SealedField(_("refresh token"), blank=True, default="")
    scope = models.CharField(_("scope"), max_length=400, blank=True)
    account = models.CharField(_("account that gives permission"), max_length=200, blank=True)
    """Where it is another one than the user name: a colleague who may open a shared mailbox."""
    permitted_as = models.CharField(max_length=200, blank=True)
    """Who signed in to give the permission, as far as the provider told."""
    permitted_at = models.DateTimeField(null=True, blank=True)
    permission_ended_at = models.DateTimeField(null=True, blank=True)
    """When the provider said no for good; nothing is fetched or sent until somebody acts."""
    permission_problem = models.CharField(max_length=300, blank=True)
    """Why it ended, and what to do, in words for the administrator."""
    permission_told_at = models.DateTimeField(null=True, blank=True)
    """When the administrators were told."""
    door_key = SealedField(default=new_key)
    """With which a provider signs the mails it hands over at our door."""
    door_key_at = models.DateTimeField(null=True, blank=True)
    """When somebody took it with him; before that nobody has it."""
    folders = models.JSONField(_("folders"), default=inbox)
    marks_seen = models.BooleanField(
        _("mark fetched messages as read on the server"), default=False
    )
    signature = models.TextField(_("signature"), blank=True)
    signs_with_token = models.BooleanField(
        _("answers come back to an address of their own"), default=False
    )
    numbers_subject = models.BooleanField(_("case number in the subject"), default=True)
    confirms_since = models.DateTimeField(_("confirms receipt since"), null=True, blank=True)
    """Mail that came before is not confirmed; null confirms nothing."""
    confirmation = models.TextField(_("text of the confirmation"), blank=True, max_length=4000)
    """Empty is our own text. `{{zaaknummer}}` is the number of the case."""
    import_from = models.DateTimeField(_("older messages are not imported"), default=timezone.now)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address

    def save(self, *words: Any, **more: Any) -> None:
        self.address = self.address.strip().lower()
        super().save(*words, **more)

    @property
    def user(self) -> str:
        """As whom we sign in to fetch."""
        return self.imap_user or self.address

    @property
    def uses_token(self) -> bool:
        """Whether a permission takes the place of the password."""
        return self.auth != Auth.PASSWORD

    @property
    def needs_permission(self) -> bool:
        """Whether somebody has to sign in at the provider before anything works."""
        return self.auth == Auth.OAUTH2 and not self.refresh_token


class OldDoorKey(models.Model):
    """A key of a mailbox's door that was renewed, and that providers may still use for a while."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="old_door_keys")
    key = SealedField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["ends_at"]

    def __str__(self) -> str:
        return f"{self.mailbox_id} until {self.ends_at}"


class MailFolder(DueRow):
    """How far a folder on the server was read. Whoever has the row is the one who fetches."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="folder_rows")
    name = models.CharField(max_length=200)
    uid_validity = models.PositiveBigIntegerField(default=0)
    """0 until the folder was opened for the first time."""
    last_uid = models.PositiveBigIntegerField(default=0)
    first_new_uid = models.PositiveBigIntegerField(default=0)
    """What came before this one may be old: only its date says whether it is imported."""
    import_from = models.DateTimeField(null=True, blank=True)
    hard_uid = models.PositiveBigIntegerField(default=0)
    """At which message the last fetch broke off."""
    hard_tries = models.PositiveSmallIntegerField(default=0)
    polled_at = models.DateTimeField(null=True, blank=True)
    """When everything in it was last fetched."""
    problem = models.CharField(max_length=300, blank=True)
    """Why it cannot be fetched, and what to do, in words for the administrator."""

    objects = DueQuerySet["MailFolder"].as_manager()

    class Meta:
        ordering = ["mailbox", "name"]
        indexes: ClassVar[list[Any]] = [to_do_index(name="mail_folder_to_do")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["mailbox", "name"], name="one_row_per_folder")
        ]

    def __str__(self) -> str:
        return f"{self.mailbox_id}: {self.name}"
