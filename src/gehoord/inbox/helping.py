"""What the pages about help show: the button, one call, and who stands by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.models import Case, Message
from gehoord.inbox import readings
from gehoord.inbox.calling_back import CallBack, asked_of, call_backs_of
from gehoord.limits.answer_times import AnswerTime, answer_time_of
from gehoord.limits.duty import helpers_of, people_for, standing_by
from gehoord.limits.help_course import STALE_AFTER, HelpState
from gehoord.limits.help_rings import RINGS, next_ring, reached
from gehoord.limits.models import (
    Aftercare,
    DutyShift,
    EndedWithoutGround,
    Held,
    HelpRequest,
    Measure,
    Standby,
)
from gehoord.limits.models.help import HELPS
from gehoord.limits.wording.telling import voice_in

TURNS = 10


class HelpBar:
    """The help button for one agent; each part is read when it is drawn."""

    template = "inbox/help_bar.html"

    def __init__(self, agent: Agent, *, case_number: int | None = None) -> None:
        self.agent, self.case_number = agent, case_number

    @cached_property
    def _open(self) -> list[HelpRequest]:
        found = HelpRequest.objects.open().concerning(self.agent)
        return list(found.select_related("asked_by", "helper"))

    @property
    def own(self) -> HelpRequest | None:
        """The call this agent made himself."""
        return next((call for call in self._open if call.asked_by_id == self.agent.pk), None)

    @property
    def own_line(self) -> str:
        return line_of(self.own) if self.own else ""

    @property
    def calls(self) -> list[tuple[HelpRequest, str]]:
        """Calls that wait for this agent, or in which he helps, with what his button says."""
        now = timezone.now()
        theirs = (call for call in self._open if call.asked_by_id != self.agent.pk)
        return [(call, self._says(call)) for call in theirs if waits_for(call, self.agent, now=now)]

    def _says(self, call: HelpRequest) -> str:
        name = call.asked_by.called
        if call.helper_id == self.agent.pk and not call.is_waiting:
            return _("You help {name}").format(name=name)
        return _("{name} asks for help").format(name=name)

    @cached_property
    def customers(self) -> list[EndedWithoutGround]:
        """Customers who wait to be called back, for whom this agent was called."""
        return list(asked_of(self.agent)) if self.agent.has_role(*HELPS) else []

    @cached_property
    def threat(self) -> Held | None:
        """The last message behind a closed door in which somebody may be threatened."""
        if not self.agent.has_role(*HELPS):
            return None
        threats = Held.objects.to_look_at().with_threat()
        seen = Case.objects.visible_to(self.agent)
        return threats.filter(message__case__in=seen).order_by("pk").last()

    @property
    def wants_sound(self) -> bool:
        """Whether this agent wants to hear it."""
        return Standby.objects.filter(agent=self.agent, wants_sound=True).exists()

    @property
    def standby(self) -> Agent | None:
        """Who would come now, if somebody is on duty."""
        return standing_by(self.agent)


def waits_for(call: HelpRequest, agent: Agent, *, now: datetime) -> bool:
    """Whether a call still asks something of an agent it reached."""
    if call.helper_id == agent.pk or call.state == HelpState.ASKED:
        return True
    is_stale = call.seen_at is not None and now >= call.seen_at + STALE_AFTER
    return call.state == HelpState.SEEN and is_stale


def line_of(call: HelpRequest) -> str:
    """How far a call is, in a few words for who asked."""
    name = call.helper.called if call.helper else ""
    match call.state:
        case HelpState.SEEN:
            return _("{name} is looking at your call").format(name=name)
        case HelpState.ADVISED:
            return _("{name} gave advice").format(name=name)
        case HelpState.JOINED:
            return _("{name} reads along").format(name=name)
        case HelpState.TAKEN_OVER:
            return _("{name} took over").format(name=name)
        case HelpState.CLOSED:
            return _("Closed")
        case _:
            return _("Help asked")


@dataclass(frozen=True)
class HelpTurn:
    """One of the last things said, with a summary in the place of words that hurt."""

    message: Message

    @property
    def summary(self) -> str:
        reading = self.message.reading
        return readings.summary(reading) if reading and reading.is_shielded else ""


class HelpPage:
    """One call, for who asked and for who helps. Turns and limits are read when the page is."""

    def __init__(self, call: HelpRequest, agent: Agent, *, words: str | None = None) -> None:
        self.call, self.agent, self._words = call, agent, words
        self.submission = uuid4()

    @property
    def is_own(self) -> bool:
        return self.call.asked_by_id == self.agent.pk

    @property
    def is_helper(self) -> bool:
        return self.call.helper_id == self.agent.pk

    @property
    def line(self) -> str:
        return line_of(self.call)

    @cached_property
    def case(self) -> Case | None:
        """The case, if the one who looks may see it."""
        visible = Case.objects.visible_to(self.agent).select_related("customer", "team", "owner")
        return visible.filter(pk=self.call.case_id).first() if self.call.case_id else None

    @cached_property
    def turns(self) -> list[HelpTurn]:
        """The last ten things that were said, oldest first."""
        if self.case is None:
            return []
        said = self.case.messages.select_related("reading", "author", "conversation")
        return [HelpTurn(each) for each in reversed(said.latest_first()[:TURNS])]

    @cached_property
    def limits(self) -> list[Measure]:
        """The limits this customer was given and that still count."""
        if self.case is None:
            return []
        given = self.case.customer.measures.in_force(timezone.now())
        return list(given.order_by("begins_at"))

    @property
    def called(self) -> str:
        """Who was called, by name."""
        return ", ".join(agent.called for agent in self.call.called.all())

    @property
    def goes_on(self) -> tuple[str, datetime] | None:
        """Who hears of it next, and when, if nobody comes before."""
        at = next_ring(self.call.ring, self.call.asked_at)
        if at is None or self.call.state not in RINGS[self.call.ring + 1].states:
            return None
        called = frozenset(self.call.called.values_list("pk", flat=True))
        people = people_for(self.call.team, asker=self.call.asked_by)
        found = reached(self.call.ring + 1, people, called=called)
        names = ", ".join(agent.called for agent in Agent.objects.filter(pk__in=found))
        return (names, at) if found else None

    @property
    def sentence(self) -> str:
        """What is offered to say to the customer, with u or je."""
        if self._words is not None or self.case is None:
            return self._words or ""
        return voice_in(self.case.conversations.last()).say("colleague")


class StandbyPage:
    """For leads and managers: open calls, who needs aftercare, who stands by when."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent

    @cached_property
    def calls(self) -> list[tuple[HelpRequest, str]]:
        """Open calls of the teams, however they reached somebody."""
        found = HelpRequest.objects.open().visible_to(self.agent).exclude(asked_by=self.agent)
        rows = found.select_related("asked_by", "helper", "team").order_by("asked_at", "pk")
        return [(call, line_of(call)) for call in rows]

    @cached_property
    def call_backs(self) -> list[CallBack]:
        return call_backs_of(self.agent)

    @cached_property
    def aftercare(self) -> list[Aftercare]:
        rows = Aftercare.objects.visible_to(self.agent).select_related("agent")
        return list(rows.order_by("due_at"))

    @cached_property
    def own(self) -> Standby | None:
        own = Standby.objects.filter(agent=self.agent).first()
        return own

    @property
    def is_said(self) -> str:
        """What somebody says about himself today: `on`, `off`, or nothing."""
        own = self.own
        if own is None or own.is_on is None or own.until is None or own.until <= timezone.now():
            return ""
        return "on" if own.is_on else "off"

    @cached_property
    def teams(self) -> list[Team]:
        teams = Team.objects.all()
        found = teams if self.agent.sees_all_teams else teams.filter(pk__in=self.agent.team_ids)
        return list(found)

    @property
    def answer_times(self) -> list[tuple[Team, AnswerTime]]:
        """How soon each team sees a call; never of a person."""
        return [(team, answer_time_of(team)) for team in self.teams]

    @cached_property
    def roster_teams(self) -> list[int]:
        """The teams whose roster somebody keeps: who leads the own ones, an administrator all."""
        if self.agent.has_role(Role.ADMIN):
            return list(Team.objects.values_list("pk", flat=True))
        return [team.pk for team in self.teams]

    @cached_property
    def shifts(self) -> list[DutyShift]:
        helpers = helpers_of(self.roster_teams).order_by().values("pk")
        return list(DutyShift.objects.filter(agent__in=helpers).select_related("agent"))
