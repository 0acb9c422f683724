"""Make plain text of what a model wrote: no HTML, no Markdown, nothing that cannot be seen."""

from __future__ import annotations

import html
import unicodedata

import regex

from gehoord.coaching.drafting.wording import Wording

MOST_READ = 12_000
LONGEST = 3_000
"""Characters of a draft; nobody reads more before sending it."""

_THOUGHTS = regex.compile(r"(?is)<(think|thinking|reasoning)>.*?(?:</\1>|\Z)|\A.*?</think(?:ing)?>")
_UNSEEN = regex.compile(r"(?is)<(script|style|head|title|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?-->")
_LINES = regex.compile(r"(?i)<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]{0,200}>")
_TAGS = regex.compile(r"</?[a-zA-Z!][^<>]{0,500}>")
_MARKDOWN = (
    (regex.compile(r"(?m)^[ \t]*(?:```|~~~)[^\n]*$\n?"), ""),
    (regex.compile(r"(?m)^[ \t]*(?:[-*_=][ \t]*){3,}$\n?"), ""),
    (regex.compile(r"(?m)^[ \t]*#{1,6}[ \t]+"), ""),
    (regex.compile(r"(?m)^[ \t]*>[ \t]?"), ""),
    (regex.compile(r"(?m)^([ \t]*)[*+•][ \t]+"), r"\1- "),
    (regex.compile(r"!?\[([^\[\]\n]{0,200})\]\(([^()\s]{0,500})[^()\n]{0,200}\)"), r"\1 (\2)"),
    (regex.compile(r"(?s)(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1"), r"\2"),
    (regex.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,400})(?<=\S)\1(?![\w*])"), r"\2"),
    (regex.compile(r"`([^`\n]{0,400})`"), r"\1"),
)
_BLANK_LINES = regex.compile(r"\n{3,}")
_SPACES = regex.compile(r"[^\S\n]+")
_SENTENCE_END = regex.compile(r"[.!?…]['\"”’)]*(?=\s)|\n")
_QUOTES = (('"', '"'), ("“", "”"), ("'", "'"))


def tidied(text: str, wording: Wording) -> str:
    """The words of a model as an agent would type them."""
    text = _THOUGHTS.sub("", text[:MOST_READ])
    text = _without_html(text.replace("\r\n", "\n").replace("\r", "\n"))
    for pattern, instead in _MARKDOWN:
        text = pattern.sub(instead, text)
    text = "".join(sign for sign in text if _is_seen(sign))
    lines = (line.strip() for line in _SPACES.sub(" ", text).split("\n"))
    return _only_the_reply(_BLANK_LINES.sub("\n\n", "\n".join(lines)).strip(), wording)


def shortened(text: str) -> str:
    """At most LONGEST characters, ending where a sentence ends."""
    if len(text) <= LONGEST:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, LONGEST)]
    return text[: ends[-1] if ends else LONGEST].rstrip()


def _without_html(text: str) -> str:
    # Twice, because what was escaped may be HTML as well.
    for _again in range(2):
        text = _TAGS.sub("", _LINES.sub("\n", _UNSEEN.sub("", text)))
        text = html.unescape(text)
    return _TAGS.sub("", text)


def _is_seen(sign: str) -> bool:
    """Not a control sign, nor one that turns or hides what stands around it."""
    return sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _only_the_reply(text: str, wording: Wording) -> str:
    """Without a first line about the answer, and without quotation marks around all of it."""
    first, _, rest = text.partition("\n")
    if rest.strip() and wording.preamble.fullmatch(first.strip()):
        text = rest.strip()
    for opens, closes in _QUOTES:
        inside = text[1:-1]
        if text.startswith(opens) and text.endswith(closes) and not {opens, closes} & set(inside):
            return inside.strip()
    return text
