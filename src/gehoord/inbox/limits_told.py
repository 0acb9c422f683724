"""What the timeline says of limits: what colleagues must know, for as long as it counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoord.cases.models import Case, Event
from gehoord.inbox.limiting import measures_shown
from gehoord.kit.moments import until
from gehoord.limits.call_back_course import WITHOUT_GROUND
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.models import Measure, Notice
from gehoord.limits.wording.telling import at_time

WARNED, ENDED = "warning given", "conversation ended"
LONGER, OPENED = "cooling-off extended", "cooling-off ended early"
TELLING, LIFTED = "customer told", "measure lifted"
TOLD = Q(
    kind=Event.Kind.LIMIT,
    details__what__in=[WARNED, ENDED, WITHOUT_GROUND, LONGER, OPENED, TELLING, LIFTED],
)
"""Who proposed, heard, approved or refused what stands in the office, with those who decide."""
IS_NEWS = timedelta(days=1)
"""So long it is news that something ended before its time. After that nothing is left of it."""
BEGUN = {
    Kind.WARNING: gettext_lazy("{by} gave a warning."),
    Kind.COOL_OFF: gettext_lazy(
        "{by} stopped the conversation. Chat and telephone are closed until {until}."
    ),
    Kind.FLAG: gettext_lazy("{by} told the customer of an attention mark, until {until}."),
    Kind.ARRANGEMENT: gettext_lazy(
        "{by} told the customer of a contact arrangement, until {until}."
    ),
    Kind.BLOCK: gettext_lazy("{by} told the customer of a contact stop, until {until}."),
}
OVER = {
    Kind.WARNING: gettext_lazy("{by} ended the warning before its time."),
    Kind.COOL_OFF: gettext_lazy("{by} opened chat and telephone again, before the time."),
    Kind.FLAG: gettext_lazy("{by} ended the attention mark before its time."),
    Kind.ARRANGEMENT: gettext_lazy("{by} ended the contact arrangement before its time."),
    Kind.BLOCK: gettext_lazy("{by} ended the contact stop before its time."),
}


class LimitsTold:
    """The lines about limits in one case: nothing about a measure that is over.

    What is over has no effect and is not shown (domain model 3.4). The messages stay.
    """

    def __init__(self, case: Case, *, at: datetime | None = None) -> None:
        self._case, self._at = case, at or timezone.now()

    def sentence(self, event: Event) -> str:
        """What happened, with the name of who did it; empty if that does not count any more."""
        what, by = event.details.get("what"), event.actor.called if event.actor else ""
        if what == WITHOUT_GROUND:
            # Nobody is named: this is about the conversation, and nothing is held against anyone.
            return _("The conversation was stopped. A colleague calls the customer back.")
        if what in (OPENED, LIFTED):
            measure = self._lifted.get(event.details.get("measure", 0))
            return str(OVER[Kind(measure.kind)]).format(by=by) if measure else ""
        measure = self._in_force.get(event.details.get("measure", 0))
        if measure is None:
            return ""
        if what == LONGER:
            said = _("{by} made the cooling-off period longer: until {until}.")
            said = said.format(by=by, until=_end(measure))
            return f"{said} {event.why}".strip()
        return _begun(measure, by=by)

    @cached_property
    def _in_force(self) -> dict[int, Measure]:
        return {each.pk: each for each in measures_shown(self._case, at=self._at)}

    @cached_property
    def _lifted(self) -> dict[int, Measure]:
        found = self._case.customer.measures.filter(
            state=State.LIFTED, ended_at__gt=self._at - IS_NEWS, ends_at__gt=self._at
        )
        return {each.pk: each for each in found}


def _begun(measure: Measure, *, by: str) -> str:
    if measure.kind == Kind.WARNING and measure.notices.filter(way=Notice.Way.SPOKEN).exists():
        return _("{by} gave a warning aloud.").format(by=by)
    if measure.is_extended:
        # Until when stands in the line about that.
        return _("{by} stopped the conversation.").format(by=by)
    return str(BEGUN[Kind(measure.kind)]).format(by=by, until=_end(measure))


def _end(measure: Measure) -> str:
    """Hours end at a moment, days and months on a day."""
    assert measure.ends_at is not None
    lasts_hours = measure.kind in (Kind.WARNING, Kind.COOL_OFF)
    return at_time(measure.ends_at) if lasts_hours else until(measure.ends_at)
