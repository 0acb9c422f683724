"""Random histories of one customer: people who try everything, in any order, at any moment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from gehoord.accounts.models import Role
from gehoord.limits.ladder import appealing, conversing, deciding
from gehoord.limits.ladder.appealing import Appeal, Outcome
from gehoord.limits.ladder.course import NotPossibleNow
from gehoord.limits.ladder.guards import Warned
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Actor, Behaviour, History, Kind, Measure
from gehoord.limits.ladder.rungs import Chosen
from gehoord.limits.ladder.spans import Span
from gehoord.limits.ladder.steps import NotAllowed, Now

ZONE = ZoneInfo("Europe/Amsterdam")
# Two days before summer time begins.
START = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
STAFF = tuple(
    Actor(number, frozenset(roles))
    for number, roles in enumerate(
        (
            {Role.AGENT},
            {Role.AGENT},
            {Role.AGENT, Role.LEAD},
            {Role.LEAD},
            {Role.LEAD, Role.MANAGER},
            {Role.MANAGER},
            {Role.MANAGER},
            {Role.COMPLAINTS},
            {Role.SAFETY},
            {Role.ADMIN},
        ),
        start=1,
    )
)
TEXTS = ("", " ", *["zo is het"] * 8)
QUOTES = ((), ("",), ("letterlijk",), ("eerst", "toen"))


@dataclass
class Story:
    """A history being made; `done` keeps what was allowed, for whoever checks it."""

    chance: Random
    history: History = field(default_factory=History)
    at: datetime = START
    appeals: list[Appeal] = field(default_factory=list)
    made: int = 0
    deciders: Chosen = field(default_factory=dict)
    done: list[tuple[str, Now, History, Measure | None]] = field(default_factory=list)

    @property
    def now(self) -> Now:
        return Now(self.chance.choice(STAFF), self.at, ZONE, self.deciders)

    def text(self) -> str:
        return self.chance.choice(TEXTS)

    def number(self) -> int:
        """Mostly one of the last measures."""
        return max(1, self.made - self.chance.randrange(3))

    def go_on(self, steps: int) -> None:
        """Try so many random steps; what the rules refuse changes nothing."""
        for _each in range(steps):
            self.at += self.chance.choice(PASSES)
            try:
                self.chance.choice(STEPS)(self)
            except (NotAllowed, NotPossibleNow, KeyError, IndexError):
                continue

    def put(self, name: str, now: Now, measure: Measure) -> None:
        """Keep a changed measure in the history."""
        before = self.history
        if measure.number == 0:
            self.made += 1
            measure = replace(measure, number=self.made)
            measures = (*before.measures, measure)
        else:
            measures = tuple(
                measure if each.number == measure.number else each for each in before.measures
            )
        self.done.append((name, now, before, measure))
        self.history = replace(before, measures=measures)


PASSES = (
    *[timedelta()] * 20,
    timedelta(minutes=1),
    timedelta(minutes=40),
    timedelta(hours=3),
    timedelta(minutes=5),
    timedelta(hours=30),
    timedelta(days=12),
    timedelta(days=60),
)


def confirm(story: Story) -> None:
    chance, now = story.chance, story.now
    behaviour = Behaviour(
        number=len(story.history.behaviours) + 1,
        level=chance.choice(list(Level)),
        conversation=chance.randrange(1, 4),
        said_at=story.at - chance.choice(PASSES[19:23]),
        quotes=chance.choice(QUOTES),
        confirmed_by=now.actor.number,
        confirmed_at=story.at,
        at_agents=frozenset(chance.sample(range(1, 9), chance.randrange(3))),
    )
    story.history = replace(story.history, behaviours=(*story.history.behaviours, behaviour))


def insult(story: Story) -> None:
    """Behaviour that counts, so that stories get somewhere."""
    level = story.chance.choice((Level.PERSONAL, Level.PERSONAL, Level.SERIOUS, Level.DANGER))
    behaviour = Behaviour(
        number=len(story.history.behaviours) + 1,
        level=level,
        conversation=story.chance.randrange(1, 4),
        said_at=story.at,
        quotes=("letterlijk",),
        confirmed_by=1,
        confirmed_at=story.at,
        at_agents=frozenset({story.chance.choice((1, 1, 2, 3, 5))}),
    )
    story.history = replace(story.history, behaviours=(*story.history.behaviours, behaviour))


def warn(story: Story) -> None:
    now = story.now
    warned = Warned("hulp", story.text(), "gevolg")
    conversation = story.chance.randrange(1, 4)
    story.put(
        "warn", now, conversing.warn(story.history, now, conversation=conversation, warned=warned)
    )


def end(story: Story) -> None:
    now = story.now
    conversation = story.chance.randrange(1, 4)
    length = story.chance.choice((None, Span(hours=1), Span(days=9)))
    measure = conversing.end(story.history, now, conversation=conversation, length=length)
    story.put("end", now, measure)


def extend(story: Story) -> None:
    now = story.now
    measure = conversing.extend(
        story.history, now, number=story.number(), length=Span(hours=90), reason=story.text()
    )
    story.put("extend", now, measure)


def propose(story: Story) -> None:
    now, chance = story.now, story.chance
    numbers = [each.number for each in story.history.behaviours]
    grounds = tuple(chance.sample(numbers[-3:], min(len(numbers), chance.randrange(3))))
    meant = deciding.Meant(
        kind=chance.choice((Kind.FLAG, Kind.ARRANGEMENT, Kind.BLOCK)),
        grounds=grounds,
        reason=story.text(),
        renews=chance.choice((None, None, story.number())),
        less_severe=story.text(),
        duties_checked=chance.random() < 0.8,
    )
    story.put("propose", now, deciding.propose(story.history, now, meant))


def _decision(name: str, **said: object):  # type: ignore[no-untyped-def]
    def step(story: Story) -> None:
        now = story.now
        given = {key: story.text() if value is str else value for key, value in said.items()}
        function = getattr(deciding, name)
        story.put(name, now, function(story.history, now, number=story.number(), **given))

    return step


def appeal(story: Story) -> None:
    filed = appealing.file(story.history, number=story.number(), at=story.at, zone=ZONE)
    if all(each.measure != filed.measure for each in story.appeals):
        story.appeals.append(filed)


def assign(story: Story) -> None:
    which = story.chance.choice(range(len(story.appeals)))
    to = story.chance.choice(STAFF)
    story.appeals[which] = appealing.assign(story.history, story.appeals[which], to=to)


def decide(story: Story) -> None:
    which = story.chance.choice(range(len(story.appeals)))
    assigned = story.appeals[which].assigned_to
    actor = next((each for each in STAFF if each.number == assigned), STAFF[0])
    now = Now(story.chance.choice((actor, story.chance.choice(STAFF))), story.at, ZONE)
    story.appeals[which], measure = appealing.decide(
        story.history,
        story.appeals[which],
        now,
        outcome=story.chance.choice(list(Outcome)),
        reason=story.text(),
        ends_at=story.at + timedelta(hours=1),
    )
    story.put("decide", now, measure)


def crisis(story: Story) -> None:
    story.history = replace(story.history, care_until=story.at + timedelta(hours=24))


def hurry(story: Story) -> None:
    """Many try to get the last proposal through; who may not is refused."""
    for step in (propose, hear, warn_privacy, approve, approve, approve, approve, tell):
        for _again in range(3):
            try:
                step(story)
            except (NotAllowed, NotPossibleNow, KeyError):
                continue


approve = _decision("approve")
hear = _decision("hear")
warn_privacy = _decision("tell_privacy_officer")
tell = _decision("tell", length=Span(months=40))
STEPS = (
    *[confirm, insult, insult, insult, warn, warn, end, end, end, extend],
    *[propose, propose, propose, propose],
    *[hear, _decision("cannot_wait", reason=str), warn_privacy, hurry, hurry],
    *[approve, approve, approve, approve, _decision("refuse", reason=str)],
    *[_decision("tell"), tell],
    *[_decision("review", reason=str), _decision("note_breach"), _decision("note_breach")],
    *[_decision("lift", reason=str), appeal, appeal, assign, assign, decide, decide],
    crisis,
)
