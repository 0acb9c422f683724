"""An administrator signs in at the provider, and the mailbox opens; every refusal says what to do."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core import mail
from django.urls import reverse

from gehoord.accounts.models import AuditEvent, Role
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.oauth import PermissionEnded, access_token, forget_token
from gehoord.channels.email.oauth.consent import GOOD_FOR_S
from gehoord.office.views.mailbox_permission import BEGUN
from tests.dovecot import dovecot_running
from tests.factories import make_agent, make_team
from tests.oauth_server import oauth_server

pytestmark = pytest.mark.django_db
ADDRESS = "service@winkel.example"
BACK = reverse("office:mailbox-permission-back")
MAIL = "https://outlook.office.com/"


@pytest.fixture
def provider():
    with oauth_server() as running:
        yield running


@pytest.fixture
def admin(client):
    admin = make_agent(roles=[Role.ADMIN], name="Joris Brandsma")
    client.force_login(admin)
    return admin


@pytest.fixture
def box(provider):
    box = Mailbox.objects.create(
        address=ADDRESS,
        team=make_team(),
        auth="oauth2",
        provider="microsoft",
        **provider.settings,
    )
    yield box
    forget_token(box)


def page_of(box):
    return reverse("office:mailbox", args=[box.pk])


def begin(client, box, **more):
    """The address to which the browser is sent."""
    answer = client.post(reverse("office:mailbox-permission", args=[box.pk]), more)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.context["url"]


def at_provider(url):
    """Where the provider sends the browser after signing in."""
    answer = requests.get(url, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(client, url):
    return client.get(url.removeprefix("http://localhost:8000"), follow=True)


def sign_in(client, box):
    return come_back(client, at_provider(begin(client, box)))


def kept(box):
    return Mailbox.objects.get(pk=box.pk)


def test_signing_in_opens_the_mailbox_and_tries_it_at_once(client, admin, box, provider):
    with dovecot_running(introspection=provider.address("introspect")) as server:
        Mailbox.objects.update(imap_host="127.0.0.1", imap_port=server.port, imap_security="none")
        page = sign_in(client, box).text

    assert "De verbinding werkt" in page
    assert f"{ADDRESS} gaf toestemming" in page
    assert kept(box).refresh_token in provider.refresh_tokens
    assert AuditEvent.objects.filter(what="mailbox permission given", actor=admin).exists()


def test_provider_hears_who_asks_for_what_and_where_to_come_back(client, admin, box):
    url = urlsplit(begin(client, box))
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}

    assert asked["redirect_uri"] == f"http://localhost:8000{BACK}"
    assert asked["login_hint"] == ADDRESS
    assert {f"{MAIL}IMAP.AccessAsUser.All", f"{MAIL}SMTP.Send"} <= {*asked["scope"].split()}
    assert {"offline_access", "openid"} <= {*asked["scope"].split()}
    assert "geheim" not in url.query


def test_google_is_asked_for_a_permission_that_lasts(client, admin, box):
    Mailbox.objects.update(provider="google")
    asked = parse_qs(urlsplit(begin(client, box)).query)

    assert asked["access_type"] == ["offline"]
    assert "consent" in asked["prompt"][0]
    assert asked["scope"] == ["https://mail.google.com/ openid email profile"]


def test_neither_tokens_nor_the_secret_of_the_app_are_on_any_page(client, admin, box, provider):
    pages = sign_in(client, box).text + client.get(reverse("office:audit")).text
    secrets = [*provider.refresh_tokens, *provider.access_tokens, box.client_secret]

    assert not any(secret in pages for secret in secrets)


@pytest.mark.parametrize("name", ["preferred_username", "email", "upn"])
def test_account_may_be_told_under_any_of_its_names(client, admin, box, provider, name):
    provider.claims = {
        "preferred_username": "svc@winkel.onmicrosoft.example",
        name: ADDRESS.upper(),
    }
    sign_in(client, box)

    assert kept(box).permitted_as == ADDRESS.upper()


def test_account_of_somebody_else_is_not_taken(client, admin, box, provider):
    provider.account = "joris@winkel.example"
    page = sign_in(client, box).text

    assert "Je hebt ingelogd als joris@winkel.example" in page
    assert kept(box).needs_permission


def test_colleague_may_open_a_shared_mailbox_when_he_is_named(client, admin, box, provider):
    Mailbox.objects.update(account="joris@winkel.example")
    provider.account = "joris@winkel.example"
    sign_in(client, box)

    assert kept(box).permitted_as == "joris@winkel.example"
    assert kept(box).user == ADDRESS


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "een-andere-app"},
        {"exp": 1000},
        {"nonce": "van-een-ander"},
        {"preferred_username": ""},
    ],
    ids=str,
)
def test_account_that_nobody_vouches_for_is_not_taken(client, admin, box, provider, claims):
    provider.claims = claims
    page = sign_in(client, box).text

    assert "zei niet welk account" in page
    assert kept(box).needs_permission


def test_sign_in_that_was_begun_elsewhere_is_not_taken(client, admin, box, provider):
    theirs = at_provider(begin(client, box))
    begin(client, box)
    page = come_back(client, theirs).text

    assert "niet hier begonnen" in page
    assert provider.asked == []


def test_answer_counts_once(client, admin, box, provider):
    url = at_provider(begin(client, box))
    come_back(client, url)

    assert "niet hier begonnen" in come_back(client, url).text
    assert len([each for each in provider.asked if "code" in each]) == 1


def test_sign_in_that_takes_too_long_begins_again(client, admin, box):
    url = at_provider(begin(client, box))
    session = client.session
    session[BEGUN] = session[BEGUN] | {"at": session[BEGUN]["at"] - GOOD_FOR_S - 1}
    session.save()

    assert "duurde te lang" in come_back(client, url).text


def test_code_that_was_stolen_on_the_way_is_worth_nothing(client, admin, box, provider):
    url = at_provider(begin(client, box))
    session = client.session
    session[BEGUN] = session[BEGUN] | {"verifier": "x" * 64}
    session.save()

    assert "Begin opnieuw" in come_back(client, url).text
    assert provider.refresh_tokens == {}


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (("access_denied", "AADSTS65004: User declined to consent."), "Log opnieuw in en zeg ja"),
        (("access_denied", ""), "Log opnieuw in en zeg ja"),
        (("consent_required", "AADSTS90094: Admin consent is required."), "Een beheerder"),
        (("admin_policy_enforced", ""), "Een beheerder"),
        (("invalid_request", "AADSTS50194: not configured as multi-tenant"), "(tenant) in"),
        (("unauthorized_client", "AADSTS700016: not found in the directory"), "kent deze app niet"),
        (("invalid_client", "AADSTS650053: asked for scope that doesn't exist"), "IMAP en SMTP"),
        (("invalid_grant", "AADSTS50105: not assigned to a role"), "mailbeheerder"),
        (("server_error", "<script>alert(1)</script>"), "probeert het vanzelf opnieuw"),
    ],
)
def test_refusal_of_the_provider_says_what_to_do(client, admin, box, provider, refusal, words):
    provider.refuses = refusal
    page = sign_in(client, box).text

    assert words in page
    assert "<script>alert" not in page
    assert kept(box).needs_permission
    assert kept(box).permission_ended_at is None


def test_unticked_permission_is_noticed(client, admin, box, provider):
    Mailbox.objects.update(imap_host="127.0.0.1", smtp_host="127.0.0.1")
    provider.scope = f"openid email {MAIL}IMAP.AccessAsUser.All"

    assert "laat alle vinkjes aan" in sign_in(client, box).text


def test_permission_that_does_not_last_is_noticed(client, admin, box, provider):
    provider.gives_refresh_token = False

    assert "maar kort geldt" in sign_in(client, box).text


def test_wrong_secret_of_the_app_is_told(client, admin, box):
    Mailbox.objects.filter(pk=box.pk).update(client_secret="verkeerd")

    assert "Het clientgeheim klopt niet" in sign_in(client, box).text


def test_organisation_may_allow_the_app_for_everybody(client, admin, box):
    url = begin(client, box, **{"for": "organisation"})
    page = come_back(client, at_provider(url)).text

    assert "/v2.0/adminconsent" in url
    assert "Je organisatie staat de app toe" in page


def test_mailbox_that_stands_still_is_told_where_administrators_look(client, admin, box, provider):
    sign_in(client, box)
    provider.revoke()
    forget_token(box)
    with pytest.raises(PermissionEnded):
        access_token(kept(box))
    pages = [client.get(url).text for url in (page_of(box), reverse("office:mailboxes"))]
    overview = client.get(reverse("office:overview")).text

    assert all("AADSTS50173" in page for page in pages)
    assert f"{page_of(box)}#permission" in overview
    sign_in(client, box)
    assert page_of(box) not in client.get(reverse("office:overview")).text
    assert mail.outbox == []


def test_nobody_but_an_administrator_may_begin_or_come_back(client, box):
    client.force_login(make_agent(roles=[Role.LEAD]))

    assert client.post(reverse("office:mailbox-permission", args=[box.pk])).status_code == 404
    assert client.get(BACK).status_code == 404
