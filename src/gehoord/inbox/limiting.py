"""The page on which an agent sets a limit, and the one of a conversation that was stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from gehoord.accounts.models import Agent, Role
from gehoord.cases.models import Case, Conversation
from gehoord.coaching.actions import check_draft
from gehoord.contacts.models import Channel
from gehoord.inbox.calling_back import chat_opens_at
from gehoord.inbox.limit_forms import LimitForm
from gehoord.inbox.limit_words import Words, words_of
from gehoord.kit.moments import until, waited
from gehoord.limits.call_backs import CallBackPromise, promise_for
from gehoord.limits.closing import closing
from gehoord.limits.keeping import calendar, history_of
from gehoord.limits.ladder.levels import SCOPES, Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.rungs import LADDER
from gehoord.limits.models import HouseRules, Measure
from gehoord.limits.terms import is_live
from gehoord.limits.wording.lengths import decider_words, length_words
from gehoord.limits.wording.speaking import ending, ending_without_ground, warning
from gehoord.limits.wording.telling import Voice, at_time, voice_in


@dataclass(frozen=True)
class LevelChoice:
    """One level of behaviour to choose, as the house rules say it."""

    level: Level
    what: str | Promise
    right: str | Promise
    is_proposed: bool


@dataclass(frozen=True)
class Rung:
    """One measure in the list of what happens afterwards."""

    kind: Kind
    length: str
    decides: str
    is_now: bool


class LimitPage:
    """What an agent sees when he warns or ends: the words, the levels and a text to change."""

    def __init__(
        self,
        case: Case,
        agent: Agent,
        *,
        is_ending: bool,
        data: Any = None,
        kept: dict[str, Any] | None = None,
    ) -> None:
        self.case, self.agent, self.is_ending = case, agent, is_ending
        self._data, self._kept = data, kept
        self.refused: Sequence[str] = ()
        self.stops: list[Any] = []
        self.may_end_anyway = False
        self.now = timezone.now()

    @cached_property
    def conversation(self) -> Conversation | None:
        """The talk it is about: the one in which the customer last wrote."""
        said = self.case.messages.from_customers().from_people().latest_first()
        last = said.select_related("conversation__address__customer").first()
        return last.conversation if last else self.case.conversations.last()

    @property
    def is_kept(self) -> bool:
        """Whether the text is one that this agent kept for later."""
        return self._data is None and bool(self._kept)

    @cached_property
    def voice(self) -> Voice:
        return voice_in(self.conversation)

    @cached_property
    def words(self) -> Words:
        return words_of(self.conversation) if self.conversation else Words((), ())

    @cached_property
    def levels(self) -> list[LevelChoice]:
        """Angry and coarse are one choice here: neither leads to anything."""
        proposal = self.words.proposal
        return [
            LevelChoice(scope.level, scope.what, scope.right, scope.level == proposal)
            for scope in SCOPES
        ]

    @cached_property
    def form(self) -> LimitForm:
        data = self._data
        return LimitForm(data, offered=self.words, is_ending=self.is_ending, initial=self._texts())

    def _texts(self) -> dict[str, Any]:
        if self._kept:
            return {**self._kept}
        quotes = [word for quote in self.words.quotes for word in quote.words]
        if self.is_ending:
            said = ending(self.voice, quotes=quotes, until=self._until, is_spoken=False)
            return {"words": said if quotes else "", "until": self._end}
        parts = warning(self.case, self.voice, quotes=quotes, is_spoken=False)
        return {
            "help": parts.help,
            "behaviour": parts.behaviour,
            "consequence": parts.consequence,
        }

    @property
    def without_ground(self) -> str:
        """What the customer reads when it is ended without a cooling-off period."""
        return ending_without_ground(self.voice, self.promise)

    @cached_property
    def promise(self) -> CallBackPromise:
        """When the customer hears from somebody, if it is ended without a cooling-off period."""
        opens_at = chat_opens_at(self.conversation, at=self.now) if self.conversation else None
        return promise_for(self.case.team, ender=self.agent, opens_at=opens_at, at=self.now)

    @property
    def behaviour_template(self) -> str:
        """The sentence with the words, for the script that fills in what is ticked."""
        if not self.is_ending:
            return self.voice.say("warning_behaviour", quotes="{quotes}")
        return self.voice.say("ending", quotes="{quotes}", until=self._end)

    @property
    def last_words(self) -> str:
        """What the customer reads; the end is the one that counts from now, not from the draft."""
        said = self.form.cleaned_data
        drafted, words = said.get("until", ""), str(said["words"])
        return words.replace(drafted, self._end) if drafted else words

    @property
    def _until(self) -> datetime:
        return HouseRules.current().length_of(Kind.COOL_OFF).after(self.now, calendar())

    @property
    def _end(self) -> str:
        """When a cooling-off period that begins now is over, as this customer reads it."""
        with self.voice.spoken():
            return at_time(self._until)

    @cached_property
    def has_warning(self) -> bool:
        """Whether a warning is in force for this customer."""
        measures = history_of(self.case.customer).in_force(self.now)
        return any(each.kind == Kind.WARNING for each in measures)

    @property
    def rungs(self) -> list[Rung]:
        """What follows what, from the ladder's own table and this house's lengths."""
        rules = HouseRules.current()
        now = Kind.COOL_OFF if self.is_ending else Kind.WARNING
        return [
            Rung(
                kind,
                length_words(rules.length_of(kind)),
                decider_words(rung, chosen=rules.deciders),
                kind == now,
            )
            for kind, rung in LADDER.items()
        ]

    def check(self) -> list[Any]:
        """What the coach would stop in this text; nothing of it is kept."""
        if self.conversation is None or self.form.cleaned_data.get("is_spoken"):
            return []
        thread: list[Any] = [
            ("customer" if each.is_from_customer else "agent", each.text)
            for each in self.conversation.messages.latest_first()[:10][::-1]
        ]
        findings = check_draft(
            draft=self.words.without(self.form.text),
            channel=self.conversation.channel,
            customer_name=self.case.customer.name,
            thread=thread,
        )
        return [each for each in findings if each.level == "stop"]


class StoppedPage:
    """A conversation that was stopped: until when, what is closed, what the customer got."""

    def __init__(self, case: Case, agent: Agent, measure: Measure) -> None:
        self.case, self.agent, self.measure = case, agent, measure
        self.now = timezone.now()

    @property
    def minutes(self) -> int:
        return _minutes(self.measure.begins_at, self.measure.ends_at)

    @property
    def minutes_past(self) -> int:
        return min(_minutes(self.measure.begins_at, self.now), self.minutes)

    @property
    def left(self) -> str:
        """How long it still lasts: `43 min`, `1 u 43 min`."""
        end = self.measure.ends_at or self.now
        return waited(self.now, now=max(end, self.now + timedelta(minutes=1)))

    @property
    def by(self) -> Agent:
        return self.measure.proposed_by

    @cached_property
    def closed(self) -> list[str]:
        """The live channels of this customer, and the telephone, which everybody has."""
        own = self.case.customer.addresses.order_by("channel").values_list("channel", flat=True)
        return list(dict.fromkeys([each for each in own if is_live(each)] + ["phone"]))

    @cached_property
    def notice(self) -> Any:
        return self.measure.notices.order_by("pk").first()

    @property
    def may_change(self) -> bool:
        """Whether this agent may open it early or make it longer."""
        return self.agent.has_role(Role.LEAD, Role.MANAGER)


def cool_off_of(case: Case, *, at: datetime | None = None) -> Measure | None:
    """The cooling-off period that is in force for the customer of a case."""
    at = at or timezone.now()
    kinds = {Kind.COOL_OFF}
    return next((each for each in measures_shown(case, at=at) if each.kind in kinds), None)


def measures_shown(case: Case, *, at: datetime | None = None) -> list[Measure]:
    """What an agent has to know in a case: the measures in force, none while a life is in danger."""
    at = at or timezone.now()
    found = list(case.customer.measures.in_force(at).select_related("proposed_by"))
    if not found:
        return []
    shown = {each.number for each in history_of(case.customer).in_force(at)}
    return [each for each in found if each.pk in shown]


@dataclass(frozen=True)
class ClosedChannel:
    """The channel an agent writes in, while the customer cannot answer there."""

    channel: str
    until: str
    is_mail_open: bool


def closed_channel(case: Case, *, at: datetime | None = None) -> ClosedChannel | None:
    """What an agent has to know before he writes: that the customer's side is closed."""
    at = at or timezone.now()
    found = closing(case.customer, channel=case.last_channel, at=at)
    if found is None:
        return None
    mail = closing(case.customer, channel=Channel.EMAIL, at=at)
    is_for_days = found.until == found.measure.ends_at and found.measure.kind != Kind.COOL_OFF
    said = until(found.until) if is_for_days else at_time(found.until)
    return ClosedChannel(case.last_channel, said, is_mail_open=mail is None)


def _minutes(begin: datetime | None, end: datetime | None) -> int:
    if begin is None or end is None:
        return 0
    return max(0, round((end - begin).total_seconds() / 60))
