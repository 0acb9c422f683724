"""The way to these pages in the main menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, gettext_noop

from gehoord.accounts.models import Agent, Role
from gehoord.cases.models import Case
from gehoord.limits.models import Aftercare, EndedWithoutGround, Measure
from gehoord.limits.models.help import HELPS
from gehoord.office.entrance import (
    DECIDERS,
    LEADERS,
    LISTENERS,
    MAIL_DECIDERS,
    REGISTERS,
    SUPERVISORS,
)
from gehoord.office.limits_measures import number_waiting
from gehoord.office.mailbox_state import decided_by

PRIVACY = "privacy:customers"
ITEMS = (
    (Role.ADMIN, "office:overview", gettext_noop("Office")),
    (Role.PRIVACY, PRIVACY, gettext_noop("Privacy")),
)
CORRECTIONS = ("office:corrections", gettext_noop("Corrections"))
"""For supervisors who have no office; an administrator finds it inside."""
COACH = ("office:coach-use", gettext_noop("Coach"))
"""For leads and managers, likewise."""
SET_ASIDE = ("office:set-aside", gettext_noop("Set aside"))
"""For who decides about mails that could not be read, while there are any."""
LIMITS = ("office:limits", gettext_noop("Measures"))
"""For who decides about measures against abuse."""
HELD = ("inbox:held", gettext_noop("Kept apart"))
"""For leads and managers, while messages of somebody who is not helped here wait for them."""
INCIDENTS = ("office:limits-incidents", gettext_noop("Incidents"))
"""For the safety officer."""
QUALITY = ("office:quality-ended", gettext_noop("Quality"))
"""For who looks at conversations that were ended without ground."""
HELPING = ("inbox:help", gettext_noop("Helping"))
"""For who is called when somebody presses the help button."""
SAFETY = ("inbox:safety", gettext_noop("Safety"))
"""For safety officers; a lead finds it under helping."""
OUTSIDE = {
    CORRECTIONS[0]: "office:corrections",
    COACH[0]: "office:coach-use",
    SET_ASIDE[0]: "office:set-aside",
    LIMITS[0]: "office:limits",
    HELD[0]: "inbox:held",
    INCIDENTS[0]: "office:limits-incident",
    QUALITY[0]: "office:quality",
    HELPING[0]: "inbox:help",
    SAFETY[0]: "inbox:safety",
}
"""Items that have a place of their own, with how the names of their pages begin."""


def menu(request: HttpRequest) -> dict[str, Any]:
    """Items of the main menu beside the cases, for whom they are; asked when a menu is drawn."""
    set_aside = cache(lambda: _set_aside(request))
    stops = cache(lambda: _stops_to_read(request))
    spoken_to = cache(lambda: _to_speak_to(request))
    counted = {SET_ASIDE[0]: set_aside, PRIVACY: stops, HELPING[0]: spoken_to}
    return {
        "menu_items": SimpleLazyObject(lambda: _items(request, counted)),
        "mails_set_aside": set_aside,
        "stops_to_read": stops,
    }


def _stops_to_read(request: HttpRequest) -> int:
    """Contact stops that the privacy officer was told of and nobody opened yet."""
    agent = getattr(request, "user", None)
    if not isinstance(agent, Agent) or not agent.has_role(Role.PRIVACY):
        return 0
    told = Measure.objects.told_to_privacy(timezone.now())
    return told.filter(privacy_seen_at=None).count()


def _to_speak_to(request: HttpRequest) -> int:
    """Colleagues to whom something happened and whom a lead speaks to today."""
    agent = getattr(request, "user", None)
    return Aftercare.objects.visible_to(agent).count() if isinstance(agent, Agent) else 0


def _set_aside(request: HttpRequest) -> int:
    agent = getattr(request, "user", None)
    if not isinstance(agent, Agent) or not agent.has_role(*MAIL_DECIDERS):
        return 0
    return decided_by(agent).count()


def _items(request: HttpRequest, counted: Mapping[str, Callable[[], int]]) -> list[dict[str, Any]]:
    agent = getattr(request, "user", None)
    if not isinstance(agent, Agent):
        return []
    items = [(page, label) for role, page, label in ITEMS if agent.has_role(role)]
    items += _outside_office(agent, counted[SET_ASIDE[0]]) + _of_limits(agent)
    items += _of_safety(agent)
    here = _item_of(request, [page for page, _label in items])
    return [
        {
            "url": reverse(page),
            "label": gettext(label),
            "is_current": page == here,
            "count": _count(agent, page, counted),
        }
        for page, label in items
    ]


def _item_of(request: HttpRequest, pages: list[str]) -> str:
    """The item of the menu that the page shown belongs to; empty if it is none of them."""
    match = request.resolver_match
    if match is None:
        return ""
    own = [
        (begin, page)
        for page, begin in OUTSIDE.items()
        if page in pages and match.view_name.startswith(begin)
    ]
    if own:
        return max(own, key=lambda each: len(each[0]))[1]
    rooms = [page for page in pages if page not in OUTSIDE]
    return next((page for page in rooms if page.startswith(f"{match.app_name}:")), "")


def _count(agent: Agent, page: str, counted: Mapping[str, Callable[[], int]]) -> int | None:
    """How much waits behind an item of the menu; None where nothing is counted or waits."""
    if page in counted:
        return counted[page]() or None
    if page == QUALITY[0]:
        return EndedWithoutGround.objects.filter(looked_at=None).count() or None
    return (number_waiting(agent) or None) if page == LIMITS[0] else None


def _of_limits(agent: Agent) -> list[tuple[str, str]]:
    items = [LIMITS] if agent.has_role(*DECIDERS) else []
    if agent.has_role(Role.LEAD, Role.MANAGER) and Case.objects.visible_to(agent).held().exists():
        items.append(HELD)
    if agent.has_role(*LISTENERS):
        items.append(QUALITY)
    return [*items, INCIDENTS] if agent.has_role(*REGISTERS) else items


def _of_safety(agent: Agent) -> list[tuple[str, str]]:
    """What somebody finds who comes when a colleague needs him."""
    items = [HELPING] if agent.has_role(*HELPS) else []
    return [*items, SAFETY] if agent.has_role(Role.SAFETY) else items


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
