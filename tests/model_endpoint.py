"""A real chat completions endpoint on this machine, which answers as a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Stub"], None]
CALM = {
    "anger": 0, "emotion": "neutral", "abuse": [], "target": "none", "intent": "none",
    "crisis": False, "evidence": [],
}  # fmt: skip


class Stub(BaseHTTPRequestHandler):
    """One question; the server remembers it before it answers."""

    server: "Endpoint"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.questions.append(json.loads(self.rfile.read(length)))
        self.server.keys.append(self.headers["Authorization"])
        self.server.answer(self)

    def do_GET(self) -> None:
        self.server.strayed = True
        self.send(b"{}")

    def send(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Tests are quiet."""


class Endpoint(ThreadingHTTPServer):
    """The server, with what it was asked and how it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Stub)
        self.questions: list[dict] = []
        self.keys: list[str | None] = []
        self.strayed = False
        self.answer: Answer = saying(CALM)
        self.released = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def sent(self) -> dict:
        """What the last question said about the message."""
        return json.loads(self.questions[-1]["messages"][-1]["content"])

    def handle_error(self, request: object, client_address: object) -> None:
        """Who asked has gone: that is what some tests are about."""


def saying(words: object) -> Answer:
    """Answer as a model does: with an object as JSON, or with these words."""
    content = words if isinstance(words, str) else json.dumps(words)
    body = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})
    return lambda stub: stub.send(body.encode())


def sending(body: bytes, *, status: int = 200, **headers: str) -> Answer:
    """Answer with exactly this."""
    return lambda stub: stub.send(body, status=status, **headers)


def silent(stub: Stub) -> None:
    """Do not answer until the test is over."""
    stub.server.released.wait()


def dripping(stub: Stub) -> None:
    """Answer for ever, a bit at a time, each well in time."""
    stub.send_response(200)
    stub.end_headers()
    while not stub.server.released.wait(0.02):
        stub.wfile.write(b" ")
        stub.wfile.flush()


def dripping_head(stub: Stub) -> None:
    """Begin to answer for ever: every line of the head well in time."""
    stub.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not stub.server.released.wait(0.02):
        stub.wfile.write(b"X-More: yes\r\n")
        stub.wfile.flush()


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """An endpoint as long as the test needs one."""
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
