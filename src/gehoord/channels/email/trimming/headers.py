"""Where another message begins: its header, a line that announces it, a line to answer above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gehoord.channels.email.trimming.languages import either, one_of, words
from gehoord.channels.email.trimming.lines import Line

_KINDS = ("from", "sent", "to", "copy", "subject", "other")
_MOST_LINES = 30
_MOST_WRAPS = 3
_LONGEST_MARKER = 150
_WHEN = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_RULE = re.compile(r"[_=*–—-]{5,}$")
_SHORT = 15
_TO_DO = re.compile(r"$|[.,](?:\s|$)|(?:to|om|um|pour|als|if|wenn|si)\b", re.IGNORECASE)
_DASHES = r"[-_=*#~\u2010-\u2015+>|. ]*"


def header_end(lines: Sequence[Line], start: int, *, is_announced: bool = False) -> int | None:
    """The line after a header that begins at `start`; None if none does.

    `is_announced` says that the line before promises one: then two fields are enough.
    """
    if _is_in_one_line(lines[start].text):
        return start + 1
    fields: dict[str, str] = {}
    kind = ""
    wraps = 0
    number = start
    while number < min(len(lines), start + _MOST_LINES):
        field = label(lines[number].text)
        if field:
            kind, wraps = field[0], 0
            fields[kind] = f"{fields.get(kind, '')} {field[1]}"
        elif not kind or not _continues(lines, number, fields[kind], wraps):
            break
        else:
            wraps += 1
            fields[kind] = f"{fields[kind]} {lines[number].text}"
        number += 1
    return number if fields and _is_header(fields, is_announced=is_announced) else None


def label(text: str) -> tuple[str, str] | None:
    """The kind of field that a line is, and its value."""
    match = _labels().match(text[:300])
    if not match:
        return None
    return match.lastgroup or "", match[match.lastindex or 0] and text[match.end() :].strip(" *_")


def _continues(lines: Sequence[Line], number: int, value: str, wraps: int) -> bool:
    """Whether a line without label belongs to the field above it."""
    after = lines[number + 1].text if number + 1 < len(lines) else ""
    if lines[number].is_blank:
        return bool(label(after)) and not lines[number - 1].is_blank
    if wraps >= _MOST_WRAPS or lines[number].is_quoted:
        return False
    return not value.strip() or value.rstrip().endswith((",", ";")) or bool(label(after))


def _is_header(fields: dict[str, str], *, is_announced: bool) -> bool:
    if "from" not in fields or len(fields) < 2:
        return False
    has_address = any("@" in value for value in fields.values())
    has_when = bool(_WHEN.search(fields.get("sent", "")))
    if is_announced:
        return True
    if "subject" in fields and ("sent" in fields or "to" in fields):
        return has_when or has_address or len(fields) > 3
    if "subject" in fields and "@" in fields["from"]:
        return True
    if "sent" not in fields or not has_when:
        return False
    # Mail programs write the date right below the sender; travellers write where they went.
    order = list(fields)
    is_in_order = order.index("sent") == order.index("from") + 1
    return has_address or ("to" in fields and is_in_order and ":" in fields["sent"])


def _is_in_one_line(text: str) -> bool:
    """A header whose lines were joined when somebody made text of HTML."""
    first = label(text)
    if not first or first[0] != "from":
        return False
    kinds = {match.lastgroup for match in _inner_labels().finditer(text)}
    return "sent" in kinds and bool(kinds & {"to", "subject"}) and bool(_WHEN.search(text))


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(
        rf"[*_• ]{{0,4}}(?:{_named_labels()})[*_]{{0,2}}\s?[:：][*_]{{0,2}}", re.IGNORECASE
    )


@cache
def _inner_labels() -> re.Pattern[str]:
    return re.compile(rf"(?<=\s)[*_]{{0,2}}(?:{_named_labels()})[*_]{{0,2}}\s?:\s", re.IGNORECASE)


def _named_labels() -> str:
    return "|".join(
        f"(?P<{kind if kind != 'from' else 'from'}>{either(words('headers', kind))})"
        for kind in _KINDS
    )


def separator(text: str) -> str:
    """What a line announces: "original", "forwarded", or "" for nothing.

    Dashes around it make sure; without them only a header after it does: then "?" is added.
    """
    if len(text) < 8:
        return ""
    for kind in ("forwarded", "original"):
        match = _separators(kind).match(text)
        if not match:
            continue
        is_framed = bool(match["before"].strip() and match["after"].strip(" :"))
        rest = text[match.end() :]
        if not rest or (is_framed and label(rest)):
            return kind if is_framed else f"{kind}?"
    return ""


@cache
def _separators(kind: str) -> re.Pattern[str]:
    phrase = either(words("separators", kind))
    return re.compile(
        rf"(?P<before>{_DASHES}){phrase}(?P<after>{_DASHES}:?{_DASHES})", re.IGNORECASE
    )


def is_reply_marker(text: str) -> bool:
    """Whether a line asks to write above it; a sentence that speaks of such a line does not."""
    if not 10 <= len(text) <= _LONGEST_MARKER:
        return False
    match = one_of("markers", "reply_above").search(text)
    if not match:
        return False
    before, after = text[: match.start()], text[match.end() :].strip(" :")
    is_framed = not text[0].isalnum() and not text[-1].isalpha()
    is_bare = len(before) < _SHORT and text[0].isupper() and bool(_TO_DO.match(after))
    return is_framed or is_bare


def is_rule(text: str) -> bool:
    """Whether a line is nothing but a long dash."""
    return bool(_RULE.match(text))
