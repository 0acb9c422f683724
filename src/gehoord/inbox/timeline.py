"""Everything that was said and done in a case, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils import timezone

from gehoord.cases.models import Case, Event, Message, Note
from gehoord.coaching.corrections import corrections_of
from gehoord.coaching.models import Correction, Reading
from gehoord.inbox import happenings, readings
from gehoord.inbox.guide_moves import is_news
from gehoord.inbox.limits_told import LimitsTold
from gehoord.inbox.mails import SeenMail, mails_of

PAGE = 50
MOST = 1000
FOLD_AFTER = 4000
"""Characters of one message before the rest is folded: nobody reads 100,000 at once."""
MOST_EVENTS = 200


@dataclass(frozen=True)
class CustomerTurn:
    """What a customer wrote, with what was read in it."""

    message: Message
    at: datetime
    aim: str
    evidence: list[dict[str, Any]]
    summary: str
    correction: Correction | None = None
    mail: SeenMail | None = None
    kind: str = "customer"

    @property
    def reading(self) -> Reading | None:
        return self.message.reading

    @property
    def not_read(self) -> str:
        """Why nothing is known of the message, if that is so."""
        is_unread = self.reading is not None and not self.reading.is_read
        return readings.not_read(self.reading.language) if is_unread and self.reading else ""

    @property
    def corrected(self) -> str:
        """What an agent said that is wrong in the reading."""
        return readings.corrected(self.correction) if self.correction else ""

    @property
    def choices(self) -> list[readings.Choices]:
        """What the reading could have been instead."""
        return readings.choices(self.reading) if self.reading else []

    @property
    def writer(self) -> str:
        """Who wrote it, if that was not the customer."""
        return self.message.spoken_by.rpartition(" <")[0] or self.message.spoken_by

    @property
    def beginning(self) -> str:
        return self.message.text[: self._fold]

    @property
    def rest(self) -> str:
        return self.message.text[self._fold :]

    @cached_property
    def _fold(self) -> int:
        """Where the rest begins: between two words, or an address would be cut in two."""
        text = self.message.text
        if len(text) <= FOLD_AFTER:
            return len(text)
        after_word = max(text.rfind(" ", 0, FOLD_AFTER), text.rfind("\n", 0, FOLD_AFTER)) + 1
        return after_word if after_word > FOLD_AFTER // 2 else FOLD_AFTER


@dataclass(frozen=True)
class AgentTurn:
    """What a colleague answered, and how far that got."""

    message: Message
    at: datetime
    mail: SeenMail | None = None
    kind: str = "agent"


@dataclass(frozen=True)
class NoteTurn:
    """What colleagues told each other."""

    note: Note
    at: datetime
    kind: str = "note"


@dataclass(frozen=True)
class Happening:
    """What happened to the case, after what happened right before it."""

    event: Event
    at: datetime
    sentence: str
    before: tuple[Happening, ...] = ()
    kind: str = "event"


Turn = CustomerTurn | AgentTurn | NoteTurn | Happening


@dataclass(frozen=True)
class Timeline:
    """The latest turns of a case, oldest first, and how many messages come before them."""

    turns: list[Turn]
    messages: list[Message]
    earlier: int
    shown: int

    @property
    def last_from_customer(self) -> Message | None:
        return next((each for each in reversed(self.messages) if each.is_from_customer), None)


def timeline_of(case: Case, *, shown: int = PAGE) -> Timeline:
    """Put the last `shown` messages of a case in order, with the notes and events among them."""
    shown = max(PAGE, min(shown, MOST))
    found = case.messages.latest_first().select_related("author", "conversation", "reading")
    latest = list(found.prefetch_related("attachments")[: shown + 1])
    messages = latest[:shown][::-1]
    has_more = len(latest) > shown
    earlier = case.messages.count() - shown if has_more else 0
    since = messages[0].written_at if has_more else case.opened_at
    notes = case.notes.filter(written_at__gte=since).select_related("author")
    events = case.events.filter(happenings.TOLD, at__gte=since).select_related("actor")
    turns: list[Turn] = [
        *_said(messages),
        *(NoteTurn(note, note.written_at) for note in notes),
        *_happened(case, events.order_by("-at", "-pk")[:MOST_EVENTS], messages),
    ]
    turns.sort(key=lambda turn: turn.at)
    return Timeline(list(_folded(turns)), messages, earlier, shown)


def _said(messages: Iterable[Message]) -> Iterator[Turn]:
    levels: list[int] = []
    messages = list(messages)
    corrections = corrections_of(each.reading for each in messages if each.reading)
    mails = mails_of(messages)
    for message in messages:
        reading = message.reading
        if not message.is_from_customer:
            yield AgentTurn(message, message.written_at, mails.get(message.pk))
            continue
        if reading is not None and reading.counts:
            levels.append(reading.anger)
        yield CustomerTurn(
            message,
            message.written_at,
            aim=readings.aim(reading, levels) if reading else "",
            evidence=readings.evidence(reading),
            summary=readings.summary(reading) if reading and reading.is_shielded else "",
            correction=corrections.get(reading.pk) if reading else None,
            mail=mails.get(message.pk),
        )


def _folded(turns: Iterable[Turn]) -> Iterator[Turn]:
    """Put happenings of one day without a word between them together: the last one speaks."""
    for _together, run in groupby(_worth_saying(turns), key=_belongs_to):
        *before, last = run
        if isinstance(last, Happening):
            earlier = tuple(turn for turn in before if isinstance(turn, Happening))
            yield replace(last, before=earlier)
        else:
            yield last


def _worth_saying(turns: Iterable[Turn]) -> Iterator[Turn]:
    """That a case was opened says nothing beside the message that opened it.

    Which case it follows does.
    """
    last: Turn | None = None
    for turn in turns:
        if not (_is_plain_opening(turn) and isinstance(last, CustomerTurn)):
            yield turn
        last = turn


def _is_plain_opening(turn: Turn) -> bool:
    if not isinstance(turn, Happening) or turn.event.kind != Event.Kind.OPENED:
        return False
    return not turn.event.details.get("after")


def _belongs_to(turn: Turn) -> object:
    return timezone.localtime(turn.at).date() if isinstance(turn, Happening) else id(turn)


def _happened(case: Case, events: Iterable[Event], messages: Sequence[Message]) -> Iterator[Turn]:
    news = [event for event in events if is_news(event)]
    said, limits = _moving(news, messages), LimitsTold(case)
    for event in news:
        if event.kind == Event.Kind.LIMIT:
            sentence = limits.sentence(event)
        else:
            sentence = happenings.sentence(event, said.get(event.details.get("message", 0)))
        if sentence:
            yield Happening(event, event.at, sentence)


def _moving(events: Iterable[Event], messages: Sequence[Message]) -> dict[int, Message]:
    """The messages that moved the case; one before those shown is fetched."""
    known = {message.pk: message for message in messages}
    wanted = {event.details["message"] for event in events if "message" in event.details}
    if missing := wanted - known.keys():
        earlier = Message.objects.filter(pk__in=missing).select_related("reading")
        known.update({message.pk: message for message in earlier})
    return known
