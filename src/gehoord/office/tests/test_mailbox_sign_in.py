"""What an administrator fills in about signing in with a permission, and what that does to it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.channels.email.models import Mailbox
from gehoord.office.tests.test_mailboxes import filled
from tests.factories import make_agent, make_team

pytestmark = pytest.mark.django_db
ADDRESS = "service@winkel.example"
AT_MICROSOFT = {
    "auth": "oauth2",
    "secret": None,
    "provider": "microsoft",
    "client_id": "app-1",
    "imap_host": "outlook.office365.com",
}


@pytest.fixture(autouse=True)
def admin(client):
    admin = make_agent(roles=[Role.ADMIN])
    client.force_login(admin)
    return admin


@pytest.fixture
def box():
    return Mailbox.objects.create(
        address=ADDRESS,
        team=make_team(),
        auth="oauth2",
        provider="microsoft",
        client_id="app-1",
        client_secret="geheim-1",
        imap_host="outlook.office365.com",
        smtp_host="smtp.winkel.example",
        smtp_user=ADDRESS,
        refresh_token="token-1",
        permitted_as=ADDRESS,
        permitted_at=timezone.now(),
        permission_ended_at=timezone.now(),
        permission_problem="Voorbij.",
    )


def add(client, **changes):
    address = reverse("office:mailbox-add", args=["microsoft"])
    return client.post(address, filled(make_team(), **(AT_MICROSOFT | changes)))


def change(client, box, **changes):
    page = reverse("office:mailbox", args=[box.pk])
    return client.post(page, filled(box.team, **(AT_MICROSOFT | {"is_on": "on"} | changes)))


def test_saved_mailbox_leads_to_signing_in_at_the_provider(client):
    answer = add(client, then="test")
    page = client.get(answer.url).text

    assert answer.url.endswith("#permission")
    assert "Log in bij Microsoft" in page
    assert "http://localhost:8000/office/mailboxes/oauth/" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"client_id": ""}, "client_id"),
        ({"provider": ""}, "provider"),
        ({"provider": "google"}, "client_secret"),
        ({"provider": "other"}, "authorize_url"),
        ({"provider": "other", "authorize_url": "https://id.example/a"}, "token_url"),
        ({"token_url": "http://id.example/token"}, "token_url"),
        ({"tenant": "t-1/../common"}, "tenant"),
        ({"auth": "app", "client_secret": "geheim"}, "tenant"),
        ({"auth": "app", "tenant": "t-1"}, "client_secret"),
        ({"auth": "app", "provider": "google", "client_secret": "geheim"}, "auth"),
    ],
    ids=str,
)
def test_permission_that_cannot_be_asked_for_is_not_saved(client, changes, field):
    answer = add(client, **changes)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Mailbox.objects.exists()


def test_app_needs_nobody_to_sign_in(client):
    answer = add(client, auth="app", tenant="t-1", client_secret="geheim")

    assert "#permission" not in answer.url
    assert not Mailbox.objects.get().needs_permission
    assert "Niemand logt in" in client.get(answer.url).text


def test_app_of_the_installation_needs_no_client_id(client, settings):
    settings.GEHOORD_MAIL_APPS = {"microsoft": {"client": "huis", "secret": "huisgeheim"}}
    answer = add(client, client_id="")

    assert answer.status_code == 302
    assert "huisgeheim" not in client.get(answer.url).text


def test_app_of_the_installation_asks_nobody_else(client, settings):
    settings.GEHOORD_MAIL_APPS = {"microsoft": {"client": "huis", "secret": "huisgeheim"}}

    assert add(client, client_id="", token_url="https://elders.example/token").status_code == 422


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "balie@winkel.example"},
        {"imap_host": "imap.elders.example"},
        {"account": "joris@winkel.example"},
        {"client_id": "app-2"},
        {"tenant": "t-2"},
        {"token_url": "https://elders.example/token", "client_secret": "geheim-1"},
    ],
    ids=str,
)
def test_permission_is_for_one_account_at_one_place(client, box, changes):
    answer = change(client, box, **changes)
    box.refresh_from_db()

    assert answer.url.endswith("#permission")
    assert (box.refresh_token, box.permitted_as, box.permission_problem) == ("", "", "")


def test_permission_stays_when_something_else_changes(client, box):
    change(client, box, name="Andere naam", folders="INBOX")
    box.refresh_from_db()

    assert (box.refresh_token, box.permission_problem) == ("token-1", "Voorbij.")


def test_new_secret_of_the_app_takes_the_trouble_away(client, box):
    change(client, box, client_secret="geheim-2")
    box.refresh_from_db()

    assert (box.refresh_token, box.client_secret) == ("token-1", "geheim-2")
    assert box.permission_ended_at is None


def test_secret_goes_with_its_app(client, box):
    change(client, box, client_id="app-2")
    box.refresh_from_db()

    assert (box.client_id, box.client_secret) == ("app-2", "")


def test_refresh_token_from_elsewhere_may_be_filled_in(client):
    add(client, refresh_token="token-van-elders")
    box = Mailbox.objects.get()

    assert box.refresh_token == "token-van-elders"
    assert box.permitted_at is not None
