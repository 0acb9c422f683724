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
from gehoord.channels.email.sending.confirmations import standard_words
from gehoord.office.fields import LinesField, ServerField
from gehoord.office.mailbox_presets import Preset
from gehoord.office.mailbox_sign_in import (
    KEPT,
    NEEDED,
    PLACES,
    SECRETS,
    address_field,
    check_tenant,
    moved_secrets,
    needed_secrets,
    permission_faults,
    secret_field,
)

if TYPE_CHECKING:
    MailboxModelForm = forms.ModelForm[Mailbox]
else:
    MailboxModelForm = forms.ModelForm


FOR_MACHINES = ("address", "imap_user", "smtp_user", "client_id", "scope", "tenant", "account")


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
    confirms = forms.BooleanField(
        label=_("Confirm the receipt of a first message"),
        required=False,
        help_text=_(
            "Whoever writes about something new gets this e-mail at once, once a day at most. "
            "Programs, mailing lists and spam get none."
        ),
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
    authorize_url = address_field(_("Address for signing in"))
    token_url = address_field(_("Token address"))

    class Meta:
        model = Mailbox
        fields: ClassVar[tuple[str, ...]] = (
            *("address", "name", "team", "is_on", "auth", "imap_user", "provider", "client_id"),
            *("tenant", "account", "authorize_url", "token_url", "scope"),
            *("imap_host", "imap_port", "imap_security", "folders"),
            *("marks_seen", "smtp_host", "smtp_port", "smtp_security", "smtp_user"),
            *("numbers_subject", "signs_with_token", "signature", "confirmation"),
        )
        labels: ClassVar[dict[str, Any]] = {
            "client_id": _("Client id: the number of the app"),
            "smtp_user": _("User name to send with"),
            "scope": _("Scope of the permission"),
            "tenant": _("Number of the organisation (tenant)"),
            "account": _("Account that gives permission"),
            "confirmation": _("Text of the confirmation"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "name": _("Stands before the address, for example “Lindehout customer service”."),
            "team": _("Answers the mail that comes in here."),
            "is_on": _("Off: nothing is fetched and nothing is sent. What is there stays."),
            "imap_user": _("Empty: the e-mail address."),
            "smtp_user": _("Empty: the same user name."),
            "scope": _("Empty: what is needed for this provider."),
            "tenant": _("Only at Microsoft. Empty: any organisation."),
            "account": _(
                "Empty: the mailbox itself. For a shared mailbox: somebody who may open it and send "
                "as it."
            ),
            "numbers_subject": _(
                "Behind every subject we send, for example [#12345]. Where an answer carries nothing "
                "else to go by, that still brings it to its case."
            ),
            "signature": _("Stands below every reply, after the agent's own lines."),
            "confirmation": _("{{zaaknummer}} becomes the number of the case."),
            "signs_with_token": _(
                "Then an answer always finds its case. Your mail server has to take addresses with "
                "a plus: service+…@example.nl"
            ),
        }

    def __init__(self, *words: Any, preset: Preset | None = None, **named: Any) -> None:
        box = named.get("instance")
        initial = {
            "folders": inbox(),
            "team": _only_team(),
            "confirmation": standard_words(),
        }
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
        for name in FOR_MACHINES:
            self.fields[name].widget.attrs |= {"spellcheck": "false", "autocapitalize": "off"}
        self.fields["signature"].widget.attrs["rows"] = 3
        self.fields["confirmation"].widget.attrs["rows"] = 7

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

    def clean_confirmation(self) -> str:
        """Our own text stays ours: it is there in every language, and may get better."""
        words: str = "\n".join(self.cleaned_data["confirmation"].split("\r\n")).strip()
        return "" if words == standard_words() else words

    def clean_tenant(self) -> str:
        words: str = self.cleaned_data["tenant"].strip()
        check_tenant(words)
        return words

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("imap_host") and not said.get("folders") and "folders" not in self.errors:
            self.add_error("folders", _("Name at least one folder, for example INBOX."))
        if said.get("confirms") and not said.get("smtp_host") and "smtp_host" not in self.errors:
            self.add_error("confirms", _("Without an outgoing mail server nothing can be sent."))
        self._fill_in_sender(said)
        self._ask_for_secrets(said)
        return said

    def _fill_in_sender(self, said: dict[str, Any]) -> None:
        """Without a user name the mail server is not asked to let us in; a permission names one."""
        usual = said.get("imap_user") or said.get("address") or ""
        signs_in = said.get("smtp_signs_in") or said.get("auth") != Auth.PASSWORD
        said["smtp_user"] = (said.get("smtp_user") or usual) if signs_in else ""

    def _ask_for_secrets(self, said: dict[str, Any]) -> None:
        moved = moved_secrets(said, self.old_places) if self.instance.pk is not None else []
        gone = ("client_secret",) if "client_id" in self.changed_data else ()
        for name in needed_secrets(said):
            if not said.get(name) and (name in gone or not self.has_secret[name]):
                self.add_error(name, NEEDED)
        for name in moved:
            if not said.get(name) and self.has_secret[name] and self._is_used(name, said):
                self.add_error(name, _("The server is another one. Fill this in again."))
        if said.get("auth") != Auth.PASSWORD:
            for name, words in permission_faults(said).items():
                self.add_error(name, words)
        self._say_what_is_gone(said)

    def _is_used(self, name: str, said: dict[str, Any]) -> bool:
        return (name == "secret") == (said.get("auth") == Auth.PASSWORD)

    def _say_what_is_gone(self, said: dict[str, Any]) -> None:
        """A page never shows a secret, so after a mistake it has to be typed again."""
        typed = [name for name in SECRETS if said.get(name)] if self.errors else []
        for name in typed:
            self.add_error(name, _("This is not kept before all is right. Type it again."))

    def changes(self) -> dict[str, Any]:
        """The fields of Mailbox that are different now; secrets only if they were filled in."""
        old = Mailbox.objects.filter(pk=self.instance.pk).first() or Mailbox()
        said = self.cleaned_data
        changed = {
            name: said[name] for name in self.Meta.fields if said[name] != getattr(old, name, None)
        }
        if "client_id" in changed:
            changed["client_secret"] = ""  # that was the secret of another app
        changed |= {name: said[name] for name in SECRETS if said[name]}
        if said["confirms"] != (old.confirms_since is not None):
            changed["confirms_since"] = timezone.now() if said["confirms"] else None
        if said["import_since"] and "import_since" in self.changed_data:
            changed["import_from"] = _start_of(said["import_since"])
        return changed

    def part(self, *names: str) -> list[forms.BoundField]:
        """Some of the boxes, in this order."""
        return [self[name] for name in names]

    @property
    def parts(self) -> dict[str, Sequence[forms.BoundField]]:
        """The boxes, by what they are about; `has_seldom` holds those of `seldom` to be looked at."""
        seldom = self.part("authorize_url", "token_url", "scope", "refresh_token")
        return {
            "has_seldom": [each for each in seldom if each.errors or each.value()],
            "whose": self.part("address", "name", "team"),
            "permission": self.part("provider", "client_id", "client_secret", "tenant"),
            "seldom": seldom,
            "fetching": self.part("folders", "import_since", "marks_seen"),
            "sending": self.part(
                "smtp_signs_in", "smtp_user", "numbers_subject", "signs_with_token"
            ),
            "written": self.part("signature", "confirms", "confirmation"),
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
        "confirms": box.confirms_since is not None,
        "confirmation": box.confirmation or standard_words(),
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
