"""Whatever customers are called and whatever they said: the letter comes out, and is one PDF."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gehoord.limits.letters import Sheet, pdf_of

LETTER = Sheet(
    house="Lindehout",
    sender=["Lindehout", "Laan 1"],
    to=["R. Hoekstra"],
    day="22 november 2026",
    title="Bericht over uw contact met Lindehout",
    paragraphs=["U schreef dit.", "Daarom dit."],
)
MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def sheet_with(words: str) -> Sheet:
    return Sheet(
        house=f"Huis {words}",
        sender=[words, "Laan 1"],
        to=[words],
        day=LETTER.day,
        title=f"Over {words}",
        paragraphs=[f"U schreef: ‘{words}’.", "Daarom dit."],
    )


def is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-1.7") and content.rstrip().endswith(b"%%EOF")


SAID = {
    # `#panic` would break off the drawing if anybody read it as more than words.
    "markup": "#let a = 1; #panic() $x^2$ *vet* _schuin_ @ref <mark> `code` // weg /* weg */ \\ ~ [",
    "a finger": "Jij 🖕🏽 sukkel 👩‍👩‍👧 ❤️",
    "Arabic": "أنت كلب",
    "Chinese": "你是猪",
    "Thai": "ไอ้บ้า",
    "turned around": "a\u202eb\u2066c\u2069",
    "nothing on paper": "a\x00b\x07c\ufeff\u200b",
    "half a character": "a\ud83db",
    "of their own": "\ue000\U000f0000",
    "one long word": "a" * 10_000,
    "every letter": "".join(map(chr, range(0x4E00, 0x4E00 + 5000))),
    "line ends": "a\r\nb\u2028c\u2029d\n\n\ne",
    "nothing": "",
}


@pytest.mark.parametrize("words", SAID.values(), ids=SAID)
def test_a_letter_comes_out_whatever_was_said(words: str) -> None:
    assert is_pdf(pdf_of(sheet_with(words), at=MOMENT))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=40))
@example("\U0001e8d0")  # Drawn alone, and not among others.
def test_any_text_at_all_gives_a_letter(words: str) -> None:
    assert is_pdf(pdf_of(sheet_with(words), at=MOMENT))


def test_a_picture_no_typeface_has_is_called_by_its_name() -> None:
    said = sheet_with("Jij 🖕")
    named = sheet_with("Jij [reversed hand with middle finger extended]")

    assert pdf_of(said, at=MOMENT) == pdf_of(named, at=MOMENT)


def test_the_same_letter_is_the_same_file() -> None:
    assert pdf_of(sheet_with("🖕"), at=MOMENT) == pdf_of(sheet_with("🖕"), at=MOMENT)
