from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.actions import let_through
from gehoord.cases.models import Case
from gehoord.limits.actions.noting import note
from gehoord.limits.models import Held


@transaction.atomic
def decide_held(*, case: Case, by: Agent, is_let_through: bool, why: str = "") -> int:
    """Let everything of a case through that was kept apart, or put it away as read.

    What is put away stays where it is and is not deleted. Returns for how many messages it was news.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    waiting = Held.objects.to_look_at().filter(message__case=case)
    number: int = waiting.update(
        decided_by=by, decided_at=timezone.now(), is_let_through=is_let_through, why=why[:200]
    )
    if number and is_let_through:
        let_through(case=case)
    if number:
        what = "held messages let through" if is_let_through else "held messages put away"
        note(case=case, by=by, what=what, why=why)
    return number
