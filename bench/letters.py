"""Mails as a Dutch service team gets them: plain and HTML, with files, first mails and answers."""

from __future__ import annotations

import json
import random
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.header import Header
from email.utils import format_datetime

from bench.accuracy import CORPUS
from bench.house import FIRST, LAST

ANSWERS = 0.45
"""So many of all mails answer one that came before."""
LOOKS_BACK = 300
SHAPES = {"plain": 30, "both": 40, "html": 10, "picture": 10, "files": 10}
"""How many of a hundred mails are of each shape; pictures and files come with text and HTML."""
MOST_FILE = 130_000
WHAT = (
    "bestelling",
    "factuur",
    "levering",
    "retour",
    "afspraak",
    "storing",
    "rekening",
    "garantie",
)
STYLE = "p.MsoNormal, li.MsoNormal {margin: 0cm; font-size: 11.0pt; font-family: Calibri}\n"
WRITTEN = "Op {at:%d-%m-%Y} om {at:%H:%M} schreef Service <{ours}>:"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00"


@dataclass(frozen=True)
class Letter:
    """One mail, and when it came."""

    raw: bytes
    at: datetime


@dataclass
class _Thread:
    first: str
    last: str
    last_day: datetime
    subject: str
    words: str
    sender: tuple[str, str]
    seen: list[str] = field(default_factory=list)


class Post:
    """Writes mails, each later than the one before it; the same for the same seed.

    They are sent to `ours`; `opened` of them so far begin a thread.
    """

    def __init__(self, ours: str, *, since: datetime, step: timedelta, seed: int = 1) -> None:
        self.ours, self.chance = ours, random.Random(seed)
        self.at, self.step, self.number = since, step, 0
        self.threads: list[_Thread] = []
        self.opened = self.bytes = 0
        paths = sorted((CORPUS / "nl" / "open").glob("*.jsonl"))
        lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
        self.said = [json.loads(line)["text"] for line in lines]
        self.noise = self.chance.randbytes(4 * MOST_FILE)

    def letters(self, count: int) -> Iterator[Letter]:
        """So many mails."""
        for _ in range(count):
            yield self._next()

    def large(self, size: int) -> Letter:
        """One mail of `size` bytes at most, nearly all of it one file."""
        self.at += self.step
        thread = self._first()
        file = PDF + self.chance.randbytes(size * 56 // 77 - 20_000)
        body = _mixed(_text("plain", thread.words), [_file("application/pdf", "scan.pdf", file)])
        return Letter(_head(thread, self.ours, self.at, "") + body, self.at)

    def _next(self) -> Letter:
        self.number += 1
        self.at += self.step * self.chance.uniform(0.5, 1.5)
        quoted = before = ""
        if self.threads and self.chance.random() < ANSWERS:
            thread = self.chance.choice(self.threads[-LOOKS_BACK:])
            quoted, before = _quoted(thread, self.ours), thread.last
            thread.last, thread.words = self._message_id(), self._words()
        else:
            thread = self._first()
            self.opened += 1
            self.threads = [*self.threads[-LOOKS_BACK:], thread]
        thread.last_day = self.at
        whole = _head(thread, self.ours, self.at, before) + self._body(thread, quoted)
        thread.seen.append(thread.last)
        self.bytes += len(whole)
        return Letter(whole, self.at)

    def _first(self) -> _Thread:
        customer = self.chance.randrange(1 + self.number // 2 + 1000)
        first = FIRST[customer % len(FIRST)]
        last = ("van der " if customer % 5 == 0 else "") + LAST[customer // 7 % len(LAST)]
        name = f"{first} {last}" if customer % 9 else f"{first} {last}-Koëlewijn"
        email = f"{first}.{last}{customer}@klant.example".replace(" ", "").lower()
        words, what = self._words(), self.chance.choice(WHAT)
        name_of_mail, subject = self._message_id(), f"Vraag over mijn {what} {self.number:06}"
        return _Thread(name_of_mail, name_of_mail, self.at, subject, words, (name, email))

    def _message_id(self) -> str:
        return f"<{self.number}.{self.chance.getrandbits(64):x}@klant.example>"

    def _words(self) -> str:
        some = [self.chance.choice(self.said) for _ in range(self.chance.randint(2, 7))]
        return "\n\n".join(("Geachte heer/mevrouw,", *some, "Met vriendelijke groet,"))

    def _body(self, thread: _Thread, quoted: str) -> bytes:
        shape = self.chance.choices(list(SHAPES), list(SHAPES.values()))[0]
        words = (
            f"{thread.words}\n{thread.sender[0]}\n\n-- \nTel. 06 1234 5678\nHoofdstraat 12, Zwolle"
        )
        whole = f"{words}\n\n{quoted}" if quoted else words
        if shape == "plain":
            return _text("plain", whole, charset=self.chance.choice(("utf-8", "cp1252")))
        page = _text("html", self._page(words, quoted))
        if shape == "html":
            return page
        both = _parts("alternative", [_text("plain", whole), page])
        if shape == "both":
            return both
        if shape == "picture":
            logo = _file("image/jpeg", "logo.jpg", self._noise(JPG, 30_000), inline="logo@klant")
            return _parts("related", [both, logo])
        kinds = [("application/pdf", "factuur.pdf", PDF), ("image/jpeg", "IMG_2043.jpg", JPG)]
        some = kinds[: self.chance.randint(1, 2)]
        limit = MOST_FILE // len(some)
        return _mixed(both, [_file(k, n, self._noise(start, limit)) for k, n, start in some])

    def _noise(self, start: bytes, most: int) -> bytes:
        where, size = self.chance.randrange(MOST_FILE), self.chance.randrange(most // 8, most)
        return start + self.noise[where : where + size]

    def _page(self, words: str, quoted: str) -> str:
        lines = "".join(
            f'<p class="MsoNormal">{line or "&nbsp;"}<o:p></o:p></p>\n' for line in _safe(words)
        )
        cited = "<br>\n".join(_safe(quoted.replace("\n> ", "\n")))
        style = STYLE * self.chance.randint(1, 250)
        return (
            f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>{style}</style></head>\n'
            f'<body lang="NL"><div class="WordSection1">{lines}<img src="cid:logo@klant" alt=""></div>\n'
            f'{f"""<blockquote type="cite">{cited}</blockquote>""" if quoted else ""}</body></html>'
        )


def _quoted(thread: _Thread, to: str) -> str:
    ours = "Beste klant,\n\nDank voor uw bericht. Wij zoeken dit voor u uit.\n"
    lines = f"{ours}\n{thread.words}".split("\n")
    return "\n> ".join((WRITTEN.format(at=thread.last_day, ours=to) + "\n", *lines))


def _safe(text: str) -> list[str]:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split("\n")


def _head(thread: _Thread, to: str, at: datetime, answers: str) -> bytes:
    """The header with what servers on the way put before it."""
    name, email = thread.sender
    day = format_datetime(at)
    signature = "\r\n\t".join(f"b{number}" + "aF3/x9Kq" * 8 for number in range(6))
    lines = [
        f"Return-Path: <{email}>",
        *(
            f"Received: from mx{hop}.klant.example (mx{hop}.klant.example [192.0.2.{hop}])\r\n"
            f"\tby mx{hop + 1}.example with ESMTPS id {hop}{at:%H%M%S}; {day}"
            for hop in (3, 2, 1)
        ),
        f"DKIM-Signature: v=1; a=rsa-sha256; d=klant.example; s=m1;\r\n\tb={signature}",
        "Authentication-Results: mx.winkel.example; dkim=pass; spf=pass",
        f"From: {name if name.isascii() else Header(name, 'utf-8').encode()} <{email}>",
        f"To: Klantenservice <{to}>",
        f"Subject: {'Re: ' if answers else ''}{thread.subject}",
        f"Date: {day}",
        f"Message-ID: {thread.last}",
        *([f"In-Reply-To: {answers}"] if answers else []),
        *([f"References: {' '.join(thread.seen[-8:])}"] if answers else []),
        "MIME-Version: 1.0",
    ]
    return "\r\n".join(lines).encode() + b"\r\n"


def _text(kind: str, text: str, *, charset: str = "utf-8") -> bytes:
    head = f"Content-Type: text/{kind}; charset={charset}\r\n"
    head += "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + _crlf(b2a_qp(text.encode(charset, "replace"), istext=True)) + b"\r\n"


def _file(kind: str, name: str, content: bytes, *, inline: str = "") -> bytes:
    place = f"inline\r\nContent-ID: <{inline}>" if inline else f'attachment; filename="{name}"'
    head = f'Content-Type: {kind}; name="{name}"\r\nContent-Disposition: {place}\r\n'
    head += "Content-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + _crlf(encodebytes(content))


def _mixed(words: bytes, files: list[bytes]) -> bytes:
    return _parts("mixed", [words, *files])


def _parts(kind: str, parts: list[bytes]) -> bytes:
    border = b"=_%s_7d1f0a" % kind.encode()
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (kind.encode(), border)
    return (
        head
        + b"".join(b"--%s\r\n%s\r\n" % (border, part) for part in parts)
        + b"--%s--\r\n" % border
    )


def _crlf(lines: bytes) -> bytes:
    return lines.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
