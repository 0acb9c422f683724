"""What an agent has said before in the conversation: the same words or the same question again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from gehoord.tone.coaching.draft import Draft, Span, earlier
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.whole.body import Body, body_of_reply
from gehoord.tone.coaching.whole.points import stems_of
from gehoord.tone.coaching.whole.words import whole_words

Hit = tuple[Span, str | None]

NEARLY_THE_SAME = 88
FEWEST_WORDS = 6
FEWEST_WORDS_ASKED = 4
FEWEST_TELLING = 3
FEWEST_TELLING_ASKED = 2
MOST_KEYS = 6
CONVERSATIONS = 256


@dataclass(frozen=True)
class Said:
    """Our earlier sentences, each as its words in a row, and in which of them a word stands."""

    sentences: tuple[str, ...]
    is_answered: tuple[bool, ...]
    holding: dict[str, frozenset[int]]

    def nearly(self, words: Sequence[str], *, asked: bool) -> bool:
        """Whether we have said so before; for a question, whether the customer has answered."""
        own = set(words)
        if sum(word in self.holding for word in own) * 3 < len(own) * 2:
            return False
        longest = sorted(own, key=len, reverse=True)[:MOST_KEYS]
        shared = Counter(at for key in longest for at in self.holding.get(key, ()))
        return any(
            self.is_answered[at] or not asked
            for at, count in shared.items()
            if count * 3 >= len(longest) * 2
            and self.sentences[at].endswith("?") is asked
            and _is_near(" ".join(words), self.sentences[at].rstrip("?"))
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
    holding: dict[str, set[int]] = defaultdict(set)
    for text, is_answered in turns:
        body = Body(earlier(text, language))
        for span, words in zip(body.sentences, body.words, strict=True):
            for word in words:
                holding[word].add(len(sentences))
            sentences.append(" ".join(words) + ("?" if _asks(body.draft, span) else ""))
            answered.append(is_answered)
    known = {word: frozenset(places) for word, places in holding.items()}
    return Said(tuple(sentences), tuple(answered), known)


def _asks(draft: Draft, span: Span) -> bool:
    return draft.text[span[1] - 1] == "?"


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
    if said is None:
        return
    body = body_of_reply(situation)
    courtesy = whole_words(draft.language).pattern("repeated", "courtesy")
    telling = FEWEST_TELLING_ASKED if asked else FEWEST_TELLING
    for span, words in zip(body.sentences, body.words, strict=True):
        if len(words) < fewest or _asks(draft, span) is not asked:
            continue
        if not said.nearly(words, asked=asked) or courtesy.search(draft.text, *span):
            continue
        if len(stems_of(words, draft.language)) >= telling:
            yield span, None
