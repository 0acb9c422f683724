from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.channels.webchat.words import (
    LONGEST_MESSAGE,
    MessageIsEmpty,
    MessageIsTooLong,
    cleaned,
    message_text,
)

anything = st.text(st.characters(exclude_categories=[]))


@given(anything)
def test_cleaned_text_can_always_be_kept(text):
    kept = cleaned(text)
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert cleaned(kept) == kept


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_cleaned_text_loses_nothing_that_was_said(text):
    assert cleaned(text) == text.strip()


@given(anything)
def test_cleaned_text_has_the_same_letters_in_the_same_order(text):
    def letters(words):
        return [c for c in words if unicodedata.category(c)[0] in "LNPS"]

    assert letters(cleaned(text)) == letters(text)


def test_message_may_be_ten_thousand_characters_long_and_no_more():
    assert len(message_text("😡" * LONGEST_MESSAGE)) == LONGEST_MESSAGE
    with pytest.raises(MessageIsTooLong):
        message_text("😡" * (LONGEST_MESSAGE + 1))


def test_message_without_words_needs_a_file():
    with pytest.raises(MessageIsEmpty):
        message_text(" \x00 ")
    assert message_text("", may_be_empty=True) == ""
