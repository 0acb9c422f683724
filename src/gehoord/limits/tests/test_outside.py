"""Signs to Slack, Teams and the like: they say nothing, and their failures hold up nobody."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.limits.actions import ask_for_help, join
from gehoord.limits.models import HelpRequest, OutsideAlert
from gehoord.limits.outside import MOST_ATTEMPTS
from gehoord.limits.tasks import move_calls_on, send_alerts
from tests.factories import make_agent, make_case, make_team
from tests.services import free_port

pytestmark = pytest.mark.django_db(transaction=True)


class Place(BaseHTTPRequestHandler):
    """A place that listens, as the server of a chat would."""

    heard: list[str] = []

    def do_POST(self):
        self.heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *words):
        pass


@pytest.fixture
def place():
    """The address of a place that listens; what it heard is in `Place.heard`."""
    Place.heard = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Place)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def noor():
    team = make_team(name="Team Wonen")
    make_agent(team=team, name="Sanne Vos", roles=[Role.LEAD])
    return make_agent(team=team, name="Noor Haan")


def ask(noor):
    case = make_case(team=noor.teams.get(), name="Fatma Yildiz", text="Ik weet je te vinden.")
    return ask_for_help(by=noor, case=case)


def test_place_hears_that_somebody_asks_for_help_and_nothing_about_anybody(noor, place, settings):
    settings.GEHOORD_HELP_ALERTS = [place]

    call = ask(noor)

    [heard] = Place.heard
    said = json.loads(heard)
    assert said["title"] == "Iemand vraagt hulp. Open Gehoord."
    assert said["message"] == f"{settings.GEHOORD_URL}/help/"
    for secret in ("Noor", "Haan", "Sanne", "Fatma", "Yildiz", "Wonen", "vinden", f"/{call.pk}"):
        assert secret not in said["title"] + said["message"]


def test_place_that_does_not_answer_delays_neither_the_call_nor_the_other_places(
    noor, place, settings
):
    settings.GEHOORD_HELP_ALERTS = [f"json://127.0.0.1:{free_port()}/", "nergens://", place]
    boss = make_agent(name="Bram Baas", roles=[Role.MANAGER])

    call = ask(noor)
    HelpRequest.objects.update(
        asked_at=timezone.now() - timedelta(minutes=4), next_attempt_at=timezone.now()
    )
    move_calls_on()

    # At once, and again when the rings went on.
    assert len(Place.heard) >= 2
    assert boss in call.called.all()


def test_place_is_tried_a_few_times_and_then_left(noor, settings):
    settings.GEHOORD_HELP_ALERTS = [f"json://127.0.0.1:{free_port()}/"]
    ask(noor)

    for _time in range(MOST_ATTEMPTS + 1):
        OutsideAlert.objects.exclude(next_attempt_at=None).update(next_attempt_at=timezone.now())
        send_alerts()

    alert = OutsideAlert.objects.get()
    assert (alert.attempts, alert.next_attempt_at) == (MOST_ATTEMPTS, None)


def test_call_that_was_answered_meanwhile_is_not_told_outside(noor, place, settings):
    settings.GEHOORD_NUDGES = "off"
    settings.GEHOORD_HELP_ALERTS = [place]
    call = ask(noor)
    join(call=call, by=call.called.get())

    send_alerts()

    assert Place.heard == []


def test_rows_hold_no_secret_of_the_settings(noor, place, settings):
    settings.GEHOORD_HELP_ALERTS = [place.replace("json://", "json://gebruiker:geheim@")]

    ask(noor)

    assert "geheim" not in str(list(OutsideAlert.objects.values()))
