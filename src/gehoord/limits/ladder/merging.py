"""Whether two customers may be called one person, and two again, when house rules are at stake."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Role
from gehoord.limits.ladder.course import DECIDED
from gehoord.limits.ladder.guards import ARRANGEMENT_DAYS, nobody_decides_for_himself
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import History, Measure
from gehoord.limits.ladder.steps import NotAllowed, Now, needs

DECIDES = frozenset({Role.LEAD, Role.MANAGER, Role.COMPLAINTS})
BOTH_DECIDED = _(
    "For both there is a mark, an arrangement, a contact stop, or a proposal for one. Wait until "
    "one of them is over, or lift it first."
)
RESTS_ON_BOTH = _(
    "A measure rests on words of both. Lift it first, or wait until it is over; then split them."
)


def may_merge(one: History, other: History, now: Now) -> None:
    """What was decided about one closes doors for the other too: then somebody uninvolved says so.

    Raises NotAllowed.
    """
    decided = [_decided(each, now.at) for each in (one, other)]
    if all(decided):
        raise NotAllowed(BOTH_DECIDED)
    if any(decided):
        _may_decide(now, one, other)


def may_split(together: History, now: Now, *, going: frozenset[int]) -> None:
    """Opens doors for one of the two; `going` are numbers of the behaviour that was only his.

    Raises NotAllowed.
    """
    if _decided(together, now.at):
        _may_decide(now, together)
    for measure in together.measures:
        his = going & set(measure.grounds)
        if _counts(measure, now.at) and his and his != set(measure.grounds):
            raise NotAllowed(RESTS_ON_BOTH)


def _decided(history: History, at: datetime) -> bool:
    return any(each.kind in DECIDED and _counts(each, at) for each in history.measures)


def _counts(measure: Measure, at: datetime) -> bool:
    # Also while care comes first: that ends, and then the measure has its effect again.
    return measure.is_in_force(at) or measure.is_pending(at)


def _may_decide(now: Now, *histories: History) -> None:
    needs(now.actor, DECIDES)
    since = now.at - ARRANGEMENT_DAYS
    said = [
        words
        for each in histories
        for words in each.said(Level.PERSONAL, since=since, until=now.at)
    ]
    if any(now.actor.number in each.at_agents for each in said):
        raise NotAllowed(nobody_decides_for_himself.otherwise)
