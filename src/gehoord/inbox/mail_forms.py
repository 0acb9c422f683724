"""What agents fill in to write an e-mail of their own accord, and what they hear if it is wrong."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoord.accounts.models import Agent
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.sending.addresses import AddressNotUsable, people_in
from gehoord.channels.email.sending.answering import NoMailbox
from gehoord.channels.email.sending.writing import Envelope, NobodyOnTheEnvelope
from gehoord.inbox.forms import LONGEST_DRAFT, WritingForm, one_kind_of_line_end

TYPED = ("to", "cc", "bcc", "subject", "text")
LONGEST = 10_000
MAIL_REFUSED = (AddressNotUsable, NobodyOnTheEnvelope, NoMailbox)


def mail_trouble(refusal: Exception) -> str:
    """Why a mail was not sent, and what to do."""
    if isinstance(refusal, AddressNotUsable):
        return _("“{typed}” is not an e-mail address. Correct it and send again.").format(
            typed=str(refusal)[:200]
        )
    if isinstance(refusal, NobodyOnTheEnvelope):
        return _("Nobody stands in To yet. Fill in an e-mail address.")
    return _("There is no mailbox to send from. Ask your administrator.")


def mailboxes_of(agent: Agent) -> QuerySet[Mailbox]:
    """The mailboxes from which this agent may write."""
    boxes = Mailbox.objects.on().exclude(smtp_host="")
    if not agent.may_answer:
        return boxes.none()
    return boxes if agent.sees_all_teams else boxes.filter(team__in=agent.team_ids)


class PeopleField(forms.CharField):
    """E-mail addresses as people type or paste them, with or without names."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            max_length=LONGEST,
            widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
            **settings,
        )

    def clean(self, value: Any) -> str:
        typed = cast("str", super().clean(value))
        try:
            people_in(typed)
        except AddressNotUsable as wrong:
            raise forms.ValidationError(mail_trouble(wrong)) from None
        return typed


class MailDraftForm(forms.Form):
    """A new e-mail while it is written: nothing has to be right, only not endless."""

    to = forms.CharField(required=False, strip=False, max_length=LONGEST)
    cc = forms.CharField(required=False, strip=False, max_length=LONGEST)
    bcc = forms.CharField(required=False, strip=False, max_length=LONGEST)
    subject = forms.CharField(required=False, strip=False, max_length=LONGEST)
    text = forms.CharField(required=False, strip=False, max_length=LONGEST_DRAFT)
    submission = forms.UUIDField(required=False)

    def clean_text(self) -> str:
        return one_kind_of_line_end(self.cleaned_data["text"])

    @property
    def typed(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TYPED}


class NewMailForm(WritingForm):
    """A mail to somebody who did not write to us first."""

    mailbox = forms.ModelChoiceField(
        Mailbox.objects.none(), label=gettext_lazy("From"), empty_label=None
    )
    to = PeopleField(label=gettext_lazy("To"))
    cc = PeopleField(label=gettext_lazy("Cc"), required=False)
    bcc = PeopleField(label=gettext_lazy("Bcc"), required=False)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=900)

    field_order = ("mailbox", "to", "cc", "bcc", "subject", "text")

    def __init__(self, *words: Any, agent: Agent, **named: Any) -> None:
        super().__init__(*words, **named)
        boxes = mailboxes_of(agent)
        self.fields["mailbox"].queryset = boxes  # type: ignore[attr-defined]
        self.fields["mailbox"].initial = boxes.first()
        self.fields["text"].label = _("Message")

    @property
    def envelope(self) -> Envelope:
        said = self.cleaned_data
        return Envelope(to=said["to"], cc=said["cc"], bcc=said["bcc"], subject=said["subject"])
