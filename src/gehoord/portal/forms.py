"""The forms of the full page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MessageForm(forms.Form):
    """What a visitor writes. Length and content are judged where every message is."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        required=False,
        strip=False,
        label=pgettext_lazy("customer", "Your message"),
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "dir": "auto",
                "placeholder": pgettext_lazy("customer", "Write your message here"),
            }
        ),
    )
    file = forms.FileField(required=False, label=_("Send a photo or file along"))

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"submission": uuid4()})
        super().__init__(*args, **options)


class EmailForm(forms.Form):
    """Where a visitor can be reached outside the chat."""

    email = forms.EmailField(label=_("Your e-mail address (not required)"), max_length=254)
