"""How a site and a conversation look to a visitor, for the widget and for the full page."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gehoord.accounts.models import House
from gehoord.cases.doors import Closed
from gehoord.channels.webchat.history import History, Said
from gehoord.channels.webchat.hours import is_open_at, opens_next
from gehoord.channels.webchat.models import Site
from gehoord.channels.webchat.words import LONGEST_MESSAGE
from gehoord.kit.moments import clock, day, when
from gehoord.limits.links import rules_link
from gehoord.portal.texts import widget_texts


def shown_site(site: Site) -> dict[str, Any]:
    """What the widget has to know before anybody writes."""
    return {
        "is_on": site.is_open,
        "brand": site.brand,
        "welcome": site.welcome,
        "closed": closed_words(site),
        "rules_url": rules_url(site),
        "how_url": settings.GEHOORD_URL + reverse("portal:how", args=[site.key]),
        "longest": LONGEST_MESSAGE,
        "max_file_bytes": settings.GEHOORD_MAX_FILE_BYTES,
        "texts": widget_texts(brand=site.brand),
    }


def rules_url(site: Site) -> str:
    """Where the house rules stand: on the site's own page, else on ours."""
    return site.rules_url or rules_link()


def closed_words(site: Site) -> str:
    """When somebody answers again; empty while the chat is open."""
    now = timezone.now()
    if is_open_at(site.opening_hours, now):
        return ""
    opens_at = opens_next(site.opening_hours, now)
    if opens_at is None:
        return _("Nobody answers right now. Leave your message; we will read it.")
    moment = pgettext("a time of day in a sentence", "%(time)s") % {"time": when(opens_at)}
    words = _("We answer again from %(moment)s. Leave your message; it will not get lost.")
    return words % {"moment": moment}


def shown_stop(closed: Closed | None) -> dict[str, str] | None:
    """Why a visitor cannot write here now, until when, and where he reads more."""
    if closed is None:
        return None
    more = pgettext("stopped chat", "What happened, and what you can do")
    until = closed.until.isoformat()
    return {"words": closed.words, "until": until, "link": closed.link, "more": more}


def shown_history(
    history: History, *, site: Site, is_typing: bool = False, closed: Closed | None = None
) -> dict[str, Any]:
    """The conversation as the visitor sees it, with a version to compare it by."""
    house = House.current()
    messages = [shown_message(said, site=site, house=house) for said in history.said]
    if {message["day"] for message in messages} == {day(timezone.now())}:
        # All of today: then a day in between only takes room.
        messages = [message | {"day": ""} for message in messages]
    shown = {
        "is_typing": is_typing,
        "stopped": shown_stop(closed),
        "messages": messages,
        "has_earlier": history.has_earlier,
        "agent": shown_agent(history.last_reply, house=house),
    }
    as_text = json.dumps(shown, sort_keys=True)
    return shown | {"version": hashlib.sha256(as_text.encode()).hexdigest()[:16]}


def shown_message(said: Said, *, site: Site, house: House) -> dict[str, Any]:
    """One message; who wrote it is named as the house wants it."""
    by = (
        pgettext("customer", "You")
        if said.is_own
        else (house.shows_agent_name and said.name) or site.brand
    )
    return {
        "id": said.key,
        "is_own": said.is_own,
        "by": by,
        "text": said.text,
        "notice": said.notice,
        "at": said.written_at.isoformat(),
        "time": clock(said.written_at),
        "day": day(said.written_at),
        "is_read": said.is_read,
        "files": [{"id": f.number, "name": f.name, "size": f.size} for f in said.files],
    }


def shown_agent(said: Said | None, *, house: House) -> dict[str, Any] | None:
    """Who helps the visitor, as far as the house lets him know."""
    if said is None or said.agent is None or not house.shows_agent_name:
        return None
    return {
        "id": said.agent,
        "name": said.name,
        "initials": initials_of(said.full_name),
        "has_photo": house.shows_agent_photo and said.has_photo,
        "helps": _("%(name)s helps you") % {"name": said.name},
    }


def initials_of(name: str) -> str:
    """The first letters of somebody's first and last name: `NH`."""
    words = re.findall(r"\w+", name)
    words = [word for word in words if word[0].isupper()] or words
    return "".join(word[0] for word in dict.fromkeys([*words[:1], *words[-1:]])).upper()
