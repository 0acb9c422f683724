"""A server that says what the test wants, line by line, with or without TLS."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[[str], str]
HANG = "hang"


@dataclass
class Talk:
    """What it says: a greeting, and an answer to each line. `HANG` says nothing more."""

    greeting: str
    answer: Answer
    tls: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    heard: list[str] = field(default_factory=list)
    port: int = 0
    ended: threading.Event = field(default_factory=threading.Event)


class _Session(socketserver.BaseRequestHandler):
    def handle(self):
        with suppress(OSError):
            self._talk(self.server.talk)

    def _talk(self, talk):
        line = self.request
        if talk.tls is not None:
            line = talk.tls.wrap_socket(line, server_side=True)
        goes_on = self._say(line, talk.greeting)
        while goes_on and (heard := self._line(line)):
            talk.heard.append(heard)
            said = talk.answer(heard)
            goes_on = self._say(line, said)
            if goes_on and talk.starttls is not None and "STARTTLS" in heard.upper():
                line = talk.starttls.wrap_socket(line, server_side=True)

    def _line(self, line):
        heard = b""
        while not heard.endswith(b"\n"):
            if not (more := line.recv(1)):
                return ""
            heard += more
        return heard.decode("utf-8", "replace").strip()

    def _say(self, line, words):
        if words == HANG:
            self.server.talk.ended.wait(60)
            return False
        if words:
            line.sendall(words.replace("\n", "\r\n").encode() + b"\r\n")
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


@contextmanager
def talking(greeting: str, answer: Answer, **tls) -> Iterator[Talk]:
    """A server that talks; `tls` wraps the line at once, `starttls` when it is asked to."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.talk = Talk(greeting, answer, port=server.server_address[1], **tls)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.talk
        finally:
            server.talk.ended.set()
            server.shutdown()
            thread.join()


def imap(says: dict[str, str] | None = None, *, features: str = "IMAP4rev1 QUOTA") -> Answer:
    """How an IMAP server answers, but for the commands in `says`: NO or BAD with these words."""

    def answer(heard: str) -> str:
        tag, command, *_rest = [*heard.split(), "", ""]
        command = command.upper()
        if command in (says or {}):
            said = (says or {})[command]
            return said if said == HANG else f"{tag} {said}"
        before = {
            "CAPABILITY": f"* CAPABILITY {features}\n",
            "EXAMINE": "* 3 EXISTS\n* OK [UIDVALIDITY 7]\n* OK [UIDNEXT 4]\n",
            "GETQUOTAROOT": '* QUOTAROOT INBOX ""\n* QUOTA "" (STORAGE 10 100)\n',
            "LOGOUT": "* BYE dag\n",
        }.get(command, "")
        return f"{before}{tag} OK gedaan"

    return answer
