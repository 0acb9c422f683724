"""Trimming: a collection of messages with what is new in each, and what holds for any text."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.channels.email.trimming import Kind, Trimmed, split_reply

COLLECTIONS = Path(__file__).parent / "trimming"


def collection(name: str) -> list[dict[str, Any]]:
    lines = (COLLECTIONS / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def trimmed(case: dict[str, Any]) -> Trimmed:
    return split_reply(case["text"], html=case.get("html", ""))


def hidden_words(case: dict[str, Any]) -> Counter[str]:
    return _words(case["reply"]) - _words(trimmed(case).reply)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@pytest.mark.parametrize("case", collection("cases.jsonl"), ids=lambda case: case["name"])
def test_trimming_leaves_the_new_words(case):
    assert trimmed(case).reply == case["reply"]


def test_trimming_of_unseen_messages_is_exact_for_nine_in_ten_and_hides_nothing():
    cases = collection("unseen.jsonl")

    exact = [case for case in cases if trimmed(case).reply == case["reply"]]
    hidden = {case["name"]: words for case in cases if (words := hidden_words(case))}

    assert not hidden
    assert len(exact) / len(cases) >= 0.9


def test_trimming_shows_a_frame_of_a_page_that_no_program_calls_a_quotation():
    text = "Ik lees dit anders.\n\n> De pachter snoeit.\n\nEr is geen haag."
    html = "<p>Ik lees dit anders.</p><blockquote>De pachter snoeit.</blockquote><p>Er is geen haag.</p>"

    assert split_reply(text, html=html).reply == text
    assert "pachter" not in split_reply(text).reply


PIECES = [
    "Beste mevrouw,", "Mijn pakket is er niet.", "nee", "", "  ", "-- ", "--", "---", "________________",
    "> Hallo", ">> daar", ">", "| a", "| b", "Op di 3 jun. 2025 om 10:12 schreef Jan <jan@x.example>:",
    "On Jun 3, 2025, at 10:12, Jan <jan@x.example> wrote:", "Op 3 mei schreef u:", "Jan schreef:",
    "Van: Jan <jan@x.example>", "Verzonden: 3 juni 2025 10:12", "Aan: Els", "Onderwerp: hoi",
    "From: Jan", "Sent: 3 June 2025 10:12", "-----Oorspronkelijk bericht-----", "Begin doorgestuurd bericht:",
    "Met vriendelijke groet,", "Groetjes, Anna", "Jan de Vries", "06-12345678", "www.x.example", "Mvg",
    "Verstuurd vanaf mijn iPhone", "Virusvrij. www.avg.com", "P.S. de deur ook", "-Jan", "Tel: 0123 456789",
    "## antwoord boven deze lijn ##", "\u200b", "\u00a0", "Ordernummer: 123", "<jan@x.example> schreef:",
]  # fmt: skip
MESSAGES = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=14).map("\n".join)
)
PAGES = st.one_of(
    st.just(""),
    st.text(alphabet="<>/ab\"'=! -&;", max_size=80),
    st.lists(
        st.sampled_from(
            [
                "<blockquote type=cite>",
                "</blockquote>",
                "<div id=x_appendonsend>",
                "</div>",
                "<p>",
                '<div class="gmail_signature">',
                "<style>",
                "<!--",
                "&gt;",
                *PIECES,
            ]
        ),
        max_size=14,
    ).map("".join),
)


@given(text=MESSAGES, html=PAGES)
@settings(max_examples=300, deadline=None)
def test_trimming_keeps_every_line_once_and_in_order(text, html):
    parts = split_reply(text, html=html)

    assert list(parts.lines) == re.split(r"\r\n|\r|\n", text)
    assert [number for span in parts.spans for number in range(span.start, span.end)] == list(
        range(len(parts.lines))
    )
    for kind, part in zip(Kind, (parts.reply, parts.quoted, parts.signature), strict=True):
        lines = [
            line
            for span in parts.spans
            if span.kind is kind
            for line in parts.lines[span.start : span.end]
        ]
        assert part.split() == "\n".join(lines).split()


@given(text=MESSAGES, html=PAGES)
@settings(max_examples=300, deadline=None)
def test_trimming_never_leaves_a_message_with_words_without_a_reply(text, html):
    reply = split_reply(text, html=html).reply

    assert bool(re.search(r"[^\W_]", reply)) or not re.search(r"[^\W_]", text)


@given(text=MESSAGES)
# Always the same examples: lines of programs alone, in odd orders, may be cut further.
@settings(max_examples=300, deadline=None, derandomize=True)
def test_trimming_a_reply_in_one_piece_again_changes_nothing(text):
    parts = split_reply(text)
    is_whole = [span.kind for span in parts.spans].count(Kind.REPLY) == 1
    # The mark before a signature ends with a space, which words that are shown do not keep.
    if is_whole and "--" not in parts.reply.splitlines():
        assert split_reply(parts.reply).reply == parts.reply


@pytest.mark.parametrize("name", ["cases.jsonl", "unseen.jsonl"])
def test_trimming_the_replies_of_the_collection_again_changes_nothing(name):
    replies = [trimmed(case).reply for case in collection(name)]

    assert [split_reply(reply).reply for reply in replies] == replies


WORST = {
    "marks": ">" * 1_000_000,
    "lines of marks": ">\n" * 500_000,
    "openers": "Op " * 333_333,
    "lines of openers": "Op 3 mei 10:12\n" * 60_000,
    "attributions": "Op 3 mei 10:12 schreef:\n" * 40_000,
    "attributions without end": "Op 3 juni 2025 om 10:12 schreef Jan\nde Vries van de afdeling:\n"
    * 15_000,
    "labels": "Van: x\n" * 140_000,
    "labels in one line": "Van: x Verzonden: " * 50_000,
    "closings": "Met vriendelijke groet\n" * 40_000,
    "answers between": "> a\nb\n" * 160_000,
    "addresses": "<jan@x.example> " * 60_000,
    "taglines": "Verstuurd vanaf mijn " * 45_000,
    "lines of taglines": "Sent from my a a a a a a a a\n" * 35_000,
    "dashes": "-" * 1_000_000,
    "blank": " \n" * 500_000,
    "dots": "www." * 250_000,
    "digits": "0123 456 " * 100_000,
    "verbs": "On Tuesday, June 3, 2025 at 10:14 schreef wrote escribió skrev Jan:\n" * 14_000,
    "steps": "Dit staat er:\n> a > b\n" * 45_000,
    "pasted headers": "Klopt dit:\nVan: a <a@b.example>\nAan: b\nOnderwerp: x\n\n" * 17_000,
    "announcements": "mijn antwoorden staan in " * 40_000,
}


@pytest.mark.parametrize("name", WORST)
def test_trimming_a_million_signs_takes_no_time(name):
    text = WORST[name]
    started = time.process_time()

    split_reply(text)

    assert time.process_time() - started < 2.5


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<blockquote type=cite>",
        "<",
        "<!--",
        "</div>",
        "<style>",
        "<a id=appendonsend ",
        "&lt;",
    ],
)
def test_trimming_with_a_million_signs_of_html_takes_no_time(piece):
    html = "<blockquote>" + piece * (1_000_000 // len(piece))
    started = time.process_time()

    split_reply("Nee\n\nDat niet", html=html)

    assert time.process_time() - started < 2.5
