"""What an agent chooses in the guide."""

from __future__ import annotations

from django import forms

from gehoord.cases.guiding import Option, Path


class PathForm(forms.Form):
    """The card that should be shown; nothing chosen means the stages."""

    path = forms.ChoiceField(
        choices=[choice for choice in Path.choices if choice[0]], required=False
    )


class OptionsForm(forms.Form):
    """What was offered."""

    options = forms.MultipleChoiceField(choices=Option, required=False)
