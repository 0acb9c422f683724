"""The literal words of a conversation: which may count for a limit, and which never do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.cases.models import Conversation, Message
from gehoord.coaching.corrections import corrections_of
from gehoord.coaching.models import SHIELDED, Correction, Reading, Target, Wrong
from gehoord.limits.ladder.guards import FRESH
from gehoord.limits.ladder.levels import COUNTS, PERSONS, Level, proposed_level

SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
QUOTED = re.compile(r"[‘“\"']([^‘’“”\"\n]{2,300}?)[’”\"'](?!\w)")
MOST_MESSAGES = 30
MOST_NOT_COUNTED = 6
ALWAYS = re.compile(
    r"\b(advoca|jurist|recht(s|er|bank|zaak)|geschil|ombudsman|consumentenbond|review|recensie"
    r"|google|trustpilot|social|twitter|facebook|krant|pers\b|journalist|radar|kassa|tv\b"
    r"|opne?em|opname|neem .{0,30}\bop\b|uw naam|je naam|hoe heet|leidinggevende|manager|baas"
    r"|klacht|privacy|avg|gegevens|annule|opzeg|stap .{0,20}over|concurrent|oplicht)",
    re.IGNORECASE,
)
"""What a customer may always say: a reason beside it, never a condition."""
COARSE = "abuse-profanity"
GUESSED = ".learned."
"""Stands in the name of what the learned model found."""
AGAINST: dict[str, str | Promise] = {
    Target.AGENT: _("Against you."),
    Target.THIRD_PARTY: _("Against somebody else."),
}


@dataclass(frozen=True)
class Quote:
    """One sentence of a customer that may count; `words` are the ones it is about."""

    message: Message
    start: int
    sentence: str
    words: tuple[str, ...]
    level: Level
    against: str | Promise

    @property
    def key(self) -> str:
        """What stands in the form for it."""
        return f"{self.message.pk}-{self.start}"

    @property
    def at(self) -> datetime:
        return self.message.written_at


@dataclass(frozen=True)
class NotCounted:
    """One sentence that counts for nothing, and why."""

    sentence: str
    why: str | Promise


@dataclass(frozen=True)
class Words:
    """Everything a customer wrote a short while ago, sorted."""

    quotes: tuple[Quote, ...]
    not_counted: tuple[NotCounted, ...]
    written: tuple[str, ...] = ()

    def is_written(self, words: str) -> bool:
        """Whether the customer wrote these words: then they were judged as such."""
        wanted = " ".join(words.casefold().split())
        return any(wanted in text for text in self.written)

    def without(self, text: str) -> str:
        """A text of ours without the words of the customer between its quotation marks.

        Who quotes a threat threatens nobody.
        """
        return QUOTED.sub(lambda found: "…" if self.is_written(found[1]) else found[0], text)

    @property
    def proposal(self) -> Level | None:
        """The level software proposes: that of the worst sentence; None if nothing counts."""
        return max((quote.level for quote in self.quotes), default=None)


def words_of(conversation: Conversation, *, at: datetime | None = None) -> Words:
    """Sort what was written in a conversation in the last day.

    Only what the reading or a colleague's correction of it calls abuse of a person can count.
    """
    since = (at or timezone.now()) - FRESH - timedelta(minutes=1)
    said = conversation.messages.from_customers().from_people().filter(written_at__gte=since)
    found = said.select_related("reading").latest_first()[:MOST_MESSAGES]
    messages = [each for each in found[::-1] if not each.spoken_by]
    corrections = corrections_of(each.reading for each in messages if each.reading)
    quotes: list[Quote] = []
    others: list[NotCounted] = []
    for message in messages:
        counted = list(_quotes_in(message, corrections))
        quotes += counted
        others += _others_in(message, {quote.start for quote in counted})
    written = tuple(" ".join(each.text.casefold().split()) for each in messages)
    return Words(tuple(quotes), tuple(others[-MOST_NOT_COUNTED:]), written)


def _quotes_in(message: Message, corrections: Mapping[int, Correction]) -> Iterator[Quote]:
    reading = message.reading
    level = level_of(reading, corrections.get(reading.pk) if reading else None)
    if reading is None or level is None or level < COUNTS:
        return
    against = AGAINST.get(reading.target, AGAINST[Target.AGENT])
    spans = [] if reading.is_disputed else list(_abuse_in(reading))
    for start, sentence in sentences(message.text):
        end = start + len(sentence)
        words = tuple(
            message.text[first:last] for first, last in spans if start <= first and last <= end
        )
        if words or not spans:
            yield Quote(message, start, sentence, words or (sentence,), level, against)


def level_of(reading: Reading | None, correction: Correction | None = None) -> Level | None:
    """What is proposed for one message; a colleague who corrected the reading goes first."""
    if reading is None or not reading.is_read:
        return None
    if not reading.is_disputed:
        if _is_guess(reading) and reading.target not in PERSONS:
            # No words of the lists, and nobody they are aimed at: too little to propose anything.
            return None
        return proposed_level(
            abuse=reading.abuse, target=reading.target, is_crisis=reading.is_crisis
        )
    if correction is None or correction.wrong != Wrong.ABUSE:
        return None
    if correction.should_be not in SHIELDED:
        return None
    return proposed_level(
        abuse=correction.should_be, target=Target.AGENT, is_crisis=reading.is_crisis
    )


def _is_guess(reading: Reading) -> bool:
    """Whether only the learned model finds abuse here, without any rule that says why."""
    rules = [str(span["rule"]) for span in reading.evidence if _is_abuse(str(span["label"]))]
    return all(GUESSED in rule for rule in rules)


def _is_abuse(label: str) -> bool:
    return label.startswith("abuse-") and label != COARSE


def _abuse_in(reading: Reading) -> Iterator[tuple[int, int]]:
    for span in reading.evidence:
        if _is_abuse(str(span["label"])):
            yield span["start"], span["end"]


def _others_in(message: Message, counted: Iterable[int]) -> Iterator[NotCounted]:
    reading, counted = message.reading, set(counted)
    spans = [] if reading is None else reading.evidence
    for start, sentence in sentences(message.text):
        if start in counted:
            continue
        end = start + len(sentence)
        labels = {str(span["label"]) for span in spans if start <= span["start"] < end}
        if COARSE in labels:
            yield NotCounted(sentence, _("Coarse, but not against a person."))
        elif ALWAYS.search(sentence):
            yield NotCounted(sentence, _("A customer may always say that."))
        elif any(label.startswith("anger-") for label in labels):
            yield NotCounted(sentence, _("Angry. That is allowed."))


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, each with the place where it begins."""
    for found in SENTENCE.finditer(text):
        sentence = found[0].strip()
        if sentence:
            yield found.start() + len(found[0]) - len(found[0].lstrip()), sentence
