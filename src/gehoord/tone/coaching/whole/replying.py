"""A reply against what the customer wrote: every point answered, summed up, mirrored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from gehoord.tone.coaching.draft import REMEMBERED, Draft, Span
from gehoord.tone.coaching.rewrite import filled
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.turns import Heard, open_turns
from gehoord.tone.coaching.whole.answered import (
    Answer,
    Raised,
    holds_the_line,
    raised_in,
    still_open,
)
from gehoord.tone.coaching.whole.body import Body, before_quotes, body_of_reply
from gehoord.tone.coaching.whole.points import body_of, stems_of, words_in
from gehoord.tone.coaching.whole.skeleton import lines, summary
from gehoord.tone.coaching.whole.words import WholeWords, whole_words

Hit = tuple[Span, str | None]

LONG_MESSAGE = 60
LONG_BLOCK = 50
LONG_FOR_LIST = 25
MANY_POINTS = 3
FEWEST_SHARED = 3
FEWEST_SAID_BACK = 2
SENTENCES_FOR_SUMMARY = 3
TURNS_FOR_FEELING = 5
FEWEST_WORDS = 12
LONG_ANSWER = 15
LIVE = frozenset(("chat", "whatsapp", "sms", "phone"))
ANSWERING = frozenset(("", "listen", "restate", "confirm", "apologise", "plan", "act"))
SUMMING_UP = frozenset(("listen", "restate"))
ANGRY = 2


def points_left_open(situation: Situation) -> Iterator[Hit]:
    """A reply that says nothing about two or more of the customer's points."""
    raised = _to_answer(situation)
    if len(raised) < 2:
        return
    draft = situation.draft
    if situation.channel in LIVE and not _is_one_list(raised):
        return
    left = still_open(raised, [_answer(situation)])
    # A reply that goes into nothing at all is one that holds the line, not a partial answer.
    if len(left) < 2 or len(left) == len(raised):
        return
    inside = body_of_reply(situation).sentences
    if inside and _answer(situation).length >= FEWEST_WORDS:
        last = inside[-1]
        words = draft.text[slice(*last)]
        yield last, f"{words}\n\n{lines(left, situation)}"


def _is_one_list(raised: tuple[Raised, ...]) -> bool:
    """Whether one message asks or lists all of it: who talks live answers bit by bit."""
    numbers = {one.heard.number for one in raised}
    return len(numbers) == 1 and _asked(raised) == len(raised)


def points_in_one_block(situation: Situation) -> Iterator[Hit]:
    """Three or more points answered in one long paragraph without numbers."""
    raised = _to_answer(situation)
    if len(raised) < MANY_POINTS or _answer(situation).numbers:
        return
    draft = situation.draft
    is_list = sum(one.point.is_item for one in raised) >= MANY_POINTS
    fewest = LONG_FOR_LIST if is_list else LONG_BLOCK
    for paragraph in _paragraphs(body_of_reply(situation), fewest):
        places = [place for one in raised if (place := _where(draft, paragraph, one))]
        if len(places) > 1:
            # The first answer can stay where it is: from the second on it becomes a list.
            yield sorted(set(places))[:2][-1], None
            return


def _to_answer(situation: Situation) -> tuple[Raised, ...]:
    """The customer's points, if this reply is the one that should answer them."""
    if "raised" not in situation.noted:
        situation.noted["raised"] = _raised(situation)
    found: tuple[Raised, ...] = situation.noted["raised"]
    return found


def _raised(situation: Situation) -> tuple[Raised, ...]:
    if situation.stage_name not in ANSWERING or situation.text_kind != "reply":
        return ()
    language = situation.draft.language
    raised = raised_in(situation.thread, language)
    _, after = open_turns(situation.thread)
    return raised if holds_the_line(after, raised, language) else ()


def _answer(situation: Situation) -> Answer:
    if "answer" not in situation.noted:
        situation.noted["answer"] = Answer(body_of_reply(situation))
    found: Answer = situation.noted["answer"]
    return found


def _paragraphs(body: Body, fewest: int) -> Iterator[Span]:
    """The paragraphs of a reply with more words than this."""
    draft, end = body.draft, body.end
    start = draft.body_start
    while start < end:
        last = draft.text.find("\n", start, end)
        last = end if last < 0 else last
        if len(draft.words((start, last))) > fewest:
            yield start, last
        start = last + 1


def _where(draft: Draft, paragraph: Span, raised: Raised) -> Span | None:
    """The sentence of the paragraph that is about a point."""
    for start, end in draft.sentences:
        sentence = Draft(draft.text[start:end], draft.language)
        if paragraph[0] <= start < paragraph[1] and Answer(Body(sentence)).names(raised.point):
            return start, end
    return None


def not_summed_up(situation: Situation) -> Iterator[Hit]:
    """A first answer to a long message, or one with more points, that shows nothing of it."""
    stage = situation.stage_name
    if stage not in SUMMING_UP and not (stage == "" and situation.is_first_reply):
        return
    draft = situation.draft
    words = whole_words(draft.language)
    heard, _ = open_turns(situation.thread)
    raised = _to_answer(situation)
    if not draft.sentences or not (_is_much(heard, words) or _asked(raised) > 1):
        return
    if words.pattern("summary", "said").search(draft.text) or _answer(situation).numbers:
        return
    begin = draft.text[: draft.sentences[:SENTENCES_FOR_SUMMARY][-1][1]]
    told = [word for one in heard for word in words_in(body_of(one.text, draft.language))]
    shared = stems_of(told, draft.language) & stems_of(words_in(begin), draft.language)
    if (
        _goes_ahead(situation)
        and len(shared) < FEWEST_SHARED
        and (not raised or _leaves(raised, begin, draft.language))
    ):
        span = before_quotes(draft, draft.sentences[0])
        template = summary(raised, situation)
        yield span, filled(template, span, None, situation) if template else None


def _goes_ahead(situation: Situation) -> bool:
    """Whether the reply does something or says a lot; “dank voor uw bericht” does neither."""
    draft = situation.draft
    step = whole_words(draft.language).pattern("summary", "goes")
    return _answer(situation).length >= LONG_ANSWER or step.search(draft.text) is not None


def _is_much(heard: Sequence[Heard], words: WholeWords) -> bool:
    """Whether the customer wrote a lot, or says that it is about more than one thing."""
    return sum(len(words_in(one.text)) for one in heard) > LONG_MESSAGE or any(
        words.pattern("summary", "announced").search(one.text) for one in heard
    )


def _leaves(raised: tuple[Raised, ...], begin: str, language: str) -> bool:
    """Whether these first sentences pass over any of the points."""
    answer = Answer(Body(Draft(begin, language)))
    return len(raised) < 2 or not all(answer.names(one.point) for one in raised)


def _asked(raised: tuple[Raised, ...]) -> int:
    return sum(one.point.asks or one.point.is_item for one in raised)


def not_mirrored(situation: Situation) -> Iterator[Hit]:
    """A reply that passes over a feeling the customer named; more anger has its own rule."""
    customer = situation.customer
    is_strong = customer.anger >= ANGRY or customer.emotion in ("sadness", "fear", "gratitude")
    draft = situation.draft
    words = whole_words(draft.language)
    if (is_strong and situation.is_first_reply) or not draft.sentences:
        return
    if situation.thread[-1:] and situation.thread[-1].by == "agent":
        return
    if not _feels(situation, words):
        return
    end = draft.sentences[min(1, len(draft.sentences) - 1)][1]
    said = words.pattern("feelings", "heard").search(draft.text, 0, end)
    if not said and not _says_back(situation, draft.text[:end]):
        yield before_quotes(draft, draft.sentences[0]), None


def _says_back(situation: Situation, begin: str) -> bool:
    """Whether the first sentences tell the customer's fact again."""
    language = situation.draft.language
    told = stems_of(words_in(body_of(situation.last_heard, language)), language)
    return len(told & stems_of(words_in(begin), language)) >= FEWEST_SAID_BACK


def _feels(situation: Situation, words: WholeWords) -> bool:
    """Whether the customer named a feeling that none of us has gone into since."""
    for turn in situation.thread[:-TURNS_FOR_FEELING:-1]:
        if turn.by == "agent" and _heard_by(turn.text, words.language):
            return False
        if turn.by == "customer" and _felt_in(turn.text, words.language):
            return True
    return False


@lru_cache(REMEMBERED)
def _felt_in(text: str, language: str) -> bool:
    return whole_words(language).pattern("feelings", "said").search(text) is not None


@lru_cache(REMEMBERED)
def _heard_by(text: str, language: str) -> bool:
    return whole_words(language).pattern("feelings", "heard").search(text) is not None
