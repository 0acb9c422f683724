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
        if not self._say(manners.greeting):
            return
        accepted = []
        while line := self.rfile.readline():
            command = line.decode("utf-8", "replace").strip()
            book.commands.append(command)
            verb = command.upper()[:4]
            if verb == "EHLO":
                lines = ["mx.leugen.example", *manners.features]
                for each in lines[:-1]:
                    self.wfile.write(f"250-{each}\r\n".encode())
                self.wfile.write(f"250 {lines[-1]}\r\n".encode())
            elif verb == "MAIL":
                accepted = []
                if not self._say(manners.sender):
                    return
            elif verb == "RCPT":
                address = command.partition("<")[2].partition(">")[0]
                answer = manners.recipients.get(address, "250 2.1.5 Ok")
                if answer.startswith("250"):
                    accepted.append(address)
                if not self._say(answer):
                    return
            elif verb == "DATA":
                if not self._say(manners.data):
                    return
                if manners.data.startswith("354") and not self._letter(book, manners, accepted):
                    return
            elif verb == "QUIT":
                self._say("221 Bye")
                return
            else:
                self._say("250 Ok")

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
