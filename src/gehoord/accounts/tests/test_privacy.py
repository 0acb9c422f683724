import pytest

from gehoord.accounts.models import Role
from tests.factories import make_agent, make_case, make_team

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/cases/{}/",
        "/cases/{}/context/",
        "/account/me/",
        "/office/",
        "/office/agents/",
        "/nowhere/",
    ],
)
def test_page_of_somebody_signed_in_is_kept_nowhere(client, path):
    team = make_team()
    client.force_login(make_agent(team=team, roles=[Role.AGENT, Role.ADMIN]))
    page = client.get(path.format(make_case(team=team).pk))
    assert "no-store" in page["Cache-Control"]


def test_reply_that_was_refused_is_kept_nowhere(client):
    team = make_team()
    client.force_login(make_agent(team=team))
    page = client.post(f"/cases/{make_case(team=team).pk}/reply/", {"text": "Dag mevrouw"})
    assert page.status_code == 422
    assert "no-store" in page["Cache-Control"]
