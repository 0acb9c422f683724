"""The body of a reply, between greeting and goodbye, in words: worked out once for all checks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.whole.words import WORD, whole_words


@dataclass(frozen=True)
class Body:
    """The sentences of a reply before its goodbye, each with its words in small letters."""

    draft: Draft

    @cached_property
    def end(self) -> int:
        """Where the goodbye begins."""
        return message_end(self.draft)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences before the goodbye."""
        return tuple(span for span in self.draft.sentences if span[0] < self.end)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words of each of those sentences."""
        lowered = self.draft.lowered
        return tuple(tuple(WORD.findall(lowered, start, end)) for start, end in self.sentences)

    @cached_property
    def all_words(self) -> frozenset[str]:
        """Every word of the body."""
        return frozenset(word for words in self.words for word in words)

    def holds_any(self, words: frozenset[str]) -> bool:
        """Whether one of these words, in small letters, stands in it."""
        return not self.all_words.isdisjoint(words)


def body_of_reply(situation: Situation) -> Body:
    """The body of the draft of a situation."""
    if "body" not in situation.noted:
        situation.noted["body"] = Body(situation.draft)
    found: Body = situation.noted["body"]
    return found


def before_quotes(draft: Draft, span: Span) -> Span:
    """A sentence up to the first quotation in it: words of somebody else are never marked."""
    for start, end in draft.quotes:
        if span[0] < end and start < span[1] and draft.text[span[0] : start].strip():
            return draft.trimmed(span[0], start)
    return span


def message_end(draft: Draft) -> int:
    """Where a reply says goodbye; what follows is the agent's name."""
    closing = whole_words(draft.language).pattern("message", "closing")
    for start, end in reversed(draft.sentences):
        if closing.match(draft.text, start, end):
            return start
    return len(draft.text)
