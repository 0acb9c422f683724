"""A mailbox, its agent, and a thread in it."""

import pytest

from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.tests.arriving import ADDRESS, CUSTOMER, answered, come_in
from gehoord.channels.email.tests.letters import letter
from tests.factories import make_agent, make_team


@pytest.fixture
def post():
    return Mailbox.objects.create(address=ADDRESS, name="Winkel", team=make_team())


@pytest.fixture
def colleague(post):
    return make_agent(team=post.team)


@pytest.fixture
def sent(post, colleague):
    """Our answer to a customer's first mail, in which she put her sister in the copy."""
    first = come_in(letter("Stuk.", sender=CUSTOMER, cc="Zus <zus@klant.example>"))
    return answered(first.message.case, colleague)
