"""Access tokens: asked for, kept, renewed before and after a refusal, and what happens at the end."""

import json

import pytest
import requests
from django.core import mail
from django.utils import timezone

from gehoord.accounts.models import AuditEvent, Role
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.oauth import NoPermission, PermissionEnded, access_token, forget_token
from gehoord.channels.email.oauth.providers import app_of
from gehoord.channels.email.oauth.telling import tell_ended_permissions
from gehoord.channels.email.receiving.imap import signed_in
from gehoord.channels.email.sending.handing_over import server_of
from gehoord.channels.email.sending.smtp import try_server
from gehoord.channels.email.tests.lying_server import lying_server
from tests.dovecot import dovecot_running
from tests.factories import make_agent, make_team
from tests.oauth_server import CLIENT, SECRET, oauth_server
from tests.services import free_port

pytestmark = pytest.mark.django_db
ADDRESS = "service@winkel.example"


@pytest.fixture
def provider():
    with oauth_server() as running:
        yield running


@pytest.fixture
def mailbox(provider):
    box = Mailbox.objects.create(
        address=ADDRESS,
        team=make_team(),
        auth="oauth2",
        provider="microsoft",
        smtp_user=ADDRESS,
        refresh_token=provider.grant(ADDRESS),
        permitted_at=timezone.now(),
        **provider.settings,
    )
    yield box
    forget_token(box)


def kept(box):
    return Mailbox.objects.get(pk=box.pk)


def test_token_is_asked_for_once_while_it_is_good(mailbox, provider):
    tokens = {access_token(kept(mailbox)) for _number in range(3)}

    assert tokens == {*provider.access_tokens}
    assert len(provider.asked) == 1
    assert provider.asked[0]["scope"].split() == [
        "https://outlook.office.com/IMAP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send",
        "offline_access",
    ]


def test_token_is_renewed_before_it_ends(mailbox, provider):
    provider.lasts = 90

    assert access_token(mailbox) != access_token(mailbox)


def test_new_refresh_token_is_kept_sealed_and_the_old_one_is_not_shown_again(mailbox, provider):
    provider.rotates, provider.lasts = True, 1
    tokens = {access_token(kept(mailbox)) for _number in range(3)}

    assert len(tokens) == 3
    assert kept(mailbox).refresh_token in provider.refresh_tokens
    row = Mailbox.objects.filter(pk=mailbox.pk).extra(select={"lies": "refresh_token"})
    assert kept(mailbox).refresh_token not in row.values_list("lies", flat=True)[0]


def test_process_with_an_old_refresh_token_takes_over_the_newer_one(mailbox, provider):
    provider.rotates, provider.lasts = True, 1
    ours, theirs = kept(mailbox), kept(mailbox)
    access_token(theirs)

    assert access_token(ours) in provider.access_tokens
    assert kept(mailbox).permission_ended_at is None


def test_permission_that_was_given_anew_is_not_overwritten_by_a_renewal(mailbox, provider):
    provider.rotates = True
    old = kept(mailbox)
    newer = provider.grant(ADDRESS)
    Mailbox.objects.filter(pk=mailbox.pk).update(refresh_token=newer)
    access_token(old)

    assert kept(mailbox).refresh_token == newer


def test_revoked_permission_is_told_on_the_mailbox_in_the_changes_and_to_administrators_once(
    mailbox, provider, settings
):
    settings.EMAIL_HOST = "mail.example"
    admin = make_agent(roles=[Role.ADMIN])
    make_agent()
    provider.revoke()
    for _number in range(2):
        with pytest.raises(PermissionEnded, match="De toestemming is ingetrokken"):
            access_token(kept(mailbox))

    assert "AADSTS50173" in kept(mailbox).permission_problem
    assert AuditEvent.objects.filter(what="mailbox permission ended").count() == 1
    assert [tell_ended_permissions(), tell_ended_permissions()] == [1, 0]
    assert [each.to for each in mail.outbox] == [[admin.email]]
    assert f"/office/mailboxes/{mailbox.pk}/" in mail.outbox[0].body


def test_trouble_is_over_when_the_permission_works_again(mailbox, provider):
    provider.answers.append((400, '{"error": "invalid_grant"}'))
    with pytest.raises(PermissionEnded):
        access_token(mailbox)
    access_token(kept(mailbox))

    assert kept(mailbox).permission_ended_at is None
    assert kept(mailbox).permission_problem == ""
    assert tell_ended_permissions() == 0


@pytest.mark.parametrize(
    "answer",
    [
        (500, "{}"),
        (503, "<h1>Even geduld</h1>"),
        (200, "<form>access_token=x</form>"),
        (200, "access_token=x"),
        (200, '["access_token"]'),
        (200, '{"token_type": "Bearer"}'),
        (200, '{"access_token": "x", "expires_in": "' + "9" * 300_000 + '"}'),
        (429, '{"error": "slow_down"}'),
        (404, "{}"),
        (400, '{"error": "temporarily_unavailable"}'),
    ],
    ids=lambda answer: f"{answer[0]} {answer[1][:20]}",
)
def test_provider_that_is_not_well_ends_nothing(mailbox, provider, answer):
    provider.answers.append(answer)
    with pytest.raises(NoPermission) as told:
        access_token(mailbox)

    assert not isinstance(told.value, PermissionEnded)
    assert kept(mailbox).permission_ended_at is None
    assert access_token(mailbox) in provider.access_tokens


def test_provider_that_is_away_ends_nothing(mailbox):
    mailbox.token_url = f"http://127.0.0.1:{free_port()}/token"
    with pytest.raises(NoPermission, match="antwoordt niet"):
        access_token(mailbox)

    assert kept(mailbox).permission_ended_at is None


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("AADSTS7000222: The client secret keys are expired.", "te oud"),
        ("AADSTS700082: The refresh token has expired due to inactivity.", "lange tijd"),
        ("AADSTS50076: Due to a configuration change you must use MFA.", "meer dan een wachtwoord"),
        ("AADSTS65001: The user or administrator has not consented.", "toestaan"),
        ("AADSTS99999: Something nobody heard of {0} %s.", "AADSTS99999"),
    ],
)
def test_each_refusal_says_what_to_do(mailbox, provider, error, words):
    said = {"error": "invalid_grant", "error_description": error}
    provider.answers.append((400, json.dumps(said)))

    with pytest.raises(PermissionEnded, match=words):
        access_token(mailbox)


def test_secrets_never_go_over_plain_http_to_another_machine(mailbox, provider):
    mailbox.token_url = "http://login.elders.example/token"

    with pytest.raises(NoPermission, match="https"):
        access_token(mailbox)


def test_app_signs_in_without_anybody(mailbox, provider):
    mailbox.auth, mailbox.refresh_token = "app", ""
    access_token(mailbox)

    assert provider.asked[0]["grant_type"] == "client_credentials"
    assert provider.asked[0]["scope"] == "https://outlook.office365.com/.default"


def test_app_of_the_installation_only_talks_to_its_own_provider(mailbox, settings):
    settings.GEHOORD_MAIL_APPS = {
        "microsoft": {"client": "huis", "secret": "geheim", "tenant": "t-9"}
    }
    mailbox.client_id = ""
    app = app_of(mailbox)

    assert (app.client_id, app.client_secret) == ("huis", "geheim")
    assert app.token_url == "https://login.microsoftonline.com/t-9/oauth2/v2.0/token"
    assert "geheim" not in repr(app)


def test_token_that_a_mail_server_refuses_is_renewed_once(mailbox, provider):
    answers = ["535 5.7.3 Authentication unsuccessful", "235 2.7.0 Welkom"]
    with lying_server(auth=answers, features=("AUTH XOAUTH2",)) as server:
        mailbox.smtp_host, mailbox.smtp_port = "127.0.0.1", server.port
        mailbox.smtp_security = "none"
        try_server(server_of(mailbox), sender=mailbox.address)

    assert len(provider.asked) == 2
    assert len({each for each in server.commands if each.startswith("AUTH")}) == 2


@pytest.mark.services
def test_real_server_takes_the_token_and_one_renewed_after_it_was_taken_back(mailbox, provider):
    with dovecot_running(introspection=provider.address("introspect")) as server:
        mailbox.imap_host, mailbox.imap_port = "127.0.0.1", server.port
        mailbox.imap_security = "none"
        with signed_in(mailbox) as connection:
            assert "INBOX" in connection.folder_names()
        provider.access_tokens.clear()
        with signed_in(mailbox) as connection:
            assert "INBOX" in connection.folder_names()

    assert len(provider.asked) == 2


def test_server_of_the_tests_keeps_to_its_own_rules(provider):
    """It would be worth little if it let everything in."""
    wrong = {"client_id": CLIENT, "client_secret": SECRET, "grant_type": "authorization_code"}
    asked = requests.post(provider.address("token"), data=wrong | {"code": "geraden"}, timeout=5)

    assert asked.json()["error"] == "invalid_grant"
