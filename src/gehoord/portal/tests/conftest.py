from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.test import Client

from gehoord.channels import registry
from gehoord.channels.delivery import deliver_due_replies
from gehoord.channels.inbound import read_due_inbound
from gehoord.portal.rates import counter
from tests.factories import make_agent, make_house, make_site, make_team

ORIGIN = "https://shop.example"


@pytest.fixture(autouse=True)
def _own_channels(monkeypatch):
    """A channel that a test adds is gone after it."""
    monkeypatch.setattr(registry, "_channels", dict(registry._channels))


class Widget:
    """The widget of one browser, as the server meets it."""

    def __init__(self, site, *, origin=ORIGIN, ip="203.0.113.7"):
        self.site, self.origin, self.ip, self.token = site, origin, ip, ""
        self.client = Client(enforce_csrf_checks=True)

    def ask(self, path, *, json_body=None, form=None, raw=None, method=""):
        headers = {"Origin": self.origin} if self.origin else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        url = f"/chat/{self.site.key}/api/{path}"
        options = {"headers": headers, "REMOTE_ADDR": self.ip}
        if form is not None:
            return self.client.post(url, form, **options)
        if raw is not None:
            return self.client.post(url, raw, content_type="application/json", **options)
        if json_body is not None:
            # As a browser writes it: halves of a character stand as \ud83d.
            return self.client.post(
                url, json.dumps(json_body), content_type="application/json", **options
            )
        return self.client.generic(method or "GET", url, **options)

    def start(self):
        self.token = self.ask("start", json_body={}).json()["token"]
        return self

    def write(self, text, *, number=None):
        return self.ask("messages", json_body={"id": str(number or uuid4()), "text": text})

    def history(self):
        return self.ask("messages").json()

    def texts(self):
        return [message["text"] for message in self.history()["messages"]]


@pytest.fixture(autouse=True)
def _nothing_counted_yet(shared_cache):
    counter().storage.reset()


@pytest.fixture
def site(db):
    make_house(undo_seconds=0)
    return make_site(team=make_team())


@pytest.fixture
def widget(site):
    return Widget(site).start()


@pytest.fixture
def agent(site):
    return make_agent(team=site.team)


@pytest.fixture
def read():
    return read_due_inbound


@pytest.fixture
def deliver():
    return deliver_due_replies
