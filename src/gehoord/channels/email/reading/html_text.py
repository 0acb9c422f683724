"""HTML as text: every word a reader sees, in reading order.

The browser's own algorithm (html5ever, behind nh3) makes sound markup of whatever came; what is
left to do here is to walk over that markup once.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field

from gehoord.channels.email.reading.markup import sound_pieces

_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?:\s+[^\s=>"]+="[^"]*")*)\s*/?>|([^<]+)|<')
_ANY_TAG = re.compile(
    r"<(?:style|script)\b[^<]*</(?:style|script)>|<[a-zA-Z/!?][^<>]*>", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*-->")
_ATTRIBUTE = re.compile(r'([^\s=>"]+)="([^"]*)"')
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_TWICE = re.compile(r"&(?!lt;|gt;|amp;)(?:[a-zA-Z]{2,8}\d?|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
# Signs that newsletters pad their preview with; between letters they may mean something.
_PADDING = re.compile(
    r"(?:[\u200b\u2060\ufeff\u00ad\u034f\u200c\u2007]+\s*)+(?=\s|$)|[\u200b\u2060\ufeff\u00ad\u034f]"
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)",
    re.IGNORECASE,
)
_FLAT = re.compile(r"(?:^|;)\s*(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|$|!)", re.IGNORECASE)
_CUT = re.compile(r"overflow(?:-[xy])?\s*:\s*hidden", re.IGNORECASE)
_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table"}
_BLOCKS = _APART | {
    "div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "main", "aside",
    "nav", "address", "center", "fieldset", "form", "figure", "figcaption", "caption", "thead",
    "tbody", "tfoot", "body", "html", "details", "summary", "legend", "option", "optgroup",
}  # fmt: skip
_VOID = {"br", "hr", "img", "wbr", "input", "col", "area", "embed", "source", "track"}
RULE = "_" * 32


@dataclass
class _Writer:
    """Text as it grows: lines behind their marks of quotation."""

    out: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    quotes: int = 0
    preformatted: int = 0
    gap: int = 0
    depth: int = 0
    is_spaced: bool = True

    def say(self, text: str) -> None:
        if self.preformatted:
            head, *more = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
            self.line.append(head)
            for line in more:
                self.end_line()
                self.line.append(line)
            self.is_spaced = False
            return
        text = _SPACES.sub(" ", text)
        if self.is_spaced:
            text = text.lstrip(" ")
        if text:
            self.line.append(text)
            self.is_spaced = text[-1] in " \t"

    def end_line(self) -> None:
        text = _PADDING.sub("", "".join(self.line)).rstrip()
        text = "-- " if text == "--" else text
        self.line, self.is_spaced = [], True
        if not text:
            self.gap = min(self.gap + 1, 2)
            return
        if self.out:
            # An empty line between two depths of quotation belongs to neither.
            self.out += [("> " * min(self.quotes, self.depth)).rstrip()] * self.gap
        self.out.append("> " * self.quotes + text)
        self.gap, self.depth = 0, self.quotes

    def block(self, *, is_apart: bool = False) -> None:
        if "".join(self.line).strip(" \t\xa0"):
            self.end_line()
        self.line, self.is_spaced = [], True
        if is_apart:
            self.gap = max(self.gap, 1)


@dataclass
class _Open:
    """An element that is not closed yet."""

    tag: str
    is_apart: bool = False
    href: str = ""
    mark: int = 0
    number: int = 0


def html_text(markup: str) -> str:
    """The text of an HTML body; hidden previews are left out unless nothing else is there."""
    text = _text(markup, shows_hidden=False)
    text = text or _text(markup, shows_hidden=True)
    # A style that is never closed hides the whole mail from a browser, not from us.
    return (
        text or _SPACES.sub(" ", _unescaped(_ANY_TAG.sub(" ", _COMMENT.sub(" ", markup)))).strip()
    )


def _text(markup: str, *, shows_hidden: bool) -> str:
    writer = _Writer()
    for piece in sound_pieces(markup):
        _Walk(writer, shows_hidden=shows_hidden).over(piece)
        writer.block()
    return "\n".join(writer.out).strip("\n")


class _Walk:
    """One walk over sound markup."""

    def __init__(self, writer: _Writer, *, shows_hidden: bool) -> None:
        self.writer = writer
        self.open: list[_Open] = []
        self.shows_hidden = shows_hidden
        self.skipping = 0

    def over(self, markup: str) -> None:
        for found in _TOKEN.finditer(markup):
            closes, tag, attributes, text = found.groups()
            if text is not None:
                if not self.skipping:
                    self.writer.say(_unescaped(text))
            elif tag is None:
                continue
            elif self.skipping:
                self._skip(tag, is_close=bool(closes))
            elif closes:
                self._close(tag)
            else:
                self._start(tag, dict(_ATTRIBUTE.findall(attributes or "")))

    def _skip(self, tag: str, *, is_close: bool) -> None:
        if tag not in _VOID:
            self.skipping += -1 if is_close else 1

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _VOID:
            self._void(tag, attributes)
            return
        if not self.shows_hidden and _is_hidden(attributes):
            self.skipping = 1
            return
        element = _Open(tag, href=attributes.get("href", ""))
        # Outlook's paragraphs have no space between them; the empty ones are the blank lines.
        element.is_apart = tag in _APART and not attributes.get("class", "").startswith("Mso")
        if tag in _BLOCKS:
            self.writer.block(is_apart=element.is_apart)
        self._mark(element)
        element.mark = len(self.writer.line)
        self.open.append(element)

    def _mark(self, element: _Open) -> None:
        if element.tag == "li":
            around = next((one for one in reversed(self.open) if one.tag in ("ul", "ol")), None)
            if around is not None and around.tag == "ol":
                around.number += 1
                self.writer.say(f"{around.number}. ")
            else:
                self.writer.say("- ")
            self.writer.is_spaced = True
        elif element.tag in ("td", "th") and not self.writer.is_spaced:
            self.writer.line.append(" ")
            self.writer.is_spaced = True
        elif element.tag == "blockquote":
            self.writer.quotes += 1
        elif element.tag in ("pre", "textarea"):
            self.writer.preformatted += 1

    def _void(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self.writer.end_line()
        elif tag == "hr":
            self.writer.block()
            self.writer.say(RULE)
            self.writer.block()
        elif tag == "img":
            alt = _unescaped(attributes.get("alt", ""))
            # A picture of a smiley is a word of the writer; a picture of a logo is not.
            if alt and len(alt) <= 8 and not any(sign.isascii() and sign.isalnum() for sign in alt):
                self.writer.say(alt)

    def _close(self, tag: str) -> None:
        if not self.open:
            return
        element = self.open.pop()
        if element.href:
            self._address(element)
        if tag in _BLOCKS:
            self.writer.block(is_apart=element.is_apart)
        if tag == "blockquote":
            self.writer.quotes -= 1
        elif tag in ("pre", "textarea"):
            self.writer.preformatted -= 1

    def _address(self, element: _Open) -> None:
        """Where a link leads, if its words do not say so."""
        shown = "".join(self.writer.line[element.mark :]).strip()
        address = _unescaped(element.href).strip()
        if not shown or not address.lower().startswith(
            ("http:", "https:", "mailto:", "tel:", "ftp:")
        ):
            return
        if _bare(address) not in _bare(shown) and _bare(shown) != _bare(address.split("?")[0]):
            gap = "" if self.writer.is_spaced else " "
            self.writer.say(f"{gap}<{address}>")


def _bare(address: str) -> str:
    address = re.sub(r"^(?:https?://|mailto:|tel:|ftp://)?(?:www\.)?", "", address.lower().strip())
    return address.rstrip("/").replace(" ", "")


def _is_hidden(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style", "")
    return bool(style and (_HIDDEN.search(style) or (_FLAT.search(style) and _CUT.search(style))))


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    text = entities.unescape(text)
    return _TWICE.sub(lambda found: entities.unescape(found[0]), text) if "&" in text else text
