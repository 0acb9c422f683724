"""HTML of any kind to sound HTML, guarded against mails that are built to be slow."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3

PIECE = 2_000_000
LONGEST = 10_000_000
DEEPEST = 500
MOST_COPIES = 500_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*>?")
# Elements that close each other, so that many of them are not many inside each other.
_SIDE_BY_SIDE = {"p", "li", "dt", "dd", "option", "td", "th", "tr", "tbody", "br", "hr", "img",
                 "meta", "link", "input", "col", "wbr", "o:p", "a", "body", "html", "head"}  # fmt: skip
_FORMATTING = re.compile(
    r"</?(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s>/])[^<>]*>", re.IGNORECASE
)
_NOSCRIPT = re.compile(r"</?noscript\b[^<>]*>", re.IGNORECASE)
TAGS = set(nh3.ALLOWED_TAGS) | {
    "html", "body", "form", "fieldset", "legend", "option", "optgroup", "select", "textarea",
    "button", "label", "font", "main", "address", "section", "big", "input",
}  # fmt: skip
UNSEEN = {"script", "style", "title", "template", "iframe", "svg"}
_ATTRIBUTES = {"*": {"style", "class", "hidden"}, "a": {"href"}, "img": {"alt"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel", "ftp"}


def sound_pieces(markup: str) -> Iterator[str]:
    """Sound markup with all that can be read; a huge body comes in several pieces."""
    for piece in _pieces(markup[:LONGEST]):
        yield nh3.clean(
            guarded(piece),
            tags=TAGS - UNSEEN,
            clean_content_tags=UNSEEN,
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel=None,
        )


def _pieces(markup: str) -> Iterator[str]:
    position = 0
    while len(markup) - position > PIECE:
        cut = markup.rfind("<", position + PIECE // 2, position + PIECE)
        stop = cut if cut > position else position + PIECE
        yield markup[position:stop]
        position = stop
    yield markup[position:]


def guarded(markup: str) -> str:
    """The same markup without the tags that only make a parser slow.

    Thousands of elements inside each other, or of letters styles that are never closed, take the
    algorithm of browsers minutes and gigabytes; nobody can see the innermost ones.
    """
    # No mail program runs scripts, so what stands in for a script is seen.
    markup = _NOSCRIPT.sub(" ", markup)
    if markup.count("<") < DEEPEST:
        return markup
    markup = _shallow(markup)
    formats = len(_FORMATTING.findall(markup))
    if formats and _unclosed(markup) * markup.count("<") > MOST_COPIES:
        return _FORMATTING.sub("", markup)
    return markup


def _shallow(markup: str) -> str:
    depth, is_deep, kept, position = 0, False, [], 0
    for found in _TAG.finditer(markup):
        if found[2].lower() in _SIDE_BY_SIDE:
            continue
        if found[1]:
            depth = max(0, depth - 1)
        elif not found[0].endswith("/>"):
            depth += 1
        if depth > DEEPEST:
            is_deep = True
            kept += [markup[position : found.start()], "<br>"]
            position = found.end()
    return "".join([*kept, markup[position:]]) if is_deep else markup


def _unclosed(markup: str) -> int:
    """How many letter styles stand open at most at any place."""
    depth = most = 0
    for found in _FORMATTING.finditer(markup):
        depth = max(0, depth - 1) if found[0][1] == "/" else depth + 1
        most = max(most, depth)
    return most
