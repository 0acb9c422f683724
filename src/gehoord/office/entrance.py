"""Who may come in here: administrators. For everybody else these pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponseBase

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Role

View = Callable[..., HttpResponseBase]


def administrators_only(view: View) -> View:
    """Answer 404 to everybody who is not an administrator."""

    @wraps(view)
    def guarded(request: AgentRequest, *words: object, **named: object) -> HttpResponseBase:
        if not request.user.has_role(Role.ADMIN):
            raise Http404
        return view(request, *words, **named)

    return guarded
