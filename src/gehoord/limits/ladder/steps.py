"""What every step on the ladder shares. There is no way to make a measure without an `Actor`."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.limits.ladder.guards import Guard, Situation
from gehoord.limits.ladder.records import Actor
from gehoord.limits.ladder.rungs import Chosen, Rung
from gehoord.limits.ladder.spans import Span


class NotAllowed(Exception):
    """The house rules do not allow this step.

    `why` are sentences for the person who tries, one per condition that does not hold.
    """

    def __init__(self, *why: str | Promise) -> None:
        super().__init__(*why)
        self.why = [str(each) for each in why]

    def __str__(self) -> str:
        return " ".join(self.why)


WHY_NEEDED = _("Write down why this is needed.")
NOT_YOUR_SEAT = _("Somebody with another role decides this.")


@dataclass(frozen=True)
class Now:
    """Who acts, at what moment, by which calendar, and whom the house lets decide."""

    actor: Actor
    at: datetime
    zone: tzinfo
    deciders: Chosen = field(default_factory=dict)


def why_not(guards: Iterable[Guard], here: Situation) -> list[str | Promise]:
    """Sentences for the conditions that do not hold; none if all do."""
    return [guard.otherwise for guard in guards if not guard.holds(here)]


def check(guards: Iterable[Guard], here: Situation) -> None:
    """Raises NotAllowed with every condition that does not hold."""
    if reasons := why_not(guards, here):
        raise NotAllowed(*reasons)


def needs(actor: Actor, *roles: AbstractSet[str]) -> None:
    """Raises NotAllowed if the actor has none of these roles."""
    if not any(actor.roles & each for each in roles):
        raise NotAllowed(NOT_YOUR_SEAT)


def end_of(rung: Rung, length: Span | None, now: Now) -> datetime:
    """The end of a measure that begins now: as long as asked, never longer than the longest."""
    wanted = (length or rung.length).after(now.at, now.zone)
    return min(wanted, rung.longest.after(now.at, now.zone))
