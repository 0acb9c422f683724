"""Two customers turn out to be one: for us, never for whoever looks on one of his devices."""

import pytest

from gehoord.accounts.models import Role
from gehoord.cases.models import Case, Message
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox, receive_mail
from gehoord.channels.inbound import read_due_inbound
from gehoord.contacts.actions import merge_customers
from gehoord.portal.tests.conftest import Widget
from tests.factories import make_agent, make_site

pytestmark = pytest.mark.django_db


def chats(widget: Widget, words: str) -> Case:
    assert widget.write(words).status_code == 200
    read_due_inbound()
    return Message.objects.get(text=words).case


def test_chat_shows_what_was_written_in_that_chat_and_nothing_else():
    site, sanne = make_site(), make_agent(roles=[Role.LEAD])
    mailbox = make_outgoing_mailbox(team=site.team)
    here, elsewhere = Widget(site).start(), Widget(site).start()
    mailed = receive_mail(mailbox, text="Mijn rekening is NL02.").case
    first, second = chats(here, "Ik zit op mijn werk."), chats(elsewhere, "Ik ben thuis.")
    for each in (first, second):
        merge_customers(customers=(mailed.customer, each.customer), why="Stem.", by=sanne)

    assert here.texts() == ["Ik zit op mijn werk."]
    assert elsewhere.texts() == ["Ik ben thuis."]
    assert chats(here, "En nu?") == first
    assert here.texts() == ["Ik zit op mijn werk.", "En nu?"]
    assert elsewhere.texts() == ["Ik ben thuis."]
    assert set(mailed.customer.cases.all()) == {mailed, first, second}
