"""Who may come in here: privacy officers. For everybody else these pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponseBase
from django.views.decorators.cache import never_cache

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Role

View = Callable[..., HttpResponseBase]


def privacy_officers_only(view: View) -> View:
    """Answer 404 to everybody who is not a privacy officer; no page stays in a browser's store."""

    @wraps(view)
    def guarded(request: AgentRequest, *words: object, **named: object) -> HttpResponseBase:
        if not request.user.has_role(Role.PRIVACY):
            raise Http404
        return view(request, *words, **named)

    return never_cache(guarded)
