"""A permission that a mail server does not take is told, with the right it lacks where that is known."""

import pytest

from gehoord.channels.email.oauth import forget_token
from gehoord.office.tests.talking_server import imap, talking
from gehoord.office.tests.trials import HELLO, box_at, is_two_sentences, told
from tests.oauth_server import oauth_server

pytestmark = pytest.mark.django_db


def test_mailbox_that_stays_shut_after_signing_in_is_told():
    says = {"EXAMINE": "BAD User is authenticated but not connected."}
    with talking(HELLO, imap(says)) as server:
        fine, said = told(box_at(server.port))

    assert fine == 4
    assert "deze mailbox blijft dicht" in said


@pytest.mark.parametrize(
    ("auth", "words"), [("oauth2", "neemt de toestemming niet aan"), ("app", "Exchange")]
)
def test_refused_permission_is_told(auth, words):
    with oauth_server() as provider, talking(HELLO, imap({"AUTHENTICATE": "NO nee"})) as server:
        box = box_at(
            server.port,
            auth=auth,
            provider="microsoft",
            refresh_token=provider.grant("service@winkel.example"),
            **provider.settings,
        )
        fine, said = told(box)
        forget_token(box)

    assert fine == 3
    assert words in said


@pytest.mark.parametrize(
    ("auth", "rights", "lacks"),
    [
        ("oauth2", {"scp": "SMTP.Send"}, "IMAP.AccessAsUser.All"),
        ("app", {"roles": ["SMTP.SendAsApp"]}, "IMAP.AccessAsApp"),
        ("app", {}, "IMAP.AccessAsApp"),
        ("app", {"roles": ["IMAP.AccessAsApp"]}, "Exchange"),
    ],
)
def test_right_that_the_permission_does_not_hold_is_named(auth, rights, lacks):
    with oauth_server() as provider, talking(HELLO, imap({"AUTHENTICATE": "NO nee"})) as server:
        provider.rights = rights
        box = box_at(
            server.port,
            auth=auth,
            provider="microsoft",
            refresh_token=provider.grant("service@winkel.example"),
            **provider.settings,
        )
        fine, said = told(box)
        forget_token(box)

    assert fine == 3
    assert lacks in said
    assert is_two_sentences(said)
