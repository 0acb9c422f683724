import pytest

from tests.factories import make_agent, make_case, make_reply

pytestmark = pytest.mark.django_db


def test_case_shows_the_customers_words_and_the_replies(signed_in, noor, team):
    case = make_case(team=team, text="Jullie liegen gewoon tegen me.")
    make_reply(case=case, author=noor, text="Ik zoek het uit.")

    page = signed_in.get(f"/cases/{case.pk}/").text

    assert "liegen gewoon tegen me" in page
    assert "Ik zoek het uit." in page


def test_case_of_another_team_does_not_exist(client, team):
    case = make_case(team=team)
    client.force_login(make_agent())

    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert client.post(f"/cases/{case.pk}/reply/", {"text": "x"}).status_code == 404
