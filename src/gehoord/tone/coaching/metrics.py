"""What the coach measures in a draft: how long sentences, paragraphs and replies are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from gehoord.tone.coaching.draft import Draft, Span

_PARAGRAPH = regex.compile(r"[^\n]+(?:\n[^\n]+)*")


def long_sentences(draft: Draft, most: int) -> Iterator[Span]:
    """Sentences of more than `most` words."""
    for span in draft.sentences:
        # A sentence of n words has at least 2n - 1 characters; most are not worth counting.
        if span[1] - span[0] > 2 * most and len(draft.words(span)) > most:
            yield span


def long_paragraphs(draft: Draft, most: int) -> Iterator[Span]:
    """The first sentence of each paragraph of more than `most` words."""
    for paragraph in _PARAGRAPH.finditer(draft.text):
        if len(draft.words(paragraph.span())) > most:
            yield draft.trimmed(*draft.sentences[draft.sentence_at(paragraph.start())])


def long_reply(draft: Draft, most: int) -> Iterator[Span]:
    """The sentence in which the reply grows past `most` characters."""
    if len(draft.text.rstrip()) > most and draft.sentences:
        yield draft.sentences[draft.sentence_at(most)]


METRICS: dict[str, Callable[[Draft, int], Iterator[Span]]] = {
    "long sentence": long_sentences,
    "long paragraph": long_paragraphs,
    "long reply": long_reply,
}
