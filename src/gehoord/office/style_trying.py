"""What trying a house style shows: marks in a sentence, and a count on replies that were sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.http.request import QueryDict

from gehoord.accounts.models import Agent
from gehoord.coaching.style.changes import switch_name
from gehoord.coaching.style.current import current_style, engine_style
from gehoord.coaching.style.layers import OwnRule, Place
from gehoord.coaching.style.trying import SentReply, Tried, first_place, marks_of
from gehoord.office.sent_replies import (
    FEWEST_AUTHORS,
    MOST_PLACES,
    Seen,
    Tally,
    count_on,
    is_about_enough_people,
    words_around,
)
from gehoord.office.style_page import STYLE_OF

NEW = "HUIS-00"
"""Stands for the id of a rule that has none yet."""


@dataclass(frozen=True)
class ShownMark:
    """One piece of advice as the page tells it."""

    mark: Tried
    words: str

    @property
    def style(self) -> str:
        return STYLE_OF[self.mark.level]

    @property
    def is_new(self) -> bool:
        """Whether it is of a rule that was not saved yet."""
        return self.mark.rule == NEW

    @property
    def level_name(self) -> str:
        return switch_name(self.mark.level)


@dataclass(frozen=True)
class Trial:
    """A text that was tried: its pieces, each with the class of its wave, and the advice.

    `hidden` are words that the rule being tried finds, while another one goes before it there.
    """

    text: str
    marks: list[ShownMark]
    hidden: list[str] = field(default_factory=list)

    @property
    def pieces(self) -> Iterator[tuple[str, str]]:
        at = 0
        for shown in self.marks:
            start, end = shown.mark.start, shown.mark.end
            if start >= at:
                yield "", self.text[at:start]
                yield shown.style, self.text[start:end]
                at = end
        yield "", self.text[at:]


def tried(text: str, place: Place, *, anger: int, also: Iterable[OwnRule] = ()) -> Trial:
    """Coach a text in a place as it would be with these rules, saved or not."""
    text, also = text.replace("\r\n", "\n"), list(also)
    style = engine_style(current_style(), place, also=also)
    found = marks_of(text, style=style, channel=place.channel, anger=anger)
    marks = [ShownMark(mark, text[mark.start : mark.end]) for mark in found]
    spoken = {mark.rule for mark in found}
    return Trial(text, marks, [*_overtaken(text, (rule for rule in also if rule.id not in spoken))])


def _overtaken(text: str, rules: Iterable[OwnRule]) -> Iterator[str]:
    for rule in rules:
        if place := first_place(rule, SentReply(text=text)):
            yield text[place[0] : place[1]]


@dataclass(frozen=True)
class Counted:
    """How often a rule fires on the last replies of a place, as far as was looked."""

    tally: Tally
    is_enough: bool = True
    fewest: int = FEWEST_AUTHORS
    may_read: bool = False
    places: list[Seen] = field(default_factory=list)

    @property
    def place_numbers(self) -> str:
        return ",".join(map(str, self.tally.places))


def counted(rule: OwnRule | str, place: Place, agent: Agent, data: QueryDict) -> Counted:
    """Count a piece further, from where `data` says the counting is."""
    if not is_about_enough_people(place):
        return Counted(Tally(), is_enough=False)
    tally = count_on(rule, place, _tally_in(data))
    places = words_around(rule, tally, agent) if tally.is_done else []
    return Counted(tally, may_read=agent.may_answer, places=places)


def _tally_in(data: QueryDict) -> Tally:
    """How far a page says the counting is; from the start if it says nothing of it."""
    if data.get("act") != "go-on":
        return Tally()
    places = [_number(each) for each in data.get("places", "").split(",")[:MOST_PLACES]]
    return Tally(
        all=_number(data.get("all", "")),
        seen=_number(data.get("seen", "")),
        fired=_number(data.get("fired", "")),
        before=_number(data.get("before", "")),
        places=tuple(place for place in places if place),
    )


def _number(words: str) -> int:
    return int(words[:18]) if words.isdecimal() else 0
