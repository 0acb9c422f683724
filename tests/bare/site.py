"""A running bare site, for the tests of `live` and `jobs`."""

import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.services import environment, free_port, gehoord, make_tables, running, wait_until


class Stream:
    """A browser's end of a live stream."""

    def __init__(self, port: int, path: str, *, origin: str = "", within_s: float = 10):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=within_s)
        own = f"Origin: {origin}\r\n" if origin else ""
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{own}\r\n".encode())
        self.text = b""
        self.head = self._up_to(b"\r\n\r\n").decode().lower()
        self.status = int(self.head.split()[1])

    def _up_to(self, mark: bytes) -> bytes:
        while mark not in self.text:
            more = self.socket.recv(65536)
            if not more:
                raise EOFError
            self.text += more
        found, self.text = self.text.split(mark, 1)
        return found

    def heard(self) -> str:
        """The next topic, or "again"; comments and the chunk lengths around them are left out."""
        while True:
            lines = self._up_to(b"\n\n").decode().splitlines()
            for line in lines:
                if line.startswith("data: "):
                    return line.removeprefix("data: ")

    def heard_up_to(self, topic: str) -> list[str]:
        """Everything heard up to and with a topic."""
        heard = [self.heard()]
        while heard[-1] != topic:
            heard.append(self.heard())
        return heard

    def is_ended(self) -> bool:
        """Whether the server ends the stream, after what it still had to say."""
        try:
            while True:
                self.heard()
        except EOFError:
            return True
        except TimeoutError:
            return False

    def close(self):
        self.socket.close()


class Site:
    """The address of a running bare site and what a test wants from it."""

    def __init__(self, port: int, settings: dict[str, str]):
        self.port = port
        self.environment = settings
        self.streams: list[Stream] = []

    def post(self, path: str, **query: str) -> None:
        address = f"http://127.0.0.1:{self.port}/{path}?{urlencode(query)}"
        with urlopen(Request(address, data=b"", method="POST"), timeout=20) as answer:
            answer.read()

    def state(self) -> dict:
        with urlopen(f"http://127.0.0.1:{self.port}/state", timeout=20) as answer:
            return json.load(answer)

    def state_or_none(self) -> dict | None:
        """The state, or None while the web process is away."""
        try:
            return self.state()
        except OSError:
            return None

    def stream(self, name: str, path: str = "/live", **options) -> Stream:
        stream = Stream(self.port, f"{path}?name={name}", **options)
        self.streams.append(stream)
        return stream

    def listener(self, name: str, audiences: str) -> Stream:
        """A stream of a guest whom the door lets in, after its first "again"."""
        self.post("guests", name=name, audiences=audiences)
        stream = self.stream(name)
        assert stream.heard() == "again"
        return stream

    def process(self, *words: str):
        """Another `gehoord` process of this site."""
        return running(gehoord(*words), env=self.environment)


@contextlib.contextmanager
def bare_site(data: Path, *words: str, output=None, **settings: str) -> Iterator[Site]:
    """A bare site with its database made, running `gehoord <words> --port …`."""
    data.mkdir(exist_ok=True)
    env = environment(data, DJANGO_SETTINGS_MODULE="tests.bare.settings", **settings)
    make_tables(env)
    port = free_port()
    site = Site(port, env)
    with running(gehoord(*words, "--port", str(port)), env=env, stdout=output) as process:
        site.main = process
        wait_until(site.state_or_none, what="the site")
        yield site
        for stream in site.streams:
            stream.close()
