"""The way to these pages in the main menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from gehoord.accounts.models import Agent, Role


def menu(request: HttpRequest) -> dict[str, Any]:
    """An item of the main menu, for administrators only; asked when a page draws its menu."""
    return {"menu_items": SimpleLazyObject(lambda: _items(request))}


def _items(request: HttpRequest) -> list[dict[str, Any]]:
    agent = getattr(request, "user", None)
    if not isinstance(agent, Agent) or not agent.has_role(Role.ADMIN):
        return []
    here = request.resolver_match
    is_current = here is not None and here.app_name == "office"
    return [
        {"url": reverse("office:overview"), "label": gettext("Office"), "is_current": is_current}
    ]
