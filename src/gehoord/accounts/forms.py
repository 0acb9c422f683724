"""What an agent decides about himself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import CoachHelp
from gehoord.accounts.photos import clean_photo


class OwnSettingsForm(forms.Form):
    """Name for customers, photo, keys, and how much the coach says."""

    first_name = forms.CharField(
        label=_("Name for customers"),
        max_length=60,
        required=False,
        help_text=_("Customers see this name with your replies, if the house shows names."),
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_(
            "PNG, JPEG or WebP, at most 2 MB. Colleagues see it; customers if the house allows."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    no_photo = forms.BooleanField(label=_("Take my photo away"), required=False)
    uses_single_keys = forms.BooleanField(
        label=_("Single-letter keys"),
        required=False,
        help_text=_("Like j for the next case. They never work while you are typing."),
    )
    coach_help = forms.ChoiceField(
        label=_("What the coach says while you write"),
        choices=CoachHelp,
        widget=forms.RadioSelect,
        help_text=_(
            "Only you see this choice. It is not in the list of changes, and nobody can see "
            "whether your tips are on. A reply with a blank still waits until you filled it in."
        ),
    )

    def __init__(self, *words: Any, has_photo: bool, **named: Any) -> None:
        super().__init__(*words, **named)
        if not has_photo:
            del self.fields["no_photo"]

    def clean_photo(self) -> UploadedFile | None:
        photo = self.cleaned_data["photo"]
        return clean_photo(photo) if photo else None

    def chosen(self) -> dict[str, Any]:
        """The fields of the agent as they become; `photo` is False when it goes away."""
        takes_away = self.cleaned_data.get("no_photo") and not self.cleaned_data["photo"]
        return {
            "first_name": self.cleaned_data["first_name"],
            "uses_single_keys": self.cleaned_data["uses_single_keys"],
            "coach_help": self.cleaned_data["coach_help"],
            "photo": False if takes_away else self.cleaned_data["photo"],
        }
