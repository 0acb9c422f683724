"""Customers and agents in threads of their own, who keep at it while processes die under them."""

import json
import random
import re
import threading
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import uuid4

CSRF = "c" * 32


class Person(threading.Thread):
    """Somebody at a browser. Knows what was answered with success, and what was only tried."""

    def __init__(self, name: str, *, port: int, seed: int):
        super().__init__(name=name, daemon=True)
        self.port, self.chance = port, random.Random(seed)
        self.tried: list[str] = []
        self.accepted: list[str] = []
        self.trouble: list[str] = []
        self.is_done = threading.Event()

    def run(self):
        try:
            self.begin()
            while not self.is_done.wait(self.chance.uniform(*self.pause_s)):
                self.act()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
            self.trouble.append(repr(error))

    def begin(self):
        """Come in."""

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """One request over a connection of its own; status 0 if nobody answered."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request(method, path, body.encode(), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, HTTPException):
            return 0, ""
        finally:
            connection.close()

    def keep_asking(self, method: str, path: str, body: str = "", **headers: str):
        """The same request again and again until somebody answers it, as the pages' scripts do."""
        while True:
            status, content = self.ask(method, path, body, **headers)
            if status == 429:
                time.sleep(min(json.loads(content)["retry_after"], 5))
            elif 0 < status < 500:
                return status, content
            else:
                time.sleep(self.chance.uniform(0.1, 0.4))


class Visitor(Person):
    """A customer in the chat. Each message has a number of its own, the same at every try."""

    pause_s = (0.5, 3.0)

    def __init__(self, number: int, *, site: str, **options):
        super().__init__(f"visitor-{number}", **options)
        self.chat, self.ip = f"/chat/{site}/api", f"10.0.{number >> 8}.{number & 255}"
        self.token = ""

    def begin(self):
        _status, content = self.call("POST", "start")
        self.token = json.loads(content)["token"]

    def call(self, method: str, path: str, content: object = None):
        headers = {
            "Content-Type": "application/json",
            "Sec-Fetch-Site": "same-origin",
            "Authorization": f"Bearer {self.token}",
            "X-Forwarded-For": self.ip,
        }
        body = "" if content is None else json.dumps(content)
        return self.keep_asking(method, f"{self.chat}/{path}", body, **headers)

    def act(self):
        number = str(uuid4())
        self.tried.append(number)
        status, content = self.call(
            "POST", "messages", {"id": number, "text": f"Waar blijft mijn bestelling {number}?"}
        )
        if status == 200 and json.loads(content)["id"] == number:
            self.accepted.append(number)
        else:
            self.trouble.append(f"{status} {content}")

    def history(self) -> list[str]:
        """The numbers of everything the visitor sees, page by page back to the beginning."""
        seen: list[str] = []
        query = ""
        while True:
            _status, content = self.call("GET", f"messages{query}")
            shown = json.loads(content)
            seen = [message["id"] for message in shown["messages"]] + seen
            if not shown["has_earlier"]:
                return seen
            query = "?" + urlencode({"before": shown["messages"][0]["at"]})


class Agent(Person):
    """An agent who answers a case out of the list. Each reply has a number of its own."""

    pause_s = (0.2, 1.0)

    def __init__(self, number: int, *, session: str, **options):
        super().__init__(f"agent-{number}", **options)
        self.cookie = f"sessionid={session}; csrftoken={CSRF}"

    def act(self):
        _status, page = self.keep_asking("GET", "/?view=all", Cookie=self.cookie)
        cases = sorted(set(re.findall(r"/cases/(\d+)/", page)))
        if not cases:
            return
        number = str(uuid4())
        form = {
            "csrfmiddlewaretoken": CSRF,
            "submission": number,
            "confirmed": "on",
            "text": f"Ik zoek het voor u uit. Uw nummer is {number}.",
        }
        self.tried.append(number)
        status, _page = self.keep_asking(
            "POST",
            f"/cases/{self.chance.choice(cases)}/reply/",
            urlencode(form),
            **{"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"},
        )
        if status == 302:
            self.accepted.append(number)
        else:
            self.trouble.append(f"{status} {_page[:200]}")
