"""What a privacy officer fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoord.contacts.models import Customer


class ErasureForm(forms.Form):
    """The customer's name once more, so that nobody erases the wrong one."""

    name = forms.CharField(
        label=_("Type the customer's name to confirm"),
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *words: Any, customer: Customer, **named: Any) -> None:
        super().__init__(*words, **named)
        self.customer = customer

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if _plain(name) != _plain(self.customer.called):
            raise forms.ValidationError(
                _("This is not the name of this customer. Type it as it stands above.")
            )
        return name


def _plain(name: str) -> str:
    return " ".join(str(name).split()).casefold()
