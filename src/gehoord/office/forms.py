"""What an administrator fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent, House, Role, Team
from gehoord.channels.webchat.hours import DAYS
from gehoord.channels.webchat.models import Site
from gehoord.office.fields import HoursField, OriginsField

if TYPE_CHECKING:
    TeamModelForm = forms.ModelForm[Team]
    HouseModelForm = forms.ModelForm[House]
    SiteModelForm = forms.ModelForm[Site]
else:
    TeamModelForm = HouseModelForm = SiteModelForm = forms.ModelForm

DAY_NAMES = dict(
    zip(
        DAYS,
        (
            _("Monday"),
            _("Tuesday"),
            _("Wednesday"),
            _("Thursday"),
            _("Friday"),
            _("Saturday"),
            _("Sunday"),
        ),
        strict=True,
    )
)


class AgentForm(forms.Form):
    """What an administrator decides about an agent."""

    name = forms.CharField(label=_("Name"), max_length=120)
    first_name = forms.CharField(
        label=_("Name for customers"),
        max_length=60,
        required=False,
        help_text=_("Empty: the first word of the name."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    teams: forms.ModelMultipleChoiceField[Team] = forms.ModelMultipleChoiceField(
        label=_("Teams"),
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_active = forms.BooleanField(
        label=_("May sign in"),
        required=False,
        help_text=_("Without this mark the agent is signed out at once. Cases and notes stay."),
    )


class InvitationForm(AgentForm):
    """Who may come in, and where the link goes."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    is_active = None  # type: ignore[assignment]
    field_order = ("name", "email", "first_name", "roles", "teams")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if Agent.objects.get_queryset().filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody with this address is in the list already."))
        return email


class TeamForm(TeamModelForm):
    """The name of a team."""

    class Meta:
        model = Team
        fields = ("name",)


class HouseForm(HouseModelForm):
    """The organisation's own choices."""

    class Meta:
        model = House
        fields = (
            "name",
            "form_of_address",
            "undo_seconds",
            "reopen_days",
            "reading_days",
            "case_months",
            "audit_months",
            "shows_agent_name",
            "shows_agent_photo",
            "keeps_corrected_words",
        )
        help_texts: ClassVar[dict[str, Any]] = {
            "undo_seconds": _("From 0 to 60. So long an agent can still take a reply back."),
            "reopen_days": _("After that a new message of the customer starts a new case."),
            "reading_days": _("After that only the customer's words are left, from 1 to 30 days."),
            "case_months": _(
                "From 1 to 120. After that a solved case is deleted, with its messages, notes and "
                "files."
            ),
            "keeps_corrected_words": _(
                "Off: of a correction only labels and rules are kept. On: a manager can also "
                "download the message, without e-mail addresses, telephone and account numbers, "
                "and without the names of the customer and the agents. It holds for corrections "
                "from now on, until the reading is deleted. Tell your customers in your privacy "
                "statement."
            ),
            "audit_months": _("From 1 to 120. Who changed which setting or right."),
        }

    LIMITS: ClassVar[dict[str, tuple[int, int]]] = {
        "undo_seconds": (0, 60),
        "reopen_days": (0, 90),
        "reading_days": (1, 30),
        "case_months": (1, 120),
        "audit_months": (1, 120),
    }

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        for name, (least, most) in self.LIMITS.items():
            box = self.fields[name]
            box.validators += [MinValueValidator(least), MaxValueValidator(most)]
            box.widget.attrs.update({"min": least, "max": most})


class SiteForm(SiteModelForm):
    """A chat on a website."""

    hosts = OriginsField(
        label=_("Websites that may show the chat"),
        required=False,
        help_text=_(
            "One on each line, like https://www.example.nl. Without a website the chat only has "
            "its own page here."
        ),
    )

    rules_url = forms.URLField(
        label=_("Page with the house rules"), required=False, assume_scheme="https"
    )

    class Meta:
        model = Site
        fields: ClassVar[tuple[str, ...]] = (
            "brand",
            "team",
            "hosts",
            "welcome",
            "rules_url",
            "is_open",
        )

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        for day in DAYS:
            hours = self.instance.opening_hours.get(day)
            self.fields[day] = HoursField(label=DAY_NAMES[day], initial=hours)
            self.fields[day].widget.attrs["day"] = DAY_NAMES[day]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The boxes before the hours."""
        return [box for box in self if box.name not in DAYS]

    @property
    def day_fields(self) -> list[forms.BoundField]:
        """The boxes for the hours of each day."""
        return [self[day] for day in DAYS]

    def changes(self) -> dict[str, Any]:
        """The fields of Site that are different now."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data if name not in DAYS}
        if any(day in self.changed_data for day in DAYS):
            changed["opening_hours"] = self.hours()
        return changed

    def hours(self) -> dict[str, list[str]]:
        """The opening hours as Site keeps them."""
        return {day: self.cleaned_data[day] for day in DAYS if self.cleaned_data[day]}


class NewSiteForm(SiteForm):
    """A chat that is not there yet: its key is chosen once."""

    class Meta(SiteForm.Meta):
        fields: ClassVar[tuple[str, ...]] = (
            "brand",
            "key",
            "team",
            "hosts",
            "welcome",
            "rules_url",
            "is_open",
        )
        help_texts: ClassVar[dict[str, Any]] = {
            "key": _("A short word for the address, like “shop”. It cannot be changed later."),
        }
