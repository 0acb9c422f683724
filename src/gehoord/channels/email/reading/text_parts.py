"""A part of text as a block of the body, whatever its header says it is."""

from __future__ import annotations

import re

from gehoord.channels.email.reading.bodies import Block
from gehoord.channels.email.reading.charsets import cleaned, decode, known
from gehoord.channels.email.reading.flowed import unflowed
from gehoord.channels.email.reading.records import Problems
from gehoord.channels.email.reading.structure import Part

_BODIES = {"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown",
           "text/x-markdown", "application/xhtml+xml", "text/x-html"}  # fmt: skip
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_IS_HTML = re.compile(
    r"\s*(?:<!--[^>]{0,500}-->\s*)?<(?:!doctype\s+html|html[\s>]|head>|body[\s>])", re.IGNORECASE
)
_HAS_TAGS = re.compile(
    r"<(?:/?[a-zA-Z][a-zA-Z0-9:]*(?:\s[^<>]*)?/?|!--|!doctype)|&[a-zA-Z#0-9]{2,8};", re.IGNORECASE
)
# Mailboxes that are one file mark a line that begins like their own head; nobody quoted it.
_MARKED_FROM = re.compile(r"(?:\A|(?<=\n))>(From [^\n]*)(?=\n(?!>)|\Z)")
_AFTER_QUOTE = re.compile(r"\n[ \t]*>[^\n]*\n\Z")
_ENRICHED = re.compile(r"<param>[^<]*</param>|<(?!<)/?[a-zA-Z][\w-]{0,60}>", re.IGNORECASE)


def is_body_type(mime: str) -> bool:
    """Whether parts of this type are read rather than saved."""
    return mime in _BODIES


def text_block(part: Part, content: bytes, problems: Problems) -> Block:
    """The text of a part, decoded and unfolded; HTML under the wrong label is still HTML."""
    is_html = "html" in part.mime
    text, odd = decode(content, _label(part, content, is_html=is_html))
    if odd:
        problems.note(odd)
    text = cleaned(text)
    if is_html and not _HAS_TAGS.search(text):
        return Block(plain=text)
    if not is_html and _IS_HTML.match(text[:2_000]):
        problems.note("HTML that is labelled as plain text")
        return Block(html=text)
    if is_html:
        return Block(html=text)
    if part.mime in ("text/enriched", "text/richtext"):
        text = _ENRICHED.sub("", text).replace("<<", "<")
    elif part.params.get("format", "").lower() == "flowed":
        text = unflowed(text, deletes_space=part.params.get("delsp", "").lower() == "yes")
    return Block(plain=_MARKED_FROM.sub(_unmarked, text))


def _unmarked(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 200) : found.start()]
    return found[0] if _AFTER_QUOTE.search(f"\n{before}") else found[1]


def _label(part: Part, content: bytes, *, is_html: bool) -> str:
    said = part.params.get("charset", "")
    if is_html and known(said) in ("", "ascii") and (meta := _META.search(content[:8_192])):
        return meta[1].decode("ascii")
    return said
