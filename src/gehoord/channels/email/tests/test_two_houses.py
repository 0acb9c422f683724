"""Two Gehoords that answer each other by themselves come to an end, also on a line that lies."""

import contextlib
import smtplib
import threading
from email.message import EmailMessage
from itertools import count

import pytest

from gehoord.channels.email.confirming import MOST_ALIKE
from gehoord.channels.email.reading import read_mail
from gehoord.channels.email.tests.houses import world
from tests.services import wait_until

pytestmark = pytest.mark.services
SIGNS = "Auto-Submitted|X-Auto-Response-Suppress|Precedence|In-Reply-To|References"
LYING = {
    "header_checks": (
        f"regexp:{{ {{/^({SIGNS}):/ IGNORE}} {{/^Subject:/ REPLACE Subject: Een bericht}} }}"
    ),
    "smtpd_command_filter": (
        "regexp:{ {/^MAIL FROM:<>(.*)$$/ MAIL FROM:<iemand@elders.example>$$1} }"
    ),
}
"""A mail server on the way that hides every sign that a program wrote a mail, and what it answers."""


def test_two_houses_that_confirm_each_others_mail_come_to_an_end(tmp_path):
    with world(tmp_path, "a", "b") as place:
        a, b = place.houses.values()
        a.ask("write", to=b.address, text="Waar blijft onze bestelling?")
        here, there = place.at_rest().values()

        assert (here["confirmed"], there["confirmed"]) == (0, 1), (here, there)
        assert (here["cases"], there["cases"]) == (1, 1)
        assert [each[:2] for each in here["messages"]] == [
            ["person", "to_customer"],
            ["machine", "from_customer"],
        ]

        b.ask("answer", text="Die komt morgen.")
        here, there = place.at_rest().values()

    assert (here["confirmed"], there["confirmed"]) == (0, 1), (here, there)
    assert here["messages"][-1][:2] == ["person", "from_customer"]
    assert "Die komt morgen." in here["messages"][-1][2]
    assert here["set_aside"] == there["set_aside"] == 0


def test_two_houses_on_a_line_that_hides_all_signs_come_to_an_end(tmp_path):
    with world(tmp_path, "a", "b", **LYING) as place:
        a, b = place.houses.values()
        a.ask("write", to=b.address, text="Waar blijft onze bestelling?")
        here, there = place.at_rest().values()

    assert (here["stored"], there["stored"]) == (1, 2)
    assert (here["confirmed"], there["confirmed"]) == (1, 1), (here, there)
    assert "24 uur" in there["told"][-1]


@contextlib.contextmanager
def robot(place):
    """Answers every mail at once, as a person would, each time from another address."""
    ended, numbers = threading.Event(), count(1)
    answered = set()

    def answer(path):
        got = read_mail(path.read_bytes())
        mail = EmailMessage()
        mail["From"] = f"Robot <zaak-{next(numbers)}@robot.example>"
        mail["To"], mail["Subject"] = got.from_email, f"Vraag {next(numbers)}"
        mail["Message-ID"] = f"<{next(numbers)}.x@robot.example>"
        mail.set_content("Dank voor uw bericht.")
        with smtplib.SMTP("127.0.0.1", place.smtp_port) as server:
            server.send_message(mail)

    def run():
        while not ended.wait(0.05):
            for path in set((place.boxes / "robot").glob("new/*")) - answered:
                answered.add(path)
                answer(path)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield answered
    ended.set()
    thread.join()


def test_a_robot_with_ever_other_addresses_comes_to_an_end_and_the_agent_is_told(tmp_path):
    with world(tmp_path, "a") as place, robot(place) as answered:
        (a,) = place.houses.values()
        a.ask("write", to="bestel@robot.example", text="Waar blijft onze bestelling?")

        wait_until(
            lambda: len(answered) == place.at_rest()["a"]["stored"],
            what="the robot's last answer",
            within_s=120,
        )
        here = place.at_rest()["a"]

    assert here["confirmed"] == MOST_ALIKE
    assert here["stored"] == MOST_ALIKE + 1
    assert "programma" in here["told"][-1]
