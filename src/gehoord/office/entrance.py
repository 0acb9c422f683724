"""Who may come in here: mostly administrators. For everybody else these pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponseBase

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import ANSWERS_CUSTOMERS, Role

View = Callable[..., HttpResponseBase]


SUPERVISORS = (Role.LEAD, Role.QUALITY, Role.MANAGER, Role.ADMIN)
"""Who sees how often readings are corrected."""
EXPORTERS = (Role.MANAGER, Role.ADMIN)
"""Who takes corrections out of the house."""

LEADERS = (Role.LEAD, Role.MANAGER, Role.ADMIN)
"""Who sees what teams do with the coach's advice; a lead only of the own teams."""

MAIL_DECIDERS = (Role.ADMIN, *sorted(ANSWERS_CUSTOMERS))
"""Who decides about mails that were set aside; who answers customers only of the own teams."""

DECIDERS = (Role.LEAD, Role.MANAGER, Role.COMPLAINTS)
"""Who sees and decides about measures against abuse; a lead only of the own teams."""
REGISTERS = (Role.SAFETY,)
"""Who sees incidents with names."""
COUNTERS = (Role.LEAD, Role.MANAGER, Role.COMPLAINTS, Role.SAFETY, Role.ADMIN)
"""Who sees how often measures are taken, never by or about whom."""
LISTENERS = (Role.QUALITY, Role.MANAGER)
"""Who looks at conversations that were ended without ground."""


def only(*roles: Role) -> Callable[[View], View]:
    """Answer 404 to everybody who has none of these roles."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: AgentRequest, *words: object, **named: object) -> HttpResponseBase:
            if not request.user.has_role(*roles):
                raise Http404
            return view(request, *words, **named)

        return guarded

    return guard


administrators_only = only(Role.ADMIN)
supervisors_only = only(*SUPERVISORS)
exporters_only = only(*EXPORTERS)
leaders_only = only(*LEADERS)
mail_deciders_only = only(*MAIL_DECIDERS)
deciders_only = only(*DECIDERS)
proposers_only = only(*sorted(ANSWERS_CUSTOMERS))
registers_only = only(*REGISTERS)
counters_only = only(*COUNTERS)
quality_only = only(*LISTENERS)
