"""Places outside that lie, send us on or never stop talking: the call for help goes on."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.limits import outside
from gehoord.limits.actions import ask_for_help, take_over
from gehoord.limits.models import HelpRequest, OutsideAlert
from gehoord.limits.tasks import move_calls_on, send_alerts
from tests.factories import make_agent, make_case, make_team
from tests.services import free_port

pytestmark = pytest.mark.django_db(transaction=True)
SECRETS = ("Noor", "Haan", "Sanne", "Fatma", "Yildiz", "Wonen", "vinden", "agent")


class Place(BaseHTTPRequestHandler):
    """A place that does what `how` says; `inside` is an address it would like us to call."""

    how, inside = "lies", ""
    heard: list[str] = []
    over = threading.Event()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.heard.append(f"{self.path} {self.headers} {body}")
        getattr(self, self.how)()

    def do_GET(self):
        self.heard.append(f"{self.path} {self.headers}")
        self.lies()

    def lies(self):
        self.send_response(200)
        self.end_headers()

    def refuses(self):
        self.send_response(500)
        self.end_headers()

    def sends_on(self):
        self.send_response(307)
        self.send_header("Location", self.inside)
        self.end_headers()

    def never_ends(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while not self.over.wait(0.1):
            self.wfile.write(b".")
            self.wfile.flush()

    def log_message(self, *words):
        pass


@pytest.fixture
def places():
    """Makes places; each is its address."""
    servers = []
    Place.over.clear()

    def make(how: str, *, inside: str = "") -> str:
        kind = type("Place", (Place,), {"how": how, "inside": inside, "heard": []})
        server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
        server.daemon_threads = True
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        make.heard[how] = kind.heard
        return f"json://127.0.0.1:{server.server_port}/"

    make.heard = {}
    yield make
    Place.over.set()
    for server in servers:
        server.shutdown()


@pytest.fixture
def noor():
    team = make_team(name="Team Wonen")
    make_agent(team=team, name="Sanne Vos", roles=[Role.LEAD])
    return make_agent(team=team, name="Noor Haan")


def ask(noor):
    case = make_case(team=noor.teams.get(), name="Fatma Yildiz", text="Ik weet je te vinden.")
    return ask_for_help(by=noor, case=case)


def test_a_place_that_sends_us_on_is_not_followed(noor, places, settings):
    inside = places("lies").replace("json", "http") + "latest/meta-data"
    settings.GEHOORD_HELP_ALERTS = [places("sends_on", inside=inside)]

    ask(noor)

    assert places.heard["sends_on"]
    assert places.heard["lies"] == []
    assert OutsideAlert.objects.get().next_attempt_at is not None


def test_a_place_that_never_ends_its_answer_holds_nobody_up(noor, places, settings, monkeypatch):
    monkeypatch.setattr(outside, "LONGEST_S", 1.0)
    settings.GEHOORD_HELP_ALERTS = [places("never_ends"), places("lies")]
    boss = make_agent(name="Bram Baas", roles=[Role.MANAGER])
    began = time.monotonic()

    call = ask(noor)
    HelpRequest.objects.update(
        asked_at=timezone.now() - timedelta(minutes=4), next_attempt_at=timezone.now()
    )
    move_calls_on()

    assert time.monotonic() - began < 20
    assert places.heard["lies"]
    assert boss in call.called.all()
    take_over(call=call, by=boss)
    assert HelpRequest.objects.get().helper == boss


@pytest.mark.parametrize("how", ["lies", "refuses", "sends_on"])
def test_nothing_of_anybody_is_in_what_a_place_hears(noor, places, settings, how):
    settings.GEHOORD_HELP_ALERTS = [places(how, inside=f"http://127.0.0.1:{free_port()}/")]

    ask(noor)
    OutsideAlert.objects.exclude(next_attempt_at=None).update(next_attempt_at=timezone.now())
    send_alerts()

    assert places.heard[how]
    for heard in places.heard[how]:
        for secret in SECRETS:
            assert secret not in heard.replace("User-Agent", "")


def test_many_calls_to_a_dead_place_leave_the_help_page_at_once(noor, settings):
    settings.GEHOORD_HELP_ALERTS = [f"json://127.0.0.1:{free_port()}/"] * 2
    settings.GEHOORD_NUDGES = "off"
    began = time.monotonic()

    call = ask(noor)

    assert time.monotonic() - began < 2
    assert call.called.exists()
    # The same address twice is one place.
    assert OutsideAlert.objects.count() == 1
