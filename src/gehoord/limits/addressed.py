"""Whom a customer spoke to: he decides about nothing that follows, and is cared for."""

from __future__ import annotations

from datetime import datetime

from gehoord.accounts.models import Agent, Role
from gehoord.cases.models import Case


def addressed(case: Case, *, by: Agent, at: datetime | None = None) -> list[Agent]:
    """Whom words in a case were most likely meant for, the likeliest first; never empty.

    Who was there: the colleague who asked for help, who spoke with the customer last before `at`,
    who has the case. A lead or manager who only came to look (`by`) is meant if nobody else was.
    """
    came_to_look = by.has_role(Role.LEAD, Role.MANAGER)
    others = [_asked_for_help(case, by), _spoke_last(case, at), case.owner]
    if came_to_look and case.owner_id == by.pk:
        # Taking over is not having been there.
        others.pop()
    meant = [each for each in others if each is not None]
    meant = [*meant, by] if came_to_look and not meant else meant
    meant = meant if came_to_look else [by, *meant]
    return list({each.pk: each for each in meant}.values())


def _asked_for_help(case: Case, by: Agent) -> Agent | None:
    calls = case.help_calls.exclude(asked_by=by).order_by("-asked_at")
    call = calls.select_related("asked_by").first()
    return call.asked_by if call else None


def _spoke_last(case: Case, at: datetime | None) -> Agent | None:
    replies = case.messages.to_customers().exclude(author=None)
    if at is not None:
        replies = replies.filter(written_at__lte=at)
    last = replies.latest_first().select_related("author").first()
    return last.author if last else None
