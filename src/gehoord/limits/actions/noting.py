from __future__ import annotations

from gehoord.accounts.actions import record as record_change
from gehoord.accounts.models import Agent
from gehoord.cases.actions.announcing import record
from gehoord.cases.models import Case, Event


def note(*, case: Case, by: Agent, what: str, why: str = "", **details: object) -> None:
    """Leave an event on the case and in the list of changes: who did what, never what was said."""
    record(case=case, kind=Event.Kind.LIMIT, actor=by, why=why[:200], what=what, **details)
    record_change(actor=by, what=what, about=f"case {case.pk}", **details)
