"""What the HTML of a message says of the lines of its text: a program marks its quotation there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import unescape

from gehoord.channels.email.trimming.languages import clients
from gehoord.channels.email.trimming.lines import Line

LONGEST_HTML = 2_000_000
_TAG = re.compile(r"/?([a-zA-Z][^\s/>]*)")
_MARKS = re.compile(
    r"\b(id|class|type|cite|style)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE
)
_COPIED = re.compile(r"^(?:x_|m_-?\d+)+")
_BORDER = re.compile(r"border-left\s*:(?!\s*(?:none|0))", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")
_BEFORE = re.compile(r"^(?:[>|]\s*)+")
_VOID = frozenset(
    [
        "br",
        "hr",
        "img",
        "meta",
        "link",
        "input",
        "area",
        "base",
        "col",
        "embed",
        "source",
        "track",
        "wbr",
    ]
)
_SILENT = ("script", "style", "title", "head")
_KEY = 32
_NEAR = 3000
_SHORT = 6
_MOST_FAR = 60


@dataclass(frozen=True, slots=True)
class Hints:
    """What the HTML says of each line: quotation for certain, maybe quotation, signature."""

    quoted: tuple[bool, ...]
    maybe: tuple[bool, ...]
    signature: tuple[bool, ...]


def read_hints(lines: Sequence[Line], html: str) -> Hints:
    """Carry what is marked in HTML over to lines; what cannot be found there has no mark."""
    if not _may_be_marked(html):
        nothing = (False,) * len(lines)
        return Hints(nothing, nothing, nothing)
    reading = _Reading()
    reading.read(html[:LONGEST_HTML])
    kinds = _filled(lines, _aligned(lines, reading))
    return Hints(
        tuple(kind == "quoted" for kind in kinds),
        tuple(kind == "maybe" for kind in kinds),
        tuple(kind == "signature" for kind in kinds),
    )


def _may_be_marked(html: str) -> bool:
    """Whether anything in a page can be a mark, so that most pages need not be read."""
    page = html[:LONGEST_HTML].lower()
    return any(name in page for name in _all_marks())


@cache
def _all_marks() -> tuple[str, ...]:
    names = {
        entry.partition("=")[2].lower()
        for kind in ("quoted", "rest", "signature")
        for entry in _known(kind)
    }
    return ("<blockquote", "border-left", *sorted(names))


@dataclass
class _Reading:
    """The letters of a page, and from which letter on they are what."""

    letters: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    length: int = 0
    is_rest: bool = False
    stack: list[tuple[str, str]] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)

    def read(self, html: str) -> None:
        for is_tag, piece in _pieces(html):
            if is_tag:
                self._take_tag(piece)
            else:
                self._take_text(piece)

    def kind_at(self, place: int) -> str:
        number = bisect_right(self.starts, place) - 1
        return self.kinds[number] if number >= 0 else ""

    def _take_text(self, piece: str) -> None:
        letters = _letters(unescape(piece))
        if not letters:
            return
        kind = self._kind()
        if not self.kinds or self.kinds[-1] != kind:
            self.starts.append(self.length)
            self.kinds.append(kind)
        self.letters.append(letters)
        self.length += len(letters)

    def _kind(self) -> str:
        if self.is_rest:
            return "quoted"
        return next((kind for kind in ("quoted", "signature", "maybe") if self.marks[kind]), "")

    def _take_tag(self, piece: str) -> None:
        match = _TAG.match(piece)
        if not match:
            return
        tag = match[1].lower()
        if piece.startswith("/"):
            self._close(tag)
            return
        kind = _marked(tag, piece)
        if kind == "rest":
            self.is_rest = True
        if tag not in _VOID and not piece.endswith("/"):
            self.stack.append((tag, kind))
            self.tags[tag] += 1
            self.marks[kind] += 1

    def _close(self, tag: str) -> None:
        """Close an element, and those inside that were never closed."""
        if not self.tags[tag]:
            return
        while self.stack:
            name, kind = self.stack.pop()
            self.tags[name] -= 1
            self.marks[kind] -= 1
            if name == tag:
                return


def _pieces(html: str) -> Iterator[tuple[bool, str]]:
    """Tags (without their brackets) and the text between them, in one walk."""
    place = 0
    while place < len(html):
        start = html.find("<", place)
        if start < 0:
            yield False, html[place:]
            return
        if start > place:
            yield False, html[place:start]
        mark = "-->" if html.startswith("<!--", start) else ">"
        end = html.find(mark, start)
        if end < 0:
            return
        tag = html[start + 1 : end]
        place = end + len(mark)
        if mark == ">":
            yield True, tag
            place = _past_silence(html, tag, place)


def _past_silence(html: str, tag: str, place: int) -> int:
    """The place after an element whose content nobody reads."""
    match = _TAG.match(tag)
    if not match or tag.startswith("/") or match[1].lower() not in _SILENT[:2]:
        return place
    end = html.find(f"</{match[1]}", place)
    return len(html) if end < 0 else end


def _marked(tag: str, piece: str) -> str:
    """What an element is: quoted, rest (all after it is), signature, maybe, or nothing."""
    marks = {name.lower(): value.strip("\"'") for name, value in _MARKS.findall(piece[:2000])}
    names = _names(marks)
    for kind in ("quoted", "rest", "signature"):
        if names & _known(kind):
            return kind
    if tag != "blockquote":
        return "maybe" if tag == "div" and _BORDER.search(marks.get("style", "")) else ""
    is_told = (
        marks.get("type", "").lower() == "cite"
        or "cite" in marks
        or _BORDER.search(marks.get("style", ""))
        or any(name.partition("=")[2] in _known("blockquote") for name in names)
    )
    return "quoted" if is_told else "maybe"


def _names(marks: dict[str, str]) -> set[str]:
    return {
        f"{kind}={_COPIED.sub('', name.lower())}"
        for kind in ("id", "class")
        for name in marks.get(kind, "").split()
    }


@cache
def _known(kind: str) -> frozenset[str]:
    return frozenset(clients()["html"][kind])


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())


def _aligned(lines: Sequence[Line], reading: _Reading) -> list[str]:
    """The kind of each line, found by its letters; "" for a line that is not in the page."""
    letters = "".join(reading.letters)
    kinds = []
    place = far = 0
    for line in lines:
        own = _letters(_BEFORE.sub("", line.text))
        key = own[:_KEY]
        reach = _NEAR if len(key) > _SHORT else 4 * _KEY
        found = letters.find(key, place, place + reach) if key else -1
        if found < 0 and len(key) == _KEY and far < _MOST_FAR:
            far += 1
            found = letters.find(key, place)
        if found < 0:
            kinds.append("")
            continue
        last = found + len(key) - 1
        kind = reading.kind_at(found)
        kinds.append(kind if kind == reading.kind_at(last) else "")
        place = found + len(own) if letters.startswith(own, found) else last + 1
    return kinds


def _filled(lines: Sequence[Line], kinds: list[str]) -> list[str]:
    """Blank lines between two of a kind, and lines that are only signs, are of that kind too."""
    last = ""
    waiting: list[int] = []
    for number, line in enumerate(lines):
        if not kinds[number] and not any(letter.isalnum() for letter in line.text):
            waiting.append(number)
            continue
        if kinds[number] == last:
            for each in waiting:
                kinds[each] = last
        waiting = []
        last = kinds[number]
    return kinds
