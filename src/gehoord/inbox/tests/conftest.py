import html
import re
from uuid import uuid4

import pytest

from gehoord.cases.models import Message
from gehoord.channels.email.tests.arriving import ADDRESS, come_in
from gehoord.channels.email.tests.letters import letter
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox
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


@pytest.fixture
def mailbox(team):
    return make_outgoing_mailbox(team=team, address=ADDRESS)


@pytest.fixture
def mail(mailbox):
    """A customer's mail with her sister in the copy, and a quotation under it."""
    text = "De lamp is stuk.\n\nOp 3 nov 2026 om 10:00 schreef Winkel <s@w.example>:\n> Gaat het?\n"
    return come_in(letter(text, cc="Zus Verhoeven <zus@klant.example>")).message
