"""A mailbox whose house wants first messages confirmed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.sending.confirmations import standard_words
from gehoord.office.tests.test_mailboxes import add, filled, page_of
from tests.factories import make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    admin = make_agent(roles=[Role.ADMIN])
    client.force_login(admin)
    return admin


@pytest.fixture
def box(client, admin):
    """A mailbox as an administrator adds it who ticks nothing."""
    add(client)
    return Mailbox.objects.get()


def save(client, box, **changes):
    return client.post(page_of(box), filled(box.team, secret=None, **changes))


def test_a_new_mailbox_confirms_nothing_and_shows_what_it_would_say(client, box):
    page = client.get(page_of(box))

    assert box.confirms_since is None
    assert page.context["form"]["confirmation"].value() == standard_words()
    assert "{{zaaknummer}}" in page.text


def test_confirming_begins_with_what_comes_from_then_on(client, box):
    before = timezone.now()
    save(client, box, confirms="on", confirmation=standard_words().replace("\n", "\r\n"))
    box.refresh_from_db()

    assert box.confirms_since >= before
    assert box.confirmation == ""
    began = box.confirms_since
    save(client, box, confirms="on", confirmation="Dag. Zaak {{zaaknummer}}.")
    box.refresh_from_db()
    assert box.confirms_since == began
    assert box.confirmation == "Dag. Zaak {{zaaknummer}}."


def test_switching_it_off_ends_it_and_stands_in_the_list_of_changes(client, box):
    save(client, box, confirms="on")
    save(client, box)
    box.refresh_from_db()

    assert box.confirms_since is None
    words = client.get(reverse("office:audit")).text
    assert "bevestigt ontvangst: ja" in words
    assert "bevestigt ontvangst: nee" in words


def test_a_mailbox_that_cannot_send_cannot_confirm(client, box):
    answer = save(client, box, confirms="on", smtp_host="", confirmation="Dag.")

    assert answer.status_code == 422
    assert "confirms" in answer.context["form"].errors
    assert "Dag." in answer.text
