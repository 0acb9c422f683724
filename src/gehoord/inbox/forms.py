"""What agents fill in. A form that is not right keeps what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.filling import VARIABLES, unknown_variables
from gehoord.cases.models import Case, Draft, Part, SavedReply
from gehoord.cases.stages import Stage
from gehoord.coaching.models import LABELS, Wrong
from gehoord.contacts.models import LONGEST_WHY, Channel, Customer

LONGEST_TEXT = 20_000
LONGEST_DRAFT = 200_000


def one_kind_of_line_end(text: str) -> str:
    """Browsers send a line end as two characters; the agent typed one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class WritingForm(forms.Form):
    """A reply or a note, on its way out. `left` names the coach's stops that stay as they are."""

    text = forms.CharField(required=False, strip=False)
    submission = forms.UUIDField()
    confirmed = forms.BooleanField(required=False)
    left = forms.CharField(required=False, max_length=2000)

    def clean_text(self) -> str:
        text = one_kind_of_line_end(self.cleaned_data["text"])
        if len(text) > LONGEST_TEXT:
            raise forms.ValidationError(
                _(
                    "Your text has {length} characters and a message holds {most}. "
                    "Make it shorter, or send it in two parts."
                ).format(length=intcomma(len(text)), most=intcomma(LONGEST_TEXT))
            )
        return text

    @property
    def rules_left(self) -> frozenset[str]:
        """The rules the agent has seen and chose to leave."""
        return frozenset(self.cleaned_data["left"].split())


class DraftForm(forms.Form):
    """What an agent is typing, to be kept."""

    mode = forms.ChoiceField(choices=Draft.Mode)
    text = forms.CharField(required=False, strip=False, max_length=LONGEST_DRAFT)
    submission = forms.UUIDField(required=False)

    def clean_text(self) -> str:
        return one_kind_of_line_end(self.cleaned_data["text"])


class OwnerForm(forms.Form):
    """Who handles the case; nobody means that the whole team can take it."""

    owner = forms.ModelChoiceField(
        Agent.objects.none(),
        required=False,
        label=gettext_lazy("Give it to"),
        empty_label=gettext_lazy("the whole team"),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Agent.objects.in_team(case.team)  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    """Which team handles the case."""

    use_required_attribute = False  # asking for it would read the teams twice

    team = forms.ModelChoiceField(
        Team.objects.all(), label=gettext_lazy("Move it to"), empty_label=None
    )


class StageForm(forms.Form):
    """The stage of the conversation."""

    stage = forms.ChoiceField(choices=Stage)


def _corrections() -> list[tuple[str, str]]:
    """Everything that can be said about a reading: a part, or a part with its right label."""
    labels = [(f"{part}:{label}", "") for part, kind in LABELS.items() for label in kind.values]
    return [*((part, "") for part in Wrong.values), *labels]


class CorrectionForm(forms.Form):
    """What is wrong in a reading: nothing said, a part (`anger`), or what it is (`anger:3`)."""

    wrong = forms.ChoiceField(choices=_corrections, required=False)

    @property
    def part(self) -> str:
        return str(self.cleaned_data["wrong"].partition(":")[0])

    @property
    def label(self) -> str:
        return str(self.cleaned_data["wrong"].partition(":")[2])


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """One of the separate problems in a case."""

    class Meta:
        model = Part
        fields = ["text"]
        labels = {"text": gettext_lazy("Another problem")}


class CustomerForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a customer is called and where he gets mail."""

    class Meta:
        model = Customer
        fields = ["name", "email"]


class MergeForm(forms.Form):
    """By what an agent sees that two customers are one. `seen` says which two he looked at."""

    seen = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=gettext_lazy("What tells you so?"),
        max_length=LONGEST_WHY,
        help_text=gettext_lazy(
            "Colleagues read this if it turns out to be somebody else after all."
        ),
        error_messages={"required": gettext_lazy("Write what tells you that it is one person.")},
    )

    def __init__(self, data: Any = None, *, seen: str) -> None:
        super().__init__(data)
        self._seen = seen

    def clean_seen(self) -> str:
        """Refuse if it is about somebody else meanwhile."""
        if self.cleaned_data["seen"] != self._seen:
            raise forms.ValidationError(_("A colleague changed something meanwhile. Look again."))
        return self._seen


class SavedReplyForm(forms.Form):
    """Words to use again, and for whom they are: oneself, a team, or everybody."""

    ME, EVERYBODY = "me", "all"

    title = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), widget=forms.RadioSelect)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Only on these channels"),
        choices=Channel,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing ticked: on all channels."),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), strip=False, max_length=LONGEST_TEXT, widget=forms.Textarea
    )

    def __init__(self, *words: Any, agent: Agent, saved: SavedReply | None = None, **named: Any):
        super().__init__(*words, **{"initial": _as_kept(saved), **named})
        self.agent = agent
        self.teams = {f"team-{team.pk}": team for team in _teams_to_write_for(agent)}
        choices = [(self.ME, _("Only for me"))]
        choices += [(key, team.name) for key, team in self.teams.items()]
        if agent.has_role(Role.MANAGER, Role.ADMIN):
            choices.append((self.EVERYBODY, _("Everybody")))
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]
        if len(Channel.choices) == 1:
            del self.fields["channels"]

    def clean_text(self) -> str:
        text = one_kind_of_line_end(self.cleaned_data["text"]).strip()
        if not text:
            raise forms.ValidationError(_("Write the text first."))
        if unknown := unknown_variables(text):
            raise forms.ValidationError(
                _("There is no field {unknown}. You can use: {known}.").format(
                    unknown=", ".join(f"{{{{{name}}}}}" for name in unknown),
                    known=", ".join(f"{{{{{name}}}}}" for name in VARIABLES),
                )
            )
        return text

    def chosen(self) -> dict[str, Any]:
        """The fields of the saved reply as they become."""
        audience = self.cleaned_data["audience"]
        return {
            "title": self.cleaned_data["title"],
            "text": self.cleaned_data["text"],
            "owner": self.agent if audience == self.ME else None,
            "team": self.teams.get(audience),
            "channels": self.cleaned_data.get("channels", []),
        }


def _teams_to_write_for(agent: Agent) -> QuerySet[Team]:
    if agent.has_role(Role.MANAGER, Role.ADMIN):
        return Team.objects.all()
    return agent.teams.all() if agent.has_role(Role.LEAD) else Team.objects.none()


def _as_kept(saved: SavedReply | None) -> dict[str, Any]:
    if saved is None:
        return {"audience": SavedReplyForm.ME}
    audience = SavedReplyForm.ME if saved.owner_id else SavedReplyForm.EVERYBODY
    return {
        "title": saved.title,
        "text": saved.text,
        "audience": f"team-{saved.team_id}" if saved.team_id else audience,
        "channels": saved.channels,
    }
