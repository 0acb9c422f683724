"""The key of a mailbox's door is shown once; the one before it is good for a day."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import AuditEvent, Role
from gehoord.channels.email.models import Mailbox, OldDoorKey
from gehoord.channels.email.receiving.door import signature
from tests.factories import make_agent, make_team

pytestmark = pytest.mark.django_db
RAW = b"From: jan@klant.example\r\nSubject: Hallo\r\n\r\nHallo"


@pytest.fixture
def admin(client):
    admin = make_agent(roles=[Role.ADMIN])
    client.force_login(admin)
    return admin


@pytest.fixture
def box():
    return Mailbox.objects.create(address="service@winkel.example", team=make_team())


def renew(client, box):
    """The new key, as the page shows it."""
    answer = client.post(reverse("office:mailbox-key", args=[box.pk]), follow=True)
    return answer.context["new_key"]


def bring(client, box, key):
    moment = str(int(time.time()))
    return client.post(
        reverse("mail_door:bring", args=[box.address]),
        RAW,
        content_type="message/rfc822",
        headers={
            "X-Gehoord-Timestamp": moment,
            "X-Gehoord-Signature": f"sha256={signature(key, moment, RAW)}",
        },
    ).status_code


def test_new_key_is_shown_once_and_opens_the_door(client, admin, box):
    key = renew(client, box)
    again = client.get(reverse("office:mailbox", args=[box.pk])).text

    assert len(key) >= 40
    assert key not in again
    assert bring(client, box, key) == 200


def test_key_nobody_ever_saw_does_not_live_on(client, admin, box):
    unseen = box.door_key
    renew(client, box)

    assert bring(client, box, unseen) == 403
    assert not OldDoorKey.objects.exists()


def test_old_keys_are_good_for_a_day_however_often_they_are_renewed(client, admin, box):
    keys = [renew(client, box) for _number in range(3)]

    assert [bring(client, box, key) for key in keys] == [200, 200, 200]
    OldDoorKey.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert [bring(client, box, key) for key in keys] == [403, 403, 200]


def test_key_lasts_no_longer_than_a_day(client, admin, box):
    renew(client, box)
    renew(client, box)

    assert OldDoorKey.objects.get().ends_at <= timezone.now() + timedelta(hours=24)


def test_old_keys_can_be_ended_at_once(client, admin, box):
    old, new = renew(client, box), renew(client, box)
    client.post(reverse("office:mailbox-key-end", args=[box.pk]))

    assert [bring(client, box, key) for key in (old, new)] == [403, 200]


def test_key_of_one_mailbox_opens_no_other(client, admin, box):
    other = Mailbox.objects.create(address="balie@winkel.example", team=box.team)
    old, _new = renew(client, box), renew(client, box)

    assert bring(client, other, old) == 403


def test_changes_name_the_mailbox_and_never_the_key(client, admin, box):
    keys = [renew(client, box), renew(client, box)]
    client.post(reverse("office:mailbox-key-end", args=[box.pk]))
    page = client.get(reverse("office:audit")).text
    events = AuditEvent.objects.filter(actor=admin).order_by("pk")

    assert [event.what for event in events] == [
        *["mailbox key renewed"] * 2,
        "mailbox key ended",
    ]
    assert "Sleutel van mailbox vernieuwd" in page
    assert not any(key in page for key in keys)


def test_key_lies_sealed_wherever_it_is_kept(client, admin, box):
    client.post(reverse("office:mailbox-key", args=[box.pk]))
    box.refresh_from_db()

    assert box.door_key not in str(dict(client.session))
