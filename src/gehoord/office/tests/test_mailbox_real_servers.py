"""What Dovecot and Postfix say when something is wrong, in words for an administrator."""

from datetime import timedelta

import pytest

from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.oauth import forget_token
from gehoord.office.mailbox_trying import try_mailbox
from tests.certificates import Authority
from tests.dovecot import PASSWORD, dovecot_running
from tests.factories import make_team
from tests.oauth_server import oauth_server
from tests.postfix import DOMAIN, postfix_running
from tests.services import free_port, is_listening, wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.services]
SERVICE = f"service@{DOMAIN}"
DAY = timedelta(days=1)
QUOTA = """
mail_plugins = quota
protocol imap {
  mail_plugins = quota imap_quota
}
plugin {
  quota = count:User quota
  quota_rule = *:messages=10
  quota_vsizes = yes
}
"""
LETS_OTHERS_ASK = """
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {port}
  }}
}}
auth_username_format = %Ln
"""


@pytest.fixture
def authority(tmp_path_factory, settings):
    folder = tmp_path_factory.mktemp("authority")
    for each in (folder, *folder.parents):
        if each.name.startswith("pytest-"):
            each.chmod(0o755)  # the servers run as somebody else
    folder.chmod(0o755)
    authority = Authority(folder)
    settings.GEHOORD_MAIL_CA = str(authority.file)
    return authority


def box_at(**more):
    words = {"address": SERVICE, "team": make_team(), "secret": PASSWORD}
    return Mailbox.objects.create(**(words | more))


def incoming(server, **more):
    port = server.tls_port if more.get("imap_security") == "tls" else server.port
    words = {"imap_host": "localhost", "imap_port": port, "imap_security": "none"}
    return box_at(**(words | more))


def outgoing(server, **more):
    words = {"smtp_host": "localhost", "smtp_port": server.port, "smtp_security": "none"}
    return box_at(**(words | {"smtp_user": "service"} | more))


def told(box):
    """How many steps went well, and the words at the one that did not."""
    (trial,) = try_mailbox(box)
    states = [step.state for step in trial.steps]
    assert "wrong" in states, trial
    return states.index("wrong"), trial.steps[states.index("wrong")].words


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_dovecot_with_a_right_certificate_works(authority, security):
    with dovecot_running(shown=authority.shown()) as server:
        (trial,) = try_mailbox(incoming(server, imap_security=security))

    assert trial.is_fine, trial


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "mail.elders.example"}, "Het is voor: mail.elders.example."),
        ({"since": -9 * DAY, "until": -DAY}, "is te oud"),
    ],
    ids=["other name", "expired"],
)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_wrong_certificate_of_dovecot_is_told(authority, wrong, words, security):
    with dovecot_running(shown=authority.shown(**wrong)) as server:
        fine, said = told(incoming(server, imap_security=security))

    assert fine == 2
    assert words in said


def test_dovecot_asked_in_the_wrong_way_is_told(authority):
    with dovecot_running(shown=authority.shown()) as server:
        plain = incoming(server, imap_security="tls", imap_port=server.port)
        private = incoming(server, imap_port=server.tls_port, address=f"b@{DOMAIN}")
        said = [told(plain), told(private)]

    assert [fine for fine, _words in said] == [2, 2]
    assert "Kies STARTTLS bij Beveiliging" in said[0][1]
    assert "spreekt op poort" in said[1][1]


def test_dovecot_that_offers_no_starttls_is_told():
    with dovecot_running() as server:
        fine, said = told(incoming(server, imap_security="starttls"))

    assert fine == 2
    assert "geen STARTTLS" in said


def test_full_mailbox_at_dovecot_is_told():
    with dovecot_running(more=QUOTA) as server:
        for _number in range(10):
            server.put("service", b"Subject: x\r\n\r\nx\r\n")
        fine, said = told(incoming(server, imap_user="service"))

    assert fine == 5
    assert "De mailbox is vol" in said


def test_token_that_dovecot_does_not_take_is_told():
    with oauth_server() as provider:
        box = box_at(
            auth="oauth2",
            provider="microsoft",
            refresh_token=provider.grant("iemand-anders"),
            imap_host="localhost",
            imap_security="none",
            **provider.settings,
        )
        with dovecot_running(introspection=provider.address("introspect")) as server:
            box.imap_port = server.port
            fine, said = told(box)
        forget_token(box)

    assert fine == 3
    assert "toestemming" in said


def test_dovecot_that_knows_no_tokens_is_told():
    with oauth_server() as provider, dovecot_running() as server:
        box = incoming(
            server,
            auth="oauth2",
            provider="microsoft",
            refresh_token=provider.grant(SERVICE),
            **provider.settings,
        )
        fine, said = told(box)
        forget_token(box)

    assert fine == 3
    assert "kent OAuth 2 niet" in said


@pytest.fixture
def postfix(authority):
    """Postfix that has Dovecot look at passwords, and lets nobody send as somebody else."""
    port = free_port()
    shown = authority.shown()
    settings = {
        "smtpd_sasl_auth_enable": "yes",
        "smtpd_sasl_type": "dovecot",
        "smtpd_sasl_path": f"inet:127.0.0.1:{port}",
        "smtpd_sasl_security_options": "noanonymous",
        "smtpd_sender_login_maps": f"inline:{{ {{ {SERVICE} = service }} }}",
        "smtpd_sender_restrictions": "reject_sender_login_mismatch",
        "smtpd_tls_security_level": "may",
        "smtpd_tls_cert_file": shown.certificate,
        "smtpd_tls_key_file": shown.key,
    }
    with (
        dovecot_running(more=LETS_OTHERS_ASK.format(port=port)) as _dovecot,
        postfix_running("service", "balie", **settings) as server,
    ):
        wait_until(lambda: is_listening(port), what="Dovecot's answer about passwords")
        yield server


def test_postfix_lets_the_mailbox_send_over_a_private_line(postfix):
    (trial,) = try_mailbox(outgoing(postfix, smtp_security="starttls"))

    assert trial.is_fine, trial
    assert "Ingelogd als service" in trial.steps[3].words
    assert postfix.mails("service") == []


def test_wrong_password_at_postfix_is_told(postfix):
    fine, said = told(outgoing(postfix, secret="fout"))

    assert fine == 3
    assert "wachtwoord niet aan" in said


def test_postfix_that_does_not_let_us_send_as_somebody_else_is_told(postfix):
    fine, said = told(outgoing(postfix, smtp_user="balie"))

    assert fine == 4
    assert f"niet versturen namens {SERVICE}" in said


def test_postfix_asked_for_tls_at_once_is_told(postfix):
    fine, said = told(outgoing(postfix, smtp_security="tls"))

    assert fine == 2
    assert "STARTTLS" in said


def test_postfix_without_passwords_needs_no_sign_in():
    with postfix_running("service") as server:
        (trial,) = try_mailbox(outgoing(server))

    assert trial.is_fine, trial
    assert "vraagt geen wachtwoord" in trial.steps[3].words


def test_postfix_that_does_not_know_the_mailbox_is_told():
    with postfix_running("balie") as server:
        fine, said = told(outgoing(server, smtp_user=""))

    assert fine == 4
    assert f"kent {SERVICE} niet" in said
