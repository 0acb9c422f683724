"""What an agent has said before in the conversation: the same words or the same question again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from gehoord.tone.coaching.draft import Draft, Span, earlier
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.whole.points import message_end, stems_of, words_in
from gehoord.tone.coaching.whole.words import whole_words

Hit = tuple[Span, str | None]

NEARLY_THE_SAME = 88
FEWEST_WORDS = 6
FEWEST_WORDS_ASKED = 4
FEWEST_TELLING = 3
FEWEST_TELLING_ASKED = 2
SHORTEST_KEY = 5
CONVERSATIONS = 256


@dataclass(frozen=True)
class Said:
    """Our earlier sentences, each as its words in a row, and in which of them a word stands."""

    sentences: tuple[str, ...]
    is_answered: tuple[bool, ...]
    holding: dict[str, list[int]]

    def nearly(self, words: list[str], *, asked: bool) -> bool:
        """Whether we have said so before; for a question, whether the customer has answered."""
        keys = {word for word in words if len(word) >= SHORTEST_KEY} or set(words)
        shared = Counter(at for key in keys for at in self.holding.get(key, ()))
        said = " ".join(words)
        return any(
            self.is_answered[at] or not asked
            for at, count in shared.items()
            if count * 3 >= len(keys) * 2
            and self.sentences[at].endswith("?") is asked
            and _is_near(said, self.sentences[at].rstrip("?"))
        )


def _is_near(said: str, before: str) -> bool:
    if not 0.7 < len(said) / max(len(before), 1) < 1.4:
        return False
    return fuzz.token_set_ratio(said, before, score_cutoff=NEARLY_THE_SAME) > 0 and (
        fuzz.ratio(said, before, score_cutoff=NEARLY_THE_SAME - 10) > 0
    )


@lru_cache(CONVERSATIONS)
def _said(turns: tuple[tuple[str, bool], ...], language: str) -> Said:
    """Everything in these messages, each with whether the customer answered it."""
    sentences: list[str] = []
    answered: list[bool] = []
    holding: dict[str, list[int]] = defaultdict(list)
    for text, is_answered in turns:
        message = earlier(text, language)
        for words, asked in _sentences(message):
            for word in set(words):
                holding[word].append(len(sentences))
            sentences.append(" ".join(words) + ("?" if asked else ""))
            answered.append(is_answered)
    return Said(tuple(sentences), tuple(answered), dict(holding))


def _sentences(message: Draft) -> Iterator[tuple[list[str], bool]]:
    end = message_end(message)
    for start, last in message.sentences:
        if start < end:
            yield words_in(message.text[start:last]), message.text[last - 1] == "?"


def _said_in(situation: Situation) -> Said | None:
    turns = []
    is_answered = False
    for turn in reversed(situation.thread):
        if turn.by == "customer":
            # Who asks something back has not answered.
            is_answered = "?" not in turn.text
        else:
            turns.append((turn.text, is_answered))
            is_answered = False
    return _said(tuple(turns), situation.draft.language) if turns else None


def same_as_before(situation: Situation) -> Iterator[Hit]:
    """Sentences that an agent has sent before as they are, or nearly."""
    yield from _again(situation, asked=False, fewest=FEWEST_WORDS)


def asked_before(situation: Situation) -> Iterator[Hit]:
    """Questions that an agent has asked before and the customer has answered."""
    yield from _again(situation, asked=True, fewest=FEWEST_WORDS_ASKED)


def _again(situation: Situation, *, asked: bool, fewest: int) -> Iterator[Hit]:
    draft = situation.draft
    said = _said_in(situation)
    courtesy = whole_words(draft.language).pattern("repeated", "courtesy")
    if said is None:
        return
    end = message_end(draft)
    for start, last in draft.sentences:
        if start >= end or (draft.text[last - 1] == "?") is not asked:
            continue
        words = words_in(draft.text[start:last])
        if len(words) < fewest or courtesy.search(draft.text, start, last):
            continue
        telling = len(stems_of(words, draft.language))
        if telling >= (FEWEST_TELLING_ASKED if asked else FEWEST_TELLING) and said.nearly(
            words, asked=asked
        ):
            yield (start, last), None
