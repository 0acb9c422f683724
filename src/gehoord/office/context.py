"""The way to these pages in the main menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, gettext_noop

from gehoord.accounts.models import Agent, Role
from gehoord.office.entrance import LEADERS, MAIL_DECIDERS, SUPERVISORS
from gehoord.office.mailbox_state import decided_by

ITEMS = (
    (Role.ADMIN, "office:overview", gettext_noop("Office")),
    (Role.PRIVACY, "privacy:customers", gettext_noop("Privacy")),
)
CORRECTIONS = ("office:corrections", gettext_noop("Corrections"))
"""For supervisors who have no office; an administrator finds it inside."""
COACH = ("office:coach-use", gettext_noop("Coach"))
"""For leads and managers, likewise."""
SET_ASIDE = ("office:set-aside", gettext_noop("Set aside"))
"""For who decides about mails that could not be read, while there are any."""
OUTSIDE = (CORRECTIONS, COACH, SET_ASIDE)


def menu(request: HttpRequest) -> dict[str, Any]:
    """Items of the main menu beside the cases, for whom they are; asked when a menu is drawn."""
    set_aside = cache(lambda: _set_aside(request))
    return {
        "menu_items": SimpleLazyObject(lambda: _items(request, set_aside)),
        "mails_set_aside": set_aside,
    }


def _set_aside(request: HttpRequest) -> int:
    agent = getattr(request, "user", None)
    if not isinstance(agent, Agent) or not agent.has_role(*MAIL_DECIDERS):
        return 0
    return decided_by(agent).count()


def _items(request: HttpRequest, set_aside: Callable[[], int]) -> list[dict[str, Any]]:
    agent = getattr(request, "user", None)
    if not isinstance(agent, Agent):
        return []
    here = request.resolver_match
    current = f"{here.app_name}:" if here is not None else ":"
    view = here.view_name if here is not None else ""
    items = [(page, label) for role, page, label in ITEMS if agent.has_role(role)]
    items += _outside_office(agent, set_aside)
    return [
        {
            "url": reverse(page),
            "label": gettext(label),
            "is_current": view == page if (page, label) in OUTSIDE else page.startswith(current),
            "count": set_aside() if (page, label) == SET_ASIDE else None,
        }
        for page, label in items
    ]


def _outside_office(agent: Agent, set_aside: Callable[[], int]) -> list[tuple[str, str]]:
    """What somebody without an office finds in the main menu; an administrator has it inside."""
    if agent.has_role(Role.ADMIN):
        return []
    items = []
    if agent.has_role(*SUPERVISORS):
        items.append(CORRECTIONS)
    if agent.has_role(*LEADERS):
        items.append(COACH)
    return [*items, SET_ASIDE] if set_aside() else items
