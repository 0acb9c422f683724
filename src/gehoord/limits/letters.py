"""A notice as a letter: a tagged PDF with a title and a language, in letters of every country.

Typst draws it: it needs no system package and brings its own typefaces (OFL).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import typst
from django.utils.translation import get_language

from gehoord.accounts.models import House
from gehoord.limits.models import HouseRules, Notice
from gehoord.limits.wording.notices import title_of
from gehoord.limits.wording.telling import on_day

TEMPLATE = Path(__file__).parent / "letter.typ"
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA: a reader aloud knows headings, paragraphs, title and language."""


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
    """Draw a letter as a PDF; the same sheet and moment give the same file."""
    drawn: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(asdict(sheet))},
        pdf_standards=[STANDARD],
        timestamp=int(at.timestamp()) if at else None,
    )
    return drawn


def letter_of(notice: Notice) -> bytes:
    """The PDF of a notice exactly as the customer was told."""
    rules, house = HouseRules.current(), House.current()
    sheet = Sheet(
        house=house.name,
        sender=[line for line in rules.postal_address.splitlines() if line.strip()],
        to=[notice.measure.customer.called],
        day=on_day(notice.written_at),
        title=title_of(notice.measure),
        paragraphs=[each for each in notice.text.split("\n\n") if each.strip()],
        language=(get_language() or "nl")[:2],
    )
    return pdf_of(sheet, at=notice.written_at)
