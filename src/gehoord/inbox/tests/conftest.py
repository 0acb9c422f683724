import pytest

from tests.factories import make_agent, make_team


@pytest.fixture
def team():
    return make_team(name="Team Wonen")


@pytest.fixture
def noor(team):
    return make_agent(team=team, name="Noor Haan")


@pytest.fixture
def signed_in(client, noor):
    client.force_login(noor)
    return client
