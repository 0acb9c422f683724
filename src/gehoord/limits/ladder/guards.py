"""What must hold before a measure. Each guard is one sentence of the house rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Actor, Behaviour, History, Kind, Measure

FRESH = timedelta(hours=24)
"""A warning or an ending is about what happened just now."""
MARK_DAYS = timedelta(days=90)
ARRANGEMENT_DAYS = timedelta(days=180)
ENDED_FOR_MARK = 2
ENDED_FOR_ARRANGEMENT = 3
BROKEN_FOR_BLOCK = 2
BY_TWO = (Kind.ARRANGEMENT, Kind.BLOCK)
"""Two people with different seats say yes to these; to a mark one does."""
MOST_RENEWALS = {Kind.FLAG: 1}


@dataclass(frozen=True)
class Warned:
    """The three parts of a warning: what we want to do for you, what you said, what follows."""

    help: str = ""
    behaviour: str = ""
    consequence: str = ""

    @property
    def is_complete(self) -> bool:
        return all(part.strip() for part in (self.help, self.behaviour, self.consequence))


@dataclass(frozen=True)
class Situation:
    """What a guard looks at: the customer's history, the measure meant, and who wants it when."""

    history: History
    at: datetime
    actor: Actor
    measure: Measure
    warned: Warned = field(default_factory=Warned)

    @property
    def grounds(self) -> list[Behaviour]:
        return self.history.behaviour(self.measure.grounds)

    @property
    def rests_on(self) -> list[Behaviour]:
        """The grounds, and whatever else makes this measure possible."""
        return [*self.grounds, *_recent(self, Level.PERSONAL, ARRANGEMENT_DAYS)]

    def just_said(self, level: Level) -> list[Behaviour]:
        """Behaviour of at least a level in this conversation, a short while ago."""
        since = self.at - FRESH
        said = self.history.said(level, since=since, until=self.at)
        return [each for each in said if each.conversation == self.measure.conversation]


@dataclass(frozen=True)
class Guard:
    """A condition, and what a person reads when it does not hold."""

    name: str
    holds: Callable[[Situation], bool]
    otherwise: str | Promise


def _warnings_in_force(here: Situation) -> list[Measure]:
    return [each for each in here.history.in_force(here.at) if each.kind == Kind.WARNING]


def _is_repeated(here: Situation) -> bool:
    """Personal behaviour after a warning that reached the customer."""
    told = [each.told_at for each in _warnings_in_force(here) if each.told_at is not None]
    return any(said.said_at > at for said in here.just_said(Level.PERSONAL) for at in told)


def _recent(here: Situation, level: Level, within: timedelta) -> list[Behaviour]:
    return here.history.said(level, since=here.at - within, until=here.at)


def _ended(here: Situation, within: timedelta) -> int:
    return len(here.history.begun(Kind.COOL_OFF, since=here.at - within, until=here.at))


def _has_new_facts(here: Situation) -> bool:
    """A measure is only continued because of something that happened since it began."""
    if here.measure.renews is None:
        return True
    before = here.history.measure(here.measure.renews)
    begun = before.begins_at
    most = MOST_RENEWALS.get(before.kind)
    if most is not None and before.renews is not None:
        return False
    return begun is not None and any(each.said_at > begun for each in here.grounds)


crisis_comes_first = Guard(
    "crisis comes first",
    lambda here: not here.history.is_in_care(here.at),
    _("The customer's life may be in danger. Limits wait; follow the route on the card."),
)
personal_just_now = Guard(
    "personal behaviour just now",
    lambda here: bool(here.just_said(Level.PERSONAL)),
    _(
        "Nobody confirmed personal behaviour in this conversation in the last 24 hours. Anger and "
        "coarse words are no reason for a warning."
    ),
)
calm_since_warning = Guard(
    "no warning in force",
    lambda here: not _warnings_in_force(here),
    _("A warning is in force already. Does it happen again? Then you may end the conversation."),
)
told_in_three_parts = Guard(
    "told in three parts",
    lambda here: here.warned.is_complete,
    _("A warning has three parts: how you want to help, what was said, and what follows."),
)
repeated_or_serious = Guard(
    "repeated after a warning, or serious",
    lambda here: _is_repeated(here) or bool(here.just_said(Level.SERIOUS)),
    _(
        "There was no warning with the same behaviour after it, and nothing serious was confirmed. "
        "You may end the conversation, but there is no cooling-off period."
    ),
)
facts_quoted = Guard(
    "facts quoted",
    lambda here: bool(here.grounds) and all(map(here.history.still_counts, here.grounds)),
    _(
        "Choose the literal words this rests on. Anger and coarse words do not count, and neither "
        "does what was found unjustified on appeal."
    ),
)
reason_given = Guard(
    "reason given",
    lambda here: bool(here.measure.reason.strip()),
    _("Write down why this is needed."),
)
not_in_force_already = Guard(
    "not in force or proposed already",
    lambda here: (
        not any(
            each.kind == here.measure.kind
            and each.number not in (here.measure.number, here.measure.renews)
            for each in (*here.history.in_force(here.at), *here.history.pending(here.at))
        )
    ),
    _("This measure is in force or proposed already."),
)
mark_grounds = Guard(
    "two conversations ended in 90 days, or one serious",
    lambda here: (
        _ended(here, MARK_DAYS) >= ENDED_FOR_MARK or bool(_recent(here, Level.SERIOUS, MARK_DAYS))
    ),
    _(
        "A mark needs two conversations that were ended in 90 days, or one time serious behaviour "
        "or danger."
    ),
)
often_or_danger = Guard(
    "three conversations ended in 180 days, serious twice, or danger",
    lambda here: (
        _ended(here, ARRANGEMENT_DAYS) >= ENDED_FOR_ARRANGEMENT
        or len(_recent(here, Level.SERIOUS, ARRANGEMENT_DAYS)) > 1
        or bool(_recent(here, Level.DANGER, ARRANGEMENT_DAYS))
    ),
    _(
        "An arrangement needs three conversations that were ended in 180 days, serious behaviour "
        "twice, or danger once."
    ),
)
danger_or_broken_arrangement = Guard(
    "danger, or an arrangement broken twice",
    lambda here: (
        bool(_recent(here, Level.DANGER, ARRANGEMENT_DAYS))
        or any(
            len(each.breaches) >= BROKEN_FOR_BLOCK
            for each in here.history.in_force(here.at)
            if each.kind == Kind.ARRANGEMENT
        )
    ),
    _("A contact stop needs danger, or an arrangement that was broken twice."),
)
less_severe_weighed = Guard(
    "less severe weighed, duties checked",
    lambda here: bool(here.measure.less_severe.strip()) and here.measure.duties_checked,
    _("Write down why less is not enough, and tick that the legal duties were checked."),
)
new_facts_if_renewed = Guard(
    "new facts if renewed",
    _has_new_facts,
    _("It can only be continued because of something that happened since it began; a mark once."),
)
nobody_decides_for_himself = Guard(
    "not by whom it happened to",
    lambda here: not any(here.actor.number in each.at_agents for each in here.rests_on),
    _("It happened to you, so somebody else decides."),
)
two_pairs_of_eyes = Guard(
    "two pairs of eyes",
    lambda here: (
        all(each.by != here.actor.number for each in here.measure.approvals)
        # Where two say yes, the one who proposed it may be one of them: a small team has no third.
        and (here.measure.kind in BY_TWO or here.actor.number != here.measure.proposed_by)
    ),
    _("You proposed or approved this already: somebody else has to look at it too."),
)
customer_heard = Guard(
    "customer heard, or urgent",
    lambda here: here.measure.is_heard_in_time(here.at),
    _("Ask the customer for his side first, or say why it cannot wait."),
)
privacy_officer_told = Guard(
    "privacy officer told",
    lambda here: here.measure.privacy_told,
    _("Tell the privacy officer first."),
)
