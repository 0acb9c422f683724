"""A mail server that misbehaves as the test wants: hangs, breaks off, refuses, is full."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Manners:
    """What the server says; None is the ordinary answer, and `drop` or `hang` says nothing."""

    greeting: str = "220 mx.leugen.example ESMTP"
    features: tuple[str, ...] = ("SIZE 40000000", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")
    auth: str | list[str] = "235 2.7.0 Ok"
    """Several are said one after the other."""
    sender: str = "250 2.1.0 Ok"
    recipients: dict[str, str] = field(default_factory=dict)
    data: str = "354 End data"
    end: list[str] = field(default_factory=list)
    """What it says after each letter, one after the other; then `250`."""
    keeps_letters_it_drops: bool = True


@dataclass
class LyingServer:
    port: int
    manners: Manners
    letters: list[tuple[list[str], bytes]] = field(default_factory=list)
    """Who it took each letter for, and what it got."""
    commands: list[str] = field(default_factory=list)


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        book = self.server.book
        try:
            self._talk(book, book.manners)
        except (ConnectionError, ValueError, OSError):
            return

    def _talk(self, book, manners):
        self.accepted = []
        goes_on = self._say(manners.greeting)
        while goes_on and (line := self.rfile.readline()):
            command = line.decode("utf-8", "replace").strip()
            book.commands.append(command)
            answer = getattr(self, f"_{command.lower()[:4].strip()}", self._other)
            goes_on = answer(book, manners, command)

    def _ehlo(self, book, manners, command):
        *first, last = ["mx.leugen.example", *manners.features]
        for each in first:
            self.wfile.write(f"250-{each}\r\n".encode())
        return self._say(f"250 {last}")

    def _auth(self, book, manners, command):
        return self._say(manners.auth if isinstance(manners.auth, str) else manners.auth.pop(0))

    def _mail(self, book, manners, command):
        self.accepted = []
        return self._say(manners.sender)

    def _rcpt(self, book, manners, command):
        address = command.partition("<")[2].partition(">")[0]
        answer = manners.recipients.get(address, "250 2.1.5 Ok")
        if answer.startswith("250"):
            self.accepted.append(address)
        return self._say(answer)

    def _data(self, book, manners, command):
        if not manners.data.startswith("354"):
            return self._say(manners.data)
        return self._say(manners.data) and self._letter(book, manners, self.accepted)

    def _quit(self, book, manners, command):
        self._say("221 Bye")
        return False

    def _other(self, book, manners, command):
        return self._say("250 Ok")

    def _letter(self, book, manners, accepted):
        content = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            content += line[1:] if line.startswith(b".") else line
        answer = manners.end.pop(0) if manners.end else "250 2.0.0 Ok"
        is_taken = answer.startswith("250") or (
            answer in ("drop", "hang") and manners.keeps_letters_it_drops
        )
        if is_taken:
            book.letters.append((list(accepted), content))
        return self._say(answer)

    def _say(self, answer):
        if answer == "drop":
            self.request.shutdown(socket.SHUT_RDWR)
            return False
        if answer == "hang":
            self.server.stopping.wait(30)
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


@contextmanager
def lying_server(**manners) -> Iterator[LyingServer]:
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.book = LyingServer(server.server_address[1], Manners(**manners))
        server.stopping = threading.Event()
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.book
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()
