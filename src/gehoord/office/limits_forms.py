"""What a decider fills in about a measure. Nothing is ticked beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent
from gehoord.contacts.models import Channel
from gehoord.limits.ladder.appealing import Outcome
from gehoord.limits.ladder.levels import COUNTS, Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import Behaviour, Notice, Police
from gehoord.limits.terms import DAYS, is_live
from gehoord.office.fields import HoursField
from gehoord.office.forms import DAY_NAMES

LONGEST = 5000


def words(label: Any, *, rows: int = 3, **named: Any) -> forms.CharField:
    """A box for some sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **named)


class PlainForm(forms.Form):
    """Only a button."""


class ReasonForm(forms.Form):
    """Why somebody decides this; it is kept with the decision."""

    reason = words(_("Why"))


class HearingForm(forms.Form):
    """What the customer says about it himself."""

    said = words(_("What the customer says about it"), rows=4)


class TellingForm(forms.Form):
    """The whole notice, and how it reaches the customer."""

    text = words(_("What the customer reads"), rows=18)
    way = forms.ChoiceField(
        label=_("How it reaches the customer"),
        choices=[
            (Notice.Way.CHANNEL.value, _("As a message in the last conversation, with a PDF")),
            (Notice.Way.LETTER.value, _("As a letter: you print it and post it")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if self.add_prefix("anyway") in self.data:
            self._ask_anyway()

    @property
    def is_sure(self) -> bool:
        """Whether somebody read what the coach would stop, and tells it all the same."""
        return bool(self.cleaned_data.get("anyway"))

    def stop(self, advice: Iterable[str]) -> None:
        """Say what the coach would stop, and ask once whether it leaves like this."""
        for each in advice:
            self.add_error(None, each)
        self._ask_anyway()

    def _ask_anyway(self) -> None:
        self.fields["anyway"] = forms.BooleanField(label=_("Tell it like this"), required=False)


class ProposalForm(forms.Form):
    """A mark, an arrangement or a contact stop, with the words it rests on."""

    grounds: forms.ModelMultipleChoiceField[Behaviour] = forms.ModelMultipleChoiceField(
        label=_("Which words does this rest on?"),
        queryset=Behaviour.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What do you propose?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you propose.")},
    )
    reason = words(
        _("Why is this needed?"),
        required=False,
        help_text=_("The customer reads this word for word. Say what happened, judge nobody."),
    )
    less_severe = words(_("Why is less not enough? Only for a contact stop."), required=False)
    duties_checked = forms.BooleanField(
        label=_(
            "Checked: complaint, privacy, warranty and withdrawal, safety and debt help stay "
            "within reach. Only for a contact stop."
        ),
        required=False,
    )
    writing_only = forms.BooleanField(label=_("Only in writing"), required=False)
    channels = forms.MultipleChoiceField(
        label=_("Channels that stay open. Nothing ticked: all."),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact: forms.ModelChoiceField[Agent] = forms.ModelChoiceField(
        label=_("One person who answers"),
        queryset=Agent.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
    )

    def __init__(
        self,
        *args: Any,
        behaviours: Iterable[Behaviour],
        kinds: Iterable[Kind],
        colleagues: Any,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        numbers = [each.pk for each in behaviours]
        self.fields["grounds"].queryset = Behaviour.objects.filter(pk__in=numbers)  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(each.value, each.label) for each in kinds]  # type: ignore[attr-defined]
        self.fields["contact"].queryset = colleagues  # type: ignore[attr-defined]
        for day in DAYS:
            self.fields[day] = HoursField(label=DAY_NAMES[day])
            self.fields[day].widget.attrs["day"] = DAY_NAMES[day]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") != Kind.ARRANGEMENT or self.errors:
            return given
        terms = self.terms()
        if not terms:
            self.add_error(
                None, _("Say what is agreed: in writing, channels, hours or one person.")
            )
        only_written = not any(map(is_live, given["channels"] or Channel.values))
        if terms.get("times") and (given["writing_only"] or only_written):
            self.add_error(None, _("Hours are for chat and telephone, and those are not open."))
        return given

    @property
    def has_hours(self) -> bool:
        """Whether somebody filled in hours, or did it wrongly."""
        return any(self[day].errors or any(self[day].value() or ()) for day in DAYS)

    @property
    def day_fields(self) -> list[forms.BoundField]:
        """The boxes for the hours of each day."""
        return [self[day] for day in DAYS]

    @property
    def ticked(self) -> set[str]:
        """The grounds that were ticked, also when something else was wrong."""
        return set(self.data.getlist("grounds")) if self.is_bound else set()  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        """What an arrangement asks, as `Measure.terms` keeps it."""
        if self.cleaned_data["kind"] != Kind.ARRANGEMENT:
            return {}
        contact = self.cleaned_data["contact"]
        found = {
            "writing_only": self.cleaned_data["writing_only"],
            "channels": self.cleaned_data["channels"],
            "contact": contact.pk if contact else None,
            "times": {day: self.cleaned_data[day] for day in DAYS if self.cleaned_data[day]},
        }
        return {name: value for name, value in found.items() if value}


class AssignmentForm(forms.Form):
    """Who decides about an appeal."""

    to: forms.ModelChoiceField[Agent] = forms.ModelChoiceField(
        label=_("Give it to"),
        queryset=Agent.objects.none(),
        empty_label=_("Choose a colleague"),
    )

    def __init__(self, *args: Any, people: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """The decision about an appeal, with the reason the customer reads."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(each.value, each.label) for each in Outcome if each],
        widget=forms.RadioSelect,
    )
    ends_at = forms.DateTimeField(
        label=_("New end, if it stops sooner"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )
    reason = words(_("Why? The customer reads this."), rows=5)


class IncidentForm(forms.Form):
    """What the organisation knows and decided about an incident."""

    facts = words(_("What happened"), required=False)
    present: forms.ModelMultipleChoiceField[Agent] = forms.ModelMultipleChoiceField(
        label=_("Colleagues who were there"),
        queryset=Agent.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_aftercare_done = forms.BooleanField(label=_("Aftercare was given"), required=False)
    police = forms.ChoiceField(
        label=_("Police"),
        choices=Police.choices,
        required=False,
        help_text=_("The organisation reports, on its own address. The agent's wish counts."),
    )
    police_wish = forms.CharField(label=_("What the agent wants"), max_length=300, required=False)
    police_number = forms.CharField(label=_("Number of the report"), max_length=60, required=False)

    def __init__(self, *args: Any, people: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["present"].queryset = people  # type: ignore[attr-defined]


class NewIncidentForm(forms.Form):
    """An incident by hand: only from personal behaviour on, anger is none."""

    level = forms.TypedChoiceField(
        label=_("How far did it go?"),
        choices=[(each.value, each.label) for each in Level if each >= COUNTS],
        coerce=lambda value: Level(int(value)),
        widget=forms.RadioSelect,
    )
    happened_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        initial=timezone.now,
    )
    facts = words(_("What happened"))
    quotes = words(_("What was said literally, one sentence on each line"), required=False)


class EffectForm(forms.Form):
    """What it did to the agent: in his own words, and only if he wants to."""

    effect = words(
        _("What did it do to you?"),
        required=False,
        help_text=_("You need not fill this in. Only the safety officer reads it."),
    )
