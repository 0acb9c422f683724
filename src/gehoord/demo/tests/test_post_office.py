"""Answering an e-mail of the demonstration: as anywhere, and nobody outside gets it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Delivery
from gehoord.channels.delivery import deliver_due_replies
from gehoord.channels.email.sending.writing import send_mail
from gehoord.contacts.models import Channel
from gehoord.demo.actions import load_demonstration
from gehoord.demo.post_office import open_post_office
from tests.factories import make_house


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
