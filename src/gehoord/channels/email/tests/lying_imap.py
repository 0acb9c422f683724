"""A small IMAP server that hangs, drops, lies about sizes and keeps mails back when told to."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress


class LyingServer:
    """Serves one folder. `faults` says at which uid, command or folder it does what."""

    def __init__(self, mails):
        self.mails = dict(enumerate(mails, 1))
        self.sizes = {}
        self.faults = {}
        self.idles = []
        """What is said in each IDLE: at once with the permission to wait, later, and at its end."""
        self.seen = Counter()
        self.stuck = set()
        self.ended = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self):
        with suppress(OSError):
            while not self.ended.is_set():
                client, _ = self.listener.accept()
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with client, suppress(OSError):
            lines = client.makefile("rb")
            if not self.fault(client, self.faults.get("greeting")):
                return
            client.sendall(b"* OK hier\r\n")
            for line in lines:
                tag, command, *rest = line.decode().split(None, 2)
                self.seen[command] += 1
                named = rest[0].strip().strip('"') if rest else ""
                if not self.fault(client, self.faults.get((command, named))):
                    return
                if not self.fault(client, self.faults.get(command)):
                    return
                if command == "IDLE" and self.idles:
                    self.wait(client, lines, *self.idles.pop(0))
                client.sendall(
                    self.answer(client, command, *rest) + f"{tag} OK gedaan\r\n".encode()
                )
                if not self.fault(client, self.faults.get(f"after {command}")):
                    return

    def wait(self, client, lines, at_once, later, at_the_end):
        client.sendall(b"+ wacht maar\r\n" + at_once)
        client.sendall(later)
        assert lines.readline() == b"DONE\r\n"
        client.sendall(at_the_end)

    def answer(self, client, command, words=""):
        last = max(self.mails, default=0)
        if command == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1 STARTTLS\r\n"
        if command in ("SELECT", "EXAMINE"):
            codes = f"* OK [UIDVALIDITY 7]\r\n* OK [UIDNEXT {last + 1}]\r\n"
            return f"* {len(self.mails)} EXISTS\r\n{codes}".encode()
        if command == "UID":
            return self.fetch(client, words)
        return b""

    def fetch(self, client, words):
        _, numbers, what = words.split(None, 2)
        out = b""
        for uid in self.named(numbers):
            raw = self.mails[uid]
            if "BODY" in what:
                fault = self.faults.get(uid)
                if "HEADER" in what:
                    fault = self.faults.get(("header", uid))
                    raw = raw.partition(b"\n\n")[0] + b"\n\n"
                if fault == "withhold":
                    continue
                client.sendall(out)
                out = b""
                if not self.fault(client, fault):
                    raise OSError
                out = b"* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n" % (uid, uid, len(raw), raw)
            else:
                size = self.sizes.get(uid, len(raw))
                moment = b'INTERNALDATE "01-Jan-2020 00:00:00 +0000"'
                out += b"* %d FETCH (UID %d RFC822.SIZE %d %s)\r\n" % (uid, uid, size, moment)
        return out

    def named(self, numbers):
        for part in numbers.split(","):
            first, _, last = part.partition(":")
            for uid in sorted(self.mails):
                if int(first) <= uid <= int(last or first):
                    yield uid

    def fault(self, client, kind):
        """Do what is wrong here; False ends the connection."""
        if kind is None:
            return True
        self.stuck.add(client)
        try:
            self.do_wrong(client, kind)
        finally:
            self.stuck.discard(client)
        return False

    def do_wrong(self, client, kind):
        if kind == "hang":
            self.ended.wait(120)
        elif kind == "drip":
            while not self.ended.wait(0.05):
                client.sendall(b" ")
        elif kind == "drip TLS":
            client.sendall(b"\x16\x03\x03\x40\x00")  # the beginning of a long answer
            self.do_wrong(client, "drip")
        elif kind == "half":
            client.sendall(b"* 1 FETCH (UID 1 BODY[] {5000}\r\nFrom: half")
        elif kind == "endless":
            client.sendall(b"* 1 FETCH (UID 1 BODY[] {50000000000}\r\n")
            until = time.monotonic() + 20
            while time.monotonic() < until and not self.ended.is_set():
                client.sendall(b"x" * 65536)


@contextmanager
def lying_server(*mails):
    server = LyingServer(mails)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield server
    finally:
        server.ended.set()
        server.listener.close()
