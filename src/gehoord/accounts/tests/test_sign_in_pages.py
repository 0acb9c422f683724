import re

import pytest
from allauth.mfa.totp.internal import auth

from gehoord.accounts.models import Agent

SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")")
INLINE = re.compile(r"\sstyle=|\son\w+=|javascript:|<style")
FOR_STRANGERS = [
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/1-wrong/",
    "/account/inactive/",
    "/account/3rdparty/login/cancelled/",
    "/account/3rdparty/login/error/",
]
FOR_AGENTS = [
    "/account/logout/",
    "/account/reauthenticate/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/3rdparty/",
]


@pytest.fixture
def agent(db):
    agent = Agent.objects.create(email="noor@lindehout.example", name="Noor Hendriks")
    agent.set_password("een lang wachtwoord")
    agent.save()
    return agent


@pytest.fixture
def signed_in(client, agent):
    client.post("/account/login/", {"login": agent.email, "password": "een lang wachtwoord"})
    client.post("/account/reauthenticate/", {"password": "een lang wachtwoord"})
    return client


def assert_in_our_look(page):
    html = page.content.decode()
    assert page.status_code == 200
    assert 'lang="nl"' in html
    assert "kit/css/gehoord" in html
    assert html.count("<h1") == 1
    assert not SCRIPT.search(html)
    assert not INLINE.search(html)
    assert "signup" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", FOR_STRANGERS)
def test_sign_in_page_has_our_look_and_no_inline_script_or_sign_up(client, path):
    assert_in_our_look(client.get(path, follow=True))


@pytest.mark.parametrize("path", FOR_AGENTS)
def test_own_account_page_has_our_look_and_no_inline_script(signed_in, path):
    assert_in_our_look(signed_in.get(path))


def test_wrong_password_keeps_the_address_and_says_what_to_do(client, agent):
    page = client.post("/account/login/", {"login": agent.email, "password": "fout"})
    assert "horen niet bij elkaar" in page.content.decode()
    assert 'value="noor@lindehout.example"' in page.content.decode()


def test_authenticator_app_can_be_switched_on_with_recovery_codes_after_it(signed_in):
    page = signed_in.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = auth.format_hotp_value(
        auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))
    )
    answer = signed_in.post("/account/2fa/totp/activate/", {"code": code}, follow=True)
    assert_in_our_look(answer)
    overview = signed_in.get("/account/2fa/").content.decode()
    assert "De app staat aan" in overview
    assert "Je hebt nog 10 codes" in overview
    assert_in_our_look(signed_in.get("/account/2fa/recovery-codes/"))
    signed_in.logout()
    asked = signed_in.post(
        "/account/login/",
        {"login": "noor@lindehout.example", "password": "een lang wachtwoord"},
        follow=True,
    )
    assert_in_our_look(asked)
    assert "Je code" in asked.content.decode()


def test_agent_cannot_change_the_address_he_signs_in_with(client, agent):
    client.force_login(agent)

    assert client.get("/account/email/").status_code == 404
    assert client.post("/account/email/", {"email": "x@example.org"}).status_code == 404
