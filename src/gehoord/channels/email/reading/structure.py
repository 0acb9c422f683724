"""The tree of parts of a mail.

Parts are places in the raw message, found with searches and without recursion: a mail of 50 MB is
not copied, and neither ten thousand parts nor a thousand parts inside each other take long. The
parser of the standard library keeps every line as a text and fails on deep trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gehoord.channels.email.reading.headers import Headers, read_headers
from gehoord.channels.email.reading.parameters import read_parameters
from gehoord.channels.email.reading.records import Problems
from gehoord.channels.email.reading.transfer import decoded

DEEPEST = 40
MOST_PARTS = 20_000
_MIME = re.compile(r"([a-z0-9][\w!#$&^.+-]*)\s*/\s*([a-z0-9*][\w!#$&^.+-]*)")
_GUESSED = re.compile(
    rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-[a-z-]+[ \t]*:)", re.IGNORECASE | re.MULTILINE
)
_BARE = {"text": "text/plain", "plain": "text/plain", "html": "text/html", "message": "text/plain"}


@dataclass
class Part:
    """One part: its header, its type, and where its body stands in `raw`."""

    headers: Headers
    raw: bytes = field(repr=False)
    start: int
    end: int
    mime: str
    params: dict[str, str]
    disposition: str
    disposition_params: dict[str, str]
    depth: int = 0
    children: list[Part] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        """How the body is packed, as the header says, in lower case."""
        said = self.headers.first("content-transfer-encoding").decode("latin-1")
        return said.split(";")[0].strip(" \t\"'").lower()

    @property
    def name(self) -> str:
        """The file's name, decoded; a header may give two."""
        return self.disposition_params.get("filename") or self.params.get("name", "")

    @property
    def content_id(self) -> str:
        """The name by which the text shows this part, without angle brackets."""
        said = self.headers.first("content-id").decode("utf-8", "replace")
        return re.sub(r"\s+", "", said).strip("<>")

    def body(self, problems: Problems) -> bytes:
        """The body, unpacked."""
        return decoded(self.raw, self.start, self.end, self.encoding, self.mime, problems)

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in the order of the mail."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting += reversed(part.children)


def read_structure(raw: bytes, problems: Problems) -> Part:
    """The tree of a whole raw message."""
    top = _part(raw, 0, len(raw), problems, is_top=True)
    waiting = [top]
    count = 1
    while waiting:
        part = waiting.pop()
        if not part.mime.startswith("multipart/"):
            continue
        if part.depth >= DEEPEST or count >= MOST_PARTS:
            problems.note("more parts than can be read; the rest is kept as a file")
            part.mime = "application/octet-stream"
            continue
        part.children = list(_children(part, problems))
        count += len(part.children)
        waiting += part.children
    return top


def _part(
    raw: bytes,
    start: int,
    end: int,
    problems: Problems,
    *,
    is_top: bool = False,
    default: str = "text/plain",
    depth: int = 0,
) -> Part:
    headers, body = read_headers(raw, start, end, problems, is_top=is_top)
    said, params = read_parameters(headers.first("content-type"))
    disposition, more = read_parameters(headers.first("content-disposition"))
    if "=" in disposition and not more:
        disposition, more = read_parameters(b"attachment; " + headers.first("content-disposition"))
    mime = _mime(said, default, bool(more.get("filename") or params.get("name")))
    if said and mime != said:
        problems.note(f"odd content type {said[:60]}")
    return Part(headers, raw, body, end, mime, params, disposition, more, depth)


def _mime(said: str, default: str, is_named: bool) -> str:  # noqa: FBT001
    if not said:
        return "application/octet-stream" if is_named and default == "text/plain" else default
    if found := _MIME.match(said):
        return f"{found[1]}/{found[2]}"
    if said in _BARE:
        return _BARE[said]
    if said.startswith("multipart"):
        return "multipart/mixed"
    return "application/octet-stream" if is_named else "text/plain"


def _children(part: Part, problems: Problems) -> Iterator[Part]:
    default = "message/rfc822" if part.mime == "multipart/digest" else "text/plain"
    if part.encoding in ("base64", "quoted-printable") and not _is_plainly_parted(part):
        raw = part.body(problems)
        part.raw, part.start, part.end = raw, 0, len(raw)
    for start, end in _places(part, problems):
        child = _part(part.raw, start, end, problems, default=default, depth=part.depth + 1)
        if child.headers.fields or child.start < child.end:
            yield child


def _is_plainly_parted(part: Part) -> bool:
    boundary = part.params.get("boundary", "").encode("utf-8", "surrogateescape")
    return bool(boundary) and part.raw.find(b"--" + boundary, part.start, part.end) >= 0


def _places(part: Part, problems: Problems) -> list[tuple[int, int]]:
    """Where the children of a multipart begin and end."""
    said = part.params.get("boundary", "")
    marks = _marks(part, said.encode("utf-8", "surrogateescape")) if said else []
    if not marks and said != said.strip():
        marks = _marks(part, said.strip().encode("utf-8", "surrogateescape"))
    if not marks and (guess := _GUESSED.search(part.raw, part.start, part.end)):
        problems.note("the parts are not separated as the header says")
        marks = _marks(part, guess[1])
    if not marks:
        problems.note("a mail of several parts without parts")
        part.mime = "text/plain" if part.start < part.end else part.mime
        return []
    if not marks[-1][2]:
        problems.note("the last part has no end")
    places = []
    for index, (_, after, is_close) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else part.end
        # After the end there is nothing to read, unless another part begins there.
        if not is_close:
            places.append((after, _without_line_end(part.raw, after, stop)))
    return places


def _marks(part: Part, boundary: bytes) -> list[tuple[int, int, bool]]:
    """Each line that separates: where it begins, where it ends, and whether it is the last one."""
    pattern = re.compile(
        rb"--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r*\n|\r(?!\n)|\Z)", re.DOTALL
    )
    found = []
    position = part.raw.find(b"--" + boundary, part.start, part.end)
    while position >= 0:
        is_line = position == part.start or part.raw[position - 1] in b"\r\n"
        match = pattern.match(part.raw, position, part.end) if is_line else None
        if match:
            found.append((position, match.end(), match[1] is not None))
        position = part.raw.find(b"--" + boundary, match.end() if match else position + 2, part.end)
    return found


def _without_line_end(raw: bytes, start: int, end: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if end > start and raw[end - 1] == 10:
        end -= 1
        if end > start and raw[end - 1] == 13:
            end -= 1
    elif end > start and raw[end - 1] == 13:
        end -= 1
    return end
