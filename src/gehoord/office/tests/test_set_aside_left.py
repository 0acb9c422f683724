"""Mails set aside that need nothing: left by somebody, found again, put back."""

import pytest
from django.urls import reverse

from gehoord.accounts.models import AuditEvent, Role
from gehoord.cases.models import Case
from gehoord.channels.email.models import Kind, StoredMail
from gehoord.office.tests.test_set_aside import PAGE, address, aside, sign_in, team
from tests.factories import make_team

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["aside", "sign_in", "team"]
REPORTS = reverse("office:set-aside-leave-reports")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AGENT])
def test_mail_that_needs_nothing_leaves_the_list_and_can_come_back(sign_in, aside, team, role):
    row = aside()
    client = sign_in(role, team)
    answer = client.post(address("leave", row), follow=True)

    assert "Marieke" not in answer.text
    assert "1 mail die zo is gelaten" in answer.text
    assert "Marieke" in client.get(PAGE, {"left": "yes"}).text
    assert not StoredMail.objects.set_aside().exists()
    answer = client.post(address("take-up", row), follow=True)
    assert "Marieke" in answer.text
    assert list(StoredMail.objects.set_aside()) == [row]


def test_who_left_a_mail_stands_with_it_and_in_the_list_of_changes(sign_in, aside, team):
    row = aside()
    client = sign_in(Role.AGENT, team)
    client.post(address("leave", row))
    client.post(address("take-up", row))
    client.post(address("leave", row))

    assert "zo gelaten door Noor Haan" in client.get(PAGE, {"left": "yes"}).text
    events = AuditEvent.objects.filter(about="service@winkel.example").order_by("pk")
    assert [each.what for each in events] == ["mail left", "mail taken up again", "mail left"]
    assert {tuple(each.details["mails"]) for each in events} == {(row.pk,)}
    assert "marieke" not in str([each.details for each in events]).lower()


def test_mail_that_was_left_can_be_downloaded_and_read_all_the_same(sign_in, aside, team):
    row = aside()
    client = sign_in(Role.AGENT, team)
    client.post(address("leave", row))

    assert client.get(address("mail", row)).status_code == 200
    client.post(address("take-up", row))
    client.post(address("again", row))
    assert Case.objects.count() == 1


@pytest.mark.parametrize("name", ["leave", "take-up"])
def test_another_team_leaves_and_takes_up_nothing(sign_in, aside, name):
    row = aside()

    assert sign_in(Role.AGENT, make_team()).post(address(name, row)).status_code == 404
    assert list(StoredMail.objects.set_aside()) == [row]


def test_reading_all_again_touches_nothing_that_was_left(sign_in, aside, team):
    left, waiting = aside(), aside("Nog een.", sender="Piet <piet@klant.example>")
    client = sign_in(Role.AGENT, team)
    client.post(address("leave", left))
    client.post(reverse("office:set-aside-all"))

    assert Case.objects.get().customer.name == "Piet"
    waiting.refresh_from_db()
    assert list(StoredMail.objects.left()) == [left]


def test_many_reports_are_left_at_once_and_are_not_read_with_the_rest(sign_in, aside, team):
    reports = [aside(sender=f"daemon@m{number}.example") for number in range(3)]
    StoredMail.objects.update(kind=Kind.BOUNCE)
    mail = aside()
    client = sign_in(Role.AGENT, team)
    page = client.get(PAGE)
    assert "Laat alle 3 bezorgberichten zo" in page.text
    client.post(reverse("office:set-aside-all"))
    assert Case.objects.count() == 1
    until = page.context["until"]
    StoredMail.objects.filter(pk=reports[0].pk).update(set_aside_at="2099-01-01T00:00:00Z")
    client.post(REPORTS, {"until": until.isoformat()})

    assert list(StoredMail.objects.set_aside()) == [reports[0]]
    assert mail not in StoredMail.objects.left()
