"""What an administrator fills in about a mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Team
from gehoord.channels.email.models import Auth, Mailbox, Provider, Security
from gehoord.channels.email.models.mailbox import inbox
from gehoord.office.fields import LinesField, ServerField
from gehoord.office.mailbox_presets import Preset

if TYPE_CHECKING:
    MailboxModelForm = forms.ModelForm[Mailbox]
else:
    MailboxModelForm = forms.ModelForm

SECRETS = ("secret", "client_secret", "refresh_token")
PLACES = ("imap_host", "imap_security", "smtp_host", "smtp_security", "token_url")
"""Where secrets go to: whoever changes that has to know them."""
KEPT = _("There is one. Leave this empty to keep it.")
NEEDED = _("Fill this in, or signing in is not possible.")
LONGEST = 4000
"""A refresh token of Microsoft has about 1500 signs."""


def secret_field(label: Any) -> forms.CharField:
    """A box for something that is never shown again."""
    return forms.CharField(
        label=label,
        required=False,
        strip=True,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def port_field() -> forms.IntegerField:
    """A box for the number of a port."""
    return forms.IntegerField(label=_("Port"), min_value=1, max_value=65535)


class MailboxForm(MailboxModelForm):
    """A mailbox: whose it is, how we sign in, where mail comes from and goes to."""

    imap_host = ServerField(
        label=_("Incoming mail server"),
        help_text=_("Empty: nothing is fetched. Your mail server brings the mail here itself."),
    )
    imap_port = port_field()
    imap_security = forms.ChoiceField(label=_("Security"), choices=Security.choices)
    folders = LinesField(
        label=_("Folders"),
        required=False,
        help_text=_(
            "One on each line, as the mail server calls them. INBOX is where mail arrives."
        ),
    )
    import_since = forms.DateField(
        label=_("Fetch older mail from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    smtp_host = ServerField(
        label=_("Outgoing mail server"),
        help_text=_("Empty: from this mailbox nothing can be sent."),
    )
    smtp_port = port_field()
    smtp_security = forms.ChoiceField(label=_("Security"), choices=Security.choices)
    smtp_signs_in = forms.BooleanField(
        label=_("Sign in to send as well"), required=False, initial=True
    )
    auth = forms.ChoiceField(
        label=_("How we sign in"), choices=Auth.choices, widget=forms.RadioSelect
    )
    secret = secret_field(_("Password"))
    provider = forms.ChoiceField(
        label=_("Who gives permission"), choices=[("", "–"), *Provider.choices], required=False
    )
    client_secret = secret_field(_("Client secret"))
    refresh_token = secret_field(_("Refresh token"))
    token_url = forms.URLField(
        label=_("Token address"),
        required=False,
        assume_scheme="https",
        help_text=_("Empty: the usual address of Microsoft or Google."),
    )

    class Meta:
        model = Mailbox
        fields: ClassVar[tuple[str, ...]] = (
            *("address", "name", "team", "is_on", "auth", "imap_user", "provider", "client_id"),
            *("token_url", "scope", "imap_host", "imap_port", "imap_security", "folders"),
            *("marks_seen", "smtp_host", "smtp_port", "smtp_security", "smtp_user"),
            *("signs_with_token", "signature"),
        )
        labels: ClassVar[dict[str, Any]] = {
            "client_id": _("Client id: the number of the app"),
            "smtp_user": _("User name to send with"),
            "scope": _("Scope of the permission"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "name": _("Stands before the address, for example “Lindehout customer service”."),
            "team": _("Answers the mail that comes in here."),
            "is_on": _("Off: nothing is fetched and nothing is sent. What is there stays."),
            "imap_user": _("Empty: the e-mail address."),
            "smtp_user": _("Empty: the same user name."),
            "scope": _("Empty: what is needed for this provider."),
            "signature": _("Stands below every reply, after the agent's own lines."),
            "signs_with_token": _(
                "Then an answer always finds its case. Your mail server has to take addresses with "
                "a plus: service+…@example.nl"
            ),
        }

    def __init__(self, *words: Any, preset: Preset | None = None, **named: Any) -> None:
        box = named.get("instance")
        initial = {"folders": inbox(), "team": _only_team()}
        initial |= preset.initial if preset else {}
        if box is not None:
            initial = _as_shown(box)
        named["initial"] = initial
        super().__init__(*words, **named)
        self.old_places = {name: getattr(self.instance, name) for name in PLACES}
        self.has_secret = {name: bool(getattr(self.instance, name)) for name in SECRETS}
        for name, is_there in self.has_secret.items():
            self.fields[name].help_text = KEPT if is_there else ""
        is_new = self.instance.pk is None
        self.fields["import_since"].help_text = SINCE_NEW if is_new else SINCE
        for name in ("address", "imap_user", "smtp_user", "client_id", "scope"):
            self.fields[name].widget.attrs |= {"spellcheck": "false", "autocapitalize": "off"}
        self.fields["signature"].widget.attrs["rows"] = 3

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip().lower()
        if Mailbox.objects.exclude(pk=self.instance.pk).filter(address=address).exists():
            raise ValidationError(_("This mailbox is in the list already."))
        return address

    def clean_import_since(self) -> date | None:
        day: date | None = self.cleaned_data["import_since"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("imap_host") and not said.get("folders") and "folders" not in self.errors:
            self.add_error("folders", _("Name at least one folder, for example INBOX."))
        self._fill_in_sender(said)
        self._ask_for_secrets(said)
        return said

    def _fill_in_sender(self, said: dict[str, Any]) -> None:
        """Without a user name the mail server is not asked to let us in; a permission names one."""
        usual = said.get("imap_user") or said.get("address") or ""
        signs_in = said.get("smtp_signs_in") or said.get("auth") == Auth.OAUTH2
        said["smtp_user"] = (said.get("smtp_user") or usual) if signs_in else ""

    def _ask_for_secrets(self, said: dict[str, Any]) -> None:
        has_moved = self.instance.pk is not None and any(
            name in said and said[name] != self.old_places[name] for name in PLACES
        )
        for name in self._needed(said):
            if not said.get(name) and not self.has_secret[name]:
                self.add_error(name, NEEDED)
            elif not said.get(name) and has_moved:
                self.add_error(name, _("The server is another one. Fill this in again."))
        if said.get("auth") == Auth.OAUTH2:
            self._check_permission(said)
        self._say_what_is_gone(said)

    def _say_what_is_gone(self, said: dict[str, Any]) -> None:
        """A page never shows a secret, so after a mistake it has to be typed again."""
        typed = [name for name in SECRETS if said.get(name)] if self.errors else []
        for name in typed:
            self.add_error(name, _("This is not kept before all is right. Type it again."))

    def _needed(self, said: dict[str, Any]) -> list[str]:
        signs_in = said.get("imap_host") or (said.get("smtp_host") and said.get("smtp_signs_in"))
        if not signs_in:
            return []
        if said.get("auth") == Auth.PASSWORD:
            return ["secret"]
        # Google gives a client secret to every app; Microsoft's public apps have none.
        has_client = said.get("provider") == Provider.GOOGLE or self.has_secret["client_secret"]
        return ["refresh_token", *(["client_secret"] if has_client else [])]

    def _check_permission(self, said: dict[str, Any]) -> None:
        if not said.get("client_id"):
            self.add_error("client_id", NEEDED)
        if not said.get("provider"):
            self.add_error("provider", _("Choose who gives permission."))
        elif said["provider"] == Provider.OTHER and not said.get("token_url"):
            self.add_error("token_url", _("Fill in the address at your provider."))

    def changes(self) -> dict[str, Any]:
        """The fields of Mailbox that are different now; secrets only if they were filled in."""
        old = Mailbox.objects.filter(pk=self.instance.pk).first() or Mailbox()
        said = self.cleaned_data
        changed = {
            name: said[name] for name in self.Meta.fields if said[name] != getattr(old, name, None)
        }
        changed |= {name: said[name] for name in SECRETS if said[name]}
        if said["import_since"] and "import_since" in self.changed_data:
            changed["import_from"] = _start_of(said["import_since"])
        return changed

    def part(self, *names: str) -> list[forms.BoundField]:
        """Some of the boxes, in this order."""
        return [self[name] for name in names]

    @property
    def parts(self) -> dict[str, Sequence[forms.BoundField]]:
        """The boxes, by what they are about."""
        return {
            "whose": self.part("address", "name", "team"),
            "permission": self.part("provider", *SECRETS[2:], "client_id", "client_secret"),
            "seldom": self.part("token_url", "scope"),
            "fetching": self.part("folders", "import_since", "marks_seen"),
            "sending": self.part("smtp_signs_in", "smtp_user", "signs_with_token"),
        }


SINCE_NEW = _(
    "Empty: only mail that comes in from now on. Older mail is never answered automatically."
)
SINCE = _(
    "An earlier day also fetches what came in since then. What is there already comes in once."
)


def _as_shown(box: Mailbox) -> dict[str, Any]:
    """What the boxes say that are no columns of their own."""
    usual = box.imap_user or box.address
    return {
        "smtp_signs_in": bool(box.smtp_user) or not box.smtp_host,
        "smtp_user": "" if box.smtp_user == usual else box.smtp_user,
        "import_since": timezone.localtime(box.import_from).date(),
    }


def _only_team() -> Team | None:
    """The team, where there is no choice."""
    teams = list(Team.objects.all()[:2])
    return teams[0] if len(teams) == 1 else None


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
