"""What the quality coach sees of conversations that were ended without ground. It names nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent
from gehoord.cases.models import Message
from gehoord.limits.models import EndedWithoutGround

TURNS = 10
ON_A_PAGE = 20


@dataclass(frozen=True)
class Turn:
    """Something that was said, without the name of a colleague in it."""

    is_from_customer: bool
    at: datetime
    text: str


class EndedTalk:
    """One conversation that was ended, for who looks what the team may learn from it."""

    def __init__(self, ended: EndedWithoutGround) -> None:
        self.ended = ended

    @cached_property
    def turns(self) -> list[Turn]:
        """The last ten things said in this conversation before it ended, oldest first."""
        said = self.ended.conversation.messages.select_related("author")
        before = said.filter(written_at__lte=self.ended.ended_at).exclude(
            pk=self.ended.last_words_id or 0
        )
        last = list(before.latest_first()[:TURNS])
        return [self._turn(each) for each in reversed(last)]

    @property
    def last_words(self) -> str:
        """What the customer read at the end; empty if nothing was written."""
        said = self.ended.last_words
        return self._nameless(said.text) if said else ""

    @property
    def minutes(self) -> int | None:
        """After how many minutes somebody contacted the customer; None if nobody did."""
        at: datetime | None = getattr(self.ended, "contacted_at", None)
        return round((at - self.ended.ended_at).total_seconds() / 60) if at else None

    @property
    def lesson(self) -> str:
        return self._nameless(self.ended.lesson)

    def _turn(self, message: Message) -> Turn:
        return Turn(message.is_from_customer, message.written_at, self._nameless(message.text))

    def _nameless(self, text: str) -> str:
        if self._names is None:
            return text
        return self._names.sub(_("colleague"), text)

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        """How the colleagues in this case are called, the longest name first."""
        wrote = Agent.objects.filter(replies__case=self.ended.conversation.case_id).distinct()
        names = {word for each in wrote for word in (each.name, each.called, _first(each.name))}
        longest = sorted(filter(None, names), key=len, reverse=True)
        if not longest:
            return None
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)


def _first(name: str) -> str:
    return name.split(" ", 1)[0]


def ended_talks(*, number: Any = None) -> Page[EndedTalk]:
    """What is to be looked at first, then what was looked at less than 90 days ago."""
    rows = EndedWithoutGround.objects.for_quality()
    rows = rows.select_related("conversation", "last_words")
    page: Page[Any] = Paginator(rows, ON_A_PAGE).get_page(number)
    page.object_list = [EndedTalk(each) for each in page.object_list]
    return page
