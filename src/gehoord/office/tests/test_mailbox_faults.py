"""Everything that can be wrong with a mail server is told in one sentence, and what to do in one more."""

from datetime import timedelta

import pytest

from gehoord.channels.email.tests.lying_server import lying_server
from gehoord.office import mailbox_looking, mailbox_trying
from gehoord.office.mailbox_trying import try_mailbox
from gehoord.office.tests.talking_server import HANG, imap, talking
from gehoord.office.tests.trials import HELLO, box_at, is_two_sentences, told
from tests.certificates import Authority

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def authority(tmp_path, settings):
    """An authority we trust."""
    authority = Authority(tmp_path)
    settings.GEHOORD_MAIL_CA = str(authority.file)
    return authority


@pytest.fixture
def impatient(monkeypatch):
    for place, name in ((mailbox_looking, "PATIENCE_S"), (mailbox_looking, "LOOK_S")):
        monkeypatch.setattr(place, name, 0.3)
    monkeypatch.setattr(mailbox_trying, "TRIAL_S", 0.5)
    monkeypatch.setattr(mailbox_trying, "SLOW_S", 0.5)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (lambda by: by.shown("mail.elders.example"), "Het is voor: mail.elders.example."),
        (lambda by: by.shown(since=-9 * DAY, until=-DAY), "is te oud"),
        (lambda by: by.shown(since=DAY, until=9 * DAY), "klok"),
        (lambda by: by.self_signed(), "GEHOORD_MAIL_CA"),
    ],
    ids=["other name", "expired", "not yet", "self-signed"],
)
@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("kind", ["imap", "smtp"])
def test_wrong_certificate_is_told(authority, shown, words, security, kind):
    context = shown(authority).context
    wraps = {"tls" if security == "tls" else "starttls": context}
    hello, answer = (HELLO, imap(features="IMAP4rev1 STARTTLS")) if kind == "imap" else SMTP
    with talking(hello, answer, **wraps) as server:
        fine, said = told(box_at(server.port, kind=kind, security=security, host="localhost"))

    assert fine == 2
    assert words in said
    assert is_two_sentences(said)


def smtp(heard):
    return "250-hier\n250 STARTTLS" if heard.upper().startswith("EHLO") else "220 ga je gang"


SMTP = ("220 hier is SMTP", smtp)


def test_right_certificate_of_an_own_authority_is_taken(authority):
    with talking(HELLO, imap(), tls=authority.shown().context) as server:
        (trial,) = try_mailbox(box_at(server.port, security="tls", host="localhost"))

    assert trial.is_fine, trial


@pytest.mark.parametrize(
    ("greeting", "kind", "words"),
    [
        ("220 mx.winkel.example ESMTP", "imap", "uitgaande mail"),
        ("+OK POP3 klaar", "imap", "POP3"),
        ("HTTP/1.1 400 Bad Request", "imap", "geen mailserver"),
        ("* OK IMAP4rev1", "smtp", "inkomende mail"),
        ("SSH-2.0-OpenSSH_9.2", "smtp", "geen mailserver"),
    ],
)
def test_other_server_on_that_port_is_recognised(greeting, kind, words):
    with talking(greeting, lambda _heard: "") as server:
        fine, said = told(box_at(server.port, kind=kind))

    assert fine == 1
    assert words in said
    assert is_two_sentences(said)


@pytest.mark.parametrize(("kind", "greeting"), [("imap", HELLO), ("smtp", "220 hier is SMTP")])
def test_plain_words_on_a_port_for_tls_are_told(impatient, kind, greeting):
    with talking(greeting, imap()) as server:
        fine, said = told(box_at(server.port, kind=kind, security="tls"))

    assert fine == 2
    assert "STARTTLS" in said


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_tls_on_a_port_for_plain_words_is_told(impatient, authority, security):
    with talking(HELLO, imap(), tls=authority.shown().context) as server:
        fine, said = told(box_at(server.port, security=security, host="localhost"))

    assert fine == 2
    assert "TLS" in said
    assert is_two_sentences(said)


def test_missing_starttls_is_told():
    with talking(HELLO, imap()) as server:
        fine, said = told(box_at(server.port, security="starttls"))

    assert fine == 2
    assert "993" in said


@pytest.mark.parametrize("kind", ["imap", "smtp"])
def test_server_that_says_nothing_is_told(impatient, kind):
    with talking(HANG, lambda _heard: "") as server:
        fine, said = told(box_at(server.port, kind=kind))

    assert fine == 1
    assert "zegt niets" in said


def test_server_that_hangs_while_we_sign_in_is_told(impatient):
    with talking(HELLO, imap({"LOGIN": HANG})) as server:
        fine, said = told(box_at(server.port))

    assert fine == 3
    assert "te lang wachten" in said


def test_server_for_outgoing_mail_that_hangs_while_we_sign_in_is_told(impatient):
    with lying_server(auth="hang", features=("AUTH PLAIN",)) as server:
        fine, said = told(box_at(server.port, kind="smtp", smtp_user="jan"))

    assert fine == 3
    assert "te lang wachten" in said


@pytest.mark.parametrize(
    ("no", "words"),
    [
        ("NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "wachtwoord niet aan"),
        ("NO [ALERT] Application-specific password required: https://x", "app-wachtwoord"),
        ("NO [ALERT] Your account is not enabled for IMAP use.", "IMAP staat uit"),
        ("NO [WEBALERT https://x] Web login required.", "in een browser"),
        ("NO [PRIVACYREQUIRED] Plaintext authentication disallowed", "Kies STARTTLS of TLS"),
        ("NO [EXPIRED] Password expired", "te oud"),
        ("NO [LIMIT] Too many simultaneous connections. (Failure)", "te veel verbindingen"),
        ("NO [UNAVAILABLE] Temporary authentication failure.", "probeert het vanzelf opnieuw"),
        ("NO [CONTACTADMIN] Account is locked", "mailbeheerder"),
        ("BAD Unknown {0} %s", "wachtwoord niet aan"),
    ],
)
def test_reason_why_we_may_not_sign_in_is_told(no, words):
    with talking(HELLO, imap({"LOGIN": no})) as server:
        fine, said = told(box_at(server.port))

    assert fine == 3
    assert words in said
    assert is_two_sentences(said)


@pytest.mark.parametrize(
    ("no", "words"),
    [
        ("535 5.7.8 Error: authentication failed", "wachtwoord niet aan"),
        ("534 5.7.9 Application-specific password required.", "app-wachtwoord"),
        ("535 5.7.139 SmtpClientAuthentication is disabled for the Mailbox.", "SMTP staat uit"),
        ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "OAuth 2"),
        ("530 5.7.0 Must issue a STARTTLS command first", "Kies STARTTLS of TLS"),
        ("454 4.7.0 Too many login attempts, please try again later.", "een uur"),
        ("421 4.3.0 Try again later", "vanzelf opnieuw"),
        ("504 5.5.4 Unrecognized authentication type", "neemt zo geen wachtwoord"),
    ],
)
def test_reason_why_we_may_not_sign_in_to_send_is_told(no, words):
    with lying_server(auth=no, features=("AUTH PLAIN",)) as server:
        fine, said = told(box_at(server.port, kind="smtp", smtp_user="jan"))

    assert fine == 3
    assert words in said
    assert no[:3] in said


@pytest.mark.parametrize(
    ("manners", "words"),
    [
        (
            {"sender": "550 5.7.60 Client does not have permissions to send as this sender"},
            "namens",
        ),
        ({"sender": "530 5.7.1 Authentication required"}, "Log in om te versturen"),
        ({"own": "553 5.7.1 Sender address rejected: not owned by user jan"}, "namens"),
        ({"own": "554 5.7.1 Relay access denied"}, "Log in om te versturen"),
        ({"own": "552 5.2.2 Mailbox is full"}, "vol"),
        ({"own": "550 5.1.1 User unknown"}, "kent service@winkel.example niet"),
    ],
)
def test_reason_why_this_mailbox_may_not_send_is_told(manners, words):
    own = manners.pop("own", None)
    with lying_server(
        recipients={"service@winkel.example": own} if own else {}, **manners
    ) as server:
        fine, said = told(box_at(server.port, kind="smtp"))

    assert fine == 4
    assert words in said
    assert server.letters == []


def test_greylisting_is_no_fault():
    with lying_server(recipients={"service@winkel.example": "450 4.2.0 Greylisted"}) as server:
        (trial,) = try_mailbox(box_at(server.port, kind="smtp"))

    assert trial.is_fine


@pytest.mark.parametrize(
    ("used", "state", "words"),
    [
        ("10 100", "fine", "10 % vol"),
        ("95 100", "care", "95 % vol"),
        ("100 100", "wrong", "is vol"),
    ],
)
def test_full_mailbox_is_told_before_customers_get_their_mail_back(used, state, words):
    says = imap()

    def answer(heard):
        return says(heard).replace("STORAGE 10 100", f"STORAGE {used}")

    with talking(HELLO, answer) as server:
        (trial,) = try_mailbox(box_at(server.port))

    assert trial.steps[-1].state == state
    assert words in trial.steps[-1].words
