"""A notice as a letter: a tagged PDF with a title and a language, in letters of every country.

Typst draws it: it needs no system package and brings its own typefaces (OFL).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

from gehoord.accounts.models import House
from gehoord.limits.models import HouseRules, Notice
from gehoord.limits.wording.outcomes import heading_of
from gehoord.limits.wording.telling import on_day, voice_about

TEMPLATE = Path(__file__).parent / "letter.typ"
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA: a reader aloud knows headings, paragraphs, title and language."""
PLAIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xC0, 0x17F)))) | {"\n"}
"""What every typeface of a letter has."""
MOST_TRIED = 300
"""So many different letters of other alphabets are tried in one letter; the rest is spelled out."""
UNSEEN = frozenset({"Cc", "Cf", "Mn"})


@dataclass(frozen=True)
class Sheet:
    """What stands on a letter. `paragraphs` are plain text: nothing in them is read as markup."""

    house: str
    sender: Sequence[str]
    to: Sequence[str]
    day: str
    title: str
    paragraphs: Sequence[str]
    language: str = "nl"


def pdf_of(sheet: Sheet, *, at: datetime | None = None) -> bytes:
    """Draw a letter as a PDF; the same sheet and moment give the same file.

    A letter or picture that no typeface has, as of an emoji, is called by its name.
    """
    try:
        return _drawn(sheet, at)
    except typst.TypstError:
        pass
    try:
        return _drawn(_spelled_out(sheet, _drawable(sheet)), at)
    except typst.TypstError:
        # Some letters can be drawn alone, and not among others.
        return _drawn(_spelled_out(sheet, PLAIN), at)


def _drawn(sheet: Sheet, at: datetime | None) -> bytes:
    drawn: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(asdict(sheet))},
        pdf_standards=[STANDARD],
        timestamp=int(at.timestamp()) if at else None,
    )
    return drawn


def _drawable(sheet: Sheet) -> frozenset[str]:
    """The letters on a sheet that some typeface has."""
    lists = (sheet.sender, sheet.to, sheet.paragraphs)
    used = {
        *sheet.house,
        *sheet.title,
        *sheet.day,
        *(each for one in lists for each in "".join(one)),
    }
    tried = sorted(used - PLAIN)[:MOST_TRIED]
    return PLAIN | {letter for letter in tried if _is_drawn(letter)}


def _spelled_out(sheet: Sheet, drawn: frozenset[str]) -> Sheet:
    """The same words, with names for what cannot be drawn."""
    lists = (sheet.sender, sheet.to, sheet.paragraphs)
    sender, to, paragraphs = ([_told(line, drawn) for line in lines] for lines in lists)
    house, title, day = (_told(each, drawn) for each in (sheet.house, sheet.title, sheet.day))
    return replace(
        sheet, house=house, sender=sender, to=to, day=day, title=title, paragraphs=paragraphs
    )


@lru_cache(maxsize=2000)
def _is_drawn(letter: str) -> bool:
    try:
        _drawn(
            Sheet(house="-", sender=[], to=[f"-{letter}-"], day="-", title="-", paragraphs=[]), None
        )
    except typst.TypstError:
        return False
    return True


def _told(text: str, drawn: frozenset[str]) -> str:
    return "".join(each if each in drawn else _name_of(each) for each in text)


def _name_of(letter: str) -> str:
    if unicodedata.category(letter) in UNSEEN:
        return ""
    return f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]"


def letter_of(notice: Notice) -> bytes:
    """The PDF of a notice exactly as the customer was told."""
    rules, house = HouseRules.current(), House.current()
    voice = voice_about(notice.measure)
    with voice.spoken():
        day = on_day(notice.written_at)
    sheet = Sheet(
        house=house.name,
        sender=[line for line in rules.postal_address.splitlines() if line.strip()],
        to=[notice.measure.customer.called],
        day=day,
        title=heading_of(notice),
        paragraphs=[each for each in notice.text.split("\n\n") if each.strip()],
        language=voice.language,
    )
    return pdf_of(sheet, at=notice.written_at)
