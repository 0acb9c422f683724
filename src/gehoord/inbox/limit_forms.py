"""What an agent chooses and writes when he sets a limit."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoord.inbox.limit_words import Words
from gehoord.limits.ladder.guards import Warned
from gehoord.limits.ladder.levels import COUNTS, Level

LONGEST = 2000
NOTHING_CHOSEN = _("Choose the words this is about.")
NO_LEVEL = _("Choose what you call this behaviour. You decide.")
THREE_PARTS = _("A warning has three parts: how you want to help, what was said, and what follows.")
WRITTEN = _("The customer wrote these words. Choose them above, if they count.")
SAY_SOMETHING = _("Write what the customer reads.")


def _own_words() -> forms.CharField:
    return forms.CharField(max_length=LONGEST, required=False)


class LimitForm(forms.Form):
    """Words, level and text of a warning or an ending. Opens with nothing ticked."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    quotes = forms.MultipleChoiceField(required=False)
    level = forms.TypedChoiceField(
        coerce=lambda value: Level(int(value)),
        choices=[(level.value, level.label) for level in Level],
        error_messages={"required": NO_LEVEL, "invalid_choice": NO_LEVEL},
    )
    said = _own_words()
    is_spoken = forms.BooleanField(required=False)
    help = _own_words()
    behaviour = _own_words()
    consequence = _own_words()
    words = _own_words()
    until = forms.CharField(max_length=60, required=False, strip=False)
    """How the text names the end of the cooling-off period."""

    def __init__(self, *args: Any, offered: Words, is_ending: bool, **options: Any) -> None:
        options.setdefault("initial", {}).setdefault("submission", uuid4())
        super().__init__(*args, **options)
        self.offered, self.is_ending = offered, is_ending
        choices = forms.MultipleChoiceField(
            required=False, choices=[(quote.key, quote.sentence) for quote in offered.quotes]
        )
        choices.error_messages["invalid_choice"] = NOTHING_CHOSEN
        self.fields["quotes"] = choices

    @property
    def chosen_quotes(self) -> set[str]:
        """What was ticked, also in a form that came back."""
        return set(self["quotes"].value() or ())

    @property
    def chosen_level(self) -> str:
        return str(self["level"].value() or "")

    @property
    def spoken_words(self) -> list[str]:
        """What was said aloud, a line each."""
        if not self.cleaned_data.get("is_spoken"):
            return []
        lines = self.cleaned_data.get("said", "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def warned(self) -> Warned:
        said = self.cleaned_data
        return Warned(said.get("help", ""), said.get("behaviour", ""), said.get("consequence", ""))

    @property
    def text(self) -> str:
        """All of it, as the customer reads it."""
        if self.is_ending:
            return str(self.cleaned_data.get("words", ""))
        parts = self.warned
        return f"{parts.help}\n\n{parts.behaviour}\n\n{parts.consequence}"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        level = said.get("level")
        if level is None or level < COUNTS:
            return said
        if not said.get("quotes") and not self.spoken_words:
            self.add_error("quotes", NOTHING_CHOSEN)
        if any(self.offered.is_written(words) for words in self.spoken_words):
            self.add_error("quotes", WRITTEN)
        if self.is_ending and not said.get("words", "").strip():
            self.add_error("words", SAY_SOMETHING)
        if not self.is_ending and not self.warned.is_complete:
            self.add_error("help", THREE_PARTS)
        return said


class ReasonForm(forms.Form):
    """Why a cooling-off period becomes longer or shorter."""

    reason = forms.CharField(
        max_length=200, error_messages={"required": _("Write down why this is needed.")}
    )
    hours = forms.IntegerField(required=False, min_value=1, max_value=24)
