"""A mail server that hangs holds up no letter for another server, and no chat."""

import subprocess

import pytest

from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.sending.outbox import AT_ONCE, Place, Slots
from gehoord.channels.email.tests.lying_server import lying_server
from gehoord.channels.email.tests.test_hanging import python
from tests.services import environment, gehoord, make_tables, running, wait_until

LETTERS = 20
"""More than there are threads for letters."""
SETTING_UP = """
import django; django.setup()
import sys
from uuid import uuid4
from gehoord.channels.email.sending.writing import send_mail
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox, receive_mail
from tests.factories import make_agent, make_house
make_house(undo_seconds=0)
for name, port, letters in (("dood", sys.argv[1], int(sys.argv[3])), ("goed", sys.argv[2], 1)):
    box = make_outgoing_mailbox(address=f"{name}@winkel.example", port=int(port))
    agent = make_agent(team=box.team)
    for number in range(letters):
        message = receive_mail(box, sender=f"{name}{number}@klant.example")
        send_mail(case=message.case, author=agent, text="Hallo", submission=uuid4())
"""
BESIDES = """
import django; django.setup()
from tests.factories import make_agent, make_case, make_reply, make_team
team = make_team(name="Chat")
make_reply(case=make_case(team=team), author=make_agent(team=team))
"""
SENT = """
import django; django.setup()
from gehoord.cases.models import Message
sent = Message.objects.to_customers().filter(delivery="sent")
print(*sent.values_list("conversation__channel", flat=True))
"""


@pytest.fixture
def house(tmp_path):
    env = environment(tmp_path, DJANGO_SETTINGS_MODULE="gehoord.config.settings")
    make_tables(env)
    return env


@pytest.mark.services
def test_letters_at_a_server_that_hangs_hold_up_nothing_else(house, tmp_path):
    with lying_server(sender="hang") as dead, lying_server() as good:
        python(house, SETTING_UP, str(dead.port), str(good.port), str(LETTERS))
        python(house, BESIDES)
        with (
            (tmp_path / "output").open("w") as output,
            running(gehoord("work"), env=house, stdout=output, stderr=subprocess.STDOUT),
        ):
            wait_until(
                lambda: sorted(python(house, SENT)) == ["email", "webchat"], what="the others"
            )
            tried = [command for command in dead.commands if command.startswith("MAIL")]
            assert len(tried) <= AT_ONCE  # the first ones hang still

    assert len(good.letters) == 1


def test_a_server_has_so_many_slots_and_others_have_theirs():
    slots, here = Slots(most=2), Place("mx.example", 25)
    other = Place("mx.example", 587)
    with (
        slots.slot_at(here) as first,
        slots.slot_at(here) as second,
        slots.slot_at(here) as third,
        slots.slot_at(other) as elsewhere,
    ):
        assert (first, second, third, elsewhere) == (True, True, False, True)
    with slots.slot_at(here) as again, slots.slot_at(here) as once_more:
        assert again
        assert once_more


def test_a_letter_that_breaks_gives_its_slot_back():
    slots, here = Slots(most=1), Place.of(Mailbox(smtp_host="mx.example", smtp_port=25))
    with pytest.raises(ZeroDivisionError), slots.slot_at(here):
        raise ZeroDivisionError
    with slots.slot_at(here) as is_free:
        assert is_free
