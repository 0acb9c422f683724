from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from gehoord.accounts.actions import change_agent
from gehoord.accounts.models import Agent, Role
from gehoord.accounts.tests.openid_server import openid_server
from tests.factories import make_agent, make_team

PASSWORD = "een lang wachtwoord"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _count_from_nothing():
    cache.clear()


def sign_in(client, agent, password=PASSWORD):
    return client.post(LOGIN, {"login": agent.email, "password": password})


def is_signed_in(client) -> bool:
    return client.get(reverse("accounts:settings")).status_code == 200


@pytest.mark.django_db
def test_agent_signs_in_with_password(client):
    sign_in(client, make_agent(password=PASSWORD))

    assert is_signed_in(client)


@pytest.mark.django_db
def test_sign_up_makes_nobody(client):
    new = {"email": "vreemde@example.org", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(reverse("account_signup"), new)

    assert "vreemde" not in answer.content.decode()
    assert not Agent.objects.get_queryset().exists()
    assert not is_signed_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["socialaccount_signup", "account_signup_by_passkey"])
def test_other_ways_to_sign_up_make_nobody(client, name):
    try:
        address = reverse(name)
    except NoReverseMatch:
        return
    client.post(address, {"email": "vreemde@example.org"})

    assert not Agent.objects.get_queryset().exists()


@pytest.mark.django_db
def test_sixth_wrong_password_in_a_row_has_to_wait(client):
    agent = make_agent(password=PASSWORD)
    for _ in range(5):
        sign_in(client, agent, "verkeerd wachtwoord")
    with_the_right_one = sign_in(client, agent)

    assert with_the_right_one.status_code != 302
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_too_many_tries_from_one_address_is_429(client):
    agents = [make_agent(password=PASSWORD) for _ in range(31)]
    answers = [sign_in(client, agent, "verkeerd wachtwoord") for agent in agents]

    assert answers[-1].status_code == 429


@pytest.mark.django_db
def test_agent_who_may_not_sign_in_stays_outside(client):
    agent = make_agent(password=PASSWORD)
    Agent.objects.get_queryset().filter(pk=agent.pk).update(is_active=False)
    sign_in(client, agent)

    assert not is_signed_in(client)


@pytest.mark.django_db
def test_agent_who_is_deactivated_is_out_at_once(client):
    agent, boss = make_agent(password=PASSWORD), make_agent(roles=[Role.ADMIN])
    sign_in(client, agent)
    before = is_signed_in(client)
    change_agent(
        agent=agent,
        name=agent.name,
        first_name="",
        roles=[Role.AGENT],
        teams=[],
        is_active=False,
        actor=boss,
    )

    assert before
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_agent_with_an_app_needs_password_and_code(client):
    agent = make_agent(password=PASSWORD)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(agent, secret)
    asked = sign_in(client, agent)
    before = is_signed_in(client)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    still_before = is_signed_in(client)
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert asked.url == reverse("mfa_authenticate")
    assert not before
    assert not still_before
    assert wrong.status_code == 200
    assert is_signed_in(client)


def through_the_organisation(client, settings, **person):
    """Go the whole way round by the organisation's own sign-in server."""
    with openid_server(**person) as server:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "APPS": [
                    {
                        "provider_id": "organisation",
                        "name": "Lindehout",
                        "client_id": "gehoord",
                        "secret": "only for tests",
                        "settings": {"server_url": server.address},
                    }
                ]
            }
        }
        away = client.post("/account/oidc/organisation/login/")
        state = parse_qs(urlsplit(away.url).query)["state"][0]
        return client.get(
            "/account/oidc/organisation/login/callback/", {"code": "x", "state": state}
        )


@pytest.mark.django_db
def test_openid_lets_an_invited_agent_in(client, settings):
    agent = make_agent()
    EmailAddress.objects.create(user=agent, email=agent.email, verified=True, primary=True)
    through_the_organisation(client, settings, sub="1", email=agent.email, email_verified=True)

    assert is_signed_in(client)


@pytest.mark.django_db
def test_openid_lets_an_agent_in_whose_address_was_never_looked_at(client, settings):
    agent = make_agent()
    through_the_organisation(client, settings, sub="1", email=agent.email, email_verified=True)

    assert is_signed_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "is_verified"),
    [("vreemde@example.org", True), ("", True), ("AGENT@example.org", False)],
)
def test_openid_keeps_everybody_else_out(client, settings, email, is_verified):
    make_agent(team=make_team())
    Agent.objects.get_queryset().update(email="agent@example.org")
    through_the_organisation(
        client, settings, sub="1", email=email, email_verified=is_verified, name="Vreemde"
    )

    assert Agent.objects.get_queryset().count() == 1
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_openid_keeps_an_agent_out_who_may_not_sign_in(client, settings):
    agent = make_agent()
    Agent.objects.get_queryset().update(is_active=False)
    through_the_organisation(client, settings, sub="1", email=agent.email, email_verified=True)

    assert not is_signed_in(client)
