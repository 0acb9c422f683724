"""Who had any part in a measure, and so does not decide about an appeal against it."""

from __future__ import annotations

from gehoord.cases.models import Event
from gehoord.limits.keeping import history_of
from gehoord.limits.ladder.appealing import involved
from gehoord.limits.models import Measure


def had_a_part(measure: Measure) -> frozenset[int]:
    """Whom the ladder calls involved, who wrote to the customer about it, and who took a step in it.

    A step is also hearing him, looking at it again, or making a cooling-off period longer.
    """
    history = history_of(measure.customer)
    wrote = measure.notices.exclude(written_by=None).values_list("written_by", flat=True)
    steps = Event.objects.filter(
        case__customer=measure.customer_id, kind=Event.Kind.LIMIT, details__measure=measure.pk
    )
    took = steps.exclude(actor=None).values_list("actor", flat=True)
    return involved(history, history.measure(measure.pk)) | {*wrote, *took}
