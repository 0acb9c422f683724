import html
import re
from uuid import uuid4

import pytest

from gehoord.cases.models import Message
from tests.factories import make_agent, make_case, make_team


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


@pytest.fixture
def case(team):
    return make_case(team=team)


@pytest.fixture
def replies():
    """The replies there are now."""
    return lambda: list(Message.objects.to_customers())


@pytest.fixture
def stranger(client):
    """Signed in, but in another team."""
    client.force_login(make_agent(team=make_team()))
    return client


@pytest.fixture
def seen():
    """The words of a page as a person reads them, on one line."""

    def words(response):
        without = re.sub(r"<[^>]+>", " ", response.text)
        return " ".join(html.unescape(without).split())

    return words


@pytest.fixture
def writing():
    """What the composer sends; a new form each time."""

    def fields(text, **more):
        return {"text": text, "submission": str(uuid4()), "left": "", **more}

    return fields
