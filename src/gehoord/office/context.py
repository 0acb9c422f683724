"""The way to these pages in the main menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, gettext_noop

from gehoord.accounts.models import Agent, Role
from gehoord.office.entrance import LEADERS, SUPERVISORS

ITEMS = (
    (Role.ADMIN, "office:overview", gettext_noop("Office")),
    (Role.PRIVACY, "privacy:customers", gettext_noop("Privacy")),
)
CORRECTIONS = ("office:corrections", gettext_noop("Corrections"))
"""For supervisors who have no office; an administrator finds it inside."""
COACH = ("office:coach-use", gettext_noop("Coach"))
"""For leads and managers, likewise."""
OUTSIDE = (CORRECTIONS, COACH)


def menu(request: HttpRequest) -> dict[str, Any]:
    """Items of the main menu beside the cases, for whom they are; asked when a menu is drawn."""
    return {"menu_items": SimpleLazyObject(lambda: _items(request))}


def _items(request: HttpRequest) -> list[dict[str, Any]]:
    agent = getattr(request, "user", None)
    if not isinstance(agent, Agent):
        return []
    here = request.resolver_match
    current = f"{here.app_name}:" if here is not None else ":"
    view = here.view_name if here is not None else ""
    items = [(page, label) for role, page, label in ITEMS if agent.has_role(role)]
    if agent.has_role(*SUPERVISORS) and not agent.has_role(Role.ADMIN):
        items.append(CORRECTIONS)
    if agent.has_role(*LEADERS) and not agent.has_role(Role.ADMIN):
        items.append(COACH)
    return [
        {
            "url": reverse(page),
            "label": gettext(label),
            "is_current": view == page if (page, label) in OUTSIDE else page.startswith(current),
        }
        for page, label in items
    ]
