"""Make the addresses in what somebody wrote clickable: nothing else changes, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

LONGEST = 2000
"""Characters of an address; what is longer is no address that somebody would click."""
ADDRESS = re.compile(
    r"\bhttps?://"
    # Marks that cannot stand in an address, and those that are not seen: they could hide its end.
    r"[^<>\"'`\\\x00-\x20\x7f-\xa0\xad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+",
    re.ASCII | re.IGNORECASE,
)
CLOSING = ".,:;!?…”’»"
PAIRS = {")": "(", "]": "[", "}": "{"}
ANCHOR = '<a href="{}" target="_blank" rel="nofollow noopener noreferrer">{}</a>'


def links_in(text: str) -> Iterator[tuple[int, int]]:
    """The places of web addresses in a text, from the first character up to the one after.

    Only http and https, written out in full and without a name before an @, because that makes
    one site look like another. The widget's `links.js` does the same.
    """
    for found in ADDRESS.finditer(text):
        if len(found[0]) <= LONGEST:
            address = _without_closing(found[0])
            if _is_plain(address):
                yield found.start(), found.start() + len(address)


def linked(text: str) -> SafeString:
    """Escape a text and make its addresses clickable; what is read is exactly the text."""
    parts, at = [], 0
    for start, end in links_in(text):
        parts += [escape(text[at:start]), link(text[start:end], text[start:end])]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308 - escaped piece by piece


def link(address: str, words: str) -> SafeString:
    """A link in a new tab that tells the other site nothing of us."""
    return format_html(ANCHOR, address, words)


def _without_closing(address: str) -> str:
    """An address without the marks that end the sentence around it."""
    while address:
        last = address[-1]
        is_alone = last in PAIRS and address.count(last) > address.count(PAIRS[last])
        if last not in CLOSING and not is_alone:
            break
        address = address[:-1]
    return address


def _is_plain(address: str) -> bool:
    try:
        parts = urlsplit(address)
        # Asking for the port is what finds out that it is none.
        return bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False
