"""The e-mails of the demonstration: real mails, read as any other."""

from __future__ import annotations

import pytest

from gehoord.cases.models import Case, Message
from gehoord.channels.email.models import OutgoingMail, StoredMail
from gehoord.contacts.models import Channel
from gehoord.demo.letters import all_threads

pytestmark = pytest.mark.usefixtures("demonstration")


def test_every_mail_of_a_thread_stands_in_one_case_and_none_is_set_aside():
    mails = Case.objects.filter(conversations__channel=Channel.EMAIL).distinct()
    assert mails.count() == len(all_threads())
    assert not StoredMail.objects.filter(message=None, note=None).exists()
    answers = OutgoingMail.objects.count()
    letters = sum(len(thread.letters) for thread in all_threads())
    assert StoredMail.objects.count() + answers == letters


def test_only_the_customers_new_words_are_shown():
    shown = Message.objects.from_customers().filter(conversation__channel=Channel.EMAIL)
    said = "\n".join(shown.values_list("text", flat=True))
    assert "van de wagen" in said
    assert "Verzonden:" not in said
    assert "schreef" not in said
    assert "Denk aan het milieu" not in said
