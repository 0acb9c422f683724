"""The e-mails of the demonstration: real mails, read as any other."""

from __future__ import annotations

from uuid import uuid4

import pytest

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Delivery, Message
from gehoord.channels.delivery import deliver_due_replies
from gehoord.channels.email.models import OutgoingMail, StoredMail
from gehoord.channels.email.sending.writing import send_mail
from gehoord.contacts.models import Channel
from gehoord.demo.actions import load_demonstration
from gehoord.demo.letters import all_threads
from gehoord.demo.post_office import open_post_office
from tests.factories import make_house


@pytest.fixture
def _demonstration(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path
    settings.GEHOORD_DEMO = True
    load_demonstration(password="een lang wachtwoord", count=6)


@pytest.mark.usefixtures("_demonstration")
def test_every_mail_of_a_thread_stands_in_one_case_and_none_is_set_aside():
    mails = Case.objects.filter(conversations__channel=Channel.EMAIL).distinct()
    assert mails.count() == len(all_threads())
    assert not StoredMail.objects.filter(message=None, note=None).exists()
    answers = OutgoingMail.objects.count()
    letters = sum(len(thread.letters) for thread in all_threads())
    assert StoredMail.objects.count() + answers == letters


@pytest.mark.usefixtures("_demonstration")
def test_only_the_customers_new_words_are_shown():
    shown = Message.objects.from_customers().filter(conversation__channel=Channel.EMAIL)
    said = "\n".join(shown.values_list("text", flat=True))
    assert "van de wagen" in said
    assert "Verzonden:" not in said
    assert "schreef" not in said
    assert "Denk aan het milieu" not in said


@pytest.mark.django_db(transaction=True)
def test_an_answer_in_the_demonstration_is_taken_and_goes_no_further(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_demonstration(password="een lang wachtwoord", count=6)
    make_house(undo_seconds=0)
    open_post_office()
    case = Case.objects.filter(conversations__channel=Channel.EMAIL, owner=None).first()
    agent = Agent.objects.in_team(case.team).first()

    reply = send_mail(case=case, author=agent, text="Dag", submission=uuid4())
    deliver_due_replies()

    reply.refresh_from_db()
    assert reply.delivery == Delivery.SENT
