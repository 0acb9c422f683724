"""The body of a mail out of its parts: what is read, and what is a file."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from dataclasses import dataclass

from gehoord.channels.email.reading.html_text import html_text

_WORD = re.compile(r"\w{2,}")
_STUB = 150
_EXCUSE = 400
"""Characters: a text that only says that the program cannot show HTML is shorter."""
_IMAGE = "image/"


@dataclass(frozen=True)
class Block:
    """A stretch of the body: plain text, HTML, or the same in both."""

    plain: str | None = None
    html: str | None = None

    @property
    def is_blank(self) -> bool:
        return not (self.plain or "").strip() and not (self.html or "").strip()


def as_html(block: Block) -> str:
    """A block for a page: its HTML, or its text with line breaks."""
    if block.html is not None:
        return block.html
    return f'<div style="white-space:pre-wrap">{entities.escape(block.plain or "")}</div>'


def as_text(block: Block) -> str:
    """A block to read: its plain text, unless that says less than the HTML beside it."""
    plain = block.plain if block.plain is not None and block.plain.strip() else None
    if plain is None:
        return html_text(block.html) if block.html else ""
    if block.html is None or len(plain) > 20_000:
        return plain
    if _is_excuse(plain, block.html):
        return html_text(block.html)
    if len(block.html) < 2 * len(plain):
        return plain
    rich = html_text(block.html)
    return rich if _is_stub(plain, rich) else plain


def _is_excuse(plain: str, html: str) -> bool:
    """Whether a text only says that there is HTML: it names it, and shares no words with it."""
    if len(plain) > _EXCUSE or not re.search(r"\bhtml\b", plain, re.IGNORECASE):
        return False
    said = set(_WORD.findall(plain.lower()))
    shown = set(_WORD.findall(html_text(html).lower()))
    return bool(shown) and len(said & shown) * 2 < len(said)


def _is_stub(plain: str, rich: str) -> bool:
    """Whether plain text only says that there is HTML, or is a poor extract of it."""
    few, many = Counter(_WORD.findall(plain.lower())), Counter(_WORD.findall(rich.lower()))
    if few.total() * 2 >= many.total():
        return False
    shared = (few & many).total()
    return few.total() < _STUB and (shared >= 0.7 * few.total() or few.total() < 30)


def alternatives(children: list[list[Block]]) -> list[Block]:
    """One block out of the versions of a `multipart/alternative`, each in blocks of its own."""
    plain: list[str] = []
    rich: list[str] = []
    for blocks in children:
        blocks = [block for block in blocks if not block.is_blank]
        if any(block.html is not None for block in blocks):
            rich.append("\n".join(as_html(block) for block in blocks))
            # A version with HTML may bring its own text, as a signed or packed one does.
            plain += (
                [block.plain for block in blocks if block.plain and block.html] if not plain else []
            )
        else:
            plain += [block.plain for block in blocks if block.plain]
    if not plain and not rich:
        return []
    return [Block("\n".join(dict.fromkeys(plain)) or None, "\n".join(rich) or None)]


def merged(blocks: list[Block]) -> list[Block]:
    """Blocks without those that say the same twice, once as text and once as HTML."""
    out: list[Block] = []
    for block in blocks:
        if block.is_blank:
            continue
        before = out[-1] if out else None
        if before and before.html is None and block.plain is None and _is_same(before, block):
            out[-1] = Block(before.plain, block.html)
        else:
            out.append(block)
    return out


def _is_same(plain: Block, rich: Block) -> bool:
    one, other = (
        set(_WORD.findall((plain.plain or "").lower())),
        set(_WORD.findall(as_text(rich).lower())),
    )
    return one == other or (
        len(one) > 3
        and len(one & other) >= 0.85 * max(len(one), 1)
        and len(one) >= 0.6 * len(other)
    )


def joined(blocks: list[Block]) -> tuple[str, str]:
    """The whole text and the whole HTML of a mail."""
    blocks = merged(blocks)
    text = "\n\n".join(text for block in blocks if (text := as_text(block).strip("\n")).strip())
    has_html = any(block.html is not None for block in blocks)
    return text, "\n".join(as_html(block) for block in blocks) if has_html else ""
