"""What an agent says about a reading. It leaves no event: nothing may tell who said it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from gehoord.cases.actions.announcing import announce
from gehoord.cases.actions.coursing import draw_course_again
from gehoord.cases.models import Case
from gehoord.coaching import corrections
from gehoord.coaching.models import Reading


@transaction.atomic
def dispute_reading(
    *, case: Case, reading: Reading, wrong: str = "", should_be: str = ""
) -> Reading:
    """Set a reading aside because it is wrong: it counts no more for the case.

    `wrong` is the part of it (`coaching.models.Wrong`) and `should_be` its right label, if said.
    """
    return _show(
        case,
        reading,
        lambda: corrections.dispute_reading(reading=reading, wrong=wrong, should_be=should_be),
    )


@transaction.atomic
def trust_reading(*, case: Case, reading: Reading) -> Reading:
    """Note that a reading was right after all."""
    return _show(case, reading, lambda: corrections.withdraw_correction(reading=reading))


def _show(case: Case, reading: Reading, act: Callable[[], object]) -> Reading:
    case = Case.objects.select_for_update().get(pk=case.pk)
    act()
    draw_course_again(case)
    case.save(update_fields=["course", "anger_now", "is_rising"])
    announce(case)
    return reading
