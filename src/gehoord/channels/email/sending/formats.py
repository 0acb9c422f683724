"""The few formats of a letter: bold, italic, lists, links, quotes and pictures.

The agent's text is the source and goes out as the plain part; its HTML is made here. The marks
are those of Markdown, but what merely looks like one stays as typed: `3*4*5`, `1986. was`, `\\`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "b", "em", "i", "u", "ul", "ol", "li", "a", "blockquote", "img", "div"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel", "cid"}
RULES = ["newline", "emphasis", "link", "image", "list", "blockquote", "linkify", "escape"]
INSIDE_A_WORD = re.compile(r"(?<=\w)\*+(?=\w)")
YEAR_AT_START = re.compile(r"(?m)^(\s*\d{3,})([.)])(?=\s)")
PLUS_AT_START = re.compile(r"(?m)^(\s*)\+(?=\s)")
PICTURE = re.compile(r"!\[([^\]\n]*)\]\(<?([^)>\n]*)>?\)")

_markdown = MarkdownIt("zero", {"breaks": True, "html": False, "linkify": True}).enable(RULES)
if _markdown.linkify is not None:
    # `factuur.nl` may be a file or a word; only what says that it is an address is one.
    _markdown.linkify.set({"fuzzy_link": False, "fuzzy_ip": False})


def html_of(text: str, *, pictures: Mapping[str, str] | None = None) -> str:
    """The agent's text as HTML for a letter.

    `pictures` are the file names that go along inside the letter, with their content ids.
    """
    text = PICTURE.sub(r"![\1](<\2>)", text)
    text = INSIDE_A_WORD.sub(_as_typed, text.replace("\\", "\\\\"))
    text = PLUS_AT_START.sub(r"\1\\+", YEAR_AT_START.sub(r"\1\\\2", text))
    tokens = _markdown.parse(text)
    for token in tokens:
        _show_pictures(token, pictures or {})
    return clean(_markdown.renderer.render(tokens, _markdown.options, {}))


def clean(html: str) -> str:
    """HTML with nothing in it but the few formats; a picture only if it goes along."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_own_pictures_only,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel=None,
    )


def plain_of(text: str) -> str:
    """The agent's text for the plain part: as typed, with pictures by their name."""
    return PICTURE.sub(lambda found: f"[{found[1].strip() or found[2].strip()}]", text)


def lines_as_html(text: str) -> str:
    """Words without formats as HTML, line by line."""
    return escape(text).replace("\n", "<br>\n")


def pictures_in(text: str) -> list[str]:
    """The file names of the pictures that stand in the text."""
    return [found[2].strip() for found in PICTURE.finditer(text)]


def _as_typed(found: re.Match[str]) -> str:
    return found[0].replace("*", "\\*")


def _show_pictures(token: Token, pictures: Mapping[str, str]) -> None:
    for child in token.children or ():
        if child.type != "image":
            continue
        name = unquote(str(child.attrs.get("src", "")))
        if name in pictures:
            child.attrs["src"] = f"cid:{pictures[name]}"
        else:
            child.type, child.content = "text", f"[{child.content or name}]"


def _own_pictures_only(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and not value.startswith("cid:"):
        return None
    return value
