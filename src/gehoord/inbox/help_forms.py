"""What is filled in about help: advice, words for the customer, and shifts of the roster."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoord.inbox.forms import LONGEST_TEXT, one_kind_of_line_end
from gehoord.limits.duty import helpers_of
from gehoord.limits.models import DutyShift


class WordsForm(forms.Form):
    """A few words, sent once however often the button is pressed."""

    words = forms.CharField(
        strip=False,
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write something first.")},
    )
    submission = forms.UUIDField()

    def clean_words(self) -> str:
        text = one_kind_of_line_end(self.cleaned_data["words"]).strip()
        if not text:
            raise forms.ValidationError(_("Write something first."))
        return text


class TellForm(WordsForm):
    """What the customer hears about a colleague who comes along, if it is ticked."""

    tick = forms.BooleanField(error_messages={"required": _("Tick the box if you want this.")})


class ShiftForm(forms.ModelForm):  # type: ignore[type-arg]
    """One weekly shift of somebody who helps."""

    class Meta:
        model = DutyShift
        fields = ["agent", "weekday", "begins", "until"]
        widgets = {
            "begins": forms.TimeInput(attrs={"type": "time"}),
            "until": forms.TimeInput(attrs={"type": "time"}),
        }

    def __init__(self, *words: Any, teams: list[int], **named: Any) -> None:
        super().__init__(*words, **named)
        self.fields["agent"].queryset = helpers_of(teams)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("begins") and cleaned.get("begins") == cleaned.get("until"):
            self.add_error("until", _("Choose another time than the beginning."))
        return cleaned

    def validate_unique(self) -> None:
        """The same shift twice is one: the action sees to it."""
